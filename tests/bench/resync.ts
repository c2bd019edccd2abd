import { against, type BenchLine, peer, within } from './support/line';
import { ListeningProxy, type Overheard } from './support/listening-proxy';
import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { wholeAt } from './support/page';
import { RawImap } from './support/raw-imap';
import { addAccount, startTern } from './support/tern';

/** Times what a bare socket takes for `UID FETCH 1:* (FLAGS)` (design §7). */
const BUDGET = 3;
const WAIT_MS = 120_000;

const PLAIN = ['QRESYNC', 'CONDSTORE', 'HIGHESTMODSEQ'];
const MODES = [
  { name: 'qresync', hidden: [] },
  { name: 'condstore', hidden: ['QRESYNC'] },
  { name: 'plain', hidden: PLAIN },
];

/**
 * A mailbox in which nothing has changed, after a reconnect, with the three strategies: from SELECT until something else
 * is asked about (the list, another mailbox), as a proxy between the whole program and Dovecot sees it; and how many
 * commands that took.
 */
export async function run(): Promise<BenchLine[]> {
  const n = messageCount();
  const { dovecot } = await benchMailbox(n);
  const proxy = await ListeningProxy.before(dovecot.ports.imap);
  try {
    // Over the same proxy: what it costs is no part of either.
    proxy.hidden = PLAIN;
    const floor = await flagsFloor(proxy.port);
    proxy.hidden = [];
    const bare = await flagsFloor(dovecot.ports.imap);
    const tern = await startTern();
    try {
      await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
      const { id } = await addAccount(
        tern,
        { ...dovecot, ports: { ...dovecot.ports, imap: proxy.port } },
        USER,
        PASSWORD,
      );
      await wholeAt(tern.page, n);
      const lines: BenchLine[] = [peer('resync.floor-without-proxy', n, bare, 'ms', floor)];
      for (const { name, hidden } of MODES) {
        proxy.hidden = hidden;
        const known = proxy.connections.length;
        proxy.cut();
        await tern.engine.api.syncNow({ account: id, mailbox: null });
        const { ms, commands } = await inboxLook(proxy, known);
        lines.push(
          name === 'plain'
            ? against(`resync.${name}`, n, ms, 'ms', floor, BUDGET)
            : within(`resync.${name}.commands`, n, commands, 'commands', name === 'qresync' ? 1 : 2),
          ...(name === 'plain' ? [] : [peer(`resync.${name}`, n, ms, 'ms', floor)]),
        );
      }
      return lines;
    } finally {
      await tern.close();
    }
  } finally {
    await proxy.close();
    await dovecot.stop();
  }
}

/** The first look at INBOX of a connection made after the first `known` ones. */
async function inboxLook(
  proxy: ListeningProxy,
  known: number,
): Promise<{ readonly ms: number; readonly commands: number }> {
  const isOther = ({ line }: Overheard): boolean => /^(?:SELECT|LIST) /.test(line);
  for (let waited = 0; waited < WAIT_MS; waited += 20) {
    for (const heard of proxy.connections.slice(known)) {
      const start = heard.findIndex(({ line }) => /^SELECT "?INBOX/i.test(line));
      const end = start < 0 ? -1 : heard.findIndex((one, i) => i > start && isOther(one));
      // The watcher selects INBOX and nothing else; this is the worker.
      if (end > 0) {
        return { ms: (heard[end]?.at ?? 0) - (heard[start]?.at ?? 0), commands: end - start };
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('INBOX was not looked at again');
}

async function flagsFloor(port: number): Promise<number> {
  const raw = await RawImap.open(port, USER, PASSWORD);
  await raw.run('SELECT INBOX');
  let best = Infinity;
  for (let i = 0; i < 5; i++) best = Math.min(best, (await raw.run('UID FETCH 1:* (FLAGS)')).ms);
  raw.close();
  return best;
}
