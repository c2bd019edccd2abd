import type { KnownColumns } from '@shared/contract/store-api';
import { Flag, SERVER_FLAGS } from '@shared/model/flags';

/** Flags as the server gave them, ascending by UID, equal lengths. */
export interface ServerFlags {
  readonly uids: Uint32Array;
  readonly flags: Uint32Array;
  readonly keywords: Uint32Array;
}

/** Ascending [first, last] pairs. */
export type Ranges = Iterable<readonly [number, number]>;

/**
 * Compares the UIDs held here with those the server enumerated.
 * @returns `gone`: held here, absent there (the caller must have proved that the enumeration is complete);
 *   `missing`: ranges there that are not held here.
 */
export function compareUids(
  known: Uint32Array,
  server: Ranges,
): { gone: Uint32Array; missing: [number, number][] } {
  const gone: number[] = [];
  const missing: [number, number][] = [];
  let i = 0;
  for (const [first, last] of server) {
    while (i < known.length && (known[i] as number) < first) gone.push(known[i++] as number);
    let expected = first;
    while (i < known.length && (known[i] as number) <= last) {
      const held = known[i++] as number;
      if (held > expected) missing.push([expected, held - 1]);
      expected = held + 1;
    }
    if (expected <= last) missing.push([expected, last]);
  }
  while (i < known.length) gone.push(known[i++] as number);
  return { gone: Uint32Array.from(gone), missing };
}

/** The messages whose server flags or keywords differ from what is held here. Tern's own bits are kept. */
export function changedFlags(
  known: Pick<KnownColumns, 'uids' | 'flags' | 'keywords'>,
  server: ServerFlags,
): ServerFlags {
  const uids: number[] = [];
  const flags: number[] = [];
  const keywords: number[] = [];
  const { uids: held, flags: bits } = known;
  let i = 0;
  for (let j = 0; j < server.uids.length; j++) {
    const uid = server.uids[j] as number;
    while (i < held.length && (held[i] as number) < uid) i++;
    if (i >= held.length) break;
    if (held[i] !== uid) continue;
    const now = server.flags[j] as number;
    const words = server.keywords[j] as number;
    // Nearly always nothing has changed, a hundred thousand times.
    if ((((bits[i] as number) ^ now) & SERVER_FLAGS) === 0 && words === (known.keywords[i] ?? 0)) continue;
    uids.push(uid);
    flags.push(mergeServerFlags(bits[i] as number, now));
    keywords.push(words);
  }
  return {
    uids: Uint32Array.from(uids),
    flags: Uint32Array.from(flags),
    keywords: Uint32Array.from(keywords),
  };
}

/** Server bits replaced, Tern's own observations (attachment, unreadable) kept. */
export const mergeServerFlags = (held: number, server: number): number =>
  ((held & ~SERVER_FLAGS) | (server & SERVER_FLAGS)) >>> 0;

/** Whether a number of vanished messages calls for an independent proof before anything is dropped (B7). */
export const isMassDeletion = (gone: number, held: number): boolean => gone > Math.max(50, held / 10);

export const isUnread = (flags: number): boolean => (flags & Flag.Seen) === 0;
