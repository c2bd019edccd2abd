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
  /**
   * Keeps letters. @param onEach hears of each once it is durable: whether it was added, or was there already.
   * @throws MailError `mailbox-gone`, VaultError; what was told of stays.
   */
  add(
    mailbox: MailboxId,
    letters: readonly ImportedLetter[],
    onEach: (added: boolean) => void,
  ): Promise<void>;
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
  /** Another message was dealt with: added, there already, or left out. */
  readonly onEach?: (what: 'added' | 'already' | 'left-out') => void;
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
  const { mailbox, target, signal, onEach } = options;
  const problems: ImportProblem[] = [];
  let found = 0;
  let imported = 0;
  let already = 0;
  let batch: ImportedLetter[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const letters = batch;
    batch = [];
    size = 0;
    if (letters.length === 0) return;
    await target.add(mailbox, letters, (added) => {
      if (added) imported += 1;
      else already += 1;
      onEach?.(added ? 'added' : 'already');
    });
  };
  for await (const letter of options.letters) {
    signal?.throwIfAborted();
    found += 1;
    const judged = judge(letter);
    if (typeof judged === 'string') {
      if (problems.length < MAX_PROBLEMS) problems.push({ message: found, file: letter.file, code: judged });
      onEach?.('left-out');
      continue;
    }
    batch.push({ bytes: letter.bytes, flags: judged, date: letter.date });
    size += letter.bytes.length;
    if (size >= BATCH_OCTETS || batch.length >= BATCH_LETTERS) await flush();
  }
  signal?.throwIfAborted();
  await flush();
  return { found, imported, already, problems };
}

/** The flags of a letter, or why it stays out. */
function judge({ problem, bytes, flags }: SourceLetter): readonly string[] | ImportProblemCode {
  if (problem) return problem;
  return parseHeaders(bytes).list.length === 0 ? 'not-a-message' : flags;
}
