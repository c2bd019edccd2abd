import type { FindOctets } from '@shared/ports/find-octets';

/** `FindOctets` on node:buffer, which searches in C++. */
export const findOctets: FindOctets = (bytes, wanted, from) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted, from);
