import { sha256Aside, sha256Of } from './sha256';

/*
 * A pack is many small things in one file.
 *
 *   items  one behind the other
 *   table  a line an item: SHA-256 of it in hex, a blank, its octets
 *   foot   "tern-pack ", where the table begins in 16 digits
 *
 * It is named by the SHA-256 of table and foot: the name vouches for the table and the table for every item, so that no
 * octet is hashed twice (ADR 8). A pack that Tern wrote before 2026-11-27 has items only, and is named as any blob is.
 */
const FOOT = 'tern-pack ';
const DIGITS = 16;
const FOOT_BYTES = FOOT.length + DIGITS + 1;

export interface PackTable {
  /** SHA-256 of each item, lower-case hex. */
  readonly checks: readonly string[];
  /** What stands behind the items. */
  readonly bytes: Uint8Array;
}

/** Hashes every item: it is worth doing that while the disk writes them. */
export function packTable(items: readonly Uint8Array[]): PackTable {
  const checks: string[] = [];
  let text = '';
  let size = 0;
  for (const item of items) {
    const check = sha256Of(item);
    checks.push(check);
    text += `${check} ${item.length}\n`;
    size += item.length;
  }
  text += `${FOOT}${String(size).padStart(DIGITS, '0')}\n`;
  return { checks, bytes: Buffer.from(text, 'latin1') };
}

/** Whether these are the bytes that a blob or a pack of that name was made of. */
export const isNamed = async (bytes: Uint8Array, name: string): Promise<boolean> =>
  (await nameOfPack(bytes)) === name || (await sha256Aside(bytes)) === name;

/** The name of a pack whose every item is what its table says; null for other bytes. */
async function nameOfPack(bytes: Uint8Array): Promise<string | null> {
  const tableAt = tableOf(bytes);
  if (tableAt === null) return null;
  let at = 0;
  for (const line of text(bytes.subarray(tableAt, bytes.length - FOOT_BYTES))
    .split('\n')
    .slice(0, -1)) {
    const [check, octets] = line.split(' ');
    const item = bytes.subarray(at, at + Number(octets));
    if ((await sha256Aside(item)) !== check) return null;
    at += item.length;
  }
  return at === tableAt ? sha256Of(bytes.subarray(tableAt)) : null;
}

/** Where the table begins; null where there is none. */
function tableOf(bytes: Uint8Array): number | null {
  const foot = text(bytes.subarray(Math.max(0, bytes.length - FOOT_BYTES)));
  const digits = foot.startsWith(FOOT) && foot.endsWith('\n') ? foot.slice(FOOT.length, -1) : '';
  if (!/^\d{16}$/.test(digits)) return null;
  const tableAt = Number(digits);
  return tableAt <= bytes.length - FOOT_BYTES ? tableAt : null;
}

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
