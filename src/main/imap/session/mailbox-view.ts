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
  /** Messages that came since `uidNext` was last told: their UIDs are not below it. */
  private arrived = 0;
  /** Where the last look-up ended: messages mostly come in order. */
  private cursor = { index: 0, before: 0 };
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
    } else {
      this.grow(count - previous);
      this.arrived += count - previous;
    }
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
    // Most stand behind the one before, where nothing has to be looked for.
    const near = this.blocks[this.cursor.index];
    const place = seq - 1 - this.cursor.before;
    if (near?.uids && place >= 0 && place < near.count) {
      this.learn(near.uids, place, seq, uid);
      return;
    }
    const found = this.locate(seq);
    if (!found) {
      this.markDirty('fetch-out-of-range');
      return;
    }
    const { block, offset } = this.materialise(found.index, found.offset);
    this.learn(block.uids as number[], offset, seq, uid);
  }

  private learn(uids: number[], offset: number, seq: number, uid: number): void {
    const known = uids[offset] as number;
    if (known !== 0 && known !== uid) this.markDirty('uid-mismatch');
    // UIDs ascend with sequence numbers (RFC 9051 §2.3.1.1).
    if ((uids[offset - 1] ?? 0) >= uid || (uids[offset + 1] || uid + 1) <= uid) this.markDirty('uid-order');
    uids[offset] = uid;
    if (uid >= this.uidNext) {
      this.uidNext = uid + 1;
      this.arrived = Math.min(this.arrived, this.total - seq);
    }
  }

  /**
   * VANISHED without EARLIER: each UID was a message of the view (RFC 7162 §3.2.10.2). Ranges are clipped to UIDs that
   * can exist (iCloud sends `12:*`, A2).
   */
  vanish(uids: UidSet): UidSet {
    this.seeArrivals(uids);
    const gone = this.uidNext > 1 ? uids.clip(1, this.uidNext - 1) : uids;
    if (!this.sequence) {
      this.total = Math.max(0, this.total - gone.size);
      return gone;
    }
    if (!gone.isEmpty) this.removeUids(gone);
    return gone;
  }

  /**
   * UIDs from UIDNEXT on that vanish can be those of messages that came since. As many as came, no more: what is larger
   * is a range without an end.
   */
  private seeArrivals(uids: UidSet): void {
    if (this.arrived === 0 || this.uidNext <= 1) return;
    const beyond = uids.clip(this.uidNext, 0xffff_ffff);
    if (beyond.isEmpty || beyond.size > this.arrived) return;
    this.uidNext = (beyond.max ?? this.uidNext) + 1;
    this.arrived -= beyond.size;
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

  /** Told by the server: every message that is there has a smaller UID. */
  setUidNext(uidNext: number): void {
    this.uidNext = uidNext;
    this.arrived = 0;
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
    this.cursor = { index: 0, before: 0 };
  }

  private locate(seq: number): { block: Block; index: number; offset: number } | null {
    if (seq < 1 || seq > this.total) return null;
    if (seq <= this.cursor.before) this.cursor = { index: 0, before: 0 };
    let { index, before } = this.cursor;
    for (; index < this.blocks.length; index++) {
      const block = this.blocks[index] as Block;
      if (seq - 1 < before + block.count) {
        if (index !== this.cursor.index) this.cursor = { index, before };
        return { block, index, offset: seq - 1 - before };
      }
      before += block.count;
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
    if (block.count === 0) {
      this.blocks.splice(index, 1);
      this.cursor = { index: 0, before: 0 };
    }
  }

  /**
   * Takes out the messages with these UIDs. UIDs ascend with sequence numbers, so an unknown UID belongs to the run of
   * unknown messages between its known neighbours; which of them goes does not matter, they are all unknown.
   */
  private removeUids(gone: UidSet): void {
    const { start, end, below, above } = this.affected(gone);
    const before = this.blocks.slice(start, end);
    const made = new Blocks();
    let last = below;
    let unknown = 0;
    const settle = (next: number): void => {
      if (unknown === 0) return;
      const meant = gone.countIn(last + 1, next - 1);
      if (meant > unknown) this.markDirty('vanished-unclear');
      made.unknown(unknown - Math.min(meant, unknown));
      unknown = 0;
    };
    for (const block of before) {
      if (block.uids === null) {
        unknown += block.count;
        continue;
      }
      for (const uid of block.uids) {
        if (uid === 0) {
          unknown++;
          continue;
        }
        settle(uid);
        last = uid;
        if (!gone.has(uid)) made.known(uid);
      }
    }
    settle(above);
    const after = made.take();
    const count = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + block.count, 0);
    this.total += count(after) - count(before);
    this.blocks.splice(start, end - start, ...after);
    this.cursor = { index: 0, before: 0 };
  }

  /** The blocks that may hold UIDs of the set, and the known UIDs next to them. */
  private affected(gone: UidSet): { start: number; end: number; below: number; above: number } {
    const lo = gone.min ?? 0;
    const hi = gone.max ?? 0;
    let start = 0;
    let below = 0;
    let end = this.blocks.length;
    let above = Math.max(this.uidNext, hi + 1);
    for (let i = 0; i < this.blocks.length; i++) {
      const { uids } = this.blocks[i] as Block;
      if (uids === null) continue;
      const last = uids.findLast((uid) => uid !== 0);
      // Unknown messages at the end of a block may be the ones that are meant.
      if (last !== undefined && last < lo && uids[uids.length - 1] !== 0) {
        start = i + 1;
        below = last;
        continue;
      }
      const first = uids[0] as number;
      if (first > hi) {
        end = i;
        above = first;
        break;
      }
    }
    return { start, end, below, above };
  }
}

/** Builds blocks of limited size. */
class Blocks {
  private readonly out: Block[] = [];
  private uids: number[] = [];

  known(uid: number): void {
    this.uids.push(uid);
    if (this.uids.length >= BLOCK) this.flush();
  }
  unknown(count: number): void {
    if (count > BLOCK) {
      this.flush();
      this.out.push({ count, uids: null });
      return;
    }
    for (let i = 0; i < count; i++) this.known(0);
  }
  take(): Block[] {
    this.flush();
    return this.out;
  }
  private flush(): void {
    if (this.uids.length > 0) this.out.push({ count: this.uids.length, uids: this.uids });
    this.uids = [];
  }
}
