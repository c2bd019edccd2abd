/**
 * The index of the first of these octets, one behind the other, at or after `from`; -1 when there is none. What a loop in
 * JavaScript does as well, many times as fast: for those who look through whole mailboxes.
 */
export type FindOctets = (bytes: Uint8Array, wanted: Uint8Array, from: number) => number;
