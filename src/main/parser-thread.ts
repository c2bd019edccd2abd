import { parentPort } from 'node:worker_threads';
import { answerRequest, type ParserRequest } from './mime/parse-in-worker';
import { answerSealRequest } from './services/openpgp/seal-in-thread';
import type { SealRequest } from './services/openpgp/seal-octets';
import { answerIndexRequest, type IndexRequest } from './services/local-mail/index-in-thread';

/** A thread that takes messages apart, or encrypts one, so that large ones and many hold nobody up. Entry of its own in the build. */
const port = parentPort;
port?.on('message', (request: ParserRequest | IndexRequest | SealRequest) => {
  if ('letters' in request) port.postMessage(answerIndexRequest(request));
  else if ('payload' in request) answerSealRequest(request, (answer) => port.postMessage(answer));
  else answerRequest(request, (answer) => port.postMessage(answer));
});
