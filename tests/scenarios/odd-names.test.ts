import { afterEach, describe, expect, it } from 'vitest';
import type { ImapProfileName } from '@main/demo/imap/profiles';
import { parseMessageKey } from '@shared/model/ids';
import { Bench, letter, OTHER, USER } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

/** Names that servers have been seen to list. */
const NAMES: readonly (readonly [string, string])[] = [
  ['an ampersand', 'Q&A'],
  ['wildcards', '100% *sure*'],
  ['quotes and a backslash', 'say "hi" \\ bye'],
  ['a blank at both ends', ' edge '],
  ['letters of the world', 'Ærø ☃ 日本語 🦆'],
  ['brackets and braces', '{5} (x) [y] ~z'],
  ['names of properties', '__proto__'],
  ['a thousand characters', 'n'.repeat(1000)],
  ['equal but for case', 'archive'],
  ['composed', 'Caf\u00e9'],
  ['decomposed', 'Cafe\u0301'],
  ['an empty level', 'one//two'],
  ['INBOX below itself', 'INBOX/INBOX'],
  ['another INBOX’s child', 'Inbox/Sub'],
];

describe.each<ImapProfileName>(['bare', 'everything'])('mailboxes with odd names (%s)', (profile) => {
  it('are listed, hold their mail, take moves and give them back', async () => {
    bench = new Bench(profile);
    bench.deliver('INBOX', 1, NAMES.length);
    const account = bench.world.account(USER);
    for (const [i, [, name]] of NAMES.entries()) {
      bench.world.createMailbox(account, name);
      bench.world.append(account, bench.box(name), letter(100 + i));
    }
    await bench.start();
    await bench.quiet();
    for (const [i, [, name]] of NAMES.entries()) {
      await bench.act({ kind: 'move', to: bench.idOf(name) }, 'INBOX', `Letter ${i + 1}`);
    }
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason)).toEqual([]);
    for (const [i, [, name]] of NAMES.entries()) {
      expect([name, ...bench.there(name)]).toEqual([name, `Letter ${100 + i}`, `Letter ${i + 1}`]);
      await bench.act({ kind: 'move', to: bench.idOf('Archive') }, name, `Letter ${100 + i}`);
    }
    await bench.quiet();
    expect(bench.there('Archive')).toHaveLength(NAMES.length);
  });
});

