import { MailError } from '@shared/errors/mail-error';
import type { Brand } from '@shared/model/brand';

export type Verb =
  | 'CAPA'
  | 'STLS'
  | 'USER'
  | 'PASS'
  | 'APOP'
  | 'AUTH'
  | 'UTF8'
  | 'STAT'
  | 'LIST'
  | 'UIDL'
  | 'TOP'
  | 'RETR'
  | 'DELE'
  | 'RSET'
  | 'NOOP'
  | 'QUIT';

/** What follows a `+OK`: nothing, lines up to a dot, or a message up to a dot. */
export type Answer = 'status' | 'lines' | 'content';

/** One command, ready for the wire. */
export interface Command {
  readonly verb: Verb;
  /** Without the CRLF. */
  readonly line: string;
  readonly answer: Answer;
  /** Refuse an answer of more octets, or a list of more lines, than this; a list's lines may have 80 octets on average. */
  readonly limit: number;
}

/** A message's number in this session, 1 … ; never stored. */
export type MessageNumber = Brand<number, 'Pop3MessageNumber'>;

const MAX_CAPABILITIES = 512;
const MAX_LISTED = 2_000_000;
/** RFC 2449 §4 allows 255 octets; longer tokens go out as answers to a challenge. */
const MAX_LINE = 255;
const CONTROL = /\p{Cc}/u;

const encoder = new TextEncoder();

/** True when a line is short enough to be a command. */
export const fitsOneLine = (line: string): boolean => encoder.encode(line).length <= MAX_LINE - 2;

/** The one place where a command line is made: no argument can end it. */
function command(
  verb: Verb,
  args: readonly (string | number)[] = [],
  answer: Answer = 'status',
  limit = 0,
): Command {
  const line = [verb, ...args].join(' ');
  if (!CONTROL.test(line) && !/\p{Cs}/u.test(line)) return { verb, line, answer, limit };
  throw new MailError({
    kind: 'refused',
    code: verb === 'USER' || verb === 'PASS' || verb === 'APOP' ? 'unsafe-credentials' : 'unsafe-argument',
    message: `An argument of ${verb} contains a character that cannot be sent.`,
    details: { verb },
  });
}

/** RFC 2449 §5. */
export const capa = (): Command => command('CAPA', [], 'lines', MAX_CAPABILITIES);
/** RFC 2595 §4. */
export const stls = (): Command => command('STLS');
/** RFC 1939 §7. */
export const user = (name: string): Command => command('USER', [name]);
/** A password may contain blanks: everything up to the line end belongs to it. */
export const pass = (password: string): Command => command('PASS', [password]);
export const apop = (name: string, digest: string): Command => command('APOP', [name, digest]);
/** RFC 5034 §4. @param initial base64, `=` for an empty one, absent when the server speaks first. */
export const auth = (mechanism: string, initial?: string): Command =>
  command('AUTH', initial === undefined ? [mechanism] : [mechanism, initial]);
/** The older form: the list of mechanisms. */
export const authList = (): Command => command('AUTH', [], 'lines', MAX_CAPABILITIES);
/** RFC 6856 §2. */
export const utf8 = (): Command => command('UTF8');
export const stat = (): Command => command('STAT');
export const list = (): Command => command('LIST', [], 'lines', MAX_LISTED);
export const uidl = (): Command => command('UIDL', [], 'lines', MAX_LISTED);
export const uidlOne = (message: MessageNumber): Command => command('UIDL', [message]);
/** @param octets refuse a message that turns out to be larger. */
export const top = (message: MessageNumber, lines: number, octets: number): Command =>
  command('TOP', [message, lines], 'content', octets);
export const retr = (message: MessageNumber, octets: number): Command => ({
  // Thousands of these are made, and a number ends no line.
  verb: 'RETR',
  line: `RETR ${message}`,
  answer: 'content',
  limit: octets,
});
export const dele = (message: MessageNumber): Command => command('DELE', [message]);
export const rset = (): Command => command('RSET');
export const noop = (): Command => command('NOOP');
export const quit = (): Command => command('QUIT');
