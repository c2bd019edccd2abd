import { Flag, flagBit } from '@shared/model/flags';
import { type MailboxId, type MessageKey, parseMessageKey } from '@shared/model/ids';
import type { Action } from '@shared/contract/engine-api';
import type { Label, MailboxView, ViewQuery } from '@shared/contract/view-api';
import { formatCount } from '../i18n/format';
import { t } from '../i18n';
import { session } from './connection';
import { useEngineState } from './engine-state';
import { errorText } from './errors';
import { currentRow, rowAfter, useList } from './list';
import { roleHere } from './mailbox-here';
import { useSelection } from './selection';
import { showToast, type ToastSpec } from './toasts';
import { openDialog } from './ui';

/** Something done, by the name that the engine gives it once it took it. */
interface Done {
  readonly group: Promise<string>;
  /** Something of it was taken back in the list of changes. */
  elsewhere?: boolean;
}

/** What can be taken back, newest last, from the moment it is done: undo pressed before the engine answers means this one. */
const undoStack: Done[] = [];
const MAX_UNDO = 50;

/** Marked messages, else all of the cursor's thread, else the open one. */
export function targetKeys(): readonly MessageKey[] {
  const { selectedKeys, openMessageKey, openThreadKeys } = useSelection.getState();
  if (selectedKeys.size > 0) return listOf(selectedKeys);
  const row = currentRow();
  if (row) return row.threadKeys;
  if (openThreadKeys.length > 0) return openThreadKeys;
  return openMessageKey ? [openMessageKey] : [];
}

/** The same list for the same selection, so that what marks it need not make a set of it again. */
function listOf(selected: ReadonlySet<MessageKey>): readonly MessageKey[] {
  if (listed?.of !== selected) listed = { of: selected, keys: [...selected] };
  return listed.keys;
}
let listed: { readonly of: ReadonlySet<MessageKey>; readonly keys: readonly MessageKey[] } | null = null;

const setOf = (keys: readonly MessageKey[]): ReadonlySet<MessageKey> =>
  listed?.keys === keys ? listed.of : new Set(keys);

/** Asked for every command at every key: a hundred thousand marked messages are not listed for that. */
export const hasTargets = (): boolean =>
  useSelection.getState().selectedKeys.size > 0 || targetKeys().length > 0;

/** Whether the action takes messages out of the list they are acted on in; a search may look further than its place. */
function takesAway(action: Action, { scope }: ViewQuery): boolean {
  if (action.kind === 'flag' || action.kind === 'copy') return false;
  // What was read where only unread ones are listed has left already: one goes on from it.
  if (useSelection.getState().cursor?.left) return true;
  if (action.kind === 'move' && scope.kind === 'mailbox') return scope.mailbox !== action.to;
  if (action.kind === 'move' && scope.kind === 'role') return roleOf(action.to) !== scope.role;
  // What looks into many mailboxes keeps what is merely archived or moved; the store decides.
  if (scope.kind === 'flagged' || scope.kind === 'unread' || scope.kind === 'all')
    return action.kind === 'delete' || action.kind === 'destroy' || action.kind === 'junk';
  return true;
}

const roleOf = (id: MailboxId): MailboxView['role'] | undefined =>
  useEngineState.getState().mailboxes.find((mailbox) => mailbox.id === id)?.role;

export interface ActOptions {
  /** No toast: the effect is plain to see (star, read). It can still be taken back. */
  readonly quiet?: boolean;
  /** Words instead of the standard ones. */
  readonly said?: string;
}

/**
 * Does something to messages: shown in the same frame, the next row selected, durable when the engine answers, and
 * offered to be taken back. Says so in words when the engine would not take it.
 */
export function act(action: Action, keys: readonly MessageKey[], options: ActOptions = {}): void {
  if (keys.length === 0) return;
  const settle = showAtOnce(action, keys);
  const words = (): string | null => (options.quiet ? null : (options.said ?? doneText(action, keys.length)));
  follow(
    settle,
    send(action, keys).then(({ group }) => group),
    words,
  );
}

/**
 * Follows what was asked of the engine and shown already: says that it is done, and lets it be taken back.
 * @param settle ends what is shown until then; null: nothing is. @param group its name, once it is durable
 * @param words what is said then; null: nothing
 */
