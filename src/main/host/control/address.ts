import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readPrivateFile } from '../private-file';

/** Holds where the running Tern listens and the token it wants; readable by this person only. */
export const CONTROL_FILE = 'control.json';

/** What the file says. */
export interface ControlAddress {
  /** A socket in the file system, or a named pipe on Windows. Nothing on the network. */
  readonly path: string;
  readonly token: string;
}

const addressSchema: z.ZodType<ControlAddress> = z.object({ path: z.string(), token: z.string() });

/** Where the Tern of this profile listens, or did when it was killed; null when none said so. */
export async function readControlAddress(profile: string): Promise<ControlAddress | null> {
  const content = await readPrivateFile(join(profile, CONTROL_FILE));
  if (content === null) return null;
  try {
    return addressSchema.safeParse(JSON.parse(content.toString())).data ?? null;
  } catch {
    return null;
  }
}

/** `sun_path` holds 104 octets on macOS and 108 on Linux. */
const LONGEST_PATH = 100;

/** Where a Tern of this profile listens: in the profile, or for a long path in a folder of this person's own. */
export function controlPath(profile: string, platform: NodeJS.Platform): string {
  const name = createHash('sha256').update(profile).digest('hex').slice(0, 16);
  if (platform === 'win32') return `\\\\.\\pipe\\tern-${name}`;
  const inside = join(profile, 'control.sock');
  if (Buffer.byteLength(inside) <= LONGEST_PATH) return inside;
  return join(tmpdir(), `tern-${userInfo().uid}-${name}`, 'control.sock');
}
