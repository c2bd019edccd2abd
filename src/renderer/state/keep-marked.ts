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
 * show –: what is done to what is marked is done to what is seen. One that gets another key in it stays marked.
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
        follow(await session().view.api.gone({ view: view.id, keys: marked.slice(i, i + SLICE) }), view);
    } catch (error) {
      // Another list took its place meanwhile; nobody's marks are asked about any longer.
      if (!view.closed) throw error;
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

interface Changed {
  readonly gone: readonly MessageKey[];
  readonly renamed: readonly { readonly from: MessageKey; readonly to: MessageKey }[];
}

function follow({ gone, renamed }: Changed, view: ViewWindow): void {
  if (view.closed || (gone.length === 0 && renamed.length === 0)) return;
  const { selectedKeys, anchor, select } = useSelection.getState();
  const left = new Set(selectedKeys);
  for (const key of gone) left.delete(key);
  let isOther = left.size < selectedKeys.size;
  for (const { from, to } of renamed) {
    if (!left.delete(from)) continue;
    left.add(to);
    isOther = true;
  }
  if (isOther) select(left, left.size > 0 ? anchor : null);
}
