import { useCallback, useState } from 'react';
import type { DraftContent } from '@shared/contract/compose';
import type { DraftId } from '@shared/model/ids';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../i18n';
import { exactDate, relativeDate } from '../../i18n/format';
import { useEngine } from '../../state/connection';
import { useAnswer } from '../../state/use-answer';
import { Button, Dialog, EmptyState, FailureNotice, Spinner } from '../../ui';

export interface VersionsDialogProps {
  readonly id: DraftId;
  readonly onUse: (content: DraftContent) => void;
  readonly onClose: () => void;
}

/** What a draft said before: one can read each version and take one back. */
export function VersionsDialog({ id, onUse, onClose }: VersionsDialogProps) {
  const t = useT();
  const engine = useEngine();
  const [chosen, setChosen] = useState(0);
  const ask = useCallback((options: CallOptions) => engine.ask.draftVersions({ id }, options), [engine, id]);
  const { value: versions, failure } = useAnswer(ask);
  const shown = versions?.[chosen];
  return (
    <Dialog
      isOpen
      title={t('compose.versions.title')}
      onClose={onClose}
      footer={
        shown && (
          <Button
            kind="primary"
            onPress={() => {
              onUse(shown.content);
              onClose();
            }}
          >
            {t('compose.versions.use')}
          </Button>
        )
      }
    >
      <FailureNotice error={failure} />
      {versions === null && failure === null && <Spinner label={t('common.loading')} />}
      {versions?.length === 0 && (
        <EmptyState icon="drafts" title={t('compose.versions.none')} text={t('compose.versions.noneHint')} />
      )}
      {versions !== null && shown && (
        <div className="compose-versions">
          <ul aria-label={t('compose.versions.title')}>
            {versions.map((version, index) => (
              <li key={version.version}>
                <button type="button" aria-pressed={index === chosen} onClick={() => setChosen(index)}>
                  <time dateTime={new Date(version.savedAt).toISOString()} title={exactDate(version.savedAt)}>
                    {relativeDate(version.savedAt)}
                  </time>
                  <span className="truncate" dir="auto">
                    {version.content.text.trim().slice(0, 80) || t('compose.versions.empty')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <pre className="compose-versions-text selectable" dir="auto" tabIndex={0}>
            {shown.content.text}
          </pre>
        </div>
      )}
    </Dialog>
  );
}
