import { join } from 'node:path';
import { readPrivateFile, writePrivateFile } from '../private-file';

const FILE = 'browser-port';

/**
 * Starts a host on the port this profile had last time. A browser keeps its database by origin, and the port is part of
 * it: on another port the cache would be empty and all mail would be fetched anew. Another port is taken, and
 * remembered, when that one is in use.
 */
export async function onUsualPort<T extends { readonly port: number }>(
  profile: string,
  start: (port: number) => Promise<T>,
): Promise<T> {
  const usual = Number((await readPrivateFile(join(profile, FILE)))?.toString() ?? 0);
  if (Number.isInteger(usual) && usual > 1023 && usual < 65536) {
    try {
      return await start(usual);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  const host = await start(0);
  await writePrivateFile(join(profile, FILE), String(host.port));
  return host;
}
