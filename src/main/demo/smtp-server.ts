import { fromBase64, fromUtf8, toBase64 } from './bytes';
import { LineConnection } from './line-server';
import type { MailWorld, WorldAccount } from './mail-world';
import { ScramServer } from './scram';
import { credentialsMatch, parseOauth, parsePlain } from './sasl-server';
import { Script } from './script';
import type { Wire } from './wire';

export interface SmtpOptions {
  /** EHLO keywords besides AUTH, SIZE and STARTTLS. */
  readonly extensions?: readonly string[];
  readonly mechanisms?: readonly string[];
  /** MAIL without AUTH is refused; true by default. */
  readonly requireAuth?: boolean;
  readonly startTls?: boolean;
  readonly secure?: boolean;
  /** Octets for SIZE; 0 leaves the keyword out. */
  readonly maxSize?: number;
  readonly maxRecipients?: number;
  /** Addresses (lower case) that RCPT refuses with 550. */
  readonly unknownRecipients?: readonly string[];
  /** Gmail and others: the server files what it accepted to the sender's Sent by itself. */
  readonly filesToSent?: boolean;
  /** No EHLO, as very old servers. */
  readonly heloOnly?: boolean;
}

const EXTENSIONS = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'ENHANCEDSTATUSCODES', 'CHUNKING'];
const MECHANISMS = ['PLAIN', 'LOGIN', 'SCRAM-SHA-256', 'XOAUTH2', 'OAUTHBEARER'];
const DEFAULT_MAX_SIZE = 35_882_577;

interface Transaction {
  readonly from: string;
  readonly params: Record<string, string>;
  readonly to: string[];
  body: string;
}

/** One SMTP submission connection of the embedded server, without I/O. */
export class SmtpConnection extends LineConnection {
  #greeted = false;
  #account: WorldAccount | null = null;
  #transaction: Transaction | null = null;
  /** 'data': the message until CRLF.CRLF; a number: octets of a BDAT chunk to come. */
  #mode: 'commands' | 'data' | number = 'commands';
  #lastChunk = false;
  /** The message as it comes, dots and all. */
  #pieces: string[] = [];
  #tail = '\r\n';
  #onAuthLine: ((line: string) => string) | null = null;

  constructor(
    world: MailWorld,
    wire: Wire,
    readonly options: SmtpOptions = {},
    script: Script = new Script(),
  ) {
    super(world, wire, script, options.secure ?? false);
    this.command('CONNECT', '', () => '220 mail.tern.example ESMTP Tern embedded server\r\n');
  }

