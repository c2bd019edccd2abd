import { loadavg } from 'node:os';
import { ImapFlow } from 'imapflow';
import { against, type BenchLine, peer, within } from './support/line';
import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { LIST_ITEMS, rawFetch, rawFirst } from './support/raw-imap';
import { cachedHeaders, firstRowsAt, firstRowsScript, listLength, wholeAt } from './support/page';
import { addAccount, startTern } from './support/tern';

/** From SELECT on, as ratio to a socket that only reads; design §7 aims for 2. */
const BUDGET = 3;
/** From the login on. */
const FIRST_ROWS_MS = 300;
const LOOP_P99_MS = 50;

/** A window as people have it, followed by all of the synchronisation. */
const WINDOW = { width: 1280, height: 800 };
/** One that shows fifty rows, which costs five times as much to draw. */
const FIFTY_ROWS = { width: 1280, height: 4200 };

/**
 * All headers of a mailbox on Dovecot, from SELECT (and from the moment the account is added) until the last of them is
 * durable in Chromium's IndexedDB; a bare socket and imapflow ask the same server for the same items in the same run.
 * imapflow only parses. Tern's time includes the list of mailboxes, which the floor does not.
 * The first fifty rows need a window that shows as many: a second Tern, whose whole is told, too (`headers.tall`).
 */
export async function run(): Promise<BenchLine[]> {
  const n = messageCount();
  const { dovecot, threads } = await benchMailbox(n);
  try {
    const { imap } = dovecot.ports;
    // The first fetch fills Dovecot's cache of header fields.
    await rawFetch(imap, USER, PASSWORD, LIST_ITEMS);
    const before = await rawFetch(imap, USER, PASSWORD, LIST_ITEMS);
    const tern = await measureTern(n, threads, dovecot, WINDOW);
    const tall = await measureTern(n, threads, dovecot, FIFTY_ROWS);
    // What the server itself needs for them; sizes come later, they would make Dovecot look at every file's name.
    const server = await rawFirst(imap, USER, PASSWORD, LIST_ITEMS.replace(' RFC822.SIZE', ''), n - 127);
    const after = await rawFetch(imap, USER, PASSWORD, LIST_ITEMS);
    const floor = Math.min(before.ms, after.ms);
    const theirs = process.env['TERN_BENCH_PEERS'] === '0' ? null : await imapflow(imap);
    return [
      against('headers', n, tern.whole - tern.select, 'ms', floor, BUDGET),
      peer('headers.since-adding', n, tern.whole, 'ms', floor),
      peer('headers.tall', n, tall.whole - tall.select, 'ms', floor),
      within('headers.first-rows', n, tall.firstRows - tall.login, 'ms', FIRST_ROWS_MS),
      peer('headers.first-rows-server', n, server.ms, 'ms'),
      peer('headers.first-rows-since-adding', n, tall.firstRows, 'ms'),
      within('headers.loop-p99', n, tern.loop, 'ms', LOOP_P99_MS),
      peer('headers.engine-cpu', n, tern.cpu, 'ms', floor),
      ...(theirs === null ? [] : [peer('headers.imapflow', n, theirs, 'ms', floor)]),
      peer('headers.load', n, loadavg()[0] ?? 0, 'processes'),
    ];
  } finally {
    await dovecot.stop();
  }
}

/** In ms; the first four since the account was added. */
interface Measured {
  /** The server had let us in: what is asked next went out. */
  readonly login: number;
  readonly select: number;
  readonly firstRows: number;
  readonly whole: number;
  readonly loop: number;
  readonly cpu: number;
}

async function measureTern(
  n: number,
  threads: number,
  dovecot: Parameters<typeof addAccount>[1],
  viewport: typeof WINDOW,
): Promise<Measured> {
  const rows = viewport === FIFTY_ROWS ? 50 : 1;
  const tern = await startTern({ viewport, script: firstRowsScript(rows) });
  try {
    await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
    const idle = await tern.figures(true);
    const start = Date.now();
    await addAccount(tern, dovecot, USER, PASSWORD);
    const whole = (await wholeAt(tern.page, n)) - start;
    const figures = await tern.figures();
    const cached = await cachedHeaders(tern.page);
    if (cached !== n) throw new Error(`${cached} of ${n} headers are in the database`);
    await listLength(tern.page, threads);
    const { commands } = figures;
    const sent = (...words: string[]): number => commands.findIndex(({ word }) => words.includes(word));
    const at = (index: number): number => {
      const command = commands[index];
      if (!command) throw new Error(`only ${commands.map(({ word }) => word).join(' ')} went out`);
      return command.at - start;
    };
    const asked = sent('AUTHENTICATE', 'LOGIN');
    return {
      login: at(asked < 0 ? asked : asked + 1),
      select: at(sent('SELECT')),
      whole,
      firstRows: (await firstRowsAt(tern.page)) - start,
      loop: figures.p99,
      cpu: (figures.cpu.user + figures.cpu.system - idle.cpu.user - idle.cpu.system) / 1000,
    };
  } finally {
    await tern.close();
  }
}

async function imapflow(port: number): Promise<number> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: USER, pass: PASSWORD },
    logger: false,
  });
  await client.connect();
  const start = performance.now();
  await client.mailboxOpen('INBOX', { readOnly: true });
  let seen = 0;
  const query = {
    uid: true,
    flags: true,
    envelope: true,
    bodyStructure: true,
    internalDate: true,
    size: true,
    headers: ['references', 'list-id'],
  };
  for await (const message of client.fetch('1:*', query)) if (message.uid > 0) seen++;
  const took = performance.now() - start;
  await client.logout();
  if (seen === 0) throw new Error('imapflow saw nothing');
  return took;
}
