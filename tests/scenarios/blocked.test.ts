import { afterEach, describe, expect, it } from 'vitest';
import type { EngineContract } from '@shared/contract/engine-api';
import type { EventOf } from '@shared/rpc/contract';
import { Bench, USER } from '../fakes/bench';
import { sweep } from '../labs/kill-each-step/sweep';

/** Mail of blocked senders goes to Junk as it arrives, once a message, whatever happens meanwhile. */
let bench: Bench;
let told: EventOf<EngineContract, 'arrived'>[];
afterEach(() => bench.stop());

/** Puts a letter of somebody's into a mailbox; its Message-ID is that of the stage's letters, by subject. */
function put(subject: string, from: string, mailbox = 'INBOX', date: number | null = null, on = bench): void {
  const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
  on.touched.add(`<${id}@tern.example>`);
  on.world.append(
    on.world.account(USER),
    on.box(mailbox),
    `From: ${from}\r\nTo: ${USER}\r\nSubject: ${subject}\r\nMessage-ID: <${id}@tern.example>\r\n\r\nHello\r\n`,
    date === null ? {} : { internalDate: date },
  );
}

async function given(profile: ConstructorParameters<typeof Bench>[0] = 'everything'): Promise<void> {
  bench = new Bench(profile);
  put('Old spam', 'Eve <eve@evil.example>');
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  told = [];
  bench.ui.on('arrived', (arrival) => told.push(arrival));
}
const block = (...entries: string[]) => Promise.all(entries.map((entry) => bench.ui.api.block({ entry })));
const inJunk = async (...subjects: string[]): Promise<void> => {
  await bench.store.until(() => subjects.every((subject) => bench.here('Junk').includes(subject)));
  await bench.quiet();
};

