import { afterEach, describe, expect, it } from 'vitest';
import type { WorldMessage } from '@main/demo/mail-world';
import type { AccountConfig } from '@shared/contract/account';
import { messageKey } from '@shared/model/ids';
import { Pop3Bench } from '../fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

const asked = (verb: string): number => bench.pop3.log.filter((one) => one.verb === verb).length;
const noticesOf = (subject: string): Promise<readonly string[]> => bench.notices(bench.key('INBOX', subject));
const FILL = `X-Fill: ${'z'.repeat(900)}\r\n`.repeat(3);

/** The policy holds from the first session on. */
async function startWith(policy: AccountConfig['pop3']): Promise<void> {
  bench.online = false;
  await bench.start(policy);
  bench.online = true;
}

/** A session may have begun before what the test did; the one behind it has seen it. */
async function looked(): Promise<void> {
  await bench.poll();
  await bench.poll();
}

describe('headers only', () => {
  it('only headers come, the originals stay whatever the policy says, and the rest comes when asked for', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await startWith({ leave: 'never', days: 1, fetch: 'headers' });
    await looked();
    expect(bench.here()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect([asked('RETR'), asked('TOP'), asked('DELE')]).toEqual([0, 3, 0]);
    expect(await noticesOf('Letter 2')).toEqual(['headers-only']);

    const key = bench.key('INBOX', 'Letter 2');
    await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, key);
    bench.pop3.add({ verb: 'RETR', nth: 1, act: { do: 'cut', execute: false } });
    await bench.ui.api.fetchRest({ ref: bench.refOf(key) });
    await bench.until(() => asked('RETR') === 1);
    await looked();
    expect(asked('RETR')).toBe(2);
    // The message is whole, keeps its star and is the only one that went from the server.
    expect(await noticesOf('Letter 2')).toEqual([]);
    expect(bench.flagged('Letter 2')).toBe(true);
    expect(bench.here().sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
    expect(bench.there()).toEqual(['Letter 1', 'Letter 3']);
    // Whoever looked at the headers is led to the message.
    expect(bench.engine.forwarding.resolve(bench.refOf(key))).toEqual(
      bench.refOf(bench.key('INBOX', 'Letter 2')),
    );
    await looked();
    expect(asked('RETR')).toBe(2);
  });

  it('a wish made offline outlives the end of the program', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 2);
    await startWith({ leave: 'always', days: 1, fetch: 'headers' });
    await looked();
    bench.online = false;
    await bench.ui.api.fetchRest({ ref: bench.refOf(bench.key('INBOX', 'Letter 1')) });
    expect(await noticesOf('Letter 1')).toEqual(['rest-wanted']);
    await bench.kill();
    bench.online = true;
    await bench.start();
    await looked();
    expect(await noticesOf('Letter 1')).toEqual([]);
    expect(await noticesOf('Letter 2')).toEqual(['headers-only']);
  });

  it('says so when the rest is gone from the server, or there is none', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 2);
    await startWith({ leave: 'always', days: 1, fetch: 'headers' });
    await looked();
    bench.deleteElsewhere(1);
    await looked();
    expect(await noticesOf('Letter 1')).toEqual(['rest-gone']);
    await bench.configure({ leave: 'always', days: 1 });
    await looked();
    const whole = bench.refOf(bench.key('INBOX', 'Letter 2'));
    await expect(bench.ui.api.fetchRest({ ref: whole })).rejects.toMatchObject({ code: 'rest-unavailable' });
  });

  it('a policy that allows for more brings the rest by itself', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 2);
    await startWith({ leave: 'always', days: 1, fetch: 'headers' });
    await looked();
    await bench.configure({ leave: 'never', days: 1, fetch: 'whole' });
    await looked();
    expect(await noticesOf('Letter 1')).toEqual([]);
    expect((await bench.kept()).sort()).toEqual(['Letter 1', 'Letter 2']);
    await looked();
    expect(bench.there()).toEqual([]);
  });

  it('a server without TOP, or whose TOP fails, gives the whole message', async () => {
    for (const [capabilities, refuse] of [
      [['UIDL', 'PIPELINING'], false],
      [['UIDL', 'TOP', 'PIPELINING'], true],
    ] as const) {
      bench = new Pop3Bench();
      bench.options = { capabilities };
      if (refuse)
        bench.pop3.add({ verb: 'TOP', times: 99, act: { do: 'answer', reply: '-ERR no such command' } });
      bench.deliver(1, 2);
      await startWith({ leave: 'never', days: 1, fetch: 'headers' });
      await looked();
      expect(await noticesOf('Letter 1')).toEqual([]);
      expect(await bench.kept()).toHaveLength(2);
      expect(bench.there()).toEqual([]);
      if (refuse) continue;
      await bench.stop();
    }
  });

  it('a message that is only half here does not go to a server', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    await startWith({ leave: 'until-deleted', days: 1, fetch: 'headers' });
    await looked();
    const imap = await bench.addImap();
    await bench.until(() => bench.engine.registry.withRole(imap.id, 'inbox') !== undefined);
    const to = bench.engine.registry.withRole(imap.id, 'inbox');
    await bench.act({ kind: 'move', to: to!.id }, bench.key('INBOX', 'Letter 1'));
    await bench.engine.local.idle();
    expect(bench.engine.queue.all().map(({ state, reason }) => [state, reason?.code])).toEqual([
      ['refused', 'headers-only'],
    ]);
    await looked();
    expect(bench.there()).toEqual(['Letter 1']);
  });
});

