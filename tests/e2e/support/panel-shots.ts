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

const shots: readonly Shot[] = [
  { name: 'pending-light', scene: 'inbox=140&changes=12', act: panel('Pending changes') },
  { name: 'pending-dark', scene: 'inbox=140&changes=500', theme: 'dark', act: panel('Pending changes') },
  { name: 'pending-small', scene: 'inbox=140&changes=500', size: SMALL, act: panel('Pending changes') },
  { name: 'pending-one', scene: 'inbox=140&changes=1', act: panel('Pending changes') },
  { name: 'pending-empty', scene: 'inbox=140', act: panel('Pending changes') },
  { name: 'inspector-light', scene: 'inbox=140', act: panel('Sync inspector') },
  { name: 'inspector-dark', scene: 'inbox=140', theme: 'dark', size: SMALL, act: panel('Sync inspector') },
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
