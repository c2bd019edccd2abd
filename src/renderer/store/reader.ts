import type { Operation } from '@shared/contract/operations';
import type { Label, ListRow, MailboxView, MessageDetail } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import {
  type AccountId,
  generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
  uid,
} from '@shared/model/ids';
import type { MailboxRole, MessageBody, MessageRow } from '@shared/model/message';
import { type Box, type Folder } from './catalogue';
import { loadAll, loadFolder } from './loading';
import { HIDDEN } from './message-columns';
import { projects } from './project';
import { BLANK_ROW } from './row-cache';
import { cursorKey, type StoreState } from './state';
import type { Store } from './store';
import { copiesOf, homesOf } from './twins';
import type { ViewIndex } from './view-index';

const MAX_PARTICIPANTS = 6;
/** Messages at either end of a thread whose senders are looked at. */
const PARTICIPANTS_FROM = 6;
const MAX_CONVERSATION = 1000;
/** What a conversation leaves out, unless the message that was opened is there. */
const ASIDE: ReadonlySet<MailboxRole> = new Set<MailboxRole>(['junk', 'trash']);

export function refOf(state: StoreState, slot: number): MessageRef {
  const folder = state.folderOf(slot);
  return {
    mailbox: folder.box.id,
    generation: folder.generation,
    uid: uid(state.columns.uid[slot] as number),
  };
}

export const keyOf = (state: StoreState, slot: number): MessageKey => messageKey(refOf(state, slot));

/** The slot a key leads to now, −1 when the message is not known. The folder is brought into memory if need be. */
export async function slotOf(store: Store, state: StoreState, key: MessageKey): Promise<number> {
  const { forwarding } = state.projection;
  const code = forwarding.code(key);
  for (const step of [code, ...forwarding.onward(code)]) {
    const folder = state.catalogue.folders[Math.floor(step / 0x100000000)] as Folder;
    await loadFolder(state, folder);
  }
  return state.projection.resolve(code);
}

function keywordsOf(state: StoreState, slot: number): string[] {
  const names = state.folderOf(slot).box.keywords;
  const bits = state.columns.shownKeywords[slot] as number;
  return bits === 0 ? [] : names.filter((_name, bit) => (bits >>> bit) & 1);
}

/** The mailbox that shows the message; its own while none does. */
function boxOf(state: StoreState, slot: number): Box {
  const shown = state.columns.shownIn[slot] as number;
  return shown === HIDDEN ? state.folderOf(slot).box : (state.catalogue.boxes[shown] as Box);
}

/** Rows `from` ≤ row < `to` of a view, as the list shows them. */
export async function listRows(
  store: Store,
  state: StoreState,
  view: ViewIndex,
  from: number,
  to: number,
): Promise<ListRow[]> {
  // Everything the index says is read before anything is awaited: it may move on meanwhile.
  const { columns } = state;
  const leaders = view.rows(from, to);
  const labels = labelsOf(state, leaders);
  const drafts = leaders.map((slot, i) => {
    const members = view.members(from + i);
    const box = boxOf(state, slot);
    let unread = 0;
    let flagged = 0;
    let size = 0;
    for (const member of members) {
      const flags = columns.shownFlags[member] as number;
      if (!(flags & Flag.Seen)) unread++;
      if (flags & Flag.Flagged) flagged++;
      size += columns.size[member] as number;
    }
    return {
      slot,
      people: peopleOf(members),
      fixed: {
        key: keyOf(state, slot),
        ref: refOf(state, slot),
        account: box.info?.account ?? ('' as ListRow['account']),
        mailbox: box.id,
        date: columns.date[slot] as number,
        size,
        flags: columns.shownFlags[slot] as number,
        keywords: keywordsOf(state, slot),
        labels: labels.get(slot) ?? [],
        pending: columns.pending[slot] as number,
        threadCount: members.length,
        threadUnread: unread,
        threadFlagged: flagged,
        threadKeys: members.map((member) => keyOf(state, member)),
      },
    };
  });
  const rows = await store.readRows(state, [
    ...new Set(drafts.flatMap(({ slot, people }) => [slot, ...people])),
  ]);
  return drafts.map(({ slot, people, fixed }) => {
    const { envelope, preview } = rows.get(slot) ?? BLANK_ROW;
    return {
      ...fixed,
      from: envelope.from,
      to: envelope.to,
      subject: envelope.subject,
      preview,
      messageId: envelope.messageId,
      participants: participants(people.map((member) => rows.get(member) ?? BLANK_ROW)),
    };
  });
}

