import { afterEach, describe, expect, it } from 'vitest';
import { VaultError } from '@shared/ports/vault';
import type { WorldMessage } from '@main/demo/mail-world';
import { letter, USER } from '../fakes/bench';
import { Pop3Bench } from '../fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

const three = ['Letter 1', 'Letter 2', 'Letter 3'];
const retrieved = (): number => bench.pop3.log.filter(({ verb }) => verb === 'RETR').length;
const deleted = (): number => bench.pop3.log.filter(({ verb }) => verb === 'DELE').length;

describe('G1: the line drops inside a multi-line answer', () => {
  it.each(['UIDL', 'LIST', 'RETR'])(
    '%s cut short is an error, and the next session goes on',
    async (verb) => {
      bench = new Pop3Bench();
      bench.deliver(1, 3);
      bench.pop3.add({ verb, nth: 1, act: { do: 'cut-after', bytes: 20 } });
      await bench.start({ leave: 'never', days: 1 });
      await bench.poll();
      expect(await bench.kept()).toEqual(expect.arrayContaining(three));
      expect(await bench.kept()).toHaveLength(3);
      expect(bench.here()).toHaveLength(3);
      await bench.poll();
      expect(bench.there()).toEqual([]);
    },
  );

  it('what came whole before the cut is kept and not fetched again', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 40);
    bench.pop3.add({ verb: 'RETR', nth: 30, act: { do: 'cut-after', bytes: 30 } });
    await bench.start();
    await bench.poll();
    await bench.poll();
    expect(await bench.kept()).toHaveLength(40);
    expect(new Set(await bench.kept()).size).toBe(40);
    const whole = bench.pop3.log.filter(({ verb, line }) => verb === 'RETR' && line === 'RETR 40');
    expect(whole).toHaveLength(1);
  });
});

describe('G2: killed between storing, DELE and QUIT', () => {
  it('after RETR was stored, before DELE: nothing is lost, nothing comes twice', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    bench.pop3.add({ verb: 'DELE', times: 100, act: { do: 'cut', execute: false } });
    await bench.start({ leave: 'never', days: 1 });
    await bench.until(() => deleted() > 0);
    expect(bench.there()).toEqual(three);
    await bench.kill();
    bench.pop3.clear();
    await bench.start();
    await bench.poll();
    expect((await bench.kept()).sort()).toEqual(three);
    expect(retrieved()).toBe(3);
    expect(bench.there()).toEqual([]);
  });

  it('after DELE, QUIT was lost and the server rolled back: still known, deleted by the next session', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    bench.pop3.add({ verb: 'QUIT', nth: 1, act: { do: 'cut', execute: false } });
    await bench.start({ leave: 'never', days: 1 });
    await bench.poll();
    await bench.poll();
    expect((await bench.kept()).sort()).toEqual(three);
    expect(retrieved()).toBe(3);
    expect(bench.there()).toEqual([]);
  });
});

describe('G3: the ledger is lost', () => {
  it('is made again from the stored mail, without downloading it', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 30);
    await bench.start();
    await bench.poll();
    const { ledger } = bench.engine.local;
    await bench.engine.parts.vault.appendAll(ledger.forget(bench.account.id));
    expect(ledger.of(bench.account.id).size).toBe(0);
    await bench.poll();
    expect(retrieved()).toBe(30);
    expect(ledger.of(bench.account.id).size).toBe(30);
    expect(await bench.kept()).toHaveLength(30);
  });

  it('all ids changed at once (the server was moved): bound by header and size instead of downloaded', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 30);
    await bench.start();
    await bench.poll();
    bench.options = { uniqueId: (message: WorldMessage) => `moved-${message.uid}` };
    bench.deliver(31);
    await bench.poll();
    expect(retrieved()).toBe(31);
    expect(await bench.kept()).toHaveLength(31);
    // The new ids are what the ledger knows now: deleting by them works.
    await bench.configure({ leave: 'never', days: 1 });
    await bench.poll();
    expect(bench.there()).toEqual([]);
    expect(retrieved()).toBe(31);
  });

  it('both lost and no TOP: fetched again, recognised by its bytes, not stored twice', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 5);
    await bench.start();
    await bench.poll();
    bench.options = {
      uniqueId: (message: WorldMessage) => `moved-${message.uid}`,
      capabilities: ['UIDL', 'PIPELINING'],
    };
    await bench.poll();
    expect(retrieved()).toBe(10);
    expect(await bench.kept()).toHaveLength(5);
    await bench.poll();
    expect(retrieved()).toBe(10);
  });
});

