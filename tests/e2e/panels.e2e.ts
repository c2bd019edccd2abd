import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engineContract } from '@shared/contract/engine-api';
import { connect } from '@shared/rpc/client';
import { createDemoMailbox } from '@main/demo/demo-mailbox';
import { serveWorld } from '@main/demo/listen';
import { connectControl } from '@main/host/control/connect';
import { NodeClock } from '@main/net/node-clock';
import { collect, exitOf, type Host, openChromium, startHost, Tern, until } from './support/tern';

/** The panels that say how things stand, in the real program: engine, store in Chromium, pages, command line. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const OUT = process.env['TERN_OUT'] ?? join(root, 'out');

let browser: Browser;
let host: Host;
let tern: Tern;
beforeAll(async () => {
  [browser, host] = await Promise.all([openChromium(), startHost({ demo: true })]);
  tern = await Tern.open(browser, host.url);
  await tern.rows.first().waitFor();
  await tern.page.getByText('Online. Everything is up to date.').waitFor({ timeout: 60_000 });
});
afterAll(async () => {
  await tern.close();
  await browser.close();
  await host.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await tern.report(task.name));
  await tern.page.keyboard.press('Escape');
  expect(tern.complaints).toEqual([]);
});

const dialog = (name: string) => tern.page.getByRole('dialog', { name });

/** `tern …` as a person runs it. */
async function cli(...args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [join(OUT, 'main/cli.js'), ...args], {
    cwd: root,
    env: { ...process.env, TERN_BROWSER_ARGS: '--no-sandbox' },
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const all = collect(child);
  const code = await exitOf(child);
  return { code, out: out || all() };
}

describe('pending changes', () => {
  it('lists what waits while Tern works offline, by subject, and lets it be taken back', async () => {
    const { page } = tern;
    await page.getByRole('button', { name: 'Work offline' }).click();
    await page.getByText('Working offline').first().waitFor();
    const row = tern.rows.first();
    await row.click();
    const subject = (await tern.subject.innerText()).trim();
    await page.keyboard.press('s');
    await page.locator('.statusline').getByText('change').first().click();
    const panel = dialog('Pending changes');
    await panel.getByText(subject).first().waitFor();
    await panel.getByText('since').first().waitFor();
    // Everything is reached by keys: the first button that is tabbed to belongs to the panel.
    await page.keyboard.press('Tab');
    expect(await page.evaluate<boolean>(`document.activeElement?.closest('[role=dialog]') !== null`)).toBe(
      true,
    );
    const before = await panel.getByRole('button', { name: 'Take back' }).count();
    await panel.getByRole('button', { name: 'Take back' }).last().click();
    await until(
      'one fewer',
      async () => (await panel.getByRole('button', { name: 'Take back' }).count()) < before,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Work offline' }).click();
    await page.getByText('Online. Everything is up to date.').waitFor({ timeout: 60_000 });
  });

  it('shows what was done, and undoes it', async () => {
    const { page } = tern;
    await tern.rows.first().click();
    await page.keyboard.press('s');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    const panel = dialog('Pending changes');
    await panel.getByText('Done lately').waitFor();
    await panel.getByRole('button', { name: 'Undo' }).first().click();
    await tern.toast('Taken back').first().waitFor();
  });
});

describe('the sync inspector', () => {
  it('says for each folder what is here and there', async () => {
    await tern.palette('Sync inspector');
    const panel = dialog('Sync inspector');
    const inbox = panel.getByRole('row', { name: /^INBOX/ });
    await inbox.waitFor();
    const cells = await inbox.getByRole('cell').allInnerTexts();
    expect(cells[0]).toBe(cells[1]);
    expect(Number(cells[3])).toBeGreaterThan(0);
    await panel.getByText('QRESYNC: changes').waitFor();
  });

  it('follows one message from its menu', async () => {
    await tern.rows.first().click();
    await tern.reader.getByRole('button', { name: 'More' }).first().click();
    await tern.page.getByRole('menuitem', { name: /What Tern knows/ }).click();
    const panel = dialog('What Tern knows of this message');
    await panel
      .getByText(/generation 0, UID \d+/)
      .first()
      .waitFor();
    await panel.getByText('Here', { exact: true }).waitFor();
  });
});

describe('comparing with the server', () => {
  it('finds everything equal, in the window', async () => {
    await tern.page.locator('.folder-account').first().click({ button: 'right' });
    await tern.page.getByRole('menuitem', { name: 'Compare with the server…' }).click();
    const panel = dialog('Compare with the server');
    await panel.getByText(/Everything here is as it is on the server/).waitFor({ timeout: 60_000 });
  });

  it('and by the command line, which asks the running Tern', async () => {
    const { code, out } = await cli('audit', '--profile', host.profile, '--json');
    const report = JSON.parse(out) as { tern: string; messages: number; folders: { outcome: string }[] };
    expect([code, report.tern]).toEqual([0, 'running']);
    expect(report.messages).toBeGreaterThan(50);
    expect(report.folders.every(({ outcome }) => outcome === 'equal')).toBe(true);
    expect((await cli('sync', '--profile', host.profile)).code).toBe(0);
  });
});

describe('keeping for offline', () => {
  it('says when everything of a folder is here, and takes the last week along', async () => {
    await tern.palette('Keep for offline');
    const panel = dialog('Keep for offline');
    await panel.getByRole('button', { name: /What is kept of Inbox/ }).click();
    await tern.page.getByRole('option', { name: 'Everything with attachments' }).click();
    const inbox = panel.getByRole('listitem').filter({ hasText: 'Inbox' }).first();
    await inbox.getByText(/Complete offline as of/).waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'Take along' }).click();
    await panel.getByText(/Everything since .* is here/).waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'Close' }).last().click();
  });

  it('hides a folder and shows it again', async () => {
    const { page } = tern;
    const folder = tern.folder(/^Archive/).first();
    await folder.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Hide this folder' }).click();
    await folder.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show again' }).click();
    await tern
      .folder(/^Archive/)
      .first()
      .waitFor();
  });
});

