import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { huntStore } from './support/hunt-store';
import { openChromium } from './support/tern';

/** Worker, page and processes die once each; more of it is `npm run lab -- store-killed`. */
const SEED = 14;

let browser: Browser;

beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

it('H3 the store is killed again and again in the browser: in the end all is as on the server', async () => {
  const { deaths, stores } = await huntStore(browser, SEED, 3);
  expect(new Set(deaths.map((death) => death.split(' ')[0]))).toEqual(
    new Set(['worker', 'page', 'processes']),
  );
  expect(stores).toBeGreaterThan(3);
});
