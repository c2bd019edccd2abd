import { afterEach, describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import { wrongAppendUid } from '@main/demo/lies';
import { Bench, letter, OTHER, USER } from '../fakes/bench';

const NO_MOVE = withCapabilities('everything', { remove: ['MOVE'] });
let bench: Bench;
afterEach(() => bench.stop());

const archive = { kind: 'archive' } as const;

describe('servers that say more than they do', () => {
  it('OK to a MOVE that moved nothing: the message is where it was, and that is said', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.quiet();
    bench.imap.add({ verb: 'UID MOVE', act: { do: 'answer', reply: 'OK done' } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['move-not-done']);
    expect(bench.here('INBOX')).toContain('Letter 2');
  });

  it('no UIDNEXT, and another letter with the same Message-ID in the target: the original is not taken for moved', async () => {
    bench = new Bench(NO_MOVE);
    bench.deliver('INBOX', 1, 3);
    bench.world.append(bench.world.account(USER), bench.box('Archive'), letter(2, 'List-Id: <x.y>\r\n'));
    await bench.start();
    await bench.quiet();
    bench.imap.add({
      verb: 'STATUS',
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({ data: data.replace(/UIDNEXT \d+ ?/g, ''), reply }),
      },
    });
    bench.imap.add({
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({ data: data.replace(/\* OK \[UIDNEXT \d+\][^\r]*\r\n/g, ''), reply }),
      },
    });
    // The answer is lost, and nothing was done.
    bench.imap.add({ verb: 'UID COPY', nth: 1, act: { do: 'cut', execute: false } });
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.box('Archive').messages.map((m) => m.content.raw.includes('List-Id'))).toEqual([
      true,
      false,
    ]);
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 3']);
  });

  it('APPENDUID for nothing: nothing is taken from the source of a move to another account', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    const other = bench.accounts()[1]!.id;
    const target = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account === other,
    )!;
    const validity = bench.box('Archive', OTHER).uidValidity;
    bench.imap.add({
      verb: 'APPEND',
      account: OTHER,
      act: { do: 'answer', reply: `OK [APPENDUID ${validity} 1] done` },
    });
    await bench.act({ kind: 'move', to: target.id }, 'INBOX', 'Letter 1');
    await bench.store.until(() => bench.operations().every((op) => op.state === 'refused'));
    expect(bench.there('INBOX')).toEqual(['Letter 1', 'Letter 2']);
    expect(bench.refused.map((op) => op.reason?.code)).toContain('append-not-proven');
  });

  it('APPENDUID of another message: marks and deletions reach the one that was brought', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 2);
    for (const n of [8, 9])
      bench.world.append(bench.world.account(OTHER), bench.box('Archive', OTHER), letter(n));
    await bench.start();
    await bench.quiet();
    const other = bench.accounts()[1]!.id;
    const target = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account === other,
    )!;
    bench.imap.add({ verb: 'APPEND', account: OTHER, act: wrongAppendUid(-1) });
    const key = bench.key('INBOX', 'Letter 1');
    await bench.act({ kind: 'move', to: target.id }, 'INBOX', 'Letter 1');
    await bench.quiet();
    await bench.ui.api.act({ action: { kind: 'flag', add: ['\\Flagged'], remove: [] }, keys: [key] });
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages.map((m) => m.flags.has('\\Flagged'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('a keyword that is accepted and not kept is not shown as set for ever', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    bench.imap.add({ verb: 'UID STORE', match: /Work/, act: { do: 'answer', reply: 'OK done' } });
    await bench.act({ kind: 'flag', add: ['Work'], remove: [] }, 'INBOX', 'Letter 2');
    // Quiet is when every mark here is as it is there.
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['flag-not-kept']);
  });

  it('a mark that the server does not let go of is said, not dropped in silence', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    bench.touch('Letter 2').elsewhere.flag('INBOX', 'Letter 2', 'Work');
    bench.imap.add({
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({
          data: data.replace(/\[PERMANENTFLAGS \([^)]*\)\]/g, '[PERMANENTFLAGS (\\Seen \\Flagged)]'),
          reply,
        }),
      },
    });
    await bench.start();
    await bench.quiet();
    await bench.act({ kind: 'flag', add: ['\\Seen'], remove: ['Work'] }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['mark-stays']);
    expect([...(bench.box('INBOX').find(2)?.flags ?? [])].sort()).toEqual(['Work', '\\Seen']);
  });

  it('"not junk" takes off the mark by whatever name another program has set it', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    bench.touch('Letter 2').elsewhere.flag('INBOX', 'Letter 2', 'Junk');
    await bench.start();
    await bench.store.until(() => bench.here('INBOX').length === 2);
    await bench.act({ kind: 'flag', add: [], remove: ['$Junk'] }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect([...(bench.box('INBOX').find(2)?.flags ?? [])]).toEqual([]);
  });
});
