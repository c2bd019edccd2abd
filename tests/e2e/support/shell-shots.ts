import type { Page } from 'playwright-core';
import { LARGE, type Shot, shoot, SMALL } from './shots';

/** Pictures of the shell for people to look at: `npx tsx tests/e2e/support/shell-shots.ts [name …]`. */
type Act = (page: Page) => Promise<void>;
const open =
  (n: number): Act =>
  async (page) => {
    await page.locator('.list-scroll').focus();
    for (let i = 0; i < n; i++) await page.keyboard.press('ArrowDown');
  };
const press =
  (...keys: readonly string[]): Act =>
  async (page) => {
    for (const key of keys) await page.keyboard.press(key);
  };

const palette =
  (command: string): Act =>
  async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
  };

/** The wizard: 0 filled in, 1 looking, 2 settings found, 3 tested. */
function wizard(steps: number): Act {
  return async (page) => {
    await page.getByRole('button', { name: 'Add your account' }).click();
    await page.getByLabel('Your name').fill('Jana Nováková');
    await page.getByLabel('Email address').fill('jana@harbour.example');
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    if (steps > 0) await page.getByRole('button', { name: 'Continue' }).click();
    if (steps === 1) await page.waitForTimeout(500);
    if (steps > 1) await page.getByText('Settings found').last().waitFor();
    if (steps > 2) await page.getByRole('button', { name: 'Test and add' }).click();
    await page.waitForTimeout(200);
    const certificate = page.getByText('Certificate', { exact: true });
    if (await certificate.isVisible()) await certificate.click();
  };
}

