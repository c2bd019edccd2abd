import type { Crypto } from '@shared/ports/crypto';
import { type Files, readWhole } from '@shared/ports/files';
import type { JsonValue } from '@shared/ports/vault';

/**
 * What a backup holds besides mail, beside `tern-backup.json`:
 * ```
 * kept.jsonl       one line a thing: an identity's account, a draft, a rule …, and a last line that says how many there are
 * files/<sha256>   what these things refer to: signature pictures, attachments of drafts and templates, letters to be sent
 * ```
 * Each line carries the SHA-256 of what it says, so that a damaged one is known and takes no other with it.
 */
export const KEPT = 'kept.jsonl';
export const KEPT_FILES = 'files';
const MAX_KEPT = 1024 * 1024 * 1024;

export interface KeptLine {
  /** A kind of `keptValues`, or one that a later Tern has. */
  readonly kind: string;
  /** Which of its kind. */
  readonly id: string;
  /** The profile that wrote it, by the mark of its vault: another one neither removes nor marks what it does not have. */
  readonly profile: string;
  /** When it was first missing there, ms since 1970. */
  readonly gone: number | null;
  /** Names in `files/`: SHA-256, lower-case hexadecimal. */
  readonly files: readonly string[];
  readonly value: JsonValue;
}

export interface KeptLines {
  readonly lines: readonly KeptLine[];
  /** Numbers of lines that are not what was written, from 1. */
  readonly bad: readonly number[];
  /** False: the last line is missing, or there are fewer than it says. */
  readonly whole: boolean;
}

const isHash = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

/** Null: the folder has none, as backups of an earlier Tern. @throws errors of `Files`; RangeError when it is too large. */
export async function readKept(
  files: Files,
  folder: string,
  crypto: Pick<Crypto, 'sha256Hex'>,
): Promise<KeptLines | null> {
  const path = `${folder}/${KEPT}`;
  if ((await files.stat(path))?.kind !== 'file') return null;
  const written = new TextDecoder().decode(await readWhole(files, path, MAX_KEPT)).split('\n');
  const lines: KeptLine[] = [];
  const bad: number[] = [];
  let announced: number | null = null;
  written.forEach((text, at) => {
    if (text === '') return;
    const found = parse(text, crypto);
    if (found === null) bad.push(at + 1);
    else if (typeof found === 'number') announced = found;
    else lines.push(found);
  });
  return { lines, bad, whole: bad.length === 0 && announced === lines.length };
}

/** A line, or the number that the last one says; null for what is neither. */
function parse(text: string, crypto: Pick<Crypto, 'sha256Hex'>): KeptLine | number | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null) return null;
  const { kind, id, profile, gone, files, value, sha256, lines } = found as Record<string, unknown>;
  if (kind === 'end') return typeof lines === 'number' ? lines : null;
  if (typeof kind !== 'string' || typeof id !== 'string' || typeof profile !== 'string') return null;
  if (gone !== null && typeof gone !== 'number') return null;
  if (!Array.isArray(files) || !files.every(isHash) || value === undefined) return null;
  const line: KeptLine = { kind, id, profile, gone, files, value: value as JsonValue };
  return sumOf(line, crypto) === sha256 ? line : null;
}

const sumOf = (
  { kind, id, profile, gone, files, value }: KeptLine,
  crypto: Pick<Crypto, 'sha256Hex'>,
): string =>
  crypto.sha256Hex(new TextEncoder().encode(JSON.stringify([kind, id, profile, gone, files, value])));

export async function writeKept(
  files: Files,
  folder: string,
  lines: readonly KeptLine[],
  crypto: Pick<Crypto, 'sha256Hex'>,
): Promise<void> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    let text = '';
    for (const line of lines) {
      text += `${JSON.stringify({ ...line, sha256: sumOf(line, crypto) })}\n`;
      if (text.length < 1 << 16) continue;
      yield await Promise.resolve(encoder.encode(text));
      text = '';
    }
    yield encoder.encode(`${text}${JSON.stringify({ kind: 'end', lines: lines.length })}\n`);
  }
  await files.write(`${folder}/${KEPT}`, pieces());
}

const keyOf = ({ kind, id }: Pick<KeptLine, 'kind' | 'id'>): string => `${kind} ${id}`;

/**
 * What a profile has now, before everything that the backup had already. What the same profile does not have any more is
 * marked; what another one wrote, or a later Tern, is carried on as it is: a new computer on which somebody has set up the account by
 * hand must not take the signatures out of the backup of the old one.
 */
export function mergeKept(
  before: readonly KeptLine[],
  now: readonly KeptLine[],
  known: (kind: string) => boolean,
  profile: string,
  time: number,
): KeptLine[] {
  const present = new Set(now.map(keyOf));
  const carried = before.flatMap((line) => {
    if (present.has(keyOf(line))) return [];
    const removed = line.gone === null && line.profile === profile && known(line.kind);
    return [removed ? { ...line, gone: time } : line];
  });
  return [...now, ...carried];
}
