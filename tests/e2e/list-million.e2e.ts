import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListLab } from '../browser/list/lab';
import { openLab } from './support/lab-browser';
import { type LabServer, startLab } from './support/lab-server';
import { openChromium } from './support/tern';

/** A list of a million messages is taller than an element can be: it scrolls to its end all the same. */
let server: LabServer;
let browser: Browser;
let page: Page;
let incidents: string[];

declare const lab: ListLab;
const MILLION = 1_000_000;
const ROW = 56;

beforeAll(async () => {
  server = await startLab('tests/browser/list/page.tsx');
  browser = await openChromium();
  ({ page, incidents } = await openLab(browser, server.origin));
  await page.setViewportSize({ width: 500, height: 700 });
  await page.evaluate((n) => lab.show(n), MILLION);
  await page.getByRole('option').first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

interface Seen {
  readonly first: number;
  readonly last: number;
  readonly subjects: readonly string[];
}

/** Which rows are wholly in sight. Strings: these files know no DOM. */
const seen = (): Promise<Seen> =>
  page.evaluate<Seen>(`(() => {
    const box = document.querySelector('.list-scroll').getBoundingClientRect();
    const rows = [...document.querySelectorAll('[role=option][aria-posinset]')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return top >= box.top - 0.5 && bottom <= box.bottom + 0.5;
    });
    const placeOf = (row) => Number(row.getAttribute('aria-posinset')) - 1;
    rows.sort((a, b) => placeOf(a) - placeOf(b));
    const places = rows.map(placeOf);
    const subjects = [rows.at(0), rows.at(-1)].map((row) => row?.querySelector('.row-subject').textContent ?? '');
    return { first: places.at(0) ?? -1, last: places.at(-1) ?? -1, subjects };
  })()`);
const until = async (done: (at: Seen) => boolean): Promise<Seen> => {
  for (let tries = 0; ; tries++) {
    const at = await seen();
    if (done(at)) return at;
    if (tries > 400) throw new Error(`saw ${JSON.stringify(at)}`);
    await page.waitForTimeout(10);
  }
};
const scrollTo = (part: string): Promise<void> =>
  page.evaluate<void>(`(() => {
    const list = document.querySelector('.list-scroll');
    list.scrollTop = ${part};
  })()`);

describe('a list of a million messages', () => {
  it('says how many there are, and its element is one that a browser draws', async () => {
    expect(await page.getByRole('option').first().getAttribute('aria-setsize')).toBe(String(MILLION));
    expect(await page.evaluate<number>(`document.querySelector('.list-scroll').scrollHeight`)).toBe(
      16_000_000,
    );
  });

  it('is dragged by its scrollbar to the end, the middle and the start', async () => {
    await scrollTo('list.scrollHeight');
    const end = await until(({ last }) => last === MILLION - 1);
    expect(end.subjects.at(-1)).toBe('Subject 1');
    await scrollTo('(list.scrollHeight - list.clientHeight) / 2');
    const middle = await until(({ first, last }) => first > 400_000 && last < 600_000);
    expect(Math.abs(middle.first - MILLION / 2)).toBeLessThan(100);
    await scrollTo('0');
    expect((await until(({ first }) => first === 0)).subjects[0]).toBe(`Subject ${MILLION}`);
  });

  it('moves by what the wheel says, anywhere, and the scrollbar follows', async () => {
    await scrollTo('(list.scrollHeight - list.clientHeight) / 2');
    const before = await until(({ first, last }) => first > 400_000 && last < 600_000);
    await page.mouse.move(250, 300);
    for (let i = 0; i < 5; i++) await page.mouse.wheel(0, 10 * ROW);
    const after = await until(({ first }) => first === before.first + 50);
    await page.waitForTimeout(200);
    expect((await seen()).first).toBe(after.first);
    await scrollTo('list.scrollHeight');
    await until(({ last }) => last === MILLION - 1);
    await page.mouse.wheel(0, -20 * ROW);
    await until(({ last }) => last === MILLION - 21);
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, 10 * ROW);
    await until(({ last }) => last === MILLION - 1);
  });

  it('is gone through by End, Home, pages and arrows', async () => {
    const list = page.getByRole('listbox');
    await list.focus();
    const at = async (index: number): Promise<void> => {
      await until(({ first, last }) => first <= index && index <= last);
      expect(await page.evaluate(() => lab.cursor())).toBe(index);
      expect(await list.getAttribute('aria-activedescendant')).toBe(`row-${index}`);
    };
    await page.keyboard.press('End');
    await at(MILLION - 1);
    await page.keyboard.press('ArrowUp');
    await at(MILLION - 2);
    await page.keyboard.press('PageUp');
    const up = await page.evaluate(() => lab.cursor());
    expect(up).toBeLessThan(MILLION - 8);
    await at(up);
    await page.keyboard.press('Home');
    await at(0);
    await page.keyboard.press('ArrowDown');
    await at(1);
  });

  it('draws the two rows that an arrow is about, and no other', async () => {
    await page.evaluate<void>(`(() => {
      window.touched = new Set();
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          const row = element?.closest('[role=option]');
          if (row) window.touched.add(Number(row.dataset.index));
        }
      }).observe(document.querySelector('.list-rows'), {
        subtree: true, childList: true, attributes: true, characterData: true,
      });
    })()`);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowDown');
    await until(({ first, last }) => first <= 2 && last >= 2);
    expect(await page.evaluate(() => lab.cursor())).toBe(2);
    expect(await page.evaluate<number[]>('[...window.touched].sort()')).toEqual([1, 2]);
  });

  it('uses the elements of rows again, and at rest has them in the order of their rows, those on show alone', async () => {
    const order = (): Promise<readonly number[]> =>
      page.evaluate<number[]>(
        `[...document.querySelectorAll('.list-rows > .row')].map((row) => Number(row.dataset.index))`,
      );
    await scrollTo('0');
    await until(({ first }) => first === 0);
    await page.mouse.move(250, 300);
    for (const by of [7, 9, 5]) {
      await page.mouse.wheel(0, by * ROW);
      await page.waitForTimeout(30);
    }
    const { first, last } = await until((at) => at.first === 21);
    for (let tries = 0; ; tries++) {
      const places = await order();
      if (places.every((place, i) => i === 0 || place === (places[i - 1] ?? 0) + 1)) {
        expect(places[0]).toBeLessThanOrEqual(first);
        expect(places.at(-1)).toBeGreaterThanOrEqual(last);
        expect(places.length).toBeLessThan(last - first + 14);
        break;
      }
      if (tries > 200) throw new Error(`the order is ${places.join(' ')}`);
      await page.waitForTimeout(20);
    }
  });

  it('keeps the cursor on its message while its row is away, and says where it is when it is back', async () => {
    const list = page.getByRole('listbox');
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await until(({ first }) => first === 0);
    expect(await list.getAttribute('aria-activedescendant')).toBe('row-1');
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, 10 * ROW);
    await until(({ first }) => first === 40);
    expect(await list.getAttribute('aria-activedescendant')).toBeNull();
    expect(await page.locator('.row.is-cursor').count()).toBe(0);
    expect(await page.evaluate(() => lab.cursor())).toBe(1);
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -10 * ROW);
    await until(({ first }) => first === 0);
    expect(await list.getAttribute('aria-activedescendant')).toBe('row-1');
    expect(await page.locator('.row.is-cursor').getAttribute('id')).toBe('row-1');
    expect(await page.evaluate<boolean>(`document.activeElement.getAttribute('role') === 'listbox'`)).toBe(
      true,
    );
  });

  it('stays where it is when mail arrives above', async () => {
    await scrollTo('(list.scrollHeight - list.clientHeight) / 2');
    const before = await until(({ first, last }) => first > 400_000 && last < 600_000);
    await page.evaluate(() => lab.arrive(7));
    const after = await until(({ first }) => first === before.first + 7);
    expect(after.subjects).toEqual(before.subjects);
    expect(incidents).toEqual([]);
  });

  it('gives its place to another list at the top of that one, and stays where it is when it is opened anew', async () => {
    await page.evaluate(() => lab.show(500, 'junk'));
    expect((await until(({ first }) => first === 0)).subjects[0]).toBe('Subject 500');
    await scrollTo(String(100 * ROW));
    await until(({ first }) => first === 100);
    await page.evaluate(() => lab.show(501, 'junk'));
    await until(({ subjects }) => subjects[0] === 'Subject 401');
    expect((await seen()).first).toBe(100);
    expect(incidents).toEqual([]);
  });
});
