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

/**
 * What became of a letter: it was there already, or was added – `beside` a message that it may be or not be, as nobody can
 * tell.
 */
export type Took = 'added' | 'already' | 'beside';

/** Where imported mail goes: the vault, or the queue of an account on a server. */
export interface ImportTarget {
  /**
   * Keeps letters. @param onEach hears of each, in order, once it is durable.
   * @throws MailError `mailbox-gone`, VaultError; what was told of stays.
   */
  add(mailbox: MailboxId, letters: readonly ImportedLetter[], onEach: (took: Took) => void): Promise<void>;
}

export interface ImportReport {
  /** Messages found. */
  readonly found: number;
  readonly imported: number;
  /** Were in the mailbox already: an import that was broken off can simply be begun again. */
  readonly already: number;
  /** What was not understood, and what may be there twice. */
  readonly problems: readonly ImportProblem[];
}

export interface ImportProblem {
  /** Place in the mailbox, from 1. */
  readonly message: number;
  /** The file it is in, where each message has one of its own. */
  readonly file: string | null;
  readonly code: ImportProblemCode;
}

/** `not-a-message`: it has no header. `alike-there`: it may be there twice. */
export type ImportProblemCode = LetterProblem | 'not-a-message' | 'alike-there';

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
  /** Where those of the batch were found. */
  let places: Pick<ImportProblem, 'message' | 'file'>[] = [];
  let size = 0;
  const problem = (one: ImportProblem): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(one);
  };
  const flush = async (): Promise<void> => {
    const letters = batch;
    const at = places;
    batch = [];
    places = [];
    size = 0;
    if (letters.length === 0) return;
    let next = 0;
    await target.add(mailbox, letters, (took) => {
      const place = at[next++];
      if (took === 'already') already += 1;
      else imported += 1;
      if (took === 'beside' && place) problem({ ...place, code: 'alike-there' });
      onEach?.(took === 'already' ? 'already' : 'added');
    });
  };
  for await (const letter of options.letters) {
    signal?.throwIfAborted();
    found += 1;
    const judged = judge(letter);
    if (typeof judged === 'string') {
      problem({ message: found, file: letter.file, code: judged });
      onEach?.('left-out');
      continue;
    }
    batch.push({ bytes: letter.bytes, flags: judged, date: letter.date });
    places.push({ message: found, file: letter.file });
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