const shots: readonly Shot[] = [
  { name: 'main-light', scene: 'inbox=140', act: open(3) },
  { name: 'main-dark', scene: 'inbox=140', theme: 'dark', size: LARGE, act: open(3) },
  { name: 'small-light', scene: 'inbox=140', size: SMALL, act: open(2) },
  { name: 'small-folders', scene: 'inbox=140', size: SMALL, theme: 'dark', act: press('Control+b') },
  { name: 'narrow', scene: 'inbox=140', size: [420, 700] },
  { name: 'compact', scene: 'inbox=140&density=compact', act: open(1) },
  { name: 'roomy-dark', scene: 'inbox=140&density=roomy', theme: 'dark' },
  { name: 'rtl', scene: 'inbox=140&lang=ar-XB', act: open(1) },
  { name: 'long', scene: 'inbox=140&lang=en-XA', act: open(1) },
  {
    name: 'selected',
    scene: 'inbox=140',
    act: async (page) => {
      await page.locator('.row').nth(1).click();
      await page
        .locator('.row')
        .nth(4)
        .click({ modifiers: ['Shift'] });
      await page.locator('.row').nth(6).hover();
    },
  },
  ...(['light', 'dark'] as const).map((theme): Shot => ({
    name: `removed-${theme}`,
    scene: 'inbox=140',
    theme,
    act: async (page) => {
      await page.getByText('Inbox', { exact: true }).first().click({ button: 'right' });
      await page.getByText('Recently removed…').click();
      await page.getByText('Restore to server').first().waitFor();
    },
  })),
  ...(['light', 'dark'] as const).map((theme): Shot => ({
    name: `letter-${theme}`,
    scene: 'inbox=140',
    theme,
    ...(theme === 'dark' ? { size: SMALL } : {}),
    act: async (page) => {
      await page.locator('.row:has([aria-label="Has attachments"])').first().click();
      await page.locator('.reader-chip-main').last().click();
      await page.getByText('long ropes').waitFor();
    },
  })),
  {
    name: 'archived',
    scene: 'inbox=140',
    act: async (page) => {
      await page.locator('.row').nth(1).click();
      await page.keyboard.press('e');
    },
  },
  ...(['light', 'dark'] as const).map((theme): Shot => ({
    name: `search-marks-${theme}`,
    scene: 'inbox=140',
    theme,
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('th');
      await page.locator('.row').nth(1).click();
      await page.locator('.reader-body').waitFor();
    },
  })),
  {
    name: 'search-empty',
    scene: 'inbox=140',
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('submarine');
    },
  },
  {
    name: 'context',
    scene: 'inbox=140',
    theme: 'dark',
    act: async (page) => page.locator('.row').nth(3).click({ button: 'right' }),
  },
  { name: 'first-sync', scene: 'inbox=140&phase=first-sync&accounts=1' },
  { name: 'offline', scene: 'inbox=140&phase=outbox&online=no' },
  { name: 'palette', scene: 'inbox=140', act: press('Control+k') },
  { name: 'shortcuts', scene: 'inbox=140', theme: 'dark', act: press('?') },
  { name: 'settings', scene: 'inbox=140', act: press('Control+,') },
  {
    name: 'settings-writing',
    scene: 'inbox=140',
    act: async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Writing' }).click();
      await page.getByRole('button', { name: 'Open them with Tern' }).waitFor();
    },
  },
  {
    name: 'activity',
    scene: 'inbox=140&phase=trouble',
    act: async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('y');
      await page.getByText('Certificate', { exact: true }).click();
    },
  },
  { name: 'weaker-login', scene: 'inbox=140&phase=weaker-login', act: press('g', 'y') },
  {
    name: 'weaker-login-dark',
    scene: 'inbox=140&phase=weaker-login&lang=en-XA',
    theme: 'dark',
    size: SMALL,
    act: press('g', 'y'),
  },
  { name: 'outbox', scene: 'inbox=140&phase=outbox', act: press('g', 'o') },
  { name: 'outbox-dark', scene: 'inbox=140&phase=outbox', theme: 'dark', act: press('g', 'o') },
  { name: 'move', scene: 'inbox=140', act: press('j', 'm') },
  { name: 'compose', scene: 'inbox=140', act: press('j', 'c') },
  {
    name: 'accounts',
    scene: 'inbox=140',
    size: LARGE,
    act: async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Accounts' }).click();
      await page.locator('.account-open').first().click();
    },
  },
  ...(['light', 'dark'] as const).map((theme): Shot => ({
    name: `accounts-servers-${theme}`,
    scene: 'inbox=140',
    theme,
    size: theme === 'dark' ? SMALL : LARGE,
    act: async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Accounts' }).click();
      await page.locator('.account-open').first().click();
      await page.locator('.account-editor summary').first().click();
      await page.locator('.account-servers .form-note').last().scrollIntoViewIfNeeded();
    },
  })),
  {
    name: 'compose-menu',
    scene: 'inbox=140',
    theme: 'dark',
    act: async (page) => {
      await page.keyboard.press('c');
      await page.locator('.compose').getByRole('button', { name: 'More' }).click();
    },
  },
  { name: 'wizard', scene: 'accounts=0', act: wizard(0) },
  { name: 'wizard-finding', scene: 'accounts=0&delay=400', act: wizard(1) },
  { name: 'wizard-found', scene: 'accounts=0', theme: 'dark', act: wizard(2) },
  { name: 'wizard-cert', scene: 'accounts=0&probe=tls-wrong-host', size: LARGE, act: wizard(3) },
  {
    name: 'wizard-auth',
    scene: 'accounts=0&probe=auth-failed&server=a1%20NO%20[AUTHENTICATIONFAILED]%20Authentication%20failed.',
    size: SMALL,
    act: wizard(3),
  },
  { name: 'wizard-consent', scene: 'accounts=0&secrets=weak', act: wizard(3) },
  { name: 'files', scene: 'inbox=140&jobs', act: palette('Import and export') },
  {
    name: 'files-dark',
    scene: 'inbox=140&jobs',
    theme: 'dark',
    size: SMALL,
    act: palette('Import and export'),
  },
  {
    name: 'files-import',
    scene: 'inbox=140',
    act: async (page) => {
      await palette('Import mail')(page);
      await page.getByRole('button', { name: 'Choose a folder…' }).click();
      await page.getByLabel('Folder or file on this computer').fill('/home/anna/.thunderbird');
      await page.getByRole('button', { name: 'Look there' }).click();
      await page.getByLabel('Name of the new folder').waitFor();
    },
  },
  { name: 'files-export', scene: 'inbox=140', theme: 'dark', act: palette('Export folders') },
  { name: 'files-backup', scene: 'inbox=140', size: SMALL, act: palette('Back up an account') },
  { name: 'first-run', scene: 'accounts=0' },
  { name: 'first-run-dark', scene: 'accounts=0', theme: 'dark', size: SMALL },
];

const names = process.argv.slice(2);
const errors = await shoot(names.length > 0 ? shots.filter(({ name }) => names.includes(name)) : shots);
for (const error of new Set(errors)) console.error(error);
