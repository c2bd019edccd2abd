import { expect, it } from 'vitest';
import { generation, type MailboxId } from '@shared/model/ids';
import { backfill, type BackfillPlan } from './backfill';
import type { SyncContext } from './context';

const id = 'm1' as MailboxId;

/** A connection on which `Work` is selected, and a registry in which the mailbox of the plan has a name. */
function given(name: string, uidValidity: number): { ctx: SyncContext; asked: () => number } {
  let asked = 0;
  const cursor = { mailbox: id, generation: generation(0), uidValidity: 7, floor: 9 };
  const ctx = {
    client: {
      view: { wire: 'Work', uidValidity, exists: 8 },
      capabilities: new Set(),
      run: () => {
        asked++;
        return Promise.reject(new Error('asked'));
      },
    },
    registry: { get: () => ({ id, wire: name, selectable: false }) },
    cursors: new Map([[id, cursor]]),
    pace: { broke: () => undefined },
  } as unknown as SyncContext;
  return { ctx, asked: () => asked };
}

const plan = (): BackfillPlan =>
  ({
    previews: false,
    open: { known: { id, wire: 'Work' }, generation: generation(0), selected: { uidValidity: 7 } },
    windows: [[1, 2]][Symbol.iterator](),
  }) as unknown as BackfillPlan;

it('goes on with its plan while its mailbox is selected', async () => {
  const { ctx, asked } = given('Work', 7);
  await expect(backfill(ctx, id, plan(), () => false)).rejects.toThrow('asked');
  expect(asked()).toBeGreaterThan(0);
});

it.each([
  ['was renamed, and another one has its name', 'Work (old)', 7],
  ['was deleted and made anew', 'Work', 8],
])('fetches nothing by a plan whose mailbox %s', async (_, name, uidValidity) => {
  const { ctx, asked } = given(name, uidValidity);
  await expect(backfill(ctx, id, plan(), () => false)).rejects.toMatchObject({ code: 'mailbox-gone' });
  expect(asked()).toBe(0);
});
