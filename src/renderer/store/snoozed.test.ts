import { describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import { hash53 } from '@shared/util/hash';
import { viewContract, type ViewQuery, viewQuery } from '@shared/contract/view-api';
import { connect } from '@shared/rpc/client';
import {
  ACCOUNT,
  batch,
  flags,
  gone,
  key,
  mailbox,
  mailboxes,
  messages,
  operation,
  operations,
  range,
  snoozed,
  wants,
} from './test-facts';
import { connectStoreForTests } from './testing';
import { countsOf, keysOf, LIST, query, world } from './test-world';

const asleep = (more: Partial<ViewQuery> = {}): ViewQuery =>
  viewQuery.parse({ scope: { kind: 'snoozed' }, threaded: false, ...more });
const scoped = (scope: ViewQuery['scope'], more: Partial<ViewQuery> = {}): ViewQuery =>
  viewQuery.parse({ scope, threaded: false, ...more });

describe('what is snoozed', () => {
  it('is in no inbox and not unread, and everywhere else it was', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes(LIST),
        messages('inbox', range(1, 4)),
        messages('archive', [{ uid: 9, id: 'm2' }]),
      ]),
    );
    await w.engine.api.apply(batch(2, [snoozed({ id: 'm2' }, { id: 'm4' })]));
    expect(await keysOf(w, query('inbox'))).toEqual([key('inbox', 3), key('inbox', 1)]);
    expect(await keysOf(w, scoped({ kind: 'role', role: 'inbox' }))).toHaveLength(2);
    expect(await keysOf(w, scoped({ kind: 'unread' }))).not.toContain(key('inbox', 4));
    expect(await keysOf(w, query('archive'))).toEqual([key('archive', 9)]);
    expect(await keysOf(w, scoped({ kind: 'all', account: null }))).toContain(key('inbox', 4));
    expect(await keysOf(w, query('inbox', { text: 'subject' }))).toHaveLength(4);
    expect(await keysOf(w, asleep())).toEqual([key('inbox', 4), key('inbox', 2)]);
    // There are four messages, of which two want to be read now.
    expect(await countsOf(w)).toMatchObject({ inbox: [4, 2], archive: [1, 1] });
  });

  it('is listed by when it comes back, whatever the order of other lists', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 3))]));
    const open = await w.ui.api.open({ query: asleep({ sort: 'oldest' }) });
    const listed = () => w.ui.api.keys({ view: open.view, from: 0, to: 9 });
    await w.engine.api.apply(
      batch(2, [snoozed({ id: 'm1', until: 3000 }, { id: 'm2', until: 1000 }, { id: 'm3', until: 2000 })]),
    );
    expect(await listed()).toEqual([key('inbox', 2), key('inbox', 3), key('inbox', 1)]);
    await w.engine.api.apply(
      batch(3, [snoozed({ id: 'm1', until: 500 }, { id: 'm2', until: 1000 }, { id: 'm3', until: 2000 })]),
    );
    expect(await listed()).toEqual([key('inbox', 1), key('inbox', 2), key('inbox', 3)]);
  });

  it('comes back at the place of the moment it came back, in one step with its flags', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 5)), snoozed({ id: 'm1' })]),
    );
    await w.engine.api.apply(batch(2, [flags('inbox', [[1, Flag.Seen]])]));
    const { view } = await w.ui.api.open({ query: query('inbox') });
    const listed = () => w.ui.api.keys({ view, from: 0, to: 9 });
    expect(await listed()).not.toContain(key('inbox', 1));
    const back = 10 * 60_000;
    await w.engine.api.apply(
      batch(3, [
        operations([operation(1, wants.flags('inbox', [1], [], ['\\Seen']))]),
        snoozed({ id: 'm1', back }),
      ]),
    );
    expect(await listed()).toEqual([1, 5, 4, 3, 2].map((n) => key('inbox', n)));
    expect(await countsOf(w)).toMatchObject({ inbox: [5, 5] });
    const { rows } = await w.ui.api.rows({ view, from: 0, to: 1 });
    // What it says of itself is when it was sent.
    expect(rows[0]).toMatchObject({ date: 60_000, flags: 0 });
    // Newer mail goes above it, and forgetting that it was away puts it where it was.
    await w.engine.api.apply(batch(4, [messages('inbox', [{ uid: 6, id: 'new', date: back + 1 }])]));
    expect((await listed()).slice(0, 2)).toEqual([key('inbox', 6), key('inbox', 1)]);
    await w.engine.api.apply(batch(5, [snoozed()]));
    expect((await listed()).at(-1)).toBe(key('inbox', 1));
  });

  it('stays snoozed over a start of the store, a renumbering and a way out of the inbox and back', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', range(1, 2)), snoozed({ id: 'm1' })]),
    );
    await w.ui.api.keys({ view: (await w.ui.api.open({ query: query('inbox') })).view, from: 0, to: 1 });
    const again = await world(w.served.disk);
    expect(await keysOf(again, query('inbox'))).toEqual([key('inbox', 2)]);
    expect(await countsOf(again)).toMatchObject({ inbox: [2, 1] });
    const renumbered = LIST.map((box) =>
      box.role === 'inbox' ? mailbox('inbox', 'inbox', { generation: 2 as typeof box.generation }) : box,
    );
    await again.engine.api.apply(
      batch(2, [messages('inbox', [{ uid: 70, id: 'm1' }], 2), mailboxes(renumbered)]),
    );
    expect(await keysOf(again, query('inbox'))).toEqual([]);
    // Archived while it sleeps, and back.
    await again.engine.api.apply(
      batch(3, [operations([operation(1, wants.move('inbox', [70], 'archive', 2))])]),
    );
    expect(await keysOf(again, asleep())).toEqual([]);
    expect(await keysOf(again, query('archive'))).toEqual([key('inbox', 70, 2)]);
    await again.engine.api.apply(batch(4, [operations([], ['op1'])]));
    expect(await keysOf(again, asleep())).toEqual([key('inbox', 70, 2)]);
  });

  it('is told the engine by where it shows: not what was moved away, not another account’s', async () => {
    const w = await world();
    await w.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 3))]));
    await w.engine.api.apply(batch(2, [operations([operation(1, wants.move('inbox', [2], 'archive'))])]));
    const hashes = Float64Array.from(['m1', 'm2', 'nobody'], hash53);
    const asked = await w.engine.api.inRole({ account: ACCOUNT, role: 'inbox', hashes });
    expect(asked.map((refs) => refs.map(({ uid }) => uid))).toEqual([[1], [], []]);
    expect(await w.engine.api.inRole({ account: 'other' as typeof ACCOUNT, role: 'inbox', hashes })).toEqual([
      [],
      [],
      [],
    ]);
    await w.engine.api.apply(batch(3, [gone('inbox', [1])]));
    expect((await w.engine.api.inRole({ account: ACCOUNT, role: 'inbox', hashes }))[0]).toEqual([]);
  });

  it('is another message in another account, and what has no Message-ID is none', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [mailboxes(LIST), messages('inbox', [{ uid: 1, id: 'm1' }, { uid: 2 }])]),
    );
    await w.engine.api.apply(
      batch(2, [
        {
          kind: 'snoozed',
          messages: [
            { account: 'other' as typeof ACCOUNT, idHash: hash53('m1'), until: 1, back: null },
            { account: ACCOUNT, idHash: 0, until: 1, back: null },
          ],
        },
      ]),
    );
    expect(await keysOf(w, query('inbox'))).toHaveLength(2);
  });

  it('is left out of a mailbox from the moment that it is known to be an inbox', async () => {
    const w = await world();
    const plain = LIST.map((box) => (box.role === 'inbox' ? mailbox('inbox') : box));
    await w.engine.api.apply(
      batch(1, [mailboxes(plain), messages('inbox', range(1, 2)), snoozed({ id: 'm1' })]),
    );
    expect(await keysOf(w, query('inbox'))).toHaveLength(2);
    await w.engine.api.apply(batch(2, [mailboxes(LIST)]));
    expect(await keysOf(w, query('inbox'))).toEqual([key('inbox', 2)]);
    expect(await countsOf(w)).toMatchObject({ inbox: [2, 1] });
  });
});

