import type { Intent, Operation, OperationState } from '@shared/contract/operations';
import { accountGone } from '@shared/errors/account-gone';
import type { AccountId, MailboxId, OperationId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord, JsonValue } from '@shared/ports/vault';
import { parentOf, stagesOf, type StageStep, throughOf, withStep } from './transfer-notes';

/** An operation with what its executor must remember across a crash. */
export interface QueuedOperation extends Operation {
  /** Written before bytes that must not be sent twice go out: UIDNEXT of the target, steps done … */
  readonly progress: JsonValue;
  /**
   * Where a move, copy or append was going when the person took it back after it had begun. What came true of it is in
   * `progress`, and is taken back before anything else happens; the intent of a move leads back meanwhile.
   */
  readonly withdrawnFrom?: MailboxId | null;
  /** The operation that it was divided from (`divide`). */
  readonly twinOf?: OperationId;
}

/** What an operation looks like from outside: without the executor's notes, but with what they tell of its progress. */
export function publicOperation(op: QueuedOperation): Operation {
  const { progress, withdrawnFrom: _withdrawn, twinOf: _twin, ...operation } = op;
  const partOf = parentOf(op);
  const stages = op.intent.kind === 'move' || op.intent.kind === 'copy' ? stagesOf(progress) : [];
  return {
    ...operation,
    ...(partOf !== null && { partOf }),
    ...(stages.length > 0 && { done: throughOf(stages) }),
  };
}

/** States in which an operation still has work to do. */
const OPEN: ReadonlySet<OperationState> = new Set(['waiting', 'running', 'verifying']);

/** 100 actions a second for a day would not fill it; a loop gone wrong is stopped before the disk is full. */
const MAX_OPEN = 100_000;

type Change = Partial<Omit<QueuedOperation, 'id' | 'account' | 'seq' | 'group' | 'created'>>;

/** What the journal is told of a change: never the whole operation, which may name thousands of messages. */
interface Amendment {
  readonly change?: Partial<QueuedOperation>;
  readonly step?: StageStep;
}

function amended(op: QueuedOperation, by: JsonValue): QueuedOperation {
  const { change, step } = by as unknown as Amendment;
  const changed = { ...op, ...change };
  return step ? { ...changed, progress: withStep(changed.progress, step) } : changed;
}

/** Octets of UIDs from which on an operation is not told anew with each message that arrives, but with each portion. */
const LONG = 1000;

export type QueueListener = (change: { upsert: readonly Operation[]; remove: readonly string[] }) => void;

/**
 * What the user wants, in the journal. An operation is accepted when it is durable; it leaves only as done, or when
 * the person forgets a refused one. Order per account is the order of acceptance.
 */
