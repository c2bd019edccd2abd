import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JsonValue, StoredRecord } from '@shared/ports/vault';
import { inspectVault, type VaultReport } from '@main/vault';
import { plainText, printableJson, UsageError, type Console, type ExitCode } from './console';

export const VAULT_HELP = `tern vault verify | dump [--profile DIR] [--json]

  Reads the vault of a profile and changes nothing; Tern may be running.
  verify         checks every journal record and stored file against its checksum
  dump           prints the records of the newest journal: number, type, octets, payload
  --profile DIR  the profile folder; the usual one unless told
  --json         verify: one JSON document; dump: one JSON document a record

  Of drafts and letters only the length of the text is printed. Passwords are not in the vault.`;

/** Fields that hold what somebody wrote (src/shared/contract/compose.ts). */
const WRITTEN = new Set(['text', 'html', 'quote', 'body', 'raw', 'preview', 'signature']);
/** Whatever its field is called, a string like this may be a letter. */
const isLong = (text: string): boolean => text.length > 500 || text.includes('\n');

/** `tern vault`. 0: whole; 1: damaged, or there is no vault. */
export async function vaultCommand(
  args: readonly string[],
  console: Console,
  defaultProfile: string,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { profile: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [action, ...more] = positionals;
  if ((action !== 'verify' && action !== 'dump') || more.length > 0) {
    throw new UsageError('Say what to do: tern vault verify, or tern vault dump.');
  }
  if (values.profile === '') throw new UsageError('--profile: name a folder.');
  const json = values.json === true;
  const profile = values.profile ?? defaultProfile;
  const print = action === 'dump' ? (record: StoredRecord) => printRecord(record, json, console) : undefined;
  const report = await inspect(profile, print);
  if (typeof report === 'string') {
    console.warn(plainText(report));
    return 1;
  }
  const troubles = troublesOf(report);
  if (action === 'verify') {
    if (json) console.print(printableJson({ format: 1, profile, ...report, troubles }, 2));
    else for (const line of printVault(report, troubles)) console.print(plainText(line));
  } else for (const trouble of troubles) console.warn(plainText(trouble));
  return troubles.length === 0 ? 0 : 1;
}

/** The report, or why there is none. */
async function inspect(
  profile: string,
  onRecord: ((record: StoredRecord) => void) | undefined,
): Promise<VaultReport | string> {
  const folder = join(profile, 'vault');
  try {
    return await inspectVault(folder, onRecord);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no vault in ${profile}.`;
    if (code === 'EACCES' || code === 'EPERM') return `${folder} cannot be read by you.`;
    throw error;
  }
}

/** What is wrong, a sentence each. Quarantine is not: what is there was set aside and told before. */
function troublesOf(report: VaultReport): string[] {
  const newest = report.journals.at(-1);
  return [
    ...(newest === undefined ? ['There is no journal.'] : []),
    ...(newest !== undefined && newest.schema === null
      ? [`${newest.file} is no journal that this Tern can read.`]
      : []),
    ...(newest !== undefined && !newest.snapshotWhole ? [`${newest.file}: its snapshot is not whole.`] : []),
    ...report.journals.flatMap(({ file, damage }) =>
      damage.map(({ offset, length }) => `${file}: ${length} damaged octets at ${offset}.`),
    ),
    ...report.blobs.corrupt.map((hash) => `blobs/${hash}: not what was stored.`),
  ];
}

function printVault(report: VaultReport, troubles: readonly string[]): string[] {
  return [
    ...report.journals.map(
      ({ file, schema, bytes, records }) =>
        `${file}  schema ${schema ?? '?'}  ${records} records  ${bytes} octets`,
    ),
    `blobs  ${report.blobs.count} files  ${report.blobs.bytes} octets`,
    `quarantine  ${report.quarantine.length} files${report.quarantine.length === 0 ? '' : `: ${report.quarantine.join(', ')}`}`,
    ...(troubles.length === 0 ? ['Everything is as it was written.'] : troubles),
  ];
}

function printRecord(record: StoredRecord, json: boolean, console: Console): void {
  const { seq, type, payload } = record;
  const text = JSON.stringify(payload);
  const octets = new TextEncoder().encode(text).length;
  const shown = withoutText(payload, false);
  console.print(
    json
      ? printableJson({ seq, type, octets, payload: shown })
      : plainText(`${seq}  ${type}  ${octets}  ${JSON.stringify(shown)}`),
  );
}

/** The payload with everything that people wrote replaced by its length in characters. */
function withoutText(value: JsonValue, written: boolean): JsonValue {
  if (typeof value === 'string') return written || isLong(value) ? `‹${value.length} characters›` : value;
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((item) => withoutText(item, written));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withoutText(part, written || WRITTEN.has(name))]),
  );
}
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
