import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Action } from '@shared/contract/engine-api';
import { Bench } from '../fakes/bench';

/** A disk that has no octet left and whose reserve is gone: people can read what is here, and are told what they can't do. */
const KiB = 1024;
const archive: Action = { kind: 'archive' };
let bench: Bench;
afterEach(() => bench.stop());

async function given(): Promise<void> {
  bench = new Bench('everything', { limits: { low: 48 * KiB, critical: 24 * KiB, reserve: 16 * KiB } });
  bench.deliver('INBOX', 1, 5);
  await bench.start();
  await bench.quiet();
}

/** Everything ends at once, and somebody else takes all the room there is. */
async function killAndFill(): Promise<void> {
  await bench.kill();
  // Its name was never synced: a power loss may have taken it already.
  await bench.disk.remove('/vault/reserve').catch(() => undefined);
  bench.disk.capacity = bench.disk.used;
}

const atRest = (): Promise<void> =>
  vi.waitFor(
    () =>
      expect(bench.engine.runners.get(bench.account.id)?.status).toMatchObject({
        phase: 'idle',
        trouble: null,
      }),
    5_000,
  );
const notices = (): string[] => bench.engine.status().notices.map(({ code }) => code);

async function thereIsRoom(): Promise<void> {
  bench.disk.capacity = Infinity;
  await bench.engine.parts.vault.checkSpace();
  await bench.quiet();
  expect(notices()).toEqual([]);
}

describe('H1 a disk without any room, its reserve gone', () => {
  it('lets Tern start and show mail, says what does not work, and catches up when there is room', async () => {
    await given();
    await killAndFill();
    bench.deliver('INBOX', 6);
    await bench.start();
    expect(notices()).toEqual(['disk-full']);
    await bench.store.until(() => bench.here('INBOX').length === 6);
    await expect(bench.act(archive, 'INBOX', 'Letter 1')).rejects.toMatchObject({ code: 'no-space' });
    await bench.ui.api.presence({ looking: true });
    bench.deliver('INBOX', 7);
    await bench.store.until(() => bench.here('INBOX').length === 7);
    expect([...bench.engine.runners.values()].map(({ status }) => status.trouble)).toEqual([null]);
    expect(bench.there('INBOX')).toHaveLength(7);
    await thereIsRoom();
    await bench.act(archive, 'INBOX', 'Letter 1');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 1']);
  });

  it.each([
    ['before it was done', false],
    ['when it was done', true],
  ])('a move that was cut short %s is looked into once there is room, and made once', async (_, execute) => {
    await given();
    bench.imap.add({ verb: 'UID MOVE', act: { do: 'silence', execute } });
    void bench.act(archive, 'INBOX', 'Letter 2').catch(() => undefined);
    await vi.waitFor(() => expect(bench.verbs('UID MOVE')).toHaveLength(1));
    await killAndFill();
    bench.imap.clear();
    await bench.start();
    await atRest();
    expect(bench.engine.queue.all()).toHaveLength(1);
    await thereIsRoom();
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    expect(bench.refused).toEqual([]);
  });

  it('a letter whose sending was cut short is not sent again, and waits', async () => {
    await given();
    const draft = await bench.ui.api.newDraft({ account: bench.account.id });
    bench.smtp.add({ verb: '.', act: { do: 'cut', execute: true } });
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    await bench.ui.api.send({
      id: draft.id,
      base: draft.version,
      content: {
        ...draft.content,
        to: [{ name: '', address: 'bo@far.example' }],
        subject: 'Once',
        text: 'Once',
      },
    });
    await vi.waitFor(() => expect(bench.world.accepted).toHaveLength(1), 5_000);
    await killAndFill();
    bench.smtp.clear();
    await bench.start();
    await atRest();
    expect(bench.engine.outbox.list()).toHaveLength(1);
    await thereIsRoom();
    await vi.waitFor(() =>
      expect(bench.engine.outbox.list().map(({ state }) => state)).toEqual(['uncertain']),
    );
    expect(bench.world.accepted).toHaveLength(1);
  });
});
