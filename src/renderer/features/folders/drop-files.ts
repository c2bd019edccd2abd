import type { DragEvent } from 'react';
import type { MailboxId } from '@shared/model/ids';
import { t } from '../../i18n';
import { session } from '../../state/connection';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { openDialog } from '../../state/ui';
import { uploadFile } from '../../state/upload';

/** Whether what hangs on the pointer are files of the system. */
export const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Messages and mbox files that were dropped on a folder are imported into it. */
export function dropFiles({ dataTransfer }: DragEvent, into: MailboxId, folder: string): void {
  const files = [...dataTransfer.files];
  if (files.length === 0) return;
  showToast({ text: t('files.dropped', { count: files.length, formatted: String(files.length), folder }) });
  importFiles(files, into).catch((error: unknown) =>
    showToast({
      text: errorText(error),
      tone: 'danger',
      action: { label: t('files.title'), run: () => openDialog({ kind: 'files', step: 'home' }) },
    }),
  );
}

async function importFiles(files: readonly File[], into: MailboxId): Promise<void> {
  const uploads: { blob: string; name: string }[] = [];
  for (const file of files) {
    const { blob } = await uploadFile(file);
    uploads.push({ blob, name: file.name });
  }
  await session().engine.api.importUploads({ uploads, into: { mailbox: into } });
}
