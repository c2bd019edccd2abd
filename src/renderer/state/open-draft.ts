import type { MessageRef } from '@shared/model/ids';
import { t } from '../i18n';
import { session } from './connection';
import { isClosed } from './engine-state';
import { errorText } from './errors';
import { useSelection } from './selection';
import { showToast } from './toasts';

/** Opens a message of a Drafts folder to go on writing it. */
export function openDraftAt(ref: MessageRef): void {
  session()
    .engine.api.openDraft({ ref })
    .then((draft) => useSelection.getState().openComposer(draft.id))
    .catch((error: unknown) => {
      if (!isClosed(error))
        showToast({ text: `${t('compose.draftNotOpened')} ${errorText(error)}`, tone: 'danger' });
    });
}
