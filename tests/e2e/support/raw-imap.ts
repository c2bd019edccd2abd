import { connect } from 'node:net';

/** What a server has, asked by a client that shares nothing with Tern: lines over a plain socket on loopback. */
export async function rawImap(port: number, user: string, password: string): Promise<RawImap> {
  const client = new RawImap(port);
  await client.greeting;
  await client.run(`LOGIN ${user} ${password}`);
  return client;
}

class RawImap {
  readonly #socket;
  #text = '';
  #tag = 0;
  #heard: () => void = () => undefined;
  readonly greeting: Promise<string>;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => {
      this.#text += chunk;
      this.#heard();
    });
    this.#socket.on('error', () => this.#heard());
    this.#socket.on('close', () => this.#heard());
    this.greeting = this.#until(/^\* OK[^\r]*\r\n/);
  }

  /** @returns everything up to the tagged OK. @throws when the answer is another. */
  async run(command: string): Promise<string> {
    this.#tag += 1;
    this.#socket.write(`r${this.#tag} ${command}\r\n`);
    const answer = await this.#until(new RegExp(`(^|\\r\\n)r${this.#tag} [^\\r]*\\r\\n`));
    if (!new RegExp(`(^|\\r\\n)r${this.#tag} OK`).test(answer))
      throw new Error(`${command}: ${answer.slice(-300)}`);
    return answer;
  }
  /** The Message-IDs in a mailbox, one for each message. */
  async messageIds(mailbox: string): Promise<string[]> {
    await this.run(`EXAMINE ${mailbox}`);
    const answer = await this.run('FETCH 1:* (BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])').catch(
      (error: unknown) => {
        // Dovecot refuses 1:* in an empty mailbox.
        if (String(error).includes('Invalid messageset')) return '';
        throw error;
      },
    );
    return [...answer.matchAll(/message-id:\s*(<[^>]+>)/gi)].map((match) => match[1] ?? '');
  }
  /** Subjects as sent (undecoded). */
  async subjects(mailbox: string): Promise<string[]> {
    await this.run(`EXAMINE ${mailbox}`);
    const answer = await this.run('FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])').catch(
      (error: unknown) => {
        if (String(error).includes('Invalid messageset')) return '';
        throw error;
      },
    );
    return [...answer.matchAll(/subject: ([^\r]*)/gi)].map((match) => match[1] ?? '');
  }
  close(): void {
    this.#socket.destroy();
  }

  async #until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match !== null) {
        const end = match.index + match[0].length;
        const text = this.#text.slice(0, end);
        this.#text = this.#text.slice(end);
        return text;
      }
      if (this.#socket.destroyed) throw new Error(`the connection ended after ${this.#text.slice(-200)}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }
}
export type { RawImap };
