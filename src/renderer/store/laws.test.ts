import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intent, Operation } from '@shared/contract/operations';
import { type Fact, type MessagesFact, storeContract } from '@shared/contract/store-api';
import { type ListRow, type ViewQuery, viewContract, viewQuery } from '@shared/contract/view-api';
import { Flag, flagBit } from '@shared/model/flags';
import type { MessageKey } from '@shared/model/ids';
import { parseUids } from '@shared/model/uid-ranges';
import { connect } from '@shared/rpc/client';
import { hash53 } from '@shared/util/hash';
import { project } from './project';
import { recount } from './projection';
import { keyOf } from './reader';
import { connectStoreForTests } from './testing';
import {
  batch,
  box,
  flags,
  gone,
  mailbox,
  mailboxes,
  messages,
  packed,
  operation,
  operations,
  snoozed,
  wants,
} from './test-facts';

const BOXES = ['inbox', 'archive', 'work'] as const;
type BoxName = (typeof BOXES)[number];
const LIST = mailboxes([mailbox('inbox', 'inbox'), mailbox('archive', 'archive'), mailbox('work', 'sent')]);

/** Server truth as plainly as it can be kept. */
type Truth = Map<string, { box: BoxName; uid: number; flags: number; date: number }>;

type Step =
  | {
      readonly kind: 'messages';
      readonly packed: boolean;
      readonly box: BoxName;
      readonly list: readonly {
        uid: number;
        flags: number;
        date: number;
        id: number;
        ref: number;
        from: string;
        size: number;
      }[];
    }
  | {
      readonly kind: 'flags';
      readonly box: BoxName;
      readonly list: readonly { uid: number; flags: number }[];
    }
  | { readonly kind: 'gone'; readonly box: BoxName; readonly uids: readonly number[] }
  | { readonly kind: 'want'; readonly intent: Intent }
  | {
      readonly kind: 'end';
      readonly which: number;
      readonly state: 'settling' | 'refused' | 'done' | 'removed';
    }
  | {
      readonly kind: 'snooze';
      readonly list: readonly {
        id: number;
        until: number;
        back: number | undefined;
        sent: number | undefined;
      }[];
    }
  | { readonly kind: 'restart' };

