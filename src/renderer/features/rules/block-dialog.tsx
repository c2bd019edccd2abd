import { useT } from '../../i18n';
import { Confirm } from '../../ui';
import { block, type BlockRisk, entryName } from './blocking';

/** Domains where everybody has an address: blocking one blocks strangers and friends alike. */
const SHARED =
  /^@(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|mail|proton|protonmail|fastmail|yandex|t-online|orange|free|laposte|libero|qq|163|126)\.[a-z.]{2,6}$/;

/** Asks before somebody is blocked whom one may not want to. */
export function BlockDialog({
  entry,
  risk,
  onClose,
}: {
  readonly entry: string;
  readonly risk: BlockRisk;
  readonly onClose: () => void;
}) {
  const t = useT();
  const who = entryName(entry);
  const isDomain = entry.startsWith('@');
  return (
    <Confirm
      isOpen
      danger
      title={t('rules.block.title', { who })}
      text={
        <div className="form">
          {risk !== null && <p>{t(`rules.block.risk.${risk}${isDomain ? 'Domain' : ''}`, { who })}</p>}
          {isDomain && SHARED.test(entry) && <p>{t('rules.block.shared', { who })}</p>}
          <p>{t(isDomain ? 'rules.block.domainText' : 'rules.block.text', { who })}</p>
        </div>
      }
      confirm={t('rules.block.confirm')}
      onConfirm={() => block(entry)}
      onClose={onClose}
    />
  );
}
