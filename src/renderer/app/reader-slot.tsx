import { NoMessage } from '../features/reader';
import { useT } from '../i18n';
import { commands } from '../state/commands';
import { useSelection } from '../state/selection';
import { useBreadth } from '../state/ui';
import { useLater } from './later';

/** The open message, or a word about there being none. */
export function ReaderSlot() {
  const t = useT();
  const messageKey = useSelection((state) => state.openMessageKey);
  const threadKeys = useSelection((state) => state.openThreadKeys);
  const narrow = useBreadth() === 'narrow';
  const later = useLater(messageKey !== null);
  if (!later) {
    return messageKey === null ? (
      <NoMessage />
    ) : (
      <section className="reader" aria-label={t('common.pane.reader')} aria-busy />
    );
  }
  return (
    <later.ReaderPane
      messageKey={messageKey}
      threadKeys={threadKeys}
      {...(narrow ? { onBack: () => commands.run('back') } : {})}
    />
  );
}
