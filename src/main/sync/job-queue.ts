/** Smaller runs first (protocols.md §2.10). */
export const Priority = {
  /** What the person is waiting for: an opened message, an action. */
  User: 0,
  NewMail: 1,
  Flags: 2,
  Counts: 3,
  Backfill: 4,
  /** What nobody has asked for yet: texts and attachments kept for later. */
  Ahead: 5,
} as const;
export type PriorityLevel = (typeof Priority)[keyof typeof Priority];

export interface Job {
  readonly priority: PriorityLevel;
  /** Jobs with the same key are one job: asking twice for the same sync runs it once. */
  readonly key: string;
  run(): Promise<void>;
  /** Called instead of `run` when the connection is gone before it began. */
  fail(error: Error): void;
}

/**
 * Jobs of one connection by priority, first come first served within one. What Tern asks of itself is bounded by its keys,
 * a job for each mailbox; whoever adds keys without end counts them.
 */
export class JobQueue {
  readonly #lanes: Job[][] = [[], [], [], [], [], []];
  readonly #keys = new Map<string, Job>();
  #waiter: (() => void) | null = null;

  get size(): number {
    return this.#keys.size;
  }

  /** @returns false when a job with this key already waits at the same or a better priority. */
  add(job: Job): boolean {
    const same = this.#keys.get(job.key);
    if (same) {
      if (same.priority <= job.priority) return false;
      this.#drop(same);
    }
    this.#keys.set(job.key, job);
    this.#lanes[job.priority]?.push(job);
    const wake = this.#waiter;
    this.#waiter = null;
    wake?.();
    return true;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Whether something more urgent than `priority` waits: long work asks between its steps and gives way. */
  hasMoreUrgent(priority: PriorityLevel): boolean {
    for (let p = 0; p < priority; p++) if ((this.#lanes[p] as Job[]).length > 0) return true;
    return false;
  }

  take(): Job | null {
    for (const lane of this.#lanes) {
      const job = lane.shift();
      if (job) {
        this.#keys.delete(job.key);
        return job;
      }
    }
    return null;
  }

  /** Resolves when a job is there. One waiter at a time. */
  available(): Promise<void> {
    if (this.#keys.size > 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }

  /** Ends a pending `available()` without a job. */
  wake(): void {
    const wake = this.#waiter;
    this.#waiter = null;
    wake?.();
  }

  /** Empties the queue; every job hears why. */
  failAll(error: Error): void {
    const jobs = this.#lanes.flat();
    for (const lane of this.#lanes) lane.length = 0;
    this.#keys.clear();
    for (const job of jobs) job.fail(error);
  }

  #drop(job: Job): void {
    const lane = this.#lanes[job.priority];
    const at = lane?.indexOf(job) ?? -1;
    if (at >= 0) lane?.splice(at, 1);
    this.#keys.delete(job.key);
  }
}
