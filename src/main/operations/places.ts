import type { MessageSet } from '@shared/contract/schema';
import type { MessageRef } from '@shared/model/ids';
import { parseUidRanges } from '@shared/model/uid-ranges';
import type { Forwarding } from './forwarding';

type Ranges = readonly (readonly [number, number])[];
/** Ranges of UIDs by mailbox and generation. */
export type Place = ReadonlyMap<string, Ranges>;

/** Where the messages of operations are now, as ranges that are cheap to compare; remembered until something moves. */
export class Places {
  #known = new WeakMap<MessageSet, Place>();
  #version = -1;

  constructor(private readonly forwarding: Forwarding) {}

  of(set: MessageSet): Place {
    if (this.#version !== this.forwarding.version) {
      this.#version = this.forwarding.version;
      this.#known = new WeakMap();
    }
    let place = this.#known.get(set);
    if (!place) {
      const now = this.forwarding.version === 0 ? [set] : this.forwarding.resolveSet(set);
      place = new Map(now.map((s) => [`${s.mailbox}/${s.generation}`, parseUidRanges(s.uids)]));
      this.#known.set(set, place);
    }
    return place;
  }
  overlap(a: MessageSet, b: MessageSet): boolean {
    const there = this.of(b);
    for (const [key, ranges] of this.of(a)) if (intersect(ranges, there.get(key) ?? [])) return true;
    return false;
  }
  /** Whether a message that is there now is one of them. */
  has(set: MessageSet, { mailbox, generation, uid }: MessageRef): boolean {
    const ranges = this.of(set).get(`${mailbox}/${generation}`) ?? [];
    return ranges.some(([first, last]) => uid >= first && uid <= last);
  }
  /** Whether `a` names everything that `b` does. */
  covers(a: MessageSet, b: MessageSet): boolean {
    const mine = this.of(a);
    for (const [key, ranges] of this.of(b)) {
      const own = mine.get(key) ?? [];
      if (!ranges.every(([first, last]) => own.some(([f, l]) => f <= first && last <= l))) return false;
    }
    return true;
  }
}

/** Two ascending lists of ranges. */
function intersect(a: Ranges, b: Ranges): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [f1, l1] = a[i] as [number, number];
    const [f2, l2] = b[j] as [number, number];
    if (l1 < f2) i++;
    else if (l2 < f1) j++;
    else return true;
  }
  return false;
}
