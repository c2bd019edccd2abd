import { afterEach, expect, it, vi } from 'vitest';
import type { OfflineFolder } from '@shared/contract/offline';
import { parseMessageKey, section } from '@shared/model/ids';
import { Bench, letter, USER } from '../../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const BOUNDARY = 'part-of-letter';
const withFile = (n: number, octets: number): string =>
  letter(n, `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${BOUNDARY}"\r\n`).replace(
    `Text of letter ${n}\r\n`,
    [
      `--${BOUNDARY}`,
      'Content-Type: text/plain',
      '',
      `Text of letter ${n}`,
      `--${BOUNDARY}`,
      'Content-Type: application/octet-stream; name="plan.bin"',
      'Content-Disposition: attachment; filename="plan.bin"',
      'Content-Transfer-Encoding: base64',
      '',
      ...(Buffer.alloc(octets, n)
        .toString('base64')
        .match(/.{1,76}/g) ?? []),
      `--${BOUNDARY}--`,
      '',
    ].join('\r\n'),
  );

async function started(fill: (bench: Bench) => void): Promise<void> {
  bench = new Bench('everything');
  fill(bench);
  await bench.start();
  await vi.waitFor(
    () => expect(bench.engine.runners.get(bench.account.id)?.status.phase).toBe('idle'),
    5_000,
  );
}

const folder = async (name = 'INBOX'): Promise<OfflineFolder> => {
  const { folders } = await bench.ui.api.offlineStatus({});
  const found = folders.find(({ mailbox }) => mailbox === bench.idOf(name));
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const keep = (policy: OfflineFolder['policy'], name: string | null = 'INBOX') =>
  bench.ui.api.setKeepPolicy({
    account: bench.account.id,
    mailbox: name === null ? null : bench.idOf(name),
    policy,
  });
const until = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 8_000, interval: 40 });
const put = (n: number, raw: string, daysAgo = 0): void => {
  bench.world.append(bench.world.account(USER), bench.box('INBOX'), raw, {
    internalDate: bench.clock.now() - daysAgo * 86_400_000 - n,
  });
};

it('keeps nothing beyond headers unless it is told to', async () => {
  await started((b) => b.deliver('INBOX', 1, 3));
  expect(await folder()).toMatchObject({ policy: null, effective: { kind: 'headers' }, wanted: 0, kept: 0 });
  expect(bench.store.bodies.size).toBe(0);
});

it('keeps the texts of the last days, newest first, and says when they are complete', async () => {
  await started(() => {
    for (let n = 1; n <= 4; n++) put(n, letter(n), n <= 2 ? 1 : 40);
  });
  await keep({ kind: 'days', days: 7 });
  await until(async () => expect(await folder()).toMatchObject({ wanted: 2, kept: 2 }));
  expect([...bench.store.bodies.values()].map(({ parts }) => parts[0]?.text.trim()).sort()).toEqual([
    'Text of letter 1',
    'Text of letter 2',
  ]);
  const complete = await folder();
  expect(complete.completeAt).toBeGreaterThan(0);
  expect(complete.bytes).toBeGreaterThan(0);
  // New mail is wanted too, and is kept after the next look.
  bench.deliver('INBOX', 9);
  await until(async () => expect(await folder()).toMatchObject({ wanted: 3, kept: 3 }));
});

it('counts what is here already, by whatever way it came, and does not fetch it again', async () => {
  await started((b) => b.deliver('INBOX', 1, 3));
  await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 2')) });
  const before = bench.imap.log.length;
  await keep({ kind: 'days', days: 30 });
  await until(async () => expect(await folder()).toMatchObject({ wanted: 3, kept: 3 }));
  const asked = bench.imap.log.slice(before).filter(({ line }) => /UID FETCH (\d+) .*BODY/.test(line));
  expect(asked.map(({ line }) => /UID FETCH (\d+)/.exec(line)?.[1]).sort()).toEqual(['1', '3']);
});

it('keeps everything with attachments, in pieces, and reads it without a connection', async () => {
  await started(() => put(1, withFile(1, 1_200_000)));
  await keep({ kind: 'everything' });
  await until(async () => expect(await folder()).toMatchObject({ wanted: 1, kept: 1 }));
  expect((await folder()).bytes).toBeGreaterThan(1_200_000);
  const pieces = bench.imap.log.filter(({ line }) => /BODY\.PEEK\[2\]<\d+\.524288>/.test(line));
  expect(pieces.length).toBeGreaterThan(2);
  const ref = parseMessageKey(bench.key('INBOX', 'Letter 1'));
  await bench.offline(true);
  const part = await bench.ui.api.fetchPart({ ref, section: section('2') });
  expect(part).toMatchObject({ name: 'plan.bin', size: 1_200_000 });
  const insight = await bench.ui.api.inspectMessage({ ref });
  expect(insight.parts.map(({ here }) => here)).toEqual([true]);
});

