import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendAtOnce } from './support/send-at-once';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';

/** Drafts as a person meets them, and as the server has them: the built program, the demo's servers, a real browser. */
let host: Host;
let browser: Browser;
let tern: Tern;

beforeAll(async () => {
  [host, browser] = await Promise.all([startHost({ demo: true }), openChromium()]);
  tern = await Tern.open(browser, host.url);
  await sendAtOnce(tern);
  await tern.page.getByText('Online. Everything is up to date.').waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

const words = () => tern.composer.getByRole('textbox', { name: 'Message' });

/** Each test goes on from where the one before it stopped. */
describe('drafts', () => {
  it('D5 what was typed outlives a page that goes away within a second', async () => {
    await tern.list.waitFor();
    await tern.page.keyboard.press('c');
    await tern.composer.locator('.compose-subject').fill('Tide tables');
    await words().fill('High water is at noon');
    await tern.composer.getByText('Saved', { exact: true }).waitFor();
    await tern.page.goto(await host.link());
    await tern.page.getByText('Online. Everything is up to date.').waitFor();
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('Tide tables').click();
    expect(await words().inputValue()).toContain('High water is at noon');
  });

  it('D1 closing puts one draft into Drafts, writing on leaves one there', async () => {
    await tern.composer.getByRole('button', { name: 'Close and keep the draft' }).click();
    await tern.go('Drafts');
    await tern.row('Tide tables').waitFor();
    await tern.row('Tide tables').dblclick();
    await words().fill('High water is at noon, low water at six');
    await tern.composer.getByText('Saved', { exact: false }).waitFor();
    await tern.composer.getByRole('button', { name: 'Close and keep the draft' }).click();
    await tern.row(/Tide tables.*low water at six|Tide tables/).waitFor();
    await tern.page.getByText('Online. Everything is up to date.').waitFor();
    // The new version is appended before the old one is removed: both are there for a moment, and one in the end.
    await until('one draft is left', async () => (await tern.row('Tide tables').count()) === 1);
  });

  it('opens from its folder with what was written last, and is gone from there when it is sent', async () => {
    // The row of the copy that was replaced may be there for a moment; it leads to the same draft.
    await until('the draft opens', async () => {
      await tern.row('Tide tables').first().dblclick();
      return tern.composer.isVisible();
    });
    expect(await words().inputValue()).toContain('low water at six');
    const to = tern.composer.getByRole('combobox').first();
    await to.fill('bo@tern.example');
    await to.press('Enter');
    await tern.composer.getByRole('button', { name: 'Send', exact: true }).click();
    await tern.composer.waitFor({ state: 'hidden' });
    await tern.row('Tide tables').waitFor({ state: 'detached' });
    expect(tern.complaints).toEqual([]);
  });
});
