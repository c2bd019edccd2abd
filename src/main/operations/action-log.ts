import type { Operation } from '@shared/contract/operations';
import type { MailboxId } from '@shared/model/ids';

/** An accepted operation and where its messages showed before. */
export interface LoggedOperation {
  readonly operation: Operation;
  readonly shownIn: MailboxId | null;
  /** What the mailbox was called, for a renaming. */
  readonly formerName?: string;
}

/** As far back as Ctrl+Z goes. */
const GROUPS = 100;

/** What was done lately, so that it can be taken back after it has left the queue. Memory only: undo ends with Tern. */
export class ActionLog {
  readonly #groups = new Map<string, LoggedOperation[]>();

  add(group: string, entries: readonly LoggedOperation[]): void {
    this.#groups.set(group, [...(this.#groups.get(group) ?? []), ...entries]);
    for (const oldest of this.#groups.keys()) {
      if (this.#groups.size <= GROUPS) break;
      this.#groups.delete(oldest);
    }
  }
  /** Whether the group can still be taken back. */
  has(group: string): boolean {
    return this.#groups.has(group);
  }
  /** Takes the group out of the log: a second undo finds nothing. */
  take(group: string): LoggedOperation[] {
    const entries = this.#groups.get(group) ?? [];
    this.#groups.delete(group);
    return entries;
  }
}
