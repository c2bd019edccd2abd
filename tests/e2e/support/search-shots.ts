import { mkdir } from 'node:fs/promises';
import { openChromium, startHost, Tern } from './tern';

/** Screenshots of searching in the demo: `npx tsx tests/e2e/support/search-shots.ts [folder]`. */
const folder = process.argv[2] ?? 'search-shots';
const QUERIES: readonly (readonly [name: string, text: string])[] = [
  ['word', 'harbour'],
  ['operators', 'from:me has:attachment'],
  ['suggestions', 'lunch is:'],
  ['none', 'submarine'],
  ['unknown', 'colour:red harbour larger:often'],
  [
    'long',
    'harbour board meeting "spring meeting" OR regatta -cancelled newer_than:5y from:anna subject:invitation',
  ],
  ['hebrew', 'שלום'],
  ['cjk', '会議'],
];

await mkdir(folder, { recursive: true });
const browser = await openChromium();
const host = await startHost({ demo: true });
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const tern = await Tern.open(browser, await host.link(), { theme: colorScheme });
    const { page } = tern;
    await tern.rows.first().waitFor();
    await page.waitForTimeout(3000);
    for (const [name, text] of QUERIES) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await tern.search(text);
      await page.waitForTimeout(600);
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    }
    await tern.search('harbour');
    await page.keyboard.press('Shift+Enter');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${folder}/server-${colorScheme}.png` });
    await tern.search('');
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/recent-${colorScheme}.png` });
    await tern.context.close();
  }
} finally {
  await browser.close();
  await host.interrupt();
}
