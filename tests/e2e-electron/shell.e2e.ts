import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let profile = '';
let app: ElectronApplication;
let page: Page;
const violations: string[] = [];

/** The binary's path from the package's own note; importing `electron` would start a download where there is none. */
function executablePath(): string {
  const folder = join(root, 'node_modules/electron');
  return join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
}

/** The windows by their page; the store's comes first, so order says nothing. */
async function windowAt(url: string): Promise<Page> {
  for (;;) {
    const found = app.windows().find((window) => window.url().startsWith(url));
    if (found !== undefined) return found;
    await app.waitForEvent('window');
  }
}

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'tern-e2e-electron-'));
  app = await _electron.launch({
    executablePath: executablePath(),
    args: [root, '--demo', '--profile', profile, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  page = await windowAt('app://bundle/index.html');
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) violations.push(message.text());
  });
});

afterAll(async () => {
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});

describe('Tern in Electron', () => {
  it('shows the demo mailbox', async () => {
    await page.getByText('Baltic sailing').first().waitFor();
    await page.getByText('Coffee on the quay?').first().waitFor();
    expect(violations).toEqual([]);
  });

  it('has safe preferences in every WebContents there is', async () => {
    const preferences = await app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => ({
        url: contents.getURL(),
        ...(
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences(),
      })),
    );
    expect(preferences.length).toBeGreaterThanOrEqual(2);
    for (const one of preferences) {
      expect(one).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      });
    }
  });

  it('has no Node and no Electron in its pages', async () => {
    const reachable = await page.evaluate(
      `['require', 'process', 'Buffer', 'module', 'electron'].filter((name) => name in window)`,
    );
    expect(reachable).toEqual([]);
  });

  it('reaches no network from a page, by name or by number', async () => {
    const outcomes = await page.evaluate(() =>
      Promise.all(
        ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/hosts', 'app://other/x'].map((url) =>
          fetch(url).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      ),
    );
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
  });

  it('goes nowhere and opens nothing', async () => {
    const count = app.windows().length;
    // Code of the page's, so text: this project is compiled without the DOM.
    await page.evaluate(
      `window.open('app://bundle/store.html'); location.href = 'app://bundle/store.html'; undefined`,
    );
    await page.evaluate(`new Promise((resolve) => requestAnimationFrame(resolve))`);
    expect(page.url()).toContain('app://bundle/index.html');
    expect(app.windows()).toHaveLength(count);
  });

  it('connects again after a reload', async () => {
    await page.reload();
    await page.getByText('Coffee on the quay?').first().waitFor();
  });

  it('drains and ends when it is asked to', async () => {
    const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
    expect(await ended).toBe(0);
  });
});
