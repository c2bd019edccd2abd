import type { MessageKey } from '@shared/model/ids';
import { session } from './connection';
import { paced } from './paced';
import { say } from './say';
import { useSelection } from './selection';
import type { ViewWindow } from './view-window';

/** So many marked messages are asked about at once: neither page nor store is kept from other things for long. */
const SLICE = 2000;

/**
 * A marked message that leaves its list is not marked any longer – moved by another program, read where only unread ones
 * show –: what is done to what is marked is done to what is seen.
 */
export function keepMarked(view: ViewWindow): void {
  let looked = view.version;
  let looking = false;
  const look = async (): Promise<void> => {
    looking = true;
    try {
      looked = view.version;
      const marked = [...useSelection.getState().selectedKeys];
      for (let i = 0; i < marked.length && !view.closed; i += SLICE)
        unmark(await session().view.api.gone({ view: view.id, keys: marked.slice(i, i + SLICE) }), view);
    } finally {
      looking = false;
      if (view.version !== looked) changes.ask();
    }
  };
  const changes = paced(() => {
    if (!looking && !view.closed) say(look());
  });
  view.subscribe(() => {
    if (view.version !== looked && !looking) changes.ask();
  });
}

function unmark(gone: readonly MessageKey[], view: ViewWindow): void {
  const { selectedKeys, anchor, select } = useSelection.getState();
  if (view.closed || !gone.some((key) => selectedKeys.has(key))) return;
  const left = new Set(selectedKeys);
  for (const key of gone) left.delete(key);
  select(left, left.size > 0 ? anchor : null);
}
