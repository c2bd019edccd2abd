import { BaseSequencer } from 'vitest/node';

/**
 * Begins with the files that are known to take long, so that no worker has one left when the others are done. Vitest
 * orders by earlier runs; a fresh clone has none. `long`: the ends of their paths, the longest first.
 */
export function longestFirst(long) {
  const place = ({ moduleId }) => {
    const at = long.findIndex((end) => moduleId.endsWith(end));
    return at === -1 ? long.length : at;
  };
  return class LongestFirst extends BaseSequencer {
    async sort(files) {
      return (await super.sort(files)).sort((a, b) => place(a) - place(b));
    }
  };
}
