/**
 * What programs that keep mail in mbox files note of a message in its own header: `Status` and `X-Status` (Berkeley
 * mail, mutt, c-client), `X-Keywords` (Dovecot, c-client), `X-Mozilla-Status` and `X-Mozilla-Keys` (Thunderbird). All of
 * it belongs to the mailbox, not to the message: it is written when a message goes into such a file and taken out again
 * when one is read, so that a message that went through a file is the very bytes it was.
 */
export interface NotedState {
  /** IMAP flag names. */
  readonly flags: readonly string[];
  /** It was thrown away and only not cleaned up yet. */
  readonly deleted: boolean;
}

/** IMAP keywords as far as they are words in every one of these fields (RFC 3501: atoms). */
const KEYWORD = /^[A-Za-z0-9$_.+-]{1,60}$/;

const LETTERS: ReadonlyArray<readonly [string, string]> = [
  ['R', '\\Seen'],
  ['A', '\\Answered'],
  ['F', '\\Flagged'],
  ['T', '\\Draft'],
];
const MOZILLA_DELETED = 0x0008;
const MOZILLA: ReadonlyArray<readonly [number, string]> = [
  [0x0001, '\\Seen'],
  [0x0002, '\\Answered'],
  [0x0004, '\\Flagged'],
  [0x1000, '$Forwarded'],
];

/** Values that can be a mailbox's note; another program's own `Status: resolved` is part of its letter and stays. */
const NOTES: Readonly<Record<string, RegExp>> = {
  status: /^[ADFNORTU]{0,8}$/,
  'x-status': /^[ADFNORTU]{0,8}$/,
  'x-keywords': /^(?:[A-Za-z0-9$_.+-]{1,60}\s*)*$/,
  'x-mozilla-status': /^[0-9a-f]{4}$/i,
  'x-mozilla-status2': /^[0-9a-f]{8}$/i,
  'x-mozilla-keys': /^(?:[A-Za-z0-9$_.+-]{1,60}\s*)*$/,
};

/** Notes are at the head of a header or at its end, and a header longer than this is nobody's. */
const MAX_HEADER = 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;

interface Note {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A message without the notes, and what they say. @param message with CRLF or LF line ends. */
export function takeState(message: Uint8Array): NotedState & { readonly bytes: Uint8Array } {
  const notes = notesOf(message);
  if (notes.length === 0) return { bytes: message, flags: [], deleted: false };
  return { bytes: without(message, notes), ...stateOf(notes) };
}

/** What a message that was saved out of such a file says of itself; its bytes are left as they are. */
export const readState = (message: Uint8Array): NotedState => stateOf(notesOf(message));

/**
 * A message as it goes into a file that other programs read: its notes say these flags and nothing else. That somebody
 * deleted it and did not clean up is not noted: other programs would take it away without a word.
 * @param message with CRLF line ends.
 */
export function withState(message: Uint8Array, flags: readonly string[]): Uint8Array {
  const bare = takeState(message).bytes;
  const end = headerEnd(bare);
  const has = new Set(flags.map((name) => name.toLowerCase()));
  const letters = (wanted: string): string =>
    LETTERS.filter(([sign, flag]) => wanted.includes(sign) && has.has(flag.toLowerCase()))
      .map(([sign]) => sign)
      .join('');
  const keywords = flags.filter((name) => KEYWORD.test(name)).join(' ');
  const mozilla = MOZILLA.reduce((bits, [bit, flag]) => (has.has(flag.toLowerCase()) ? bits | bit : bits), 0);
  const lines = [
    // O: seen by some program before, so not new.
    `Status: ${letters('R')}O`,
    ...(letters('AFT') === '' ? [] : [`X-Status: ${letters('AFT')}`]),
    ...(keywords === '' ? [] : [`X-Keywords: ${keywords}`]),
    `X-Mozilla-Status: ${mozilla.toString(16).padStart(4, '0')}`,
    ...(keywords === '' ? [] : [`X-Mozilla-Keys: ${keywords}`]),
  ];
  const noted = new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
  // A header without a line end behind it would swallow the first note.
  const gap = end > 0 && bare[end - 1] !== LF ? Uint8Array.of(CR, LF) : new Uint8Array(0);
  return joined([bare.subarray(0, end), gap, noted, bare.subarray(end)]);
}

function stateOf(notes: readonly Note[]): NotedState {
  const flags = new Set<string>();
  let deleted = false;
  for (const { name, value } of notes) {
    switch (name) {
      case 'status':
      case 'x-status':
        for (const [sign, flag] of LETTERS) if (value.includes(sign)) flags.add(flag);
        deleted ||= value.includes('D');
        break;
      case 'x-mozilla-status': {
        const bits = Number.parseInt(value, 16);
        for (const [bit, flag] of MOZILLA) if ((bits & bit) !== 0) flags.add(flag);
        deleted ||= (bits & MOZILLA_DELETED) !== 0;
        break;
      }
      case 'x-keywords':
      case 'x-mozilla-keys':
        for (const word of value.split(/\s+/)) if (KEYWORD.test(word)) flags.add(word);
        break;
    }
  }
  return { flags: [...flags], deleted };
}

function notesOf(message: Uint8Array): Note[] {
  const notes: Note[] = [];
  const end = headerEnd(message);
  for (let at = 0; at < end;) {
    const start = at;
    at = lineEnd(message, at, end);
    // Only these letters begin a note: most lines of most headers are done with here.
    const first = (message[start] ?? 0) | 0x20;
    while (at < end && (message[at] === 0x20 || message[at] === 0x09)) at = lineEnd(message, at, end);
    if ((first !== 0x73 && first !== 0x78) || at - start > 4096) continue;
    const line = Buffer.from(message.buffer, message.byteOffset + start, at - start).toString('latin1');
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (NOTES[name]?.test(value) === true) notes.push({ name, value, start, end: at });
  }
  return notes;
}

/** Offset of the blank line behind the header, or the end of what is only a header. */
function headerEnd(message: Uint8Array): number {
  const limit = Math.min(message.length, MAX_HEADER);
  for (let at = 0; at < limit;) {
    if (message[at] === LF || (message[at] === CR && message[at + 1] === LF)) return at;
    at = lineEnd(message, at, limit);
  }
  return limit;
}

function lineEnd(bytes: Uint8Array, from: number, limit: number): number {
  const lf = bytes.indexOf(LF, from);
  return lf < 0 || lf >= limit ? limit : lf + 1;
}

function without(message: Uint8Array, notes: readonly Note[]): Uint8Array {
  const kept: Uint8Array[] = [];
  let at = 0;
  for (const { start, end } of notes) {
    kept.push(message.subarray(at, start));
    at = end;
  }
  return joined([...kept, message.subarray(at)]);
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));
