import { expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import { ManualClock } from '../../../tests/fakes/clocks';
import type { SyncContext } from './context';
import { JobQueue, Priority } from './job-queue';
import { Worker, type WorkerHooks } from './worker';

it('C9 what was asked for over a connection that turns out to be dead gets an answer', async () => {
  const clock = new ManualClock();
  const dead = new MailError({ kind: 'unreachable', code: 'timeout', message: 'no answer' });
  const client = { closed: null, run: () => Promise.reject(dead) };
  const jobs = new JobQueue();
  const worker = new Worker(
    'a' as AccountId,
    { clock, client } as unknown as SyncContext,
    jobs,
    {} as WorkerHooks,
  );
  const told: unknown[] = [];
  jobs.add({
    key: 'body',
    priority: Priority.User,
    run: () => Promise.resolve(void told.push('ran')),
    fail: (error) => told.push(error),
  });
  clock.advance(61_000);
  await expect(worker.serve(() => false)).rejects.toBe(dead);
  expect(told).toEqual([dead]);
});
