import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Clock } from '@shared/ports/clock';
import { systemClock } from '../fakes/clocks';
import { BrowserBench } from './support/browser-bench';
import { openChromium, Tern, until } from './support/tern';

/** What a real browser does to the store's database: no room, and evicted. */

const LONG_MS = 60_000;

/** More than there is room for. */
const LETTERS = 5000;

/** Waits of a minute and more end when the test says so. */
class PatientClock implements Clock {
  #waiting = new Set<() => void>();
  now = systemClock.now;
  monotonic = systemClock.monotonic;
  after(ms: number, run: () => void): () => void {
    if (ms < LONG_MS) return systemClock.after(ms, run);
    this.#waiting.add(run);
    return () => void this.#waiting.delete(run);
  }
  /** A long time passes. */
  pass(): void {
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const run of due) run();
  }
}

let browser: Browser;
let bench: BrowserBench;
let clock: PatientClock;

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
afterEach(() => bench.stop());

/** A page on a bench with so many letters; `before` the page goes anywhere. */
async function open(letters: number, before: (cdp: CDPSession, origin: string) => Promise<unknown>) {
  clock = new PatientClock();
  bench = new BrowserBench('everything', { clock });
  bench.deliver('INBOX', 1, letters);
  await bench.start();
  const link = await bench.link();
  const { origin } = new URL(link);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const cdp = await context.newCDPSession(await context.newPage());
  await before(cdp, origin);
  const tern = await Tern.open(browser, link, { expected: /WebSocket|ERR_/, context });
  await tern.rows.first().waitFor();
  return { tern, cdp, origin };
}

const notices = (): string[] => bench.engine.status().notices.map(({ code }) => code);

it('H1 without room for more in the browser it says so, rests, and goes on when there is room', async () => {
  const { tern, cdp, origin } = await open(LETTERS, (session, at) =>
    session.send('Storage.overrideQuotaForOrigin', { origin: at, quotaSize: 250_000 }),
  );
  await until('it is told', () => notices().includes('cache-full'));
  const banner = tern.page.getByText('no more mail is kept here until there is space').first();
  await banner.waitFor();
  await until('the account is at rest', () =>
    [...bench.engine.runners.values()].every(({ status }) => status.phase === 'idle'),
  );
  await tern.page.locator('.statusline', { hasText: 'No room for more mail' }).waitFor();
  // A greeting costs every account a login: one or two of them, and not one after the other without end.
  expect(bench.stores).toBeLessThanOrEqual(3);
  const { batches } = bench;
  // What a person does is still seen and done.
  await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', `Letter ${LETTERS}`);
  await until('it is done', () => bench.box('INBOX').find(LETTERS)?.has('\\Flagged') === true);
  expect(bench.batches - batches).toBeLessThan(20);
  expect(await tern.total()).toBeLessThan(LETTERS);

  await cdp.send('Storage.overrideQuotaForOrigin', { origin });
  clock.pass();
  await bench.quiet();
  await until('the list is whole', async () => (await tern.total()) === LETTERS);
  await tern.close();
});

it('H2 evicted by the browser in the middle of the first synchronisation and at rest: told, and all of it comes again', async () => {
  const { tern, cdp, origin } = await open(2000, () => Promise.resolve());
  const evict = (): Promise<unknown> =>
    cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await new Promise<void>((resolve, reject) => {
    bench.atBatch(1, 'sent', () => void evict().then(() => resolve(), reject));
    bench.deliver('INBOX', 2001, 2010);
    bench.ask();
  });
  await until('another greeting', () => bench.stores >= 2);
  expect(notices()).toContain('cache-rebuilt');
  await bench.quiet();
  await evict();
  await until('another greeting', () => bench.stores >= 3);
  await bench.quiet();
  await until('the list is whole', async () => (await tern.total()) === 2010);
  expect(bench.stores).toBe(3);
  expect(tern.complaints).toEqual([]);
  await tern.close();
});
