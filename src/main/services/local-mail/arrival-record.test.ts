import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { openFolds } from '@shared/ports/fold';
import type { Vault } from '@shared/ports/vault';
import { NodeClock } from '../../net/node-clock';
import { NodeCrypto } from '../../net/node-crypto';
import { Forwarding } from '../../operations/forwarding';
import { OperationQueue } from '../../operations/queue';
import { MailboxRegistry } from '../../sync/mailbox-registry';
import { type MemoryDisk, openMemoryVault } from '../../vault';
import { LocalMail } from './local-mail';
import type { ArrivedLetter } from './local-messages';

const account = 'a1' as AccountId;
const inbox = 'm1' as MailboxId;
let vault: Vault;
let disk: MemoryDisk;
let local: LocalMail;
let snapshot: () => Promise<void>;

async function open(): Promise<void> {
  const [clock, crypto] = [new NodeClock(), new NodeCrypto()];
  local = new LocalMail({
    vault,
    registry: new MailboxRegistry(vault, crypto),
    queue: new OperationQueue(vault, clock),
    forwarding: new Forwarding(),
    clock,
    crypto,
    into: () => undefined,
    keep: (bytes) => vault.blobs.put(bytes),
    wake: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  ({ snapshot } = await openFolds(vault, local.folds));
}

async function reopen(): Promise<void> {
  await vault.close();
  ({ vault, disk } = await openMemoryVault(disk));
  await open();
}

beforeEach(async () => {
  ({ vault, disk } = await openMemoryVault());
  await open();
});

const letter = (n: number, change: Partial<ArrivedLetter> = {}): ArrivedLetter => ({
  mailbox: inbox,
  uid: n,
  slice: { blob: 'b', offset: 10 * n, size: 10, check: `c${n}` } as ArrivedLetter['slice'],
  entry: n - 1,
  flags: [],
  internalDate: 1,
  messageId: `${n}@x`,
  fingerprint: `f${n}`,
  origin: { account, key: `0 u ${n}` },
  listed: 10,
  ...change,
});

describe('the record of letters that POP3 has fetched', () => {
  const told = (): unknown[] =>
    [...local.ledger.of(account)].map(([key, { at, size, headersOnly }]) => [key, at, size, !!headersOnly]);

  it('is their entry in the ledger as well, now, after a restart and after a snapshot', async () => {
    const { messages } = local;
    const letters = [
      letter(1),
      // LIST counted otherwise, or said nothing.
      letter(2, { listed: 11 }),
      letter(3, { listed: 0 }),
      letter(4, { octetsThere: 99, listed: 99 }),
      letter(5, { octetsThere: 0, listed: 0 }),
      letter(6, { entry: 8 }),
    ];
    await vault.appendAll([messages.arrived(inbox, account, 77, letters)]);
    const expected = [
      ['0 u 1', 77, 10, false],
      ['0 u 2', 77, 11, false],
      ['0 u 3', 77, 10, false],
      ['0 u 4', 77, 99, true],
      ['0 u 5', 77, 0, true],
      ['0 u 6', 77, 10, false],
    ];
    for (const again of [() => Promise.resolve(), reopen, () => snapshot().then(reopen)]) {
      await again();
      expect(told()).toEqual(expected);
      expect(local.ledger.of(account).get('0 u 2')).toMatchObject({
        uid: 'u 2',
        ordinal: 0,
        fingerprint: 'f2',
      });
      expect([...local.messages.in(inbox).values()].map(({ uid, entry }) => [uid, entry])).toEqual([
        [1, 0],
        [2, 1],
        [3, 2],
        [4, 3],
        [5, 4],
        [6, 8],
      ]);
    }
  });

  it('may be followed by what happens to one of them', async () => {
    await vault.appendAll([local.messages.arrived(inbox, account, 77, [letter(1), letter(2)])]);
    await vault.appendAll(local.ledger.deletedHere(account, '0 u 1'));
    await reopen();
    expect([...local.ledger.of(account).values()].map(({ deletedHere }) => deletedHere)).toEqual([
      true,
      false,
    ]);
  });

  it('as Tern wrote it before leaves the ledger to the record beside it', async () => {
    const old = ['u 1', 0, 12, 'f1', 0];
    await vault.appendAll([
      {
        type: 'local-message.arrived',
        payload: {
          mailbox: inbox,
          account,
          pack: 'b',
          letters: [
            [1, 0, 10, 'c1', 1, '1@x', 'f1', '0 u 1', -1],
            [2, 10, 10, 'c2', 1, '2@x', 'f2', '0 u 2', -1, 5],
          ],
        },
      },
      { type: 'uidl.fetched', payload: { account, at: 5, letters: [old] } },
    ]);
    await reopen();
    expect(told()).toEqual([['0 u 1', 5, 12, false]]);
    expect(local.messages.get(inbox, 2)).toMatchObject({ entry: 5, origin: { account, key: '0 u 2' } });
  });
});
