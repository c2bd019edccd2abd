import { MailError } from '@shared/errors/mail-error';
import type { Brand } from '@shared/model/brand';

/**
 * A mailbox as it goes between the angle brackets of MAIL FROM and RCPT TO (RFC 5321 §4.1.2): proved to hold nothing
 * that could end the path or the line. Only `parseSmtpAddress` makes one; it is a string, so that a journal can keep
 * it, and a string read back from a journal goes through `parseSmtpAddress` again.
 */
export type SmtpAddress = Brand<string, 'SmtpAddress'>;

/** The null reverse-path `<>`: for notifications that must not be answered (RFC 5321 §4.5.5). */
export const NULL_SENDER = '' as SmtpAddress;

/** RFC 5321 §4.5.3.1.3: a path has 256 octets with its brackets. The 64 of a local part are left to the server. */
const MAX_OCTETS = 254;

const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u{A0}-\u{10FFFF}-]+$/u;
/** Never, quoted or not: controls, line separators, lone surrogates, and marks that reorder what people see. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\uFFFE\uFFFF]/u;
const WIDE_SPACE = /[\p{Zs}]/u;
const ASCII_DOMAIN =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/;
const UNICODE_DOMAIN = /^[A-Za-z0-9_.\u{A0}-\u{10FFFF}-]+$/u;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const IPV6_LITERAL = /^IPv6:[0-9A-Fa-f:.]{2,45}$/i;

const encoder = new TextEncoder();

const bad = (message: string): MailError => new MailError({ kind: 'refused', code: 'bad-address', message });

/** Finds the `@` between the local part and the domain: the first one outside the quotes. */
function separator(text: string): number {
  if (!text.startsWith('"')) return text.indexOf('@');
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return text[i + 1] === '@' ? i + 1 : -1;
  }
  return -1;
}

function parseLocal(raw: string): string {
  let value = raw;
  if (raw.startsWith('"')) value = raw.slice(1, -1).replace(/\\(.)/gsu, '$1');
  else if (raw.split('.').some((part) => part !== '' && !ATOM.test(part))) {
    throw bad('The part before the @ contains a character that needs quotes.');
  }
  if (value === '') throw bad('The part before the @ is empty.');
  if (WIDE_SPACE.test(value.replaceAll(' ', ''))) throw bad('The address contains an invisible blank.');
  // "a..b" and "a." are not dot-atoms but exist (old Japanese phone mail); quoted they mean the same and are valid.
  if (value.split('.').every((part) => ATOM.test(part))) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function parseDomain(raw: string): string {
  if (raw.startsWith('[') && raw.endsWith(']')) {
    const literal = raw.slice(1, -1);
    if (IPV4.test(literal) || IPV6_LITERAL.test(literal)) return raw;
    throw bad('The address literal is not an IP address.');
  }
  if (!UNICODE_DOMAIN.test(raw) || WIDE_SPACE.test(raw))
    throw bad('The domain contains a forbidden character.');
  const domain = ASCII_DOMAIN.test(raw) ? raw : toAscii(raw);
  if (!ASCII_DOMAIN.test(domain) || IPV4.test(domain)) throw bad('The domain is not a domain name.');
  return domain.toLowerCase();
}

/** IDN to A-labels by the host's own UTS 46 (the WHATWG URL parser). */
function toAscii(domain: string): string {
  try {
    return new URL(`http://${domain}/`).hostname;
  } catch (cause) {
    throw new MailError({
      kind: 'refused',
      code: 'bad-address',
      message: 'The domain is not a valid name.',
      cause,
    });
  }
}

/**
 * Parses an addr-spec (`local@domain`, no brackets, no display name).
 *
 * The local part keeps its case and is quoted exactly when it must be; the domain becomes lower-case A-labels.
 * `"a@evil"@good.example` stays an address at `good.example`.
 * @throws MailError kind `refused`, code `bad-address`.
 */
export function parseSmtpAddress(text: string): SmtpAddress {
  if (FORBIDDEN.test(text)) throw bad('The address contains a character that cannot be sent.');
  const at = separator(text);
  if (at <= 0) throw bad('The address has no @.');
  const address = `${parseLocal(text.slice(0, at))}@${parseDomain(text.slice(at + 1))}`;
  if (encoder.encode(address).length > MAX_OCTETS) throw bad('The address is too long.');
  return address as SmtpAddress;
}

/** True when the address can only be sent with SMTPUTF8: its local part is not ASCII (RFC 6531 §3.3). */
export const needsSmtpUtf8 = (address: SmtpAddress): boolean => /[^\u0020-\u007e]/.test(address);

/** The domain as sent, e.g. to honour RCPTDOMAINMAX. */
export const domainOf = (address: SmtpAddress): string => address.slice(address.lastIndexOf('@') + 1);
