import { afterEach, describe, expect, it } from 'vitest';
import { isProvisional } from '@shared/model/identity';
import { parseMessageKey } from '@shared/model/ids';
import { FIRST_SCREEN } from '@main/sync/sync-mailbox';
import { Bench } from '../fakes/bench';
import { VirtualClock } from '../fakes/virtual-clock';

const MiB = 1024 * 1024;
const LETTERS = 300;

let bench: Bench;
/** Room on the disk: while there is little, nothing but the first screen is fetched. */
let free: number;

async function shown(profile: ConstructorParameters<typeof Bench>[0] = 'dovecot'): Promise<void> {
  free = 50 * MiB;
  bench = new Bench(profile, { limits: { low: 100 * MiB, critical: 10 * MiB, reserve: 0 } });
  bench.disk.free = () => Promise.resolve(free);
  bench.deliver('INBOX', 1, LETTERS);
  await bench.start();
  await bench.store.until(() => bench.here('INBOX').length === FIRST_SCREEN);
}
const held = () => [...(bench.store.messages.get(`${bench.idOf('INBOX')}/0`)?.values() ?? [])];
const cursor = () => bench.store.cursors.get(bench.idOf('INBOX'));
const ref = (n: number) => parseMessageKey(bench.key('INBOX', `Letter ${n}`));
const identity = (n: number) =>
  held().find(({ row }) => row.envelope.subject === `Letter ${n}`)?.row.identity ?? '';
const fetches = (): string[] =>
  bench.imap.log.filter(({ line }) => line.includes('ENVELOPE')).map(({ line }) => line);

/** There is room again: everything is fetched. */
async function whole(): Promise<void> {
  free = 1000 * MiB;
  await bench.kill();
  bench.disk.free = () => Promise.resolve(free);
  await bench.start();
  await bench.quiet();
}

describe('the first screen of a large mailbox', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it('is shown before the server is asked for sizes, and vouched for only when they are known', async () => {
    await shown();
    expect(fetches()[0]).not.toContain('RFC822.SIZE');
    expect(cursor()).toMatchObject({ uidNext: LETTERS + 1, floor: LETTERS + 1, exists: 0, provenAt: 0 });
    expect(held().every(({ size }) => size === 0)).toBe(true);
    expect(new Set(held().map(({ row }) => row.identity)).size).toBe(FIRST_SCREEN);

    await whole();
    expect(cursor()).toMatchObject({ uidNext: LETTERS + 1, floor: 1, exists: LETTERS });
    const there = bench.box('INBOX').messages.map(({ content }) => content.raw.length);
    expect(
      held()
        .map(({ size }) => size)
        .sort(),
    ).toEqual(there.sort());
    expect(held().some(({ row }) => isProvisional(row.identity))).toBe(false);
  });

  it('has time to be drawn before mailboxes are listed, unless somebody waits for the connection', async () => {
    for (const waits of [false, true]) {
      const clock = new VirtualClock();
      bench = new Bench('dovecot', { clock });
      bench.deliver('INBOX', 1, LETTERS);
      void bench.start();
      while (bench.here('INBOX').length < FIRST_SCREEN) await clock.pass(1);
      expect(bench.verbs('LIST')).toEqual([]);
      if (waits) void bench.ui.api.fetchBody({ ref: ref(300) });
      await clock.pass(40);
      expect(bench.verbs('LIST')).toHaveLength(waits ? 1 : 0);
      await clock.pass(60);
      expect(bench.verbs('LIST')).toHaveLength(1);
      await bench.kill();
    }
  });

  it('keeps the text of a message that was opened there', async () => {
    await shown();
    expect(isProvisional(identity(290))).toBe(true);
    await bench.ui.api.fetchBody({ ref: ref(290) });
    const opened = identity(290);
    expect(isProvisional(opened)).toBe(false);
    expect(bench.store.bodies.get(opened)?.parts[0]?.text).toContain('Text of letter 290');

    await whole();
    expect(identity(290)).toBe(opened);
    expect(bench.store.bodies.has(opened)).toBe(true);
  });

  it('quotes it in an answer', async () => {
    await shown();
    const draft = await bench.ui.api.replyDraft({ ref: ref(295), mode: 'reply' });
    expect(JSON.stringify(draft)).toContain('Text of letter 295');
  });

  it('knows who it is where the server says so itself', async () => {
    await shown('everything');
    expect(fetches()[0]).not.toContain('RFC822.SIZE');
    expect(held().some(({ row }) => isProvisional(row.identity))).toBe(false);
  });

  it('takes what vanished from it meanwhile away, and counts right afterwards', async () => {
    await shown();
    bench.elsewhere.expunge('INBOX', 'Letter 280');
    await bench.store.until(() => held().length === FIRST_SCREEN - 1);
    await whole();
    expect(bench.here('INBOX')).toHaveLength(LETTERS - 1);
    expect(cursor()).toMatchObject({ floor: 1, exists: LETTERS - 1 });
  });

  it('asks a mailbox that fits on it for everything at once', async () => {
    bench = new Bench('dovecot');
    bench.deliver('INBOX', 1, FIRST_SCREEN);
    await bench.start();
    await bench.quiet();
    expect(fetches()).toHaveLength(1);
    expect(fetches()[0]).toContain('RFC822.SIZE');
  });
});
