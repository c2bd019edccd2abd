import type { MailboxRole } from '@shared/model/message';
import type { Catalogue } from './catalogue';
import { HIDDEN, type MessageColumns } from './message-columns';

/** Of one mailbox, what decides which copy of a message a list shows. */
export interface Home {
  /** Number of its account: copies are copies within one account only. */
  readonly account: number;
  /** Lower is shown rather. */
  readonly rank: number;
  /** Being here is a label: two of one message are never two messages. */
  readonly label: boolean;
}

const RANKS: readonly MailboxRole[] = ['inbox', null, 'sent', 'drafts', 'archive'];

/** Places as people think of them first, Gmail's collections of everything last. */
const homeRank = (role: MailboxRole): number => {
  const at = RANKS.indexOf(role);
  return at < 0 ? RANKS.length : at;
};

/** Same Message-ID, size and date in one account: copies of one message (Gmail's labels, a copy into another folder). */
const alike = (columns: MessageColumns, a: number, b: number): boolean =>
  columns.idHash[a] === columns.idHash[b] &&
  columns.size[a] === columns.size[b] &&
  columns.date[a] === columns.date[b];

/**
 * A list with every message once: by its copies in the mailbox that people think of first. Two alike in one ordinary
 * mailbox are two messages: a person sees both, and can delete one.
 * @param flat in the order of lists, so that copies stand near each other
 * @param homes by index of mailbox
 * @returns the list, and for each copy left out one that is listed.
 */
export function eachOnce(
  flat: Uint32Array,
  columns: MessageColumns,
  homes: readonly Home[],
): { readonly listed: Uint32Array; readonly listedFor: ReadonlyMap<number, number> } {
  const listed = new Uint32Array(flat.length);
  const listedFor = new Map<number, number>();
  let n = 0;
  for (let start = 0; start < flat.length;) {
    const date = columns.shownDate[flat[start] as number];
    let end = start + 1;
    while (end < flat.length && columns.shownDate[flat[end] as number] === date) end++;
    // Messages of one moment: few, but for what was imported.
    if (end - start > 1) leaveOut(flat.subarray(start, end), columns, homes, listedFor);
    for (let i = start; i < end; i++)
      if (listedFor.size === 0 || !listedFor.has(flat[i] as number)) listed[n++] = flat[i] as number;
    start = end;
  }
  return { listed: listed.slice(0, n), listedFor };
}

/** Notes the copies among these that another one stands for. */
function leaveOut(
  slots: Uint32Array,
  columns: MessageColumns,
  homes: readonly Home[],
  listedFor: Map<number, number>,
): void {
  const placeOf = (slot: number): number => columns.shownIn[slot] as number;
  const byHash = new Map<number, number[][]>();
  for (const slot of slots) {
    const hash = columns.idHash[slot] as number;
    if (hash === 0) continue;
    const account = homes[placeOf(slot)]?.account;
    const classes = byHash.get(hash) ?? [];
    byHash.set(hash, classes);
    const same = classes.find(([first]) => {
      const other = first as number;
      return alike(columns, slot, other) && homes[placeOf(other)]?.account === account;
    });
    if (same) same.push(slot);
    else classes.push([slot]);
  }
  for (const copies of [...byHash.values()].flat()) {
    if (copies.length < 2) continue;
    const rank = (slot: number): number => homes[placeOf(slot)]?.rank ?? RANKS.length;
    const best = copies.reduce((a, b) => ((rank(b) - rank(a) || placeOf(b) - placeOf(a)) < 0 ? b : a));
    const label = homes[placeOf(best)]?.label === true;
    for (const slot of copies) {
      if (slot !== best && (label || placeOf(slot) !== placeOf(best))) listedFor.set(slot, best);
    }
  }
}

/** The other copies of some messages that are shown anywhere in their accounts, by message. One pass over everything. */
export function copiesOf(
  columns: MessageColumns,
  homes: readonly Home[],
  slots: readonly number[],
): Map<number, number[]> {
  const wanted = new Map<number, number[]>();
  for (const slot of slots) {
    const hash = columns.idHash[slot] as number;
    if (hash !== 0) wanted.set(hash, [...(wanted.get(hash) ?? []), slot]);
  }
  const found = new Map<number, number[]>();
  if (wanted.size === 0) return found;
  for (let slot = 0; slot < columns.length; slot++) {
    const place = columns.shownIn[slot] as number;
    if (place === HIDDEN) continue;
    for (const of of wanted.get(columns.idHash[slot] as number) ?? []) {
      const home = homes[columns.shownIn[of] as number];
      if (of === slot || !alike(columns, of, slot) || homes[place]?.account !== home?.account) continue;
      found.set(of, [...(found.get(of) ?? []), slot]);
    }
  }
  return found;
}

export const homesOf = (catalogue: Catalogue): Home[] =>
  catalogue.boxes.map((box) => ({
    account: catalogue.accountOf(box),
    rank: homeRank(box.info?.role ?? null),
    label: box.info?.label ?? false,
  }));