/** The mailboxes besides its own that hold each message, where being in a mailbox is a label; without All Mail. */
function labelsOf(state: StoreState, slots: readonly number[]): Map<number, Label[]> {
  const { catalogue, columns } = state;
  const labelled = slots.filter((slot) => boxOf(state, slot).info?.label);
  const out = new Map<number, Label[]>();
  if (labelled.length === 0) return out;
  for (const [slot, copies] of copiesOf(columns, homesOf(catalogue), labelled)) {
    const here = boxOf(state, slot);
    out.set(
      slot,
      copies
        .map((copy) => ({ box: boxOf(state, copy), copy }))
        .filter(({ box }) => box !== here && box.info !== null && !COLLECTIONS.has(box.info.role))
        .map(({ box, copy }) => ({ mailbox: box.id, key: keyOf(state, copy) })),
    );
  }
  return out;
}

/** What Gmail puts messages into by itself. */
const COLLECTIONS: ReadonlySet<MailboxRole> = new Set<MailboxRole>(['all', 'flagged', 'important']);

const peopleOf = (members: readonly number[]): readonly number[] =>
  members.length <= 2 * PARTICIPANTS_FROM
    ? members
    : [...members.slice(0, PARTICIPANTS_FROM), ...members.slice(-PARTICIPANTS_FROM)];

function participants(rows: readonly MessageRow[]): string[] {
  const names = new Set<string>();
  for (const { envelope } of rows) {
    const [sender] = envelope.from;
    const name = sender ? sender.name || sender.address : '';
    if (name !== '') names.add(name);
    if (names.size === MAX_PARTICIPANTS) break;
  }
  return [...names];
}

export async function messageDetail(
  store: Store,
  state: StoreState,
  key: MessageKey,
): Promise<MessageDetail | null> {
  const slot = await slotOf(store, state, key);
  const [detail] = slot < 0 ? [] : await details(store, state, [slot]);
  return detail ?? null;
}

async function details(store: Store, state: StoreState, slots: readonly number[]): Promise<MessageDetail[]> {
  const { columns } = state;
  const labels = labelsOf(state, slots);
  const drafts = slots.map((slot) => {
    const box = boxOf(state, slot);
    return {
      slot,
      fixed: {
        key: keyOf(state, slot),
        ref: refOf(state, slot),
        account: box.info?.account ?? ('' as MessageDetail['account']),
        mailbox: box.id,
        date: columns.date[slot] as number,
        size: columns.size[slot] as number,
        flags: columns.shownFlags[slot] as number,
        keywords: keywordsOf(state, slot),
        labels: labels.get(slot) ?? [],
        pending: columns.pending[slot] as number,
      },
    };
  });
  const rows = await store.readRows(state, slots);
  const identities = [...new Set([...rows.values()].map((row) => row.identity).filter(Boolean))];
  const found: (MessageBody | undefined)[] =
    identities.length === 0
      ? []
      : await state.database.read(['bodies'], (tx) => tx.getMany('bodies', identities));
  const bodies = new Map(identities.map((identity, i) => [identity, found[i] ?? null]));
  return drafts.map(({ slot, fixed }) => {
    const { envelope, structure, preview, identity } = rows.get(slot) ?? BLANK_ROW;
    return { ...fixed, envelope, structure, preview, identity, body: bodies.get(identity) ?? null };
  });
}

