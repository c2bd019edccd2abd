/** A letter as a `mailto:` address wishes it (RFC 6068). Nothing of it is trusted, and nothing of it is sent by itself. */
export interface Mailto {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** Line ends are `\n`. */
  readonly body: string;
}

/** Longer ones are no address that a person meant. */
const MAX_LENGTH = 64 * 1024;
const MAX_PEOPLE = 100;

/**
 * Reads a `mailto:` address. Only to, cc, bcc, subject and body count (RFC 6068 §4, §7): other header fields could
 * attach files (`attach=`, CVE-2020-11879) or forge who writes. `+` is a plus; what is not properly encoded stays as it is.
 * @returns null for what is no such address.
 */
export function readMailto(text: string): Mailto | null {
  const match = /^mailto:([^?#]*)(?:\?([^#]*))?/i.exec(text.trim());
  if (match === null || text.length > MAX_LENGTH) return null;
  const people = { to: addresses(match[1] ?? ''), cc: [] as string[], bcc: [] as string[] };
  let subject = '';
  let body = '';
  for (const field of (match[2] ?? '').split('&')) {
    const at = field.indexOf('=');
    const name = decode(at < 0 ? field : field.slice(0, at)).toLowerCase();
    const value = at < 0 ? '' : field.slice(at + 1);
    if (name === 'to' || name === 'cc' || name === 'bcc') people[name].push(...addresses(value));
    else if (name === 'subject') subject = oneLine(decode(value));
    else if (name === 'body') body += (body === '' ? '' : '\n') + lines(decode(value));
  }
  return {
    to: people.to.slice(0, MAX_PEOPLE),
    cc: people.cc.slice(0, MAX_PEOPLE),
    bcc: people.bcc.slice(0, MAX_PEOPLE),
    subject,
    body,
  };
}

/** A comma inside an address is written as %2C (RFC 6068 §2), so the list is parted before it is decoded. */
const addresses = (list: string): string[] =>
  list
    .split(',')
    .map((one) => oneLine(decode(one)))
    .filter((one) => one !== '');

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A line end in a header would begin another header. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const lines = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
