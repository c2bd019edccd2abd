import { storeContract } from '@shared/contract/store-api';
import { type ViewQuery, viewContract, viewQuery } from '@shared/contract/view-api';
import { type Client, connect } from '@shared/rpc/client';
import type { MemoryDisk } from './memory-database';
import { mailbox } from './test-facts';
import { connectStoreForTests, type TestStore } from './testing';

/** A store with one engine and one page connected, for tests. */

export const LIST = [
  mailbox('inbox', 'inbox'),
  mailbox('archive', 'archive'),
  mailbox('work'),
  mailbox('trash', 'trash'),
];

export interface World {
  readonly served: TestStore;
  readonly engine: Client<typeof storeContract>;
  readonly ui: Client<typeof viewContract>;
}

export async function world(disk?: MemoryDisk, marker = 'vault'): Promise<World> {
  const served = connectStoreForTests(disk);
  const engine = connect(served.enginePort, storeContract);
  await engine.api.hello({ marker });
  return { served, engine, ui: connect(served.uiPort(), viewContract) };
}

export const query = (mailboxId: string, more: Partial<ViewQuery> = {}): ViewQuery =>
  viewQuery.parse({ scope: { kind: 'mailbox', mailbox: mailboxId }, threaded: false, ...more });

export async function keysOf({ ui }: World, wanted: ViewQuery): Promise<string[]> {
  const { view } = await ui.api.open({ query: wanted });
  const keys = await ui.api.keys({ view, from: 0, to: 1000 });
  await ui.api.close({ view });
  return keys;
}

export async function countsOf({ ui }: World): Promise<Record<string, [number, number]>> {
  const list = await ui.api.mailboxes({});
  return Object.fromEntries(list.map((m) => [m.id, [m.total, m.unread]]));
}
