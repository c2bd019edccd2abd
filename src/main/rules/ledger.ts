import type { JournalRecord, JsonValue } from '@shared/ports/vault';
import { Table } from '@shared/ports/fold';

/** Up to where the mail of one inbox has been judged. */
export interface Mark {
  /** Of the UIDs; another one begins anew without judging anything. */
  readonly generation: number;
  /** Messages below this UID have been judged, or were there before. */
  readonly next: number;
  /** When it was looked at last, ms since 1970: what a server took in long before that has not just arrived. */
  readonly at: number;
}

/** Messages of one account that something was done to lately; older ones are history. */
const ACTED = 4000;

/**
 * What makes "at most once a message" true (ADR 9): a mark for each inbox, written in the same unit of the journal as the
 * operations that follow from the messages below it, and the identities of the messages that were acted on, which stay
 * the same when a message is moved back or its folder is renumbered.
 */
export class Ledger {
  readonly marks = new Table<Mark>('judged');
  readonly acted = new Table<readonly number[]>('acted', withMore);
  /** The last list of each account as a set. */
  readonly #sets = new Map<string, { readonly of: readonly number[]; readonly set: ReadonlySet<number> }>();

  /** Whether something was done to a message already. @param identity hash53 of its row's identity. */
  hasActed(account: string, identity: number): boolean {
    const list = this.acted.latest(account);
    if (!list) return false;
    let known = this.#sets.get(account);
    if (known?.of !== list) {
      known = { of: list, set: new Set(list) };
      this.#sets.set(account, known);
    }
    return known.set.has(identity);
  }

  act(account: string, identities: readonly number[]): JournalRecord[] {
    if (identities.length === 0) return [];
    const some = identities.slice(-ACTED);
    if (!this.acted.latest(account)) return [this.acted.put(account, some)];
    return [this.acted.amend(account, [...some])];
  }

  /** Records that forget an account and its inboxes; marks of mail that it fetched into others' go with it. */
  forget(account: string, mailboxes: readonly string[]): JournalRecord[] {
    this.#sets.delete(account);
    const gone = this.marks
      .latestEntries()
      .filter(
        ([key]) => key.startsWith(`${account} `) || mailboxes.includes(key.slice(key.indexOf(' ') + 1)),
      );
    return [
      ...gone.map(([key]) => this.marks.drop(key)),
      ...(this.acted.latest(account) ? [this.acted.drop(account)] : []),
    ];
  }
}

const withMore = (list: readonly number[], by: JsonValue): readonly number[] =>
  [...list, ...(by as readonly number[])].slice(-ACTED);
