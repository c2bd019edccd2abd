import { deflateRaw } from 'pako';
import { describe, expect, it } from 'vitest';
import { toLines } from '@shared/model/lines';
import { linesTexts } from './packed-lines';
import { ACCOUNT, batch, body, box, gen, mailboxes, messages, packed, range } from './test-facts';
import { LIST, query, type World, world } from './test-world';

async function shown(w: World): Promise<{ subject: string; preview: string }[]> {
  const { view } = await w.ui.api.open({ query: query('inbox') });
  const { rows } = await w.ui.api.rows({ view, from: 0, to: 500 });
  return rows.map(({ subject, preview }) => ({ subject, preview }));
}
const subjects = async (w: World): Promise<string[]> => (await shown(w)).map(({ subject }) => subject);
const page = (w: World, n: number) =>
  w.served.database().read(['rows'], (tx) => tx.get('rows', ['inbox', 1, n]));

describe('rows that came in bulk', () => {
  it('are kept as they came, page by page, and read as any other', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), packed(messages('inbox', range(254, 515)))]));
    for (const n of [0, 1, 2]) {
      const record = await page(w, n);
      expect(record?.packed).toBe(true);
      // A view into the batch would be stored with all of it.
      expect(record?.lines.byteLength).toBe(record?.lines.buffer.byteLength);
    }
    expect((await page(w, 1))?.lines.length).toBeLessThan(8000);
    const again = await world(w.served.disk);
    const list = await subjects(again);
    expect(list).toHaveLength(262);
    expect([list[0], list.at(-1)]).toEqual(['Subject 515', 'Subject 254']);
  });

  it('are merged with what comes later, and are plain from then on', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        packed(messages('inbox', [{ uid: 3, preview: 'First words' }, { uid: 5 }])),
      ]),
    );
    await w.engine.api.apply(
      batch(2, [packed(messages('inbox', [{ uid: 3, subject: 'Anew' }, { uid: 9 }]))]),
    );
    expect((await page(w, 0))?.packed).toBe(false);
    const again = await world(w.served.disk);
    expect(await shown(again)).toEqual([
      { subject: 'Subject 9', preview: '' },
      { subject: 'Subject 5', preview: '' },
      { subject: 'Anew', preview: 'First words' },
    ]);
  });

  it('take previews', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), packed(messages('inbox', range(1, 3)))]));
    const where = { mailbox: box('inbox'), generation: gen(1) };
    await w.engine.api.apply(
      batch(2, [{ kind: 'previews', ...where, uids: Uint32Array.of(2), previews: ['First words'] }]),
    );
    expect((await shown(await world(w.served.disk))).map(({ preview }) => preview)).toEqual([
      '',
      'First words',
      '',
    ]);
  });

  it('tell which bodies go with their account', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), packed(messages('inbox', range(1, 3))), body('inbox', 1, 'm1')]),
    );
    await w.engine.api.apply(batch(2, [{ kind: 'remove-account', account: ACCOUNT }]));
    expect(await w.engine.api.bodiesPresent({ identities: ['m1'] })).toEqual([false]);
  });

  it('are refused with the whole batch when there are more or fewer than pages', async () => {
    const w = await world();
    const fact = packed(messages('inbox', range(250, 260)));
    const { rows, search } = fact.packed ?? { rows: [], search: [] };
    for (const wrong of [
      { rows: rows.slice(1), search },
      { rows, search: search.slice(1) },
      { rows: [...rows, new Uint8Array(2)], search },
    ])
      await expect(
        w.engine.api.apply(batch(1, [mailboxes(LIST), { ...fact, packed: wrong }])),
      ).rejects.toMatchObject({ code: 'bad-batch' });
    await w.engine.api.apply(batch(1, [mailboxes(LIST), fact]));
    expect(await subjects(w)).toHaveLength(11);
  });

  it('that are damaged on the disk leave their messages in the list', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), packed(messages('inbox', range(1, 3)))]));
    await w.served.database().write(['rows'], async (tx) => {
      const record = await tx.get('rows', ['inbox', 1, 0]);
      if (record) tx.put('rows', { ...record, lines: Uint8Array.of(7, 255, 255, 255) });
    });
    expect(await subjects(await world(w.served.disk))).toEqual(['', '', '']);
  });
});

describe('linesTexts', () => {
  it('reads both ways, and nothing of what cannot be unpacked', () => {
    const lines = toLines(['["č"]', '["b"]']);
    expect(linesTexts({ lines })).toEqual(['["č"]', '["b"]']);
    expect(linesTexts({ lines: deflateRaw(lines), packed: true })).toEqual(['["č"]', '["b"]']);
    expect(linesTexts({ lines: new Uint8Array(0), packed: true })).toEqual([]);
  });
});
