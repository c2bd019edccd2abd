import type { FrameRef, Head } from './frame';
import { decodeHead, frameAt, FrameKind, HEAD_BYTES, recordsOf } from './frame';

export interface Damage {
  readonly offset: number;
  readonly length: number;
}

/** What a journal file holds, found without trusting any byte of it. */
export interface Scan {
  readonly head: Head | null;
  readonly frames: readonly FrameRef[];
  /** Byte ranges that are no valid head or frame, in order. */
  readonly damage: readonly Damage[];
  /** Octets of the file's valid beginning that end with the last valid frame. */
  readonly end: number;
  /** The snapshot that begins the file is there to its last record. */
  readonly snapshotWhole: boolean;
  /** Number of the last record that the snapshot stands for, or null when its end marker is gone. */
  readonly snapshotSeq: number | null;
  readonly lastSeq: number;
}

/**
 * Walks a journal file. Behind damaged bytes it searches for the next valid frame byte by byte: a wrong length is
 * almost always implausible at once, so this stays linear.
 */
export function scanJournal(bytes: Uint8Array): Scan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = decodeHead(bytes);
  const frames: FrameRef[] = [];
  const damage: Damage[] = [];
  if (!decoded?.intact) damage.push({ offset: 0, length: Math.min(HEAD_BYTES, bytes.length) });

  let at = Math.min(HEAD_BYTES, bytes.length);
  let end = at;
  let badFrom = -1;
  while (at < bytes.length) {
    const frame = frameAt(bytes, view, at);
    if (!frame) {
      if (badFrom < 0) badFrom = at;
      at++;
      continue;
    }
    if (badFrom >= 0) damage.push({ offset: badFrom, length: at - badFrom });
    badFrom = -1;
    frames.push(frame);
    at += frame.length;
    end = at;
  }
  if (badFrom >= 0) damage.push({ offset: badFrom, length: bytes.length - badFrom });

  const marker = frames.find((frame) => frame.kind === FrameKind.SnapshotEnd);
  const snapshotFrames = frames.filter((frame) => frame.kind === FrameKind.Snapshot).length;
  const lastSeq = frames.reduce(
    (last, frame) => Math.max(last, frame.firstSeq + Math.max(0, frame.count - 1)),
    0,
  );
  return {
    head: decoded?.head ?? null,
    frames,
    damage,
    end,
    snapshotWhole: marker !== undefined && snapshotFrames === markedFrames(bytes, marker),
    snapshotSeq: marker?.firstSeq ?? null,
    lastSeq,
  };
}

/** The end marker holds one record, whose payload is the number of frames before it. */
function markedFrames(bytes: Uint8Array, marker: FrameRef): number {
  for (const record of recordsOf(bytes, marker)) return Number(record.payload);
  return 0;
}