describe('a size limit', () => {
  it('large messages come as headers, small ones whole; both are known when the ledger is lost', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    bench.deliver(2, 2, FILL);
    await startWith({ leave: 'always', days: 1, largest: 1500 });
    await looked();
    expect([asked('RETR'), asked('TOP')]).toEqual([1, 1]);
    expect(await noticesOf('Letter 1')).toEqual([]);
    expect(await noticesOf('Letter 2')).toEqual(['headers-only']);
    const { ledger } = bench.engine.local;
    await bench.engine.parts.vault.appendAll(ledger.forget(bench.account.id));
    await looked();
    expect(asked('RETR')).toBe(1);
    expect(bench.here()).toHaveLength(2);
    await bench.configure({ leave: 'never', days: 1, largest: 1500 });
    await looked();
    expect(bench.there()).toEqual(['Letter 2']);
  });

  it('until deleted here: also what was never loaded', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 2, FILL);
    await startWith({ leave: 'until-deleted', days: 1, largest: 1500 });
    await looked();
    await bench.act({ kind: 'destroy' }, bench.key('INBOX', 'Letter 1'));
    await bench.engine.local.idle();
    await looked();
    expect(bench.there()).toEqual(['Letter 2']);
    expect(bench.here()).toEqual(['Letter 2']);
  });
});

describe('one inbox for several accounts', () => {
  it('mail goes where the account says, and its ledger stays its own', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 2);
    await bench.start();
    await looked();
    const second = await bench.addPop3('cid@tern.example');
    await bench.ui.api.updateAccount({
      account: { ...second, pop3: { leave: 'always', days: 1, into: bench.account.id } },
    });
    bench.deliverTo('cid@tern.example', 7);
    await bench.pollAccount(second.id);
    expect(bench.here()).toEqual(['Letter 1', 'Letter 2', 'Letter 7']);
    expect(bench.engine.local.ledger.of(second.id).size).toBe(1);
    await bench.pollAccount(second.id);
    expect(bench.here()).toHaveLength(3);
    await bench.act({ kind: 'destroy' }, bench.key('INBOX', 'Letter 7'));
    await bench.engine.local.idle();
    expect([...bench.engine.local.ledger.of(second.id).values()].map((e) => e.deletedHere)).toEqual([true]);
  });
});

describe('changed UIDLs', () => {
  it('are rebound by headers that are asked for in flights, not one by one', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 50);
    await bench.start();
    await looked();
    bench.options = { uniqueId: (message: WorldMessage) => `moved-${message.uid}` };
    bench.pop3.log.length = 0;
    await looked();
    expect(asked('RETR')).toBe(0);
    expect(asked('TOP')).toBe(50);
    // Far fewer turns of the connection than headers: they were on their way together.
    expect(bench.turns).toBeLessThan(40);
    expect(
      [...bench.engine.local.ledger.of(bench.account.id).values()].every((e) => e.uid.startsWith('moved-')),
    ).toBe(true);
    expect(messageKey(bench.refOf(bench.key('INBOX', 'Letter 50')))).toBe(bench.key('INBOX', 'Letter 50'));
  });
});
