import { describe, expect, it } from 'vitest';
import { FakeClock } from '@main/smtp/testing/fake-clock';
import type { Transport } from '../ports/transport';
import { TimedTransport } from './timed-transport';

/** A peer that never answers and never takes anything. */
class Silent implements Transport {
  readonly security = { kind: 'plain', loopback: false } as const;
  closed = 0;
  receive(): Promise<Uint8Array | null> {
    return new Promise(() => undefined);
  }
  send(): Promise<void> {
    return new Promise(() => undefined);
  }
  startTls(): Promise<void> {
    return new Promise(() => undefined);
  }
  close(): void {
    this.closed += 1;
  }
}

const steps = {
  receive: (timed: TimedTransport): Promise<unknown> => timed.receive(1000),
  send: (timed: TimedTransport): Promise<unknown> => timed.send(new Uint8Array(1), 1000),
  startTls: (timed: TimedTransport): Promise<unknown> => timed.startTls(1000),
};

describe('TimedTransport', () => {
  it.each(Object.entries(steps))('%s ends at its deadline, not before', async (_name, step) => {
    const clock = new FakeClock();
    const silent = new Silent();
    const timed = new TimedTransport(silent, clock);
    const outcome = step(timed).catch((error: unknown) => error);
    clock.advance(999);
    expect(silent.closed).toBe(0);
    clock.advance(1);
    expect(await outcome).toMatchObject({ kind: 'unreachable', code: 'timeout', details: { afterMs: 1000 } });
    expect(silent.closed).toBe(1);
    await expect(timed.receive(1000)).rejects.toMatchObject({ code: 'timeout' });
    expect(clock.pending).toBe(0);
  });

  it.each(Object.entries(steps))('%s ends when given up or closed', async (_name, step) => {
    const controller = new AbortController();
    const given = new TimedTransport(new Silent(), new FakeClock(), controller.signal);
    const up = step(given).catch((error: unknown) => error);
    controller.abort();
    expect(await up).toMatchObject({ kind: 'unreachable', code: 'aborted' });

    const clock = new FakeClock();
    const closed = new TimedTransport(new Silent(), clock);
    const outcome = step(closed).catch((error: unknown) => error);
    closed.close();
    closed.close();
    expect(await outcome).toMatchObject({ code: 'closed' });
    expect(clock.pending).toBe(0);
  });

  it('starts nothing for a signal that is already aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const silent = new Silent();
    const timed = new TimedTransport(silent, new FakeClock(), controller.signal);
    expect(silent.closed).toBe(1);
    await expect(timed.send(new Uint8Array(1), 1)).rejects.toMatchObject({ code: 'aborted' });
  });
});
