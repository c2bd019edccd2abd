import { type DragEvent, useRef } from 'react';
import { placeSearch } from '../../state/saved-searches';
import type { FolderRow } from './tree';

/** The type saved searches are dragged as: nothing else takes them. */
const TYPE = 'application/x-tern-saved-search';

interface SearchDrag {
  /** A drag begins on this line. */
  readonly start: (event: DragEvent, row: FolderRow | undefined) => void;
  /** Whether what is dragged is a saved search that can be put where this line is. */
  readonly takes: (row: FolderRow | undefined) => boolean;
  /** Puts it there. */
  readonly drop: (row: FolderRow | undefined) => void;
  readonly end: () => void;
}

/** Saved searches change their places among each other by mouse, as they do by Alt and the arrows. */
export function useSearchDrag(): SearchDrag {
  const dragged = useRef<string | null>(null);
  const takes = (row: FolderRow | undefined): boolean =>
    dragged.current !== null && row?.kind === 'saved-search' && row.search.id !== dragged.current;
  return {
    start: (event, row) => {
      if (row?.kind !== 'saved-search') return;
      dragged.current = row.search.id;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData(TYPE, row.search.id);
    },
    takes,
    drop: (row) => {
      if (dragged.current !== null && row?.kind === 'saved-search' && takes(row))
        placeSearch(dragged.current, row.search.id);
      dragged.current = null;
    },
    end: () => {
      dragged.current = null;
    },
  };
}
