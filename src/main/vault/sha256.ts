import { createHash, hash as hashAtOnce, webcrypto } from 'node:crypto';

/** A SHA-256 that is fed in pieces; the `Crypto` port hashes whole byte strings only. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. May be called once. */
  digest(): string;
}

export function sha256(): RunningHash {
  const hash = createHash('sha256');
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    digest: () => hash.digest('hex'),
  };
}

/** Lower-case hex of bytes that are all there: half the price of a `RunningHash` for a letter. */
export const sha256Of = (bytes: Uint8Array): string => hashAtOnce('sha256', bytes, 'hex');

/** From here on a thread of its own is worth its price. */
const LARGE = 256 * 1024;

/** The same; large ones are hashed beside this thread, which goes on with its work. */
export async function sha256Aside(bytes: Uint8Array): Promise<string> {
  if (bytes.length < LARGE) return sha256Of(bytes);
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

/** Of bytes that lie in several places, one behind the other. */
export async function hashOfRuns(runs: readonly Uint8Array[]): Promise<string> {
  const [only] = runs;
  if (only && runs.length === 1) return sha256Aside(only);
  const hash = sha256();
  for (const run of runs) hash.update(run);
  return hash.digest();
}
