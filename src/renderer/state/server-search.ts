import { create } from 'zustand';
import type { ServerSearchProgress, ServerSearchReport } from '@shared/contract/search';
import type { ViewQuery } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { isClosed } from './engine-state';
import { session } from './connection';
import { useList } from './list';
import { say } from './say';

interface ServerSearch {
  /** The query that was asked of servers, null when none was. */
  readonly key: string | null;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly progress: ServerSearchProgress | null;
  readonly report: ServerSearchReport | null;
  readonly error: unknown;
  readonly found: readonly MessageKey[];
}

const nothing: ServerSearch = {
  key: null,
  state: 'done',
  progress: null,
  report: null,
  error: null,
  found: [],
};
export const useServerSearch = create<ServerSearch>(() => nothing);

export const searchKey = ({ text, scope }: Pick<ViewQuery, 'text' | 'scope'>): string =>
  JSON.stringify([text, scope]);

let running: AbortController | null = null;
let runs = 0;
/** Messages told to a view at once. */
const AT_ONCE = 10_000;

/** Asks the servers for what the list shows a search of. What they find comes into the list as it is found. */
export async function searchOnServer(query: ViewQuery): Promise<void> {
  running?.abort();
  const own = new AbortController();
  running = own;
  const run = `search-${++runs}`;
  const key = searchKey(query);
  const { engine } = session();
  useServerSearch.setState({ ...nothing, key, state: 'running' });
  const stop = engine.on('searchProgress', (progress) => {
    if (progress.run !== run || running !== own) return;
    useServerSearch.setState((old) => ({
      progress,
      found: progress.found.length > 0 ? [...old.found, ...progress.found] : old.found,
    }));
    say(tellFound(key, progress.found));
  });
  try {
    const report = await engine.api.searchServer(
      { run, text: query.text, scope: query.scope },
      { signal: own.signal },
    );
    if (running === own) useServerSearch.setState({ state: 'done', report });
  } catch (error) {
    if (running !== own) return;
    useServerSearch.setState(own.signal.aborted ? { state: 'stopped' } : { state: 'failed', error });
  } finally {
    stop();
    if (running === own) running = null;
  }
}

/** What was found stays. */
export function stopServerSearch(): void {
  running?.abort();
}

/** The list shows another search now. */
export function leaveServerSearch(): void {
  running?.abort();
  running = null;
  if (useServerSearch.getState().key !== null) useServerSearch.setState(nothing);
}

/** Puts what was found into the view that shows this search, also into one that was opened anew. */
export async function tellFound(key: string, keys: readonly MessageKey[]): Promise<void> {
  const { window } = useList.getState();
  if (!window || keys.length === 0 || searchKey(window.query) !== key) return;
  try {
    for (let at = 0; at < keys.length; at += AT_ONCE)
      await session().view.api.addFound({ view: window.id, keys: keys.slice(at, at + AT_ONCE) });
  } catch (error) {
    // The view was closed or its store restarted: the one that takes its place is told again.
    if (!isClosed(error) && useList.getState().window === window) throw error;
  }
}
