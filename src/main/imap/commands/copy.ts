import { leftOver, processedFrom } from '../errors';
import { type CopyMapping, UidSet } from '../sets';
import type { Command, Completion } from '../session/command';
import type { MailboxName, ResponseCode } from '../types';
import { mayName, names, SAVED, written, type MessageSet } from './message-set';

/** Where the copies are. */
export interface CopyResult {
  /** Old and new UIDs (UIDPLUS), or null when the server did not say. */
  readonly mapping: CopyMapping | null;
  /** Of `$`, or where the server does nothing more: messages with lower UIDs are still where they were (RFC 9738). */
  readonly processedFrom: number | null;
}

/** Called with each answer: what was told is known also when a later one fails. */
export type Copied = (mapping: CopyMapping) => void;

/** More commands than this for one set is a set without end. */
const MOST_PORTIONS = 1000;

type Name = 'UID COPY' | 'UID MOVE';

/** One of the commands that a set takes: of `set` the part that is asked for by it, what is left, what was told before. */
class Transfer implements Command<CopyResult> {
  readonly lane;
  readonly idempotent = false;
  private asked: MessageSet;
  private left: UidSet | null = null;

  constructor(
    readonly name: Name,
    private readonly set: MessageSet,
    private readonly mailbox: MailboxName,
    private readonly copied: Copied | undefined,
    private mapping: CopyMapping | null,
    /** Messages at once, when the server has refused more. */
    private readonly most: number | null,
  ) {
    this.asked = set;
    this.lane = { answers: ['COPYUID'], uids: mayName(set), writes: name === 'UID MOVE' || set === SAVED };
  }

  write(...[w, state]: Parameters<Command<CopyResult>['write']>): void {
    // RFC 9738: a COPY of more than the limit is refused as a whole, where a MOVE does what it can.
    const most = this.name === 'UID COPY' ? (this.most ?? state.capabilities.limit('MESSAGELIMIT')) : null;
    if (this.set instanceof UidSet && most !== null && most > 0 && this.set.size <= most * MOST_PORTIONS) {
      const { newest, rest } = this.set.splitNewest(most);
      this.asked = newest;
      this.left = rest.isEmpty ? null : rest;
    }
    w.raw(`${this.name} ${written(this.asked, state)} `).mailbox(this.mailbox);
  }

  collect(response: Parameters<NonNullable<Command<CopyResult>['collect']>>[0]): boolean {
    if (response.type !== 'condition' || response.code?.name !== 'COPYUID') return false;
    const told = response.code.mapping;
    // Another MOVE may be in flight: what names none of these messages is its answer.
    if (told !== null && !told.source.some(([lo, hi]) => names(this.asked, lo) || names(this.asked, hi)))
      return false;
    this.learn(told);
    return true;
  }

  finish({ code }: Completion): CopyResult {
    if (code?.name === 'COPYUID') this.learn(code.mapping);
    const undone = this.asked instanceof UidSet ? leftOver(this.asked, code) : null;
    if (undone) this.left = this.left?.union(undone) ?? undone;
    return { mapping: this.mapping, processedFrom: undone ? null : processedFrom(code) };
  }

  /** A server that does not say its limit beforehand says it by refusing. */
  recover(status: 'NO' | 'BAD', code: ResponseCode | null): CopyResult | undefined {
    if (status !== 'NO' || code?.name !== 'MESSAGELIMIT' || !(this.asked instanceof UidSet)) return undefined;
    if (code.limit < 1 || code.limit >= this.asked.size || this.asked.size > code.limit * MOST_PORTIONS)
      return undefined;
    this.left = this.left?.union(this.asked) ?? this.asked;
    this.limit = code.limit;
    return { mapping: this.mapping, processedFrom: null };
  }
  private limit: number | null = null;

  rest(): Command<CopyResult> | null {
    if (!this.left) return null;
    const most = this.limit ?? this.most;
    return new Transfer(this.name, this.left, this.mailbox, this.copied, this.mapping, most);
  }

  private learn(told: CopyMapping | null): void {
    if (told === null) return;
    this.mapping = this.mapping?.and(told) ?? told;
    this.copied?.(told);
  }
}

/**
 * UID COPY (RFC 9051 §6.4.7): in as many commands as a server with MESSAGELIMIT wants. COPYUID may come untagged or in
 * the tagged OK (G11).
 */
export const copy = (set: MessageSet, mailbox: MailboxName, copied?: Copied): Command<CopyResult> =>
  new Transfer('UID COPY', set, mailbox, copied, null, null);
/** UID MOVE (RFC 6851 §3.1), where the server has it. The same; COPYUID comes before the EXPUNGEs. */
export const move = (set: MessageSet, mailbox: MailboxName, copied?: Copied): Command<CopyResult> =>
  new Transfer('UID MOVE', set, mailbox, copied, null, null);
