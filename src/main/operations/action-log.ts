import type { Intent, Operation } from '@shared/contract/operations';
import type { MessageSet } from '@shared/contract/schema';
import type { Generation, MailboxId, OperationId } from '@shared/model/ids';

/** An accepted operation and where its messages showed before. */
export interface LoggedOperation {
  readonly operation: Operation;
  readonly shownIn: MailboxId | null;
  /** What the mailbox was called, for a renaming. */
  readonly formerName?: string;
  /** What takes a marking back exactly; null where that is not known, or it is none. */
  readonly back?: readonly Intent[] | null;
}

/** Messages that an operation made, proven; `label`: they are others' with a label put on (Gmail). */
export interface Made {
  readonly messages: MessageSet;
  readonly label: boolean;
}

/** As far back as Ctrl+Z goes. */
const GROUPS = 100;
/** Operations whose work is remembered; an import makes more, and nobody takes that back by a key. */
const MADE = 5000;

/** What was done lately, so that it can be taken back after it has left the queue. Memory only: undo ends with Tern. */
export class ActionLog {
  readonly #groups = new Map<string, LoggedOperation[]>();
  readonly #made = new Map<OperationId, Made[]>();
  /** What was divided from an operation and has made something, by that operation. */
  readonly #twins = new Map<OperationId, Set<OperationId>>();

  add(group: string, entries: readonly LoggedOperation[]): void {
    this.#groups.set(group, [...(this.#groups.get(group) ?? []), ...entries]);
    for (const oldest of this.#groups.keys()) {
      if (this.#groups.size <= GROUPS) break;
      this.#groups.delete(oldest);
    }
  }
  /**
   * What an operation has made, by the server's own word: a copy, an appended message.
   * @param twinOf the operation that it was divided from.
   */
  made(operation: OperationId, made: Made, twinOf?: OperationId): void {
    if (twinOf !== undefined) this.#twins.set(twinOf, (this.#twins.get(twinOf) ?? new Set()).add(operation));
    this.#made.set(operation, [...(this.#made.get(operation) ?? []), made]);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= MADE) break;
      this.#made.delete(oldest);
      this.#twins.delete(oldest);
    }
  }
  /** An operation and what was divided from it, as far as it has made something. */
  withTwins(operation: OperationId): readonly OperationId[] {
    return [operation, ...(this.#twins.get(operation) ?? [])];
  }
  madeBy(operation: OperationId): readonly Made[] {
    return this.#made.get(operation) ?? [];
  }
  /** UIDs of a mailbox whose messages operations have made. */
  madeIn(mailbox: MailboxId, generation: Generation): readonly string[] {
    return [...this.#made.values()].flatMap((all) =>
      all.flatMap(({ messages }) =>
        messages.mailbox === mailbox && messages.generation === generation ? [messages.uids] : [],
      ),
    );
  }
  /** Whether the group can still be taken back. */
  has(group: string): boolean {
    return this.#groups.has(group);
  }
  /** Where the messages of an operation showed before it was accepted, as far as it is remembered. */
  shownIn({ id, group }: Pick<Operation, 'id' | 'group'>): MailboxId | null {
    return this.#groups.get(group)?.find(({ operation }) => operation.id === id)?.shownIn ?? null;
  }
  /** What takes a marking back exactly, as far as that is remembered. */
  backOf({ id, group }: Pick<Operation, 'id' | 'group'>): readonly Intent[] | null {
    return this.#groups.get(group)?.find(({ operation }) => operation.id === id)?.back ?? null;
  }
  /** Takes the group out of the log: a second undo finds nothing. */
  take(group: string): LoggedOperation[] {
    const entries = this.#groups.get(group) ?? [];
    this.#groups.delete(group);
    return entries;
  }
}
