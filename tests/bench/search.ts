import { chromium } from 'playwright-core';
import type { StoreLab } from '../browser/store/lab';
import { openLab } from '../e2e/support/lab-browser';
import { startLab } from '../e2e/support/lab-server';
import { type BenchLine, round, within } from './support/line';

declare const lab: StoreLab;

const MESSAGES = 100_000;
const TEXTS = 20_000;
/** A search, from what was typed to the first rows on their way to the page. */
const BUDGET_MS = 150;
const HEADERS_MS = 50;
const TASK_MS = 50;
/** A text of 250 words, 1.6 KB. */
const OCTETS_A_TEXT = 1500;

/** Words in 100,000 messages, of which 20,000 have their texts here; in Chromium on its own IndexedDB, without a page. */
export async function run(): Promise<BenchLine[]> {
  const server = await startLab('tests/browser/store/page.ts');
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const { page } = await openLab(browser, server.origin);
    const figures = await page.evaluate(([n, texts]) => lab.measureSearch(n, texts), [
      MESSAGES,
      TEXTS,
    ] as const);
    const search = (name: string, ms: number, budget = BUDGET_MS): BenchLine =>
      within(`search.${name}`, MESSAGES, ms, 'ms', budget);
    return [
      search('first', figures.cold),
      search('rare-word', figures.rare),
      search('common-word', figures.common),
      search('one-letter', figures.letter),
      search('phrase', figures.phrase),
      search('several-conditions', figures.several),
      search('headers', figures.field, HEADERS_MS),
      within('search.index-longest-task', TEXTS, figures.longestTask, 'ms', TASK_MS),
      within('search.index-size', TEXTS, figures.octetsPerText, 'B/text', OCTETS_A_TEXT),
      { bench: 'search.index', n: TEXTS, value: round(figures.index), unit: 'ms', ok: true },
      { bench: 'search.segments', n: TEXTS, value: figures.segments, unit: '', ok: figures.segments <= 40 },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
