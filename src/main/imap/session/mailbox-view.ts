import type { ModSeq, SeqNum, Uid } from '@shared/model/ids';
import type { UidSet } from '../sets';
import type { DirtyReason } from './events';

/** A run of messages in order: UIDs where known (0 where not), or only their number. */
interface Block {
  count: number;
  uids: number[] | null;
}

const BLOCK = 512;

/** What is known of the mailbox when it was selected. */
export interface ViewInit {
  readonly wire: string;
  readonly readOnly: boolean;
  readonly exists: number;
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly highestModSeq: ModSeq | null;
  readonly flags: readonly string[];
  readonly permanentFlags: readonly string[] | null;
  /** False under UIDONLY (RFC 9586): the server sends no sequence numbers. */
  readonly sequence: boolean;
}

/**
 * The selected mailbox as the server describes it while it is open: which UID has which sequence number, as far as it
 * was said. Costs nothing for what is unknown: `* 4294967295 EXISTS` is one number. When the server contradicts
 * itself the view turns `dirty` and says why; it never guesses (protocols.md §2.3).
 */
export class MailboxView {
  readonly wire: string;
  readonly readOnly: boolean;
  readonly sequence: boolean;
  uidValidity: number;
  uidNext: number;
  highestModSeq: ModSeq | null;
  flags: readonly string[];
  permanentFlags: readonly string[] | null;
  dirty: DirtyReason | null = null;
  private blocks: Block[] = [];
  private total = 0;
  /** Seen in FETCH data; counts only from the next tagged response (RFC 7162 §6). */
  private seenModSeq: ModSeq | null = null;

  constructor(init: ViewInit) {
    this.wire = init.wire;
    this.readOnly = init.readOnly;
    this.sequence = init.sequence;
    this.uidValidity = init.uidValidity;
    this.uidNext = init.uidNext;
    this.highestModSeq = init.highestModSeq;
    this.flags = init.flags;
    this.permanentFlags = init.permanentFlags;
    this.grow(init.exists);
  }

  get exists(): number {
    return this.total;
  }

  /** The UID of a sequence number, or null when it was never said. */
  uidOf(seq: number): Uid | null {
    const found = this.locate(seq);
    const uid = found?.block.uids?.[found.offset] ?? 0;
    return uid === 0 ? null : (uid as Uid);
  }

  /** The sequence number of a UID, or null when it is not known. */
  seqOf(uid: number): SeqNum | null {
    let before = 0;
    for (const block of this.blocks) {
      const at = block.uids?.indexOf(uid) ?? -1;
      if (at >= 0) return (before + at + 1) as SeqNum;
      before += block.count;
    }
    return null;
  }

  /** `n EXISTS`. @returns the number before, or null when nothing changed. */
  setExists(count: number): number | null {
    const previous = this.total;
    if (count === previous) return null;
    if (count < previous) {
      // Fewer without EXPUNGE (Exchange): which ones is unknown.
      this.markDirty('exists-shrank');
      this.truncate(count);
    } else this.grow(count - previous);
    return previous;
  }

  /** `n EXPUNGE`. @returns the UID, null when unknown, undefined when there is no such message. */
  expunge(seq: number): Uid | null | undefined {
    const found = this.locate(seq);
    if (!found) {
      this.markDirty('expunge-out-of-range');
      return undefined;
    }
    const uid = found.block.uids?.[found.offset] ?? 0;
    this.removeAt(found.index, found.offset);
    return uid === 0 ? null : (uid as Uid);
  }

  /** A FETCH said that `seq` is `uid`. */
  learnUid(seq: number, uid: number): void {
    // Courier sends `* 0 FETCH` for messages that are gone (U2).
    if (seq === 0 || !this.sequence) return;
    const found = this.locate(seq);
    if (!found) {
      this.markDirty('fetch-out-of-range');
      return;
    }
    const { block, offset } = this.materialise(found.index, found.offset);
    const uids = block.uids as number[];
    const known = uids[offset] as number;
    if (known !== 0 && known !== uid) this.markDirty('uid-mismatch');
    uids[offset] = uid;
    if (uid >= this.uidNext) this.uidNext = uid + 1;
  }

  /**
   * VANISHED without EARLIER: each UID was a message of the view (RFC 7162 §3.2.10.2). Ranges are clipped to UIDs that
   * can exist (iCloud sends `12:*`, A2).
   */
  vanish(uids: UidSet): UidSet {
    const gone = this.uidNext > 1 ? uids.clip(1, this.uidNext - 1) : uids;
    if (!this.sequence) {
      this.total = Math.max(0, this.total - gone.size);
      return gone;
    }
    for (const [lo, hi] of gone.ranges()) this.removeRange(lo, hi);
    return gone;
  }

  seeModSeq(modseq: ModSeq): void {
    if (this.seenModSeq === null || modseq > this.seenModSeq) this.seenModSeq = modseq;
  }

