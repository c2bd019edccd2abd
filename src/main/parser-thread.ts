import { parentPort } from 'node:worker_threads';
import { answerRequest, type ParserRequest } from './mime/parse-in-worker';
import { answerIndexRequest, type IndexRequest } from './services/local-mail/index-in-thread';

/** A thread that takes messages apart, so that large ones and many hold nobody up. Entry of its own in the build. */
const port = parentPort;
port?.on('message', (request: ParserRequest | IndexRequest) => {
  if ('letters' in request) port.postMessage(answerIndexRequest(request));
  else answerRequest(request, (answer) => port.postMessage(answer));
});
