import { expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { ManualClock } from '../../../tests/fakes/clocks';
import type { SyncContext } from './context';
import { JobQueue, Priority } from './job-queue';
import { openAhead, Worker, type WorkerHooks } from './worker';

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

it('has the server open INBOX while the disk takes down that it is known', async () => {
  const run: string[] = [];
  const refused = new MailError({ kind: 'refused', code: 'no', message: 'not now' });
  const client = {
    capabilities: new Set(['CONDSTORE']),
    enabled: new Set(),
    run: ({ name }: { name: string }) => {
      run.push(name);
      return Promise.reject(refused);
    },
  };
  let written = (): void => undefined;
  const registry = {
    withRole: () => undefined,
    isBlank: () => true,
    get: () => ({ wire: 'INBOX', selectable: true }),
    beginWithInbox: () => new Promise((resolve) => (written = () => resolve({ id: 'i' }))),
  };
  const troubles: unknown[] = [];
  const ctx = {
    clock: new ManualClock(),
    client,
    registry,
    cursors: new Map(),
    facts: { drain: () => Promise.resolve() },
    distrusts: () => false,
    trouble: (...trouble: unknown[]) => troubles.push(trouble),
  };
  const hooks = { isHidden: () => false, mailboxesChanged: () => Promise.resolve() };
  const worker = new Worker(
    'a' as AccountId,
    ctx as unknown as SyncContext,
    new JobQueue(),
    hooks as unknown as WorkerHooks,
  );
  const ahead = openAhead(ctx as unknown as SyncContext);
  const begun = worker.beginWithInbox(ahead);
  expect(run).toEqual(['SELECT']);
  written();
  await begun;
  // It was asked once, and what it said is about that mailbox.
  expect(run).toEqual(['SELECT']);
  expect(troubles).toEqual([['i', 'no', '']]);
});

it('a mailbox whose older mail is still to come is not looked at again because the server has more of it', () => {
  const id = 'i' as MailboxId;
  const known = { id, wire: 'INBOX', role: 'inbox', selectable: true, generation: 1 };
  const cursor = { mailbox: id, generation: 1, uidValidity: 7, uidNext: 1001, modseq: 50n, exists: 128 };
  const looks = (floor: number, now: object): number => {
    const ctx = {
      clock: new ManualClock(),
      registry: { ofAccount: () => [known], get: () => known },
      cursors: new Map([[id, { ...cursor, floor }]]),
    };
    const jobs = new JobQueue();
    const hooks = { isHidden: () => false };
    const worker = new Worker(
      'a' as AccountId,
      ctx as unknown as SyncContext,
      jobs,
      hooks as unknown as WorkerHooks,
    );
    worker.noticed({
      wire: 'INBOX',
      messages: 1000,
      uidNext: 1001,
      uidValidity: 7,
      highestModSeq: 50n,
      ...now,
    });
    return jobs.size;
  };
  expect(looks(873, {})).toBe(0);
  expect(looks(873, { uidNext: 1002 })).toBe(1);
  expect(looks(873, { highestModSeq: 51n })).toBe(1);
  expect(looks(1, {})).toBe(1);
});
