import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NodeDialer } from '@main/net/node-dialer';
import { flagNames } from '@shared/model/flags';
import { Bench, letter, USER } from '../fakes/bench';
import { type FaultProxy, startFaultProxy } from '../fakes/fault-proxy';
import { type Dovecot, startDovecot } from './dovecot';

interface Listed {
  readonly uid: number;
  readonly subject: string;
  readonly flags: string;
}

/** An engine on a real Dovecot, behind a line that can be hurt; doveadm is the other client. */
export class RealStage {
  private constructor(
    readonly dovecot: Dovecot,
    readonly proxy: FaultProxy,
    readonly bench: Bench,
  ) {}

  /** @param capabilities replaces what Dovecot offers. */
  static async open(capabilities?: string): Promise<RealStage> {
    const dovecot = await startDovecot({
      users: [{ user: USER, password: 'secret' }],
      ...(capabilities === undefined ? {} : { capabilities }),
    });
    const proxy = await startFaultProxy({ port: dovecot.ports.imap });
    const dialer = new NodeDialer();
    const bench = new Bench('everything', {
      dial: () => dialer.dial({ host: '127.0.0.1', port: proxy.port, tls: 'none' }),
    });
    return new RealStage(dovecot, proxy, bench);
  }

  async close(): Promise<void> {
    await this.bench.stop();
    await this.proxy.close();
    await this.dovecot.stop();
  }

  #doveadm(args: readonly string[], input = ''): string {
    const [verb = '', ...rest] = args;
    const family = verb === 'mailbox' || verb === 'flags';
    const words = family ? [verb, rest[0] ?? '', '-u', USER, ...rest.slice(1)] : [verb, '-u', USER, ...rest];
    return execFileSync('doveadm', ['-c', join(this.dovecot.folder, 'dovecot.conf'), ...words], {
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }
  #one(mailbox: string, n: number): string[] {
    return ['mailbox', mailbox, 'header', 'message-id', `<letter-${n}@tern.example>`];
  }

  /** Letters 1 to `count` into the inbox, all at once: for a server that nobody has logged in to. */
  fill(count: number): void {
    const messages = Array.from({ length: count }, (_, i) => ({
      raw: letter(i + 1),
      flags: [],
      internalDate: Date.now(),
    }));
    this.dovecot.load(USER, 'INBOX', messages);
  }
  deliver(mailbox: string, from: number, to = from): void {
    for (let n = from; n <= to; n++) this.#doveadm(['save', '-m', mailbox], letter(n));
  }
  flag(mailbox: string, n: number, ...flags: string[]): void {
    this.#doveadm(['flags', 'add', flags.join(' '), ...this.#one(mailbox, n)]);
  }
  move(from: string, n: number, to: string): void {
    this.#doveadm(['move', to, ...this.#one(from, n)]);
  }
  expunge(mailbox: string, n: number): void {
    this.#doveadm(['expunge', ...this.#one(mailbox, n)]);
  }
  create(...names: string[]): void {
    for (const name of names) this.#doveadm(['mailbox', 'create', '-s', name]);
  }
  rename(from: string, to: string): void {
    this.#doveadm(['mailbox', 'rename', from, to]);
  }
  delete(name: string): void {
    this.#doveadm(['mailbox', 'delete', '-s', name]);
  }
  /** Dovecot forgets every UID of a mailbox and gives them out anew. */
  async renumber(mailbox: string): Promise<void> {
    await this.dovecot.pause();
    const maildir = join(this.dovecot.folder, 'mail', USER, 'Maildir', mailbox === 'INBOX' ? '' : mailbox);
    for (const name of readdirSync(maildir)) {
      if (/^dovecot[.-](uid|index)/.test(name)) rmSync(join(maildir, name), { recursive: true });
    }
    await this.dovecot.start();
  }

  /** Subjects of a mailbox on the server, in UID order. */
  there(mailbox: string): string[] {
    return this.#listed(mailbox).map(({ subject }) => subject);
  }
  /** UID, subject and marks as the server has them. */
  #listed(mailbox: string): Listed[] {
    return this.#everywhere(mailbox).get(mailbox) ?? [];
  }
  /** The same of every mailbox that holds something, by one process: a second process costs as much as all the mail. */
  #everywhere(pattern = '*'): Map<string, Listed[]> {
    const out = this.#doveadm(['fetch', 'mailbox uid flags hdr.subject', 'mailbox', pattern, 'all']);
    const listed = new Map<string, Listed[]>();
    for (const block of out.split('\f')) {
      const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      const uid = Number(field('uid'));
      if (!(uid > 0)) continue;
      const flags = field('flags')
        .split(' ')
        .filter((flag) => flag !== '' && flag.toLowerCase() !== '\\recent')
        .map((flag) => flag.toLowerCase())
        .sort()
        .join(' ');
      const mailbox = field('mailbox');
      const all = listed.get(mailbox) ?? [];
      all.push({ uid, subject: field('hdr.subject'), flags });
      listed.set(mailbox, all);
    }
    for (const all of listed.values()) all.sort((a, b) => a.uid - b.uid);
    return listed;
  }
  names(): string[] {
    return this.#doveadm(['mailbox', 'list']).trim().split('\n').sort();
  }
  flagsOf(mailbox: string, n: number): string {
    return this.#listed(mailbox).find(({ subject }) => subject === `Letter ${n}`)?.flags ?? 'not there';
  }
  receivedAt(mailbox: string, n: number): string {
    const out = this.#doveadm(['fetch', 'date.received', ...this.#one(mailbox, n)]);
    return /date\.received: (.*)/.exec(out)?.[1] ?? '';
  }

  #local(): Record<string, string[]> {
    const { store } = this.bench;
    const out: Record<string, string[]> = {};
    for (const mailbox of store.mailboxes.values()) {
      if (!mailbox.selectable) continue;
      const words = store.keywords.get(mailbox.id) ?? [];
      const held = store.messages.get(`${mailbox.id}/${mailbox.generation}`) ?? new Map<number, never>();
      out[mailbox.name] = [...held]
        .sort((a, b) => a[0] - b[0])
        .map(([uid, m]) => {
          const flags = [...flagNames(m.flags), ...words.filter((_, i) => (m.keywords & (1 << i)) !== 0)];
          return `${uid} ${m.row.envelope.subject} ${flags
            .map((flag) => flag.toLowerCase())
            .sort()
            .join(' ')}`;
        });
    }
    return out;
  }
  #remote(): Record<string, string[]> {
    const listed = this.#everywhere();
    return Object.fromEntries(
      this.names().map((name) => [
        name,
        (listed.get(name) ?? []).map(({ uid, subject, flags }) => `${uid} ${subject} ${flags}`),
      ]),
    );
  }

  /** Resolves when nothing is left to do and what is here is what is there (invariant I5). */
  async quiet(ms = 20_000): Promise<void> {
    const { bench } = this;
    const end = Date.now() + ms;
    const sorted = (views: Record<string, string[]>): string =>
      JSON.stringify(Object.entries(views).sort(([a], [b]) => (a < b ? -1 : 1)));
    for (;;) {
      bench.ask();
      await new Promise((resolve) => setTimeout(resolve, 150));
      const done = bench.engine.queue.all().every((op) => op.state === 'refused');
      if (done && sorted(this.#local()) === sorted(this.#remote())) return;
      if (Date.now() > end)
        throw new Error(
          `not quiet: ${bench.describe()}\nhere  ${sorted(this.#local())}\nthere ${sorted(this.#remote())}`,
        );
    }
  }
}
