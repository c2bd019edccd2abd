import { connect, type Socket } from 'node:net';

/** The items that Tern's list asks for, as one command would. */
export const LIST_ITEMS =
  '(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (REFERENCES LIST-ID LIST-POST ' +
  'LIST-UNSUBSCRIBE LIST-UNSUBSCRIBE-POST AUTO-SUBMITTED DISPOSITION-NOTIFICATION-TO)])';

/** Room for the longest tagged answer: Dovecot puts its capabilities into that of LOGIN. */
const TAIL = 4000;

/** What one command took on a bare socket. */
export interface RawRun {
  readonly ms: number;
  readonly bytes: number;
}

/** A socket that sends commands and looks for their tagged answers, and does nothing with what comes: the floor. */
export class RawImap {
  readonly #socket: Socket;
  #tag = 0;
  #expected: { tag: string; done: (tail: string) => void } | null = null;
  #tail = '';
  #bytes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#bytes += chunk.length;
      this.#tail = (this.#tail + chunk.toString('latin1', Math.max(0, chunk.length - TAIL))).slice(-TAIL);
      const expected = this.#expected;
      if (expected && (this.#tail.startsWith(expected.tag) || this.#tail.includes(`\n${expected.tag} `))) {
        this.#expected = null;
        expected.done(this.#tail);
      }
    });
  }

  static async open(port: number, user: string, password: string): Promise<RawImap> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', () => resolve());
    });
    const raw = new RawImap(socket);
    await raw.run(`LOGIN ${user} ${password}`);
    return raw;
  }

  /** Runs one command; resolves at its tagged OK. @throws when the server refuses. */
  async run(command: string): Promise<RawRun> {
    // A word that no answer begins with by accident.
    const tag = `TERNRAW${this.#tag++}`;
    this.#bytes = 0;
    this.#tail = '';
    const start = performance.now();
    const tail = await new Promise<string>((done) => {
      this.#expected = { tag, done };
      this.#socket.write(`${tag} ${command}\r\n`);
    });
    if (!tail.includes(`${tag} OK`)) throw new Error(`${command.slice(0, 60)}: ${tail.slice(-200)}`);
    return { ms: performance.now() - start, bytes: this.#bytes };
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** SELECT and a FETCH of everything, on a connection of its own. */
export async function rawFetch(port: number, user: string, password: string, items: string): Promise<RawRun> {
  const raw = await RawImap.open(port, user, password);
  const select = await raw.run('SELECT INBOX');
  const fetch = await raw.run(`UID FETCH 1:* ${items}`);
  raw.close();
  return { ms: select.ms + fetch.ms, bytes: fetch.bytes };
}

/** From the login on: opening INBOX as Tern does and a FETCH of its newest messages, on a connection of its own. */
export async function rawFirst(
  port: number,
  user: string,
  password: string,
  items: string,
  newest: number,
): Promise<RawRun> {
  const raw = await RawImap.open(port, user, password);
  const enable = await raw.run('ENABLE QRESYNC');
  const select = await raw.run('SELECT INBOX (CONDSTORE)');
  const fetch = await raw.run(`FETCH ${newest}:* ${items}`);
  raw.close();
  return { ms: enable.ms + select.ms + fetch.ms, bytes: fetch.bytes };
}
