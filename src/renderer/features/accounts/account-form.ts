import type { z } from 'zod';
import type {
  AccountConfig,
  DiscoveredSettings,
  NewAccount,
  ServerSettings,
  tlsMode,
} from '@shared/contract/account';

export type Tls = z.output<typeof tlsMode>;
export type Kind = 'imap' | 'pop3' | 'smtp';
export type Direction = 'incoming' | 'outgoing';

/** One server as it stands in the form; the port is what was typed. */
export interface ServerForm {
  readonly kind: Kind;
  readonly host: string;
  readonly port: string;
  readonly tls: Tls;
  readonly user: string;
  readonly auth: ServerSettings['auth'];
  /** SHA-256 of a certificate accepted for exactly this host and port. */
  readonly pin: string | null;
}

export interface AccountForm {
  readonly name: string;
  readonly address: string;
  readonly password: string;
  readonly incoming: ServerForm;
  readonly outgoing: ServerForm;
  /** Outgoing mail logs in as incoming does. */
  readonly sameLogin: boolean;
  readonly outgoingPassword: string;
}

const PORTS: Record<Kind, Record<Tls, number>> = {
  imap: { tls: 993, starttls: 143, none: 143 },
  pop3: { tls: 995, starttls: 110, none: 110 },
  smtp: { tls: 465, starttls: 587, none: 587 },
};

/** The port a protocol has by RFC 8314 (TLS) or by custom. */
export const defaultPort = (kind: Kind, tls: Tls): number => PORTS[kind][tls];

export const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();

/** Good enough to go looking; the server has the last word. */
export const looksLikeAddress = (address: string): boolean =>
  /^[^\s@]+@[^\s@]+\.?[^\s@]*$/.test(address.trim());

const server = (kind: Kind, host: string, user: string): ServerForm => ({
  kind,
  host,
  port: String(defaultPort(kind, 'tls')),
  tls: 'tls',
  user,
  auth: 'password',
  pin: null,
});

/** What to begin with when nothing was found: the usual names, TLS. */
export function guessedForm(name: string, address: string, password: string): AccountForm {
  const domain = domainOf(address);
  const user = address.trim();
  return {
    name,
    address: user,
    password,
    incoming: server('imap', domain ? `imap.${domain}` : '', user),
    outgoing: server('smtp', domain ? `smtp.${domain}` : '', user),
    sameLogin: true,
    outgoingPassword: '',
  };
}

const fromServer = (kind: Kind, found: ServerSettings): ServerForm => ({
  kind,
  host: found.host,
  port: String(found.port),
  tls: found.tls,
  user: found.user,
  auth: found.auth,
  pin: found.pinnedFingerprint ?? null,
});

export function discoveredForm(form: AccountForm, found: DiscoveredSettings): AccountForm {
  const incoming = fromServer(found.incoming.protocol, found.incoming);
  const outgoing = fromServer('smtp', found.outgoing);
  return { ...form, incoming, outgoing, sameLogin: incoming.user === outgoing.user };
}

/**
 * Changes one server. A port that was the usual one follows the protocol and encryption; a pin belongs to one host
 * and port and goes when either changes.
 */
export function changeServer(old: ServerForm, change: Partial<ServerForm>): ServerForm {
  const next = { ...old, ...change };
  const usual = old.port === '' || old.port === String(defaultPort(old.kind, old.tls));
  if (usual && change.port === undefined) {
    const moved = { ...next, port: String(defaultPort(next.kind, next.tls)) };
    return { ...moved, pin: samePlace(old, moved) ? next.pin : null };
  }
  return { ...next, pin: change.pin !== undefined || samePlace(old, next) ? next.pin : null };
}

const samePlace = (a: ServerForm, b: ServerForm): boolean =>
  a.host === b.host && a.port === b.port && a.tls === b.tls;

export const validPort = (port: string): boolean =>
  /^\d{1,5}$/.test(port.trim()) && Number(port) >= 1 && Number(port) <= 65535;

/** True when there is enough to try. */
export const complete = ({ address, incoming, outgoing }: AccountForm): boolean =>
  looksLikeAddress(address) &&
  [incoming, outgoing].every(({ host, port }) => host.trim() !== '' && validPort(port));

function settings({ host, port, tls, user, auth, pin }: ServerForm): ServerSettings {
  return {
    host: host.trim(),
    port: Number(port),
    tls,
    user: user.trim(),
    auth,
    ...(pin === null ? {} : { pinnedFingerprint: pin }),
  };
}

export function toNewAccount(form: AccountForm, color: number): NewAccount {
  const { incoming, outgoing, sameLogin } = form;
  return {
    label: form.address.trim(),
    fullName: form.name.trim(),
    address: form.address.trim(),
    color,
    incoming: { ...settings(incoming), protocol: incoming.kind === 'pop3' ? 'pop3' : 'imap' },
    outgoing: settings(sameLogin ? { ...outgoing, user: incoming.user } : outgoing),
    password: form.password,
    ...(sameLogin ? {} : { outgoingPassword: form.outgoingPassword }),
  };
}

/** The first of the eight colours that no account has yet. */
export function freeColor(accounts: readonly Pick<AccountConfig, 'color'>[]): number {
  const taken = new Set(accounts.map(({ color }) => color));
  for (let color = 0; color < 8; color++) if (!taken.has(color)) return color;
  return accounts.length % 8;
}

/** Codes whose cure may be to trust one certificate. */
const CERTIFICATE = new Set([
  'tls-self-signed',
  'tls-expired',
  'tls-wrong-host',
  'tls-untrusted',
  'tls-pin-changed',
]);
export const isCertificateTrouble = (code: string): boolean => CERTIFICATE.has(code);

/** A fingerprint in pairs, as it is read out and compared. */
export const pairs = (fingerprint: string): string =>
  (fingerprint.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(' ');

/** The account with a certificate accepted for whichever of its servers stands at `host` and `port`. */
export function pinned(
  account: AccountConfig,
  host: string,
  port: number,
  fingerprint: string,
): AccountConfig {
  const pin = <T extends ServerSettings>(server: T): T =>
    server.host === host && server.port === port ? { ...server, pinnedFingerprint: fingerprint } : server;
  return { ...account, incoming: pin(account.incoming), outgoing: pin(account.outgoing) };
}