it('is still there after a kill, and is not fetched anew', async () => {
  await started((b) => b.deliver('INBOX', 1, 5));
  await keep({ kind: 'everything' });
  await until(async () => expect(await folder()).toMatchObject({ wanted: 5, kept: 5 }));
  await bench.kill();
  const before = bench.imap.log.length;
  await bench.start();
  await until(async () => expect(await folder()).toMatchObject({ wanted: 5, kept: 5 }));
  expect(bench.imap.log.slice(before).filter(({ line }) => line.includes('BODY.PEEK[1]'))).toEqual([]);
});

it('finds out that the cache lost what was noted, and fetches it again', async () => {
  await started((b) => b.deliver('INBOX', 1, 3));
  await keep({ kind: 'days', days: 30 });
  await until(async () => expect(await folder()).toMatchObject({ kept: 3 }));
  await bench.kill();
  bench.store.bodies.clear();
  await bench.start();
  await until(async () => {
    expect(bench.store.bodies.size).toBe(3);
    expect(await folder()).toMatchObject({ wanted: 3, kept: 3 });
  });
});

it('never counts a text that the server cut as whole', async () => {
  await started((b) => b.deliver('INBOX', 1, 2));
  bench.imap.add({
    verb: 'UID FETCH',
    match: /FETCH 1 .*BODY\.PEEK\[1\]/,
    act: {
      do: 'rewrite',
      with: ({ data, reply }) => ({
        data: data.replace(/\{\d+\}\r\n(Text)[^)]*\)/, '{4}\r\n$1)'),
        reply,
      }),
    },
  });
  await keep({ kind: 'days', days: 30 });
  await until(async () => expect(await folder()).toMatchObject({ wanted: 2, kept: 1, cut: 1 }));
  expect((await folder()).completeAt).toBe(0);
});

it('rests while the disk is low, and goes on when there is room', async () => {
  await started((b) => b.deliver('INBOX', 1, 2));
  const { vault } = bench.engine.parts;
  const low = vi.spyOn(vault, 'space', 'get').mockReturnValue('low');
  await keep({ kind: 'everything' });
  await until(async () => expect(await folder()).toMatchObject({ wanted: 2, kept: 0 }));
  expect((await bench.ui.api.offlineStatus({})).paused).toBe('disk');
  expect(bench.store.bodies.size).toBe(0);
  low.mockRestore();
  bench.engine.keeping.keeper.wakeAll();
  await until(async () => expect(await folder()).toMatchObject({ kept: 2 }));
});

it('takes the last week along from every folder that matters, and says what it got', async () => {
  await started(() => {
    put(1, withFile(1, 4_000), 1);
    put(2, letter(2), 20);
    bench.deliver('Archive', 3);
    bench.deliver('Junk', 4);
  });
  await bench.ui.api.takeAlong({ days: 7 });
  await until(async () => {
    const { trip } = await bench.ui.api.offlineStatus({});
    expect(trip).toMatchObject({ state: 'done', wanted: 2, kept: 2, failed: 0 });
  });
  const texts = [...bench.store.bodies.values()].map(({ parts }) => parts[0]?.text.trim()).sort();
  expect(texts).toEqual(['Text of letter 1', 'Text of letter 3']);
  await bench.ui.api.stopTaking({});
  expect((await bench.ui.api.offlineStatus({})).trip).toBeNull();
});

it('hides a folder: it is not looked at until it is shown again', async () => {
  await started((b) => b.deliver('INBOX', 1));
  await keep({ kind: 'hidden' }, 'Archive');
  bench.deliver('Archive', 7);
  await bench.ui.api.syncNow({ account: bench.account.id, mailbox: null });
  bench.deliver('Sent', 8);
  await until(async () => {
    await bench.ui.api.syncNow({ account: bench.account.id, mailbox: null });
    expect(bench.here('Sent')).toEqual(['Letter 8']);
  });
  expect(bench.here('Archive')).toEqual([]);
  await keep(null, 'Archive');
  await until(() => Promise.resolve(expect(bench.here('Archive')).toEqual(['Letter 7'])));
});

it('subscribes and unsubscribes on the server', async () => {
  await started((b) => b.deliver('INBOX', 1));
  await bench.ui.api.subscribeMailbox({ mailbox: bench.idOf('Archive'), subscribed: false });
  await until(() => Promise.resolve(expect(bench.verbs('UNSUBSCRIBE')).toEqual(['UNSUBSCRIBE'])));
});
