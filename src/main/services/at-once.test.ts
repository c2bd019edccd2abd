import { beforeEach, describe, expect, it } from 'vitest';
import { type AccountConfig, newAccount } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import { type AccountId, generation, type MailboxId, type OutboxId } from '@shared/model/ids';
import { type Fold, openFolds, Table } from '@shared/ports/fold';
import type { Vault } from '@shared/ports/vault';
import { MailboxRegistry } from '../sync/mailbox-registry';
import { Pop3Ledger } from '../sync/pop3-ledger';
import { NodeCrypto } from '../net/node-crypto';
import { type MemoryDisk, openMemoryVault } from '../vault';
import { AccountBook } from './account-book';
import { AwayBook } from './away/away-book';
import { DraftBook } from './draft-book';
import { GivenAnswers } from './given-answers';
import { type ArrivedLetter, LocalMessages, type LocalMessage } from './local-mail/local-messages';
import { SettingsBook } from './settings-book';
import { LoginBook } from './trust/login-book';

const crypto = new NodeCrypto();
const account = 'a1' as AccountId;
const inbox = 'm1' as MailboxId;
let vault: Vault;
let disk: MemoryDisk;
const open = async (...folds: Fold[]): Promise<void> => void (await openFolds(vault, folds));

beforeEach(async () => {
  ({ vault, disk } = await openMemoryVault());
});

describe('Table.latest: what a change begins with', () => {
  it('is what was accepted, before it is on the disk', async () => {
    const table = new Table<number>('n');
    await open(table);
    const first = vault.appendAll([table.put('x', 1)]);
    expect([table.get('x'), table.latest('x')]).toEqual([undefined, 1]);
    const second = vault.appendAll([table.put('x', 2), table.drop('y')]);
    expect(table.latest('x')).toBe(2);
    await Promise.all([first, second]);
    const dropped = vault.appendAll([table.drop('x')]);
    expect([table.get('x'), table.latest('x')]).toEqual([2, undefined]);
    await dropped;
    expect(table.get('x')).toBeUndefined();
  });

  it('is what is on the disk again when the disk refuses', async () => {
    const table = new Table<number>('n');
    await open(table);
    await vault.appendAll([table.put('x', 1)]);
    disk.failAt(1, 'EIO');
    const failing = vault.appendAll([table.put('x', 2)]);
    expect(table.latest('x')).toBe(2);
    await expect(failing).rejects.toMatchObject({ code: 'io' });
    expect([table.get('x'), table.latest('x')]).toEqual([1, 1]);
  });
});

