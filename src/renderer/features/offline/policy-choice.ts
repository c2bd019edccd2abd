import type { KeepPolicy, OfflineFolder } from '@shared/contract/offline';
import { exactDate, formatCount, formatSize, listDate } from '../../i18n/format';
import { t } from '../../i18n';

const DAYS = [7, 30, 90, 365];

/** A policy as the id of an option. */
export const choiceOf = (policy: KeepPolicy | null): string => {
  if (policy === null) return 'inherit';
  return policy.kind === 'days' ? `days-${policy.days}` : policy.kind;
};

export function policyOf(choice: string): KeepPolicy | null {
  if (choice === 'inherit') return null;
  const days = /^days-(\d+)$/.exec(choice)?.[1];
  if (days !== undefined) return { kind: 'days', days: Number(days) };
  return choice === 'hidden' || choice === 'headers' ? { kind: choice } : { kind: 'everything' };
}

export const policyWords = (policy: KeepPolicy): string =>
  policy.kind === 'days' && !DAYS.includes(policy.days)
    ? t('offline.policy.days', { days: policy.days })
    : t(`offline.policy.${choiceOf(policy)}`);

/** What a folder, or with `null` an account, may be told to keep; a number of days of one's own stays offered. */
export function choices(
  now: KeepPolicy | null,
  inherited: KeepPolicy | null,
  mayHide: boolean,
  /** Junk and trash do not follow the account. */
  asUsual = false,
): { readonly id: string; readonly label: string }[] {
  const days = [...new Set([...DAYS, ...(now?.kind === 'days' ? [now.days] : [])])].sort((a, b) => a - b);
  const policies: KeepPolicy[] = [
    { kind: 'headers' },
    ...days.map((n) => ({ kind: 'days', days: n }) as const),
    { kind: 'everything' },
    ...(mayHide ? [{ kind: 'hidden' } as const] : []),
  ];
  return [
    ...(inherited === null
      ? []
      : [
          {
            id: 'inherit',
            label: t(`offline.policy.${asUsual ? 'usual' : 'inherit'}`, { policy: policyWords(inherited) }),
          },
        ]),
    ...policies.map((policy) => ({ id: choiceOf(policy), label: policyWords(policy) })),
  ];
}

const messages = (count: number): string => t('offline.messages', { count, formatted: formatCount(count) });

/** How a folder stands, in true numbers: complete as of when, or exactly what is missing. */
export function stateWords(folder: OfflineFolder): readonly string[] {
  const { effective, wanted, kept, bytes, listing, cut, failed, completeAt, local } = folder;
  if (local) return [t('offline.local')];
  if (effective.kind === 'hidden') return [t('offline.hiddenState')];
  if (effective.kind === 'headers') return [t('offline.headersOnly')];
  const size = formatSize(bytes);
  if (kept === wanted && !listing) {
    if (wanted === 0) return [t('offline.nothingWanted')];
    return completeAt > 0
      ? [t('offline.complete', { when: listDate(completeAt), messages: messages(kept), size })]
      : [t('offline.completeNow', { messages: messages(kept), size })];
  }
  const numbers = { kept: formatCount(kept), wanted: formatCount(wanted), size };
  return [
    t('offline.progress', numbers),
    ...(listing ? [t('offline.listing')] : []),
    ...(cut > 0 ? [t('offline.cut', { count: cut, formatted: formatCount(cut) })] : []),
    ...(failed > cut
      ? [t('offline.failed', { count: failed - cut, formatted: formatCount(failed - cut) })]
      : []),
  ];
}

/** When a folder was complete, exactly; for a tooltip. */
export const exactly = ({ completeAt }: OfflineFolder): string =>
  completeAt > 0 ? exactDate(completeAt) : '';
