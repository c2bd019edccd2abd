import { useT } from '../../../i18n';
import { formatSize } from '../../../i18n/format';
import { Button, Dialog } from '../../../ui';
import type { LargePaste } from './large';

/** Asks what is to become of more than goes into a letter. Nothing was pasted yet. */
export function LargePasteDialog({
  paste,
  onAttach,
  onClose,
}: {
  /** Null: nothing is asked. */
  readonly paste: LargePaste | null;
  readonly onAttach: (file: File) => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  if (paste === null) return null;
  const { text, asText } = paste;
  const file = new File([text], t('compose.largePaste.fileName'), { type: 'text/plain;charset=utf-8' });
  return (
    <Dialog
      alert
      isOpen
      size="small"
      title={t('compose.largePaste.title')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          {asText !== null && (
            <Button
              onPress={() => {
                onClose();
                // Once the focus is back where one writes.
                requestAnimationFrame(asText);
              }}
            >
              {t('compose.largePaste.asText')}
            </Button>
          )}
          {text !== '' && (
            <Button
              kind="primary"
              onPress={() => {
                onClose();
                onAttach(file);
              }}
            >
              {t('compose.largePaste.attach', { size: formatSize(file.size) })}
            </Button>
          )}
        </>
      }
    >
      <p>
        {t(
          text === ''
            ? 'compose.largePaste.noWords'
            : asText === null
              ? 'compose.largePaste.text'
              : 'compose.largePaste.html',
        )}
      </p>
    </Dialog>
  );
}
