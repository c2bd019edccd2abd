import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * Where ports are looked for: below those that systems hand out by themselves (32,768 on Linux, 49,152 elsewhere), so that
 * no connection or server of another test, also one at the same time, is given one of them before its server listens,
 * or while that server is away for a while.
 */
const FIRST = 10_240;
const LAST = 32_000;

/** Ports on 127.0.0.1 that were free just now. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Resolves once a server greets on the port (or takes the connection, when it does not speak first). */
export async function answering(
  port: number,
  isGreeting: boolean,
  child: ChildProcess,
  log: () => string,
): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`${child.spawnfile} ended with ${child.exitCode}:\n${log()}`);
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      const end = (up: boolean): void => {
        socket.destroy();
        resolve(up);
      };
      socket.once('error', () => end(false));
      socket.once('close', () => end(false));
      if (isGreeting) socket.once('data', () => end(true));
      else socket.once('connect', () => end(true));
    });
    if (isUp) return;
    if (Date.now() > deadline) throw new Error(`nothing answers on port ${port}:\n${log()}`);
    // A daemon that is starting gives no event to wait for: ask again soon.
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A daemon in the foreground, whose output is kept. */
export function startDaemon(
  command: string,
  args: readonly string[],
): { child: ChildProcess; output: () => string } {
  let output = '';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const keep = (chunk: Buffer): void => {
    output = `${output}${chunk.toString()}`.slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(String(error))));
  // A test run that dies must not leave servers behind.
  const onExit = (): void => void child.kill();
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  return { child, output: () => output };
}

/** Ends a process that this program started and waits until it is gone. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(insist);
}
