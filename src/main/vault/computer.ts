import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { windowsProgram } from '@shared/util/windows-program';
import { sha256Of } from './sha256';

/** A computer, or a container on it: within one, a process id means one process. */
export interface Computer {
  /** The same after a restart and in another network; a hash, for it lies on a disk that others may see. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}

/** How long another program may take to say which computer this is. */
const ASKED_MS = 2_000;
let known: Promise<Computer> | null = null;

/** This computer. */
export function thisComputer(): Promise<Computer> {
  known ??= identify(process.platform);
  return known;
}

async function identify(platform: NodeJS.Platform): Promise<Computer> {
  const name = hostname();
  const own = (await ownId(platform).catch(() => '')) || name;
  // Containers have process ids of their own, and often the machine id of their image.
  const space = platform === 'linux' ? await readlink('/proc/self/ns/pid').catch(() => '') : '';
  return { id: sha256Of(new TextEncoder().encode(`${own} ${space}`)).slice(0, 16), name };
}

/** What the system tells computers apart by; '' where it does not say. */
async function ownId(platform: NodeJS.Platform): Promise<string> {
  switch (platform) {
    // machine-id(5)
    case 'linux':
      return (await readFile('/etc/machine-id', 'latin1')).trim();
    case 'darwin':
      return uuidIn(await said('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']));
    case 'win32':
      return uuidIn(
        await said(windowsProgram('reg', process.env), [
          'query',
          'HKLM\\SOFTWARE\\Microsoft\\Cryptography',
          '/v',
          'MachineGuid',
        ]),
      );
    default:
      return '';
  }
}

/** The platform's UUID in what `ioreg` or `reg` prints, '' when there is none. */
export const uuidIn = (text: string): string =>
  /(?:IOPlatformUUID"\s*=\s*"|MachineGuid\s+REG_SZ\s+)([0-9a-fA-F-]{36})/.exec(text)?.[1] ?? '';

const said = async (program: string, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, args, { timeout: ASKED_MS, windowsHide: true })).stdout;
