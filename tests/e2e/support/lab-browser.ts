import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { hearFailures } from './failures';
import { type NetLog, readNetLog } from './netlog';

export interface LoggedBrowser {
  readonly browser: Browser;
  /** Closes the browser and reads what its network stack was asked to do. */
  finish(): Promise<NetLog>;
}

/** Chromium with a net log that keeps everything. Host names resolve as they would on any machine: a leak shows as a name. */
export async function launchLogged(): Promise<LoggedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'tern-netlog-'));
  const file = join(folder, 'net.json');
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--log-net-log=${file}`,
      '--net-log-capture-mode=Everything',
    ],
  });
  return {
    browser,
    finish: async () => {
      await browser.close();
      const log = await readNetLog(file);
      await rm(folder, { recursive: true, force: true });
      return log;
    },
  };
}

/** Opens a page and keeps what should never happen: dialogs, new pages, navigations away, uncaught errors; what it tells as a failure fails the test. */
export async function openLab(browser: Browser, url: string): Promise<{ page: Page; incidents: string[] }> {
  const page = await browser.newPage();
  const incidents: string[] = [];
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => incidents.push(`popup: ${popup.url()}`));
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('framenavigated', (frame) => {
    const to = frame.url();
    if (frame !== page.mainFrame() && to !== 'about:srcdoc' && to !== 'about:blank')
      incidents.push(`navigated: ${to}`);
  });
  await hearFailures(page);
  await page.goto(url);
  if (!(await page.evaluate<boolean>("'lab' in window"))) throw new Error(`${url} has no lab`);
  return { page, incidents };
}
