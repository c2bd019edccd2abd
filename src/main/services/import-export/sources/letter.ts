/** One message as another program kept it. */
export interface SourceLetter {
  readonly bytes: Uint8Array;
  /** Why it should stay out, if it should. */
  readonly problem: LetterProblem | null;
  /** IMAP flag names, as the place it was kept in notes them. */
  readonly flags: readonly string[];
  /** When it arrived, ms since 1970, when the place says so. */
  readonly date: number | null;
  /** What a report calls it, where it is a file of its own. */
  readonly file: string | null;
}

/**
 * `too-large`: longer than Tern takes, and cut. `deleted`: the other program had thrown it away and only not cleaned up
 * yet. `damaged`: its bytes are not those that were written.
 */
export type LetterProblem = 'too-large' | 'deleted' | 'damaged';

/** A letter that its place says nothing about. */
export const plainLetter = (bytes: Uint8Array, cut = false): SourceLetter => ({
  bytes,
  problem: cut ? 'too-large' : null,
  flags: [],
  date: null,
  file: null,
});

/** A mailbox that was found on the disk. */
export interface FoundMailbox {
  /** Its names, outermost first. */
  readonly path: readonly string[];
  readonly kind: 'mbox' | 'maildir' | 'files' | 'backup';
  /** Messages of a backup that had gone at the source: restored only when somebody asks for them. */
  readonly removed: boolean;
  /** The address of the account that a backup is of. */
  readonly savedOf?: string;
  /** Octets of what will be read. */
  readonly octets: number;
  /** Null when only reading tells. */
  readonly messages: number | null;
  /** Its messages; `onOctets` hears how much was read, in pieces. */
  letters(onOctets: (count: number) => void): AsyncIterable<SourceLetter>;
}
