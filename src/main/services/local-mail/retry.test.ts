import { afterEach, expect, it } from 'vitest';
import { generation, messageKey, THIS_COMPUTER, uid } from '@shared/model/ids';
import { VaultError } from '@shared/ports/vault';
import { Pop3Bench } from '../../../../tests/fakes/pop3-bench';

let bench: Pop3Bench;
afterEach(() => bench.stop());

const flag = { kind: 'flag' as const, add: ['\\Flagged'], remove: [] };

it.each([
  ['the change alone', (text: string) => text.includes('"settling"')],
  ['anything about it', (text: string) => text.includes('"op.')],
])('a disk that refuses %s holds up no account for longer than that', async (_, refuses) => {
  bench = new Pop3Bench();
  bench.deliver(1, 1);
  await bench.start();
  await bench.poll();
  await bench.ui.api.createMailbox({ account: THIS_COMPUTER, name: 'Old' });
  await bench.store.until(() => bench.engine.registry.byName(THIS_COMPUTER, 'Old') !== undefined);
  const old = bench.engine.registry.byName(THIS_COMPUTER, 'Old');
  if (!old) throw new Error('no folder');
  const bytes = Buffer.from('Subject: Old\r\n\r\nText\r\n');
  await bench.engine.local.add(old.id, [{ bytes, flags: [], date: null }]);
  await bench.engine.local.idle();

  const { vault } = bench.engine.parts;
  const append = vault.appendAll.bind(vault);
  let full = false;
  let refused = 0;
  vault.appendAll = (records) => {
    const text = JSON.stringify(records);
    if (!full || !refuses(text)) return append(records);
    refused += 1;
    return Promise.reject(new VaultError('no-space', 'The disk is full.'));
  };
  const there = { mailbox: old.id, generation: generation(old.generation), uid: uid(1) };
  const keys = [bench.key('INBOX', 'Letter 1'), messageKey(there)];
  const { queue } = bench.engine;
  const accepted = queue.accept.bind(queue);
  queue.accept = async (...what) => {
    const operations = await accepted(...what);
    full = true;
    return operations;
  };
  for (const key of keys) {
    full = false;
    await bench.ui.api.act({ action: flag, keys: [key] });
    await bench.engine.local.idle();
  }
  expect(refused).toBeGreaterThanOrEqual(2);
  expect(queue.all()).toHaveLength(2);
  full = false;
  bench.clock.offset += 31_000;
  await bench.until(() => queue.all().length === 0);
});
