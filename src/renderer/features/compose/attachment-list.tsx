import { useMemo } from 'react';
import type { DraftAttachment, DraftContent } from '@shared/contract/compose';
import { staysBehind } from '@shared/model/inline-picture';
import { useT } from '../../i18n';
import { formatSize } from '../../i18n/format';
import { Icon, IconButton, Spinner } from '../../ui';
import type { Upload } from './use-uploads';

export interface AttachmentListProps extends Pick<DraftContent, 'html' | 'quote'> {
  readonly attachments: readonly DraftAttachment[];
  readonly uploads: readonly Upload[];
  /** Exactly this one: the same file may be attached under two names. */
  readonly onRemove: (file: DraftAttachment) => void;
  readonly onCancel: (id: number) => void;
  readonly onRetry: (id: number) => void;
}

/** From here servers commonly refuse: 20 MB on the wire. */
const LARGE = 20_000_000;

export function AttachmentList({
  attachments,
  html,
  quote,
  uploads,
  onRemove,
  onCancel,
  onRetry,
}: AttachmentListProps) {
  const t = useT();
  const isPlain = html === null;
  // In a plain letter there are no pictures in the words: what goes along of them is seen here.
  const files = useMemo(() => {
    const left = isPlain ? staysBehind({ html: null, quote }) : () => true;
    return attachments.filter((file) => file.contentId === null || !left(file));
  }, [attachments, isPlain, quote]);
  if (files.length === 0 && uploads.length === 0) return null;
  // Base64 makes 4 of 3.
  const total = attachments.reduce((sum, file) => sum + file.size, 0) * (4 / 3);
  return (
    <div className="compose-attachments">
      <ul className="reader-chips" aria-label={t('reader.attachments.title')}>
        {files.map((file, index) => (
          <li key={`${file.blob} ${index}`} className="reader-chip compose-chip">
            <Icon name="attachment" />
            <bdi className="reader-chip-stem">{file.name}</bdi>
            <span className="reader-chip-facts">{formatSize(file.size)}</span>
            <IconButton
              size="small"
              icon="close"
              label={t('compose.removeAttachment', { name: file.name })}
              onPress={() => onRemove(file)}
            />
          </li>
        ))}
        {uploads.map((upload) => (
          <li
            key={upload.id}
            className={`reader-chip compose-chip${upload.failed ? ' reader-chip-danger' : ''}`}
          >
            {upload.failed ? (
              <Icon name="error" />
            ) : (
              <Spinner label={t('compose.attaching', { name: upload.name })} />
            )}
            <bdi className="reader-chip-stem">{upload.name}</bdi>
            <span className="reader-chip-facts">
              {upload.failed
                ? t('compose.attachFailed')
                : t('compose.uploaded', {
                    percent: upload.size === 0 ? 100 : Math.floor((upload.sent / upload.size) * 100),
                    size: formatSize(upload.size),
                  })}
            </span>
            {upload.failed && (
              <IconButton
                size="small"
                icon="sync"
                label={t('common.retry')}
                onPress={() => onRetry(upload.id)}
              />
            )}
            <IconButton
              size="small"
              icon="close"
              label={t('compose.removeAttachment', { name: upload.name })}
              onPress={() => onCancel(upload.id)}
            />
          </li>
        ))}
      </ul>
      {total > LARGE && <p className="compose-hint">{t('compose.large', { size: formatSize(total) })}</p>}
    </div>
  );
}
