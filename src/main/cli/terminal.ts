import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Secret } from '@shared/ports/secret';
import { UsageError, type Console } from './console';

/** The process's own console. */
export function terminal(print: (line: string) => void, warn: (line: string) => void): Console {
  return { print, warn, env: process.env, askSecret };
}

/** Reads one line from the terminal; what is typed is not shown. */
async function askSecret(question: string): Promise<Secret> {
  if (!process.stdin.isTTY) {
    throw new UsageError('There is no terminal to ask for the password on: set TERN_PASSWORD.');
  }
  process.stderr.write(question);
  // readline echoes to its output: this one swallows everything.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
  const cancelled = new AbortController();
  lines.once('SIGINT', () => cancelled.abort());
  lines.once('close', () => cancelled.abort());
  try {
    return new Secret(await lines.question('', { signal: cancelled.signal }));
  } catch (error) {
    if (cancelled.signal.aborted) throw new UsageError('No password was given.');
    throw error;
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
