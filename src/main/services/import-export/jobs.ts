import type { Job, JobKind, JobProblem } from '@shared/contract/import-export';
import { isMailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import { isVaultError } from '@shared/ports/vault';

/** What running work may change of its own description. */
export interface JobReporter {
  readonly signal: AbortSignal;
  at(mailbox: string): void;
  expect(messages: number | null, octets: number | null): void;
  /** More was done. */
  did(messages: number, octets: number): void;
  already(messages: number): void;
  waiting(waiting: boolean): void;
  problem(problem: JobProblem): void;
}

/** Jobs that are remembered; ended ones are forgotten first. */
const MAX_JOBS = 50;
const MAX_PROBLEMS = 1000;
/** Pages are told this often, ms. */
const TELL_MS = 200;
/** Disks say these; they are the same in every language. */
const DISK_CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'EIO',
  'ENOTDIR',
  'EISDIR',
]);

class Stopped extends Error {}

/** Long work on files: one after the other, each of which can be watched and stopped. */
export class Jobs {
  readonly #jobs = new Map<string, { job: Job; readonly controller: AbortController }>();
  #queue: Promise<void> = Promise.resolve();
  #count = 0;
  #told = false;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: (jobs: readonly Job[]) => void,
  ) {}

  list(): Job[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /** Puts work in the queue. @returns the job's id. */
  start(kind: JobKind, name: string, work: (reporter: JobReporter) => Promise<void>): string {
    const id = `j${this.clock.now()}-${++this.#count}`;
    const controller = new AbortController();
    const job: Job = {
      id,
      kind,
      name,
      state: 'running',
      at: '',
      messages: { done: 0, of: null },
      octets: { done: 0, of: null },
      already: 0,
      problems: [],
      error: null,
      started: this.clock.now(),
      ended: null,
    };
    this.#forgetOldest();
    this.#jobs.set(id, { job, controller });
    this.#tell();
    this.#queue = this.#queue.then(() => this.#run(id, controller.signal, work));
    return id;
  }

  stop(id: string): void {
    this.#jobs.get(id)?.controller.abort(new Stopped('stopped by the person'));
  }

  forget(id: string): void {
    if (this.#jobs.get(id)?.job.ended === null) return;
    this.#jobs.delete(id);
    this.#tell();
  }

  /** Stops everything; resolves when nothing runs any more. */
  async end(): Promise<void> {
    for (const id of this.#jobs.keys()) this.stop(id);
    await this.#queue;
  }

  async #run(id: string, signal: AbortSignal, work: (reporter: JobReporter) => Promise<void>): Promise<void> {
    const change = (part: (job: Job) => Partial<Job>): void => {
      const held = this.#jobs.get(id);
      if (!held) return;
      held.job = { ...held.job, ...part(held.job) };
      this.#tell();
    };
    const end = (part: Partial<Job>): void => change(() => ({ ...part, ended: this.clock.now() }));
    try {
      signal.throwIfAborted();
      await work({
        signal,
        at: (mailbox) => change(() => ({ at: mailbox })),
        expect: (messages, octets) =>
          change((job) => ({
            messages: { ...job.messages, of: messages },
            octets: { ...job.octets, of: octets },
          })),
        did: (messages, octets) =>
          change((job) => ({
            messages: { ...job.messages, done: job.messages.done + messages },
            octets: { ...job.octets, done: job.octets.done + octets },
          })),
        already: (messages) => change((job) => ({ already: job.already + messages })),
        waiting: (waiting) => change(() => ({ state: waiting ? 'waiting' : 'running' })),
        problem: (problem) =>
          change((job) =>
            job.problems.length < MAX_PROBLEMS ? { problems: [...job.problems, problem] } : {},
          ),
      });
      end({ state: 'done' });
    } catch (error) {
      if (signal.aborted) end({ state: 'stopped' });
      else end({ state: 'failed', error: describe(error) });
    }
  }

  #forgetOldest(): void {
    for (const [id, { job }] of this.#jobs) {
      if (this.#jobs.size < MAX_JOBS) break;
      if (job.ended !== null) this.#jobs.delete(id);
    }
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.clock.after(TELL_MS, () => {
      this.#told = false;
      this.onChange(this.list());
    });
  }
}

function describe(error: unknown): NonNullable<Job['error']> {
  const message = error instanceof Error ? error.message : String(error);
  if (isMailError(error)) return { code: error.code, message, server: error.server ?? '' };
  if (isVaultError(error)) return { code: error.code, message, server: '' };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (DISK_CODES.has(code)) return { code: `disk-${code.toLowerCase()}`, message, server: '' };
  return { code: error instanceof SyntaxError ? 'unreadable' : 'internal', message, server: '' };
}
