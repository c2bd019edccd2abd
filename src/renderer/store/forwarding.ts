import { type MessageKey, parseMessageKey } from '@shared/model/ids';
import type { Catalogue } from './catalogue';

/** A message reference as one number: folder index × 2³² + UID. */
export type RefCode = number;
const UIDS = 0x100000000;

export const refCode = (folder: number, uid: number): RefCode => folder * UIDS + uid;
export const folderOfCode = (code: RefCode): number => Math.floor(code / UIDS);
export const uidOfCode = (code: RefCode): number => code % UIDS;

/** Longer chains than this are circles that a confused server made. */
const MAX_STEPS = 64;

/** Where messages went: old reference → new reference, and back. */
export class Forwarding {
  readonly #to = new Map<RefCode, RefCode>();
  readonly #from = new Map<RefCode, RefCode[]>();
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  get isEmpty(): boolean {
    return this.#to.size === 0;
  }

  code(key: MessageKey): RefCode {
    const ref = parseMessageKey(key);
    return refCode(this.#catalogue.folder(ref.mailbox, ref.generation).index, ref.uid);
  }

  /** References that lead on. */
  sources(): Iterable<RefCode> {
    return this.#to.keys();
  }

  leads(from: RefCode, to: RefCode): boolean {
    return this.#to.get(from) === to;
  }

  add(from: RefCode, to: RefCode): void {
    if (from === to) return;
    const old = this.#to.get(from);
    if (old === to) return;
    if (old !== undefined) {
      this.#from.set(
        old,
        (this.#from.get(old) ?? []).filter((code) => code !== from),
      );
    }
    this.#to.set(from, to);
    const back = this.#from.get(to);
    if (back) back.push(from);
    else this.#from.set(to, [from]);
  }

  /** The references a message has had and was given since, in the order of the chain, starting behind `code`. */
  onward(code: RefCode): RefCode[] {
    const out: RefCode[] = [];
    for (let next = this.#to.get(code); next !== undefined && next !== code; next = this.#to.get(next)) {
      if (out.length >= MAX_STEPS || out.includes(next)) break;
      out.push(next);
    }
    return out;
  }

  /** Former references that lead to this one. */
  former(code: RefCode): RefCode[] {
    const out: RefCode[] = [];
    const visit = (target: RefCode): void => {
      for (const from of this.#from.get(target) ?? []) {
        if (from === code || out.includes(from) || out.length >= MAX_STEPS) continue;
        out.push(from);
        visit(from);
      }
    };
    visit(code);
    return out;
  }
}
