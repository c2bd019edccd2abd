import type { Compression, DeflateStream } from '@shared/ports/crypto';
import { fromBytes, toBytes } from './bytes';
import * as acl from './imap/acl';
import { append, replace } from './imap/append';
import { authenticate, compress, login, logout, starttls, unauthenticate } from './imap/auth';
import { copy, expunge, move } from './imap/copy';
import { BadCommand, Cursor } from './imap/cursor';
import { fetch } from './imap/fetch';
import { list, lsub, namespace, xlist } from './imap/list';
import * as mailboxes from './imap/mailboxes';
import * as misc from './imap/misc';
import { notify, tellEvent } from './imap/notify';
import { search } from './imap/search';
import { bad, ImapSession, type Command, type ImapOptions, type Pending, type Reply } from './imap/session';
import { store } from './imap/store';
import type { MailWorld, WorldEvent } from './mail-world';
import { Script, type Action, type Output } from './script';
import type { ServerConnection, Wire } from './wire';

const COMMANDS: Readonly<Record<string, Command>> = {
  CAPABILITY: misc.capability,
  NOOP: misc.noop,
  LOGOUT: logout,
  STARTTLS: starttls,
  LOGIN: login,
  AUTHENTICATE: authenticate,
  UNAUTHENTICATE: unauthenticate,
  ID: misc.id,
  ENABLE: misc.enable,
  NAMESPACE: namespace,
  COMPRESS: compress,
  SELECT: mailboxes.selectCommand,
  EXAMINE: mailboxes.examineCommand,
  CREATE: mailboxes.create,
  DELETE: mailboxes.deleteCommand,
  RENAME: mailboxes.rename,
  SUBSCRIBE: mailboxes.subscribe,
  UNSUBSCRIBE: mailboxes.unsubscribe,
  STATUS: mailboxes.statusCommand,
  LIST: list,
  XLIST: xlist,
  LSUB: lsub,
  APPEND: append,
  REPLACE: replace,
  CHECK: misc.check,
  CLOSE: mailboxes.closeCommand,
  UNSELECT: mailboxes.unselectCommand,
  EXPUNGE: expunge,
  SEARCH: search,
  FETCH: fetch,
  STORE: store,
  COPY: copy,
  MOVE: move,
  IDLE: misc.idle,
  NOTIFY: notify,
  GETQUOTA: misc.getQuota,
  GETQUOTAROOT: misc.getQuotaRoot,
  MYRIGHTS: acl.myRights,
  GETACL: acl.getAcl,
  SETACL: acl.setAcl,
  DELETEACL: acl.deleteAcl,
  LISTRIGHTS: acl.listRights,
  GETMETADATA: misc.getMetadata,
  SETMETADATA: misc.setMetadata,
};
const WITH_UID = new Set(['FETCH', 'STORE', 'SEARCH', 'COPY', 'MOVE', 'EXPUNGE', 'REPLACE']);
/** A line beyond this is an attack or a bug; RFC 7162 §4 asks for 8,192 at least. */
const MAX_LINE = 1024 * 1024;
const MAX_LITERAL = 512 * 1024 * 1024;

interface Running {
  readonly tag: string;
  readonly verb: string;
  readonly actions: readonly Action[];
}

/** One IMAP connection of the embedded server, without I/O: bytes in, and bytes out through the wire. */
export class ImapConnection implements ServerConnection {
  readonly session: ImapSession;
  #input = '';
  /** Bytes of a literal that are still to come, and the command so far. */
  #command = '';
  #literal = 0;
  #pending: { readonly running: Running; readonly onLine: Pending['onLine'] } | null = null;
  #delayed = false;
  #closed = false;
  #busy = false;
  #deflate: DeflateStream | null = null;
  #inflate: DeflateStream | null = null;
  readonly #unlisten: () => void;

  constructor(
    readonly world: MailWorld,
    readonly wire: Wire,
    options: ImapOptions = {},
    readonly script: Script = new Script(),
    readonly compression?: Compression,
  ) {
    this.session = new ImapSession(world, options, compression !== undefined);
    this.#unlisten = world.listen((event) => this.#onWorld(event));
    this.#greet(options);
  }

