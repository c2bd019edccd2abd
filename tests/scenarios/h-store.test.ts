import { afterEach, describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import type { Action } from '@shared/contract/engine-api';
import { generation, type MessageRef, uid } from '@shared/model/ids';
import { Bench, letter, USER } from '../fakes/bench';
import { PlainStore } from '../fakes/plain-store';
import { type Baseline, baseline, checkInvariants } from '../fakes/world-state';
import { size } from './size';

let bench: Bench;
let before: Baseline;
const flag = (...add: string[]): Action => ({ kind: 'flag', add, remove: [] });

async function given(n = 5): Promise<void> {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, n);
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}

describe('H. the local store', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each([1, 3, 6, 10])(
    'H1 the cache can’t be written from batch %i on: nothing that matters is lost',
    async (at) => {
      bench = new Bench('everything');
      bench.deliver('INBOX', 1, 300);
      before = baseline(bench.world);
      bench.store.dieAt = at;
      await bench.start();
      await bench.offline(true);
      bench.store.dieAt = Infinity;
      bench.engine.connectStore(bench.store.connect());
      await bench.offline(false);
      await bench.quiet();
      await bench.offline(true);
      await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 7');
      bench.store.dieAt = bench.store.batches + 1;
      await bench.offline(false);
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 8').catch((error: unknown) => error);
      bench.store.dieAt = Infinity;
      bench.engine.connectStore(bench.store.connect());
      await bench.quiet();
      expect(bench.box('INBOX').find(7)?.has('\\Flagged')).toBe(true);
      checkInvariants(bench, before);
    },
  );

  it.each(['gone', 'of another vault'])(
    'H2 a cache that is %s is rebuilt and never read as deletions',
    async (what) => {
      await given(30);
      await bench.offline(true);
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 7');
      await bench.kill();
      bench.store.wipe(what === 'gone' ? '' : 'another');
      await bench.start();
      expect(bench.store.operations.size + bench.engine.queue.all().length).toBeGreaterThan(0);
      await bench.offline(false);
      await bench.quiet();
      expect(bench.there('Archive')).toEqual(['Letter 7']);
      expect(bench.verbs('UID EXPUNGE', 'UID STORE')).toEqual([]);
      checkInvariants(bench, before);
    },
  );

  it('H3 killed at every batch of a first sync, a mark and a move: each time whole', async () => {
    for (let at = 1; at <= 14; at += size(1, 6)) {
      bench = new Bench('everything');
      bench.deliver('INBOX', 1, 120);
      before = baseline(bench.world);
      bench.store.dieAt = at;
      await bench.start();
      await bench.kill();
      bench.store.dieAt = Infinity;
      await bench.start();
      await bench.quiet();
      bench.store.dieAt = bench.store.batches + 1 + (at % 5);
      await bench.act(flag('\\Seen'), 'INBOX', 'Letter 3');
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 4').catch((error: unknown) => error);
      await bench.kill();
      bench.store.dieAt = Infinity;
      await bench.start();
      await bench.quiet();
      checkInvariants(bench, before);
      await bench.stop();
    }
  });

  it('H5 a second store takes over, and only one is written to', async () => {
    await given();
    const old = bench.store;
    const second = new PlainStore();
    Object.assign(bench, { store: second });
    bench.engine.connectStore(second.connect());
    await bench.quiet();
    const batches = old.batches;
    bench.deliver('INBOX', 6);
    await bench.quiet();
    expect(old.batches).toBe(batches);
    checkInvariants(bench, before);
  });

  it('H6 a mailbox that is read anew shows the old list until the new one is whole', async () => {
    await given(400);
    let least = Infinity;
    const looking = setInterval(() => (least = Math.min(least, bench.here('INBOX').length)), 1);
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('INBOX'), 900);
    await bench.quiet();
    clearInterval(looking);
    expect(least).toBeGreaterThanOrEqual(400);
    const m = [...bench.store.mailboxes.values()].find((box) => box.name === 'INBOX');
    expect([...bench.store.messages.keys()].filter((key) => key.startsWith(`${String(m?.id)}/`))).toEqual([
      [m?.id, m?.generation].join('/'),
    ]);
    checkInvariants(bench, before);
  });

  it('H6 killed while it is read anew: goes on, and the waiting wish finds its message', async () => {
    await given(400);
    await bench.offline(true);
    await bench.act(flag('\\Flagged'), 'INBOX', 'Letter 5');
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('INBOX'), 900);
    bench.imap.add({ verb: 'UID FETCH', match: /ENVELOPE/, nth: 1, act: { do: 'cut', execute: false } });
    const cut = bench.store.until(() => bench.store.messages.size > 1);
    await bench.offline(false);
    await cut;
    await bench.kill();
    await bench.start();
    await bench.quiet();
    expect(
      bench
        .box('INBOX')
        .messages.filter((m) => m.flags.size > 0)
        .map((m) => m.subject),
    ).toEqual(['Letter 5']);
    checkInvariants(bench, before);
  });

  it('H8 letters that look alike never share a text', async () => {
    bench = new Bench('exchange');
    const twin = (text: string): string =>
      `From: a@b.c\r\nSubject: same\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n${text}\r\n`;
    ['first', 'other'].forEach((text, i) =>
      bench.world.append(bench.world.account(USER), bench.box('INBOX'), twin(text), {
        internalDate: 1e12 + i * 1000,
      }),
    );
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), letter(1));
    await bench.start();
    await bench.quiet();
    const mailbox = bench.idOf('INBOX');
    for (const n of [1, 2])
      await bench.ui.api.fetchBody({ ref: { mailbox, generation: 0 as never, uid: n as never } });
    const rows = bench.store.messages.get(`${mailbox}/0`);
    const texts = [1, 2].map((n) =>
      bench.store.bodies.get(rows?.get(n)?.row.identity ?? '')?.parts[0]?.text.trim(),
    );
    expect(texts).toEqual(['first', 'other']);
  });

  /** The browser evicts its databases while Tern runs: the store opens an empty one and connects again. */
  const evict = (): void => {
    bench.store.hangUp();
    bench.store.wipe('');
    bench.engine.connectStore(bench.store.connect());
  };

  it.each([1, 4])('H2 evicted after batch %i of a first synchronisation: all of it is there', async (at) => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 1200);
    bench.deliver('Archive', 1201, 1500);
    before = baseline(bench.world);
    await bench.start();
    await bench.store.until(() => bench.store.batches >= at);
    evict();
    await bench.quiet();
    expect(bench.here('INBOX')).toHaveLength(1200);
    checkInvariants(bench, before);
  });

  it.each([0, 1, 2, 3, 5])(
    'H2 evicted %i batches after a move of many: each is moved once',
    async (behind) => {
      await given(300);
      const keys = Array.from({ length: 200 }, (_, i) => bench.key('INBOX', `Letter ${i + 1}`));
      for (let n = 1; n <= 200; n++) bench.touch(`Letter ${n}`);
      const { batches } = bench.store;
      await bench.ui.api.act({ action: { kind: 'archive' }, keys });
      await bench.store.until(() => bench.store.batches >= batches + behind);
      evict();
      await bench.quiet();
      expect(bench.there('Archive')).toHaveLength(200);
      expect(bench.here('INBOX')).toHaveLength(100);
      expect(bench.refused).toEqual([]);
      checkInvariants(bench, before);
    },
  );

  it('H2 evicted while somebody looks at a list: its first words come again', async () => {
    bench = new Bench(withCapabilities('everything', { remove: ['PREVIEW'] }));
    bench.deliver('INBOX', 1, 5);
    await bench.start();
    await bench.quiet();
    const refs = (): MessageRef[] => {
      const mailbox = bench.idOf('INBOX');
      return [...bench.store.shown('INBOX').keys()].map((n) => ({
        mailbox,
        generation: generation(0),
        uid: uid(n),
      }));
    };
    const seen = (): boolean => bench.store.previews('INBOX').every((words) => words !== '');
    bench.store.look(refs());
    await bench.store.until(seen);
    evict();
    await bench.quiet();
    bench.store.look(refs());
    await bench.store.until(seen);
  });

  it.each(['everything', 'exchange'] as const)(
    'H4 a database of an hour ago comes back, on a server with %s: it ends as the server is',
    async (profile) => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 40);
      before = baseline(bench.world);
      await bench.start();
      await bench.quiet();
      const putBack = bench.store.copy();
      await bench.act(flag('\\Flagged', 'Later'), 'INBOX', 'Letter 3');
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 4');
      bench.touch('Letter 5').elsewhere.flag('INBOX', 'Letter 5', 'Work');
      bench.deliver('INBOX', 41, 45);
      await bench.quiet();
      bench.world.bumpUidValidity(bench.world.account(USER), bench.box('Archive'), 900);
      await bench.quiet();
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 6');
      await bench.quiet();
      bench.store.hangUp();
      putBack();
      bench.engine.connectStore(bench.store.connect());
      await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 7');
      await bench.quiet();
      expect(bench.there('Archive').sort()).toEqual(['Letter 4', 'Letter 6', 'Letter 7']);
      expect(bench.refused).toEqual([]);
      checkInvariants(bench, before);
    },
  );
});
