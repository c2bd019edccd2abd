import { isReminder, type SnoozeState } from '@shared/contract/snooze';
import { type MessageKey, parseMessageKey } from '@shared/model/ids';
import { hasTargets, targetKeys } from '../state/actions';
import type { Command } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { currentRow } from '../state/list';
import { roleHere } from '../state/mailbox-here';
import { useSelection } from '../state/selection';
import { snoozeOf } from '../state/snoozed';
import { isInSent, wake } from '../state/snoozing';
import { openDialog } from '../state/ui';

/** Marked messages that are looked at in lists of many folders: a command is asked for at every key. */
const LOOKED_AT = 100;

function scopeHere(): string | null {
  const { place } = useSelection.getState();
  return place?.kind === 'mail' ? place.scope.kind : null;
}

/** Letters in Sent whose answers one may wait for: marked, else the one that the row stands for; none beside other messages. */
function letters(): readonly MessageKey[] {
  const { selectedKeys, openMessageKey } = useSelection.getState();
  if (selectedKeys.size > 0) {
    const marked = targetKeys();
    return marked.slice(0, LOOKED_AT).every(isInSent) ? marked : [];
  }
  const key = currentRow()?.key ?? openMessageKey;
  return key !== null && isInSent(key) ? [key] : [];
}

/** Only what is in an inbox can be out of it for a while. */
function canSnooze(): boolean {
  if (!hasTargets() || letters().length > 0) return false;
  const scope = scopeHere();
  if (scope === 'snoozed') return true;
  if (scope === 'mailbox' || scope === 'role') return roleHere() === 'inbox';
  return targetKeys().slice(0, LOOKED_AT).some(inInbox);
}

function inInbox(key: MessageKey): boolean {
  const { mailbox } = parseMessageKey(key);
  return useEngineState.getState().mailboxes.some(({ id, role }) => id === mailbox && role === 'inbox');
}

/** What is snoozed or waited for of the row that one is at; null when messages are marked. */
function stateHere(): SnoozeState | null {
  const row = currentRow();
  return row && useSelection.getState().selectedKeys.size === 0 ? snoozeOf(row) : null;
}

function canEnd(): boolean {
  const state = stateHere();
  return state !== null && isReminder(state) && letters().length > 0;
}

function canWake(): boolean {
  if (canEnd()) return false;
  return scopeHere() === 'snoozed' ? hasTargets() : stateHere()?.back === null;
}

/** What is out of the inbox until a time, and letters whose answers are waited for. */
export const snoozeCommands: readonly Command[] = [
  {
    id: 'snooze',
    title: 'commands.snooze',
    group: 'message',
    icon: 'snooze',
    keys: ['b'],
    when: canSnooze,
    run: () => openDialog({ kind: 'snooze', keys: targetKeys() }),
  },
  {
    id: 'wake',
    title: 'commands.wake',
    group: 'message',
    icon: 'notification',
    keys: ['Shift+b'],
    when: canWake,
    run: () => wake(targetKeys()),
  },
  {
    id: 'remind',
    title: 'commands.remind',
    group: 'message',
    icon: 'notification',
    keys: ['b'],
    when: () => letters().length > 0,
    run: () => openDialog({ kind: 'remind', keys: letters() }),
  },
  {
    id: 'endReminder',
    title: 'commands.endReminder',
    group: 'message',
    icon: 'check',
    keys: ['Shift+b'],
    when: canEnd,
    run: () => wake(letters()),
  },
  {
    id: 'goSnoozed',
    title: 'commands.goSnoozed',
    group: 'navigate',
    icon: 'snooze',
    keys: ['g b'],
    when: () => (useEngineState.getState().status?.accounts.length ?? 0) > 0,
    run: () => useSelection.getState().go({ kind: 'mail', scope: { kind: 'snoozed' } }),
  },
];
