import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve } from 'node:path';
import type { EngineHost, HostFile } from '@main/services/engine-host';

/** A message is rarely larger; what is is not one that a person opens by a click. */
const MAX_OCTETS = 64 << 20;

/** What of a command line the system wants opened: `mailto:` addresses and `.eml` files; the rest is for others. */
export function openingArguments(
  args: readonly string[],
  folder: string,
): { readonly addresses: readonly string[]; readonly files: readonly string[] } {
  return {
    addresses: args.filter((arg) => /^mailto:/i.test(arg)),
    files: args
      .filter((arg) => /\.eml$/i.test(arg) && !arg.startsWith('-'))
      .map((arg) => (isAbsolute(arg) ? arg : resolve(folder, arg))),
  };
}

/** A message file that the system hands over, ready to be read. @returns null when it is no plain file, or too large. */
export async function messageFile(path: string): Promise<HostFile | null> {
  if (path.includes('\0')) return null;
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true || found.size > MAX_OCTETS) return null;
  return { type: 'message/rfc822', name: basename(path), size: found.size, stream: createReadStream(path) };
}

/**
 * Hands the engine what a command line wants opened; a page takes it.
 * @param folder what relative paths are relative to.
 * @returns null, or the first path that is no message file that can be read.
 */
export async function giveOpenings(
  { openings }: Pick<EngineHost, 'openings'>,
  wanted: readonly string[],
  folder: string,
): Promise<string | null> {
  const { addresses, files } = openingArguments(wanted, folder);
  for (const address of addresses) openings.address(address);
  for (const path of files) {
    const file = await messageFile(path);
    if (file === null) return path;
    await openings.file(file);
  }
  return null;
}
