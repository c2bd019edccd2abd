import { domainEntry } from '@shared/rules/blocked';
import { mutedBy } from '../state/mutes';
import {
  blockedBy,
  mute,
  newRule,
  ruleForKey,
  senderOfRow,
  unmute,
  unblock,
  wantToBlock,
} from '../features/rules';
import type { Command } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { currentRow } from '../state/list';
import { roleHere } from '../state/mailbox-here';
import { openDialog } from '../state/ui';

const hasAccounts = (): boolean => (useEngineState.getState().status?.accounts.length ?? 0) > 0;

/** Who wrote the message that one is at; null among what one sends oneself. */
function senderHere(): string | null {
  const role = roleHere();
  return role === 'sent' || role === 'drafts' ? null : senderOfRow(currentRow());
}

const notBlocked = (): boolean => {
  const address = senderHere();
  return address !== null && blockedBy(address) === null;
};

/** The muted conversation that one is at; null where it is not muted. */
function mutedHere(): string | null {
  const row = currentRow();
  return row && mutedBy(row);
}

/** What Tern is to do by itself. */
export const ruleCommands: readonly Command[] = [
  {
    id: 'block',
    title: 'commands.block',
    group: 'message',
    icon: 'blocked',
    when: notBlocked,
    run: () => {
      const address = senderHere();
      if (address !== null) wantToBlock(address);
    },
  },
  {
    id: 'blockDomain',
    title: 'commands.blockDomain',
    group: 'message',
    icon: 'blocked',
    when: notBlocked,
    run: () => wantToBlock(domainEntry(senderHere() ?? '')),
  },
  {
    id: 'unblock',
    title: 'commands.unblock',
    group: 'message',
    icon: 'allowed',
    when: () => senderHere() !== null && !notBlocked(),
    run: () => {
      const entry = blockedBy(senderHere() ?? '');
      if (entry !== null) unblock(entry);
    },
  },
  {
    id: 'mute',
    title: 'commands.mute',
    group: 'message',
    icon: 'muted',
    when: () => currentRow() !== null && mutedHere() === null,
    run: () => mute(currentRow()?.threadKeys ?? []),
  },
  {
    id: 'unmute',
    title: 'commands.unmute',
    group: 'message',
    icon: 'notification',
    when: () => mutedHere() !== null,
    run: () => {
      const id = mutedHere();
      if (id !== null) unmute(id);
    },
  },
  {
    id: 'createRule',
    title: 'commands.createRule',
    group: 'message',
    icon: 'filter',
    when: () => senderHere() !== null,
    run: () => {
      const row = currentRow();
      if (row) ruleForKey(row.key);
    },
  },
  {
    id: 'newRule',
    title: 'commands.newRule',
    group: 'app',
    icon: 'filter',
    when: hasAccounts,
    run: newRule,
  },
  {
    id: 'rules',
    title: 'commands.rules',
    group: 'app',
    icon: 'filter',
    when: hasAccounts,
    run: () => openDialog({ kind: 'settings', tab: 'rules' }),
  },
];
