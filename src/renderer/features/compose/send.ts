import type { OutboxId } from '@shared/model/ids';
import { t } from '../../i18n';
import { exactDate } from '../../i18n/format';
import { session } from '../../state/connection';
import { errorText } from '../../state/errors';
import { useSelection } from '../../state/selection';
import { showToast } from '../../state/toasts';
import type { DraftSaver } from './draft-saver';

/**
 * Freezes a draft into the outbox, to go out now or `later` (ms since 1970). The words are made durable as a draft first, so a refusal of `send` loses nothing,
 * and those are what goes out: also what was typed while they were being saved.
 * Rejects with what went wrong and the composer stays.
 */
export async function sendDraft(saver: DraftSaver, later: number | null): Promise<void> {
  await saver.flush('as-it-is');
  const { id, version: base, content } = saver;
  const { id: item, at, kept } = await session().engine.api.send({ id, base, content, at: later });
  saver.end();
  if (kept) showToast({ text: t('compose.keptBeside') });
  if (later === null) offerUndo(item, at);
  else
    showToast({
      key: 'send',
      text: t('compose.later.scheduled', { when: exactDate(at) }),
      action: { label: t('common.undo'), run: () => undoSend(item) },
    });
}

/** @param at when it goes out, ms since 1970. */
export function offerUndo(item: OutboxId, at: number): void {
  const left = at - Date.now();
  if (left <= 0) {
    showToast({ text: t('compose.sendingNow'), key: 'send' });
    return;
  }
  showToast({
    key: 'send',
    text: sendingIn(Math.ceil(left / 1000)),
    countdown: { until: at, text: sendingIn },
    action: { label: t('common.undo'), run: () => undoSend(item) },
  });
}

const sendingIn = (count: number): string => t('compose.sendingIn', { count });

function undoSend(item: OutboxId): void {
  session()
    .engine.api.undoSend({ id: item })
    .then(({ taken, draft }) => {
      if (!taken) showToast({ text: t('compose.tooLate'), key: 'send' });
      else if (draft !== null) useSelection.getState().openComposer(draft.id);
    })
    .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger', key: 'send' }));
}
