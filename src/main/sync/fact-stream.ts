import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Fact, FactBatch, StoreContract, StoreHello } from '@shared/contract/store-api';
import { MailError } from '@shared/errors/mail-error';
import type { MailboxId } from '@shared/model/ids';
import type { Remote } from '@shared/rpc/contract';

/** Batches on their way to the store at once: enough to keep it busy, few enough to bound memory (design §2.4). */
const MAX_IN_FLIGHT = 3;

export type StoreApi = Remote<StoreContract>;

/** What synchronisation does with the stream. */
export type Facts = Pick<FactStream, 'push' | 'commit' | 'drain'>;

/**
 * The one way from the engine to the store: numbered batches, in order, a bounded number unacknowledged. `push`
 * resolves when there is room for the next batch; not calling it again until then is what stops the socket from being
 * read. A batch that the store could not keep ends the stream: what follows it must not overtake it.
 */
export class FactStream {
  #next = 1;
  #inFlight = new Set<Promise<void>>();
  #failure: Error | null = null;
  readonly #keywords: Map<MailboxId, readonly string[]>;

  constructor(
    private readonly store: StoreApi,
    /** Names this run of the engine; a store that sees a new one starts counting from 1. */
    private readonly epoch: string,
    private readonly onFailure: (error: Error) => void,
    /** The names of keyword bits that the store had when it connected. */
    keywords: StoreHello['keywords'] = [],
  ) {
    this.#keywords = new Map(keywords.map(({ mailbox, names }) => [mailbox, names]));
  }

  /** What the bits of a mailbox's keywords mean to the store: bit i is the i-th name. */
  keywordsOf(mailbox: MailboxId): readonly string[] {
    return this.#keywords.get(mailbox) ?? [];
  }

  get failed(): Error | null {
    return this.#failure;
  }

  /**
   * Sends facts and the cursors that they justify as one batch. Resolves when another batch may be sent.
   * @throws the failure of this or of an earlier batch.
   */
  async push(facts: readonly Fact[], cursors: readonly MailboxCursor[] = []): Promise<void> {
    void this.#send(facts, cursors);
    while (this.#inFlight.size >= MAX_IN_FLIGHT) await Promise.race(this.#inFlight);
    this.#check();
  }

  /** Sends a batch and resolves when the store has it, and everything before it, on disk. */
  async commit(facts: readonly Fact[], cursors: readonly MailboxCursor[] = []): Promise<void> {
    const sent = this.#send(facts, cursors);
    await sent;
    this.#check();
  }

  /** Resolves when everything sent so far is stored. */
  async drain(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.race(this.#inFlight);
    this.#check();
  }

  #check(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Never rejects: failures are kept and reported once. */
  #send(facts: readonly Fact[], cursors: readonly MailboxCursor[]): Promise<void> {
    if (this.#failure) return Promise.resolve();
    for (const fact of facts) if (fact.kind === 'keywords') this.#keywords.set(fact.mailbox, fact.names);
    const batch: FactBatch = {
      epoch: this.epoch,
      number: this.#next++,
      facts: [...facts],
      cursors: [...cursors],
    };
    const sent: Promise<void> = this.store
      .apply(batch)
      .then(
        () => undefined,
        (cause: unknown) => {
          if (this.#failure) return;
          this.#failure =
            cause instanceof MailError
              ? cause
              : new MailError({
                  kind: 'unreachable',
                  code: 'store-lost',
                  message: 'The store went away before a batch was acknowledged',
                  cause,
                });
          this.onFailure(this.#failure);
        },
      )
      .finally(() => this.#inFlight.delete(sent));
    this.#inFlight.add(sent);
    return sent;
  }
}
