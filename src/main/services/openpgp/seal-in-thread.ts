import type { ParserThread } from '../../mime/parse-in-worker';
import { type Sealed, sealOctets, type SealRequest } from './seal-octets';

/** What a thread says to one request; null: it could not. */
export interface SealAnswer {
  readonly sealed: Sealed | null;
}
export type SealThread = ParserThread<SealRequest, SealAnswer>;

/** Letters up to so many octets are encrypted in place, which holds nobody up for long. */
const IN_PLACE_BYTES = 512 * 1024;

/** Encrypts and signs: large letters in a thread of their own, that ends with it. @param spawn absent: there are no threads */
export const sealer =
  (spawn: (() => SealThread) | undefined): ((request: SealRequest) => Promise<Sealed>) =>
  async (request) => {
    const large = request.payload.length > IN_PLACE_BYTES;
    const sealed = spawn && large ? await answered(spawn(), request) : null;
    // A thread that died, or had no memory, has said nothing about the letter.
    return sealed ?? sealOctets(request);
  };

function answered(thread: SealThread, request: SealRequest): Promise<Sealed | null> {
  return new Promise((resolve) => {
    const end = (sealed: Sealed | null): void => {
      resolve(sealed);
      thread.terminate();
    };
    thread.onAnswer(({ sealed }) => end(sealed));
    thread.onDeath(() => end(null));
    thread.post(request);
  });
}

/** The thread's side. */
export function answerSealRequest(request: SealRequest, post: (answer: SealAnswer) => void): void {
  sealOctets(request).then(
    (sealed) => post({ sealed }),
    // Done again in place, where whoever asked hears why.
    () => post({ sealed: null }),
  );
}
