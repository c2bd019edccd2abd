import { chromium } from 'playwright-core';
import type { StoreLab } from '../browser/store/lab';
import { openLab } from '../e2e/support/lab-browser';
import { startLab } from '../e2e/support/lab-server';

export interface BenchLine {
  readonly bench: string;
  readonly n: number;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
  readonly ok: boolean;
}

declare const lab: StoreLab;

/** Milliseconds for 100,000 messages (design §7), the store's share of them. */
const BUDGETS = {
  apply: { bench: 'store-apply', budget: 2000 },
  openCold: { bench: 'store-open-cold', budget: 60 },
  openThreaded: { bench: 'store-open-threaded', budget: 100 },
  markAllRead: { bench: 'store-mark-all-read', budget: 200 },
  flagsFact: { bench: 'store-flags-fact', budget: 400 },
  searchFirst: { bench: 'store-search-first', budget: 150 },
  search: { bench: 'store-search', budget: 50 },
} as const;

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
    const times = Object.entries(BUDGETS).map(([name, { bench, budget }]) => {
      const value = Math.round(measured[name as keyof typeof BUDGETS] * 10) / 10;
      return { bench, n: messages, value, unit: 'ms', budget, ok: value <= budget };
    });
    const bytes = Math.round(measured.bytesPerMessage);
    return [...times, { bench: 'store-memory', n: messages, value: bytes, unit: 'B/message', budget: 160, ok: bytes <= 160 }];
  } finally {
    await browser.close();
    await server.close();
  }
}
