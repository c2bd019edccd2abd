import { useEffect, useRef } from 'react';
import { useSelection } from '../state/selection';
import { focusRegion } from './regions';

/** When a letter that was being written is put away, keys go to another one, else to the list it was written from. */
export function useFocusAfterWriting(): void {
  const shown = useSelection(
    ({ composers, minimised }) => composers.filter((id) => !minimised.has(id)).length,
  );
  const before = useRef(shown);
  useEffect(() => {
    const fewer = shown < before.current;
    before.current = shown;
    if (!fewer) return undefined;
    const frame = requestAnimationFrame(() => {
      // Whoever has gone on meanwhile stays where they are.
      const { activeElement, body } = document;
      if (activeElement !== null && activeElement !== body) return;
      if (shown > 0 && focusRegion('composer')) return;
      if (!focusRegion('list')) focusRegion('reader');
    });
    return () => cancelAnimationFrame(frame);
  }, [shown]);
}
