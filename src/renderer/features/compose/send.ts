import type { DraftContent } from '@shared/contract/compose';
import type { DraftId, OutboxId } from '@shared/model/ids';
import { t } from '../../i18n';
import { session } from '../../state/connection';
import { errorText } from '../../state/errors';
import { useSelection } from '../../state/selection';
import { showToast } from '../../state/toasts';
import type { DraftSaver } from './draft-saver';

/**
 * Freezes a draft into the outbox. The words are made durable as a draft first, so a refusal of `send` loses nothing;
 * rejects with what went wrong and the composer stays.
 */
export async function sendDraft(id: DraftId, saver: DraftSaver, content: DraftContent): Promise<void> {
  await saver.flush('as-it-is');
  const { id: item, at } = await session().engine.api.send({ id, base: saver.version, content });
  saver.end();
  offerUndo(item, at - Date.now());
}

function offerUndo(item: OutboxId, left: number): void {
  if (left <= 0) {
    showToast({ text: t('compose.sendingNow'), key: 'send' });
    return;
  }
  showToast({
    key: 'send',
    text: t('compose.sendingIn', { count: Math.ceil(left / 1000) }),
    stay: left,
    action: { label: t('common.undo'), run: () => undoSend(item) },
  });
}

function undoSend(item: OutboxId): void {
  session()
    .engine.api.undoSend({ id: item })
    .then(({ draft }) => {
      if (draft === null) showToast({ text: t('compose.tooLate'), key: 'send' });
      else useSelection.getState().openComposer(draft.id);
    })
    .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger', key: 'send' }));
}
