import type { Page } from 'playwright-core';

/** Sets `__firstRows` when so many rows of messages stand on the screen, ms since 1970. Strings: these files know no DOM. */
export const firstRowsScript = (rows: number): string => `
  const look = () => {
    if (document.querySelectorAll('[role=option][aria-posinset]').length >= ${rows}) window.__firstRows = Date.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

export async function firstRowsAt(page: Page): Promise<number> {
  await until(page, 'window.__firstRows > 0');
  return page.evaluate<number>('window.__firstRows');
}

/** Waits for an expression in the page. Playwright's own waiting compiles text, which the page's policy forbids. */
export const until = (page: Page, expression: string, limitMs = 20_000): Promise<void> =>
  page.evaluate<void>(`(async () => {
    const end = Date.now() + ${limitMs};
    while (!(${expression})) {
      if (Date.now() > end) throw new Error(${JSON.stringify(`waited in vain for ${expression}`)});
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })()`);

/** Waits until the cursor that vouches for the whole mailbox is in the database. @returns ms since 1970. */
export const wholeAt = (page: Page, messages: number, limitMs = 180_000): Promise<number> =>
  page.evaluate<number>(`(async () => {
    const open = (name) => new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const all = (database, table) => new Promise((resolve, reject) => {
      const request = database.transaction(table).objectStore(table).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await open('tern');
    const end = Date.now() + ${limitMs};
    const underWay = () => {
      const bar = document.querySelector('.statusline [role=progressbar]');
      return bar !== null && bar.getAttribute('aria-valuenow') < 0.9 * bar.getAttribute('aria-valuemax');
    };
    for (;;) {
      // Reading keeps the store's writes waiting: looked at all the way, this would measure the looking.
      while (underWay()) await new Promise((resolve) => setTimeout(resolve, 50));
      const cursors = await all(database, 'cursors');
      if (cursors.some(({ floor, exists }) => floor === 1 && exists === ${messages})) break;
      if (Date.now() > end) throw new Error('not whole: ' + JSON.stringify(cursors));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    database.close();
    return Date.now();
  })()`);

/** Messages with a row in the database, counted page by page. */
export const cachedHeaders = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve, reject) => {
    const request = indexedDB.open('tern');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      let count = 0;
      const walk = request.result.transaction('rows').objectStore('rows').openCursor();
      walk.onerror = () => reject(walk.error);
      walk.onsuccess = () => {
        const at = walk.result;
        if (at) { count += at.value.uids.length; at.continue(); }
        else { request.result.close(); resolve(count); }
      };
    };
  })`);

/** Waits until the list says that it has this many rows. */
export async function listLength(page: Page, rows: number): Promise<void> {
  await until(
    page,
    `document.querySelector('[role=option][aria-setsize]')?.getAttribute('aria-setsize') === '${rows}'`,
  );
}

/** What expressions run by `inPage` may use. */
const HELPERS = `
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const drawn = async () => { await frame(); await frame(); };
  /** ms until a condition holds at the beginning of a frame. */
  const timeUntil = async (start, condition) => {
    for (;;) {
      if (condition()) return performance.now() - start;
      if (performance.now() - start > 20_000) throw new Error('waited in vain for ' + condition);
      await frame();
    }
  };
  const keyUntil = (key, condition, more = {}) => {
    const target = document.querySelector('.list-scroll');
    const start = performance.now();
    const code = 'Key' + key.toUpperCase();
    target.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true, ...more }));
    return timeUntil(start, condition);
  };
`;

/** Runs statements in the page; the last of them returns what the call answers with. */
export const inPage = <T>(page: Page, statements: string): Promise<T> =>
  page.evaluate<T>(`(async () => { ${HELPERS} ${statements} })()`);
