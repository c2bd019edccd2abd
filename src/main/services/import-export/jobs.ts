import type { Job, JobKind, JobProblem, KeptCount } from '@shared/contract/import-export';
import { isMailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import { isVaultError } from '@shared/ports/vault';
import type { Asked, JobBook } from './job-book';

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
  /** What was saved or brought back besides mail. */
  kept(counts: readonly KeptCount[]): void;
  /** What is to be asked for when it is begun again. */
  left(asked: Asked): Promise<void>;
}

/** Jobs that are remembered; ended ones are forgotten first. */
const MAX_JOBS = 50;
const MAX_PROBLEMS = 1000;
/** Pages are told this often, ms. */
const TELL_MS = 200;
/** How far a job has come is noted this often, ms. */
const NOTE_MS = 5000;
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
  /** Tern ends: what is stopped now was not stopped by a person. */
  #ending = false;

  constructor(
    private readonly clock: Clock,
    private readonly book: JobBook,
    private readonly onChange: (jobs: readonly Job[]) => void,
  ) {}

  list(): Job[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /** After the journal was replayed: lists what was under way when Tern ended. @returns how many. */
  recover(): number {
    for (const { asked, ...job } of this.book.table.values()) {
      const { noted, messages, already } = this.book.progress.get(job.id) ?? {
        noted: job.started,
        messages: { done: 0, of: null },
        already: 0,
      };
      this.#jobs.set(job.id, {
        controller: new AbortController(),
        job: {
          ...job,
          state: 'unfinished',
          at: '',
          messages,
          octets: { done: 0, of: null },
          already,
          problems: [],
          kept: [],
          error: null,
          again: asked !== null,
          ended: noted,
        },
      });
    }
    return this.book.table.size;
  }

  /** What an unfinished job was asked to do; null when nobody can say any more. */
  asked(id: string): Asked | null {
    return this.#jobs.get(id)?.job.state === 'unfinished' ? (this.book.table.get(id)?.asked ?? null) : null;
  }

  /**
   * Puts work in the queue; that it was asked for outlives Tern when this resolves.
   * @param asked how it is begun again, should Tern end in the middle. @returns the job's id.
   */
  async start(
    kind: JobKind,
    name: string,
    asked: Asked | null,
    work: (reporter: JobReporter) => Promise<void>,
  ): Promise<string> {
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
      kept: [],
      error: null,
      again: false,
      started: this.clock.now(),
      ended: null,
    };
    this.#forgetOldest();
    this.#jobs.set(id, { job, controller });
    this.#tell();
    const noted = this.book.begun({ id, kind, name, started: job.started, asked });
    this.#queue = Promise.all([this.#queue, noted]).then(() => this.#run(id, controller.signal, work));
    await noted;
    return id;
  }

  stop(id: string): void {
    this.#jobs.get(id)?.controller.abort(new Stopped('stopped by the person'));
  }

  async forget(id: string): Promise<void> {
    const job = this.#jobs.get(id)?.job;
    if (!job || job.ended === null) return;
    this.#jobs.delete(id);
    this.#tell();
    if (job.state === 'unfinished') await this.book.drop(id);
  }

  /** Tern ends. Stops everything; resolves when nothing runs any more. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const id of this.#jobs.keys()) this.stop(id);
    await this.#queue;
  }

  #note({ id, messages, already }: Job): Promise<void> {
    return this.book.cameTo(id, { messages, already, noted: this.clock.now() });
  }

  async #run(id: string, signal: AbortSignal, work: (reporter: JobReporter) => Promise<void>): Promise<void> {
    let noted = this.clock.now();
    let noting: Promise<void> = Promise.resolve();
    const change = (part: (job: Job) => Partial<Job>): void => {
      const held = this.#jobs.get(id);
      if (!held) return;
      held.job = { ...held.job, ...part(held.job) };
      this.#tell();
      if (held.job.ended !== null || this.clock.now() - noted < NOTE_MS) return;
      noted = this.clock.now();
      noting = this.#note(held.job);
    };
    const end = async (part: Partial<Job>): Promise<void> => {
      await noting;
      const last = this.#jobs.get(id)?.job;
      if (this.#ending && part.state === 'stopped' && last) await this.#note(last);
      else await this.book.drop(id);
      change(() => ({ ...part, ended: this.clock.now() }));
    };
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
        left: (asked) => this.book.left(id, asked),
        kept: (kept) => change(() => ({ kept })),
        waiting: (waiting) => change(() => ({ state: waiting ? 'waiting' : 'running' })),
        problem: (problem) =>
          change((job) =>
            job.problems.length < MAX_PROBLEMS ? { problems: [...job.problems, problem] } : {},
          ),
      });
      await end({ state: 'done' });
    } catch (error) {
      if (signal.aborted) await end({ state: 'stopped' });
      else await end({ state: 'failed', error: describe(error) });
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
