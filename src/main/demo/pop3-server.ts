import { createHash } from 'node:crypto';
import { fromBase64, fromUtf8 } from './bytes';
import { LineConnection } from './line-server';
import type { MailWorld, WorldAccount, WorldMessage } from './mail-world';
import { credentialsMatch, parseOauth, parsePlain } from './sasl-server';
import { Script } from './script';
import type { Wire } from './wire';

export interface Pop3Options {
  /** CAPA lines besides STLS and SASL; null: the server does not know CAPA. */
  readonly capabilities?: readonly string[] | null;
  readonly mechanisms?: readonly string[];
  /** A timestamp in the greeting, for APOP. */
  readonly apop?: boolean;
  readonly startTls?: boolean;
  readonly secure?: boolean;
  /** False: UIDL is not known (scenario G4). */
  readonly uidl?: boolean;
  /** Keeps nothing that was retrieved beyond QUIT; say `EXPIRE 0` among the capabilities (RFC 2449 §6.7). */
  readonly expireAtQuit?: boolean;
  /** The unique id of a message; by default `UIDVALIDITY.UID` in hex. */
  readonly uniqueId?: (message: WorldMessage) => string;
}

const CAPABILITIES = [
  'TOP',
  'UIDL',
  'USER',
  'RESP-CODES',
  'AUTH-RESP-CODE',
  'PIPELINING',
  'IMPLEMENTATION Tern embedded server',
];
const TIMESTAMP = '<1896.697170952@mail.tern.example>';

/** One POP3 connection of the embedded server over the INBOX of an account, without I/O. */
export class Pop3Connection extends LineConnection {
  #account: WorldAccount | null = null;
  #name = '';
  #messages: WorldMessage[] = [];
  /** UTF8 was said (RFC 6856 §2.1). */
  #utf8 = false;
  readonly #deleted = new Set<WorldMessage>();
  readonly #retrieved = new Set<WorldMessage>();
  #onAuthLine: ((line: string) => string) | null = null;

  constructor(
    world: MailWorld,
    wire: Wire,
    readonly options: Pop3Options = {},
    script: Script = new Script(),
  ) {
    super(world, wire, script, options.secure ?? false);
    this.command(
      'CONNECT',
      '',
      () => `+OK Tern embedded server ready${options.apop === true ? ` ${TIMESTAMP}` : ''}\r\n`,
    );
  }
  protected override get user(): string | null {
    return this.#account?.user ?? null;
  }
  protected override reset(): void {
    this.#account = null;
    this.#name = '';
    this.#utf8 = false;
  }

  protected override onLine(line: string): void {
    const answer = this.#onAuthLine;
    if (answer !== null) {
      this.#onAuthLine = null;
      this.command('AUTH-LINE', line, () => answer(line));
      return;
    }
    const [word = '', ...rest] = line.split(' ');
    const verb = word.toUpperCase();
    this.command(verb, line, () => this.#run(verb, rest));
  }

  #run(verb: string, args: readonly string[]): string {
    switch (verb) {
      case 'CAPA':
        return this.#capa();
      case 'QUIT':
        return this.#quit();
      case 'UTF8':
        if (!this.#hasUtf8 || this.#account !== null) return '-ERR Unknown command\r\n';
        this.#utf8 = true;
        return '+OK UTF-8 it is\r\n';
      case 'STLS':
        if (this.options.startTls !== true || this.secure) return '-ERR Not available\r\n';
        this.after = 'starttls';
        return '+OK Begin TLS\r\n';
      default:
        return this.#account === null ? this.#authorise(verb, args) : this.#transact(verb, args);
    }
  }
  #capa(): string {
    if (this.options.capabilities === null) return '-ERR Unknown command\r\n';
    const lines = [
      ...(this.options.capabilities ?? CAPABILITIES),
      `SASL ${(this.options.mechanisms ?? ['PLAIN']).join(' ')}`,
    ];
    if (this.options.startTls === true && !this.secure) lines.push('STLS');
    return `+OK Capabilities\r\n${lines.map((line) => `${line}\r\n`).join('')}.\r\n`;
  }

