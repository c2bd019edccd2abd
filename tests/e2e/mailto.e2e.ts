import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, openChromium, startHost, Tern } from './support/tern';

/** A mailto: address from the system becomes a letter to be looked at, and nothing more. */
let host: Host;
let browser: Browser;
let tern: Tern;

beforeAll(async () => {
  host = await startHost({
    demo: true,
    openings: [
      'mailto:bo@tern.example?cc=cy@tern.example&subject=From%20a%20page&body=First%0D%0A%3Cb%3Esecond%3C/b%3E&attach=/etc/passwd',
    ],
  });
  browser = await openChromium();
  tern = await Tern.open(browser, host.url);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(task.name));
});

describe('a mailto: address from the system', () => {
  it('reaches the composer with its people, subject and words, without the file it asks for', async () => {
    const { composer } = tern;
    await composer.waitFor();
    await expect.poll(() => composer.getByLabel('Subject').inputValue()).toBe('From a page');
    const words = await composer.innerText();
    expect(words).toContain('bo@tern.example');
    expect(words).toContain('cy@tern.example');
    expect(words).not.toContain('passwd');
    const message = composer.getByRole('textbox', { name: 'Message' });
    await expect.poll(() => message.inputValue()).toMatch(/^First\n<b>second<\/b>/);
    expect(tern.complaints).toEqual([]);
  });

  it('is taken once: a reload does not write it again', async () => {
    await tern.page.reload();
    await tern.rows.first().waitFor();
    expect(await tern.page.locator('section.compose').count()).toBe(0);
  });
});
