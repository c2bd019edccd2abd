import { expect, it } from 'vitest';
import { generation, type MailboxId, uid } from '@shared/model/ids';
import { RpcError } from '@shared/rpc/wire';
import { PreviewDesk } from './preview-desk';

it('outlives the store: a page that is closed meanwhile ends nothing, and the next look asks again', async () => {
  const ref = { mailbox: 'inbox' as MailboxId, generation: generation(1), uid: uid(7) };
  const outcomes = [() => Promise.reject(new RpcError('closed', 'store: gone')), () => Promise.resolve()];
  let asked = 0;
  const request = <T>(): Promise<T> => (outcomes[asked++] ?? (() => Promise.resolve()))() as Promise<T>;
  const desk = new PreviewDesk(() => ({ request }));
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  desk.looking([ref]);
  await settled();
  desk.looking([ref]);
  await settled();
  // It is known now: a third look asks for nothing.
  desk.looking([ref]);
  await settled();
  expect(asked).toBe(2);
});
