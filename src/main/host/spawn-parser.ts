import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ParserAnswer, ParserRequest, ParserThread } from '../mime/parse-in-worker';

/** Where the build puts the thread's file, seen from this code's own: beside it, or above its chunk. */
const PLACES = ['./parser-thread.js', '../parser-thread.js'];

/** Starts threads that parse large messages; null where there is no built file to start one from. */
export function parserThreads(): (() => ParserThread) | null {
  const file = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) =>
    existsSync(path),
  );
  return file === undefined ? null : () => spawn(file);
}

function spawn(file: string): ParserThread {
  const worker = new Worker(file, { stdin: false, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  let ran = false;
  worker.once('online', () => {
    ran = true;
  });
  // It must not keep the program alive when everything else has ended.
  worker.unref();
  return {
    post: (message: ParserRequest) => worker.postMessage(message),
    onAnswer: (listener: (answer: ParserAnswer) => void) => void worker.on('message', listener),
    onDeath: (listener) => {
      worker.once('error', listener);
      worker.once('exit', listener);
    },
    terminate: () => void worker.terminate(),
    ran: () => ran,
  };
}
