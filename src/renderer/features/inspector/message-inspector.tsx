import { useCallback } from 'react';
import type { MessageRef } from '@shared/model/ids';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { copyText } from '../../state/copy-text';
import { useAnswer } from '../../state/use-answer';
import { Button, Dialog, FailureNotice, Spinner } from '../../ui';
import { messageFacts, messageText } from './facts';
import { FactList } from './fact-list';

/** Everything Tern knows of one message: references, forwarding, pending changes, what of it is here. */
export function MessageInspector({
  message,
  onClose,
}: {
  readonly message: MessageRef;
  readonly onClose: () => void;
}) {
  const t = useT();
  const ask = useCallback(
    (options: CallOptions) => session().engine.ask.inspectMessage({ ref: message }, options),
    [message],
  );
  const { value: insight, failure, again } = useAnswer(ask);
  return (
    <Dialog
      isOpen
      size="large"
      title={t('inspector.message.title')}
      onClose={onClose}
      className="inspector"
      footer={
        <>
          <Button icon="sync" onPress={again}>
            {t('inspector.refresh')}
          </Button>
          <Button icon="copy" isDisabled={!insight} onPress={() => insight && copyText(messageText(insight))}>
            {t('inspector.copy')}
          </Button>
        </>
      }
    >
      <FailureNotice error={failure} />
      {!insight && !failure && <Spinner label={t('inspector.message.title')} />}
      {insight && (
        <>
          <p className="inspector-subject" dir="auto">
            {insight.subject}
          </p>
          <FactList facts={messageFacts(insight)} />
        </>
      )}
    </Dialog>
  );
}
