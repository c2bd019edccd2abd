import type { Intent, Operation, OperationState } from '@shared/contract/operations';
import type { AccountId, OperationId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord, JsonValue } from '@shared/ports/vault';

/** An operation with what its executor must remember across a crash. */
export interface QueuedOperation extends Operation {
  /** Written before bytes that must not be sent twice go out: UIDNEXT of the target, steps done … */
  readonly progress: JsonValue;
}

/** What an operation looks like from outside: without the executor's notes. */
export function publicOperation({ progress: _progress, ...operation }: QueuedOperation): Operation {
  return operation;
}

/** States in which an operation still has work to do. */
const OPEN: ReadonlySet<OperationState> = new Set(['waiting', 'running', 'verifying']);

/** 100 actions a second for a day would not fill it; a loop gone wrong is stopped before the disk is full. */
const MAX_OPEN = 100_000;

export type QueueListener = (change: { upsert: readonly Operation[]; remove: readonly string[] }) => void;

/**
 * What the user wants, in the journal. An operation is accepted when it is durable; it leaves only as done, or when
 * the person forgets a refused one. Order per account is the order of acceptance.
 */
export class OperationQueue {
  readonly table = new Table<QueuedOperation>('op');
  readonly #listeners = new Set<QueueListener>();
  #lastSeq = 0;
  #changed = new Set<string>();

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {
    this.table.onChange = (id, op) => {
      if (op) this.#lastSeq = Math.max(this.#lastSeq, op.seq);
      this.#changed.add(id);
    };
  }

  /**
   * Accepts intents as one undoable group; durable when it resolves.
   * @param extra records that must become durable together with them.
   */
  async accept(
    account: AccountId,
    intents: readonly Intent[],
    group: string,
    extra: readonly JournalRecord[] = [],
  ): Promise<Operation[]> {
    if (this.table.size + intents.length > MAX_OPEN) throw new RangeError('too many operations are waiting');
    const now = this.clock.now();
    const operations = intents.map((intent): QueuedOperation => {
      // Grows over restarts too, when the snapshot no longer knows the operations that are gone.
      const seq = Math.max(this.#lastSeq + 1, now);
      this.#lastSeq = seq;
      return {
        id: `o${seq}` as OperationId,
        account,
        seq,
        intent,
        state: 'waiting',
        created: now,
        tries: 0,
        nextTry: null,
        reason: null,
        group,
        progress: null,
      };
    });
    await this.#append([...operations.map((op) => this.table.put(op.id, op)), ...extra]);
    return operations.map(publicOperation);
  }

  /** Changes one operation; durable when it resolves. */
  async update(
    id: OperationId,
    change: Partial<Omit<QueuedOperation, 'id' | 'account' | 'seq' | 'group' | 'created'>>,
    extra: readonly JournalRecord[] = [],
  ): Promise<void> {
    const op = this.table.get(id);
    if (!op) return;
    await this.#append([this.table.put(id, { ...op, ...change }), ...extra]);
  }

  /** Takes operations out: done and settled, cancelled, or forgotten by the person. */
  async remove(ids: readonly OperationId[], extra: readonly JournalRecord[] = []): Promise<void> {
    const present = ids.filter((id) => this.table.has(id));
    if (present.length + extra.length > 0) {
      await this.#append([...present.map((id) => this.table.drop(id)), ...extra]);
    }
  }

  get(id: OperationId): QueuedOperation | undefined {
    return this.table.get(id);
  }
  /** All operations in order of acceptance. */
  all(): QueuedOperation[] {
    // A Map keeps the order of first insertion, which is the order of acceptance, also after a snapshot.
    return [...this.table.values()];
  }
  /** Those with work left, in order. */
  open(account?: AccountId): QueuedOperation[] {
    return this.all().filter((op) => OPEN.has(op.state) && (account === undefined || op.account === account));
  }
  group(group: string): QueuedOperation[] {
    return this.all().filter((op) => op.group === group);
  }
  /** The next operation that may run now, or when to look again. */
  next(account: AccountId, skip: ReadonlySet<string>): { op: QueuedOperation | null; at: number | null } {
    let at: number | null = null;
    for (const op of this.table.values()) {
      if (op.account !== account || !OPEN.has(op.state) || skip.has(op.id)) continue;
      if (op.nextTry !== null && op.nextTry > this.clock.now()) {
        at = at === null ? op.nextTry : Math.min(at, op.nextTry);
        continue;
      }
      return { op, at: null };
    }
    return { op: null, at };
  }

  onChange(listener: QueueListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #append(records: readonly JournalRecord[]): Promise<void> {
    await this.journal.appendAll(records);
    if (this.#changed.size === 0) return;
    const changed = [...this.#changed];
    this.#changed = new Set();
    const upsert: Operation[] = [];
    const remove: string[] = [];
    for (const id of changed) {
      const op = this.table.get(id);
      if (op) upsert.push(publicOperation(op));
      else remove.push(id);
    }
    for (const listener of this.#listeners) listener({ upsert, remove });
  }
}