describe('a list of mailboxes that changes its ways', () => {
  it('INBOX listed twice, in two spellings, is one', async () => {
    bench = new Bench('bare');
    bench.deliver('INBOX', 1, 2);
    bench.imap.add({
      verb: 'LIST',
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({ data: `${data}* LIST () "/" Inbox\r\n`, reply }),
      },
    });
    await bench.start();
    await bench.quiet();
    expect([...bench.store.mailboxes.values()].filter((m) => m.name === 'INBOX')).toHaveLength(1);
  });

  it.each<ImapProfileName>(['bare', 'everything'])(
    'another delimiter while Tern was away: what waited for a folder below another reaches it (%s)',
    async (profile) => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 3);
      const account = bench.world.account(USER);
      bench.world.createMailbox(account, 'Work');
      bench.world.createMailbox(account, 'Work/2026');
      bench.world.append(account, bench.box('Work/2026'), letter(50));
      await bench.start();
      await bench.quiet();
      await bench.offline(true);
      await bench.act({ kind: 'move', to: bench.idOf('Work/2026') }, 'INBOX', 'Letter 2');
      await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'Work/2026', 'Letter 50');
      await bench.kill();
      // The server was moved to another layout on its disk, and kept its numbers.
      bench.world.renameMailbox(account, 'Work/2026', 'Work.2026');
      Object.assign(account, { delimiter: '.' });
      await bench.start();
      await bench.offline(false);
      await bench.quiet();
      expect(bench.refused.map((op) => op.reason)).toEqual([]);
      expect(bench.there('Work.2026')).toEqual(['Letter 50', 'Letter 2']);
      expect([...(bench.box('Work.2026').find(1)?.flags ?? [])]).toContain('\\Flagged');
    },
  );

  it.each<ImapProfileName>(['bare', 'everything'])(
    'everything below INBOX, or no longer, while Tern was away: what waited reaches its folder (%s)',
    async (profile) => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 3);
      const account = bench.world.account(USER);
      bench.world.createMailbox(account, 'Work');
      bench.world.createMailbox(account, 'Work/2026');
      bench.world.append(account, bench.box('Work/2026'), letter(50));
      await bench.start();
      await bench.quiet();
      const others = [...account.mailboxes.keys()].filter((name) => name !== 'INBOX' && !name.includes('/'));
      const turn = async (before: string, after: string, n: number): Promise<void> => {
        const id = bench.idOf(`${before}Work/2026`);
        await bench.offline(true);
        await bench.act({ kind: 'move', to: id }, 'INBOX', `Letter ${n}`);
        await bench.act({ kind: 'flag', add: [`turn-${n}`], remove: [] }, `${before}Work/2026`, 'Letter 50');
        await bench.kill();
        for (const name of others) bench.world.renameMailbox(account, before + name, after + name);
        await bench.start();
        await bench.offline(false);
        await bench.quiet();
        expect(bench.refused.map((op) => op.reason)).toEqual([]);
        expect(bench.idOf(`${after}Work/2026`)).toBe(id);
        expect(bench.there(`${after}Work/2026`)).toContain(`Letter ${n}`);
        expect([...(bench.box(`${after}Work/2026`).find(1)?.flags ?? [])]).toContain(`turn-${n}`);
        expect(await bench.ui.api.removedMessages({ account: null, mailbox: null })).toEqual([]);
      };
      await turn('', 'INBOX/', 1);
      await turn('INBOX/', '', 2);
    },
  );

  it.each([
    ['a parenthesis that never closes', '* LIST (\\HasNoChildren "/" Work'],
    ['a NUL in its name', '* LIST () "/" "Wo\u0000rk"'],
    ['nothing but its beginning', '* LIST'],
  ])('a line of the list that can’t be read (%s) is no mailbox that is gone', async (_, line) => {
    bench = new Bench('bare');
    bench.deliver('INBOX', 1, 3);
    const account = bench.world.account(USER);
    bench.world.createMailbox(account, 'Work');
    bench.world.append(account, bench.box('Work'), letter(50));
    await bench.start();
    await bench.quiet();
    const id = bench.idOf('Work');
    await bench.offline(true);
    await bench.act({ kind: 'move', to: id }, 'INBOX', 'Letter 2');
    await bench.kill();
    bench.imap.add({
      verb: 'LIST',
      nth: 1,
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({ data: data.replace(/^\* LIST .*Work.*$/m, line), reply }),
      },
    });
    await bench.start();
    await bench.offline(false);
    await bench.quiet();
    expect(bench.idOf('Work')).toBe(id);
    expect(bench.refused.map((op) => op.reason)).toEqual([]);
    expect(bench.there('Work')).toEqual(['Letter 50', 'Letter 2']);
    expect(await bench.ui.api.removedMessages({ account: null, mailbox: null })).toEqual([]);
  });

  it('names that are no UTF-7 are shown as they are, and hold up nobody', async () => {
    bench = new Bench('bare');
    bench.deliver('INBOX', 1, 3);
    const names = ['Bad&Name', '&AB-', '&&-'];
    bench.serverLies = 'it lists what cannot be opened';
    bench.imap.add({
      verb: 'LIST',
      act: {
        do: 'rewrite',
        with: ({ data, reply }) => ({
          data: data + names.map((name) => `* LIST () "/" "${name}"\r\n`).join(''),
          reply,
        }),
      },
    });
    await bench.start();
    await bench.store.until(() => [...bench.store.mailboxes.values()].some((m) => m.name === '&&-'));
    await bench.store.until(() => bench.here('INBOX').length === 3);
    const shown = [...bench.store.mailboxes.values()].map((m) => m.name);
    expect(shown).toEqual(expect.arrayContaining(names));
    await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.there('Archive').includes('Letter 2'));
    bench.imap.clear();
    bench.serverLies = null;
  });

  it('a mailbox that can’t be opened any more says so, and what was on its way there stays in sight', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 3);
    const account = bench.world.account(USER);
    bench.world.createMailbox(account, 'Work');
    bench.world.append(account, bench.box('Work'), letter(50));
    await bench.start();
    await bench.quiet();
    await bench.offline(true);
    await bench.act({ kind: 'move', to: bench.idOf('Work') }, 'INBOX', 'Letter 2');
    await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'Work', 'Letter 50');
    Object.assign(bench.box('Work'), { noSelect: true });
    await bench.offline(false);
    await bench.store.until(
      () => bench.operations().length > 0 && bench.operations().every((op) => op.state === 'refused'),
    );
    expect(bench.refused).toHaveLength(2);
    expect(bench.there('INBOX')).toContain('Letter 2');
    Object.assign(bench.box('Work'), { noSelect: false });
  });
});

describe('keywords', () => {
  it('with characters that no keyword has keep no message from coming back, nor from another account', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 2);
    bench.touch('Letter 1', 'Letter 2');
    const odd = ['per%cent', 'a*b', 'q"x', 'curly{'];
    for (const name of ['Letter 1', 'Letter 2']) bench.elsewhere.flag('INBOX', name, 'fine', ...odd);
    await bench.start();
    await bench.quiet();
    await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 1')) });
    bench.elsewhere.expunge('INBOX', 'Letter 1');
    await bench.quiet();
    const [entry] = await bench.ui.api.removedMessages({ account: null, mailbox: null });
    await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null });
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason)).toEqual([]);
    const back = bench.box('INBOX').messages.find((m) => m.subject === 'Letter 1');
    expect([...(back?.flags ?? [])]).toEqual(['fine']);
    const other = bench.accounts().find(({ incoming }) => incoming.user === OTHER);
    const to = bench.engine.registry.withRole(other!.id, 'archive')!.id;
    await bench.act({ kind: 'move', to }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.refused.map((op) => op.reason)).toEqual([]);
    expect(bench.there('INBOX')).toEqual(['Letter 1']);
  });

  it('a 33rd keyword of a mailbox that is set here is on the server, and that it can’t be shown is said', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    const many = Array.from({ length: 32 }, (_, i) => `k${i}`);
    bench.touch('Letter 1', 'Letter 2');
    for (const name of many) bench.elsewhere.flag('INBOX', 'Letter 1', name);
    await bench.start();
    await bench.quiet();
    bench.serverLies = 'a 33rd keyword is not shown';
    await bench.act({ kind: 'flag', add: ['one-more'], remove: [] }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.operations().every((op) => op.state === 'refused'));
    expect([...(bench.box('INBOX').find(2)?.flags ?? [])]).toEqual(['one-more']);
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['mark-not-shown']);
  });
});