describe('a blocked sender', () => {
  it('goes to Junk without a word, what was there before stays, and everybody else arrives as ever', async () => {
    await given();
    await block('EVE@evil.example', '@lottery.example');
    put('Win now', '"Eve" <Eve@Evil.Example>');
    put('Win more', 'Max <max@mail.lottery.example>');
    put('Lunch?', 'Bo <bo@notlottery.example>');
    await inJunk('Win now', 'Win more');
    expect(bench.there('INBOX')).toEqual(['Old spam', 'Letter 1', 'Letter 2', 'Letter 3', 'Lunch?']);
    expect(bench.box('Junk').messages.every((m) => m.has('$Junk'))).toBe(true);
    await bench.store.until(() => told.length > 0);
    expect(
      told.map(({ count, letters }) => [count, letters.map(({ from, subject }) => [from, subject])]),
    ).toEqual([[1, [['Bo', 'Lunch?']]]]);
  });

  it('is told of in a log that can be taken back, also after a restart; what was taken back stays', async () => {
    await given();
    await block('eve@evil.example');
    put('Win now', 'Eve <eve@evil.example>');
    await inJunk('Win now');
    await bench.kill();
    await bench.start();
    const [entry, ...more] = await bench.ui.api.automaticLog({});
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ cause: { kind: 'blocked' }, count: 1, subject: 'Win now', undone: false });
    const id = entry?.id ?? '';
    const both = await Promise.all([1, 2].map(() => bench.ui.api.undoAutomatic({ id })));
    expect(both.map(({ undone }) => undone > 0)).toEqual([true, false]);
    await bench.store.until(() => bench.here('INBOX').includes('Win now'));
    await bench.quiet();
    expect(bench.there('Junk')).toEqual([]);
    expect(await bench.ui.api.undoAutomatic({ id })).toEqual({ undone: 0 });
  });

  it('is let through again when unblocked', async () => {
    await given();
    await block('eve@evil.example', '@lottery.example');
    await bench.ui.api.unblock({ entries: ['eve@evil.example'] });
    put('Win now', 'Eve <eve@evil.example>');
    await bench.store.until(() => bench.here('INBOX').includes('Win now'));
    await bench.quiet();
    expect(bench.there('Junk')).toEqual([]);
    expect(bench.engine.settings.get().blocked.map(({ entry }) => entry)).toEqual(['@lottery.example']);
  });

  it('arrives while Tern is closed, or offline: judged when it is seen, once', async () => {
    await given();
    await block('eve@evil.example');
    await bench.kill();
    put('While closed', 'Eve <eve@evil.example>');
    await bench.start();
    await inJunk('While closed');
    // Another device puts it back: that is the person's word.
    bench.elsewhere.move('Junk', 'While closed', 'INBOX');
    await bench.store.until(() => bench.here('INBOX').includes('While closed'));
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('While closed');
  });

  it('moved in, copied in, or of long ago: no arrival', async () => {
    await given();
    put('Kept', 'Eve <eve@evil.example>', 'Archive');
    await bench.quiet();
    await block('eve@evil.example');
    await bench.act({ kind: 'move', to: bench.idOf('INBOX') }, 'Archive', 'Kept');
    put('Imported elsewhere', 'Eve <eve@evil.example>', 'INBOX', Date.UTC(2019, 4, 1));
    await bench.quiet();
    put('Now', 'Eve <eve@evil.example>');
    await inJunk('Now');
    expect(bench.there('Junk')).toEqual(['Now']);
    await bench.act({ kind: 'copy', to: bench.idOf('INBOX') }, 'Junk', 'Now');
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Now');
  });

  it('a cache that is lost judges nothing twice and passes nothing over', async () => {
    await given();
    await block('eve@evil.example');
    put('One', 'Eve <eve@evil.example>');
    await inJunk('One');
    await bench.kill();
    bench.elsewhere.move('Junk', 'One', 'INBOX');
    put('Two', 'Eve <eve@evil.example>');
    bench.store.wipe('');
    await bench.start();
    await inJunk('Two');
    expect(bench.there('Junk')).toEqual(['Two']);
    expect(bench.there('INBOX')).toContain('One');
  });

  it('a folder that is numbered anew is one that was never seen: nothing in it is touched', async () => {
    await given();
    await block('eve@evil.example');
    await bench.quiet();
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('INBOX'), 700);
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Old spam');
    put('After', 'Eve <eve@evil.example>');
    await inJunk('After');
    expect(bench.there('Junk')).toEqual(['After']);
  });

  it('without a Junk folder it goes to Trash, and without either it only stays quiet', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1);
    for (const name of ['Junk', 'Trash']) bench.world.deleteMailbox(bench.world.account(USER), name);
    await bench.start();
    await bench.quiet();
    told = [];
    bench.ui.on('arrived', (arrival) => told.push(arrival));
    await block('eve@evil.example');
    put('Win now', 'Eve <eve@evil.example>');
    await bench.store.until(() => bench.here('INBOX').includes('Win now'));
    await bench.quiet();
    expect(bench.there('INBOX')).toContain('Win now');
    expect(told).toEqual([]);
    bench.world.createMailbox(bench.world.account(USER), 'Trash', { use: '\\Trash' });
    await bench.quiet();
    put('Win again', 'Eve <eve@evil.example>');
    await bench.store.until(() => bench.here('Trash').includes('Win again'));
    await bench.quiet();
  });

  it('killed at any journal write or send: each message is judged once', async () => {
    const swept = await sweep(async () => {
      const here = new Bench('everything');
      here.deliver('INBOX', 1);
      await here.start();
      await here.quiet();
      await here.ui.api.block({ entry: 'eve@evil.example' });
      put('Win now', 'Eve <eve@evil.example>', 'INBOX', null, here);
      here.deliver('INBOX', 2);
      await here.quiet();
      await here.store.until(() => here.here('Junk').includes('Win now'));
      await here.quiet();
    }, 40);
    expect(swept.killed).toBeGreaterThan(15);
    expect(swept.failed).toEqual([]);
    await given();
  }, 120_000);
});
