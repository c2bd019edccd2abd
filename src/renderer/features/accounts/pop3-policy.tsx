import type { AccountId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { formatSize } from '../../i18n/format';
import { useAccounts } from '../../state/engine-state';
import { Notice, Select, TextField } from '../../ui';
import type { Pop3Rules } from './account-form';

type Coming = 'whole' | 'limit' | 'headers';

const DEFAULT: Pop3Rules = { leave: 'always', days: 14 };
/** Proposed when a limit is switched on: most letters are smaller, most photos larger. */
const LIMIT = 500_000;
const LIMITS = [100_000, 500_000, 2_000_000, 10_000_000] as const;
const OWN = 'own';

const comingOf = ({ fetch, largest = 0 }: Pop3Rules): Coming =>
  fetch === 'headers' ? 'headers' : largest > 0 ? 'limit' : 'whole';

/** What a POP3 account fetches, where that goes, and when it may go from the server. */
export function Pop3Policy({
  self,
  rules,
  onChange,
}: {
  /** The account, or null for one that is being set up. */
  readonly self: AccountId | null;
  readonly rules: Pop3Rules | null;
  readonly onChange: (rules: Pop3Rules) => void;
}) {
  const t = useT();
  const policy = rules ?? DEFAULT;
  const others = useAccounts().filter(
    (one) => one.account.incoming.protocol === 'pop3' && one.account.id !== self,
  );
  const change = (part: Partial<Pop3Rules>): void => onChange({ ...policy, ...part });
  const coming = comingOf(policy);
  const leaves = (['always', 'days', 'until-deleted', 'never'] as const).map((id) => ({
    id,
    label: t(`pop3.leave.${id}`),
    hint: t(`pop3.leaveHint.${id}`),
  }));
  return (
    <fieldset className="server">
      <legend>{t('pop3.title')}</legend>
      <div className="form">
        <Select
          label={t('pop3.leaveLabel')}
          options={leaves}
          value={policy.leave}
          onChange={(leave) => change({ leave })}
        />
        {policy.leave === 'days' && (
          <TextField
            key={policy.days}
            label={t('pop3.days')}
            type="number"
            defaultValue={String(policy.days)}
            onBlur={(event) => {
              const days = Math.round(Number(event.target.value));
              if (days >= 1 && days <= 3650 && days !== policy.days) change({ days });
            }}
          />
        )}
        {policy.leave === 'never' && <Notice compact>{t('pop3.neverNotice')}</Notice>}
        <Select
          label={t('pop3.comingLabel')}
          options={(['whole', 'limit', 'headers'] as const).map((id) => ({
            id,
            label: t(`pop3.coming.${id}`),
            hint: t(`pop3.comingHint.${id}`),
          }))}
          value={coming}
          onChange={(to) =>
            change({ fetch: to === 'headers' ? 'headers' : 'whole', largest: to === 'limit' ? LIMIT : 0 })
          }
        />
        {coming === 'limit' && (
          <Select
            label={t('pop3.limitLabel')}
            options={[...new Set([...LIMITS, policy.largest ?? LIMIT])]
              .sort((a, b) => a - b)
              .map((octets) => ({ id: String(octets), label: formatSize(octets) }))}
            value={String(policy.largest ?? LIMIT)}
            onChange={(octets) => change({ largest: Number(octets) })}
          />
        )}
        {others.length > 0 && (
          <Select
            label={t('pop3.intoLabel')}
            options={[
              { id: OWN, label: t('pop3.intoOwn') },
              ...others.map((one) => ({
                id: one.account.id,
                label: t('pop3.intoOther', { name: one.account.label }),
              })),
            ]}
            value={policy.into ?? OWN}
            onChange={(id) => {
              const other = others.find((one) => one.account.id === id);
              const { into: _before, ...rest } = policy;
              onChange(other ? { ...rest, into: other.account.id } : rest);
            }}
          />
        )}
      </div>
    </fieldset>
  );
}