describe('the command line without a running Tern', () => {
  it('opens the profile’s own cache unseen, compares, and ends again', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'tern-unseen-'));
    const demo = createDemoMailbox(new NodeClock());
    const served = await serveWorld(demo.world, { ports: { imap: 0, smtp: 0 } });
    try {
      const [ada] = demo.accounts;
      const first = await startHost({ profile });
      const window = await chromium.launchPersistentContext(join(profile, 'browser'), {
        executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
        args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
      });
      const page = window.pages()[0] ?? (await window.newPage());
      await page.goto(first.url);
      const port = await connectControl(profile);
      if (port === null) throw new Error('the running Tern cannot be reached');
      const engine = connect(port, engineContract);
      const server = (number: number) => ({
        host: '127.0.0.1',
        port: number,
        tls: 'none' as const,
        user: ada.user,
        auth: 'password' as const,
      });
      await engine.api.addAccount({
        secrets: 'weak',
        account: {
          label: 'Ada',
          fullName: ada.name,
          address: ada.address,
          color: 0,
          incoming: { protocol: 'imap', ...server(served.ports.imap) },
          outgoing: server(served.ports.smtp),
          password: ada.password,
        },
      });
      await page.getByText('Online. Everything is up to date.').waitFor({ timeout: 60_000 });
      engine.close();
      await window.close();
      await first.interrupt();

      const { code, out } = await cli('audit', '--account', 'ada', '--profile', profile, '--json');
      const report = JSON.parse(out) as { tern: string; messages: number };
      expect([code, report.tern]).toEqual([0, 'started']);
      expect(report.messages).toBeGreaterThan(50);
      // It is gone again: the profile can be opened anew.
      const again = await startHost({ profile });
      await again.close();
    } finally {
      demo.close();
      await served.close();
      await rm(profile, { recursive: true, force: true });
    }
  });

  it('says what to do where there is no cache to open', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'tern-empty-'));
    const { code, out } = await cli('audit', '--profile', empty);
    await rm(empty, { recursive: true, force: true });
    expect(code).toBe(2);
    expect(out).toContain('Start Tern, then ask again');
  });
});
