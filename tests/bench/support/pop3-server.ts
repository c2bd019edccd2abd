import { Worker } from 'node:worker_threads';

/**
 * A POP3 server in a thread of its own that sends prepared messages, each unlike any other: it understands just enough
 * to be asked. Plain JavaScript for the worker's sake.
 */
export async function startPreparedPop3(messages: number, octets: number): Promise<PreparedPop3> {
  const worker = new Worker(SERVER, { eval: true, workerData: { messages, octets } });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { port, stop: () => worker.terminate().then(() => undefined) };
}

export interface PreparedPop3 {
  readonly port: number;
  stop(): Promise<void>;
}

const SERVER = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const line = 'The quick brown fox jumps over the lazy dog. And again, until it is tired of it.\\r\\n';
const messages = Array.from({ length: workerData.messages }, (_, i) => {
  const n = i + 1;
  const head =
    'Received: from relay' + n % 7 + '.tern.example (relay [192.0.2.' + n % 250 + '])\\r\\n' +
    '\\tby mx.tern.example with ESMTPS id ' + n.toString(36) + ';\\r\\n\\tSat, 21 Nov 2026 10:' + String(n % 60).padStart(2, '0') + ':07 +0100\\r\\n' +
    'From: =?utf-8?Q?=C5=BDofie_Nov=C3=A1kov=C3=A1?= <zofie' + n % 40 + '@tern.example>\\r\\n' +
    'To: Ada <ada@tern.example>, "Doe, John" <john@tern.example>\\r\\n' +
    'Subject: Minutes of meeting ' + n + '\\r\\nDate: Sat, 21 Nov 2026 10:' + String(n % 60).padStart(2, '0') + ':07 +0100\\r\\n' +
    'Message-ID: <' + n + '.bench@tern.example>\\r\\nReferences: <' + (n - 1) + '.bench@tern.example>\\r\\n' +
    'MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n\\r\\n';
  const text = head + line.repeat(Math.ceil(workerData.octets / line.length));
  return Buffer.from('+OK\\r\\n' + text.slice(0, workerData.octets - 2) + '\\r\\n.\\r\\n');
});
const ok = Buffer.from('+OK\\r\\n');
const list = (make) => Buffer.from('+OK\\r\\n' + messages.map((m, i) => (i + 1) + ' ' + make(i) + '\\r\\n').join('') + '.\\r\\n');
const answers = {
  CAPA: Buffer.from('+OK\\r\\nUSER\\r\\nPIPELINING\\r\\nUIDL\\r\\nTOP\\r\\n.\\r\\n'),
  STAT: Buffer.from('+OK ' + messages.length + ' ' + messages.length * workerData.octets + '\\r\\n'),
  LIST: list(() => workerData.octets),
  UIDL: list((i) => 'uid-' + i.toString(36)),
};
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.write('+OK ready\\r\\n');
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\\r\\n');
    rest = lines.pop();
    socket.write(Buffer.concat(lines.map((l) => (l.startsWith('RETR') ? messages[l.slice(5) - 1] : answers[l] ?? ok))));
    if (lines.includes('QUIT')) socket.end();
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;
