import { afterEach, describe, expect, it } from 'vitest';
import { withCapabilities } from '@main/demo/imap/profiles';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import type { AccountConfig, AccountStatus } from '@shared/contract/account';
import type { AccountId } from '@shared/model/ids';
import { openFolds } from '@shared/ports/fold';
import { Bench } from '../../../../tests/fakes/bench';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';
import { LoginBook } from './login-book';

const at = (host: string): AccountConfig =>
  ({ id: 'a1' as AccountId, incoming: { host }, outgoing: { host } }) as AccountConfig;

describe('LoginBook', () => {
  const open = async (disk: MemoryDisk) => {
    const { vault } = await openMemoryVault(disk);
    const book = new LoginBook(vault);
    await openFolds(vault, [book.table]);
    return { vault, book };
  };

  it('keeps the strongest login to each server of an account, over a crash', async () => {
    const disk = new MemoryDisk();
    const { book } = await open(disk);
    const incoming = book.memoryOf(at('mail.example'), 'incoming');
    expect(incoming.strongest()).toBeNull();
    await incoming.used('PLAIN');
    await incoming.used('SCRAM-SHA-256');
    await incoming.used('PLAIN');
    const { book: after } = await open(disk.crash());
    expect(after.memoryOf(at('mail.example'), 'incoming').strongest()).toBe('SCRAM-SHA-256');
    expect(after.memoryOf(at('mail.example'), 'outgoing').strongest()).toBeNull();
  });
  it('knows nothing of another host, and begins anew there', async () => {
    const { book } = await open(new MemoryDisk());
    await book.memoryOf(at('old.example'), 'incoming').used('SCRAM-SHA-256');
    const moved = book.memoryOf(at('new.example'), 'incoming');
    expect(moved.strongest()).toBeNull();
    await moved.used('PLAIN');
    expect(moved.strongest()).toBe('PLAIN');
  });
  it('begins anew when told, for one direction, and forgets an account', async () => {
    const { book, vault } = await open(new MemoryDisk());
    const [incoming, outgoing] = (['incoming', 'outgoing'] as const).map((direction) =>
      book.memoryOf(at('mail.example'), direction),
    );
    await incoming?.used('SCRAM-SHA-256');
    await outgoing?.used('SCRAM-SHA-256');
    await book.allowWeaker('a1' as AccountId, 'incoming');
    expect([incoming?.strongest(), outgoing?.strongest()]).toEqual([null, 'SCRAM-SHA-256']);
    await vault.appendAll(book.forget('a1' as AccountId));
    expect(outgoing?.strongest()).toBeNull();
  });
});

const without = (...mechanisms: string[]) =>
  withCapabilities('everything', { remove: mechanisms.map((name) => `AUTH=${name}`) });
const SCRAM = ['SCRAM-SHA-256', 'SCRAM-SHA-1'];

describe('an account whose server offers a weaker login than before', () => {
  let bench: Bench;
  afterEach(() => bench.stop());
  const status = (): AccountStatus => bench.engine.status().accounts[0] as AccountStatus;
  const logins = (): string[] =>
    bench.imap.log.filter(({ verb }) => verb === 'AUTHENTICATE' || verb === 'LOGIN').map(({ line }) => line);

  it('is not given the password over IMAP, after a restart either, until the person allows it', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1);
    await bench.start();
    await bench.settled('INBOX');
    expect(logins()[0]).toContain('SCRAM-SHA-256');
    await bench.kill();
    bench.imap.log.length = 0;
    // Nothing is listed at all: LOGIN would be the way then.
    bench.profile = without(...SCRAM, 'PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER');
    await bench.start();
    await expect.poll(() => status().trouble?.code).toBe('mechanism-downgrade');
    bench.profile = without(...SCRAM);
    await expect.poll(() => status().trouble?.details['mechanism']).toBe('PLAIN');
    expect(status()).toMatchObject({
      phase: 'trouble',
      retryAt: expect.any(Number) as number,
      trouble: { details: { before: 'SCRAM-SHA-256', host: 'mail.tern.example' } },
    });
    await expect(bench.ui.api.examineServer({ account: bench.account.id })).rejects.toMatchObject({
      code: 'mechanism-downgrade',
    });
    expect(logins()).toEqual([]);

    await bench.ui.api.allowWeakerLogin({ account: bench.account.id, direction: 'incoming' });
    await expect.poll(() => status().phase).toBe('idle');
    expect(status().trouble).toBeNull();
    expect(logins()[0]).toContain('AUTHENTICATE PLAIN');
    expect(bench.engine.logins.memoryOf(bench.account, 'incoming').strongest()).toBe('PLAIN');
  });

  it('goes on by itself when the server is as before', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1);
    await bench.start();
    await bench.settled('INBOX');
    bench.profile = without(...SCRAM);
    bench.engine.resume();
    await expect.poll(() => status().trouble?.code).toBe('mechanism-downgrade');
    bench.profile = 'everything';
    bench.deliver('INBOX', 2);
    await bench.settled('INBOX');
    expect(status().trouble).toBeNull();
  });

  it('keeps what is to be sent, whole and untried, and sends it once it is allowed', async () => {
    bench = new Bench();
    await bench.start();
    await bench.settled('INBOX');
    await bench.engine.logins.memoryOf(bench.account, 'outgoing').used('SCRAM-SHA-256-PLUS');
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    const draft = await bench.ui.api.newDraft({ account: null, to: 'bo@tern.example' });
    await bench.ui.api.send({
      id: draft.id,
      base: draft.version,
      content: { ...draft.content, subject: 'By a weaker way' },
    });
    await expect.poll(() => status().trouble?.code).toBe('mechanism-downgrade');
    expect(status().trouble?.details).toMatchObject({ direction: 'outgoing', mechanism: 'SCRAM-SHA-256' });
    const [waiting] = await bench.ui.api.outbox({});
    expect(waiting).toMatchObject({ state: 'retry', reason: { code: 'mechanism-downgrade' } });
    expect(bench.world.accepted).toEqual([]);
    expect(bench.smtp.log.some(({ verb }) => verb === 'AUTH')).toBe(false);

    await bench.ui.api.allowWeakerLogin({ account: bench.account.id, direction: 'outgoing' });
    await expect.poll(() => bench.world.accepted.length).toBe(1);
    await expect.poll(() => status().trouble).toBeNull();
  });
});

describe('a POP3 account whose server offers a weaker login than before', () => {
  it('is not given the password until the person allows it', async () => {
    const bench = new Pop3Bench();
    bench.deliver(1);
    await bench.start();
    await bench.poll();
    const memory = bench.engine.logins.memoryOf(bench.account, 'incoming');
    expect(memory.strongest()).toBe('PLAIN');
    await memory.used('SCRAM-SHA-1');
    bench.pop3.log.length = 0;
    bench.deliver(2);
    bench.engine.runners.get(bench.account.id)?.kick();
    const status = () => bench.engine.status().accounts[0];
    await expect.poll(() => status()?.trouble?.code).toBe('mechanism-downgrade');
    expect(bench.pop3.log.some(({ verb }) => verb === 'AUTH' || verb === 'PASS')).toBe(false);
    expect(bench.here()).toEqual(['Letter 1']);
    await bench.ui.api.allowWeakerLogin({ account: bench.account.id, direction: 'incoming' });
    await expect.poll(() => bench.here()).toEqual(['Letter 1', 'Letter 2']);
    expect(memory.strongest()).toBe('PLAIN');
    await bench.stop();
  });
});
