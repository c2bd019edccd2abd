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

/** The flags of a letter, or why it stays out. */
function judge({ problem, bytes, flags }: SourceLetter): readonly string[] | ImportProblemCode {
  if (problem) return problem;
  return parseHeaders(bytes).list.length === 0 ? 'not-a-message' : flags;
}
