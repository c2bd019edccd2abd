/** What decompression may make of a message, in octets: a small letter must not fill the memory. */
export const MAX_PLAIN = 60 * 1024 * 1024;
/** User ids and the like are for people to read. */
const MAX_USER_ID = 2048;

type OpenPgp = typeof import('openpgp');

let loading: Promise<OpenPgp> | null = null;

/**
 * OpenPGP.js, read when it is first needed: most people have no key, and a start must not wait for it. It stays a file of
 * its own in what is built (`electron.vite.config.ts`), as its licence asks for.
 */
export function openPgp(): Promise<OpenPgp> {
  loading ??= import('openpgp').then((pgp) => {
    Object.assign(pgp.config, {
      showVersion: false,
      showComment: false,
      maxDecompressedMessageSize: MAX_PLAIN,
      maxUserIDLength: MAX_USER_ID,
      // The defaults, said aloud because reading safely depends on them (Efail).
      allowUnauthenticatedMessages: false,
      allowUnauthenticatedStream: false,
      allowInsecureDecryptionWithSigningKeys: false,
      allowInsecureVerificationWithReformattedKeys: false,
      enforceGrammar: true,
      // 2^21 KiB would be two gigabytes for one guess at a passphrase of somebody's making.
      maxArgon2MemoryExponent: 18,
    });
    return pgp;
  });
  return loading;
}
