import { useT } from '../../../i18n';
import { Button, Dialog } from '../../../ui';
import type { Concern } from './before-sending';

export interface ConcernDialogProps {
  readonly concerns: readonly Concern[];
  readonly onSend: () => void;
  /** Puts everybody into Bcc. */
  readonly onHide: () => void;
  readonly onClose: () => void;
}

/** Everything there is to ask before a message goes, at once. */
export function ConcernDialog({ concerns, onSend, onHide, onClose }: ConcernDialogProps) {
  const t = useT();
  return (
    <Dialog
      alert
      size="small"
      title={t('compose.sure')}
      isOpen={concerns.length > 0}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t('compose.goBack')}
          </Button>
          {concerns.some(({ kind }) => kind === 'many-visible') && (
            <Button
              onPress={() => {
                onClose();
                onHide();
              }}
            >
              {t('compose.useBcc')}
            </Button>
          )}
          <Button
            kind="primary"
            onPress={() => {
              onClose();
              onSend();
            }}
          >
            {t('compose.sendAnyway')}
          </Button>
        </>
      }
    >
      <ul className="compose-asks">
        {concerns.map((concern, index) => (
          <li key={index}>{t(`compose.concern.${concern.kind}`, { ...concern })}</li>
        ))}
      </ul>
    </Dialog>
  );
}
