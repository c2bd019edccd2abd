import type { Page } from 'playwright-core';
import { type Shot, shoot, SMALL, WIDE } from './shots';

/**
 * Pictures of what has to do with the desktop, and of notices: `npx tsx tests/e2e/support/desk-shots.ts [name …]`.
 */
const settings =
  (then?: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab').nth(2).click();
    await then?.(page);
  };
const withQuietHours = settings(async (page) => {
  await page
    .locator('.ui-switch')
    .nth(1)
    .click({ position: { x: 10, y: 10 } });
  await page.waitForTimeout(200);
});
const toTheEnd = settings(async (page) => {
  await page.waitForTimeout(300);
  await page.locator('.settings-panel .ui-switch').last().scrollIntoViewIfNeeded();
});
const LOW = [720, 560] as const;

const shots: readonly Shot[] = [
  { name: 'notifications-light', scene: 'inbox=40', act: withQuietHours },
  { name: 'notifications-dark', scene: 'inbox=40', theme: 'dark', act: withQuietHours },
  { name: 'notifications-low', scene: 'inbox=40', size: LOW, act: withQuietHours },
  { name: 'notifications-long', scene: 'inbox=40&lang=en-XA', size: LOW, act: settings() },
  { name: 'notifications-rtl', scene: 'inbox=40&lang=ar-XB', act: withQuietHours },
  { name: 'background-tray', scene: 'inbox=40&desktop=tray', act: toTheEnd },
  { name: 'background-bare-dark', scene: 'inbox=40&desktop=bare', theme: 'dark', size: LOW, act: toTheEnd },
  { name: 'background-long', scene: 'inbox=40&desktop=bare&lang=en-XA', size: LOW, act: toTheEnd },
  { name: 'background-mac', scene: 'inbox=40&desktop=mac', theme: 'dark', act: toTheEnd },
  ...(['disk-broken', 'disk-taken-over', 'disk-full'] as const).flatMap((notice): Shot[] => [
    { name: `${notice}-light`, scene: `inbox=40&notice=${notice}`, size: WIDE },
    { name: `${notice}-dark-low`, scene: `inbox=40&notice=${notice}`, theme: 'dark', size: LOW },
    { name: `${notice}-long`, scene: `inbox=40&notice=${notice}&lang=en-XA`, size: SMALL },
  ]),
];

const names = process.argv.slice(2);
const errors = await shoot(names.length > 0 ? shots.filter(({ name }) => names.includes(name)) : shots);
for (const error of new Set(errors)) console.error(error);
