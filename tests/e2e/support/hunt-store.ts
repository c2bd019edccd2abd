import type { Browser, BrowserContext, CDPSession } from 'playwright-core';
import { generator, type Random } from '../../labs/random';
import { baseline, checkInvariants } from '../../fakes/invariants';
import { BrowserBench } from './browser-bench';
import { Tern, until } from './tern';

/** What a page and its store's worker die of. */
const DEATHS = ['worker', 'page', 'processes'] as const;
type Death = (typeof DEATHS)[number];

/** What a killed page, and a host that hears of it, complain of. */
const EXPECTED = /WebSocket|ERR_|Failed to load/;

const LETTERS = 1500;

export interface Hunted {
  readonly deaths: readonly string[];
  readonly batches: number;
  readonly stores: number;
}

/**
 * A first synchronisation, flags, moves and letters that come, while the store is killed at batches that the seed
 * chooses, by what the seed chooses. In the end the store holds what the server holds, the page shows it, and nothing
 * was lost or done twice.
 * @throws Error that says what differs.
 */
export async function huntStore(browser: Browser, seed: number, kills: number): Promise<Hunted> {
  const random = generator(seed);
  const cdp = await browser.newBrowserCDPSession();
  const bench = new BrowserBench('everything');
  const deaths: string[] = [];
  bench.deliver('INBOX', 1, LETTERS);
  bench.deliver('Archive', LETTERS + 1, LETTERS + 300);
  const before = baseline(bench.world);
  let context: BrowserContext | null = null;
  try {
    await bench.start();
    let tern = await Tern.open(browser, await bench.link(), { expected: EXPECTED });
    ({ context } = tern);
    let next = 1;
    let arriving = 10_000;
    for (let kill = 0; kill < kills; kill++) {
      const death = DEATHS[random.int(DEATHS.length)] as Death;
      const moment = random.chance(0.5) ? 'sent' : 'stored';
      const at = 1 + random.int(5);
      const { stores } = bench;
      const dead = new Promise<void>((resolve, reject) => {
        bench.atBatch(at, moment, () => {
          killStore(cdp, tern, death).then(resolve, reject);
        });
      });
      deaths.push(`${death} at ${moment} ${at}`);
      next = await somethingToDo(bench, random, next);
      const gone = dead.then(() => true);
      // The batch at which it dies may not come by itself.
      while (!(await Promise.race([gone, breath().then(() => false)]))) {
        bench.deliver('INBOX', ++arriving);
        bench.ask();
      }
      if (death !== 'worker') {
        await tern.page.close({ runBeforeUnload: false }).catch(() => undefined);
        tern = await Tern.open(browser, await bench.link(), { expected: EXPECTED, context });
      }
      await until('another store is there', () => bench.stores > stores, 40_000);
    }
    await bench.quiet();
    const { messages } = bench.box('INBOX');
    await until('the list is whole', async () => (await tern.total()) === messages.length);
    const unread = messages.filter((m) => !m.has('\\Seen')).length;
    await until(
      `the window says ${unread} unread`,
      async () => (await tern.page.title()) === (unread === 0 ? 'Tern' : `(${unread}) Tern`),
    );
    bench.serverLies = 'both sides were compared by what the browser holds';
    checkInvariants(bench, before, 20_000);
    if (bench.refused.length > 0) throw new Error(`refused: ${JSON.stringify(bench.refused)}`);
    return { deaths, batches: bench.batches, stores: bench.stores };
  } catch (cause) {
    throw new Error(`seed ${seed}, ${kills} kills (${deaths.join(', ')}): ${String(cause)}`, { cause });
  } finally {
    await context?.close();
    await bench.stop();
    await cdp.detach();
  }
}

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

async function somethingToDo(bench: BrowserBench, random: Random, from: number): Promise<number> {
  await until('the list of mailboxes', () => bench.engine.registry.ofAccount(bench.account.id).length >= 6);
  const subjects = Array.from({ length: 3 }, (_, i) => `Letter ${from + i}`);
  const kind = random.int(4);
  if (kind === 0) await bench.act({ kind: 'flag', add: ['\\Seen'], remove: [] }, 'INBOX', ...subjects);
  else if (kind === 1)
    await bench.act({ kind: 'flag', add: ['\\Flagged', 'Work'], remove: [] }, 'INBOX', ...subjects);
  else if (kind === 2) await bench.act({ kind: 'archive' }, 'INBOX', ...subjects);
  else {
    bench.touch(subjects[0] ?? '').elsewhere.flag('INBOX', subjects[0] ?? '', '\\Seen');
    bench.deliver('INBOX', 5000 + from);
    bench.ask();
  }
  return from + 3;
}

async function killStore(cdp: CDPSession, tern: Tern, death: Death): Promise<void> {
  if (death === 'page') {
    await tern.page.close({ runBeforeUnload: false });
    return;
  }
  if (death === 'processes') {
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
    return;
  }
  const { targetInfos } = await cdp.send('Target.getTargets');
  const worker = targetInfos.find(({ type, title }) => type === 'shared_worker' && title === 'tern-store');
  if (worker) await cdp.send('Target.closeTarget', { targetId: worker.targetId });
}
