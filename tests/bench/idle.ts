import { loadavg } from 'node:os';
import { corpus } from '../servers/corpus';
import { startDovecot } from '../servers/dovecot';
import { type BenchLine, peer, within } from './support/line';
import { PASSWORD } from './support/mailbox';
import { addAccount, type RunningTern, startTern } from './support/tern';

/** Percent of one core (design §7). */
const BUDGET = 0.2;
const ACCOUNTS = 5;
const MESSAGES = 200;
/** What goes on behind the first synchronisation is over by then. */
const QUIET_MS = Number(process.env['TERN_BENCH_QUIET_MS'] ?? 20_000);
/** Longer than the slowest clock that has to do with a minute. */
const WINDOW_MS = Number(process.env['TERN_BENCH_WINDOW_MS'] ?? 90_000);
const READY_MS = 120_000;

/**
 * Five accounts in IDLE and nothing happening: the processor time of the engine's process over a window, with the page
 * open and connected.
 */
export async function run(): Promise<BenchLine[]> {
  const users = Array.from({ length: ACCOUNTS }, (_, i) => ({
    user: `ada${String(i)}@tern.example`,
    password: PASSWORD,
  }));
  const dovecot = await startDovecot({ users });
  for (const { user } of users) dovecot.load(user, 'INBOX', corpus({ count: MESSAGES }));
  try {
    const tern = await startTern();
    try {
      await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
      for (const { user, password } of users) await addAccount(tern, dovecot, user, password);
      await allIdle(tern);
      await pause(QUIET_MS);
      const before = await tern.resting();
      await pause(WINDOW_MS);
      const after = await tern.resting();
      const spent = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
      return [
        within('idle', ACCOUNTS, (spent / 1000 / WINDOW_MS) * 100, '% of a core', BUDGET),
        peer('idle.memory', ACCOUNTS, after.rss / 1e6, 'MB'),
        peer('idle.load', ACCOUNTS, loadavg()[0] ?? 0, 'processes'),
      ];
    } finally {
      await tern.close();
    }
  } finally {
    await dovecot.stop();
  }
}

/** Until every account has looked at all of its mailboxes and rests. */
async function allIdle(tern: RunningTern): Promise<void> {
  const end = Date.now() + READY_MS;
  for (;;) {
    const { accounts } = await tern.engine.api.status({});
    if (accounts.length === ACCOUNTS && accounts.every(({ phase }) => phase === 'idle')) return;
    if (Date.now() > end) throw new Error(`not idle: ${accounts.map(({ phase }) => phase).join(', ')}`);
    await pause(250);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
