import { create } from 'zustand';
import type { ViewQuery } from '@shared/contract/view-api';
import { accountConfigs, useEngineState } from './engine-state';
import type { Session } from './connection';
import { followDay } from './day';
import { useList } from './list';
import { looksNowhere, savedSearches, searchedBy } from './saved-searches';
import { noFilters } from './selection';

/** Unread messages that each saved search finds, by its id; none for what is not counted yet. */
export const useSavedCounts = create<ReadonlyMap<string, number>>(() => new Map());

/** What a person waits for comes first: counting reads what is searched through into memory. */
const AFTER_LIST_MS = 3000;

interface Counted {
  /** What is counted, and on which day: "7 days ago" is another moment tomorrow. */
  readonly key: string;
  readonly view: string;
}

const keyOf = (query: ViewQuery): string => `${new Date().toDateString()} ${JSON.stringify(query)}`;

/** What is to be counted, by id of the saved search. */
function wantedCounts(): Map<string, ViewQuery> {
  const wanted = new Map<string, ViewQuery>();
  for (const search of savedSearches()) {
    if (looksNowhere(search)) continue;
    const query = searchedBy(search);
    if (!query) continue;
    wanted.set(search.id, {
      text: query.text,
      scope: query.scope,
      ...noFilters,
      unread: true,
      threaded: false,
      sort: 'newest',
    });
  }
  return wanted;
}

/**
 * Keeps `useSavedCounts` true, each by a view of the store's that is open as long as its search is saved. Begins when the
 * list has stood for `afterMs`.
 */
export function followSavedCounts({ view }: Session, afterMs = AFTER_LIST_MS): () => void {
  const open = new Map<string, Counted>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isDue = false;
  let running: Promise<void> | null = null;
  let again = false;
  let asked = '';
  /** What `asked` was made of. */
  let madeOf: readonly unknown[] = [];

  const show = (id: string, count: number | null): void => {
    const now = useSavedCounts.getState();
    if ((now.get(id) ?? null) === count) return;
    const next = new Map(now);
    if (count === null) next.delete(id);
    else next.set(id, count);
    useSavedCounts.setState(next, true);
  };

  const settle = async (): Promise<void> => {
    const wanted = wantedCounts();
    const isWanted = (id: string, key: string): boolean => {
      const query = wanted.get(id);
      return query !== undefined && keyOf(query) === key;
    };
    for (const [id, { key, view: own }] of [...open]) {
      if (isWanted(id, key)) continue;
      open.delete(id);
      show(id, null);
      await view.api.close({ view: own });
    }
    for (const [id, query] of wanted) {
      if (open.has(id)) continue;
      const info = await view.api.open({ query, coverage: false });
      open.set(id, { key: keyOf(query), view: info.view });
      show(id, info.total);
    }
  };

  const look = (): void => {
    if (!isDue || view.state !== 'open') return;
    if (running) {
      again = true;
      return;
    }
    // A count is a help: what fails is tried again with the next change, and when the store is back.
    running = settle()
      .catch(() => {
        asked = '';
      })
      .then(() => {
        running = null;
        if (!again) return;
        again = false;
        look();
      });
  };

  const changed = (): void => {
    if (!isDue) {
      if (timer === null && useList.getState().window !== null) {
        timer = setTimeout(() => {
          isDue = true;
          changed();
        }, afterMs);
      }
      return;
    }
    const { status, mailboxes, mailboxesLoaded } = useEngineState.getState();
    if (!status || !mailboxesLoaded) return;
    if (savedSearches().length === 0 && open.size === 0) return;
    // The engine says many times a second how far it is: none of that is in a query.
    const made = [mailboxes, ...savedSearches(), ...accountConfigs()];
    if (asked !== '' && made.length === madeOf.length && made.every((part, i) => part === madeOf[i])) return;
    madeOf = made;
    const wanted = JSON.stringify([...wantedCounts()].map(([id, query]) => [id, keyOf(query)]));
    if (wanted === asked) return;
    asked = wanted;
    look();
  };

  const stops = [
    useEngineState.subscribe(changed),
    useList.subscribe(changed),
    view.on('viewChanged', ({ view: id, total }) => {
      for (const [search, counted] of open) if (counted.view === id) show(search, total);
    }),
    view.onState((state) => {
      if (state !== 'open') {
        open.clear();
        asked = '';
      } else changed();
    }),
    followDay(() => {
      asked = '';
      changed();
    }),
    () => {
      if (timer !== null) clearTimeout(timer);
    },
  ];
  changed();
  return () => {
    for (const stop of stops) stop();
  };
}
