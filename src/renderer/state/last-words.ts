const savers = new Set<() => Promise<unknown>>();

/** Registers what saves words that are in the page alone. Returns what takes it off. */
export function beforeClosing(save: () => Promise<unknown>): () => void {
  savers.add(save);
  return () => void savers.delete(save);
}

/** Saves everything that is in the page alone; resolves when it is tried, also where it failed. */
export async function saveLastWords(): Promise<void> {
  await Promise.allSettled([...savers].map((save) => save()));
}