  protected override get user(): string | null {
    return this.#account?.user ?? null;
  }
  protected override reset(): void {
    this.#greeted = false;
    this.#account = null;
    this.#transaction = null;
  }
  get #extensions(): readonly string[] {
    return this.options.extensions ?? EXTENSIONS;
  }
  get #maxSize(): number {
    return this.options.maxSize ?? DEFAULT_MAX_SIZE;
  }

  protected override onLine(line: string): void {
    const answerAuth = this.#onAuthLine;
    if (answerAuth !== null) {
      this.#onAuthLine = null;
      this.command('AUTH-LINE', line, () => answerAuth(line));
      return;
    }
    const verb = /^[A-Za-z]+/.exec(line)?.[0].toUpperCase() ?? '';
    this.command(verb, line, () => this.#run(verb, line.slice(verb.length).trim()));
  }

  #run(verb: string, rest: string): string {
    switch (verb) {
      case 'EHLO':
        return this.options.heloOnly === true ? '500 5.5.1 What?\r\n' : this.#ehlo();
      case 'HELO':
        this.#greeted = true;
        return '250 mail.tern.example\r\n';
      case 'STARTTLS':
        if (this.options.startTls !== true || this.secure) return '502 5.5.1 Not available\r\n';
        this.after = 'starttls';
        return '220 2.0.0 Ready to start TLS\r\n';
      case 'AUTH':
        return this.#auth(rest);
      case 'MAIL':
        return this.#mail(rest);
      case 'RCPT':
        return this.#rcpt(rest);
      case 'DATA':
        if (this.#transaction === null || this.#transaction.to.length === 0)
          return '503 5.5.1 No valid recipients\r\n';
        this.#startData();
        this.#mode = 'data';
        return '354 End data with <CR><LF>.<CR><LF>\r\n';
      case 'BDAT':
        return this.#bdat(rest);
      case 'RSET':
        this.#transaction = null;
        return '250 2.0.0 Reset\r\n';
      case 'NOOP':
        return '250 2.0.0 Ok\r\n';
      case 'VRFY':
        return '252 2.1.5 Send it and see\r\n';
      case 'QUIT':
        this.after = 'end';
        return '221 2.0.0 Bye\r\n';
      default:
        return '500 5.5.2 Unknown command\r\n';
    }
  }

  #ehlo(): string {
    this.#greeted = true;
    this.#transaction = null;
    const lines = ['mail.tern.example', ...this.#extensions];
    if (this.#maxSize > 0) lines.push(`SIZE ${this.#maxSize}`);
    if (this.options.startTls === true && !this.secure) lines.push('STARTTLS');
    const mechanisms = this.options.mechanisms ?? MECHANISMS;
    if (mechanisms.length > 0) lines.push(`AUTH ${mechanisms.join(' ')}`);
    return lines.map((line, i) => `250${i === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('');
  }

  #auth(rest: string): string {
    if (!this.#greeted) return '503 5.5.1 EHLO first\r\n';
    if (this.#account !== null) return '503 5.5.1 Already authenticated\r\n';
    const [mechanism = '', initial] = rest.split(' ');
    const name = mechanism.toUpperCase();
    if (!(this.options.mechanisms ?? MECHANISMS).includes(name)) return '504 5.5.4 Unknown mechanism\r\n';
    const step = this.#mechanism(name);
    if (step === null) return '504 5.5.4 Unknown mechanism\r\n';
    if (initial !== undefined) return this.#authStep(initial === '=' ? '' : initial, step);
    // LOGIN speaks first: its first challenge asks for the user name.
    return this.#challenge(name === 'LOGIN' ? 'Username:' : '', step);
  }
  #challenge(text: string, step: AuthStep): string {
    this.#onAuthLine = (line) => this.#authStep(line, step);
    return `334 ${toBase64(text)}\r\n`;
  }
  #authStep(line: string, step: AuthStep): string {
    if (line === '*') return '501 5.7.0 Cancelled\r\n';
    const data = fromBase64(line);
    if (data === null) return '501 5.5.2 Not base64\r\n';
    const result = step(data);
    if (result === null) return '535 5.7.8 Username and password not accepted\r\n';
    if ('challenge' in result) return this.#challenge(result.challenge, result.next);
    this.#account = result.account;
    return '235 2.7.0 Accepted\r\n';
  }
  #mechanism(name: string): AuthStep | null {
    const { world } = this;
    const end = (account: WorldAccount | null): ReturnType<AuthStep> =>
      account === null ? null : { account };
    if (name === 'PLAIN') return (data) => end(parsePlain(world, data));
    if (name === 'LOGIN') {
      return (user) => ({
        challenge: 'Password:',
        next: (password) => end(credentialsMatch(world, fromUtf8(user), fromUtf8(password))),
      });
    }
    if (name === 'XOAUTH2' || name === 'OAUTHBEARER') {
      return (data) => end(parseOauth(world, data)) ?? { challenge: '{"status":"401"}', next: () => null };
    }
    if (name !== 'SCRAM-SHA-256' && name !== 'SCRAM-SHA-1') return null;
    return (first) => {
      const server = new ScramServer(world, name === 'SCRAM-SHA-1' ? 'sha1' : 'sha256');
      const challenge = server.first(first);
      if (challenge === null) return null;
      return {
        challenge,
        next: (final) => {
          const proof = server.final(final);
          return proof === null ? null : { challenge: proof, next: () => end(server.account) };
        },
      };
    };
  }

  #mail(rest: string): string {
    if (!this.#greeted) return '503 5.5.1 EHLO first\r\n';
    if ((this.options.requireAuth ?? true) && this.#account === null)
      return '530 5.7.0 Authentication required\r\n';
    if (this.#transaction !== null) return '503 5.5.1 Nested MAIL\r\n';
    const match = /^FROM:\s?<([^>]*)>(.*)$/i.exec(rest);
    if (match === null) return '501 5.5.4 Bad sender\r\n';
    const params = readParams(match[2] ?? '');
    const size = Number(params['SIZE'] ?? 0);
    if (this.#maxSize > 0 && size > this.#maxSize) return '552 5.3.4 Message too big\r\n';
    if (params['SMTPUTF8'] !== undefined && !this.#extensions.includes('SMTPUTF8'))
      return '555 5.5.4 No SMTPUTF8\r\n';
    this.#transaction = { from: fromUtf8(match[1] ?? ''), params, to: [], body: '' };
    return '250 2.1.0 Ok\r\n';
  }
  #rcpt(rest: string): string {
    const transaction = this.#transaction;
    if (transaction === null) return '503 5.5.1 MAIL first\r\n';
    const match = /^TO:\s?<([^>]+)>(.*)$/i.exec(rest);
    if (match === null) return '501 5.5.4 Bad recipient\r\n';
    const address = fromUtf8(match[1] ?? '');
    if (this.options.unknownRecipients?.includes(address.toLowerCase()) === true) {
      return `550 5.1.1 <${match[1] ?? ''}> No such user\r\n`;
    }
    if (transaction.to.length >= (this.options.maxRecipients ?? 1000))
      return '452 4.5.3 Too many recipients\r\n';
    transaction.to.push(address);
    return '250 2.1.5 Ok\r\n';
  }
  #bdat(rest: string): string {
    if (!this.#extensions.includes('CHUNKING')) return '500 5.5.2 Unknown command\r\n';
    const match = /^(\d+)( LAST)?$/i.exec(rest);
    if (match === null) return '501 5.5.4 Bad chunk\r\n';
    this.#mode = Number(match[1]);
    this.#lastChunk = match[2] !== undefined;
    return '';
  }

  protected override onBytes(input: string): { rest: string; more: boolean } | null {
    const transaction = this.#transaction;
    if (this.#mode === 'commands') return null;
    if (typeof this.#mode === 'number') return this.#takeChunk(input, this.#mode);
    // Only what is new is searched, with the four octets before it: a large message must cost linear time.
    const recent = this.#tail + input;
    const found = recent.indexOf('\r\n.\r\n');
    this.#pieces.push(input);
    if (found < 0) {
      this.#tail = recent.slice(-4);
      return { rest: '', more: true };
    }
    const behind = recent.length - (found + 5);
    const data = this.#pieces.join('');
    const rest = data.slice(data.length - behind);
    // All but the dot line; the first line may be it, and the CRLF before it is then that of the DATA command.
    const body = data.slice(0, data.length - behind - 3).replace(/(^|\r\n)\./g, '$1');
    this.#startData();
    this.#mode = 'commands';
    this.command(
      '.',
      '.',
      () => this.#accept(transaction, body),
      () => (this.#transaction = null),
    );
    return { rest, more: false };
  }
  #startData(): void {
    this.#pieces = [];
    this.#tail = '\r\n';
  }
  #takeChunk(input: string, size: number): { rest: string; more: boolean } {
    if (input.length < size) return { rest: input, more: true };
    this.#mode = 'commands';
    const transaction = this.#transaction;
    if (transaction !== null) transaction.body += input.slice(0, size);
    const isLast = this.#lastChunk;
    this.command(isLast ? '.' : 'BDAT-CHUNK', `BDAT ${size}`, () =>
      isLast ? this.#accept(transaction, transaction?.body ?? '') : `250 2.0.0 ${size} octets received\r\n`,
    );
    return { rest: input.slice(size), more: false };
  }

  #accept(transaction: Transaction | null, raw: string): string {
    this.#transaction = null;
    if (transaction === null || transaction.to.length === 0) return '503 5.5.1 No valid recipients\r\n';
    if (this.#maxSize > 0 && raw.length > this.#maxSize) return '552 5.3.4 Message too big\r\n';
    const { from, to, params } = transaction;
    const account = this.#account;
    this.world.accept({ from, to, raw, at: this.world.clock.now(), user: account?.user ?? null, params });
    const sent = this.options.filesToSent === true ? account?.byUse('\\Sent') : undefined;
    if (account !== null && sent !== undefined) {
      this.world.append(
        account,
        sent,
        this.world.content(Uint8Array.from(raw, (char) => char.charCodeAt(0))),
        { flags: ['\\Seen'] },
      );
    }
    return `250 2.0.0 Ok: queued as ${this.world.accepted.length}\r\n`;
  }
}

type AuthStep = (
  data: string,
) => { readonly account: WorldAccount } | { readonly challenge: string; readonly next: AuthStep } | null;

function readParams(text: string): Record<string, string> {
  const params: Record<string, string> = {};
  for (const word of text.trim().split(/\s+/)) {
    const [name = '', value = ''] = word.split('=', 2);
    if (name !== '') params[name.toUpperCase()] = value;
  }
  return params;
}
