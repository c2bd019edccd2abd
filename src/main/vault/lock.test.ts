import { describe, expect, it } from 'vitest';
import type { Vault, VaultError } from '@shared/ports/vault';
import { ManualClock } from '../../../tests/fakes/clocks';
import { thisComputer, uuidIn } from './computer';
import type { Processes } from './lock';
import { MemoryDisk, seenFromElsewhere } from './memory-disk';
import { openVault, type VaultOptions } from './vault';

const LIMITS = { low: 0, critical: 0, reserve: 4096 };
const HERE = { id: 'aaaa', name: 'Boat' };
const THERE = { id: 'bbbb', name: 'Office' };

/** A system that says when processes began, as Linux does; or only that they run, as macOS and Windows. */
const system = (pid: number, running: Readonly<Record<number, string>>): Processes => ({
  pid,
  started: (other) => running[other] ?? null,
});

/** A share with two computers on it, whose clocks need not agree. */
class Share {
  readonly disk = new MemoryDisk();
  readonly clock = new ManualClock();

  /** @param disk the share as this process sees it; a process knows which folders it has open on one. */
  start(computer: VaultOptions['computer'], processes: Processes, more: Partial<VaultOptions> = {}) {
    return openVault({
      folder: '/vault',
      disk: seenFromElsewhere(this.disk),
      clock: this.clock,
      limits: LIMITS,
      processes,
      ...(computer ? { computer } : {}),
      ...more,
    });
  }

  /** Lets time pass for everybody until it has ended. */
  async pass<T>(attempt: Promise<T>): Promise<T> {
    let ended = false;
    const done = (): void => void (ended = true);
    attempt.then(done, done);
    for (let second = 0; second < 120 && !ended; second++) {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.advance(1_000);
    }
    return attempt;
  }

  /** A Tern that is there no more, and could not say so. */
  async leaveBehind(computer: VaultOptions['computer'], processes: Processes): Promise<void> {
    const vault = await this.start(computer, processes, { clock: { now: () => this.clock.now() } });
    await vault.append('a.b', 'kept');
  }
}
const recordsOf = async (vault: Vault): Promise<unknown[]> => {
  const found: unknown[] = [];
  (await vault.replay(({ payload }) => found.push(payload)))();
  return found;
};

