import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptPayloads, withRun } from '../corpora/xss/payloads';
import { openLab } from './support/lab-browser';
import { clear, type LabMode, runs as runsIn, show } from './support/lab-page';
import { type LabServer, startLab } from './support/lab-server';

let lab: LabServer;
let gallery: LabServer;
let browser: Browser;
beforeAll(async () => {
  lab = await startLab('tests/browser/mail-lab.ts');
  gallery = await startLab('tests/browser/mail-gallery.tsx');
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
afterAll(async () => {
  await browser.close();
  await lab.close();
  await gallery.close();
});

const runsOf =
  (path: string, mode: LabMode) => async (): Promise<{ runs: string[]; incidents: string[] }> => {
    const { page, incidents } = await openLab(browser, lab.origin + path);
    for (const [n, payload] of scriptPayloads.entries()) {
      await show(page, withRun(payload, n), mode);
      const frames = page.frames().slice(1);
      for (const link of mode.contain ? await page.frameLocator('iframe').locator('a').all() : [])
        await link.click({ timeout: 1000, force: true });
      expect(frames.length).toBeLessThan(3);
      await clear(page);
    }
    const runs = (await runsIn(page)).filter((line) => mode.sanitise || !line.startsWith('policy:'));
    await page.close();
    return {
      runs,
      incidents: incidents.filter((line) => !line.startsWith('error:') && !line.includes('chrome-error:')),
    };
  };

describe('script payloads', () => {
  it('are at least fifty', () => expect(new Set(scriptPayloads).size).toBeGreaterThanOrEqual(50));

  it('control: without defences they do run', async () => {
    const { runs } = await runsOf('/open', { sanitise: false, contain: false })();
    expect(new Set(runs).size).toBeGreaterThan(15);
  });

  it('none runs with both defences', async () => {
    expect(await runsOf('/', { sanitise: true, contain: true })()).toEqual({ runs: [], incidents: [] });
  });

  it('none runs with the sanitiser off: containment alone', async () => {
    expect((await runsOf('/', { sanitise: false, contain: true })()).runs).toEqual([]);
  });

  it('none runs with containment off: sanitiser alone, in a page without a policy', async () => {
    expect(await runsOf('/open', { sanitise: true, contain: false })()).toEqual({ runs: [], incidents: [] });
  });

  it('none runs in the real reader: bodies, subject, sender, recipients, file names, notices – and no policy is violated', async () => {
    for (let from = 0; from < scriptPayloads.length; from += 12) {
      const { page, incidents } = await openLab(browser, `${gallery.origin}/?scripts=${from}`);
      const expected = Math.min(12, scriptPayloads.length - from);
      await page
        .locator('.reader-message')
        .nth(expected - 1)
        .waitFor();
      await page.locator('.reader-to').first().click();
      expect(await page.locator('img[src="x"], script:not([src]), [onerror], [onload]').count()).toBe(0);
      expect(await runsIn(page)).toEqual([]);
      expect(incidents).toEqual([]);
      await page.close();
    }
  });
});