  /** At a tagged response: what FETCH data showed now counts. The code HIGHESTMODSEQ wins even when lower. */
  settleModSeq(): void {
    if (this.seenModSeq !== null && this.highestModSeq !== null && this.seenModSeq > this.highestModSeq) {
      this.highestModSeq = this.seenModSeq;
    }
    this.seenModSeq = null;
  }

  setHighestModSeq(modseq: ModSeq): void {
    this.highestModSeq = modseq;
    this.seenModSeq = null;
  }

  markDirty(reason: DirtyReason): void {
    this.dirty ??= reason;
  }

  private grow(count: number): void {
    if (count <= 0) return;
    const last = this.blocks[this.blocks.length - 1];
    if (last && last.uids === null) last.count += count;
    else this.blocks.push({ count, uids: null });
    this.total += count;
  }

  private truncate(count: number): void {
    while (this.total > count) {
      const last = this.blocks[this.blocks.length - 1];
      if (!last) return;
      const drop = Math.min(last.count, this.total - count);
      last.count -= drop;
      if (last.uids) last.uids.length = last.count;
      this.total -= drop;
      if (last.count === 0) this.blocks.pop();
    }
  }

  private locate(seq: number): { block: Block; index: number; offset: number } | null {
    if (seq < 1 || seq > this.total) return null;
    let left = seq - 1;
    for (let index = 0; index < this.blocks.length; index++) {
      const block = this.blocks[index] as Block;
      if (left < block.count) return { block, index, offset: left };
      left -= block.count;
    }
    return null;
  }

  /** Makes room for the UID at an unknown place: cuts a block of `BLOCK` messages out of the unknown run. */
  private materialise(index: number, offset: number): { block: Block; offset: number } {
    const block = this.blocks[index] as Block;
    if (block.uids) return { block, offset };
    const start = offset - (offset % BLOCK);
    const size = Math.min(BLOCK, block.count - start);
    const made: Block = { count: size, uids: new Array<number>(size).fill(0) };
    const around: Block[] = [];
    if (start > 0) around.push({ count: start, uids: null });
    around.push(made);
    if (start + size < block.count) around.push({ count: block.count - start - size, uids: null });
    this.blocks.splice(index, 1, ...around);
    return { block: made, offset: offset - start };
  }

  private removeAt(index: number, offset: number): void {
    const block = this.blocks[index] as Block;
    block.count--;
    block.uids?.splice(offset, 1);
    this.total--;
    if (block.count === 0) this.blocks.splice(index, 1);
  }

  /**
   * Takes out the messages with UIDs in [lo, hi]: known ones, unknown ones between them, and at the edges as many
   * unknown ones as the range must mean.
   */
  private removeRange(lo: number, hi: number): void {
    const span = this.edges(lo, hi);
    const known = span.lastKnown - span.firstKnown + 1;
    if (known > 0) {
      for (let seq = span.lastKnown; seq >= span.firstKnown; seq--) {
        const found = this.locate(seq);
        if (found) this.removeAt(found.index, found.offset);
      }
    }
    const uids = hi - lo + 1;
    const unknown = span.unknownBefore + span.unknownAfter;
    const expected = Math.max(0, uids - Math.max(0, known));
    if (unknown === 0 || expected === 0) return;
    if (unknown > 0 && uids > 1 && expected !== unknown) this.markDirty('vanished-unclear');
    // The unknown run that the range touches is one run when nothing in it is known.
    const from = span.firstKnown - span.unknownBefore;
    const take = Math.min(expected, unknown);
    for (let i = 0; i < take; i++) {
      const found = this.locate(from);
      if (found) this.removeAt(found.index, found.offset);
    }
  }

  /**
   * Where [lo, hi] lies: first and last known sequence number inside (empty when last < first), and the unknown
   * messages directly around them.
   */
  private edges(
    lo: number,
    hi: number,
  ): { firstKnown: number; lastKnown: number; unknownBefore: number; unknownAfter: number } {
    let lastBelow = 0;
    let firstAbove = this.total + 1;
    let first = 0;
    let last = 0;
    let seq = 0;
    for (const block of this.blocks) {
      if (block.uids === null) {
        seq += block.count;
        continue;
      }
      for (const uid of block.uids) {
        seq++;
        if (uid === 0) continue;
        if (uid < lo) lastBelow = seq;
        else if (uid <= hi) {
          if (first === 0) first = seq;
          last = seq;
        } else if (firstAbove > seq) firstAbove = seq;
      }
    }
    if (first === 0) {
      return { firstKnown: firstAbove, lastKnown: firstAbove - 1, unknownBefore: firstAbove - lastBelow - 1, unknownAfter: 0 };
    }
    return { firstKnown: first, lastKnown: last, unknownBefore: first - lastBelow - 1, unknownAfter: firstAbove - last - 1 };
  }
}
