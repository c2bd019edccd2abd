import type { Cause } from '@shared/contract/automatic';
import type { Action } from '@shared/contract/engine-api';
import type { MessageRow, MailboxRole } from '@shared/model/message';
import { Flag } from '@shared/model/flags';
import type { AccountId } from '@shared/model/ids';
import { byRules, type ReadyRule } from './by-rules';
import { blockingEntry } from '@shared/rules/blocked';

/** A message as it is judged: its header, which is durable. */
export interface Letter {
  readonly row: MessageRow;
  /** `Flag` bits. */
  readonly flags: number;
  readonly size: number;
}

/** What the person wants done with what arrives in an account. */
export interface Standing {
  readonly account: AccountId;
  /** Those that are on, in their order. */
  readonly rules: readonly ReadyRule[];
  /** Rules that are on and need a folder that is gone. */
  readonly broken: readonly string[];
  readonly blocked: ReadonlySet<string>;
  /** How many conversations are muted. */
  readonly muted: number;
  /** The muted conversation that a message belongs to; null for none. From then on it is one of those that it is known by. */
  readonly mutedBy: (row: MessageRow) => string | null;
  /** Whether the account has a mailbox of this role. */
  readonly has: (role: MailboxRole) => boolean;
}

/** What is to be done with a message, and why. No action: it only arrives without a word. */
export interface Judgement {
  readonly cause: Cause;
  readonly actions: readonly Action[];
  /** Nobody is told that it arrived. */
  readonly quiet: boolean;
  /** The muted conversation that it belongs to. */
  readonly muted?: string;
}

/** Whether nothing is wanted, so that nothing has to be looked at. */
export const wantsNothing = ({ blocked, muted, rules, broken }: Standing): boolean =>
  blocked.size === 0 && muted === 0 && rules.length === 0 && broken.length === 0;

/** What the person wants done with a message that arrived; null: nothing. Never deletes for good. */
export function judge(letter: Letter, standing: Standing): Judgement | null {
  const { row, flags } = letter;
  if (row.envelope.from.some(({ address }) => blockingEntry(address, standing.blocked) !== null)) {
    return { cause: { kind: 'blocked' }, actions: awayWithIt(standing), quiet: true };
  }
  const muted = standing.mutedBy(row);
  if (muted !== null) {
    return { cause: { kind: 'muted' }, actions: outOfTheWay(flags, standing), quiet: true, muted };
  }
  return byRules(letter, standing);
}

/** Read, and out of the inbox where there is somewhere to go. */
function outOfTheWay(flags: number, { has }: Standing): readonly Action[] {
  const read: readonly Action[] =
    (flags & Flag.Seen) === 0 ? [{ kind: 'flag', add: ['\\Seen'], remove: [] }] : [];
  return has('archive') || has('all') ? [...read, { kind: 'archive' }] : read;
}

/** To Junk, else to Trash, else it stays where it is, unannounced. */
function awayWithIt({ has }: Standing): readonly Action[] {
  if (has('junk')) return [{ kind: 'junk' }];
  return has('trash') ? [{ kind: 'delete' }] : [];
}
