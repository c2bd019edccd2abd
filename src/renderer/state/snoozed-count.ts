import { create } from 'zustand';
import type { Session } from './connection';
import { useEngineState } from './engine-state';
import { noFilters } from './selection';
import { anyAsleep, useSnoozed } from './snoozed';

/** Conversations (or messages, as lists are shown) that sleep, as the list of them has them. */
export const useSnoozedCount = create<{ readonly count: number }>(() => ({ count: 0 }));

/** Keeps `useSnoozedCount` true by a view of the store's that is open while anything sleeps. */
export function followSnoozedCount({ view }: Session): () => void {
  /** Whether conversations are counted, null: nothing is. */
  let wanted: boolean | null = null;
  let open: string | null = null;
  let running: Promise<void> = Promise.resolve();

  const tell = (count: number): void => {
    if (useSnoozedCount.getState().count !== count) useSnoozedCount.setState({ count });
  };

  const settle = async (threaded: boolean | null): Promise<void> => {
    if (threaded !== wanted || view.state !== 'open') return;
    const former = open;
    open = null;
    if (former !== null) await view.api.close({ view: former });
    if (threaded === null) {
      tell(0);
      return;
    }
    const query = {
      scope: { kind: 'snoozed' as const },
      text: '',
      ...noFilters,
      threaded,
      sort: 'newest' as const,
    };
    const info = await view.api.open({ query, coverage: false });
    open = info.view;
    tell(info.total);
  };

  const look = (anew = false): void => {
    const next = anyAsleep(useSnoozed.getState()) ? useEngineState.getState().settings.threaded : null;
    if (next === wanted && !anew) return;
    wanted = next;
    // A count is a help: what fails is tried again with the next change, and when the store is back.
    running = running
      .then(() => settle(next))
      .catch(() => {
        wanted = null;
      });
  };

  const stops = [
    useSnoozed.subscribe(() => look()),
    useEngineState.subscribe(() => look()),
    view.on('viewChanged', ({ view: id, total }) => {
      if (id === open) tell(total);
    }),
    view.onState((state) => {
      open = null;
      if (state === 'open') look(true);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