describe('a letter whose answer is waited for', () => {
  const WITH_SENT = mailboxes([mailbox('inbox', 'inbox'), mailbox('sent', 'sent'), mailbox('junk', 'junk')]);
  const given = async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        WITH_SENT,
        messages('inbox', range(1, 3)),
        messages('sent', [{ uid: 7, id: 'letter', date: 60_000, flags: Flag.Seen }]),
      ]),
    );
    return w;
  };

  it('is in Sent and among what is snoozed, and in no inbox', async () => {
    const w = await given();
    await w.engine.api.apply(batch(2, [snoozed({ id: 'letter', sent: 60_000 }, { id: 'm2', until: 5000 })]));
    expect(await keysOf(w, query('sent'))).toEqual([key('sent', 7)]);
    expect(await keysOf(w, query('inbox'))).toEqual([key('inbox', 3), key('inbox', 1)]);
    // By when they are due.
    expect(await keysOf(w, asleep())).toEqual([key('inbox', 2), key('sent', 7)]);
  });

  it('comes up on top of its inbox, to be read there, and goes with the reminder', async () => {
    const w = await given();
    const inbox = await w.ui.api.open({ query: query('inbox') });
    const everyInbox = await w.ui.api.open({ query: scoped({ kind: 'role', role: 'inbox' }) });
    const listed = ({ view }: { view: string }) => w.ui.api.keys({ view, from: 0, to: 9 });
    await w.engine.api.apply(
      batch(2, [
        operations([operation(1, wants.flags('sent', [7], [], ['\\Seen']))]),
        snoozed({ id: 'letter', sent: 60_000, back: 9e6 }),
      ]),
    );
    const all = [key('sent', 7), key('inbox', 3), key('inbox', 2), key('inbox', 1)];
    expect(await listed(inbox)).toEqual(all);
    expect(await listed(everyInbox)).toEqual(all);
    expect(await keysOf(w, query('sent'))).toEqual([key('sent', 7)]);
    expect(await keysOf(w, asleep())).toEqual([]);
    expect(await countsOf(w)).toMatchObject({ inbox: [3, 4], sent: [1, 0] });
    await w.engine.api.apply(batch(3, [snoozed()]));
    expect(await listed(inbox)).toEqual(all.slice(1));
    expect(await countsOf(w)).toMatchObject({ inbox: [3, 3], sent: [1, 1] });
  });

  it('is with its conversation', async () => {
    const w = await given();
    await w.engine.api.apply(
      batch(2, [
        messages('inbox', [{ uid: 8, id: 'first', date: 1000 }]),
        messages('sent', [{ uid: 9, id: 'mine', refs: ['first'], date: 2000 }]),
        snoozed({ id: 'mine', sent: 2000, back: 9e6 }),
      ]),
    );
    const { rows } = await w.ui.api.open({ query: { ...query('inbox'), threaded: true }, rows: 9 });
    expect(rows[0]).toMatchObject({ key: key('sent', 9), threadKeys: [key('inbox', 8), key('sent', 9)] });
  });

  it('is there after a start of the store, when only its inbox is looked at; moved away it leaves', async () => {
    let w = await given();
    await w.engine.api.apply(batch(2, [snoozed({ id: 'letter', sent: 60_000, back: 9e6 })]));
    w.served.close();
    // In an order whose beginning is not kept, and with the first answer: before the rest of the mail is read.
    const served = connectStoreForTests(w.served.disk);
    const ui = connect(served.uiPort(), viewContract);
    const { rows } = await ui.api.open({ query: query('inbox', { sort: 'largest' }), rows: 9 });
    expect(rows.map((row) => row.key)).toContain(key('sent', 7));
    served.close();
    w = await world(w.served.disk);
    expect(await keysOf(w, query('inbox'))).toContain(key('sent', 7));
    await w.engine.api.apply(batch(3, [operations([operation(1, wants.move('sent', [7], 'junk'))])]));
    expect(await keysOf(w, query('inbox'))).not.toContain(key('sent', 7));
  });

  it('comes up in a list that was open before anything of Sent was read', async () => {
    let w = await given();
    w.served.close();
    w = await world(w.served.disk);
    const { view } = await w.ui.api.open({ query: query('inbox') });
    await w.ui.api.keys({ view, from: 0, to: 9 });
    await w.engine.api.apply(batch(2, [snoozed({ id: 'letter', sent: 60_000, back: 9e6 })]));
    expect(await w.ui.api.keys({ view, from: 0, to: 1 })).toEqual([key('sent', 7)]);
  });

  it('comes up where the inbox is once the roles are known', async () => {
    const w = await world();
    await w.engine.api.apply(
      batch(1, [
        mailboxes([mailbox('inbox', 'inbox'), mailbox('sent')]),
        messages('sent', [{ uid: 7, id: 'letter' }]),
        snoozed({ id: 'letter', sent: 1, back: 9e6 }),
      ]),
    );
    expect(await keysOf(w, query('inbox'))).toEqual([]);
    await w.engine.api.apply(batch(2, [mailboxes([mailbox('inbox'), mailbox('sent', 'sent')])]));
    expect(await keysOf(w, query('inbox'))).toEqual([]);
    await w.engine.api.apply(batch(3, [mailboxes([mailbox('inbox', 'inbox'), mailbox('sent', 'sent')])]));
    expect(await keysOf(w, query('inbox'))).toEqual([key('sent', 7)]);
  });

  it('is found in Sent, and so is what names it, but for one’s own letters, drafts and junk', async () => {
    const w = await given();
    await w.engine.api.apply(
      batch(2, [
        messages('inbox', [{ uid: 8, id: 'answer', refs: ['other', 'letter'] }]),
        messages('sent', [{ uid: 9, id: 'mine', refs: ['letter'] }]),
        messages('junk', [{ uid: 10, id: 'junk', refs: ['letter'] }]),
      ]),
    );
    const hashes = Float64Array.from(['letter', 'other', 'unknown'].map(hash53));
    expect(await w.engine.api.inRole({ account: ACCOUNT, role: 'sent', hashes })).toEqual([
      [{ mailbox: 'sent', generation: 1, uid: 7 }],
      [],
      [],
    ]);
    const answer = { mailbox: 'inbox', generation: 1, uid: 8 };
    expect(await w.engine.api.naming({ hashes })).toEqual([[answer], [answer], []]);
  });
});
