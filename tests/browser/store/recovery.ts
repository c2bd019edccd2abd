import { Dexie } from 'dexie';
import { openDexie } from '@renderer/store/dexie-database';
import { createStore, type ServedStore } from '@renderer/store/serve';
import { batch, box, cursor, mailbox, mailboxes, messages, range } from '@renderer/store/test-facts';
import { storeContract } from '@shared/contract/store-api';
import { viewContract, viewQuery } from '@shared/contract/view-api';
import { connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';

const NAME = 'recovery';
const INBOX = viewQuery.parse({ scope: { kind: 'mailbox', mailbox: box('inbox') }, threaded: false });

function clients(served: ServedStore) {
  const [engineEnd, storeEnd] = memoryPortPair();
  served.connectEngine(storeEnd);
  const [uiEnd, viewEnd] = memoryPortPair();
  served.connectUi(viewEnd);
  return { engine: connect(engineEnd, storeContract), ui: connect(uiEnd, viewContract) };
}

let acknowledged = 0;
export const written = (): number => acknowledged;

/** Batches of 256 messages with their cursor, one after the other, for ever. The page is closed in the middle. */
export async function killed(): Promise<void> {
  await Dexie.delete(NAME);
  const { engine } = clients(createStore({ open: () => openDexie(NAME) }));
  await engine.api.hello({ marker: 'v' });
  await engine.api.apply(batch(1, [mailboxes([mailbox('inbox', 'inbox')])]));
  const writing: Promise<unknown>[] = [];
  for (let n = 0; ; n++) {
    const first = n * 256 + 1;
    writing.push(
      engine.api.apply(
        batch(n + 2, [messages('inbox', range(first, first + 255))], [cursor('inbox', first + 256)]),
      ),
    );
    if (writing.length < 3) continue;
    await writing.shift();
    acknowledged++;
  }
}

export async function keptAfterKill(): Promise<{ uidNext: number; listed: number; counted: number }> {
  const served = createStore({ open: () => openDexie(NAME) });
  const { engine, ui } = clients(served);
  const hello = await engine.api.hello({ marker: 'v' });
  const { view, total } = await ui.api.open({ query: INBOX });
  const { rows } = await ui.api.rows({ view, from: 0, to: 500 });
  const blank = rows.filter((row) => row.subject === '').length;
  const [inbox] = await ui.api.mailboxes({});
  served.close();
  return { uidNext: hello.cursors[0]?.uidNext ?? 0, listed: total - blank, counted: inbox?.total ?? -1 };
}

/** The database is deleted by another page under the running store; the engine says hello again and syncs anew. */
export async function lostWhileRunning(): Promise<{ reason: string; states: string[]; listed: number }> {
  const name = 'lost';
  await Dexie.delete(name);
  const served = createStore({ open: () => openDexie(name) });
  const { engine, ui } = clients(served);
  const states: string[] = [];
  ui.on('status', ({ state }) => states.push(state));
  await engine.api.hello({ marker: 'v' });
  const all = [mailboxes([mailbox('inbox', 'inbox')]), messages('inbox', range(1, 300))];
  await engine.api.apply(batch(1, all));
  const lost = new Promise<string>((resolve) => engine.on('lost', ({ reason }) => resolve(reason)));
  await Dexie.delete(name);
  const reason = await lost;
  await engine.api.hello({ marker: 'v' });
  await engine.api.apply(batch(1, all, [], 'e2'));
  const { total } = await ui.api.open({ query: INBOX });
  served.close();
  return { reason, states, listed: total };
}
