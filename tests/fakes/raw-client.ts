import type { Transport } from '@shared/ports/transport';

/** Speaks lines over any transport: for transcripts, without knowing any protocol but where an answer ends. */
export class RawClient {
  #buffer = '';
  #tag = 0;
  constructor(readonly transport: Transport) {}

  async send(text: string): Promise<void> {
    await this.transport.send(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  }
  /** What has come and was not read yet. */
  get unread(): string {
    return this.#buffer;
  }
  /**
   * Everything up to and with the first match (which must end what is wanted).
   * @throws Error with what came instead, when the connection ends before.
   */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.#buffer);
      if (match !== null) {
        const end = match.index + match[0].length;
        const text = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end);
        return text;
      }
      const bytes = await this.transport.receive();
      if (bytes === null) throw new Error(`the connection ended after ${JSON.stringify(this.#buffer)}`);
      for (let i = 0; i < bytes.length; i += 4096) {
        this.#buffer += String.fromCharCode(...bytes.subarray(i, i + 4096));
      }
    }
  }
  line(): Promise<string> {
    return this.until(/\r\n/);
  }
  /** Runs an IMAP command with a tag of its own; the answer's lines, the tagged one last and without its tag. */
  async imap(command: string): Promise<string[]> {
    this.#tag += 1;
    const tag = `t${this.#tag}`;
    await this.send(`${tag} ${command}\r\n`);
    const text = await this.until(new RegExp(`(^|\\r\\n)${tag} [^\\r]*\\r\\n`));
    return text
      .slice(0, -2)
      .split('\r\n')
      .map((line) => (line.startsWith(`${tag} `) ? line.slice(tag.length + 1) : line));
  }
  /** Runs an SMTP command: the reply, all its lines. */
  async smtp(command: string): Promise<string> {
    await this.send(`${command}\r\n`);
    return this.until(/^(?:\d{3}-[^\r]*\r\n)*\d{3}(?: [^\r]*)?\r\n/);
  }
}
