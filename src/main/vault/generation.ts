import type { Disk, DiskFile } from './disk';
import { encodeFrame, encodeHead, FrameKind } from './frame';

const NAME = /^journal-(\d{8})$/;

/** One generation is one file: a snapshot, then what was appended since. The newest two are kept. */
export const journalName = (generation: number): string => `journal-${String(generation).padStart(8, '0')}`;

/** The generation a file name stands for, or null for other files. */
export function journalGeneration(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

export interface Generation {
  /** Open for writing. */
  readonly file: DiskFile;
  readonly end: number;
}

/**
 * Writes head, snapshot frames and end marker to a new file and makes them durable. Its name is the caller's business.
 * @param seq the number of the last record that the snapshot stands for.
 */
export async function writeGeneration(
  disk: Disk,
  path: string,
  schema: number,
  generation: number,
  frames: readonly Uint8Array[],
  seq: number,
): Promise<Generation> {
  const file = await disk.open(path, 'create');
  try {
    const marker = encodeFrame(FrameKind.SnapshotEnd, seq, [{ type: 'end', payload: frames.length }]);
    let end = 0;
    for (const piece of pieces([encodeHead({ schema, generation }), ...frames, marker])) {
      await file.write(piece, end);
      end += piece.length;
    }
    await file.sync();
    return { file, end };
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** Joins small frames so that a snapshot of many records is few writes. */
function* pieces(frames: readonly Uint8Array[]): Generator<Uint8Array> {
  const PIECE_BYTES = 1024 * 1024;
  let from = 0;
  while (from < frames.length) {
    let bytes = 0;
    let to = from;
    while (to < frames.length && (to === from || bytes + (frames[to] as Uint8Array).length <= PIECE_BYTES)) {
      bytes += (frames[to++] as Uint8Array).length;
    }
    const joined = new Uint8Array(bytes);
    let at = 0;
    for (const frame of frames.slice(from, to)) {
      joined.set(frame, at);
      at += frame.length;
    }
    yield joined;
    from = to;
  }
}
