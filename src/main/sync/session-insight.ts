import type { Distrust, DistrustReason } from '@shared/contract/trust';
import type { MailboxCursor } from '@shared/contract/mailbox';
import type { ConnectionInsight, SyncStrategy } from '@shared/contract/inspect';
import type { MailboxId } from '@shared/model/ids';
import type { ImapClient } from '../imap';
import type { MailboxCounters } from './mailbox-list';
import type { KnownMailbox } from './mailbox-registry';

/** What an account runner knows at this moment, for the sync inspector. */
export interface SessionInsight {
  readonly connections: readonly ConnectionInsight[];
  readonly greeting: string;
  readonly serverId: string;
  readonly capabilities: readonly string[];
  readonly enabled: readonly string[];
  readonly distrusted: readonly Pick<Distrust, 'capability' | 'reason'>[];
  readonly strategy: SyncStrategy;
  readonly cursors: ReadonlyMap<MailboxId, MailboxCursor>;
  readonly counters: ReadonlyMap<MailboxId, MailboxCounters>;
  readonly troubles: ReadonlyMap<MailboxId, { readonly code: string; readonly server: string }>;
}

/** The parts of a runner that tell it. */
export interface SessionParts {
  readonly worker: ImapClient | null;
  readonly clients: Iterable<ImapClient>;
  readonly distrusted: ReadonlyMap<string, DistrustReason>;
  readonly mailboxes: readonly KnownMailbox[];
  readonly cursors: SessionInsight['cursors'];
  readonly counters: SessionInsight['counters'];
  readonly troubles: SessionInsight['troubles'];
}

export function sessionInsight(parts: SessionParts): SessionInsight {
  const { worker, clients, distrusted, mailboxes, cursors, counters, troubles } = parts;
  const nameOf = (wire: string | undefined): string =>
    mailboxes.find((m) => m.wire === wire)?.name ?? wire ?? '';
  return {
    connections: [...clients].map((client) => ({
      purpose: client === worker ? 'worker' : 'watcher',
      mailbox: nameOf(client.view?.wire),
      encrypted: client.encrypted,
    })),
    greeting: worker?.greeting ?? '',
    serverId: [...(worker?.serverId ?? [])].map(([key, value]) => `${key} ${value ?? '–'}`).join(', '),
    capabilities: worker ? [...worker.capabilities.all].sort() : [],
    enabled: worker ? [...worker.enabled].sort() : [],
    distrusted: [...distrusted].map(([capability, reason]) => ({ capability, reason })),
    strategy: strategyOf(worker, distrusted),
    cursors,
    counters,
    troubles,
  };
}

/** The best strategy that holds on this connection, as `openMailbox` and `applyChanges` choose it. */
function strategyOf(
  worker: ImapClient | null,
  distrusted: ReadonlyMap<string, DistrustReason>,
): SyncStrategy {
  if (!worker) return 'flags';
  if (worker.enabled.has('QRESYNC') && !distrusted.has('QRESYNC')) return 'qresync';
  return worker.capabilities.has('CONDSTORE') && !distrusted.has('CONDSTORE') ? 'condstore' : 'flags';
}
