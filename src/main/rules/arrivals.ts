import type { MailboxCursor } from '@shared/contract/mailbox';
import { isMailError } from '@shared/errors/mail-error';
import { Flag } from '@shared/model/flags';
import {
  type AccountId,
  type Generation,
  type MailboxId,
  messageKey,
  type MessageRef,
  uid,
} from '@shared/model/ids';
import type { MailboxRole, MessageRow } from '@shared/model/message';
import { isVaultError, type Journal, type JournalRecord } from '@shared/ports/vault';
import { RpcError } from '@shared/rpc/wire';
import type { OperationQueue } from '../operations/queue';
import { type Arrival, MAX_TOLD } from '../sync/context';
import type { Facts, StoreApi } from '../sync/fact-stream';
import type { AutomaticLog } from './automatic-log';
import { idsOf, type Mutes } from './mutes';
import { deedsOf, entryOf, identityOf, type Mailboxes, type Sentenced } from './carry-out';
import { judge, type Letter, type Standing, wantsNothing } from './judge';
import type { Ledger, Mark } from './ledger';

export interface ArrivalPorts {
  readonly journal: Journal;
  readonly queue: OperationQueue;
  readonly mailboxes: Mailboxes;
  readonly ledger: Ledger;
  readonly log: AutomaticLog;
  readonly mutes: Mutes;
  readonly now: () => number;
  store(): { readonly api: StoreApi; readonly facts: Pick<Facts, 'drain'> } | null;
  /** Whether Tern itself put a message where it is, or the person has done something to it already. */
  ownDoing(mailbox: MailboxId, generation: Generation): (uid: number) => boolean;
  readonly standing: (account: AccountId) => Standing;
  /** Whether something of the account comes back when it is answered. */
  awaits(account: AccountId): boolean;
  /** Records that bring back what these messages answer, to be appended in the same turn. */
  answeredBy(account: AccountId, rows: readonly MessageRow[]): JournalRecord[];
  /** Pauses rules that need a folder that is gone; durable when it resolves. */
  pause(rules: readonly string[]): Promise<void>;
  readonly newGroup: () => string;
  /** Operations wait for an account. */
  wake(account: AccountId): void;
  /** Tells people of new mail. */
  announce(account: AccountId, arrival: Arrival): void;
  logChanged(): void;
}

/** An inbox up to which point its mail can be judged now. */
export interface Look {
  /** Whose mail it is, which POP3 may bring into another account's inbox. */
  readonly source: AccountId;
  readonly account: AccountId;
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  /** Messages from this UID on are listed, all of them. */
  readonly floor: number;
  /** Messages below this UID are judged. */
  readonly next: number;
  /** Whether a message has just arrived, rather than come from somewhere else. */
  isArrival(uid: number, date: number, before: Mark): boolean;
  /** Whether the store has all of them; false: it is told of more, and the look is made then. */
  isWhole?(uids: ReadonlySet<number>, from: number): boolean;
}

/** Messages judged as one unit of the journal. */
const AT_ONCE = 500;
/** So much may a server's clock, or the mail's way to it, be behind. */
const SLACK_MS = 86_400_000;

/** What was found of mail that nobody has to be silent about; null: nothing was judged. */
type Left = Omit<Arrival, 'mailbox'>;

/**
 * Does with mail that arrives what the person wants done with it, once a message. A mark in the journal says up to where
 * an inbox has been judged; it moves in the unit that accepts the operations that follow (ADR 9). Only what the store has
 * listed is judged. What can't be done now – no store, a full disk – is done with the next look, and nothing is passed over.
 */
export class Arrivals {
  /** New mail of which is to be told when it has been judged. */
  readonly #untold = new Map<MailboxId, { readonly account: AccountId; readonly arrival: Arrival }>();
  /** Looks at one inbox, one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(private readonly ports: ArrivalPorts) {}

  /** New mail was found: told at once when nobody wants anything done with it, else when it has been judged. */
  announced(account: AccountId, arrival: Arrival): void {
    if (wantsNothing(this.ports.standing(account))) this.ports.announce(account, arrival);
    else this.#untold.set(arrival.mailbox, { account, arrival });
  }

  /** A mailbox on a server was synchronised. */
  async synced(account: AccountId, role: MailboxRole, cursor: MailboxCursor): Promise<void> {
    if (role !== 'inbox') return;
    const { mailbox, generation, floor, uidNext } = cursor;
    await this.look({
      source: account,
      account,
      mailbox,
      generation,
      floor,
      next: uidNext,
      // INTERNALDATE stays with a message that is moved, copied or put back: that is no arrival.
      isArrival: (_, date, before) => date >= before.at - SLACK_MS,
    });
  }

