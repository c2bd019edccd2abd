import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ParserThread } from '../mime/parse-in-worker';
import type { IndexerThread } from '../services/local-mail';
import type { SealThread } from '../services/openpgp/seal-in-thread';

/** Where the build puts the thread's file, seen from this code's own: beside it, or above its chunk. */
const PLACES = ['./parser-thread.js', '../parser-thread.js'];

export interface ParserThreads {
  /** For large messages. */
  readonly parserThread: () => ParserThread;
  /** For many. */
  readonly indexerThread: () => IndexerThread;
  /** For large letters that are encrypted or signed. */
  readonly sealThread: () => SealThread;
}

/** Starts threads that take messages apart; null where there is no built file to start one from. */
export function parserThreads(): ParserThreads | null {
  const file = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) =>
    existsSync(path),
  );
  return file === undefined
    ? null
    : {
        parserThread: () => threadOf(file),
        indexerThread: () => threadOf(file),
        sealThread: () => threadOf(file),
      };
}

/** A thread that runs a file. Where none can be made (no memory, no file) it is one that is dead from the beginning. */
export function threadOf<Request, Answer>(file: string): ParserThread<Request, Answer> {
  try {
    return spawn(file);
  } catch {
    return {
      post: () => undefined,
      onAnswer: () => undefined,
      onDeath: (listener) => queueMicrotask(listener),
      terminate: () => undefined,
      ran: () => false,
    };
  }
}

function spawn<Request, Answer>(file: string): ParserThread<Request, Answer> {
  const worker = new Worker(file, { stdin: false, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  let ran = false;
  worker.once('online', () => {
    ran = true;
  });
  // It must not keep the program alive when everything else has ended.
  worker.unref();
  return {
    post: (message: Request) => worker.postMessage(message),
    onAnswer: (listener: (answer: Answer) => void) => void worker.on('message', listener),
    onDeath: (listener) => {
      worker.once('error', listener);
      worker.once('exit', listener);
    },
    terminate: () => void worker.terminate(),
    ran: () => ran,
  };
}
