import { deflateRawSync } from 'node:zlib';
import pako from 'pako';
import { MailError } from '@shared/errors/mail-error';
import type { Compression, DeflateStream } from '@shared/ports/crypto';

/** Below this many bytes put out, a high ratio is not a bomb: a mailbox list of equal names compresses 200-fold. */
const RATIO_IS_JUDGED_FROM = 1 << 20;
/** RFC 4978 asks for raw DEFLATE (RFC 1951): no zlib header, window of 32 KiB, hence a negative window size. */
const RAW_WINDOW = -15;

/**
 * COMPRESS=DEFLATE (RFC 4978) with a synchronous push, on pako: Node's own zlib offers streams that answer later, or
 * calls that take a whole buffer, and a sans-I/O session needs the bytes now.
 */
export class NodeCompression implements Compression {
  deflate(): DeflateStream {
    const stream = new pako.Deflate({ raw: true, windowBits: RAW_WINDOW, level: 6 });
    const taken = collect(stream);
    return {
      push: (bytes) => {
        if (!stream.push(bytes, pako.constants.Z_SYNC_FLUSH)) throw new Error(`deflate: ${stream.msg}`);
        return taken();
      },
    };
  }

  inflate(maxRatio: number): DeflateStream {
    const stream = new pako.Inflate({ raw: true, windowBits: RAW_WINDOW });
    let input = 0;
    let output = 0;
    const taken = collect(stream, (chunk) => {
      output += chunk.length;
      if (output > RATIO_IS_JUDGED_FROM && output > input * maxRatio) {
        throw new MailError({
          kind: 'broken',
          code: 'compression-bomb',
          message: `Compressed data grew more than ${maxRatio} times.`,
          details: { maxRatio },
        });
      }
    });
    return {
      push: (bytes) => {
        input += bytes.length;
        if (bytes.length > 0 && !stream.push(bytes, pako.constants.Z_SYNC_FLUSH)) {
          throw new MailError({
            kind: 'broken',
            code: 'compression-invalid',
            message: `The compressed stream is damaged: ${stream.msg || 'it ended'}.`,
          });
        }
        return taken();
      },
    };
  }

  pack(octets: Uint8Array): Uint8Array {
    // A copy: Electron's ports send a view with all of the 32 KiB that it is of, and it would keep them alive.
    return new Uint8Array(deflateRawSync(octets, QUICK));
  }
}

/** A window of 16 KiB: its memory is soon had and given back, which is half of the time; the output is a hundredth larger. */
const QUICK = { level: 1, windowBits: 14, memLevel: 7, chunkSize: 32 * 1024 };

/** Gathers what the stream puts out; the returned function takes everything gathered since it was last called. */
function collect(
  stream: { onData: (chunk: never) => void },
  check: (chunk: Uint8Array) => void = () => undefined,
): () => Uint8Array {
  let chunks: Uint8Array[] = [];
  stream.onData = (chunk: Uint8Array): void => {
    check(chunk);
    chunks.push(chunk);
  };
  return () => {
    const [first, ...rest] = chunks;
    chunks = [];
    if (first === undefined) return new Uint8Array(0);
    if (rest.length === 0) return first;
    const joined = new Uint8Array([first, ...rest].reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of [first, ...rest]) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    return joined;
  };
}
