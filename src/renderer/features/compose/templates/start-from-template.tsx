import { useT } from '../../../i18n';
import { startFromTemplate } from '../../../state/templates';
import { TemplatePicker } from './template-picker';

/** Begins a letter from a template. */
export function StartFromTemplate({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  return <TemplatePicker title={t('templates.pick')} onPick={startFromTemplate} onClose={onClose} />;
}