describe('G4: ids that are not what they should be', () => {
  it('a reused id names another message: it is fetched, and only what is stored is deleted', async () => {
    bench = new Pop3Bench();
    bench.options = { uniqueId: () => 'the-same-for-all' };
    bench.deliver(1);
    await bench.start();
    await bench.poll();
    bench.deleteElsewhere(1);
    bench.deliver(22);
    await bench.poll();
    expect(await bench.kept()).toEqual(['Letter 1', 'Letter 22']);
    bench.deliver(333);
    await bench.poll();
    expect(await bench.kept()).toEqual(['Letter 1', 'Letter 22', 'Letter 333']);
    await bench.configure({ leave: 'never', days: 1 });
    await bench.poll();
    expect(bench.there()).toEqual([]);
    expect(retrieved()).toBe(3);
  });

  it('no UIDL: headers tell messages apart', async () => {
    bench = new Pop3Bench();
    bench.options = { uidl: false };
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    await bench.poll();
    expect(retrieved()).toBe(3);
    bench.deliver(4);
    await bench.configure({ leave: 'never', days: 1 });
    await bench.poll();
    expect(await bench.kept()).toEqual([...three, 'Letter 4']);
    expect(bench.there()).toEqual([]);
  });

  it('numbers that mean another message at DELE time are not deleted', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    // The second UIDL of the next session names message 2 as something else.
    bench.pop3.add({
      verb: 'UIDL',
      nth: 2,
      act: {
        do: 'rewrite',
        with: (out) => ({ data: out.data, reply: out.reply.replace(/\r\n2 \S+/, '\r\n2 stranger') }),
      },
    });
    await bench.configure({ leave: 'never', days: 1 });
    await bench.until(() => bench.there().length < 3);
    expect(bench.there()).toEqual(['Letter 2']);
  });

  it('a partial listing forgets nothing; two complete ones a day apart do', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    const known = (): number => bench.engine.local.ledger.of(bench.account.id).size;
    bench.deleteElsewhere(1);
    await bench.poll();
    expect(known()).toBe(3);
    bench.clock.offset += 25 * 3_600_000;
    await bench.poll();
    expect(known()).toBe(2);
    expect(await bench.kept()).toEqual(three);
  });
});

describe('G5: awkward bytes', () => {
  it('dots, lone LF and CR, NUL, 8-bit, no line end and a very long line arrive as they are', async () => {
    bench = new Pop3Bench();
    const head = (n: number): string => letter(n).replace(/Text[^]*/, '');
    const raws = [
      `${head(1)}.\r\n..\r\n.a\r\n`,
      `${head(2)}a\nb\rc\n.\nd\r\n`,
      `${head(3)}nul \0 caf\u00c3\u00a9 \u00ff\r\n`,
      `${head(4)}${'x'.repeat(5_000_000)}\r\n`,
    ];
    for (const raw of raws) {
      bench.world.append(bench.world.account(USER), bench.inbox, Buffer.from(raw, 'latin1'));
    }
    await bench.start();
    await bench.poll();
    const mailbox = bench.idOf('INBOX');
    for (const [i, raw] of raws.entries()) {
      const bytes = await bench.engine.local.bytes(bench.ref(mailbox, i + 1));
      expect(Buffer.from(bytes).equals(Buffer.from(raw, 'latin1'))).toBe(true);
    }
  });

  it('a greeting that says no is told, and tried again later', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    bench.pop3.add({
      verb: 'CONNECT',
      nth: 1,
      act: { do: 'answer', reply: '-ERR [SYS/TEMP] come back later' },
    });
    await bench.start();
    await bench.poll();
    expect(await bench.kept()).toEqual(['Letter 1']);
  });

  it('a locked mailbox is no wrong password', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    bench.pop3.add({ verb: 'AUTH', nth: 1, act: { do: 'answer', reply: '-ERR [IN-USE] locked' } });
    await bench.start();
    await bench.until(() => bench.runner.status.trouble?.code === 'mailbox-locked');
    expect(bench.runner.status.phase).toBe('trouble');
    await bench.poll();
    expect(await bench.kept()).toEqual(['Letter 1']);
  });

  it('UTF8 is asked for: a message with UTF-8 in its header comes as it is', async () => {
    bench = new Pop3Bench();
    bench.options = { capabilities: ['UIDL', 'TOP', 'USER', 'UTF8', 'RESP-CODES'] };
    bench.deliver(1);
    bench.deliver(2, 2, 'X-Place: Žďár nad Sázavou\r\n');
    await bench.start();
    await bench.poll();
    expect(await bench.kept()).toEqual(['Letter 1', 'Letter 2']);
    expect(bench.pop3.log.map(({ verb }) => verb)).toContain('UTF8');
  });

  it('LOGIN-DELAY is kept, however often somebody asks', async () => {
    bench = new Pop3Bench();
    bench.options = { capabilities: ['UIDL', 'TOP', 'LOGIN-DELAY 600'] };
    bench.deliver(1);
    await bench.start();
    await bench.until(() => bench.runner.status.lastSync !== null);
    const before = bench.sessions;
    await bench.ui.api.syncNow({ account: null, mailbox: null });
    await bench.until(() => (bench.runner.status.retryAt ?? 0) > bench.clock.now() + 500_000);
    expect(bench.sessions).toBe(before);
  });
});

