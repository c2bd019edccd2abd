import { createHash } from 'node:crypto';

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
