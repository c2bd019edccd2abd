import type { ImapAddress, ImapEnvelope } from '../types';
import type { Reader } from './reader';
import { FIELD_NUMBERS, Odd } from './spans';

const OPEN = 0x28;
const CLOSE = 0x29;
const QUOTE = 0x22;
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
  const list = new AddressList();
  for (;;) {
    r.skipSpaces();
    if (r.accept(CLOSE)) break;
    if (list.length >= r.limits.width) r.fail('too many addresses');
    if (r.acceptNil()) continue; // SmarterMail, S1
    r.expect(OPEN);
    const name = field(r);
    const route = field(r);
    const mailbox = field(r);
    const host = field(r);
    r.skipSpaces();
    while (!r.accept(CLOSE)) {
      if (r.done) r.fail('address without end');
      r.skipValue(); // a miscounted literal leaves a fifth token, X6
      r.skipSpaces();
    }
    list.add(name, route, mailbox, host);
  }
  return list.whole();
}

/** `address` after `address` (RFC 9051 §9), two of which may be the bounds of a group. */
class AddressList {
  private readonly out: ImapAddress[] = [];
  private group: string | null = null;
  private groupStart = 0;

  get length(): number {
    return this.out.length;
  }

  add(name: string | null, route: string | null, mailbox: string | null, host: string | null): void {
    if (host === null && mailbox !== null && name === null && route === null) {
      this.group = mailbox;
      this.groupStart = this.out.length;
    } else if (host === null && mailbox === null && name === null) {
      this.endGroup();
      this.group = null;
    } else {
      const local = mailbox ?? '';
      this.out.push(swapped(name, local, host) ?? { name: name ?? '', mailbox: local, host: missing(host) });
    }
  }

  whole(): readonly ImapAddress[] {
    this.endGroup();
    return this.out;
  }

  /** A group without members is shown by its name. */
  private endGroup(): void {
    const { out, group } = this;
    if (group !== null && out.length === this.groupStart) out.push({ name: group, mailbox: '', host: '' });
  }
}

/** The same from a response as text and where the fields stand in it, as `SpanFinder` found them; null with escapes in it. */
export function envelopeAt(text: string, at: readonly number[]): ImapEnvelope | null {
  for (let i = 2; i < at.length; i += FIELD_NUMBERS) if ((at[i] as number) & Odd.Escape) return null;
  return {
    date: stringAt(text, at, 0),
    subject: stringAt(text, at, 1),
    from: peopleAt(text, at, 2),
    sender: peopleAt(text, at, 3),
    replyTo: peopleAt(text, at, 4),
    to: peopleAt(text, at, 5),
    cc: peopleAt(text, at, 6),
    bcc: peopleAt(text, at, 7),
    inReplyTo: stringAt(text, at, 8),
    messageId: stringAt(text, at, 9),
  };
}

const stringAt = (text: string, at: readonly number[], field: number): string | null =>
  usualString(text, at[field * FIELD_NUMBERS] as number);
const peopleAt = (text: string, at: readonly number[], field: number): readonly ImapAddress[] =>
  usualAddresses(text, at[field * FIELD_NUMBERS] as number);

/** A quoted string without escapes, or NIL. */
const usualString = (text: string, at: number): string | null =>
  text.charCodeAt(at) === QUOTE ? text.slice(at + 1, text.indexOf('"', at + 1)) : null;

/** Addresses as nearly every server writes them: `(("name" NIL "mailbox" "host")…)` or NIL. */
function usualAddresses(text: string, at: number): readonly ImapAddress[] {
  if (text.charCodeAt(at) !== OPEN) return NOBODY;
  const list = new AddressList();
  let pos = at + 1;
  while (text.charCodeAt(pos) === OPEN) {
    const name = usualString(text, pos + 1);
    pos = behind(pos + 1, name);
    const route = usualString(text, pos);
    pos = behind(pos, route);
    const mailbox = usualString(text, pos);
    pos = behind(pos, mailbox);
    const host = usualString(text, pos);
    pos = behind(pos, host);
    list.add(name, route, mailbox, host);
  }
  return list.whole();
}

/** Behind a string or NIL that begins at `pos`, and the blank or parenthesis there. */
const behind = (pos: number, found: string | null): number =>
  pos + (found === null ? NIL_AND_BLANK : found.length + QUOTES_AND_BLANK);
const NIL_AND_BLANK = 4;
const QUOTES_AND_BLANK = 3;

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