describe('the lock of a profile on a share', () => {
  it('of a Tern that runs on another computer keeps this one out, by name, also when the person insists', async () => {
    const share = new Share();
    const there = await share.start(THERE, system(77, { 77: '5' }));
    const asked: string[] = [];
    for (const takeOver of [false, true]) {
      // No process 77 runs here: without a name it would look left behind.
      const attempt = share.start(HERE, system(78, { 78: '9' }), {
        takeOver,
        onListen: (computer) => asked.push(computer),
      });
      await expect(share.pass(attempt)).rejects.toMatchObject({
        code: 'locked',
        details: { pid: 77, computer: 'Office' },
      });
      await expect(attempt).rejects.not.toHaveProperty('details.perhaps');
    }
    expect(asked).toEqual(['Office', 'Office']);
    await there.append('a.b', 'goes on');
    await there.close();
    const here = await share.pass(share.start(HERE, system(78, { 78: '9' })));
    expect(await recordsOf(here)).toEqual(['goes on']);
    await here.close();
    expect(share.disk.paths().filter((path) => path.includes('lock'))).toEqual([]);
  });

  it('of the same process id on another computer is not this process’s own', async () => {
    const share = new Share();
    const there = await share.start(THERE, system(77, { 77: '5' }));
    const attempt = share.start(HERE, system(77, { 77: '5' }));
    await expect(share.pass(attempt)).rejects.toMatchObject({ details: { computer: 'Office' } });
    await there.close();
  });

  it('that gives no sign of life is taken over when the person says so, and not before', async () => {
    const share = new Share();
    await share.leaveBehind(THERE, system(77, { 77: '5' }));
    const attempt = share.start(HERE, system(78, {}));
    await expect(share.pass(attempt)).rejects.toMatchObject({
      code: 'locked',
      details: { computer: 'Office', perhaps: 1 },
    });
    const here = await share.pass(share.start(HERE, system(78, {}), { takeOver: true }));
    expect(await recordsOf(here)).toEqual(['kept']);
    // It is ours now: the next one is kept out by us.
    const third = share.start(THERE, system(79, {}), { takeOver: true });
    await expect(share.pass(third)).rejects.toMatchObject({ details: { computer: 'Boat' } });
    await here.close();
  });

  it('is taken over at once when it was listened to before the person was asked, but not if it gave a sign since', async () => {
    const share = new Share();
    const asleep = new ManualClock();
    const there = await share.start(THERE, system(77, {}), { clock: asleep });
    const asked = async (): Promise<Partial<VaultOptions>> => {
      const refused = share.pass(share.start(HERE, system(78, {}))).catch((error: unknown) => error);
      const { details } = (await refused) as VaultError;
      expect(details).toMatchObject({ computer: 'Office', perhaps: 1 });
      return { takeOver: true, seen: String(details['sign']) };
    };
    const told = await asked();
    asleep.advance(10_000);
    await new Promise((resolve) => setImmediate(resolve));
    const early = share.start(HERE, system(78, {}), told);
    await expect(early).rejects.toMatchObject({ code: 'locked', details: { computer: 'Office' } });
    await expect(early).rejects.not.toHaveProperty('details.perhaps');
    await there.close();

    await share.leaveBehind(THERE, system(77, {}));
    const here = await share.start(HERE, system(78, {}), await asked());
    expect(await recordsOf(here)).toEqual(['kept']);
    await here.close();
  });

  it('that was taken over while its computer slept: it falls silent, saves nothing, and leaves the other’s lock', async () => {
    const share = new Share();
    const asleep = new ManualClock();
    const there = await share.start(THERE, system(77, {}), { clock: asleep });
    const here = await share.pass(share.start(HERE, system(78, {}), { takeOver: true }));
    await here.append('a.b', 'here');
    asleep.advance(60_000);
    await expect(there.append('a.b', 'there')).rejects.toMatchObject({ code: 'taken-over' });
    await there.close();
    await share.pass(share.start(THERE, system(79, {}), { takeOver: true }).catch(() => null));
    await here.append('a.b', 'more');
    expect(await recordsOf(here)).toEqual(['here', 'more']);
    await here.close();
  });

  it('goes by change and not by clocks: the other one’s is years off', async () => {
    const share = new Share();
    const there = await share.start(THERE, system(77, {}), {
      clock: { now: () => 0, after: (ms, run) => share.clock.after(ms, run) },
    });
    const attempt = share.start(HERE, system(78, {}), { takeOver: true });
    await expect(share.pass(attempt)).rejects.toMatchObject({ details: { computer: 'Office' } });
    await there.close();
  });
});

describe('a lock on this computer', () => {
  it('left behind, whose process id is in use by something else, is taken over where systems don’t say since when', async () => {
    const share = new Share();
    await share.leaveBehind(HERE, system(77, { 77: '' }));
    const vault = await share.pass(share.start(HERE, system(78, { 77: '', 78: '' })));
    expect(await recordsOf(vault)).toEqual(['kept']);
    await vault.close();
  });

  it('of a Tern that runs keeps another out there', async () => {
    const share = new Share();
    const first = await share.start(HERE, system(77, { 77: '' }));
    const attempt = share.start(HERE, system(78, { 77: '', 78: '' }), { takeOver: true });
    await expect(share.pass(attempt)).rejects.toMatchObject({ code: 'locked', details: { pid: 77 } });
    await expect(attempt).rejects.not.toHaveProperty('details.computer');
    await first.close();
  });

  it('of an earlier Tern, which gave no signs, is asked about', async () => {
    const share = new Share();
    await (await share.start(HERE, system(1, {}))).close();
    share.disk.plant('/vault/lock', new TextEncoder().encode('{"pid":77,"started":""}'));
    const attempt = (takeOver: boolean): Promise<Vault> =>
      share.start(HERE, system(78, { 77: '', 78: '' }), { takeOver });
    await expect(share.pass(attempt(false))).rejects.toMatchObject({ details: { pid: 77, perhaps: 1 } });
    await (await share.pass(attempt(true))).close();
  });

  it('is known after a restart', async () => {
    const { id, name } = await thisComputer();
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(name).not.toBe('');
    const uuid = '0A1B2C3D-0000-4000-8000-ABCDEF012345';
    expect(uuidIn(`  |   "IOPlatformUUID" = "${uuid}"\n`)).toBe(uuid);
    expect(uuidIn(`\r\n    MachineGuid    REG_SZ    ${uuid}\r\n`)).toBe(uuid);
  });
});
