/** As people read it out: upper-case, in groups of four. */
export const fingerprintWords = (fingerprint: string): string =>
  fingerprint
    .toUpperCase()
    .match(/.{1,4}/g)
    ?.join('\u00a0') ?? '';

/** The id of a key, likewise. */
export const keyIdWords = (keyId: string): string => fingerprintWords(keyId.slice(-16));
