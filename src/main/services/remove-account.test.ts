import { afterEach, expect, it } from 'vitest';
import {
  type AccountId,
  type MailboxId,
  type MessageKey,
  parseMessageKey,
  THIS_COMPUTER,
} from '@shared/model/ids';
import type { OutboxId } from '@shared/model/ids';
import { Bench } from '../../../tests/fakes/bench';
import type { DraftContent } from '@shared/contract/compose';
import { act } from './acting';
import { eraseAccount } from './remove-account';

let bench: Bench;
afterEach(() => bench.stop());

const boxOf = (account: AccountId, name = 'INBOX'): MailboxId =>
  [...bench.store.mailboxes.values()].find((m) => m.name === name && m.account === account)!.id;
const open = () => bench.engine.queue.all().filter((op) => op.state !== 'refused');

it('from this computer: what waits for the removed account is refused in sight, and is still here', async () => {
  bench = new Bench('everything', { second: 'everything' });
  bench.deliver('INBOX', 1, 3);
  await bench.start();
  await bench.quiet();
  await bench.ui.api.createMailbox({ account: THIS_COMPUTER, name: 'Kept' });
  await bench.store.until(() => [...bench.store.mailboxes.values()].some((m) => m.name === 'Kept'));
  const kept = boxOf(THIS_COMPUTER, 'Kept');
  await bench.act({ kind: 'copy', to: kept }, 'INBOX', 'Letter 2', 'Letter 3');
  await bench.store.until(() => open().length === 0 && bench.store.shown('Kept').size === 2);
  const keys = [...bench.store.shown('Kept').keys()].map((uid) => `${kept}/1/${uid}` as MessageKey);
  bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [UNAVAILABLE] later' } });
  const target = bench.engine.accounts.list()[1]!.id;
  await bench.ui.api.act({ action: { kind: 'move', to: boxOf(target) }, keys });
  await bench.store.until(() => bench.verbs('APPEND').length > 0);
  await bench.ui.api.removeAccount({ account: target, force: true });
  await bench.store.until(() => open().length === 0);
  expect(bench.refused.map((op) => op.reason?.code)).toEqual(['account-removed']);
  expect(keys.map((key) => bench.engine.local.messages.get(kept, parseMessageKey(key).uid))).toHaveLength(2);
  expect(bench.store.shown('Kept').size).toBe(2);
});

it.each([0, 1, 2, 3, 5, 8, 13, 21, 34, 55])(
  'a letter that is frozen %i moments after its account began to go is kept or refused, never lost',
  async (moments) => {
    bench = new Bench('everything');
    await bench.start();
    await bench.quiet();
    const { engine } = bench;
    const account = engine.accounts.list()[0]!.id;
    const blob = await engine.parts.vault.blobs.put(new TextEncoder().encode('Subject: x\r\n\r\nx\r\n'));
    const going = bench.ui.api.removeAccount({ account, force: false }).then(
      () => 'removed',
      (error: unknown) => (error as { code: string }).code,
    );
    for (let n = 0; n < moments; n++) await Promise.resolve();
    const letter = {
      id: 'out-1' as OutboxId,
      account,
      subject: 'x',
      messageId: 'x@tern.example',
      from: 'ada@tern.example',
      to: ['bo@tern.example'],
      wire: blob,
      filed: blob,
      draft: null,
    };
    const freezing = engine.outbox.enqueue(letter, bench.clock.now() + 3_600_000, []).then(
      () => 'frozen',
      (error: unknown) => (error as { code: string }).code,
    );
    const outcome = `${await freezing}, ${await going}`;
    expect(['frozen, unsent-mail', 'account-gone, removed']).toContain(outcome);
    const kept = [...engine.outbox.table.values()].map((mail) => mail.account);
    expect(kept).toEqual(outcome.startsWith('frozen') ? [account] : []);
    if (outcome.startsWith('frozen')) expect(engine.runners.has(account)).toBe(true);
  },
);

it.each([0, 1, 2, 3, 5, 8, 13, 21, 34, 55])(
  'what is asked of a message %i moments after its account began to go waits for nobody afterwards',
  async (moments) => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 2);
    await bench.start();
    await bench.quiet();
    const { engine } = bench;
    const account = engine.accounts.list()[0]!.id;
    const keys = [`${boxOf(account)}/1/1` as MessageKey];
    const going = engine.removeAccount(account, () => undefined);
    for (let n = 0; n < moments; n++) await Promise.resolve();
    const asking = act(engine, { kind: 'archive' }, keys).catch(() => undefined);
    await Promise.all([going, asking]);
    expect(engine.queue.all().map((op) => op.account)).toEqual([]);
  },
);

it('what is on its way to the disk goes with its account, and a draft that another account is to send by now stays', async () => {
  bench = new Bench('everything', { second: 'everything' });
  await bench.start();
  await bench.quiet();
  const { engine } = bench;
  const [mine, other] = engine.accounts.list().map(({ id }) => id) as [AccountId, AccountId];
  const content = (account: AccountId): DraftContent => ({ account, text: 'x' }) as DraftContent;
  const leaving = await engine.drafts.create(content(mine));
  const staying = await engine.drafts.create(content(other));
  await engine.runners.get(mine)?.stop();
  engine.runners.delete(mine);
  const reason = { code: 'other' as const, details: { detail: 'x' } };
  await Promise.all([
    engine.drafts.save(leaving.id, leaving.version, content(other)),
    engine.drafts.save(staying.id, staying.version, content(mine)),
    engine.trust.lose(mine, [{ capability: 'QRESYNC', reason, by: 'use' }]),
    engine.keeping.policies.choose(mine, null, { kind: 'headers' }),
    eraseAccount(engine, mine),
  ]);
  expect(engine.drafts.list().map(({ id }) => id)).toEqual([leaving.id]);
  expect(engine.trust.table.has(mine)).toBe(false);
  expect(engine.keeping.policies.table.has(`account/${mine}`)).toBe(false);
  expect(engine.registry.ofAccount(mine)).toEqual([]);
});
