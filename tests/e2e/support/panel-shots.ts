import type { Page } from 'playwright-core';
import { type Shot, shoot, SMALL } from './shots';

/** Pictures of the panels for people to look at: `npx tsx tests/e2e/support/panel-shots.ts [name …]`. */
const panel =
  (title: string, then?: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(title);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading').first().waitFor();
    await then?.(page);
  };

/** From the menu of the first account. */
async function audit(page: Page): Promise<void> {
  if (!(await page.locator('.folder-account').first().isVisible())) await page.keyboard.press('Control+b');
  await page.locator('.folder-account').first().click({ button: 'right' });
  await page.getByRole('menuitem').nth(2).click();
  await page.waitForTimeout(400);
  await page
    .locator('.audit-difference summary')
    .nth(2)
    .click({ timeout: 1000 })
    .catch(() => undefined);
}

const shots: readonly Shot[] = [
  { name: 'pending-light', scene: 'inbox=140&changes=12', act: panel('Pending changes') },
  { name: 'pending-dark', scene: 'inbox=140&changes=500', theme: 'dark', act: panel('Pending changes') },
  { name: 'pending-small', scene: 'inbox=140&changes=500', size: SMALL, act: panel('Pending changes') },
  { name: 'pending-one', scene: 'inbox=140&changes=1', act: panel('Pending changes') },
  { name: 'pending-empty', scene: 'inbox=140', act: panel('Pending changes') },
  { name: 'inspector-light', scene: 'inbox=140', act: panel('Sync inspector') },
  { name: 'inspector-dark', scene: 'inbox=140', theme: 'dark', size: SMALL, act: panel('Sync inspector') },
  {
    name: 'inspector-small-table',
    scene: 'inbox=140',
    theme: 'dark',
    size: SMALL,
    act: panel('Sync inspector', (page) => page.locator('.inspector-table').scrollIntoViewIfNeeded()),
  },
  { name: 'audit', scene: 'inbox=140', act: audit },
  { name: 'audit-dark', scene: 'inbox=140', theme: 'dark', size: SMALL, act: audit },
  { name: 'audit-rtl', scene: 'inbox=140&lang=ar-XB', act: audit },
  { name: 'audit-running', scene: 'inbox=140&delay=900', act: audit },
  { name: 'offline', scene: 'inbox=140', act: panel('Keep for offline') },
  {
    name: 'offline-dark',
    scene: 'inbox=140',
    theme: 'dark',
    size: SMALL,
    act: panel('Take the last week'),
  },
  {
    name: 'offline-rtl',
    scene: 'inbox=140&lang=ar-XB',
    act: async (page) => {
      await page.locator('.folder-account').first().click({ button: 'right' });
      await page.getByRole('menuitem').nth(3).click();
    },
  },
  { name: 'away', scene: 'inbox=140&away' },
  { name: 'away-dark', scene: 'inbox=140&away&accounts=1', theme: 'dark', size: SMALL },
  { name: 'status-trouble', scene: 'inbox=140&phase=trouble' },
  {
    name: 'status-offline',
    scene: 'inbox=140&changes=6',
    act: (page) => page.getByRole('button', { name: 'Work offline' }).click(),
  },
  {
    name: 'inspect-message',
    scene: 'inbox=140&changes=4',
    act: async (page) => {
      await page.locator('.row').nth(2).click();
      await page.locator('section.reader').getByRole('button', { name: 'More' }).first().click();
      await page.getByRole('menuitem', { name: /What Tern knows/ }).click();
    },
  },
];

const names = process.argv.slice(2);
const errors = await shoot(names.length > 0 ? shots.filter(({ name }) => names.includes(name)) : shots);
for (const error of new Set(errors)) console.error(error);
