import { chromium } from 'playwright-core';
import type { StoreLab } from '../browser/store/lab';
import { openLab } from '../e2e/support/lab-browser';
import { startLab } from '../e2e/support/lab-server';
import type { BenchLine } from './support/line';

declare const lab: StoreLab;

/**
 * What the store may cost at 100,000 messages (design §7): milliseconds where nothing has to be read or written, else
 * how many times bare IndexedDB doing the same, which knows how busy the machine is.
 */
const BUDGETS = [
  { bench: 'store-apply', figure: 'apply', floor: 'applyFloor', budget: 3 },
  { bench: 'store-open-cold', figure: 'openCold', floor: 'openFloor', budget: 3 },
  { bench: 'store-open-head', figure: 'openHead', budget: 60 },
  { bench: 'store-open-threaded', figure: 'openThreaded', floor: 'openFloor', budget: 4 },
  { bench: 'store-search-first', figure: 'searchFirst', floor: 'searchFloor', budget: 4 },
  { bench: 'store-mark-all-read', figure: 'markAllRead', budget: 200 },
  { bench: 'store-flags-fact', figure: 'flagsFact', budget: 400 },
  { bench: 'store-search', figure: 'search', budget: 50 },
] as const;
const MEMORY_BUDGET = 120;

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** The page store alone, in Chromium on its own IndexedDB, one page, no engine. */
export async function run({ messages = 100_000 } = {}): Promise<BenchLine[]> {
  const server = await startLab('tests/browser/store/page.ts');
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const { page } = await openLab(browser, server.origin);
    const measured = await page.evaluate((n) => lab.measure(n), messages);
    const times = BUDGETS.map((line): BenchLine => {
      const { bench, figure, budget } = line;
      const value = rounded(measured[figure]);
      const common = { bench, n: messages, value, unit: 'ms' };
      if (!('floor' in line)) return { ...common, budget, ok: value <= budget };
      const floor = rounded(measured[line.floor]);
      const ratio = rounded(value / floor);
      return { ...common, floor, ratio, budget, ok: ratio <= budget };
    });
    const bytes = Math.round(measured.bytesPerMessage);
    const memory = {
      bench: 'store-memory',
      n: messages,
      value: bytes,
      unit: 'B/message',
      budget: MEMORY_BUDGET,
    };
    return [...times, { ...memory, ok: bytes <= MEMORY_BUDGET }];
  } finally {
    await browser.close();
    await server.close();
  }
}
