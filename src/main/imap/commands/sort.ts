import type { Uid } from '@shared/model/ids';
import type { Command } from '../session/command';
import type { ThreadNode } from '../types';
import { writeSearch, type SearchQuery } from './search';

/** An order (RFC 5256 §3), the other way round with a minus. */
export type SortKey =
  'ARRIVAL' | 'CC' | 'DATE' | 'FROM' | 'SIZE' | 'SUBJECT' | 'TO' | 'DISPLAYFROM' | 'DISPLAYTO';

/** UID SORT (RFC 5256 §3, RFC 5957): UIDs in the server's order; `-KEY` reverses. */
export function sort(
  keys: readonly (SortKey | `-${SortKey}`)[],
  query: SearchQuery,
): Command<readonly Uid[]> {
  let order: Uid[] = [];
  return {
    name: 'UID SORT',
    lane: { answers: ['SORT'] },
    idempotent: true,
    write(w, state) {
      const words = keys.map((key) => (key.startsWith('-') ? `REVERSE ${key.slice(1)}` : key));
      w.raw(`UID SORT (${words.join(' ')}) UTF-8`);
      writeSearch(w, query, state, false);
    },
    collect(response) {
      if (response.type !== 'sort') return false;
      order = order.concat(Array.from(response.numbers) as Uid[]);
      return true;
    },
    finish: () => order,
  };
}

/** UID THREAD (RFC 5256 §3). */
export function thread(
  algorithm: 'REFERENCES' | 'ORDEREDSUBJECT' | 'REFS',
  query: SearchQuery,
): Command<readonly ThreadNode[]> {
  let threads: readonly ThreadNode[] = [];
  return {
    name: 'UID THREAD',
    lane: { answers: ['THREAD'] },
    idempotent: true,
    write(w, state) {
      w.raw(`UID THREAD ${algorithm} UTF-8`);
      writeSearch(w, query, state, false);
    },
    collect(response) {
      if (response.type !== 'thread') return false;
      threads = threads.concat(response.threads);
      return true;
    },
    finish: () => threads,
  };
}
