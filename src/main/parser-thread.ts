import { parentPort } from 'node:worker_threads';
import { answerRequest, type ParserRequest } from './mime/parse-in-worker';

/** A thread that takes messages apart, so that a large one holds nobody up. Entry of its own in the build. */
const port = parentPort;
port?.on('message', (request: ParserRequest) => {
  answerRequest(request, (answer) => port.postMessage(answer));
});
