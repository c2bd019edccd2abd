import { afterEach, expect, it } from 'vitest';
import type { AccountInsight, FolderInsight } from '@shared/contract/inspect';
import { parseMessageKey } from '@shared/model/ids';
import { Bench } from '../../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const folder = (insight: AccountInsight, name: string): FolderInsight => {
  const found = insight.folders.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

it('tells connections, strategy and, per folder, the numbers that synchronisation stands on', async () => {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 4);
  await bench.start();
  await bench.settled('INBOX');
  const insight = await bench.ui.api.inspectAccount({ account: bench.account.id });
  expect(insight.strategy).toBe('qresync');
  expect(insight.enabled).toContain('QRESYNC');
  expect(insight.connections.some(({ purpose }) => purpose === 'worker')).toBe(true);
  const inbox = folder(insight, 'INBOX');
  const box = bench.box('INBOX');
  expect(inbox).toMatchObject({
    local: 4,
    server: 4,
    uidValidity: box.uidValidity,
    uidNext: box.uidNext,
    floor: 1,
    strategy: 'qresync',
  });
  expect(Number(inbox.highestModSeq)).toBeGreaterThan(0);
  expect(inbox.provenAt).toBeGreaterThan(0);
});

it('says what of the strategy is left on a plain server', async () => {
  bench = new Bench('bare');
  bench.deliver('INBOX', 1, 2);
  await bench.start();
  await bench.settled('INBOX');
  const insight = await bench.ui.api.inspectAccount({ account: bench.account.id });
  expect(insight.strategy).toBe('flags');
  expect(folder(insight, 'INBOX').highestModSeq).toBeNull();
});

it('follows a message to where it is, and says what of it is here', async () => {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 2);
  await bench.start();
  await bench.settled('INBOX');
  const asked = parseMessageKey(bench.key('INBOX', 'Letter 1'));
  const before = await bench.ui.api.inspectMessage({ ref: asked });
  expect(before).toMatchObject({ subject: 'Letter 1', folder: 'INBOX', body: 'on-server', forwarding: [] });
  await bench.ui.api.fetchBody({ ref: asked });
  await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 1');
  await bench.settled('INBOX', 'Archive');
  await bench.offline(true);
  await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'Archive', 'Letter 1');
  const after = await bench.ui.api.inspectMessage({ ref: asked });
  expect(after).toMatchObject({ folder: 'Archive', body: 'here', current: true, known: true });
  expect(after.forwarding).toHaveLength(1);
  expect(after.operations.map(({ state }) => state)).toEqual(['waiting']);
  expect(after.identity).toBe(before.identity);
});
