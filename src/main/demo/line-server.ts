import { fromBytes, toBytes } from './bytes';
import type { MailWorld } from './mail-world';
import type { Action, Output, Script } from './script';
import type { ServerConnection, Wire } from './wire';

const MAX_LINE = 64 * 1024;

/** What SMTP and POP3 share: lines in, scripted replies out, in order, delays included. */
export abstract class LineConnection implements ServerConnection {
  #input = '';
  #delayed = false;
  #closed = false;
  /** Set by a command: what follows once its reply is out. */
  protected after: 'starttls' | 'end' | null = null;
  protected secure: boolean;

  constructor(
    readonly world: MailWorld,
    readonly wire: Wire,
    readonly script: Script,
    secure: boolean,
  ) {
    this.secure = secure;
  }

  /** One whole line without its CRLF. */
  protected abstract onLine(line: string): void;
  /** Takes raw bytes off the front while in a data mode. @returns null outside of it, else what is left over. */
  protected onBytes(_input: string): { readonly rest: string; readonly more: boolean } | null {
    return null;
  }
  protected abstract get user(): string | null;
  /** TLS begins: everything learnt before is forgotten. */
  protected abstract reset(): void;

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#input += fromBytes(bytes);
    this.#drain();
  }
  secured(): void {
    this.secure = true;
    this.#input = '';
    this.reset();
  }
  closed(): void {
    this.#closed = true;
  }

  #drain(): void {
    while (!this.#closed && !this.#delayed) {
      const data = this.onBytes(this.#input);
      if (data !== null) {
        this.#input = data.rest;
        if (data.more) return;
        continue;
      }
      const end = this.#input.indexOf('\n');
      if (end < 0) {
        if (this.#input.length > MAX_LINE) this.#break();
        return;
      }
      const line = this.#input.slice(0, this.#input[end - 1] === '\r' ? end - 1 : end);
      this.#input = this.#input.slice(end + 1);
      this.onLine(line);
    }
  }
  #write(text: string): void {
    if (!this.#closed && text !== '') this.wire.write(toBytes(text));
  }
  #break(): void {
    this.#closed = true;
    this.wire.reset();
  }

  /**
   * Runs one command under the script.
   * @param run executes and gives the whole reply with CRLFs.
   * @param refused what follows when the script answers in its place (a state to leave).
   */
  protected command(verb: string, line: string, run: () => string, refused?: () => void): void {
    const actions = this.script.on({ verb, account: this.user, mailboxes: [], line });
    for (const action of actions) {
      if (action.do === 'meanwhile') action.run();
      else if (action.do === 'answer') {
        refused?.();
        this.#write(`${action.reply}\r\n`);
        if (/^421/.test(action.reply)) this.#end();
        return;
      } else if (action.do === 'silence' && !action.execute) return;
      else if (action.do === 'cut' && !action.execute) {
        this.#break();
        return;
      }
    }
    this.#finish(actions, run());
  }

  #finish(actions: readonly Action[], reply: string): void {
    let output: Output = { data: '', reply };
    let delay = 0;
    for (const action of actions) {
      if (action.do === 'afterwards') action.run();
      else if (action.do === 'rewrite') output = action.with(output);
      else if (action.do === 'execute-then-answer') output = { data: '', reply: `${action.reply}\r\n` };
      else if (action.do === 'inject') {
        output =
          action.at === 'end'
            ? { ...output, reply: output.reply + action.bytes }
            : { ...output, data: output.data + action.bytes };
      } else if (action.do === 'delay') delay += action.ms;
      else if (action.do === 'silence') return;
      else if (action.do === 'cut') {
        this.#break();
        return;
      } else if (action.do === 'cut-after') {
        this.#write((output.data + output.reply).slice(0, action.bytes));
        this.#break();
        return;
      }
    }
    if (delay === 0) {
      this.#emit(output);
      return;
    }
    this.#delayed = true;
    this.world.clock.after(delay, () => {
      this.#delayed = false;
      this.#emit(output);
      this.#drain();
    });
  }
  #emit(output: Output): void {
    this.#write(output.data + output.reply);
    const { after } = this;
    this.after = null;
    if (after === 'starttls') this.wire.startTls();
    if (after === 'end') this.#end();
  }
  #end(): void {
    this.#closed = true;
    this.wire.end();
  }
}
