import { type BenchLine, within } from './support/line';
import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { inPage, listLength, wholeAt } from './support/page';
import { addAccount, startTern } from './support/tern';

const SEEN_MS = 50;
const ALL_READ_MS = 200;
const STARS = 15;

/**
 * From a key to what it does on the screen, with everything between: the page, its marks, the store's projection. The
 * time is taken in the page, from the key's event to the frame that shows it.
 */
export async function run(): Promise<BenchLine[]> {
  const n = messageCount();
  const { dovecot, threads } = await benchMailbox(n);
  try {
    const tern = await startTern({ viewport: { width: 1280, height: 800 } });
    try {
      const { page } = tern;
      await page.getByRole('button', { name: 'Add your account' }).waitFor();
      await addAccount(tern, dovecot, USER, PASSWORD);
      await wholeAt(page, n);
      await listLength(page, threads);
      // Opening the first message marks it read, which is not what is measured here.
      await tern.engine.api.updateSettings({ markReadAfterMs: -1 });
      await page.locator('[role=option]').first().click();
      const stars = await inPage<number[]>(
        page,
        `const times = [];
        for (let i = 0; i < ${STARS}; i++) {
          const row = document.querySelector('[role=option][data-index="0"]');
          const starred = () => row.querySelector('.mark-star') !== null;
          const before = starred();
          times.push(await keyUntil('s', () => starred() !== before));
          await pause(300);
        }
        return times;`,
      );
      const marked = await inPage<number>(
        page,
        `const unread = () => document.querySelectorAll('[role=option].is-unread').length;
        await keyUntil('a', () => document.querySelector('.list-head-selection') !== null, { ctrlKey: true });
        await pause(300);
        // The first press may mark as unread what is partly read: what is measured is that all of it becomes read.
        for (let presses = 0; presses < 2; presses++) {
          const before = unread();
          const took = await keyUntil('u', () => unread() !== before);
          if (unread() === 0) return took;
          await pause(2000);
        }
        throw new Error('still unread: ' + unread());`,
      );
      stars.sort((a, b) => a - b);
      return [
        within('act.star', n, stars[Math.floor(stars.length / 2)] ?? Infinity, 'ms', SEEN_MS),
        within('act.star-slowest', n, stars.at(-1) ?? Infinity, 'ms', SEEN_MS * 2),
        within('act.mark-all-read', n, marked, 'ms', ALL_READ_MS),
      ];
    } finally {
      await tern.close();
    }
  } finally {
    await dovecot.stop();
  }
}
