import type { SpaceState } from '@shared/ports/vault';
import type { Disk } from './disk';
import { errorCode, removeQuietly, writeNewFile } from './disk';

const MiB = 1024 * 1024;

/** A disk that has refused a record and has less than this is full still. */
const ROOM = 64 * 1024;

export interface SpaceLimits {
  /** Octets free under which the cache stops growing. */
  readonly low: number;
  /** Octets free under which only what is precious is written. */
  readonly critical: number;
  /** Octets kept aside for the journal. */
  readonly reserve: number;
}

export const DEFAULT_LIMITS: SpaceLimits = { low: 500 * MiB, critical: 100 * MiB, reserve: 16 * MiB };

/** Watches the disk's room and holds the file whose removal lets the journal be written on a full disk. */
export class Space {
  state: SpaceState = 'ok';
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #limits: SpaceLimits;
  readonly #listeners = new Set<(state: SpaceState) => void>();
  #reserved = false;
  /** The journal was refused, and has had no room since. */
  #refused = false;
  /** The disk refuses to write, and has not been seen to write since. */
  #broken = false;
  #lost = false;
  #unmeasured = 0;

  constructor(disk: Disk, folder: string, limits: SpaceLimits) {
    this.#disk = disk;
    this.#folder = folder;
    this.#limits = limits;
  }

  get #reservePath(): string {
    return `${this.#folder}/reserve`;
  }

  listen(listener: (state: SpaceState) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Measures, and fills the reserve again when there is room for it and something besides. */
  async check(): Promise<SpaceState> {
    if (this.#lost) return this.state;
    this.#broken &&= !(await this.#writes());
    if (this.#broken) return this.state;
    const free = await this.#measure();
    if (!this.#reserved) this.#reserved = await this.#fillReserve(free);
    this.#refused &&= free < ROOM;
    if (!this.#reserved) this.#set(this.#refused || free === 0 ? 'full' : 'reserve-used');
    else if (free < this.#limits.critical) this.#set('critical');
    else this.#set(free < this.#limits.low ? 'low' : 'ok');
    return this.state;
  }

  /** Measures again after every 32 MiB that went to the disk. */
  async wrote(bytes: number): Promise<void> {
    this.#unmeasured += bytes;
    if (this.#unmeasured < 32 * MiB) return;
    this.#unmeasured = 0;
    await this.check();
  }

  /** The disk refused a record, and not for want of room. */
  broke(): void {
    this.#broken = true;
    if (!this.#lost) this.#set('broken');
  }

  /** The journal is somebody else's now, or gone: nothing is written until it is opened again. */
  lost(): void {
    this.#lost = true;
    this.#set('taken-over');
  }

  /** The journal got room for a record, or none although there is no reserve any more. */
  journalWrote(taken: boolean): void {
    if (taken && this.#broken && !this.#lost) {
      this.#broken = false;
      this.#set('ok');
    }
    if (taken === !this.#refused) return;
    this.#refused = !taken;
    if (!taken) this.#set('full');
    else if (this.state === 'full') this.#set('reserve-used');
  }

  /** Gives the reserve's bytes back to the disk. False when it was given already. */
  async releaseReserve(): Promise<boolean> {
    if (!this.#reserved) return false;
    this.#reserved = false;
    await removeQuietly(this.#disk, this.#reservePath);
    this.#set('reserve-used');
    return true;
  }

  /** A disk that doesn't even say how full it is takes nothing either. */
  async #measure(): Promise<number> {
    try {
      return await this.#disk.free(this.#folder);
    } catch (error) {
      this.broke();
      throw error;
    }
  }

  /** Whether the disk takes anything: a full one does, as far as it goes. */
  async #writes(): Promise<boolean> {
    const probe = `${this.#folder}/probe`;
    await removeQuietly(this.#disk, probe);
    try {
      await writeNewFile(this.#disk, probe, [Uint8Array.of(0)]);
      return true;
    } catch (error) {
      return errorCode(error) === 'ENOSPC';
    } finally {
      await removeQuietly(this.#disk, probe);
    }
  }

  async #fillReserve(free: number): Promise<boolean> {
    const { reserve } = this.#limits;
    const found = await this.#disk.stat(this.#reservePath);
    if (found?.size === reserve) return true;
    if (found) await removeQuietly(this.#disk, this.#reservePath);
    if (free < 2 * reserve) return false;
    try {
      await writeNewFile(this.#disk, this.#reservePath, noise(reserve));
      return true;
    } catch (error) {
      await removeQuietly(this.#disk, this.#reservePath);
      if (errorCode(error) === 'ENOSPC') return false;
      throw error;
    }
  }

  #set(state: SpaceState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** Bytes that no compressing or hole-punching file system can store in less room (xorshift32). */
function* noise(length: number): Generator<Uint8Array> {
  const words = new Uint32Array(Math.min(length, MiB) / 4);
  let x = 0x9e3779b9;
  for (let left = length; left > 0; left -= words.byteLength) {
    for (let i = 0; i < words.length; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      words[i] = x;
    }
    yield new Uint8Array(words.buffer.slice(0, Math.min(left, words.byteLength)));
  }
}
