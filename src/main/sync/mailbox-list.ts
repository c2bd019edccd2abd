import type { Mailbox } from '@shared/contract/mailbox';
import { type Generation, generation, type MailboxId } from '@shared/model/ids';
import type { ImapClient } from '../imap';
import { INBOX, type KnownMailbox, type ListedMailbox } from './mailbox-registry';
import { assignRoles } from './roles';

/** The server's counters of a mailbox; null where it left them out. */
export interface MailboxCounters {
  readonly messages: number | null;
  readonly unseen: number | null;
  readonly uidNext: number | null;
  readonly uidValidity: number | null;
  readonly highestModSeq: bigint | null;
}

/**
 * All mailboxes of the account with their roles and, where one command gives them all (LIST-STATUS), their counters; `whole`
 * when every line that came meanwhile could be read.
 */
export async function listMailboxes(
  client: ImapClient,
): Promise<{ listed: ListedMailbox[]; counters: Map<string, MailboxCounters>; whole: boolean }> {
  const caps = client.capabilities;
  const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY'] as const;
  const unreadable = client.unreadable;
  const entries = await client.list({
    status: [
      ...items,
      ...(caps.has('CONDSTORE') ? (['HIGHESTMODSEQ'] as const) : []),
      ...(caps.has('OBJECTID') ? (['MAILBOXID'] as const) : []),
    ],
  });
  // No command can name it (RFC 9051 §9, CHAR8), and whose name it was to be nobody knows.
  const nameable = entries.filter((e) => !e.wire.includes('\0'));
  const listable = nameable.filter((e) => !e.attributes.includes('\\nonexistent') || e.childInfo.length > 0);
  // However it is spelt, there is one INBOX (RFC 9051 §5.1): listed twice its mail would be shown twice.
  const isInbox = (name: string): boolean => name.toUpperCase() === INBOX;
  const unique = [...new Map(listable.map((e) => [isInbox(e.name) ? INBOX : e.wire, e])).values()];
  const roles = assignRoles(unique);
  const counters = new Map<string, MailboxCounters>();
  const listed = unique.map((entry): ListedMailbox => {
    const { status } = entry;
    if (status) {
      counters.set(entry.wire, {
        messages: status.messages ?? null,
        unseen: status.unseen ?? null,
        uidNext: status.uidNext ?? null,
        uidValidity: status.uidValidity ?? null,
        highestModSeq: status.highestModSeq ?? null,
      });
    }
    return {
      wire: entry.wire,
      name: isInbox(entry.name) ? INBOX : entry.name,
      delimiter: entry.delimiter,
      role: roles.get(entry) ?? null,
      objectId: status?.mailboxId ?? '',
      uidValidity: status?.uidValidity ?? 0,
      selectable: !entry.attributes.includes('\\noselect') && !entry.attributes.includes('\\nonexistent'),
      subscribed: entry.attributes.includes('\\subscribed'),
    };
  });
  const whole = client.unreadable === unreadable && nameable.length === entries.length;
  return { listed, counters, whole };
}

/** The mailboxes of one account as facts for the store: hierarchy resolved, live counters and troubles added. */
export function mailboxFacts(
  known: readonly KnownMailbox[],
  extra: (id: MailboxId) => {
    readonly counters: MailboxCounters | undefined;
    readonly trouble: Mailbox['trouble'];
    readonly shown: Generation | undefined;
    readonly label?: boolean;
  },
): Mailbox[] {
  const byName = new Map(known.map((m) => [m.name, m.id]));
  return known.map((m) => {
    const parts = m.delimiter === null || m.delimiter === '' ? [m.name] : m.name.split(m.delimiter);
    const parentName = parts.slice(0, -1).join(m.delimiter ?? '');
    const { counters, trouble, shown, label = false } = extra(m.id);
    return {
      id: m.id,
      account: m.account,
      name: m.name,
      delimiter: m.delimiter,
      leaf: parts.at(-1) ?? m.name,
      parent: byName.get(parentName) ?? null,
      role: m.role,
      selectable: m.selectable,
      subscribed: m.subscribed,
      generation: shown ?? generation(m.generation),
      serverTotal: counters?.messages ?? null,
      serverUnseen: counters?.unseen ?? null,
      label,
      local: m.local,
      trouble,
    };
  });
}
