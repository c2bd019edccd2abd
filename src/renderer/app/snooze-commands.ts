import { type MessageKey, parseMessageKey } from '@shared/model/ids';
import { hasTargets, targetKeys } from '../state/actions';
import type { Command } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { currentRow } from '../state/list';
import { roleHere } from '../state/mailbox-here';
import { useSelection } from '../state/selection';
import { snoozeOf } from '../state/snoozed';
import { wake } from '../state/snoozing';
import { openDialog } from '../state/ui';

/** Marked messages that are looked at in lists of many folders: a command is asked for at every key. */
const LOOKED_AT = 100;

function scopeHere(): string | null {
  const { place } = useSelection.getState();
  return place?.kind === 'mail' ? place.scope.kind : null;
}

/** Only what is in an inbox can be out of it for a while. */
function canSnooze(): boolean {
  if (!hasTargets()) return false;
  const scope = scopeHere();
  if (scope === 'snoozed') return true;
  if (scope === 'mailbox' || scope === 'role') return roleHere() === 'inbox';
  return targetKeys().slice(0, LOOKED_AT).some(inInbox);
}

function inInbox(key: MessageKey): boolean {
  const { mailbox } = parseMessageKey(key);
  return useEngineState.getState().mailboxes.some(({ id, role }) => id === mailbox && role === 'inbox');
}

function canWake(): boolean {
  if (scopeHere() === 'snoozed') return hasTargets();
  const row = currentRow();
  return row !== null && useSelection.getState().selectedKeys.size === 0 && snoozeOf(row)?.back === null;
}

/** What is out of the inbox until a time. */
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
    id: 'goSnoozed',
    title: 'commands.goSnoozed',
    group: 'navigate',
    icon: 'snooze',
    keys: ['g b'],
    when: () => (useEngineState.getState().status?.accounts.length ?? 0) > 0,
    run: () => useSelection.getState().go({ kind: 'mail', scope: { kind: 'snoozed' } }),
  },
];