  /** Judges what is new in an inbox. @returns false when that has to be done again: not all was there. */
  async look(look: Look): Promise<boolean> {
    const key = `${look.source} ${look.mailbox}`;
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(() => this.#tried(key, look));
    this.#turns.set(key, turn);
    const left = await turn;
    if (this.#turns.get(key) === turn) this.#turns.delete(key);
    // What the store is about to be told of is judged then, and announced.
    if (left !== 'later' || !look.isWhole) this.#tell(look.mailbox, left === 'later' ? null : left);
    return left !== 'later';
  }

  #tell(mailbox: MailboxId, left: Left | null): void {
    const untold = this.#untold.get(mailbox);
    if (!untold) return;
    this.#untold.delete(mailbox);
    if (left === null) this.ports.announce(untold.account, untold.arrival);
    else if (left.count > 0) this.ports.announce(untold.account, { mailbox, ...left });
  }

  async #tried(key: string, look: Look): Promise<Left | 'later' | null> {
    try {
      return await this.#judge(key, look);
    } catch (error) {
      // The store, the disk or the account went away: the mark has not moved, and the next look begins where this one did.
      if (isMailError(error) || isVaultError(error) || error instanceof RpcError) return 'later';
      throw error;
    }
  }

  async #judge(key: string, look: Look): Promise<Left | 'later' | null> {
    const { ledger, journal, now, standing: wanted } = this.ports;
    const { account, mailbox, generation, next } = look;
    const mark = ledger.marks.latest(key);
    const whole: Mark = { generation, next, at: now() };
    const moved = (to: Mark): JournalRecord => ledger.marks.put(key, to);
    // Never seen before, or numbered anew: everything in it was there before.
    if (!mark || mark.generation !== generation || mark.next > next) {
      await journal.appendAll([moved(whole)]);
      return null;
    }
    if (mark.next === next) return null;
    if (look.floor > mark.next) return 'later';
    const standing = wanted(account);
    if (wantsNothing(standing) && !this.ports.awaits(account)) {
      await journal.appendAll([moved(whole)]);
      return null;
    }
    if (standing.broken.length > 0) await this.ports.pause(standing.broken);
    const store = this.ports.store();
    if (!store) return 'later';
    await store.facts.drain();
    const columns = await store.api.columns({ mailbox, generation, first: mark.next, last: next - 1 });
    if (look.isWhole?.(new Set(columns.uids), mark.next) === false) return 'later';
    const own = this.ports.ownDoing(mailbox, generation);
    const arrived = [...columns.uids.keys()].filter((i) => {
      const n = columns.uids[i] as number;
      return look.isArrival(n, columns.dates[i] as number, mark) && !own(n);
    });
    let left: Left = { count: 0, letters: [] };
    for (let start = 0; start === 0 || start < arrived.length; start += AT_ONCE) {
      const part = arrived.slice(start, start + AT_ONCE);
      const refs = part.map((i): MessageRef => ({
        mailbox,
        generation,
        uid: uid(columns.uids[i] as number),
      }));
      const rows = refs.length > 0 ? await store.api.rows({ refs }) : [];
      const sentenced: Sentenced[] = [];
      const heard: MessageRow[] = [];
      rows.forEach((row, at) => {
        const ref = refs[at];
        const i = part[at];
        if (!row || !ref || i === undefined) return;
        const letter: Letter = { row, flags: columns.flags[i] ?? 0, size: columns.sizes[i] ?? 0 };
        const judgement = ledger.hasActed(account, identityOf(letter)) ? null : judge(letter, standing);
        if (judgement) sentenced.push({ ...letter, ref, judgement });
        if (judgement?.quiet === true) return;
        heard.push(row);
        left = withOne(left, letter, ref, columns.dates[i] as number);
      });
      const isLast = start + AT_ONCE >= arrived.length;
      const upTo = columns.uids[part.at(-1) ?? 0] ?? mark.next;
      await this.#carryOut(look, sentenced, [
        moved(isLast ? whole : { ...mark, next: upTo + 1 }),
        ...this.ports.answeredBy(account, heard),
      ]);
    }
    return left;
  }

  async #carryOut(
    look: Look,
    messages: readonly Sentenced[],
    marks: readonly JournalRecord[],
  ): Promise<void> {
    const { queue, ledger, log, journal, now, newGroup } = this.ports;
    const { account, mailbox } = look;
    const deeds = deedsOf(messages, this.ports.mailboxes, newGroup);
    const grown = messages.flatMap(({ row, judgement: { muted } }) =>
      muted === undefined ? [] : this.ports.mutes.grow(muted, idsOf(row.envelope)),
    );
    if (deeds.length === 0) {
      await journal.appendAll([...marks, ...grown]);
      return;
    }
    const acted = ledger.act(
      account,
      deeds.flatMap((deed) => deed.messages.map(identityOf)),
    );
    await queue.acceptGroups(account, deeds, (accepted) => [
      ...marks,
      ...grown,
      ...acted,
      ...log.add(deeds.map((deed, i) => entryOf(deed, accepted[i] ?? [], { account, mailbox, at: now() }))),
    ]);
    this.ports.wake(account);
    this.ports.logChanged();
  }
}

function withOne(left: Left, { row, flags }: Letter, ref: MessageRef, date: number): Left {
  if ((flags & (Flag.Seen | Flag.Deleted)) !== 0) return left;
  const [from = null] = row.envelope.from;
  const newest = { message: messageKey(ref), from, subject: row.envelope.subject, date };
  return { count: left.count + 1, letters: [newest, ...left.letters.slice(0, MAX_TOLD - 1)] };
}