const boxName = fc.constantFrom(...BOXES);
const uidOf = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 250, max: 262 }),
  fc.constant(0xffffffff),
);
const bits = fc.constantFrom(0, Flag.Seen, Flag.Flagged, Flag.Seen | Flag.Flagged);
const uids = fc.uniqueArray(uidOf, { minLength: 1, maxLength: 6 });
const name = fc.constantFrom('\\Seen', '\\Flagged');
const intent: fc.Arbitrary<Intent> = fc.oneof(
  fc
    .record({
      from: boxName,
      uids,
      add: fc.array(name, { maxLength: 2 }),
      remove: fc.array(name, { maxLength: 2 }),
    })
    .map((r) => wants.flags(r.from, r.uids, r.add, r.remove)),
  fc.record({ from: boxName, uids, to: boxName }).map((r) => wants.move(r.from, r.uids, r.to)),
  fc.record({ from: boxName, uids }).map((r) => wants.destroy(r.from, r.uids)),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('messages' as const),
      packed: fc.boolean(),
      box: boxName,
      list: fc.uniqueArray(
        fc.record({
          uid: uidOf,
          flags: bits,
          date: fc.integer({ min: -5, max: 5 }).map((n) => n * 500),
          id: fc.integer({ min: 0, max: 9 }),
          ref: fc.integer({ min: 0, max: 9 }),
          from: fc.constantFrom('Ada', 'bo', 'Žofie', '«Cy»', ''),
          size: fc.integer({ min: 0, max: 4 }),
        }),
        { minLength: 1, maxLength: 8, selector: (m) => m.uid },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('flags' as const),
      box: boxName,
      list: fc.uniqueArray(fc.record({ uid: uidOf, flags: bits }), {
        minLength: 1,
        maxLength: 6,
        selector: (m) => m.uid,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gone' as const), box: boxName, uids }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('want' as const), intent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(20),
      state: fc.constantFrom('settling' as const, 'refused' as const, 'done' as const, 'removed' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('snooze' as const),
      list: fc.uniqueArray(
        fc.record({
          id: fc.integer({ min: 1, max: 9 }),
          until: fc.integer({ min: 0, max: 3 }).map((n) => n * 1000),
          back: fc.option(
            fc.integer({ min: -5, max: 5 }).map((n) => n * 500),
            { nil: undefined },
          ),
          sent: fc.constantFrom(undefined, 500),
        }),
        { maxLength: 4, selector: ({ id }) => id },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

const QUERIES: readonly ViewQuery[] = [
  { scope: { kind: 'mailbox', mailbox: box('inbox') }, threaded: false },
  { scope: { kind: 'mailbox', mailbox: box('archive') }, threaded: true },
  { scope: { kind: 'all', account: null }, threaded: true, sort: 'oldest' as const },
  { scope: { kind: 'unread' }, threaded: false },
  { scope: { kind: 'all', account: null }, flagged: true, threaded: false },
  { scope: { kind: 'all', account: null }, text: 'subject 25', threaded: false },
  { scope: { kind: 'mailbox', mailbox: box('inbox') }, sort: 'largest' as const, threaded: true },
  { scope: { kind: 'all', account: null }, sort: 'subject' as const, threaded: false },
  { scope: { kind: 'all', account: null }, sort: 'person' as const, threaded: true },
  { scope: { kind: 'snoozed' }, threaded: false },
  { scope: { kind: 'snoozed' }, threaded: true, sort: 'oldest' as const },
].map((query) => viewQuery.parse(query));

/** Of the queries, the flat list of what sleeps. */
const SNOOZED = QUERIES.findIndex(({ scope, threaded }) => scope.kind === 'snoozed' && !threaded);
const plain = (fact: MessagesFact): MessagesFact => fact;

function factOf(s: Step, truth: Truth, wanted: Map<string, Operation>, seq: number): Fact | null {
  switch (s.kind) {
    case 'messages':
      for (const m of s.list)
        truth.set(`${s.box}/1/${m.uid}`, { box: s.box, uid: m.uid, flags: m.flags, date: m.date });
      return (s.packed ? packed : plain)(
        messages(
          s.box,
          s.list.map((m) => ({
            ...m,
            id: m.id === 0 ? '' : `i${m.id}`,
            refs: m.ref === 0 ? [] : [`i${m.ref}`],
          })),
        ),
      );
    case 'flags':
      for (const { uid, flags: value } of s.list) {
        const known = truth.get(`${s.box}/1/${uid}`);
        if (known) known.flags = value;
      }
      return flags(
        s.box,
        s.list.map((m) => [m.uid, m.flags] as const),
      );
    case 'gone':
      // The engine tells of a departure only once the move that caused it is settled with.
      for (const uid of s.uids) truth.delete(`${s.box}/1/${uid}`);
      return gone(s.box, s.uids);
    case 'want': {
      const op = operation(seq, s.intent);
      wanted.set(op.id, op);
      return operations([op]);
    }
    case 'end': {
      const list = [...wanted.values()];
      const op = list[s.which % Math.max(1, list.length)];
      if (!op) return null;
      if (s.state === 'removed') {
        wanted.delete(op.id);
        return operations([], [op.id]);
      }
      const changed = { ...op, state: s.state };
      wanted.set(op.id, changed);
      return operations([changed]);
    }
    case 'snooze':
      return snoozed(
        ...s.list.map(({ id, until, back, sent }) => ({
          id: `i${id}`,
          until,
          ...(back !== undefined && { back }),
          ...(sent !== undefined && { sent }),
        })),
      );
    case 'restart':
      return null;
  }
}

/** What each mailbox should show, from truth and operations alone, by the pure function. */
function expected(
  truth: Truth,
  wanted: ReadonlyMap<string, Operation>,
): Map<string, { place: string | null; flags: number }> {
  const out = new Map<string, { place: string | null; flags: number }>();
  const ordered = [...wanted.values()].sort((a, b) => a.seq - b.seq);
  for (const [key, message] of truth) {
    const named = ordered.filter(
      ({ intent: i }) =>
        'messages' in i &&
        i.messages.mailbox === message.box &&
        parseUids(i.messages.uids).includes(message.uid),
    );
    const shown = project({ mailbox: box(message.box), flags: message.flags, keywords: 0 }, named, flagBit);
    out.set(key, { place: shown.mailbox, flags: shown.flags });
  }
  return out;
}

describe('laws of the store', () => {
  it('views kept up to date equal views made anew, counts equal a recount, both equal the pure projection', async () => {
    let heads = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const truth: Truth = new Map();
        const wanted = new Map<string, Operation>();
        let served = connectStoreForTests();
        const start = async () => {
          const engine = connect(served.enginePort, storeContract);
          await engine.api.hello({ marker: 'v' });
          const ui = connect(served.uiPort(), viewContract);
          const open: string[] = [];
          for (const query of QUERIES) {
            const first = await ui.api.open({ query, rows: 500 });
            open.push(first.view);
            if (!first.loading) continue;
            await ui.api.keys({ view: first.view, from: 0, to: 1 });
            const { rows, total } = await ui.api.rows({ view: first.view, from: 0, to: 500 });
            // A message on its way to where it was moved is shown until the store starts anew.
            if (first.rows.some(({ threadKeys }) => threadKeys.some((key) => !truth.has(key)))) continue;
            expect(shownRows(first.rows, query)).toEqual(shownRows(rows, query));
            expect(first.total).toBe(total);
            heads++;
          }
          return { engine, ui, open };
        };
        let world = await start();
        let number = 1;
        let away: (Step & { readonly kind: 'snooze' })['list'] = [];
        /** By Message-ID what sleeps or came back, and (`sent`) letters that wait or came up. */
        const hashes = (sent: boolean, back: boolean): ReadonlySet<number> =>
          new Set(
            away.flatMap((one) =>
              (one.sent !== undefined) === sent && (one.back !== undefined) === back
                ? [hash53(`i${one.id}`)]
                : [],
            ),
          );
        await world.engine.api.apply(batch(number++, [LIST]));
        for (const s of steps) {
          const fact = factOf(s, truth, wanted, number);
          if (fact) await world.engine.api.apply(batch(number++, [fact]));
          if (s.kind === 'snooze') away = s.list;
          if (s.kind === 'restart') {
            served.close();
            served = connectStoreForTests(served.disk);
            world = await start();
          }
          const { ui, open } = world;
          for (const [i, query] of QUERIES.entries()) {
            const kept = open[i] as string;
            const fresh = (await ui.api.open({ query })).view;
            const window = { from: 0, to: 500 };
            const [a, b] = await Promise.all([
              ui.api.rows({ view: kept, ...window }),
              ui.api.rows({ view: fresh, ...window }),
            ]);
            expect(a.rows).toEqual(b.rows);
            await ui.api.close({ view: fresh });
          }
          // What sleeps is in the list of what sleeps and not in its inbox; letters that wait are there, too, and those that
          // came up are in the inbox; nothing else is either way.
          const state = await served.store.state();
          const where = (place: BoxName, is: (idHash: number) => boolean): MessageKey[] =>
            [...Array(state.columns.length).keys()]
              .filter(
                (slot) =>
                  state.columns.shownIn[slot] === state.catalogue.box(box(place)).index &&
                  is(state.columns.idHash[slot] as number),
              )
              .map((slot) => keyOf(state, slot));
          const listed = async (query: number) =>
            (await ui.api.keys({ view: open[query] as string, from: 0, to: 500 })).sort();
          const [asleep, waiting, raised] = [hashes(false, false), hashes(true, false), hashes(true, true)];
          expect(await listed(0)).toEqual(
            [...where('inbox', (id) => !asleep.has(id)), ...where('work', (id) => raised.has(id))].sort(),
          );
          expect(await listed(SNOOZED)).toEqual(
            [...where('inbox', (id) => asleep.has(id)), ...where('work', (id) => waiting.has(id))].sort(),
          );
          const counts = recount(state.columns, state.catalogue.boxes.length);
          for (const known of state.catalogue.boxes) {
            expect([known.id, known.total, known.unread]).toEqual([
              known.id,
              counts.total[known.index],
              counts.unread[known.index],
            ]);
          }
          const shown = new Map<string, { place: string | null; flags: number }>();
          const { rows } = await ui.api.rows({ view: (await flatAll(ui)).view, from: 0, to: 500 });
          for (const row of rows) shown.set(row.key, { place: row.mailbox, flags: row.flags });
          for (const [k, value] of expected(truth, wanted)) {
            if (value.place === null) expect(shown.has(k)).toBe(false);
            else if (shown.has(k)) expect(shown.get(k)).toEqual(value);
            else {
              // A copy of a message that is listed from another mailbox.
              const all = await flatAll(ui);
              const { index } = await ui.api.locate({ view: all.view, key: k as MessageKey });
              const own = await ui.api.message({ key: k as MessageKey });
              expect(rows[index]?.messageId).toBe(own?.envelope.messageId);
              expect(own?.envelope.messageId).not.toBe('');
              expect(rows[index]?.mailbox).not.toBe(value.place);
            }
          }
          // What else is shown has left its old place, and a move that is not settled carries it on.
          for (const k of shown.keys()) {
            if (truth.has(k)) continue;
            expect(
              [...wanted.values()].some(
                ({ intent: i, state: st }) => i.kind === 'move' && st !== 'done' && st !== 'refused',
              ),
            ).toBe(true);
          }
        }
        // Threads as they are after everything are threads as a fresh start makes them.
        const threads = async (ui: (typeof world)['ui']) => {
          const query = viewQuery.parse({ scope: { kind: 'all', account: null } });
          const { view } = await ui.api.open({ query });
          const { rows } = await ui.api.rows({ view, from: 0, to: 500 });
          // Messages of one moment stand in any order.
          return rows.map((row) => [...row.threadKeys].sort().join(' ')).sort();
        };
        const before = await threads(world.ui);
        served.close();
        served = connectStoreForTests(served.disk);
        world = await start();
        const carriedOn = before.some((thread) => thread.split(' ').some((k) => !truth.has(k)));
        if (!carriedOn) expect(await threads(world.ui)).toEqual(before);
        served.close();
      }),
      { numRuns: 60 },
    );
    // Many a start shows the heads of lists that were kept before.
    expect(heads).toBeGreaterThan(0);
  }, 120_000);

  it('once operations are done and the facts that prove them are here, people see what the server says', () => {
    fc.assert(
      fc.property(fc.array(intent, { maxLength: 12 }), bits, (intents, serverFlags) => {
        const ops = intents.map((i, n) => operation(n, i, 'done'));
        const truth = { mailbox: box('inbox'), flags: serverFlags, keywords: 0 };
        expect(project(truth, ops, flagBit)).toEqual({ ...truth, pending: 0 });
      }),
    );
  });

  it('the server carrying operations out one by one changes nothing that people see', () => {
    fc.assert(
      fc.property(fc.array(intent, { maxLength: 12 }), bits, fc.nat(12), (intents, serverFlags, done) => {
        const ops = intents.map((i, n) => operation(n, i));
        const truth = { mailbox: box('inbox'), flags: serverFlags, keywords: 0 };
        const wanted = project(truth, ops, flagBit);
        const after = project(truth, ops.slice(0, done), flagBit);
        const rest = project(after, ops.slice(done), flagBit);
        // A message that was destroyed has no operations left to follow.
        if (after.mailbox !== null) expect({ ...rest, pending: 0 }).toEqual({ ...wanted, pending: 0 });
      }),
    );
  });
});

/** Rows in an order that does not depend on which folder the store met first. */
const shownRows = (rows: readonly ListRow[], { threaded }: ViewQuery): unknown[] =>
  threaded
    ? rows.map(({ threadKeys }) => [...threadKeys].sort().join(' ')).sort()
    : rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));

let flatView: { ui: unknown; view: string } | null = null;
async function flatAll(ui: ReturnType<typeof connect<typeof viewContract>>): Promise<{ view: string }> {
  if (flatView?.ui !== ui) {
    const { view } = await ui.api.open({
      query: viewQuery.parse({ scope: { kind: 'all', account: null }, threaded: false }),
    });
    flatView = { ui, view };
  }
  return flatView;
}
