import type { Page } from 'playwright-core';
import { vi } from 'vitest';

const MARK = 'tern shows a failure: ';

/**
 * In the page: every toast that tells of a failure goes to the console as soon as it is there, however short it stays.
 */
const WATCH = `(() => {
  if (window !== window.top) return;
  const failures = '.ui-toast-danger .ui-toast-text';
  const tell = (element) => console.debug(${JSON.stringify(MARK)} + element.textContent);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(failures)) tell(node);
        else node.querySelectorAll(failures).forEach(tell);
      }
  }).observe(document, { childList: true, subtree: true });
})()`;

/** What was told since the last test ended; `each-test.ts` fails the test in which it came. */
let told: string[] = [];

export const takeFailures = (): string[] => told.splice(0);

/**
 * Hears of each failure that Tern tells in a toast ("Tern made a mistake.", "The message could not be moved."), in the
 * words that people see. Call it before the page goes anywhere. A test that brings one about says so: `toldFailure`.
 */
export async function hearFailures(page: Page): Promise<void> {
  page.on('console', (message) => {
    if (message.text().startsWith(MARK)) told.push(message.text().slice(MARK.length));
  });
  await page.addInitScript(WATCH);
}

/** Waits until Tern has told of a failure in these words, which this test brought about. */
export async function toldFailure(words: string | RegExp): Promise<void> {
  const isThis = (text: string): boolean =>
    typeof words === 'string' ? text.includes(words) : words.test(text);
  await vi.waitFor(
    () => {
      if (!told.some(isThis)) throw new Error(`no failure was told in the words ${String(words)}`);
    },
    { timeout: 15_000, interval: 50 },
  );
  told = told.filter((text) => !isThis(text));
}
