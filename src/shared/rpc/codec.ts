import { addExtension, Packr } from 'msgpackr/index-no-eval';
import { StringColumn, withColumns } from './string-columns';

/**
 * MessagePack for ports that carry bytes (WebSocket). Typed arrays, bigint, Map and undefined survive, as they do in a
 * structured clone. The no-eval build: the pages' content security policy forbids code generation.
 */
const packr = new Packr({
  structuredClone: true,
  moreTypes: true,
  useRecords: false,
  encodeUndefinedAsNil: false,
});

addExtension({
  Class: StringColumn,
  type: 0x53,
  write: ({ bytes, ends }: StringColumn) => [bytes, ends],
  read: ([bytes, ends]: [Uint8Array, Uint32Array]) => StringColumn.read(bytes, ends),
});

export const encodeMessage = (message: unknown): Uint8Array => packr.pack(withColumns(message));
export const decodeMessage = (bytes: Uint8Array): unknown => packr.unpack(bytes);
