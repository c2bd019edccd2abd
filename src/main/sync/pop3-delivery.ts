import type { Arrival } from './context';
import type { AccountId, MailboxId } from '@shared/model/ids';
import type { JournalRecord } from '@shared/ports/vault';

/** One message as RETR gave it. */
export interface FetchedLetter {
  readonly bytes: Uint8Array;
  /** Its key in the account's ledger. */
  readonly key: string;
  /** Its place in the mailbox that `reserve` named. */
  readonly uid: number;
  /** Octets as LIST said; 0 when it did not. */
  readonly listed: number;
  /** Only its header was fetched; so many octets are on the server. */
  readonly octetsThere?: number;
}

/** What is known of a letter after it was read and stored. */
export interface StoredLetter {
  readonly key: string;
  readonly fingerprint: string;
  /** Octets: on the server, where only the header is here. */
  readonly size: number;
  readonly headersOnly: boolean;
}

/** Where POP3 mail goes: the part of the vault that this layer may know. */
export interface LocalDelivery {
  /** So many consecutive places in the mailbox into which the account's mail goes now, from `first` on. */
  reserve(account: AccountId, count: number): { readonly mailbox: MailboxId; readonly first: number };
  /** Octets that make a group of letters unlike any other. */
  seal(): Uint8Array;
  /**
   * Stores letters; they and their entries in the ledger are durable together when it resolves, or not at all.
   * Their bytes are the caller's again then. Several groups may be on their way at once.
   * A letter of which only the header was here, or of which nothing could be read any more, takes the place of that, wherever
   * it was moved, flags and all.
   * A letter whose very bytes are here already under one of the keys in `free` is bound to its new key instead.
   * @param mailbox where their places are, whatever inbox has been chosen since. Is it gone, they get others.
   * @param seal where it lies right behind the last letter, nothing has to be copied once more.
   * @returns keys of the letters whose bytes were read back from the disk and are what came.
   * @throws VaultError `no-space`, `io`, `corrupt` …: nothing was kept.
   */
  deliver(
    account: AccountId,
    mailbox: MailboxId,
    letters: readonly FetchedLetter[],
    free: ReadonlySet<string>,
    seal: Uint8Array,
  ): Promise<readonly string[]>;
  /** Letters fetched by this account that are here, wherever they were moved. */
  held(account: AccountId): Iterable<StoredLetter>;
  /**
   * Letters of this account whose bytes are known not to be on the disk: a file that is not there (part of an older copy of
   * the profile was put back), or one that could not be read when somebody wanted it. What the server still lists of them is
   * to be fetched again.
   */
  missing(account: AccountId): Promise<ReadonlySet<string>>;
  /** Gives a letter another key. */
  rebind(account: AccountId, from: string, to: string): readonly JournalRecord[];
  /** Reads stored letters again and checks them. @returns those that are here and whole: only their originals may go. */
  verify(account: AccountId, keys: readonly string[]): Promise<ReadonlySet<string>>;
  commit(records: readonly JournalRecord[]): Promise<void>;
  /** What `deliver` took since it was asked last, `count` letters in all, for a notice of new mail. */
  arrival(account: AccountId, count: number): Arrival | null;
}
