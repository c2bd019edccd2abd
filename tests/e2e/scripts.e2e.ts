import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leakVectors, withHost } from '../corpora/leaks/index';
import { PAYLOADS_A_PAGE, scriptPayloads, withRun } from '../corpora/xss/payloads';
import { openLab } from './support/lab-browser';
import { bothWays, clear, type LabMode, runs as runsIn, settle, show } from './support/lab-page';
import { type LabServer, startLab } from './support/lab-server';
import { openChromium } from './support/tern';

let lab: LabServer;
let gallery: LabServer;
let browser: Browser;
beforeAll(async () => {
  lab = await startLab('tests/browser/mail-lab.ts');
  gallery = await startLab('tests/browser/mail-gallery.tsx');
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await lab.close();
  await gallery.close();
});

const runsOf =
  (path: string, mode: LabMode) => async (): Promise<{ runs: string[]; incidents: string[] }> => {
    const { page, incidents } = await openLab(browser, lab.origin + path);
    for (const [n, payload] of scriptPayloads.entries()) {
      await show(page, withRun(payload, n), mode);
      const frames = page.frames().slice(1);
      for (const link of mode.contain ? await page.frameLocator('iframe').locator('a').all() : [])
        await link.click({ timeout: 1000, force: true });
      expect(frames.length).toBeLessThan(3);
      await clear(page);
    }
    const runs = (await runsIn(page)).filter((line) => mode.sanitise || !line.startsWith('policy:'));
    await page.close();
    return {
      runs,
      incidents: incidents.filter((line) => !line.startsWith('error:') && !line.includes('chrome-error:')),
    };
  };

describe('script payloads', () => {
  it('are at least fifty', () => expect(new Set(scriptPayloads).size).toBeGreaterThanOrEqual(50));

  it('control: without defences they do run', async () => {
    const { runs } = await runsOf('/open', { sanitise: false, contain: false })();
    expect(new Set(runs).size).toBeGreaterThan(15);
  });

  it('none runs with both defences', async () => {
    expect(await runsOf('/', { sanitise: true, contain: true })()).toEqual({ runs: [], incidents: [] });
  });

  it('none runs with the sanitiser off: containment alone', async () => {
    expect((await runsOf('/', { sanitise: false, contain: true })()).runs).toEqual([]);
  });

  it('none runs with containment off: sanitiser alone, in a page without a policy', async () => {
    expect(await runsOf('/open', { sanitise: true, contain: false })()).toEqual({ runs: [], incidents: [] });
  });

  it('none runs in the real reader: bodies, subject, sender, recipients, file names, notices – and no policy is violated', async () => {
    for (let from = 0; from < scriptPayloads.length; from += PAYLOADS_A_PAGE) {
      const { page, incidents } = await openLab(browser, `${gallery.origin}/?scripts=${from}`);
      const expected = Math.min(PAYLOADS_A_PAGE, scriptPayloads.length - from);
      // Each of them has a body of HTML, in a frame of its own.
      await page
        .locator('.reader-message iframe')
        .nth(expected - 1)
        .waitFor();
      await settle(page);
      await page.locator('.reader-to').first().click();
      expect(await page.locator('img[src="x"], script:not([src]), [onerror], [onload]').count()).toBe(0);
      expect(await runsIn(page)).toEqual([]);
      expect(incidents).toEqual([]);
      await page.close();
    }
  });
});

describe('a very long mail in pieces', () => {
  const row = (n: number): string =>
    `<tr class="r${n}"><td style="color: red">Item ${n} <a href="https://x.example/${n}">it</a><img src="cid:${n}@x"></td></tr>`;
  const letters = [
    `<body bgcolor="#eee" dir="rtl"><style>td { color: green } .r3 { margin: 1px }</style><table>${[1, 2, 3, 4, 5].map(row).join('')}</table><p>End</p>`,
    '<div><div><b>one <i>two <u>three</u></i> four</b></div><style>b { color: blue }</style> five</div>six<p>seven',
    `<form><section><ul>${'<li>in a form</li>'.repeat(7)}</ul></section></form><x-y><p>a</p><p>b</p><p>c</p></x-y>tail`,
    `<p>${'word '.repeat(2000)}</p><p>next ${'🙂'.repeat(700)}</p>`,
    '<ol start="3"><li>a<li>b<li>c<li>d<li>e</ol><blockquote><p>q</p><p>r</p><p>s</p></blockquote>',
    '<template><p>t</p></template><svg><g><path></path><path></path></g></svg><select><option>a<option>b<option>c</select><p>end</p>',
  ];

  it('is what it is at once: the same elements, links, pictures and rules, whatever it brings', async () => {
    const { page, incidents } = await openLab(browser, `${lab.origin}/`);
    const mails = [
      ...letters,
      ...scriptPayloads.map(withRun),
      ...leakVectors.map(({ html }, n) => withHost(html, `v${n}.leak.test`)),
    ];
    const both = await bothWays(page, mails);
    for (const [n, { whole, pieces }] of both.entries()) {
      // A form whose fields take the names of its properties goes as a whole with what is in it; in pieces only the form does.
      if (/<form[\s>]/i.test(mails[n] ?? ''))
        expect(pieces).not.toMatch(/<form|<input|\son\w+=|\ssrc=|javascript:/i);
      else expect(pieces, mails[n]).toBe(whole);
    }
    expect(both[2]?.pieces).toBe(both[2]?.whole);
    expect(both[0]?.pieces).toContain('Item 5');
    // What a parser alone reports to the policy, it reports of the whole as well.
    expect((await runsIn(page)).filter((line) => !line.startsWith('policy:'))).toEqual([]);
    expect(incidents).toEqual([]);
    await page.close();
  });
});
