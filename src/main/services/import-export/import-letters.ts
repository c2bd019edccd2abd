import type { MailboxId } from '@shared/model/ids';
import { parseHeaders } from '../../mime/parse-headers';
import type { LetterProblem, SourceLetter } from './sources/letter';

export interface ImportedLetter {
  readonly bytes: Uint8Array;
  /** IMAP flag names. */
  readonly flags: readonly string[];
  /** When it arrived, ms since 1970; null: as its header says. */
  readonly date: number | null;
}

/** Where imported mail goes: the vault, or the queue of an account on a server. */
export interface ImportTarget {
  /** Keeps letters; durable when it resolves. @returns how many were not there already. */
  add(mailbox: MailboxId, letters: readonly ImportedLetter[]): Promise<number>;
}

export interface ImportReport {
  /** Messages found. */
  readonly found: number;
  readonly imported: number;
  /** Were in the mailbox already: an import that was broken off can simply be begun again. */
  readonly already: number;
  /** What was not understood. */
  readonly problems: readonly ImportProblem[];
}

export interface ImportProblem {
  /** Place in the mailbox, from 1. */
  readonly message: number;
  /** The file it is in, where each message has one of its own. */
  readonly file: string | null;
  readonly code: ImportProblemCode;
}

/** `not-a-message`: it has no header. */
export type ImportProblemCode = LetterProblem | 'not-a-message';

export interface ImportOptions {
  readonly letters: AsyncIterable<SourceLetter>;
  readonly mailbox: MailboxId;
  readonly target: ImportTarget;
  /** Messages that were dealt with so far. */
  onProgress?(found: number): void;
  readonly signal?: AbortSignal;
}

const BATCH_OCTETS = 4 * 1024 * 1024;
const BATCH_LETTERS = 256;
/** A report is for people; a file that is no mailbox at all need not be listed line by line. */
const MAX_PROBLEMS = 1000;

/**
 * Reads the messages of a source into a mailbox.
 * @throws VaultError when the disk is full; the signal's reason when it was broken off. What was added stays.
 */
export async function importLetters(options: ImportOptions): Promise<ImportReport> {
  const { mailbox, target, signal } = options;
  const problems: ImportProblem[] = [];
  let found = 0;
  let imported = 0;
  let added = 0;
  let batch: ImportedLetter[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) added += await target.add(mailbox, batch);
    imported += batch.length;
    batch = [];
    size = 0;
    options.onProgress?.(found);
  };
  for await (const letter of options.letters) {
    signal?.throwIfAborted();
    found += 1;
    const judged = judge(letter);
    if (typeof judged === 'string') {
      if (problems.length < MAX_PROBLEMS) problems.push({ message: found, file: letter.file, code: judged });
      continue;
    }
    batch.push({ bytes: letter.bytes, flags: judged, date: letter.date });
    size += letter.bytes.length;
    if (size >= BATCH_OCTETS || batch.length >= BATCH_LETTERS) await flush();
  }
  signal?.throwIfAborted();
  await flush();
  return { found, imported: added, already: imported - added, problems };
}

/** The flags of a letter, also those that the other program left in the header, or why it stays out. */
function judge(letter: SourceLetter): string[] | ImportProblemCode {
  if (letter.problem) return letter.problem;
  const headers = parseHeaders(letter.bytes);
  if (headers.list.length === 0) return 'not-a-message';
  const flags = new Set<string>(letter.flags);
  const status = `${headers.first('status')}${headers.first('x-status')}`;
  for (const [sign, flag] of [
    ['R', '\\Seen'],
    ['A', '\\Answered'],
    ['F', '\\Flagged'],
    ['T', '\\Draft'],
  ] as const) {
    if (status.includes(sign)) flags.add(flag);
  }
  // Thunderbird: hexadecimal bits.
  const mozilla = Number.parseInt(headers.first('x-mozilla-status') || '0', 16);
  if ((mozilla & 0x0008) !== 0) return 'deleted';
  for (const [bit, flag] of [
    [0x0001, '\\Seen'],
    [0x0002, '\\Answered'],
    [0x0004, '\\Flagged'],
    [0x1000, '$Forwarded'],
  ] as const) {
    if ((mozilla & bit) !== 0) flags.add(flag);
  }
  // Thunderbird's tags, which are IMAP keywords already.
  for (const tag of headers.first('x-mozilla-keys').split(/\s+/)) if (KEYWORD.test(tag)) flags.add(tag);
  return [...flags];
}

const KEYWORD = /^[A-Za-z0-9$_.-]{1,60}$/;
