import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gestureVectors, leakVectors, type LeakVector, withHost } from '../corpora/leaks/index';
import { launchLogged, openLab } from './support/lab-browser';
import {
  clear,
  type LabMode,
  type LabReport,
  opened as openedBy,
  runs,
  settle,
  show,
} from './support/lab-page';
import { type LabServer, startLab } from './support/lab-server';
import type { NetLog } from './support/netlog';

let server: LabServer;
beforeAll(async () => {
  server = await startLab('tests/browser/mail-lab.ts');
});
afterAll(() => server.close());

/** Mails that are open at one time. */
const BATCH = 40;
const hostOf = (n: number): string => `v${n}.leak.test`;

/** The vectors whose names the net log knows, with the events that tell. */
function leaked(log: NetLog, vectors: readonly LeakVector[]): string[] {
  return [...log.namesUnder('leak.test')].map(([host, seen]) => {
    const index = Number(/v(\d+)\.leak\.test$/.exec(host)?.[1] ?? -1);
    return `${vectors[index]?.name ?? host}: ${[...new Set(seen.map((sighting) => sighting.event))].join(', ')}`;
  });
}

/** @returns what came of each mail; null where there are no frames. */
async function showAll(
  page: Page,
  vectors: readonly LeakVector[],
  mode: LabMode,
  localImages = false,
): Promise<(LabReport | null)[]> {
  const reports: (LabReport | null)[] = [];
  for (let from = 0; from < vectors.length; from += BATCH) {
    reports.push(
      ...(await Promise.all(
        vectors
          .slice(from, from + BATCH)
          .map((vector, n) => show(page, withHost(vector.html, hostOf(from + n)), mode, localImages)),
      )),
    );
    await settle(page);
    await clear(page);
  }
  return reports;
}

async function runAll(
  path: string,
  vectors: readonly LeakVector[],
  mode: LabMode,
  localImages = false,
): Promise<{ log: NetLog; incidents: string[]; reports: (LabReport | null)[] }> {
  const { browser, finish } = await launchLogged();
  const { page, incidents } = await openLab(browser, server.origin + path);
  const reports = await showAll(page, vectors, mode, localImages);
  return { log: await finish(), incidents, reports };
}

describe('leak vectors, each a mail of its own', () => {
  /** Those in which the sanitiser found remote images: what showing them on request is another case for. */
  let pictured: readonly LeakVector[] = [];

  it('has a vector for every row of the catalogue', () => {
    expect(leakVectors.length).toBeGreaterThanOrEqual(217);
    expect(new Set(leakVectors.map((vector) => vector.name)).size).toBe(leakVectors.length);
    for (const vector of leakVectors) expect(withHost(vector.html, 'x.leak.test')).not.toBe(vector.html);
  });

  it('control: without defences the log does show them', async () => {
    const control: readonly LeakVector[] = [
      { name: 'img', html: '<img src="http://HOST/a.png">' },
      { name: 'css', html: '<style>p{background:url(http://HOST/a.png)}</style><p>x</p>' },
      { name: 'prefetch', html: '<link rel="prefetch" href="http://HOST/">' },
      { name: 'iframe', html: '<iframe src="http://HOST/"></iframe>' },
    ];
    const { log } = await runAll('/open', control, { sanitise: false, contain: false });
    expect(
      leaked(log, control)
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual(['css', 'iframe', 'img', 'prefetch']);
  });

  it('both defences: no request and no DNS name, and what is left of each mail can name no address', async () => {
    const { log, incidents, reports } = await runAll('/', leakVectors, { sanitise: true, contain: true });
    const left = reports.map((report) => report?.html ?? '');
    pictured = leakVectors.filter((_, n) => (reports[n]?.remoteImages.length ?? 0) > 0);
    expect(log.size).toBeGreaterThan(100);
    expect(leaked(log, leakVectors)).toEqual([]);
    expect(incidents).toEqual([]);
    // No element, attribute or style beyond the lists.
    for (const [n, html] of left.entries()) {
      expect(html.replaceAll(/>[^<]*</g, '><'), leakVectors[n]?.name).not.toMatch(
        /https?:|leak\.test|\ssrcset|\shref|url\(|<(?:link|meta|base|script|style|svg|math|iframe|form|object)\b/i,
      );
    }
    expect(left.filter((html) => html !== '')).toHaveLength(leakVectors.length);
  });

  it('sanitiser alone, in a page without any policy: no request and no DNS name', async () => {
    const { log, incidents } = await runAll('/open', leakVectors, { sanitise: true, contain: false });
    expect(leaked(log, leakVectors)).toEqual([]);
    expect(incidents).toEqual([]);
  });

  it('remote images on request: only local addresses are asked', async () => {
    const before = server.requests.length;
    // Without a remote image a mail is shown as it was in the test of both defences.
    expect(pictured.length).toBeGreaterThan(20);
    const { log, incidents } = await runAll('/', pictured, { sanitise: true, contain: true }, true);
    expect(leaked(log, pictured)).toEqual([]);
    expect(incidents).toEqual([]);
    const asked = new Set(server.requests.slice(before).map((path) => path.replace(/\d+$/, 'N')));
    expect([...asked].sort()).toEqual(['/', '/image/N', '/lab.css', '/lab.js']);
  });

  it('containment alone: no script runs and nothing navigates', async () => {
    const { browser, finish } = await launchLogged();
    const { page, incidents } = await openLab(browser, `${server.origin}/`);
    await showAll(page, leakVectors, { sanitise: false, contain: true });
    expect((await runs(page)).filter((line) => !line.startsWith('policy:'))).toEqual([]);
    const log = await finish();
    // The sandbox and two policies stop every request; a few names may still be looked up ahead of time, which is
    // why the sanitiser stands before them and Electron maps every name to nothing behind them.
    const requested = log.urls().filter((url) => url.includes('leak.test'));
    expect(requested).toEqual([]);
    expect(incidents.filter((line) => !line.startsWith('navigated: chrome-error:'))).toEqual([]);
  });
});

describe('what a hand does to a mail', () => {
  it('hover, every button, keys and drag on links: the parent hears once, the frame goes nowhere', async () => {
    const { browser, finish } = await launchLogged();
    const { page, incidents } = await openLab(browser, `${server.origin}/`);
    let expected = 0;
    for (const [n, vector] of gestureVectors.entries()) {
      await show(page, withHost(vector.html, hostOf(n)), { sanitise: true, contain: true });
      const link = page.frameLocator('iframe').locator('[role=link]').first();
      if ((await link.count()) > 0) {
        await link.hover();
        await link.click();
        await link.click({ button: 'middle' });
        await link.click({ modifiers: ['Control'] });
        await link.click({ modifiers: ['Shift'] });
        await link.press('Enter');
        expected += 5;
      }
      expect(await page.frameLocator('iframe').locator('form, input, button, a[href]').count()).toBe(0);
      await clear(page);
    }
    await settle(page);
    const opened = await openedBy(page);
    expect(expected).toBeGreaterThan(40);
    expect(opened).toHaveLength(expected);
    expect(opened.every((url) => /^https?:\/\/v\d+\.leak\.test\//.test(url))).toBe(true);
    expect(browser.contexts().flatMap((context) => context.pages())).toHaveLength(1);
    expect(incidents).toEqual([]);
    expect(leaked(await finish(), gestureVectors)).toEqual([]);
  });
});
