import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { StoreLab } from '../browser/store/lab';
import { openLab } from './support/lab-browser';
import { type LabServer, startLab } from './support/lab-server';
import { openChromium } from './support/tern';

let server: LabServer;
let browser: Browser;

declare const lab: StoreLab;

beforeAll(async () => {
  server = await startLab('tests/browser/store/page.ts');
  browser = await openChromium();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

describe("the store on Chromium's IndexedDB", () => {
  it('keeps every law of the database port', async () => {
    const { page, incidents } = await openLab(browser, server.origin);
    const results = await page.evaluate(() => lab.conformance());
    expect(results.filter(({ error }) => error !== '')).toEqual([]);
    expect(results.length).toBeGreaterThan(5);
    expect(incidents).toEqual([]);
    await page.close();
  });

  it('H3: a page killed while batches are written keeps what its cursor vouches for', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.origin);
    // Never resolves: the page is closed under it.
    const endless = page.evaluate(() => lab.killed()).catch(() => 'closed');
    await page.waitForFunction(() => lab.written() >= 20);
    await page.close({ runBeforeUnload: false });
    await endless;
    const next = await context.newPage();
    await next.goto(server.origin);
    const kept = await next.evaluate(() => lab.keptAfterKill());
    // What was acknowledged is there, and nothing beyond the last complete batch is claimed.
    expect(kept.uidNext).toBeGreaterThan(20 * 256);
    expect(kept.listed).toBe(kept.uidNext - 1);
    expect(kept.counted).toBe(kept.uidNext - 1);
    await context.close();
  });

  it('H2: a database deleted under the running store is told, rebuilt and filled again', async () => {
    const { page } = await openLab(browser, server.origin);
    const result = await page.evaluate(() => lab.lostWhileRunning());
    expect(result.reason).toContain('deleted');
    expect(result.states).toContain('rebuilding');
    expect(result.listed).toBe(300);
    await page.close();
  });
});