export function follow(
  settle: ((taken: boolean) => void) | null,
  group: Promise<string>,
  words: () => string | null | Promise<string | null>,
): void {
  const done: Done = { group };
  undoStack.push(done);
  if (undoStack.length > MAX_UNDO) undoStack.shift();
  const say = inTurn();
  done.group
    .then(words)
    .then((text) => {
      settle?.(true);
      if (text !== null) say({ text, action: { label: t('common.undo'), run: () => undo(done) } });
    })
    .catch((error: unknown) => {
      forget(done);
      settle?.(false);
      showToast({ text: `${t('list.actionFailed')} ${errorText(error)}`, tone: 'danger' });
    });
}

/**
 * Puts messages into their accounts' trash. What has no trash to go to, or is in it, would be deleted for good: that is
 * asked first.
 */
export function deleteMessages(keys: readonly MessageKey[]): void {
  const { mailboxes } = useEngineState.getState();
  const withTrash = new Set(mailboxes.flatMap(({ role, account }) => (role === 'trash' ? [account] : [])));
  const toTrash = new Set(
    mailboxes.flatMap(({ id, role, account }) =>
      role !== 'trash' && role !== 'junk' && withTrash.has(account) ? [id] : [],
    ),
  );
  // What is on its way into the trash shows there already, under the name of where it came from.
  const inTrash = ['trash', 'junk'].includes(roleHere() ?? '');
  const goes = (key: MessageKey): boolean => !inTrash && toTrash.has(parseMessageKey(key).mailbox);
  const kept = keys.filter(goes);
  act({ kind: 'delete' }, kept.length === keys.length ? keys : kept);
  if (kept.length < keys.length) openDialog({ kind: 'destroy', keys: keys.filter((key) => !goes(key)) });
}

/** More messages than these are told to the engine after the frame that shows what was done to them. */
const MANY = 2000;
/** Longer than this a window does not wait for a frame: it may be hidden. */
const FRAME_MS = 100;

let drawing: Promise<void> | null = null;

/** Tells the engine, in the order of the actions. Writing down a hundred thousand names would keep the frame waiting. */
function send(action: Action, keys: readonly MessageKey[]): Promise<{ readonly group: string }> {
  const go = () => session().engine.api.act({ action, keys: [...keys] });
  if (keys.length > MANY) {
    drawing ??= drawn().finally(() => {
      drawing = null;
    });
  }
  return drawing ? drawing.then(go) : go();
}

const drawn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, FRAME_MS);
    if (typeof requestAnimationFrame === 'function') requestAnimationFrame(() => setTimeout(resolve));
  });

/** Marks rows and moves on, before anything is asked of the engine. */
function showAtOnce(action: Action, keys: readonly MessageKey[]): (taken: boolean) => void {
  const { window } = useList.getState();
  if (!window) return () => undefined;
  if (takesAway(action, window.query)) return leaveList(keys);
  if (action.kind === 'flag')
    return window.mark(setOf(keys), { kind: 'flags', add: bits(action.add), remove: bits(action.remove) });
  return () => undefined;
}

/** Marks messages as leaving the list and moves on to the next. @returns ends the marking */
export function leaveList(keys: readonly MessageKey[]): (taken: boolean) => void {
  const { window } = useList.getState();
  if (!window) return () => undefined;
  const state = useSelection.getState();
  const leaving: ReadonlySet<MessageKey> = setOf(keys);
  const settle = window.mark(leaving, { kind: 'leaving' });
  const { cursor } = state;
  if (cursor && cursor.row.threadKeys.every((key) => leaving.has(key))) {
    const next = rowAfter(window, cursor.index, leaving, cursor.left !== undefined);
    const row = next < 0 ? undefined : window.row(next);
    if (row) {
      state.setCursor(next, row);
      if (state.openMessageKey) state.open(row);
    } else {
      useSelection.setState({ cursor: null });
      state.closeMessage();
    }
  } else if (state.openMessageKey && leaving.has(state.openMessageKey)) state.closeMessage();
  state.clearSelection();
  return settle;
}

const bits = (names: readonly string[]): number => names.reduce((sum, name) => sum | flagBit(name), 0);

function doneText(action: Action, count: number): string {
  const folder = 'to' in action ? mailboxName(action.to) : '';
  return t(`list.done.${action.kind}`, { count, formatted: formatCount(count), folder });
}

