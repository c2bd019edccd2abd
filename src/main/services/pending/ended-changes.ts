import type { Operation } from '@shared/contract/operations';
import type { EndedChange } from '@shared/contract/pending';
import type { OperationId } from '@shared/model/ids';

/** As many as a person scrolls through. */
const KEEP = 200;

type Outcome = EndedChange['outcome'];

/**
 * Changes that have left the queue, newest last, so that a person sees what became of them and can take them back.
 * Memory only, like undo itself.
 */
export class EndedChanges {
  readonly #inQueue = new Map<string, Operation>();
  readonly #takenBack = new Set<string>();
  readonly #leftBehind = new Set<string>();
  #ended: { readonly operation: Operation; readonly ended: number; readonly outcome: Outcome }[] = [];

  constructor(
    private readonly now: () => number,
    /** Whether undo of a group still finds something to take back. */
    private readonly undoable: (operation: Operation) => boolean,
  ) {}

  /** What is in the queue when Tern starts. */
  begin(operations: readonly Operation[]): void {
    for (const operation of operations) this.#inQueue.set(operation.id, operation);
  }

  /** The person is about to take these out of the queue by hand. */
  takenBack(ids: readonly OperationId[]): void {
    for (const id of ids) this.#takenBack.add(id);
  }

  /** The account that these are for is about to be removed. */
  leftBehind(ids: readonly OperationId[]): void {
    for (const id of ids) this.#leftBehind.add(id);
  }

  changed({ upsert, remove }: { upsert: readonly Operation[]; remove: readonly string[] }): void {
    for (const operation of upsert) this.#inQueue.set(operation.id, operation);
    for (const id of remove) {
      const operation = this.#inQueue.get(id);
      this.#inQueue.delete(id);
      const byHand = this.#takenBack.delete(id);
      const leftBehind = this.#leftBehind.delete(id);
      // Parts are told with the whole, as long as there is one.
      if (!operation || (operation.partOf !== undefined && this.#inQueue.has(operation.partOf))) continue;
      const outcome = leftBehind ? 'account-removed' : outcomeOf(operation, byHand);
      this.#ended.push({ operation, ended: this.now(), outcome });
    }
    if (this.#ended.length > KEEP) this.#ended = this.#ended.slice(-KEEP);
  }

  /** Newest first. */
  list(): EndedChange[] {
    return this.#ended
      .map(({ operation, ended, outcome }) => ({
        operation: {
          ...operation,
          state: outcome === 'superseded' ? ('superseded' as const) : operation.state,
        },
        ended,
        outcome,
        undoable: outcome === 'done' && this.undoable(operation),
      }))
      .reverse();
  }
}

/** A change that never ran and that nobody took back was made unnecessary by a later one. */
function outcomeOf({ state, tries }: Operation, byHand: boolean): Outcome {
  if (byHand || state === 'refused') return 'taken-back';
  return state === 'waiting' && tries === 0 ? 'superseded' : 'done';
}
