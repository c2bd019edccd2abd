import { afterEach, expect, it } from 'vitest';
import { generation, messageKey, THIS_COMPUTER, uid } from '@shared/model/ids';
import { Bench, OTHER } from '../../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const folder = (name: string) => bench.engine.registry.byName(THIS_COMPUTER, name);
const subjects = (name: string): string[] => {
  const known = [...bench.store.mailboxes.values()].find(
    (m) => m.account === THIS_COMPUTER && m.name === name,
  );
  return [...bench.store.shownOf(known).values()].map((m) => m.subject);
};
const keyIn = (name: string) => {
  const known = folder(name);
  const [n] = known ? bench.engine.local.messages.in(known.id).keys() : [];
  if (!known || n === undefined) throw new Error(`nothing in ${name}`);
  return messageKey({ mailbox: known.id, generation: generation(known.generation), uid: uid(n) });
};

it('keeps folders and mail without any server, over a kill, until they are deleted here', async () => {
  bench = new Bench();
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  await bench.ui.api.createMailbox({ account: THIS_COMPUTER, name: 'Old letters' });
  await bench.store.until(() => folder('Old letters') !== undefined);
  expect(bench.engine.registry.ofAccount(THIS_COMPUTER).map((m) => [m.name, m.role])).toEqual([
    ['Archive', 'archive'],
    ['Trash', 'trash'],
    ['Old letters', null],
  ]);

  const to = folder('Old letters')?.id;
  if (!to) throw new Error('no folder');
  await bench.act({ kind: 'move', to }, 'INBOX', 'Letter 2');
  await bench.store.until(
    () => bench.engine.queue.all().length === 0 && subjects('Old letters').length === 1,
  );
  expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 3']);

  await bench.kill();
  bench.online = false;
  await bench.start();
  await bench.store.until(() => subjects('Old letters').length === 1);
  // Offline and without a server: what is done here is done.
  await bench.ui.api.act({
    action: { kind: 'flag', add: ['\\Flagged'], remove: [] },
    keys: [keyIn('Old letters')],
  });
  await bench.ui.api.act({ action: { kind: 'delete' }, keys: [keyIn('Old letters')] });
  await bench.store.until(() => subjects('Trash').length === 1 && bench.engine.queue.all().length === 0);
  expect(subjects('Old letters')).toEqual([]);
  await bench.ui.api.act({ action: { kind: 'destroy' }, keys: [keyIn('Trash')] });
  await bench.store.until(() => subjects('Trash').length === 0);
  expect(bench.engine.registry.ofAccount(THIS_COMPUTER)).toHaveLength(3);
});

it('an answer to a letter that lives here goes out from the account it was sent to', async () => {
  bench = new Bench('everything', { second: 'everything' });
  await bench.start();
  await bench.ui.api.createMailbox({ account: THIS_COMPUTER, name: 'Old' });
  await bench.store.until(() => folder('Old') !== undefined);
  const known = folder('Old');
  if (!known) throw new Error('no folder');
  const letter = Buffer.from(
    'From: Bo <bo@tern.example>\r\nTo: cy+boats@tern.example\r\nSubject: Hello\r\n\r\nHi\r\n',
  );
  await bench.engine.local.add(known.id, [{ bytes: letter, flags: [], date: null }]);
  await bench.store.until(() => subjects('Old').length === 1);
  const ref = { mailbox: known.id, generation: generation(known.generation), uid: uid(1) };
  const draft = await bench.ui.api.replyDraft({ ref, mode: 'reply' });
  const cy = bench.engine.accounts.list().find((a) => a.identities[0]?.address === OTHER);
  expect(draft.content.account).toBe(cy?.id);
  expect(draft.content.subject).toBe('Re: Hello');
});

it('a copy made here is taken back', async () => {
  bench = new Bench();
  bench.deliver('INBOX', 1, 1);
  await bench.start();
  await bench.quiet();
  await bench.ui.api.createMailbox({ account: THIS_COMPUTER, name: 'Old' });
  await bench.ui.api.createMailbox({ account: THIS_COMPUTER, name: 'Other' });
  await bench.store.until(() => folder('Old') !== undefined && folder('Other') !== undefined);
  const [old, other] = [folder('Old')?.id, folder('Other')?.id];
  if (!old || !other) throw new Error('no folder');
  // From a server, and within this computer.
  const first = await bench.ui.api.act({
    action: { kind: 'copy', to: old },
    keys: [bench.key('INBOX', 'Letter 1')],
  });
  await bench.store.until(() => subjects('Old').length === 1 && bench.engine.queue.all().length === 0);
  const second = await bench.ui.api.act({ action: { kind: 'copy', to: other }, keys: [keyIn('Old')] });
  await bench.store.until(() => subjects('Other').length === 1 && bench.engine.queue.all().length === 0);
  await bench.ui.api.undo({ group: second.group });
  await bench.store.until(() => subjects('Other').length === 0);
  await bench.ui.api.undo({ group: first.group });
  await bench.store.until(() => subjects('Old').length === 0);
  expect(subjects('Trash')).toEqual(['Letter 1', 'Letter 1']);
  expect(bench.there('INBOX')).toEqual(['Letter 1']);
});
