import { Packr } from 'msgpackr/index-no-eval';

/**
 * MessagePack for ports that carry bytes (WebSocket). Typed arrays, bigint, Map and undefined survive, as they do in a
 * structured clone. The no-eval build: the pages' content security policy forbids code generation.
 */
const packr = new Packr({ structuredClone: true, moreTypes: true, useRecords: false, encodeUndefinedAsNil: false } as object);

export const encodeMessage = (message: unknown): Uint8Array => packr.pack(message);
export const decodeMessage = (bytes: Uint8Array): unknown => packr.unpack(bytes);