  /** The greeting; the script may refuse the connection, break it or say nothing (verb `CONNECT`). */
  #greet(options: ImapOptions): void {
    for (const action of this.script.on({ verb: 'CONNECT', account: null, mailboxes: [], line: '' })) {
      if (action.do === 'silence') return;
      if (action.do === 'cut') {
        this.#break();
        return;
      }
      if (action.do === 'answer') {
        this.#write(`${action.reply}\r\n`);
        this.closed();
        this.wire.end();
        return;
      }
    }
    if (options.preAuth !== undefined) this.session.account = this.world.account(options.preAuth);
    const code =
      options.capabilityCodes === false ? '' : `[CAPABILITY ${this.session.capabilities.join(' ')}] `;
    const word = options.preAuth === undefined ? 'OK' : 'PREAUTH';
    this.#write(`${options.greeting ?? `* ${word} ${code}Tern embedded server ready`}\r\n`);
  }

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#input += fromBytes(this.#inflate === null ? bytes : this.#inflate.push(bytes));
    this.#drain();
  }
  secured(): void {
    this.session.secure = true;
    this.#input = '';
  }
  closed(): void {
    this.#closed = true;
    this.#unlisten();
  }

  #write(text: string): void {
    if (this.#closed || text === '') return;
    const bytes = toBytes(text);
    this.wire.write(this.#deflate === null ? bytes : this.#deflate.push(bytes));
  }
  #break(): void {
    this.closed();
    this.wire.reset();
  }

  /** Takes whole commands off the input while nothing holds them up. */
  #drain(): void {
    while (!this.#closed && !this.#delayed) {
      if (this.#literal > 0) {
        const take = Math.min(this.#literal, this.#input.length);
        if (take === 0) return;
        this.#command += this.#input.slice(0, take);
        this.#input = this.#input.slice(take);
        this.#literal -= take;
        continue;
      }
      const end = this.#input.indexOf('\n');
      if (end < 0) {
        if (this.#input.length > MAX_LINE) this.#refuseLine();
        return;
      }
      const line = this.#input.slice(0, this.#input[end - 1] === '\r' ? end - 1 : end);
      this.#input = this.#input.slice(end + 1);
      this.#onLine(line);
    }
  }
  #refuseLine(): void {
    this.#write('* BYE Line too long\r\n');
    this.closed();
    this.wire.end();
  }

  #onLine(line: string): void {
    const literal = /(~?)\{(\d+)(\+?)\}$/.exec(line);
    if (literal === null || this.#pending !== null) {
      const text = this.#command + line;
      this.#command = '';
      if (this.#pending === null) this.#execute(text);
      else this.#resume(text);
      return;
    }
    const size = Number(literal[2]);
    const isSynchronising = literal[3] === '';
    const refused = this.#refuseLiteral(size, isSynchronising);
    if (refused !== null) {
      const tag = /^\S+/.exec(this.#command + line)?.[0] ?? '*';
      this.#command = '';
      this.#write(`${tag} ${refused}\r\n`);
      return;
    }
    this.#command += `${line}\r\n`;
    this.#literal = size;
    if (isSynchronising) this.#write('+ Ready for the literal\r\n');
  }
  #refuseLiteral(size: number, isSynchronising: boolean): string | null {
    if (size > Math.min(mailboxes.appendLimit(this.session), MAX_LITERAL))
      return 'NO [TOOBIG] Literal too big';
    if (isSynchronising) return null;
    if (this.session.has('LITERAL+') || (this.session.has('LITERAL-') && size <= 4096)) return null;
    return 'BAD Non-synchronising literals are not supported';
  }

  #execute(text: string): void {
    if (text === '') return;
    const head = /^([^\s(){%*"\\+]+) (UID )?([A-Za-z]+)/i.exec(text);
    if (head === null) {
      this.#write(`${/^[^\s(){%*"\\+]+/.exec(text)?.[0] ?? '*'} BAD Cannot read this command\r\n`);
      return;
    }
    const [whole, tag = '*', uid, word = ''] = head;
    const verb = `${uid === undefined ? '' : 'UID '}${word.toUpperCase()}`;
    const cursor = new Cursor(text);
    cursor.at = whole.length;
    const actions = this.script.on({
      verb,
      account: this.session.account?.user ?? null,
      mailboxes: this.#mailboxesOf(verb, cursor),
      line: text.slice(tag.length + 1),
    });
    const running = { tag, verb, actions };
    if (this.#preempt(running)) return;
    this.#busy = true;
    const outcome = this.#run(word.toUpperCase(), uid !== undefined, cursor);
    this.#settle(running, outcome);
  }

  /** Actions that keep the command from running. @returns true when one did. */
  #preempt(running: Running): boolean {
    for (const action of running.actions) {
      if (action.do === 'meanwhile') action.run();
      if (action.do === 'answer') {
        this.#write(`${running.tag} ${action.reply}\r\n`);
        return true;
      }
      if (action.do === 'silence' && !action.execute) return true;
      if (action.do === 'cut' && !action.execute) {
        this.#break();
        return true;
      }
    }
    return false;
  }

  #run(word: string, isUid: boolean, cursor: Cursor): Reply | Pending {
    const command = COMMANDS[word];
    if (command === undefined || (isUid && !WITH_UID.has(word))) return bad('Unknown command');
    const { session } = this;
    if (command.capability !== undefined && !session.has(command.capability)) return bad('Unknown command');
    if (command.state === 'not-authenticated' && session.account !== null) return bad('Already logged in');
    if ((command.state === 'authenticated' || command.state === 'selected') && session.account === null) {
      return bad('Log in first');
    }
    if (command.state === 'selected' && session.view === null) return bad('Select a mailbox first');
    if (session.uidOnly && !isUid && WITH_UID.has(word) && word !== 'EXPUNGE')
      return bad('There are no sequence numbers', 'UIDREQUIRED');
    try {
      return command.run(session, cursor, isUid);
    } catch (error) {
      if (error instanceof BadCommand) return bad(error.message);
      throw error;
    }
  }

  #settle(running: Running, outcome: Reply | Pending): void {
    if ('status' in outcome) {
      this.#finish(running, outcome);
      return;
    }
    this.#pending = { running, onLine: outcome.onLine };
    if (this.session.idling) this.session.sync(true);
    this.#write(`${this.session.takeOutput()}+ ${outcome.prompt}\r\n`);
    this.#busy = false;
  }
  #resume(line: string): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    this.#busy = true;
    this.#settle(pending.running, pending.onLine(line));
  }

  #finish({ tag, verb, actions }: Running, reply: Reply): void {
    const { session } = this;
    for (const action of actions) if (action.do === 'afterwards') action.run();
    session.sync(verb !== 'FETCH' && verb !== 'STORE' && verb !== 'SEARCH');
    this.#busy = false;
    const code = reply.code === undefined ? '' : `[${reply.code}] `;
    let output: Output = {
      data: session.takeOutput(),
      reply: `${tag} ${reply.status} ${code}${reply.text}\r\n`,
    };
    let delay = 0;
    for (const action of actions) {
      if (action.do === 'rewrite') output = action.with(output);
      else if (action.do === 'execute-then-answer')
        output = { ...output, reply: `${tag} ${action.reply}\r\n` };
      else if (action.do === 'inject') output = inject(output, action);
      else if (action.do === 'delay') delay += action.ms;
      else if (action.do === 'silence') return;
      else if (action.do === 'cut') {
        this.#write(output.data);
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
    const { session } = this;
    if (session.loggingOut) {
      this.closed();
      this.wire.end();
    } else if (session.after === 'starttls') {
      session.after = null;
      this.wire.startTls();
    } else if (session.after === 'compress' && this.compression !== undefined) {
      session.after = null;
      session.compressing = true;
      this.#deflate = this.compression.deflate();
      this.#inflate = this.compression.inflate(Infinity);
      const rest = this.#input;
      this.#input = '';
      if (rest !== '') this.#input = fromBytes(this.#inflate.push(toBytes(rest)));
    }
  }

  #onWorld(event: WorldEvent): void {
    const { session } = this;
    if (this.#closed || event.account !== session.account) return;
    const isSelected = session.view?.mailbox === event.mailbox;
    if (isSelected && (event.kind === 'deleted' || event.kind === 'uidvalidity')) {
      session.view = null;
      this.#write('* BYE The selected mailbox is not what it was; connect again\r\n');
      this.closed();
      this.wire.end();
      return;
    }
    if (!isSelected) tellEvent(session, event);
    if (this.#busy || this.#delayed) return;
    if (isSelected && (session.idling || session.notify?.selected === true)) session.sync(true);
    if (session.idling || session.notify !== null) this.#write(session.takeOutput());
  }

  /** The mailbox that is selected and those that the command names, for the script's rules. */
  #mailboxesOf(verb: string, cursor: Cursor): string[] {
    const names = this.session.view === null ? [] : [this.session.view.mailbox.name];
    const word = verb.replace('UID ', '');
    const isNamed = ['SELECT', 'EXAMINE', 'STATUS', 'APPEND', 'CREATE', 'DELETE', 'RENAME'].includes(word);
    if (!isNamed && word !== 'COPY' && word !== 'MOVE') return names;
    const probe = new Cursor(cursor.text);
    probe.at = cursor.at;
    try {
      probe.space();
      if (!isNamed) {
        probe.set();
        probe.space();
      }
      names.push(probe.mailbox(this.session.isUtf8));
    } catch (error) {
      if (!(error instanceof BadCommand)) throw error; // malformed: the command itself will be answered BAD
    }
    return names;
  }
}

function inject(output: Output, action: Extract<Action, { do: 'inject' }>): Output {
  if (action.at === 'start') return { ...output, data: action.bytes + output.data };
  if (action.at === 'before-reply') return { ...output, data: output.data + action.bytes };
  return { ...output, reply: output.reply + action.bytes };
}