describe('two changes at once', () => {
  const content = (text: string): DraftContent => ({ text }) as DraftContent;
  const clock = { now: () => 1000, monotonic: () => 0, after: () => () => undefined };

  it('drafts: two windows that save the same version keep both texts (D3)', async () => {
    const drafts = new DraftBook(vault, clock, crypto);
    await open(drafts.table, drafts.history);
    const { id } = await drafts.create(content('first'));
    const saved = await Promise.all([drafts.save(id, 1, content('one')), drafts.save(id, 1, content('two'))]);
    expect(new Set(saved.map((draft) => draft.id)).size).toBe(2);
    expect(drafts.list().map((draft) => draft.content.text)).toEqual(expect.arrayContaining(['one', 'two']));
  });

  it('drafts: words whose answer got lost are one draft when they are saved again', async () => {
    const drafts = new DraftBook(vault, clock, crypto);
    await open(drafts.table, drafts.history);
    const { id } = await drafts.create(content('first'));
    const [lost, again] = await Promise.all([
      drafts.save(id, 1, content('one')),
      drafts.save(id, 1, content('one')),
    ]);
    expect([again.id, again.version]).toEqual([id, lost.version]);
    expect(drafts.list().map((draft) => draft.content.text)).toEqual(['one']);
  });

  it('drafts: what is being sent is not brought back by a late save', async () => {
    const drafts = new DraftBook(vault, clock, crypto);
    await open(drafts.table, drafts.history);
    const { id } = await drafts.create(content('letter'));
    const leaving = drafts.remove(id);
    await expect(drafts.save(id, 1, content('late'))).rejects.toMatchObject({ code: 'draft-gone' });
    expect(() => drafts.current(id)).toThrow(expect.objectContaining({ code: 'draft-gone' }));
    await leaving;
    expect(drafts.list()).toEqual([]);
  });

  it('drafts: what two saves one behind the other take away is in the history twice', async () => {
    const drafts = new DraftBook(vault, clock, crypto);
    await open(drafts.table, drafts.history);
    const { id } = await drafts.create(content('a'.repeat(90)));
    await Promise.all([drafts.save(id, 1, content('b'.repeat(45))), drafts.save(id, 2, content(''))]);
    expect(drafts.versions(id).map((draft) => draft.content.text.length)).toEqual([45, 90]);
  });

  it('accounts: paused, renamed and put elsewhere in the list', async () => {
    const accounts = new AccountBook(vault, crypto);
    await open(accounts.table);
    const server = { host: 'h', port: 1, tls: 'tls', user: 'u', auth: 'password' } as const;
    const parsed = newAccount.parse({
      label: 'Old',
      fullName: 'Ada',
      address: 'ada@tern.example',
      color: 0,
      password: 'x',
      incoming: { protocol: 'imap', ...server },
      outgoing: server,
    });
    const first = await accounts.add(parsed, false);
    const second = await accounts.add(parsed, false);
    const change = (what: Partial<AccountConfig>): Promise<AccountConfig> =>
      accounts.update(first.id, (config) => ({ ...config, ...what }));
    await Promise.all([
      change({ paused: true }),
      accounts.reorder([second.id, first.id]),
      change({ label: 'New' }),
    ]);
    expect(accounts.list().map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(accounts.get(first.id)).toMatchObject({ paused: true, label: 'New' });
    const gone = vault.appendAll([accounts.table.drop(first.id)]);
    await expect(change({ paused: false })).rejects.toMatchObject({ code: 'account-gone' });
    await gone;
    expect(accounts.get(first.id)).toBeUndefined();
  });

  it('settings: two of them', async () => {
    const settings = new SettingsBook(vault);
    await open(settings.table);
    await Promise.all([
      settings.update({ workOffline: true }),
      settings.update({ ui: { a: 1 } }),
      settings.update({ ui: { b: 2 } }),
    ]);
    expect(settings.get()).toMatchObject({ workOffline: true, ui: { a: 1, b: 2 } });
  });

  it('invitations: the answer that is replaced is the one just given', async () => {
    const given = new GivenAnswers({ has: () => false }, { has: (id) => id === 'm2' });
    await open(given.table);
    const event = { uid: 'e', recurrence: '' };
    const answer = (n: number) => ({
      account,
      outbox: `o${n}` as OutboxId,
      messageId: `m${n}`,
      participation: 'ACCEPTED' as const,
      at: n,
      sequence: 0,
    });
    await vault.appendAll(given.give(event, answer(1)));
    await Promise.all([2, 3].map((n) => vault.appendAll(given.give(event, answer(n)))));
    // The third was taken back, the second went out.
    expect(given.of(account, event)).toMatchObject({ at: 2 });
  });

  it('logins: a weaker one does not replace the stronger of another connection', async () => {
    const logins = new LoginBook(vault);
    await open(logins.table);
    const config = { id: account, incoming: { host: 'h' } } as AccountConfig;
    const [worker, watcher] = [logins.memoryOf(config, 'incoming'), logins.memoryOf(config, 'incoming')];
    await Promise.all([worker.used('SCRAM-SHA-256'), watcher.used('PLAIN')]);
    expect(worker.strongest()).toBe('SCRAM-SHA-256');
  });

  it('mailboxes: opened for the first time and renumbered', async () => {
    const registry = new MailboxRegistry(vault, crypto);
    await open(registry.table);
    const made = await registry.beginWithInbox(account);
    const id = made?.id ?? inbox;
    await Promise.all([
      registry.adopt(id, 5),
      registry.nextGeneration(id, 6),
      registry.nextGeneration(id, 7),
    ]);
    expect(registry.get(id)).toMatchObject({ uidValidity: 7, generation: 2 });
  });

  it('while you were away: news of a folder while what was known of it goes to the disk', async () => {
    let now = 1;
    const away = new AwayBook({
      journal: vault,
      now: () => now,
      roleOf: () => 'inbox',
      ownDoing: () => () => false,
      tell: () => undefined,
    });
    await open(away.table, away.presence);
    await away.look(true);
    await away.look(false);
    now += 3_600_000;
    const arrive = (hash: number): void =>
      away.arrived(
        inbox,
        {
          kind: 'messages',
          mailbox: inbox,
          generation: generation(0),
          uids: Uint32Array.of(hash),
          idHashes: Float64Array.of(hash),
        } as unknown as Parameters<AwayBook['arrived']>[1],
        1,
      );
    arrive(1);
    const keeping = away.synced(inbox);
    arrive(2);
    await Promise.all([keeping, away.synced(inbox)]);
    await away.look(true);
    expect(away.report()?.folders).toMatchObject([{ mailbox: inbox, arrived: 2 }]);
  });

  it('POP3: deleted here while its rest is asked for', async () => {
    const ledger = new Pop3Ledger();
    await open(ledger);
    const letter = { key: '0 u', size: 9, fingerprint: 'f', headersOnly: true };
    await vault.appendAll([ledger.fetched(account, 1, [letter])]);
    await Promise.all([
      vault.appendAll(ledger.deletedHere(account, '0 u')),
      vault.appendAll(ledger.wanted(account, '0 u')),
    ]);
    expect(ledger.of(account).get('0 u')).toMatchObject({ deletedHere: true, wanted: true });
  });

  it('local mail: starred while the rest of the message, or its new id, is being stored', async () => {
    const messages = new LocalMessages();
    await open(messages);
    const slice = { blob: 'b', offset: 0, size: 1, check: 'c' } as LocalMessage['slice'];
    const message = (n: number): ArrivedLetter => ({
      mailbox: inbox,
      uid: n,
      slice,
      entry: 0,
      flags: [],
      internalDate: 1,
      messageId: '',
      fingerprint: '',
      origin: { account, key: `0 u${n}` },
      listed: 100,
      octetsThere: 100,
    });
    await vault.appendAll([messages.arrived(inbox, account, 1, [message(1), message(2)])]);
    const [one, two] = [1, 2].map((n) => messages.get(inbox, n) as LocalMessage) as [
      LocalMessage,
      LocalMessage,
    ];
    await Promise.all([
      vault.appendAll([messages.flag(inbox, '1:2', ['\\Flagged'], [])]),
      vault.appendAll([
        messages.complete(one, 3, { ...message(1), slice: { ...slice, size: 100 }, entry: 4 }),
      ]),
      vault.appendAll([messages.bind(two, { account, key: '0 new' })]),
    ]);
    expect([...messages.in(inbox).keys()]).toEqual([2, 3]);
    expect(messages.get(inbox, 2)).toMatchObject({ flags: ['\\Flagged'], origin: { key: '0 new' } });
    expect(messages.get(inbox, 3)).toMatchObject({ flags: ['\\Flagged'], entry: 4, slice: { size: 100 } });
    expect(messages.get(inbox, 3)).not.toHaveProperty('octetsThere');
    expect(messages.byOrigin(account, '0 u1')?.uid).toBe(3);
    expect(messages.byOrigin(account, '0 u2')).toBeUndefined();
  });
});

it('local mail: of letters that arrive beside others of their pack each keeps its own row', async () => {
  const messages = new LocalMessages();
  await open(messages);
  const slice = { blob: 'b', offset: 0, size: 1, check: 'c' } as LocalMessage['slice'];
  const at = (n: number, entry: number): ArrivedLetter => ({
    mailbox: inbox,
    uid: n,
    slice,
    entry,
    flags: [],
    internalDate: 1,
    messageId: '',
    fingerprint: '',
    origin: { account, key: `0 u${n}` },
    listed: 1,
  });
  await vault.appendAll([messages.arrived(inbox, account, 1, [at(1, 0), at(2, 2)])]);
  expect([1, 2].map((n) => messages.get(inbox, n)?.entry)).toEqual([0, 2]);
});
