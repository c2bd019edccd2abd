import { type Folder, nameKeywords } from './catalogue';
import type { ColumnsRecord } from './database';
import { cursorKey, type StoreState } from './state';

/** Mailboxes are read at start in this order; the rest follow by name. */
const FIRST_ROLES = ['inbox', 'sent', 'drafts', 'archive'];

/** Pages of a folder that are brought into memory in one go: some 16,000 messages, 20 ms. */
const PAGES_AT_ONCE = 64;

/** Everything but columns and rows, from the database into a new state. */
export async function readState(state: StoreState): Promise<void> {
  await state.database.read(
    ['mailboxes', 'cursors', 'keywords', 'operations', 'forwarding', 'heads', 'meta'],
    async (tx) => {
      const [mailboxes, cursors, keywords, operations, forwarding, heads, meta] = await Promise.all([
        tx.all('mailboxes'),
        tx.all('cursors'),
        tx.all('keywords'),
        tx.all('operations'),
        tx.all('forwarding'),
        tx.all('heads'),
        tx.all('meta'),
      ]);
      for (const mailbox of mailboxes) state.catalogue.box(mailbox.id).info = mailbox;
      for (const cursor of cursors) {
        state.cursors.set(cursorKey(cursor.mailbox, cursor.generation), cursor);
        state.catalogue.box(cursor.mailbox);
      }
      for (const { mailbox, names } of keywords) nameKeywords(state.catalogue.box(mailbox), names);
      const paths = state.projection.forwarding;
      for (const { from, to } of forwarding.sort((a, b) => a.at - b.at)) {
        from.forEach((key, i) => {
          const target = to[i];
          if (target !== undefined) paths.add(paths.code(key), paths.code(target));
        });
      }
      state.projection.setOperations(operations, []);
      for (const head of heads) state.heads.set(head.id, head);
      for (const record of meta) {
        if (record.key === 'marker') state.marker = record.marker;
        else if (record.key === 'batch') state.batch = { epoch: record.epoch, number: record.number };
        else if (record.key === 'counts')
          state.remembered = new Map(record.boxes.map((counts) => [counts.mailbox, counts]));
        else if (record.key === 'snoozed') state.projection.setSnoozed(record.messages);
        else if (record.key === 'dropping') state.dropping = [...record.generations];
      }
    },
  );
  state.catalogue.opened();
}

/** Brings the columns of a folder into memory, once. */
export function loadFolder(state: StoreState, folder: Folder): Promise<void> {
  if (folder.loaded || folder.dropped) return Promise.resolve();
  folder.loading ??= readPages(state, folder).finally(() => {
    folder.loading = null;
  });
  return folder.loading;
}

/** Brings the columns of everything visible into memory, what people look at first coming first. */
export async function loadAll(state: StoreState): Promise<void> {
  const rank = (role: string | null): number => {
    const place = FIRST_ROLES.indexOf(role ?? '');
    return place < 0 ? FIRST_ROLES.length : place;
  };
  const boxes = state.catalogue.boxes
    .flatMap((box) => (box.info ? [{ box, info: box.info }] : []))
    .sort((a, b) => rank(a.info.role) - rank(b.info.role) || (a.info.name < b.info.name ? -1 : 1));
  for (const { box, info } of boxes) {
    await loadFolder(state, state.catalogue.folder(box.id, info.generation));
  }
}

/**
 * A few pages at a time, the next ones being read while these are taken in: what people ask for meanwhile is answered
 * in between.
 */
async function readPages(state: StoreState, folder: Folder): Promise<void> {
  const read = (after: number): Promise<ColumnsRecord[]> =>
    state.database.read(['columns'], (tx) =>
      tx.next('columns', [folder.box.id, folder.generation], after, PAGES_AT_ONCE),
    );
  let coming: Promise<ColumnsRecord[]> | null = read(-1);
  while (coming) {
    const records: ColumnsRecord[] = await coming;
    if (folder.dropped) return;
    coming = records.length < PAGES_AT_ONCE ? null : read((records.at(-1) as ColumnsRecord).page);
    // A failure is heard when it is this one's turn.
    coming?.catch(() => undefined);
    state.enterPages(folder, records);
  }
  folder.loaded = true;
  state.touchMailboxes();
}
