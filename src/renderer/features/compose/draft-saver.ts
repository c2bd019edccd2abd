import type { Draft, DraftContent } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import { isBlank } from './checks/before-sending';

export type SaveState =
  | { readonly kind: 'saved'; readonly at: number }
  /** Typed since the last save. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface DraftSaverPorts {
  /** Resolves once the draft is durable. */
  save(base: number, content: DraftContent): Promise<Draft>;
  /** Calls back once after `ms`; the returned function takes it back. */
  after(ms: number, run: () => void): () => void;
  changed(state: SaveState): void;
}

/** A pause in typing, and the longest a sentence may stay unsaved while typing goes on (scenarios D5: at most 1 s lost). */
const PAUSE = 400;
const LONGEST_WAIT = 900;
const RETRY = 3000;

/**
 * Keeps one draft durable. One save at a time, always of the newest words; what is shown as saved is saved. An empty
 * draft is never written over one with words by itself, only when the person closes it that way.
 */
export class DraftSaver {
  readonly #ports: DraftSaverPorts;
  #id: DraftId;
  #version: number;
  #saved: DraftContent;
  #wanted: DraftContent | null = null;
  #running: Promise<void> | null = null;
  #cancelPause: (() => void) | null = null;
  #cancelLimit: (() => void) | null = null;
  #ended = false;

  constructor(draft: Draft, ports: DraftSaverPorts) {
    this.#id = draft.id;
    this.#version = draft.version;
    this.#saved = draft.content;
    this.#ports = ports;
  }

  /** The draft that a send is about: another than was opened once somebody else saved meanwhile. */
  get id(): DraftId {
    return this.#id;
  }
  /** The version that a send or the next save is based on. */
  get version(): number {
    return this.#version;
  }

  /** What `version` says: everything that was typed, once a flush is through. */
  get content(): DraftContent {
    return this.#saved;
  }

  /** What the person just did; saved at the next pause. */
  edit(content: DraftContent): void {
    if (this.#ended) return;
    this.#wanted = content;
    this.#ports.changed({ kind: 'waiting' });
    this.#cancelPause?.();
    this.#cancelPause = this.#ports.after(PAUSE, () => this.#tick());
    this.#cancelLimit ??= this.#ports.after(LONGEST_WAIT, () => this.#tick());
  }

  /** Saves what is unsaved now; rejects when that fails. `blank` allows an empty draft over one with words. */
  async flush(blank: 'keep-words' | 'as-it-is' = 'keep-words'): Promise<void> {
    this.#clearTimers();
    // Again after waiting: whoever waited for the same save may have begun the next one.
    while (this.#running !== null) await this.#running;
    if (this.#wanted === null) return;
    if (blank === 'keep-words' && isBlank(this.#wanted) && !isBlank(this.#saved)) return;
    await this.#save();
    // Typed while saving: once more, so that "flushed" means everything.
    if (this.#wanted !== null) await this.flush(blank);
  }

  /** No further saves: the draft was sent or is being discarded. */
  end(): void {
    this.#ended = true;
    this.#wanted = null;
    this.#clearTimers();
  }

  /** Resolves when no save is on its way any more: which draft it is stands then. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** The draft could not be discarded: `content`, all of it, is kept again. */
  goOn(content: DraftContent): void {
    this.#ended = false;
    this.edit(content);
  }

  #tick(): void {
    // Failing is told by the state, and tried again.
    this.flush().catch(() => undefined);
  }

  #clearTimers(): void {
    this.#cancelPause?.();
    this.#cancelLimit?.();
    this.#cancelPause = null;
    this.#cancelLimit = null;
  }

  async #save(): Promise<void> {
    const content = this.#wanted;
    if (content === null) return;
    this.#wanted = null;
    this.#ports.changed({ kind: 'saving' });
    const run = this.#ports.save(this.#version, content).then(
      (draft) => {
        this.#id = draft.id;
        this.#version = draft.version;
        this.#saved = content;
        if (!this.#ended)
          this.#ports.changed(
            this.#wanted === null ? { kind: 'saved', at: draft.savedAt } : { kind: 'waiting' },
          );
      },
      (error: unknown) => {
        if (!this.#ended) {
          this.#wanted ??= content;
          this.#ports.changed({ kind: 'failed', error });
          // The words stay in the window and are tried again, whoever asked for this save.
          this.#cancelPause?.();
          this.#cancelPause = this.#ports.after(RETRY, () => this.#tick());
        }
        throw error;
      },
    );
    this.#running = run.then(
      () => undefined,
      () => undefined,
    );
    try {
      await run;
    } finally {
      this.#running = null;
    }
  }
}