/** The thread of a message over its account's mailboxes, oldest first, copies of one message once. */
export async function conversation(
  store: Store,
  state: StoreState,
  key: MessageKey,
): Promise<MessageDetail[]> {
  const opened = await slotOf(store, state, key);
  if (opened < 0) return [];
  await loadAll(state);
  const { columns, forest, catalogue } = state;
  const home = columns.shownIn[opened] as number;
  const root = forest.root(columns.node[opened] as number);
  const slots: number[] = [];
  for (let slot = 0; slot < columns.length; slot++) {
    const place = columns.shownIn[slot] as number;
    if (place === HIDDEN || forest.root(columns.node[slot] as number) !== root) continue;
    if (slot !== opened && place !== home && ASIDE.has(catalogue.boxes[place]?.info?.role ?? null)) continue;
    slots.push(slot);
  }
  if (!slots.includes(opened)) slots.push(opened);
  const rank = (slot: number): number => (slot === opened ? 0 : columns.shownIn[slot] === home ? 1 : 2);
  slots.sort(
    (a, b) => (columns.date[a] as number) - (columns.date[b] as number) || rank(a) - rank(b) || a - b,
  );
  const ranks = new Map(slots.map((slot) => [keyOf(state, slot), rank(slot)]));
  const all = await details(store, state, slots.slice(-MAX_CONVERSATION));
  const best = new Map<string, MessageDetail>();
  for (const detail of all) {
    const identity = detail.identity || detail.key;
    const other = best.get(identity);
    if (!other || (ranks.get(detail.key) ?? 2) < (ranks.get(other.key) ?? 2)) best.set(identity, detail);
  }
  const kept = new Set(best.values());
  return all.filter((detail) => kept.has(detail));
}

/** The folder pane: server's list, pending changes of it, projected counts. */
export function mailboxViews(state: StoreState): MailboxView[] {
  const views = new Map<MailboxId, MailboxView>();
  for (const box of state.catalogue.boxes) {
    const { info } = box;
    if (!info) continue;
    const folder = state.catalogue.visible(box);
    const counts = folder?.loaded === true ? box : state.remembered.get(box.id);
    views.set(box.id, {
      ...info,
      total: counts?.total ?? info.serverTotal ?? 0,
      unread: counts?.unread ?? info.serverUnseen ?? 0,
      flagged: counts?.flagged ?? box.flagged,
      cursor: state.cursors.get(cursorKey(box.id, info.generation)) ?? null,
    });
  }
  const wanted = [...state.projection.operations.values()].filter(projects).sort((a, b) => a.seq - b.seq);
  for (const operation of wanted) projectMailbox(views, operation);
  return [...views.values()];
}

/** A mailbox that is to be made: in the list at once, to be opened when the server has it. */
function toBe(views: Map<MailboxId, MailboxView>, id: string, account: AccountId, name: string): void {
  const others = [...views.values()].filter((view) => view.account === account);
  if (others.some((view) => view.name === name)) return;
  const delimiter = others.find((view) => view.delimiter !== null)?.delimiter ?? null;
  const parts = delimiter === null ? [name] : name.split(delimiter);
  const parent = parts.slice(0, -1).join(delimiter ?? '');
  const mailbox = `new-${id}` as MailboxId;
  views.set(mailbox, {
    id: mailbox,
    account,
    name,
    delimiter,
    leaf: parts.at(-1) ?? name,
    parent: others.find((view) => view.name === parent)?.id ?? null,
    role: null,
    selectable: false,
    subscribed: true,
    generation: generation(0),
    serverTotal: null,
    serverUnseen: null,
    label: false,
    local: false,
    trouble: null,
    total: 0,
    unread: 0,
    flagged: 0,
    cursor: null,
  });
}

function projectMailbox(views: Map<MailboxId, MailboxView>, { id: operation, intent }: Operation): void {
  if (intent.kind === 'create-mailbox') toBe(views, operation, intent.account, intent.name);
  if (!('mailbox' in intent)) return;
  const view = views.get(intent.mailbox);
  if (!view) return;
  switch (intent.kind) {
    case 'delete-mailbox':
      views.delete(intent.mailbox);
      break;
    case 'subscribe':
      views.set(view.id, { ...view, subscribed: intent.subscribed });
      break;
    case 'rename-mailbox': {
      const { delimiter } = view;
      for (const [id, other] of views) {
        const inside = delimiter !== null && other.name.startsWith(view.name + delimiter);
        if (other.account !== view.account || !(id === view.id || inside)) continue;
        const name = intent.name + other.name.slice(view.name.length);
        const leaf = delimiter === null ? name : (name.split(delimiter).at(-1) ?? name);
        views.set(id, { ...other, name, leaf });
      }
      break;
    }
  }
}
