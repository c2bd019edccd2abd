import type { JournalRecord, StoredRecord } from '@shared/ports/vault';
import { VaultError } from '@shared/ports/vault';
import { crc32c } from './crc32c';

/*
 * A journal file is a head (written twice, so that one flipped byte cannot hide the schema version) and frames.
 * All numbers are little-endian.
 *
 *   head   magic "TERNVLT1" · u32 schema version · u32 generation · u32 crc of the sixteen bytes before
 *   frame  u32 length of body · u32 crc of length and body · body
 *   body   u64 number of its first record · u8 kind · u16 record count · records
 *   record u8 length of type · type · u32 length of payload · payload (JSON, UTF-8)
 *
 * One frame is one append: it is there or it is not.
 */
const MAGIC = Uint8Array.from('TERNVLT1', (c) => c.charCodeAt(0));
const HEAD_COPY = 20;
export const HEAD_BYTES = 2 * HEAD_COPY;
const PREFIX_BYTES = 8;
const BODY_FIXED_BYTES = 11;
const RECORD_FIXED_BYTES = 5;
/** Larger things belong into blobs; the limit also keeps the search for the next valid frame cheap. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const MAX_RECORDS = 0xffff;

export const FrameKind = { Live: 0, Snapshot: 1, SnapshotEnd: 2 } as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export interface Head {
  readonly schema: number;
  readonly generation: number;
}

export interface FrameRef {
  readonly offset: number;
  /** Octets of the whole frame, prefix included. */
  readonly length: number;
  readonly kind: FrameKind;
  readonly firstSeq: number;
  readonly count: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function encodeHead(head: Head): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = viewOf(bytes);
  bytes.set(MAGIC);
  view.setUint32(8, head.schema, true);
  view.setUint32(12, head.generation, true);
  view.setUint32(16, crc32c(bytes, 0, 16), true);
  bytes.copyWithin(HEAD_COPY, 0, HEAD_COPY);
  return bytes;
}

/** The head, or null when both copies are damaged; `intact` is false when only one could be read. */
export function decodeHead(bytes: Uint8Array): { head: Head; intact: boolean } | null {
  const view = viewOf(bytes);
  const copies = [0, HEAD_COPY].map((at): Head | null => {
    if (bytes.length < at + HEAD_COPY || view.getUint32(at + 16, true) !== crc32c(bytes, at, at + 16))
      return null;
    if (!MAGIC.every((byte, i) => bytes[at + i] === byte)) return null;
    return { schema: view.getUint32(at + 8, true), generation: view.getUint32(at + 12, true) };
  });
  const head = copies[0] ?? copies[1];
  return head ? { head, intact: copies[0] !== null && copies[1] !== null } : null;
}

/** @throws VaultError `too-large` when the records do not fit one frame. */
export function encodeFrame(
  kind: FrameKind,
  firstSeq: number,
  records: readonly JournalRecord[],
): Uint8Array {
  const pieces = records.map(({ type, payload }) => ({
    type: encoder.encode(type),
    payload: encoder.encode(JSON.stringify(payload)),
  }));
  const body = pieces.reduce(
    (sum, piece) => sum + RECORD_FIXED_BYTES + piece.type.length + piece.payload.length,
    BODY_FIXED_BYTES,
  );
  const badType = pieces.some((piece) => piece.type.length === 0 || piece.type.length > 0xff);
  if (body > MAX_FRAME_BYTES || records.length > MAX_RECORDS || badType) {
    throw new VaultError('too-large', 'A journal append is too large; put its bytes into a blob.', {
      bytes: body,
      records: records.length,
    });
  }
  const bytes = new Uint8Array(PREFIX_BYTES + body);
  const view = viewOf(bytes);
  view.setUint32(0, body, true);
  view.setBigUint64(PREFIX_BYTES, BigInt(firstSeq), true);
  bytes[PREFIX_BYTES + 8] = kind;
  view.setUint16(PREFIX_BYTES + 9, records.length, true);
  let at = PREFIX_BYTES + BODY_FIXED_BYTES;
  for (const piece of pieces) {
    bytes[at] = piece.type.length;
    bytes.set(piece.type, at + 1);
    at += 1 + piece.type.length;
    view.setUint32(at, piece.payload.length, true);
    bytes.set(piece.payload, at + 4);
    at += 4 + piece.payload.length;
  }
  view.setUint32(4, checksum(bytes, 0, body), true);
  return bytes;
}

/** The frame at `offset`, or null when there is no whole and valid one. */
export function frameAt(bytes: Uint8Array, view: DataView, offset: number): FrameRef | null {
  if (offset + PREFIX_BYTES + BODY_FIXED_BYTES > bytes.length) return null;
  const body = view.getUint32(offset, true);
  if (body < BODY_FIXED_BYTES || body > MAX_FRAME_BYTES || offset + PREFIX_BYTES + body > bytes.length)
    return null;
  const kind = bytes[offset + PREFIX_BYTES + 8] as number;
  if (kind > FrameKind.SnapshotEnd) return null;
  if (view.getUint32(offset + 4, true) !== checksum(bytes, offset, body)) return null;
  return refAt(bytes, view, offset);
}

/** The records of a frame that `frameAt` found valid. */
export function* recordsOf(bytes: Uint8Array, frame: FrameRef): Generator<StoredRecord> {
  const view = viewOf(bytes);
  let at = frame.offset + PREFIX_BYTES + BODY_FIXED_BYTES;
  for (let i = 0; i < frame.count; i++) {
    const typeEnd = at + 1 + (bytes[at] as number);
    const payloadEnd = typeEnd + 4 + view.getUint32(typeEnd, true);
    yield {
      seq: frame.firstSeq + i,
      type: decoder.decode(bytes.subarray(at + 1, typeEnd)),
      payload: JSON.parse(decoder.decode(bytes.subarray(typeEnd + 4, payloadEnd))) as StoredRecord['payload'],
    };
    at = payloadEnd;
  }
}

/** The records of a frame that was just encoded: nothing can have happened to it. */
export const recordsIn = (frame: Uint8Array): Generator<StoredRecord> =>
  recordsOf(frame, refAt(frame, viewOf(frame), 0));

function refAt(bytes: Uint8Array, view: DataView, offset: number): FrameRef {
  return {
    offset,
    length: PREFIX_BYTES + view.getUint32(offset, true),
    kind: bytes[offset + PREFIX_BYTES + 8] as FrameKind,
    firstSeq: Number(view.getBigUint64(offset + PREFIX_BYTES, true)),
    count: view.getUint16(offset + PREFIX_BYTES + 9, true),
  };
}

function checksum(bytes: Uint8Array, offset: number, body: number): number {
  const length = crc32c(bytes, offset, offset + 4);
  return crc32c(bytes, offset + PREFIX_BYTES, offset + PREFIX_BYTES + body, length);
}
