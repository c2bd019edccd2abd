import type { Address } from '@shared/model/message';
import { loadAll } from './loading';
import { newestFirst } from './order';
import { searchTerms } from './search-text';
import type { StoreState } from './state';
import type { Store } from './store';

/** Matching messages whose rows are looked at, newest first. */
const MAX_ROWS = 200;
/** A person written to counts as much as this many heard from. */
const SENT_WEIGHT = 3;

/** After this long a letter counts half. */
const HALF_LIFE_MS = 120 * 86_400_000;

/**
 * People whose name or address starts with `text`, or who are at a domain that does (`@tern`): whom one writes to often and lately first. Asked with nothing, it finds
 * nobody: somebody is about to type, and what is looked through comes into memory meanwhile.
 */
export async function suggest(
  store: Store,
  state: StoreState,
  text: string,
  limit: number,
): Promise<{ name: string; address: string }[]> {
  const wanted = text.trim().toLowerCase();
  await loadAll(state);
  const slots: number[] = [];
  for (const box of state.catalogue.boxes) {
    const role = box.info?.role ?? null;
    const folder = state.catalogue.visible(box);
    // Nobody is suggested for what is there, but it is searched, too.
    const aside = role === 'junk' || role === 'trash';
    if (!folder || (aside && wanted !== '')) continue;
    await state.search.load(folder);
    if (wanted !== '') state.search.find(folder, searchTerms(wanted), slots);
  }
  if (wanted === '') {
    await state.indexer.load();
    return [];
  }
  slots.sort(newestFirst(state.columns));
  const candidates = slots.slice(0, MAX_ROWS);
  const newest = candidates[0] === undefined ? 0 : (state.columns.date[candidates[0]] ?? 0);
  const rows = await store.readRows(state, candidates);
  const people = new Map<string, { name: string; address: string; score: number }>();
  const count = ({ name, address }: Address, weight: number): void => {
    if (address === '' || !startsWithWord(name, address, wanted)) return;
    const key = address.toLowerCase();
    const person = people.get(key);
    if (person) {
      person.score += weight;
      person.name ||= name;
    } else people.set(key, { name, address, score: weight });
  };
  for (const slot of candidates) {
    const envelope = rows.get(slot)?.envelope;
    if (!envelope) continue;
    const sent = state.folderOf(slot).box.info?.role === 'sent';
    // Against the newest match, so that a mailbox nobody wrote into for years has an order as well.
    const weight = 0.5 ** (Math.max(0, newest - (state.columns.date[slot] ?? 0)) / HALF_LIFE_MS);
    for (const address of envelope.from) count(address, sent ? 0 : weight);
    for (const address of [...envelope.to, ...envelope.cc])
      count(address, sent ? SENT_WEIGHT * weight : weight);
  }
  return [...people.values()]
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.address < b.address ? -1 : 1))
    .slice(0, limit)
    .map(({ name, address }) => ({ name, address }));
}

function startsWithWord(name: string, address: string, wanted: string): boolean {
  if (wanted.startsWith('@'))
    return address.toLowerCase().startsWith(wanted, Math.max(0, address.lastIndexOf('@')));
  const lower = name.toLowerCase();
  if (address.toLowerCase().startsWith(wanted) || lower.startsWith(wanted)) return true;
  return lower.split(/[\s,."'()-]+/u).some((word) => word.startsWith(wanted));
}
