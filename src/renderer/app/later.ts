import { useEffect, useSyncExternalStore } from 'react';
import { whenRowsStand } from '../state/rows-stand';

type LaterParts = typeof import('./later-parts');

/** A host that is starting again has what it could not give a moment ago. */
const AGAIN_MS = 1000;

let parts: LaterParts | null = null;
let reading = false;
const listeners = new Set<() => void>();

function read(): void {
  if (reading) return;
  reading = true;
  import('./later-parts').then(
    ({ Dialogs, FirstRun, OutboxPane, ReaderPane }) => {
      parts = { Dialogs, FirstRun, OutboxPane, ReaderPane };
      for (const listener of listeners) listener();
    },
    () =>
      setTimeout(() => {
        reading = false;
        read();
      }, AGAIN_MS),
  );
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
const current = (): LaterParts | null => parts;

/** The parts of the window that no first screen of mail needs, once they have been read. @param wanted reads them now */
export function useLater(wanted: boolean): LaterParts | null {
  useEffect(() => {
    if (wanted) read();
  }, [wanted]);
  return useSyncExternalStore(subscribe, current);
}

/** Reads them when the first rows have been painted. */
export function useReadAhead(): void {
  useEffect(() => whenRowsStand(read), []);
}