describe('G6: the disk is full', () => {
  it('nothing is deleted on the server, and nothing is lost when there is room again', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start({ leave: 'never', days: 1 });
    await bench.poll();
    await bench.poll();
    bench.disk.capacity = bench.disk.used + 64 * 1024;
    for (let n = 10; n < 20; n++) bench.deliver(n, n, `X-Fill: ${'y'.repeat(900)}\r\n`.repeat(30));
    await bench.ui.api.syncNow({ account: null, mailbox: null });
    await bench.until(() => bench.runner.status.trouble?.code === 'no-space');
    expect(bench.there()).toHaveLength(10);
    bench.disk.capacity = Number.POSITIVE_INFINITY;
    await bench.poll();
    await bench.poll();
    expect(await bench.kept()).toHaveLength(13);
    expect(new Set(await bench.kept()).size).toBe(13);
    expect(bench.there()).toEqual([]);
  });
});

describe('what stays on the server', () => {
  it('everything, unless somebody says otherwise', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    await bench.act({ kind: 'destroy' }, bench.key('INBOX', 'Letter 1'));
    await bench.poll();
    expect(bench.there()).toEqual(three);
    expect(await bench.kept()).toEqual(['Letter 2', 'Letter 3']);
    expect(deleted()).toBe(0);
  });

  it('until deleted here: in the trash is not deleted, gone for good is', async () => {
    bench = new Pop3Bench();
    bench.deliver(1, 3);
    await bench.start({ leave: 'until-deleted', days: 1 });
    await bench.poll();
    await bench.act({ kind: 'delete' }, bench.key('INBOX', 'Letter 2'));
    await bench.poll();
    expect(bench.there()).toEqual(three);
    await bench.act({ kind: 'destroy' }, bench.key('Trash', 'Letter 2'));
    await bench.poll();
    expect(bench.there()).toEqual(['Letter 1', 'Letter 3']);
  });

  it('for some days', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    await bench.start({ leave: 'days', days: 7 });
    await bench.poll();
    const days = async (count: number): Promise<void> => {
      for (let day = 0; day < count; day++) {
        bench.clock.offset += 86_400_000;
        await bench.poll();
      }
    };
    await days(5);
    bench.deliver(2);
    await bench.poll();
    expect(bench.there()).toHaveLength(2);
    await days(3);
    expect(bench.there()).toEqual(['Letter 2']);
    expect(await bench.kept()).toEqual(['Letter 1', 'Letter 2']);
  });

  it('a stored message that is damaged is not deleted on the server before it is here again', async () => {
    bench = new Pop3Bench();
    bench.deliver(1);
    await bench.start();
    await bench.poll();
    const [message] = bench.engine.local.messages.in(bench.idOf('INBOX')).values();
    const file = bench.disk.bytes(`/vault/blobs/${message?.slice.blob ?? ''}`);
    file[10] = (file[10] ?? 0) ^ 1;
    bench.history.note('damaged', '<letter-1@tern.example>');
    const fetched = (): boolean => bench.pop3.log.some(({ verb }) => verb === 'RETR');
    bench.pop3.log.length = 0;
    let before: boolean | null = null;
    bench.pop3.add({ verb: 'DELE', act: { do: 'meanwhile', run: () => (before = fetched()) } });
    await bench.configure({ leave: 'never', days: 1 });
    await bench.poll();
    await bench.poll();
    expect(before).toBe(true);
    expect(bench.there()).toEqual([]);
    expect(await bench.kept()).toEqual(['Letter 1']);
  });
});

