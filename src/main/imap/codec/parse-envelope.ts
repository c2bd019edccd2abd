import type { ImapAddress, ImapEnvelope } from '../types';
import type { Reader } from './reader';

const OPEN = 0x28;
const CLOSE = 0x29;
const NOBODY: readonly ImapAddress[] = [];

/**
 * `envelope` (RFC 9051 §9): ten fields. Missing last fields (X5) are read as NIL; an extra pair of parentheses around
 * the whole (Domino, D1) is taken off.
 */
export function parseEnvelope(r: Reader): ImapEnvelope {
  r.expect(OPEN);
  r.skipSpaces();
  const wrapped = r.peek() === OPEN;
  if (wrapped) r.pos++;
  const date = field(r);
  const subject = field(r);
  const from = parseAddresses(r);
  const sender = parseAddresses(r);
  const replyTo = parseAddresses(r);
  const to = parseAddresses(r);
  const cc = parseAddresses(r);
  r.skipSpaces();
  // Two fields are known to be left out (X5); with more missing nothing can be trusted.
  if (r.peek() === CLOSE) r.fail('envelope too short');
  const bcc = parseAddresses(r);
  const inReplyTo = field(r);
  const messageId = field(r);
  r.skipSpaces();
  while (r.peek() !== CLOSE) {
    if (r.done) r.fail('envelope without end');
    r.skipValue();
    r.skipSpaces();
  }
  r.pos++;
  if (wrapped) {
    r.skipSpaces();
    r.expect(CLOSE);
  }
  return { date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId };
}

function field(r: Reader): string | null {
  r.skipSpaces();
  return r.peek() === CLOSE ? null : r.nstring();
}

/** `env-from` and the others (RFC 9051 §9). */
export function parseAddresses(r: Reader): readonly ImapAddress[] {
  r.skipSpaces();
  const c = r.peek();
  if (c === CLOSE || r.acceptNil()) return NOBODY;
  if (c !== OPEN) {
    // An empty or plain string where a list belongs.
    const text = r.nstring();
    return text === null || text === '' ? NOBODY : [{ name: text, mailbox: '', host: '' }];
  }
  r.pos++;
  const out: ImapAddress[] = [];
  let group: string | null = null;
  let groupStart = 0;
  for (;;) {
    r.skipSpaces();
    if (r.accept(CLOSE)) break;
    if (out.length >= r.limits.width) r.fail('too many addresses');
    if (r.acceptNil()) continue; // SmarterMail, S1
    r.expect(OPEN);
    const name = field(r);
    const route = field(r);
    let mailbox = field(r);
    const host = field(r);
    r.skipSpaces();
    while (!r.accept(CLOSE)) {
      if (r.done) r.fail('address without end');
      r.skipValue(); // a miscounted literal leaves a fifth token, X6
      r.skipSpaces();
    }
    if (host === null && mailbox !== null && name === null && route === null) {
      group = mailbox;
      groupStart = out.length;
    } else if (host === null && mailbox === null && name === null) {
      if (group !== null && out.length === groupStart) out.push({ name: group, mailbox: '', host: '' });
      group = null;
    } else {
      mailbox ??= '';
      out.push(swapped(name, mailbox, host) ?? { name: name ?? '', mailbox, host: missing(host) });
    }
  }
  if (group !== null && out.length === groupStart) out.push({ name: group, mailbox: '', host: '' });
  return out;
}

/** Gmail writes `("<user@host>" NIL "Name" …)` for some senders, G3. */
function swapped(name: string | null, mailbox: string, host: string | null): ImapAddress | null {
  if (name === null || !name.startsWith('<') || !name.endsWith('>')) return null;
  const at = name.lastIndexOf('@');
  if (at < 1 || (host !== null && name.slice(1, -1) === `${mailbox}@${host}`)) return null;
  return { name: mailbox, mailbox: name.slice(1, at), host: name.slice(at + 1, -1) };
}

/** Dovecot, UW and Cyrus invent a host for addresses without one, U5. */
function missing(host: string | null): string {
  if (host === null || host === 'MISSING_DOMAIN' || host === '.MISSING-HOST-NAME.') return '';
  return host;
}
