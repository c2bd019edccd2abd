import type { Page } from 'playwright-core';
import { type Shot, shoot, SMALL } from './shots';

/** Pictures of writing and sending for people to look at: `npx tsx tests/e2e/support/compose-shots.ts [name …]`. */
type Act = (page: Page) => Promise<void>;

const LONG =
  'Re: Zápis ze schůze a návrh rozpočtu na příští rok, prosím všechny o kontrolu čísel do pátku večer, díky';

const outbox: Act = async (page) => {
  await page.keyboard.press('g');
  await page.keyboard.press('o');
};

/** Opens a message and answers it. */
const answer: Act = async (page) => {
  await page.keyboard.press('j');
  await page.locator('.reader-message').waitFor();
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
};

/** A new message with a subject, words and this many people. */
const compose =
  (people: number, text = 'Dear all,\n\nplease find the figures attached.\n\nJana'): Act =>
  async (page) => {
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    const to = page.locator('.compose').getByRole('combobox').first();
    await to.fill(
      Array.from({ length: people }, (_, i) => `Person ${i} <person${i}@harbour.example>`).join(', '),
    );
    await to.press('Enter');
    await page.locator('.compose-subject').fill(LONG);
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
  };
const then =
  (first: Act, ...labels: readonly string[]): Act =>
  async (page) => {
    await first(page);
    for (const label of labels) await page.getByRole('button', { name: label, exact: true }).click();
    await page.waitForTimeout(150);
  };
const menu =
  (first: Act, item: string): Act =>
  async (page) => {
    await first(page);
    await page.getByRole('button', { name: 'More about this message' }).click();
    await page
      .getByRole('menuitem', { name: item })
      .or(page.getByRole('menuitemcheckbox', { name: item }))
      .click();
    await page.waitForTimeout(150);
  };

const shots: readonly Shot[] = [
  { name: 'c-outbox', scene: 'inbox=140&phase=outbox', act: outbox },
  { name: 'c-outbox-dark', scene: 'inbox=140&phase=outbox', theme: 'dark', act: outbox },
  { name: 'c-outbox-tall', scene: 'inbox=140&phase=outbox', size: [1280, 1700], act: outbox },
  { name: 'c-outbox-small', scene: 'inbox=140&phase=outbox', size: SMALL, act: outbox },
  { name: 'c-outbox-offline', scene: 'inbox=140&phase=outbox&online=no', act: outbox },
  { name: 'c-new', scene: 'inbox=140', act: compose(2) },
  { name: 'c-new-dark', scene: 'inbox=140', theme: 'dark', act: compose(40) },
  {
    name: 'c-new-small',
    scene: 'inbox=140',
    size: SMALL,
    act: compose(3, 'مرحبا بالجميع\n\n次の会議は火曜日です。'),
  },
  {
    name: 'c-rtl',
    scene: 'inbox=140&lang=ar-XB',
    act: async (page) => {
      await page.keyboard.press('c');
      await page.locator('.compose').waitFor();
    },
  },
  { name: 'c-reply', scene: 'inbox=140', act: answer },
  { name: 'c-asks', scene: 'inbox=140', act: then(compose(24), 'Send') },
  { name: 'c-later', scene: 'inbox=140', act: then(compose(2), 'Send later…') },
  { name: 'c-later-dark', scene: 'inbox=140', theme: 'dark', act: then(compose(2), 'Send later…') },
  { name: 'c-versions', scene: 'inbox=140', act: menu(compose(2), 'Earlier versions…') },
  {
    name: 'c-menu',
    scene: 'inbox=140',
    act: async (page) => {
      await compose(1)(page);
      await page.getByRole('button', { name: 'More about this message' }).click();
    },
  },
  {
    name: 'c-redirect',
    scene: 'inbox=140',
    act: async (page) => {
      await page.keyboard.press('j');
      await page.locator('.reader-message').waitFor();
      await page.locator('.reader-actions').getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Redirect…' }).click();
      await page.waitForTimeout(150);
    },
  },
];

const names = process.argv.slice(2);
const errors = await shoot(names.length > 0 ? shots.filter(({ name }) => names.includes(name)) : shots);
for (const error of new Set(errors)) console.error(error);
