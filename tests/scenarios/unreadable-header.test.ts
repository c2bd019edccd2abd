import { afterEach, describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import { withoutSections } from '@main/demo/lies';
import { Bench, letter, OTHER, USER } from '../fakes/bench';

const NO_MOVE = withCapabilities('everything', { remove: ['MOVE'] });
let bench: Bench;
afterEach(() => bench.stop());

const archive = { kind: 'archive' } as const;
const codes = (): (string | undefined)[] => bench.refused.map((op) => op.reason?.code);

/** A server that can't read the header of Letter 2 (UID 2), whatever is asked of it, and says NIL. */
async function given(profile: ConstructorParameters<typeof Bench>[0] = 'everything'): Promise<void> {
  bench = new Bench(profile, { second: 'everything' });
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  bench.imap.add({ account: USER, mailbox: 'INBOX', act: withoutSections(2) });
}
const elsewhere = (name: string) => {
  const other = bench.accounts()[1]!.id;
  return [...bench.store.mailboxes.values()].find((m) => m.name === name && m.account === other)!;
};

describe('a message whose header the server can’t read', () => {
  it.each([
    ['MOVE', 'everything'],
    ['COPY', NO_MOVE],
  ] as const)('is moved by %s like the others', async (_, profile) => {
    await given(profile);
    await bench.act(archive, 'INBOX', 'Letter 1', 'Letter 2');
    await bench.quiet();
    expect(codes()).toEqual([]);
    expect(bench.there('INBOX')).toEqual(['Letter 3']);
    expect(bench.there('Archive')).toEqual(['Letter 1', 'Letter 2']);
  });

  it('is deleted for good like the others', async () => {
    await given();
    await bench.act({ kind: 'destroy' }, 'INBOX', 'Letter 1', 'Letter 2');
    await bench.quiet();
    expect(codes()).toEqual([]);
    expect(bench.there('INBOX')).toEqual(['Letter 3']);
  });

  it('is copied like the others', async () => {
    await given();
    await bench.act({ kind: 'copy', to: bench.idOf('Archive') }, 'INBOX', 'Letter 1', 'Letter 2');
    await bench.quiet();
    expect(codes()).toEqual([]);
    expect(bench.there('Archive')).toEqual(['Letter 1', 'Letter 2']);
  });

  it('a move whose answer was lost does not take it for moved', async () => {
    await given();
    bench.imap.add({ verb: 'UID MOVE', nth: 1, act: { do: 'cut', execute: false } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(codes()).toEqual([]);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 3']);
    expect(bench.there('Archive')).toEqual(['Letter 2']);
  });

  it('and whose text it can’t read either is not brought to another account as an empty one', async () => {
    await given();
    await bench.act({ kind: 'move', to: elsewhere('Archive').id }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.operations().every((op) => op.state === 'refused'));
    expect(codes()).toEqual(['message-unreadable']);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect(bench.box('Archive', OTHER).messages).toEqual([]);
  });
});

describe('a message that goes while it is fetched for another account', () => {
  it('is not brought as an empty one because the server mentions it', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    bench.imap.add({
      account: USER,
      verb: 'UID FETCH',
      match: /BODY\.PEEK\[\]/,
      act: {
        do: 'rewrite',
        with: ({ reply }) => ({ data: '* 2 FETCH (UID 2 FLAGS () MODSEQ (900))\r\n', reply }),
      },
    });
    await bench.act({ kind: 'move', to: elsewhere('Archive').id }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.operations().every((op) => op.state === 'refused'));
    expect(bench.box('Archive', OTHER).messages).toEqual([]);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 2']);
    expect(codes()).toEqual(['message-gone']);
  });
});

describe('a message in the target whose header the server can’t read', () => {
  it('is known for the copy that was made, and none is made again', async () => {
    bench = new Bench(NO_MOVE);
    bench.deliver('INBOX', 1, 3);
    bench.world.append(bench.world.account(USER), bench.box('Archive'), letter(9));
    await bench.start();
    await bench.quiet();
    bench.imap.add({ mailbox: 'Archive', act: withoutSections(2) });
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'cut', execute: true } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 9', 'Letter 2']);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 3']);
    expect(codes()).toEqual([]);
  });
});
