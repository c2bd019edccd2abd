import type { Page } from 'playwright-core';

/** Which of the two defences stand. Served with the app's policy they are the real ones; `/open` is a page without any. */
export interface LabMode {
  readonly sanitise: boolean;
  readonly contain: boolean;
}

export interface LabReport {
  readonly links: readonly string[];
  readonly remoteImages: readonly string[];
  readonly inlineImages: readonly string[];
  /** What stands in the frame. */
  readonly html: string;
  readonly height: number;
  readonly bringsColours: boolean;
  readonly hadForm: boolean;
}

/** Calls `window.lab`, as strings: end-to-end files are checked without the DOM's types. */
const evaluate = <T>(page: Page, expression: string): Promise<T> => page.evaluate<T>(expression);

export const show = (
  page: Page,
  html: string,
  mode: LabMode,
  localImages = false,
): Promise<LabReport | null> =>
  evaluate(page, `window.lab.show(${JSON.stringify(html)}, ${JSON.stringify(mode)}, ${localImages})`);
export const clear = (page: Page): Promise<void> => evaluate(page, 'window.lab.clear()');
export const computed = (page: Page, selector: string, property: string): Promise<string> =>
  evaluate(page, `window.lab.computed(${JSON.stringify(selector)}, ${JSON.stringify(property)})`);
/** Of each mail what comes of it when it is made safe at once, and in pieces of two elements. */
export const bothWays = (
  page: Page,
  mails: readonly string[],
): Promise<readonly { readonly whole: string; readonly pieces: string }[]> =>
  evaluate(page, `${JSON.stringify(mails)}.map((html) => window.lab.bothWays(html))`);
/** Scripts of mails that ran, and policies that were violated. */
export const runs = (page: Page): Promise<string[]> => evaluate(page, 'window.__runs');
export const opened = (page: Page): Promise<string[]> => evaluate(page, 'window.__opened');

/** Waits until the page is idle and has had time to ask for anything it was going to ask for. */
export const settle = (page: Page): Promise<void> =>
  evaluate(page, 'new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 150)))');
