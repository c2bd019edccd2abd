import type { ListRow } from '@shared/contract/view-api';

let aimed: ListRow | null = null;

/** The row that what is done goes to instead of the cursor's; null but inside of `onRow`. */
export const aimedRow = (): ListRow | null => aimed;

/**
 * Runs what was chosen in a row's menu on that row, wherever the cursor is by then: mail comes and goes while a menu is
 * open, and a message that leaves the list hands its cursor to a neighbour nobody meant.
 */
export function onRow(row: ListRow, run: () => void): void {
  aimed = row;
  try {
    run();
  } finally {
    aimed = null;
  }
}
