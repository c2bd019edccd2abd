import { loadAll } from './loading';
import { newestFirst } from './order';
import { searchTerms } from './search-text';
import type { StoreState } from './state';
import type { Store } from './store';

/** Messages whose recipients are looked at for one address, newest first: its words may stand in others' lines as well. */
const MAX_ROWS = 50;

/** For each address whether a message in a folder for sent mail is to it. Bcc is nobody's to be found by. */
export async function wroteTo(
  store: Store,
  state: StoreState,
  addresses: readonly string[],
): Promise<boolean[]> {
  await loadAll(state);
  const folders = state.catalogue.boxes.flatMap((box) => {
    const folder = box.info?.role === 'sent' ? state.catalogue.visible(box) : null;
    return folder ? [folder] : [];
  });
  await Promise.all(folders.map((folder) => state.search.load(folder)));
  const answers: boolean[] = [];
  for (const address of addresses) {
    const wanted = address.trim().toLowerCase();
    const slots: number[] = [];
    if (wanted !== '') for (const folder of folders) state.search.find(folder, searchTerms(wanted), slots);
    slots.sort(newestFirst(state.columns));
    const rows = await store.readRows(state, slots.slice(0, MAX_ROWS));
    answers.push(
      [...rows.values()].some((row) =>
        [...row.envelope.to, ...row.envelope.cc].some((person) => person.address.toLowerCase() === wanted),
      ),
    );
  }
  return answers;
}
