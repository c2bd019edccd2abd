import { describe, expect, it } from 'vitest';
import { connect } from '@shared/rpc/client';
import { type MessagesFact, storeContract } from '@shared/contract/store-api';
import { viewContract } from '@shared/contract/view-api';
import { fromLines } from '@shared/model/lines';
import { MemoryDisk } from './memory-database';
import { batch, body, forwarding, gone, key, mailbox, mailboxes, messages, packed } from './test-facts';
import { query } from './test-world';
import { connectStoreForTests, type TestStore } from './testing';

const DAY = 24 * 3600 * 1000;

/** Starts on the disk at a later time and waits until what is old was cleared out, or there was nothing to clear. */
async function startAt(disk: MemoryDisk, now: number): Promise<TestStore> {
  const served = connectStoreForTests(disk, () => now);
  await served.store.state();
  await served.store.usage();
  for (let turn = 0; turn < 20; turn++) await served.database().read(['meta'], (tx) => tx.all('meta'));
  return served;
}

describe('tombstones', () => {
  it.each([
    ['plain', (fact: MessagesFact) => fact],
    ['packed', packed],
  ])('keep %s rows and bodies for thirty days, then let go of what no message shares', async (_, as) => {
    const disk = new MemoryDisk();
    const first = connectStoreForTests(disk, () => 0);
    const engine = connect(first.enginePort, storeContract);
    await engine.api.hello({ marker: 'v' });
    await engine.api.apply(
      batch(1, [
        mailboxes([mailbox('inbox', 'inbox'), mailbox('archive', 'archive')]),
        as(
          messages('inbox', [
            { uid: 1, id: 'dead', identity: 'D' },
            { uid: 2, id: 'copied', identity: 'C' },
            { uid: 3, id: 'alive', identity: 'A' },
          ]),
        ),
        messages('archive', [{ uid: 1, id: 'copied', identity: 'C' }]),
        body('inbox', 1, 'D'),
        body('inbox', 2, 'C'),
        body('inbox', 3, 'A'),
        forwarding([key('x', 1), key('y', 1)]),
      ]),
    );
    await engine.api.apply(batch(2, [gone('inbox', [1, 2])]));
    first.close();

    const soon = await startAt(disk, 29 * DAY);
    expect(await soon.store.bodiesPresent(['D', 'C', 'A'])).toEqual([true, true, true]);
    soon.close();

    const late = await startAt(disk, 31 * DAY);
    expect(await late.store.bodiesPresent(['D', 'C', 'A'])).toEqual([false, true, true]);
    const left = await late
      .database()
      .read(['rows', 'search', 'tombstones', 'forwarding'], (tx) =>
        Promise.all([
          tx.get('rows', ['inbox', 1, 0]),
          tx.get('search', ['inbox', 1, 0]),
          tx.all('tombstones'),
          tx.all('forwarding'),
        ]),
      );
    expect([...(left[0]?.uids ?? [])]).toEqual([3]);
    expect(fromLines(left[0]?.lines ?? new Uint8Array(0))).toHaveLength(1);
    expect([...(left[1]?.uids ?? [])]).toEqual([3]);
    expect(fromLines(left[1]?.lines ?? new Uint8Array(0))).toHaveLength(1);
    expect(left.slice(2)).toEqual([[], []]);
    late.close();
  });

  it('a message that came back keeps its row; a place in memory used again shows nothing of the one before', async () => {
    const disk = new MemoryDisk();
    const served = connectStoreForTests(disk, () => 0);
    const engine = connect(served.enginePort, storeContract);
    await engine.api.hello({ marker: 'v' });
    const ui = connect(served.uiPort(), viewContract);
    await engine.api.apply(
      batch(1, [mailboxes([mailbox('inbox', 'inbox')]), messages('inbox', [{ uid: 1, subject: 'one' }])]),
    );
    const { view } = await ui.api.open({ query: query('inbox') });
    const subjects = async () => (await ui.api.rows({ view, from: 0, to: 9 })).rows.map((row) => row.subject);
    expect(await subjects()).toEqual(['one']);
    await engine.api.apply(batch(2, [gone('inbox', [1])]));
    expect(await subjects()).toEqual([]);
    await engine.api.apply(batch(3, [messages('inbox', [{ uid: 2, subject: 'two' }])]));
    expect(await subjects()).toEqual(['two']);
    await engine.api.apply(batch(4, [messages('inbox', [{ uid: 1, subject: 'one again' }])]));
    served.close();
    const late = await startAt(disk, 31 * DAY);
    const rows = await late.database().read(['rows'], (tx) => tx.get('rows', ['inbox', 1, 0]));
    expect([...(rows?.uids ?? [])]).toEqual([1, 2]);
    late.close();
  });
});
