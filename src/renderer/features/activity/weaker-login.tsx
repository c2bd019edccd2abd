import { useT } from '../../i18n';
import { Button } from '../../ui';

/** The way on where a server offers a weaker login than before, and that is how it is meant to be. */
export function WeakerLogin({
  before,
  mechanism,
  onAllow,
}: {
  readonly before: string;
  readonly mechanism: string;
  readonly onAllow: () => void;
}) {
  const t = useT();
  return (
    <div className="weaker-login">
      <p>{t('activity.weakerLogin.change', { before, mechanism })}</p>
      <p className="form-note">{t('activity.weakerLogin.hint')}</p>
      <Button size="small" onPress={onAllow}>
        {t('activity.weakerLogin.allow')}
      </Button>
    </div>
  );
}
