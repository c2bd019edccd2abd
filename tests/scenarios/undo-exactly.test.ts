import { afterEach, describe, expect, it } from 'vitest';
import type { Action } from '@shared/contract/engine-api';
import type { MessageKey } from '@shared/model/ids';
import { Bench, OTHER } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const tag = (...add: string[]): Action => ({ kind: 'flag', add, remove: [] });
const flagsOf = (subject: string): string[] =>
  [...(bench.box('INBOX').messages.find((m) => m.subject === subject)?.flags ?? [])].sort();

describe('undo', () => {
  it('of a tag takes it off only where it put it on', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    bench.touch('Letter 1').elsewhere.flag('INBOX', 'Letter 1', 'Work');
    await bench.start();
    await bench.quiet();
    const group = await bench.act(tag('Work'), 'INBOX', 'Letter 1', 'Letter 2');
    await bench.quiet();
    expect([flagsOf('Letter 1'), flagsOf('Letter 2')]).toEqual([['Work'], ['Work']]);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect([flagsOf('Letter 1'), flagsOf('Letter 2')]).toEqual([['Work'], []]);
  });

  it('of "junk" does not put a mark on that was not there', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    const group = await bench.act({ kind: 'junk' }, 'INBOX', 'Letter 1');
    await bench.quiet();
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(flagsOf('Letter 1')).toEqual([]);
  });

  it('over two accounts, one of which is gone: the other is taken back all the same', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 2);
    bench.world.append(
      bench.world.account(OTHER),
      bench.box('INBOX', OTHER),
      'Subject: Other\r\nMessage-ID: <Other@tern.example>\r\n\r\nx\r\n',
    );
    await bench.start();
    await bench.quiet();
    const other = bench.accounts()[1]!.id;
    const inbox = [...bench.store.mailboxes.values()].find((m) => m.name === 'INBOX' && m.account === other)!;
    bench.touch('Letter 1', 'Other');
    const keys = [bench.key('INBOX', 'Letter 1'), `${inbox.id}/${inbox.generation}/1` as MessageKey];
    const { group } = await bench.ui.api.act({ action: { kind: 'archive' }, keys });
    await bench.quiet();
    expect(bench.there('INBOX')).toEqual(['Letter 2']);
    await bench.ui.api.removeAccount({ account: other, force: true });
    const undone = await bench.ui.api
      .undo({ group })
      .catch((error: unknown) => (error as { code: string }).code);
    await bench.quiet();
    expect(bench.there('INBOX').sort()).toEqual(['Letter 1', 'Letter 2']);
    expect(undone).toEqual({ undone: 1 });
  });

  it('of a copy that was divided takes the copies of both parts away', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    const to = bench.idOf('Archive');
    const group = await bench.act({ kind: 'copy', to }, 'INBOX', 'Letter 1', 'Letter 2');
    const { queue } = bench.engine;
    const [op] = queue.all();
    if (op?.intent.kind !== 'copy') throw new Error('no copy');
    const { intent, account } = op;
    const part = (uids: string) => ({
      account,
      intent: { ...intent, messages: { ...intent.messages, uids } },
    });
    await queue.divide(op.id, [part('1'), part('2')]);
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('Archive').sort()).toEqual(['Letter 1', 'Letter 2']);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    expect(bench.there('Archive')).toEqual([]);
    expect(bench.there('Trash').sort()).toEqual(['Letter 1', 'Letter 2']);
  });

  it('of what was divided between two accounts takes both parts back', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    const group = await bench.act(tag('Work'), 'INBOX', 'Letter 1', 'Letter 2');
    const { queue } = bench.engine;
    const [op] = queue.all();
    if (op?.intent.kind !== 'flags') throw new Error('no marking');
    const { intent } = op;
    const part = (uids: string) => ({ ...intent, messages: { ...intent.messages, uids } });
    await queue.divide(op.id, [
      { account: op.account, intent: part('1') },
      { account: bench.accounts()[1]!.id, intent: part('2') },
    ]);
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 2 });
    expect(queue.all()).toEqual([]);
    await bench.offline(false);
    await bench.quiet();
    expect([flagsOf('Letter 1'), flagsOf('Letter 2')]).toEqual([[], []]);
  });
});