/** A mailbox as people call it: by its role, else its own name. */
export function mailboxName(id: MailboxId): string {
  const mailbox = useEngineState.getState().mailboxes.find((one) => one.id === id);
  if (!mailbox) return '';
  return mailbox.role ? t(`folders.role.${mailbox.role}`) : mailbox.leaf;
}

/** A mailbox that people use as a label: one of their own; '' for the others. */
export function labelName(id: MailboxId): string {
  const mailbox = useEngineState.getState().mailboxes.find((one) => one.id === id);
  return mailbox?.role === null ? mailbox.leaf : '';
}

/** Takes a label off (Gmail): what leaves a label for All Mail keeps its other ones. */
export function removeLabel({ mailbox, key }: Label): void {
  const { mailboxes } = useEngineState.getState();
  const account = mailboxes.find((one) => one.id === mailbox)?.account;
  const all = mailboxes.find((one) => one.account === account && one.role === 'all');
  if (all)
    act({ kind: 'move', to: all.id }, [key], { said: t('list.labelRemoved', { name: labelName(mailbox) }) });
}

/** Takes back what was done, or the last of it. */
export function undo(meant?: Done): void {
  const done = meant ?? undoStack.at(-1);
  if (done === undefined) {
    inTurn()({ text: t('list.nothingToUndo'), stay: 3000 });
    return;
  }
  forget(done);
  const say = inTurn();
  takeBack(done)
    .then((undone) => {
      // What is taken back already is no answer to who wants the last thing undone: that is the one before.
      if (undone === 0 && done.elsewhere === true && meant === undefined) undo();
      else if (undone !== null)
        say({ text: t(undone > 0 ? 'list.undone' : 'list.nothingToUndo', { count: undone }), stay: 3000 });
    })
    .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
}

/**
 * Answers come in any order: what an earlier act has to say does not take the place of what a later one said, whose Undo
 * would go with it.
 */
function inTurn(): (spec: ToastSpec) => void {
  const turn = ++turns;
  return (spec) => {
    if (turn < said) return;
    said = turn;
    showToast({ ...spec, key: 'done' });
  };
}
let turns = 0;
let said = 0;

/** Something of what was done was taken back in the list of changes: there may be nothing left of it to undo. */
export async function takenBackElsewhere(group: string): Promise<void> {
  for (const done of [...undoStack])
    if ((await done.group.catch(() => null)) === group) done.elsewhere = true;
}

function forget(done: Done): void {
  const index = undoStack.lastIndexOf(done);
  if (index >= 0) undoStack.splice(index, 1);
}

/** How many messages were taken back; null when it was never done, which has been told. */
async function takeBack({ group: named }: Done): Promise<number | null> {
  const group = await named.catch(() => null);
  return group === null ? null : (await session().engine.api.undo({ group })).undone;
}

/** Stars a thread by its newest message, or takes the stars off all of it: one that shows a star has one somewhere. */
export function toggleStar(): void {
  const { selectedKeys } = useSelection.getState();
  const row = currentRow();
  const starred = row ? isStarred(row) : false;
  const keys = selectedKeys.size === 0 && row && !starred ? [row.key] : targetKeys();
  flag('\\Flagged', !starred, keys);
}

/** Marks read when anything is unread, else unread. */
export function toggleRead(): void {
  const row = currentRow();
  const unread = row ? isUnread(row) : false;
  const { selectedKeys } = useSelection.getState();
  // Unread again means the newest: the one the row stands for.
  const keys = !unread && selectedKeys.size === 0 && row ? [row.key] : targetKeys();
  flag('\\Seen', unread, keys);
}

export const isUnread = (row: { readonly flags: number; readonly threadUnread: number }): boolean =>
  row.threadUnread > 0 || (row.flags & Flag.Seen) === 0;

export const isStarred = (row: { readonly flags: number; readonly threadFlagged: number }): boolean =>
  row.threadFlagged > 0 || (row.flags & Flag.Flagged) !== 0;

export function flag(name: string, on: boolean, keys: readonly MessageKey[]): void {
  act({ kind: 'flag', add: on ? [name] : [], remove: on ? [] : [name] }, keys, { quiet: true });
}