export class OperationQueue {
  readonly table = new Table<QueuedOperation>('op', amended);
  readonly #listeners = new Set<QueueListener>();
  #lastSeq = 0;
  readonly #changed = new Set<string>();
  /** Changed in a way that is told with the next change that is not. */
  readonly #untold = new Set<string>();

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    /** Whether nothing that was accepted takes an account away: nobody would do what waits for it. */
    private readonly isThere: (account: AccountId) => boolean = () => true,
  ) {
    this.table.onChange = (id, op) => {
      if (op) this.#lastSeq = Math.max(this.#lastSeq, op.seq);
      this.#changed.add(id);
    };
  }

  /**
   * Accepts intents as one undoable group; durable when it resolves.
   * @param extra records that must become durable together with them.
   * @throws MailError `refused` `account-gone`
   */
  async accept(
    account: AccountId,
    intents: readonly Intent[],
    group: string,
    extra: readonly JournalRecord[] = [],
  ): Promise<Operation[]> {
    const [operations] = await this.acceptGroups(account, [{ group, intents }], () => extra);
    return operations ?? [];
  }

  /**
   * Accepts several groups, each undoable by itself, as one unit of the journal.
   * @param extra records that must become durable together with them, made of the operations of each group.
   * @throws MailError `refused` `account-gone`
   */
  async acceptGroups(
    account: AccountId,
    groups: readonly { readonly group: string; readonly intents: readonly Intent[] }[],
    extra: (accepted: readonly (readonly Operation[])[]) => readonly JournalRecord[],
  ): Promise<Operation[][]> {
    if (!this.isThere(account)) throw accountGone();
    const more = groups.reduce((sum, { intents }) => sum + intents.length, 0);
    if (this.table.size + more > MAX_OPEN) throw new RangeError('too many operations are waiting');
    const operations = groups.map(({ group, intents }) =>
      intents.map((intent) => this.#make(account, intent, group, null)),
    );
    const accepted = operations.map((some) => some.map(publicOperation));
    await this.#write([...operations.flat().map((op) => this.#put(op)), ...extra(accepted)]);
    return accepted;
  }

  /**
   * Accepts what an operation needs done for it in another account, in one unit with the parent's own notes.
   * @param children each with its first notes, which name the parent. @param step how far the parent is.
   */
  async acceptFor(
    parent: QueuedOperation,
    account: AccountId,
    children: readonly { readonly intent: Intent; readonly progress: JsonValue }[],
    step: StageStep,
  ): Promise<void> {
    const now = this.latest(parent.id);
    // Taken back meanwhile: nothing more is begun.
    if (!now || (now.withdrawnFrom ?? null) !== null) return;
    const operations = children.map(({ intent, progress }) =>
      this.#make(account, intent, parent.group, progress),
    );
    await this.#write([
      ...operations.map((op) => this.#put(op)),
      this.#amend(parent.id, { change: { state: 'running' }, step }),
    ]);
  }

  #make(account: AccountId, intent: Intent, group: string, progress: JsonValue): QueuedOperation {
    const now = this.clock.now();
    // Grows over restarts too, when the snapshot no longer knows the operations that are gone.
    const seq = Math.max(this.#lastSeq + 1, Math.floor(now));
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
      progress,
    };
  }

  /**
   * Changes one operation; durable when it resolves.
   * @param change what becomes different, or how it follows from what the operation is by then.
   */
  async update(
    id: OperationId,
    change: Change | ((op: QueuedOperation) => Change),
    extra: readonly JournalRecord[] = [],
  ): Promise<void> {
    const op = this.latest(id);
    if (!op) return;
    const by = typeof change === 'function' ? change(op) : change;
    await this.#write([this.#amend(id, { change: by }), ...extra]);
  }

  /** Notes how far a transfer is; durable when it resolves. */
  async step(
    id: OperationId,
    step: StageStep,
    change: Change = {},
    extra: readonly JournalRecord[] = [],
  ): Promise<void> {
    const record = this.stepRecord(id, step, change);
    if (record) await this.#write([record, ...extra]);
  }
  /** The record of a step, for those who write it together with their own; null when the operation is gone. */
  stepRecord(id: OperationId, step: StageStep, change: Change = {}): JournalRecord | null {
    const op = this.latest(id);
    if (!op) return null;
    const record = this.#amend(id, { change, step });
    const isLong = 'messages' in op.intent && op.intent.messages.uids.length > LONG;
    if (isLong && step.done === undefined) this.#untold.add(id);
    return record;
  }

  /**
   * Takes an operation back that has begun: from now on it is about taking back what came true of it. Decided in the turn
   * in which it is called; durable when it resolves.
   * @param back where the messages are to be, for a move.
   * @param dropped what it has not begun in another account. @param hurried what it has, or was refused there without
   * its being known what came true, and has to look into.
   */
  async withdraw(
    id: OperationId,
    back: MailboxId,
    dropped: readonly OperationId[] = [],
    hurried: readonly OperationId[] = [],
  ): Promise<void> {
    const op = this.latest(id);
    if (!op || !('to' in op.intent)) return;
    const { intent } = op;
    const withdrawn: QueuedOperation = {
      ...op,
      intent: intent.kind === 'move' ? { ...intent, to: back } : intent,
      withdrawnFrom: intent.to,
      // What runs now is not stopped; what comes next begins with what came true.
      state: op.state === 'running' ? 'running' : 'verifying',
      tries: 0,
      nextTry: null,
      reason: null,
    };
    const leaving = dropped.filter((child) => this.latest(child));
    const soon = hurried.flatMap((child) => this.latest(child) ?? []);
    await this.#write([
      this.#put(withdrawn),
      ...soon.map((child) =>
        this.#put({
          ...child,
          nextTry: null,
          ...(child.state === 'refused' && { state: 'verifying', reason: null, tries: 0 }),
        }),
      ),
      ...leaving.map((child) => this.table.drop(child)),
    ]);
  }

  /** Takes operations out: done and settled, cancelled, or forgotten by the person. */
  async remove(ids: readonly OperationId[], extra: readonly JournalRecord[] = []): Promise<void> {
    const present = ids.filter((id) => this.latest(id));
    const records = [...present.map((id) => this.table.drop(id)), ...extra];
    if (records.length > 0) await this.#write(records);
  }

  get(id: OperationId): QueuedOperation | undefined {
    return this.table.get(id);
  }
  /**
   * As it is once everything accepted is on the disk. Two accounts change one operation at once (a message arrives in the
   * one while the other puts its move off): each change begins with what the one before it made. Who decides by it and
   * changes it before anything is awaited has decided for everybody: an undo and a beginning never both come true.
   */
  latest(id: OperationId): QueuedOperation | undefined {
    return this.table.latest(id);
  }
  /** All operations in order of acceptance. */
  all(): QueuedOperation[] {
    // A Map keeps the order of first insertion, which is the order of acceptance, also after a snapshot.
    return [...this.table.values()];
  }
  /** Those with work left, in order, as the last change makes them: what is being taken out does not begin any more. */
  open(account?: AccountId): QueuedOperation[] {
    return this.all().flatMap(({ id }) => {
      const op = this.latest(id);
      return op && OPEN.has(op.state) && (account === undefined || op.account === account) ? [op] : [];
    });
  }

  /**
   * Begins operations; durable when it resolves. What they make unnecessary leaves the queue with them, in one unit.
   * @returns those that begin. One that was taken back meanwhile does not, and then what it replaces stays.
   */
  async begin(
    ids: readonly OperationId[],
    superseded: readonly OperationId[] = [],
  ): Promise<QueuedOperation[]> {
    const begun = ids.flatMap((id) => {
      const op = this.latest(id);
      if (!op || !OPEN.has(op.state)) return [];
      return [op.state === 'waiting' ? { ...op, state: 'running' as const, tries: op.tries + 1 } : op];
    });
    if (begun.length === 0) return [];
    const changed = begun.filter((op) => op !== this.latest(op.id));
    const leaving = superseded.filter((id) => this.latest(id));
    await this.#write([
      ...changed.map(({ id, state, tries }) => this.#amend(id, { change: { state, tries } })),
      ...leaving.map((id) => this.table.drop(id)),
    ]);
    return begun;
  }
  group(group: string): QueuedOperation[] {
    return this.all().filter((op) => op.group === group);
  }
  /** Changes several operations as one unit. */
  async updateAll(
    ids: readonly OperationId[],
    change: (op: QueuedOperation) => Partial<Omit<QueuedOperation, 'id' | 'seq'>>,
  ): Promise<void> {
    const changed = ids.flatMap((id) => {
      const op = this.latest(id);
      return op ? [this.#amend(id, { change: change(op) })] : [];
    });
    await this.#write(changed);
  }

  /** Leaves part of the messages of an operation to a twin that is refused, in sight. */
  async split(
    id: OperationId,
    keep: Intent,
    leave: Intent,
    reason: NonNullable<Operation['reason']>,
  ): Promise<void> {
    const op = this.latest(id);
    if (!op) return;
    const twin: QueuedOperation = {
      ...this.#make(op.account, leave, op.group, null),
      state: 'refused',
      reason,
    };
    await this.#write([this.#amend(id, { change: { intent: keep } }), this.#put(twin)]);
  }

  /**
   * Makes one operation for each account out of one whose messages are in several: the first part goes on as the operation
   * itself, each other stands beside it in the order of acceptance.
   */
  async divide(
    id: OperationId,
    [first, ...others]: readonly { readonly account: AccountId; readonly intent: Intent }[],
  ): Promise<void> {
    const op = this.latest(id);
    if (!op || !first) return;
    const twins = others.map(({ account, intent }) => ({
      ...this.#make(account, intent, op.group, null),
      seq: op.seq,
      twinOf: op.twinOf ?? id,
    }));
    await this.#write([this.#amend(id, { change: first }), ...twins.map((twin) => this.#put(twin))]);
  }

  onChange(listener: QueueListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #put(op: QueuedOperation): JournalRecord {
    this.#untold.delete(op.id);
    return this.table.put(op.id, op);
  }
  #amend(id: OperationId, by: Amendment): JournalRecord {
    this.#untold.delete(id);
    return this.table.amend(id, by as unknown as JsonValue);
  }

  async #write(records: readonly JournalRecord[]): Promise<void> {
    await this.journal.appendAll(records);
    const changed = [...this.#changed].filter((id) => !this.#untold.has(id) || !this.table.has(id));
    if (changed.length === 0) return;
    for (const id of changed) {
      this.#changed.delete(id);
      if (!this.table.has(id)) this.#untold.delete(id);
    }
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
