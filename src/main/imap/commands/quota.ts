import type { Command } from '../session/command';
import type { MailboxName, Quota } from '../types';

/** GETQUOTAROOT (RFC 9208 §4.1.2): the limits that hold for a mailbox. */
export function getQuotaRoot(mailbox: MailboxName): Command<Quota[]> {
  const quotas: Quota[] = [];
  return {
    name: 'GETQUOTAROOT',
    lane: { answers: ['QUOTA'] },
    idempotent: true,
    write: (w) => void w.raw('GETQUOTAROOT ').mailbox(mailbox),
    collect(response) {
      if (response.type === 'quota') quotas.push(response.quota);
      return response.type === 'quota' || response.type === 'quotaroot';
    },
    finish: () => quotas,
  };
}

/** GETQUOTA (RFC 9208 §4.1.1). */
export function getQuota(root: string): Command<Quota | null> {
  let quota: Quota | null = null;
  return {
    name: 'GETQUOTA',
    lane: { answers: ['QUOTA'] },
    idempotent: true,
    write: (w) => void w.raw('GETQUOTA ').astring(root),
    collect(response) {
      if (response.type !== 'quota') return false;
      quota = response.quota;
      return true;
    },
    finish: () => quota,
  };
}
