import type { DraftCopy } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useDrafts } from '../../state/engine-state';
import { errorText, failureWords } from '../../state/errors';
import { openDraftAt } from '../../state/open-draft';
import { showToast } from '../../state/toasts';
import { Button, Notice, ServerWords } from '../../ui';

/** What the server has of a draft, as last told. */
export function useDraftCopy(id: DraftId): DraftCopy | null {
  return useDrafts().find((draft) => draft.id === id)?.copy ?? null;
}

/** What one should know of the copy in Drafts: another version beside it, or a server that would not take it. */
export function DraftNotices({ id }: { readonly id: DraftId }) {
  const t = useT();
  const copy = useDraftCopy(id);
  if (copy === null) return null;
  const { conflict, reason, state } = copy;
  const settle = (): void => {
    session()
      .engine.api.settleDraft({ id })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
  };
  return (
    <>
      {conflict !== null && (
        <Notice
          tone="warning"
          title={t('compose.conflict.title')}
          actions={
            <>
              {conflict.other !== null && (
                <Button size="small" onPress={() => conflict.other && openDraftAt(conflict.other)}>
                  {t('compose.conflict.open')}
                </Button>
              )}
              <Button size="small" onPress={settle}>
                {t('compose.conflict.keep')}
              </Button>
            </>
          }
        >
          {t(conflict.other === null ? 'compose.conflict.deleted' : 'compose.conflict.changed')}
        </Notice>
      )}
      {state === 'leaving' && reason !== null && (
        <Notice tone="warning" title={failureWords({ ...reason, details: {} }).title}>
          {failureWords({ ...reason, details: {} }).text}
          <ServerWords text={reason.server} />
        </Notice>
      )}
      {state === 'refused' && reason !== null && (
        <Notice tone="warning" title={t('compose.copyRefused')}>
          {failureWords({ ...reason, details: {} }).text}
          <ServerWords text={reason.server} />
        </Notice>
      )}
    </>
  );
}
