import type { Clock } from '@shared/ports/clock';
import type { ParserThread } from '../../mime/parse-in-worker';
import { type IndexEntry, indexHere, indexMessage, type LetterIndexer } from './index-message';

export interface IndexRequest {
  readonly id: number;
  readonly letters: readonly (Uint8Array | null)[];
  readonly checks: readonly string[];
}
export interface IndexAnswer {
  readonly id: number;
  readonly entries: readonly (IndexEntry | null)[];
}
export type IndexerThread = ParserThread<IndexRequest, IndexAnswer>;

/** Fewer messages than this are read in place: that takes less than waking a thread. */
const FEW = 16;
/** A pack that takes longer than this is read in place, message by message. */
const TIMEOUT_MS = 60_000;
/** A thread costs memory; one that nobody needed for this long ends. */
const IDLE_MS = 15_000;

/**
 * Makes rows of many messages in a thread of their own, so that an import of a whole mailbox or the first session of a
 * POP3 account holds nobody up. A thread that dies or hangs costs time only: its messages are read in place.
 */
export class ThreadIndexer implements LetterIndexer {
  #thread: IndexerThread | null = null;
  #hopeless = false;
  #lastId = 0;
  #cancelIdle: (() => void) | null = null;
  #closed = false;
  readonly #waiting = new Map<number, (entries: readonly (IndexEntry | null)[] | null) => void>();

  constructor(
    private readonly spawn: () => IndexerThread,
    private readonly clock: Pick<Clock, 'after'>,
  ) {}

  async indexAll(
    messages: readonly (Uint8Array | null)[],
    checks: readonly { readonly check: string }[],
  ): Promise<readonly (IndexEntry | null)[]> {
    if (messages.length < FEW || this.#hopeless || this.#closed) return indexHere.indexAll(messages, checks);
    this.#cancelIdle?.();
    const entries = await this.#ask(messages, checks);
    if (this.#waiting.size === 0 && this.#thread) {
      const idle = this.#thread;
      this.#cancelIdle = this.clock.after(IDLE_MS, () => this.#abandon(idle));
    }
    return entries ?? indexHere.indexAll(messages, checks);
  }

  close(): void {
    this.#closed = true;
    this.#cancelIdle?.();
    this.#abandon(this.#thread);
  }

  #ask(
    letters: readonly (Uint8Array | null)[],
    slices: readonly { readonly check: string }[],
  ): Promise<readonly (IndexEntry | null)[] | null> {
    const thread = (this.#thread ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const cancel = this.clock.after(TIMEOUT_MS, () => this.#abandon(thread));
      this.#waiting.set(id, (entries) => {
        cancel();
        this.#waiting.delete(id);
        resolve(entries);
      });
      thread.post({ id, letters, checks: slices.map(({ check }) => check) });
    });
  }

  #start(): IndexerThread {
    const thread = this.spawn();
    thread.onAnswer(({ id, entries }) => {
      if (this.#thread === thread) this.#waiting.get(id)?.(entries);
    });
    thread.onDeath(() => this.#abandon(thread));
    return thread;
  }

  #abandon(thread: IndexerThread | null): void {
    if (!thread || thread !== this.#thread) return;
    this.#thread = null;
    this.#hopeless ||= !thread.ran();
    thread.terminate();
    for (const end of [...this.#waiting.values()]) end(null);
  }
}

/** The thread's side. */
export function answerIndexRequest({ id, letters, checks }: IndexRequest): IndexAnswer {
  return { id, entries: letters.map((bytes, i) => bytes && indexMessage(bytes, checks[i] ?? '')) };
}
