import { afterEach, describe, expect, it } from 'vitest';
import { Bench } from '../fakes/bench';
import { Pop3Bench } from '../fakes/pop3-bench';

const DAY = 86_400_000;
const YEAR = 365 * DAY;
let bench: Bench | Pop3Bench;
afterEach(() => bench.stop());

describe('what others removed, when the clock jumps', () => {
  const removed = async (): Promise<string[]> =>
    (await bench.ui.api.removedMessages({ account: null, mailbox: null })).map(({ subject }) => subject);
  async function given(): Promise<Bench> {
    const imap = new Bench();
    bench = imap;
    imap.deliver('INBOX', 1, 3);
    await imap.start();
    await imap.quiet();
    imap.elsewhere.expunge('INBOX', 'Letter 2');
    await imap.quiet();
    return imap;
  }
  async function restart(imap: Bench, jump: number): Promise<void> {
    await imap.kill();
    imap.jump(jump);
    await imap.start();
    await imap.quiet();
  }

  it('a year ahead for one start throws nothing away', async () => {
    const imap = await given();
    await restart(imap, YEAR);
    expect(await removed()).toEqual(['Letter 2']);
    await restart(imap, -YEAR);
    expect(await removed()).toEqual(['Letter 2']);
  });

  it('removed while it was a year ahead, it goes after its days all the same', async () => {
    bench = new Bench();
    const imap = bench;
    imap.deliver('INBOX', 1, 3);
    await imap.start();
    await imap.quiet();
    imap.jump(YEAR);
    imap.elsewhere.expunge('INBOX', 'Letter 2');
    await imap.quiet();
    await restart(imap, -YEAR);
    for (let n = 0; n < 4; n++) await restart(imap, 3 * DAY);
    expect(await removed()).toEqual(['Letter 2']);
    const [entry] = await imap.ui.api.removedMessages({ account: null, mailbox: null });
    expect(entry?.keptUntil).toBeGreaterThan(imap.clock.now());
    await restart(imap, 3 * DAY);
    expect(await removed()).toEqual([]);
  });
});

describe('POP3, when the clock jumps', () => {
  it('"leave on the server for 7 days" does not delete early', async () => {
    const pop3 = new Pop3Bench();
    bench = pop3;
    pop3.deliver(1, 2);
    await pop3.start({ leave: 'days', days: 7 });
    await pop3.poll();
    pop3.clock.offset += YEAR;
    await pop3.poll();
    pop3.clock.offset -= YEAR;
    await pop3.poll();
    expect(pop3.there()).toEqual(['Letter 1', 'Letter 2']);
    // And does delete when the days have passed.
    for (let n = 0; n < 7; n++) {
      pop3.clock.offset += DAY;
      await pop3.poll();
    }
    expect(pop3.there()).toEqual([]);
    expect(await pop3.kept()).toEqual(['Letter 1', 'Letter 2']);
  });
});
