import { ReaderPane } from '../features/reader';
import { commands } from '../state/commands';
import { useSelection } from '../state/selection';
import { useBreadth } from '../state/ui';

/** The open message, or a word about there being none. */
export function ReaderSlot() {
  const messageKey = useSelection((state) => state.openMessageKey);
  const threadKeys = useSelection((state) => state.openThreadKeys);
  const narrow = useBreadth() === 'narrow';
  return (
    <ReaderPane
      messageKey={messageKey}
      threadKeys={threadKeys}
      {...(narrow ? { onBack: () => commands.run('back') } : {})}
    />
  );
}
