import { useList } from './list';

/** So long a list without rows may yet get some: of an account that was added this moment. */
const EMPTY_MS = 2000;

/**
 * Runs something once when the first rows have been painted, or none are to be expected soon. What nobody needs for them is
 * read and compiled afterwards: sooner, it would keep them waiting.
 * @returns calls it off.
 */
export function whenRowsStand(run: () => void): () => void {
  let over = false;
  let frame: number | null = null;
  let patience: ReturnType<typeof setTimeout> | null = null;
  let unfollow = (): void => undefined;
  const stop = (): void => {
    over = true;
    unfollow();
    stopLists();
    if (frame !== null) cancelAnimationFrame(frame);
    if (patience !== null) clearTimeout(patience);
  };
  const finish = (): void => {
    if (over) return;
    stop();
    run();
  };
  const look = (): void => {
    const { window } = useList.getState();
    if (over || frame !== null || window === null) return;
    patience ??= setTimeout(finish, EMPTY_MS);
    // A timer set in the last moment before a picture comes behind it.
    if (window.info().total > 0) frame = requestAnimationFrame(() => (patience = setTimeout(finish)));
  };
  const follow = (): void => {
    unfollow();
    unfollow = useList.getState().window?.subscribe(look) ?? unfollow;
    look();
  };
  const stopLists = useList.subscribe(follow);
  follow();
  return stop;
}
