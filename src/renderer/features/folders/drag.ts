import type { MessageKey } from '@shared/model/ids';

/** The type messages are dragged as. The keys themselves stay in the page: they may be many, and are no one else's. */
export const DRAG_TYPE = 'application/x-tern-messages';

let dragged: readonly MessageKey[] = [];

export const startDrag = (keys: readonly MessageKey[]): void => {
  dragged = keys;
};
export const endDrag = (): void => {
  dragged = [];
};
export const draggedKeys = (): readonly MessageKey[] => dragged;
