import type { z } from 'zod';
import type {
  AccountConfig,
  DiscoveredSettings,
  NewAccount,
  ProbeResult,
  ServerSettings,
  tlsMode,
} from '@shared/contract/account';
import { emptyOAuth, type OAuthForm, oauthComplete, oauthForm, toOAuth } from './oauth-form';

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

export type Pop3Rules = NonNullable<AccountConfig['pop3']>;

export interface AccountForm {
  readonly name: string;
  readonly address: string;
  readonly password: string;
  readonly incoming: ServerForm;
  readonly outgoing: ServerForm;
  /** Outgoing mail logs in as incoming does. */
  readonly sameLogin: boolean;
  readonly outgoingPassword: string;
  /** What a POP3 account fetches and leaves on the server, from its first session on; null: the usual. */
  readonly pop3: Pop3Rules | null;
  /** Used where a server's `auth` is `oauth`. */
  readonly oauth: OAuthForm;
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
    pop3: null,
    oauth: emptyOAuth,
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

/** @param accounts that may have a client id for the same provider. */
export function discoveredForm(
  form: AccountForm,
  found: DiscoveredSettings,
  accounts: readonly AccountConfig[] = [],
): AccountForm {
  const incoming = fromServer(found.incoming.protocol, found.incoming);
  const outgoing = fromServer('smtp', found.outgoing);
  return {
    ...form,
    incoming,
    outgoing,
    sameLogin: incoming.user === outgoing.user,
    oauth: oauthForm(found.signIn, accounts),
  };
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
export const complete = ({ address, incoming, outgoing, oauth }: AccountForm): boolean =>
  looksLikeAddress(address) &&
  (incoming.auth !== 'oauth' || oauthComplete(oauth)) &&
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

/** True when incoming mail is logged in to with a browser. */
export const byBrowser = ({ incoming }: AccountForm): boolean => incoming.auth === 'oauth';

/** Logs in with a browser, or with a password; outgoing mail does as incoming does while the login is the same. */
export function changeLogin(form: AccountForm, auth: 'password' | 'oauth'): AccountForm {
  const { incoming, outgoing } = form;
  return {
    ...form,
    incoming: { ...incoming, auth },
    outgoing: form.sameLogin && outgoing.auth !== 'none' ? { ...outgoing, auth } : outgoing,
  };
}

/**
 * Trusts one certificate for one direction, and for the other one too when that is the same server with the same
 * certificate: it is asked about once.
 * @param failed fingerprints that the last test could not trust.
 */
export function trustCertificate(
  form: AccountForm,
  direction: Direction,
  pin: string,
  failed: Readonly<Record<Direction, string>>,
): AccountForm {
  const other = direction === 'incoming' ? 'outgoing' : 'incoming';
  const both = form[other].host.trim() === form[direction].host.trim() && failed[other] === pin;
  const next = { ...form, [direction]: { ...form[direction], pin } };
  return both ? { ...next, [other]: { ...form[other], pin } } : next;
}

/** @param grant what stands for the sign-in, when it is by browser. */
export function toNewAccount(form: AccountForm, color: number, grant: string | null = null): NewAccount {
  const { incoming, outgoing, sameLogin } = form;
  const oauth = byBrowser(form) ? { oauth: toOAuth(form.oauth), ...(grant === null ? {} : { grant }) } : {};
  const sameAuth = outgoing.auth === 'none' ? outgoing.auth : incoming.auth;
  return {
    label: form.address.trim(),
    fullName: form.name.trim(),
    address: form.address.trim(),
    color,
    incoming: { ...settings(incoming), protocol: incoming.kind === 'pop3' ? 'pop3' : 'imap' },
    outgoing: settings(
      sameLogin ? { ...outgoing, user: incoming.user, auth: sameAuth } : { ...outgoing, auth: 'password' },
    ),
    password: byBrowser(form) ? '' : form.password,
    ...oauth,
    ...(incoming.kind === 'pop3' && form.pop3 ? { pop3: form.pop3 } : {}),
    ...(sameLogin ? {} : { outgoingPassword: form.outgoingPassword }),
  };
}

/** The first of the eight colours that no account has yet. */
export function freeColor(accounts: readonly Pick<AccountConfig, 'color'>[]): number {
  const taken = new Set(accounts.map(({ color }) => color));
  for (let color = 0; color < 8; color++) if (!taken.has(color)) return color;
  return accounts.length % 8;
}

/** Where what went wrong with one direction is to be mended. */
export type Blamed = 'password' | 'outgoing-password' | 'incoming-host' | 'outgoing-host';

/**
 * The field that the person goes on with after a test that failed: of the first direction that did not work, its password where
 * the server did not take it, else the server itself. Null when all works, or signing in is not by password.
 */
export function blamedField(
  probe: { readonly incoming: ProbeResult | null; readonly outgoing: ProbeResult | null } | null,
  form: Pick<AccountForm, 'sameLogin' | 'incoming'>,
): Blamed | null {
  const failed = (['incoming', 'outgoing'] as const).find((one) => probe?.[one]?.ok === false);
  if (failed === undefined) return null;
  if (probe?.[failed]?.code !== 'auth-failed') return `${failed}-host`;
  if (failed === 'outgoing' && !form.sameLogin) return 'outgoing-password';
  return form.incoming.auth === 'oauth' ? null : 'password';
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
