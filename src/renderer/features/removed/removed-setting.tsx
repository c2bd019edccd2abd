import { useT } from '../../i18n';
import { updateSettings, useSettings } from '../../state/engine-state';
import { Select } from '../../ui';

const DAYS = [0, 7, 14, 30, 90] as const;

/** For how long messages that others removed are kept here. */
export function RemovedSetting() {
  const t = useT();
  const { keepRemovedDays } = useSettings();
  const days = [...new Set([...DAYS, keepRemovedDays])].sort((a, b) => a - b);
  return (
    <div>
      <Select
        label={t('removed.setting')}
        value={String(keepRemovedDays)}
        options={days.map((n) => ({
          id: String(n),
          label: n === 0 ? t('removed.settingNone') : t('removed.settingDays', { days: n }),
        }))}
        onChange={(value) => updateSettings({ keepRemovedDays: Number(value) })}
      />
      <p className="form-note">{t('removed.settingHint')}</p>
    </div>
  );
}
