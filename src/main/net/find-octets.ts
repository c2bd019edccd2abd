import type { FindOctets } from '@shared/ports/find-octets';

/** It takes any `Uint8Array`: a Buffer around each would cost as much as the search. */
const search = Reflect.get(Buffer.prototype, 'indexOf') as (
  this: Uint8Array,
  wanted: Uint8Array,
  from: number,
) => number;

/** `FindOctets` on node:buffer, which searches in C++. */
export const findOctets: FindOctets = (bytes, wanted, from) => search.call(bytes, wanted, from);
