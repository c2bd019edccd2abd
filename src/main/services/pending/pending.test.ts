import { afterEach, expect, it } from 'vitest';
import type { Operation } from '@shared/contract/operations';
import { Bench } from '../../../../tests/fakes/bench';
import { EndedChanges } from './ended-changes';

let bench: Bench | null = null;
afterEach(async () => {
  await bench?.stop();
  bench = null;
});

const started = async (): Promise<Bench> => {
  const made = new Bench('everything');
  made.deliver('INBOX', 1, 3);
  await made.start();
  await made.settled('INBOX');
  bench = made;
  return made;
};

it('says on which messages a waiting change is, and follows them when they have moved', async () => {
  const { ui, store, key, act } = await bound();
  const made = bench as Bench;
  await made.offline(true);
  await act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 1', 'Letter 3');
  const [operation] = await ui.api.operations({});
  const [detail] = await ui.api.describeOperations({ ids: [operation?.id as Operation['id']] });
  expect(detail?.total).toBe(2);
  expect(detail?.messages.map(({ subject, from }) => [subject, from[0]?.address])).toEqual([
    ['Letter 1', 'bo@tern.example'],
    ['Letter 3', 'bo@tern.example'],
  ]);
  expect(detail?.messages[0]?.key).toBe(key('INBOX', 'Letter 1'));
  expect(store.operations.size).toBe(1);
});

it('remembers what ended, and that it can be undone until it has been', async () => {
  const { ui, act } = await bound();
  const made = bench as Bench;
  const group = await act({ kind: 'archive' }, 'INBOX', 'Letter 2');
  await made.settled('INBOX', 'Archive');
  const [done] = await ui.api.endedOperations({});
  expect([done?.outcome, done?.undoable, done?.operation.group]).toEqual(['done', true, group]);
  const [detail] = await ui.api.describeOperations({ ids: [done?.operation.id as Operation['id']] });
  // It is in Archive now: the forwarding address leads there.
  expect(detail?.messages[0]?.mailbox).toBe(made.idOf('Archive'));
  await ui.api.undo({ group });
  await made.settled('INBOX', 'Archive');
  expect(made.there('INBOX')).toContain('Letter 2');
  const after = await ui.api.endedOperations({});
  expect(after.find(({ operation }) => operation.group === group)?.undoable).toBe(false);
});

it('tells a change that was taken back from one that a later change made unnecessary', async () => {
  const { ui, act } = await bound();
  const made = bench as Bench;
  await made.offline(true);
  await act({ kind: 'flag', add: ['\\Seen'], remove: [] }, 'INBOX', 'Letter 1');
  const [operation] = await ui.api.operations({});
  await ui.api.forgetOperation({ id: operation?.id as Operation['id'] });
  const [taken] = await ui.api.endedOperations({});
  expect([taken?.outcome, taken?.undoable]).toEqual(['taken-back', false]);

  await act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 1');
  await act({ kind: 'flag', add: [], remove: ['\\Flagged'] }, 'INBOX', 'Letter 1');
  await act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 1');
  await made.offline(false);
  await made.quiet();
  const ended = await ui.api.endedOperations({});
  expect(ended.slice(0, 3).map(({ outcome }) => outcome)).toContain('superseded');
});

it('keeps the newest two hundred', () => {
  const ended = new EndedChanges(
    () => 1,
    () => true,
  );
  for (let n = 0; n < 250; n++) {
    const operation = { id: `o${n}`, state: 'settling', tries: 1, group: 'g' } as unknown as Operation;
    ended.changed({ upsert: [operation], remove: [] });
    ended.changed({ upsert: [], remove: [operation.id] });
  }
  const list = ended.list();
  expect([list.length, list[0]?.operation.id]).toEqual([200, 'o249']);
});

async function bound(): Promise<Pick<Bench, 'ui' | 'store' | 'key' | 'act'>> {
  const made = await started();
  return {
    ui: made.ui,
    store: made.store,
    key: made.key.bind(made),
    act: made.act.bind(made),
  };
}
