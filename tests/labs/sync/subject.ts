import type { Life, Step } from '../../fakes/life';
import { Bench } from '../../fakes/bench';
import type { Line } from '../../fakes/line';
import { SeededCrypto } from '../../fakes/seeded-crypto';
import type { Stage } from '../../fakes/stage';
import { VirtualClock } from '../../fakes/virtual-clock';
import type { ImapProfile, ImapProfileName } from '@main/demo/imap/profiles';
import type { Random } from '../random';

/** An engine that a schedule is played on, in this process or in one of its own. */
export interface Subject {
  readonly stage: Stage;
  readonly line: Line;
  readonly dead: boolean;
  /** Starts the engine, also after its death; returns when it runs or has died again. */
  start(): Promise<void>;
  /** Kills it now. What was written and not synced stays or not, as luck has it. */
  kill(): Promise<void>;
  /** Kills it at the n-th such step from now on. */
  endAt(step: Step, n: number): void;
  /** Whether time passes by itself: then nothing is gained by leaving the engine alone for hours. */
  readonly inRealTime: boolean;
  /** Lets time pass between two acts, until then or until it dies. */
  pause(ms: number): Promise<void>;
  /** Lets time pass. @returns whether `until` came to hold. */
  pass(ms: number, until?: () => boolean): Promise<boolean>;
  /** The wall clock is set by this many ms. */
  jump(ms: number): void;
  /** The page of the store connects, or connects anew. */
  connectStore(): void;
  readonly storeConnected: boolean;
  /** Asks for everything to be looked at now. */
  ask(): void;
  isQuiet(): boolean;
  describe(): string;
  stop(): Promise<void>;
}

/** In this process, on virtual time: the same seed is the same run to the last event. */
export class InProcess implements Subject {
  readonly inRealTime = false;
  readonly stage: Bench;
  readonly #clock = new VirtualClock();

  constructor(
    profile: ImapProfileName | ImapProfile,
    second: ImapProfileName | undefined,
    seed: number,
    private readonly random: Random,
  ) {
    this.stage = new Bench(profile, {
      clock: this.#clock,
      crypto: new SeededCrypto(seed),
      ...(second !== undefined && { second }),
    });
  }
  get line(): Line {
    return this.stage.line;
  }
  get #life(): Life {
    return this.stage.life;
  }
  get dead(): boolean {
    return this.#life.dead;
  }
  async start(): Promise<void> {
    let up = false;
    const starting = this.stage.start().then(
      () => (up = true),
      (error: unknown) => {
        if (!this.dead) throw error;
      },
    );
    await this.pass(600_000, () => up || this.dead);
    if (this.dead) return;
    await Promise.race([starting, this.#clock.settle()]);
    if (!up) throw new Error('the engine does not start');
  }
  kill(): Promise<void> {
    return this.stage.kill(this.random.chance(0.5) ? () => 1 : () => this.random.next());
  }
  endAt(step: Step, n: number): void {
    this.#life.endAt(step, n);
  }
  async pause(ms: number): Promise<void> {
    await this.pass(ms, () => this.dead);
  }
  pass(ms: number, until?: () => boolean): Promise<boolean> {
    return this.#clock.pass(ms, until);
  }
  jump(ms: number): void {
    this.#clock.offset += ms;
  }
  connectStore(): void {
    this.stage.engine.connectStore(this.stage.store.connect());
  }
  get storeConnected(): boolean {
    return this.stage.engine.store !== null;
  }
  ask(): void {
    this.stage.ask();
  }
  isQuiet(): boolean {
    return this.stage.isQuiet();
  }
  describe(): string {
    return this.stage.describe();
  }
  async stop(): Promise<void> {
    if (this.dead) return;
    let stopped = false;
    void this.stage.stop().then(
      () => (stopped = true),
      () => (stopped = true),
    );
    await this.pass(600_000, () => stopped);
  }
}