describe('EXPIRE: how long the server keeps mail (RFC 2449 §6.7)', () => {
  const told = (): unknown =>
    bench.engine.status().notices.find(({ code }) => code === 'pop3-expire')?.details;

  it('after some days: it is told, once; what was fetched stays here when the server lets go of it', async () => {
    bench = new Pop3Bench();
    bench.options = { capabilities: ['UIDL', 'TOP', 'PIPELINING', 'EXPIRE 30 USER'] };
    bench.deliver(1, 3);
    await bench.start();
    await bench.poll();
    expect(told()).toMatchObject({ account: 'Ada', count: 30 });
    bench.engine.unnotice('pop3-expire');
    await bench.poll();
    expect(told()).toBeUndefined();
    bench.clock.offset += 31 * 86_400_000;
    for (const { uid } of [...bench.inbox.messages]) {
      bench.history.note('expired', `<letter-${uid}@tern.example>`);
      bench.world.expunge(bench.world.account(USER), bench.inbox, [uid]);
    }
    await bench.poll();
    bench.clock.offset += 2 * 86_400_000;
    await bench.poll();
    expect(await bench.kept()).toEqual(three);
    expect(bench.engine.local.ledger.of(bench.account.id).size).toBe(0);
    expect(deleted()).toBe(0);
  });

  it('NEVER is no news', async () => {
    bench = new Pop3Bench();
    bench.options = { capabilities: ['UIDL', 'EXPIRE NEVER'] };
    bench.deliver(1);
    await bench.start();
    await bench.poll();
    expect(told()).toBeUndefined();
  });

  /** The server deletes with QUIT what was retrieved, though nobody asked it to. */
  const forgetful = (): void => {
    bench = new Pop3Bench();
    bench.options = { capabilities: ['UIDL', 'TOP', 'PIPELINING', 'EXPIRE 0'], expireAtQuit: true };
  };

  it('0: what was fetched is here before QUIT; headers alone leave the original there', async () => {
    forgetful();
    bench.deliver(1, 40);
    bench.deliver(41, 41, `X-Fill: ${'z'.repeat(900)}\r\n`.repeat(3));
    bench.online = false;
    await bench.start({ leave: 'always', days: 1, largest: 1500 });
    bench.online = true;
    await bench.poll();
    await bench.poll();
    expect(told()).toMatchObject({ count: 0 });
    expect(bench.there()).toEqual(['Letter 41']);
    expect(bench.here()).toHaveLength(41);
  });

  it('0: a full disk, a cut line and a damaged message end the session without QUIT', async () => {
    forgetful();
    for (let n = 1; n <= 10; n++) bench.deliver(n, n, `X-Fill: ${'y'.repeat(900)}\r\n`.repeat(30));
    bench.online = false;
    await bench.start();
    bench.disk.capacity = bench.disk.used + 64 * 1024;
    bench.online = true;
    await bench.until(() => bench.runner.status.trouble?.code === 'no-space');
    expect(bench.there()).toHaveLength(10);
    bench.disk.capacity = Number.POSITIVE_INFINITY;
    bench.pop3.add({ verb: 'RETR', nth: 5, act: { do: 'cut-after', bytes: 500 } });
    await bench.until(() => bench.runner.status.trouble?.code !== 'no-space');
    await bench.poll();
    expect((await bench.kept()).length).toBe(10);
    expect(bench.there().every((subject) => bench.here().includes(subject))).toBe(true);

    bench.deliver(11);
    const quits = (): number => bench.pop3.log.filter(({ verb }) => verb === 'QUIT').length;
    const before = quits();
    // What was written is read back before it counts: this disk did not keep it.
    const { blobs } = bench.engine.parts.vault;
    const putAll = blobs.putAll.bind(blobs);
    blobs.putAll = () => {
      blobs.putAll = putAll;
      return Promise.reject(new VaultError('corrupt', 'not kept'));
    };
    await bench.ui.api.syncNow({ account: null, mailbox: null });
    await bench.until(() => bench.runner.status.trouble?.code === 'corrupt');
    expect(quits()).toBe(before);
    expect(bench.there()).toContain('Letter 11');
  });
});
