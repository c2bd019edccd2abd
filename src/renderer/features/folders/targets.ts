import { useMemo } from 'react';
import type { MailboxView } from '@shared/contract/view-api';
import type { AccountId, MailboxId } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { updateSettings, useEngineState, useSettings } from '../../state/engine-state';

/** Folders that mail was moved or copied to lately and that are offered first. */
const MAX_RECENT = 5;

/** Where mail is hardly ever moved to by hand: a key has brought it there, or writing it. */
const LAST: ReadonlySet<MailboxRole> = new Set(['drafts', 'sent', 'outbox', 'junk', 'trash']);

const idsOf = (kept: unknown): readonly string[] =>
  Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];

/** What mail was moved or copied to lately, newest first. Kept on this computer. */
export function useRecentTargets(): readonly string[] {
  const kept = useSettings().ui['recentTargets'];
  return useMemo(() => idsOf(kept), [kept]);
}

export function rememberTarget(mailbox: MailboxId): void {
  const { ui } = useEngineState.getState().settings;
  const kept = idsOf(ui['recentTargets']);
  if (kept[0] === mailbox) return;
  const recentTargets = [mailbox, ...kept.filter((id) => id !== mailbox)].slice(0, MAX_RECENT);
  updateSettings({ ui: { ...ui, recentTargets } });
}

export interface TargetOrder {
  /** Something was typed: what fits it best comes first by itself. */
  readonly typed: boolean;
  readonly recent: readonly string[];
  /** Accounts that the mail is in. */
  readonly home: ReadonlySet<AccountId>;
}

/**
 * Folders as targets for mail: recent ones as they were used, then those of the accounts it is in, there the ones that
 * have a task of their own (Drafts, Trash …) last. What is equal in this keeps its order.
 */
export function inOrder(
  mailboxes: readonly MailboxView[],
  { typed, recent, home }: TargetOrder,
): MailboxView[] {
  const place = ({ id, account, role }: MailboxView): number => {
    const used = typed ? -1 : recent.indexOf(id);
    if (used >= 0) return used;
    return MAX_RECENT + (home.has(account) ? 0 : 2) + (!typed && LAST.has(role) ? 1 : 0);
  };
  return [...mailboxes].sort((a, b) => place(a) - place(b));
}