  #authorise(verb: string, args: readonly string[]): string {
    if (verb === 'USER') {
      this.#name = fromUtf8(args.join(' '));
      return '+OK Password please\r\n';
    }
    if (verb === 'PASS')
      return this.#open(credentialsMatch(this.world, this.#name, fromUtf8(args.join(' '))));
    if (verb === 'APOP' && this.options.apop === true) {
      const account = this.world.accounts.get(args[0] ?? '');
      const digest = createHash('md5')
        .update(`${TIMESTAMP}${account?.password ?? ''}`)
        .digest('hex');
      return this.#open(account !== undefined && args[1] === digest ? account : null);
    }
    if (verb === 'AUTH') {
      const mechanism = (args[0] ?? '').toUpperCase();
      if (!(this.options.mechanisms ?? ['PLAIN']).includes(mechanism)) return '-ERR Unknown mechanism\r\n';
      if (args[1] !== undefined) return this.#sasl(mechanism, args[1]);
      this.#onAuthLine = (line) => this.#sasl(mechanism, line);
      return '+ \r\n';
    }
    return '-ERR Log in first\r\n';
  }
  #sasl(mechanism: string, line: string): string {
    if (line === '*') return '-ERR Cancelled\r\n';
    const data = fromBase64(line);
    if (data === null) return '-ERR Not base64\r\n';
    return this.#open(mechanism === 'PLAIN' ? parsePlain(this.world, data) : parseOauth(this.world, data));
  }
  #open(account: WorldAccount | null): string {
    if (account === null) return '-ERR [AUTH] Invalid credentials\r\n';
    this.#account = account;
    this.#messages = [...(account.mailbox('INBOX')?.messages ?? [])];
    return `+OK ${this.#messages.length} messages\r\n`;
  }

  #transact(verb: string, args: readonly string[]): string {
    const number = Number(args[0]);
    const message = this.#messages[number - 1];
    const there = message !== undefined && !this.#deleted.has(message) ? message : null;
    switch (verb) {
      case 'NOOP':
        return '+OK\r\n';
      case 'STAT': {
        const left = this.#messages.filter((other) => !this.#deleted.has(other));
        return `+OK ${left.length} ${left.reduce((sum, { content }) => sum + content.raw.length, 0)}\r\n`;
      }
      case 'LIST':
        return this.#listing(args, there, ({ content }) => String(content.raw.length));
      case 'UIDL':
        if (this.options.uidl === false) return '-ERR Unknown command\r\n';
        return this.#listing(args, there, (each) => this.#uniqueId(each));
      case 'RSET':
        this.#deleted.clear();
        return '+OK\r\n';
      case 'RETR':
      case 'TOP':
      case 'DELE':
        if (there === null) return '-ERR No such message\r\n';
        if (verb !== 'DELE' && this.#hasUtf8 && !this.#utf8 && /[\x80-\xff]/.test(headOf(there.content.raw)))
          return '-ERR [UTF8] This message needs UTF8\r\n';
        if (verb === 'RETR') {
          if (this.options.expireAtQuit === true) this.#retrieved.add(there);
          return `+OK ${there.content.raw.length} octets\r\n${stuffed(there.content.raw)}`;
        }
        if (verb === 'TOP') return `+OK\r\n${stuffed(top(there.content.raw, Number(args[1] ?? 0)))}`;
        this.#deleted.add(there);
        return '+OK Deleted\r\n';
      default:
        return '-ERR Unknown command\r\n';
    }
  }
  get #hasUtf8(): boolean {
    return this.options.capabilities?.includes('UTF8') === true;
  }
  #uniqueId(message: WorldMessage): string {
    const validity = this.#account?.mailbox('INBOX')?.uidValidity ?? 0;
    return this.options.uniqueId?.(message) ?? `${validity.toString(16)}.${message.uid.toString(16)}`;
  }
  #listing(
    args: readonly string[],
    there: WorldMessage | null,
    value: (message: WorldMessage) => string,
  ): string {
    if (args[0] !== undefined)
      return there === null ? '-ERR No such message\r\n' : `+OK ${args[0]} ${value(there)}\r\n`;
    const lines = this.#messages.map((each, i) =>
      this.#deleted.has(each) ? '' : `${i + 1} ${value(each)}\r\n`,
    );
    return `+OK\r\n${lines.join('')}.\r\n`;
  }
  /** UPDATE: only now are messages gone (RFC 1939 §6); a connection that breaks before deletes nothing. */
  #quit(): string {
    this.after = 'end';
    const inbox = this.#account?.mailbox('INBOX');
    if (this.#account !== null && inbox !== undefined) {
      this.world.expunge(
        this.#account,
        inbox,
        [...new Set([...this.#deleted, ...this.#retrieved])].map(({ uid }) => uid),
      );
    }
    return '+OK Bye\r\n';
  }
}

/** Dot-stuffed with its final line (RFC 1939 §3). */
function stuffed(raw: string): string {
  const text = raw.replace(/(^|\r\n)\./g, '$1..');
  return `${text}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`;
}
const headOf = (raw: string): string => raw.slice(0, raw.indexOf('\r\n\r\n') + 2);
function top(raw: string, lines: number): string {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) return raw;
  const body = raw
    .slice(end + 4)
    .split('\r\n')
    .slice(0, lines)
    .join('\r\n');
  return `${raw.slice(0, end + 4)}${body}`;
}
