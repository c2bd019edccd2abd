import { afterEach, describe, expect, it } from 'vitest';
import type { JournalRecord } from '@shared/ports/vault';
import { Pop3Bench } from '../fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

const retrieved = (): number => bench.pop3.log.filter(({ verb }) => verb === 'RETR').length;

/** Has something accepted by the journal in the very moment in which the first record that `when` names is. */
function accept(when: string, place: 'before' | 'behind', others: () => readonly JournalRecord[]): void {
  const { vault } = bench.engine.parts;
  const append = vault.appendAll.bind(vault);
  vault.appendAll = async (records) => {
    if (!records.some(({ type }) => type === when)) return append(records);
    vault.appendAll = append;
    const early = place === 'before' ? append(others()) : null;
    const done = append(records);
    await Promise.all([early, place === 'behind' ? append(others()) : null]);
    return done;
  };
}

describe('what is chosen while mail is coming', () => {
  it('another inbox: what came whole takes the place of no message there', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    const second = await bench.addPop3('cid@tern.example');
    await bench.pollAccount(second.id);
    for (let n = 20; n < 24; n++) bench.deliverTo('cid@tern.example', n);
    let changed: Promise<unknown> = Promise.resolve();
    bench.pop3.add({
      verb: 'RETR',
      account: 'cid@tern.example',
      nth: 3,
      act: {
        do: 'meanwhile',
        run: () => {
          const pop3 = { leave: 'always' as const, days: 1, into: bench.account.id };
          changed = bench.ui.api.updateAccount({ account: { ...second, pop3 } });
        },
      },
    });
    for (const nth of [3, 4])
      bench.pop3.add({
        verb: 'RETR',
        account: 'cid@tern.example',
        nth,
        act: { do: 'silence', execute: false },
      });
    await bench.ui.api.syncNow({ account: second.id, mailbox: null });
    await bench.until(() => bench.pop3.log.filter(({ line }) => line.startsWith('RETR')).length >= 6);
    await changed;
    await bench.pollAccount(second.id);
    const { local, registry } = bench.engine;
    const own = registry.withRole(second.id, 'inbox');
    const all = [...(await bench.kept()), ...(own ? await bench.keptIn(own.id) : [])].sort();
    expect(all).toEqual([1, 2, 20, 21, 22, 23, 3].map((n) => `Letter ${n}`));
    expect(local.ledger.of(second.id).size).toBe(4);
  });
});

describe('what the server does not give', () => {
  it('is told, once, stays there, and comes when it is given', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    const act = { do: 'answer' as const, reply: '-ERR [SYS/TEMP] cannot read it now' };
    bench.pop3.add({ verb: 'RETR', match: /^RETR 2$/, act });
    await bench.start({ leave: 'never', days: 1 });
    await bench.poll();
    const told = (): unknown =>
      bench.engine.status().notices.find(({ code }) => code === 'pop3-refused')?.details;
    expect(told()).toMatchObject({ account: 'Ada', count: 1 });
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 3']);
    bench.engine.unnotice('pop3-refused');
    await bench.poll();
    bench.pop3.clear();
    await bench.poll();
    expect(told()).toBeUndefined();
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
  });
});

describe('what is taken away while mail is coming', () => {
  it('the account whose inbox it goes into: it comes into its own', async () => {
    bench = new Pop3Bench();
    await bench.start();
    const second = await bench.addPop3('cid@tern.example');
    await bench.configure({ leave: 'never', days: 1, into: second.id });
    await bench.poll();
    bench.deliver(1, 5);
    let removed: Promise<unknown> = Promise.resolve();
    bench.pop3.add({
      verb: 'RETR',
      nth: 3,
      act: {
        do: 'meanwhile',
        run: () => {
          removed = bench.ui.api.removeAccount({ account: second.id, force: true });
        },
      },
    });
    await bench.poll();
    await removed;
    await bench.poll();
    expect((await bench.kept()).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `Letter ${n}`));
    expect(bench.there()).toEqual([]);
  });
});

describe('what is done to a message while the rest of it comes', () => {
  const began = async (leave: 'never' | 'always' | 'until-deleted'): Promise<number> => {
    bench = new Pop3Bench();
    bench.deliver(1);
    bench.online = false;
    await bench.start({ leave, days: 1, fetch: 'headers' });
    bench.online = true;
    await bench.poll();
    await bench.poll();
    const [n = 0] = bench.engine.local.messages.in(bench.idOf('INBOX')).keys();
    return n;
  };
  const ask = async (n: number): Promise<void> => {
    await bench.ui.api.fetchRest({ ref: bench.ref(bench.idOf('INBOX'), n) });
    await bench.poll();
    await bench.poll();
  };
  const whole = (name: string): boolean[] =>
    [...bench.engine.local.messages.in(bench.idOf(name)).values()].map((m) => m.octetsThere === undefined);

  it('moved a moment before it is stored: it is whole where it is now, and only then goes from the server', async () => {
    const n = await began('never');
    const { messages } = bench.engine.local;
    accept('local-letter.complete', 'before', () => [
      messages.move(
        bench.idOf('INBOX'),
        String(n),
        bench.idOf('Archive'),
        messages.reserve(bench.idOf('Archive'), 1),
      ),
    ]);
    await ask(n);
    expect(whole('INBOX')).toEqual([]);
    expect(whole('Archive')).toEqual([true]);
    expect(await bench.kept('Archive')).toEqual(['Letter 1']);
    expect(bench.there()).toEqual([]);
    await bench.kill();
    await bench.start();
    expect(await bench.kept('Archive')).toEqual(['Letter 1']);
  });

  it('moved, flagged or deleted a moment later: so it is', async () => {
    const n = await began('until-deleted');
    const { messages, ledger } = bench.engine.local;
    const inbox = bench.idOf('INBOX');
    accept('local-letter.complete', 'behind', () => [
      messages.flag(inbox, String(n), ['\\Flagged'], []),
      messages.move(inbox, String(n), bench.idOf('Archive'), messages.reserve(bench.idOf('Archive'), 1)),
    ]);
    bench.history.note('touched', '<letter-1@tern.example>');
    await ask(n);
    expect(whole('INBOX')).toEqual([]);
    expect(whole('Archive')).toEqual([true]);
    const [moved] = bench.engine.local.messages.in(bench.idOf('Archive')).values();
    expect(moved?.flags).toEqual(['\\Flagged']);
    expect(bench.there()).toEqual(['Letter 1']);
    expect(ledger.of(bench.account.id).size).toBe(1);
  });

  it('asked for once more in that moment: it does not come a second time', async () => {
    const n = await began('always');
    const { ledger } = bench.engine.local;
    const [key = ''] = ledger.of(bench.account.id).keys();
    accept('local-letter.complete', 'behind', () => ledger.wanted(bench.account.id, key));
    await ask(n);
    await bench.poll();
    expect(whole('INBOX')).toEqual([true]);
    expect(retrieved()).toBe(1);
  });
});
