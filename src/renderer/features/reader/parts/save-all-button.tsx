import { useEffect, useRef, useState } from 'react';
import { useT } from '../../../i18n';
import { formatSize } from '../../../i18n/format';
import { errorText } from '../../../state/errors';
import { saveAll, type SavedAll } from '../../../state/save-all';
import { chooseFolder } from '../../../state/save-part';
import { Button, Notice, Progress } from '../../../ui';
import type { Attachment } from './attachments';

/** Names of files that could not be saved are told one by one up to here. */
const NAMED = 5;

/** Saves all attachments of a message, says how far it is, can be stopped, and says what was saved. */
export function SaveAll({
  attachments,
  inBrowser,
  save,
  onError,
}: {
  readonly attachments: readonly Attachment[];
  /** The browser saves them, and only it knows where and when. */
  readonly inBrowser: boolean;
  readonly save: (file: Attachment, folder: string | null, signal: AbortSignal) => Promise<boolean>;
  /** No folder could be asked for. */
  readonly onError: (error: unknown) => void;
}) {
  const t = useT();
  const [tried, setTried] = useState<{ readonly saved: number; readonly tried: number } | null>(null);
  const [ended, setEnded] = useState<SavedAll<Attachment> | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const total = attachments.length;

  const begin = async (): Promise<void> => {
    if (running.current !== null) return;
    const aborter = new AbortController();
    running.current = aborter;
    try {
      // Asked for once, not for each.
      const place = await chooseFolder();
      if (place === null || aborter.signal.aborted) return;
      setEnded(null);
      setTried({ saved: 0, tried: 0 });
      const one = (file: Attachment, signal: AbortSignal): Promise<boolean> =>
        save(file, place.folder, signal);
      const all = await saveAll(attachments, one, aborter.signal, (saved, so) =>
        setTried({ saved, tried: so }),
      );
      setEnded(all);
    } catch (error) {
      onError(error);
    } finally {
      running.current = null;
      setTried(null);
    }
  };

  return (
    <div className="reader-save-all">
      {/* One button, so that the focus stays on it. */}
      <Button
        size="small"
        kind="quiet"
        icon={tried === null ? 'download' : 'close'}
        onPress={tried === null ? () => void begin() : () => running.current?.abort()}
      >
        {tried === null
          ? t('reader.attachments.saveAll', {
              size: formatSize(attachments.reduce((sum, file) => sum + file.size, 0)),
            })
          : t('reader.attachments.saveAllStop')}
      </Button>
      {tried !== null && (
        <>
          <Progress label={t('reader.attachments.savingAll')} value={tried.tried} max={total} />
          <span className="reader-save-all-far">
            {t('reader.attachments.savedSoFar', { saved: tried.saved, count: total })}
          </span>
        </>
      )}
      {/* There before it says anything, so that it is read out. */}
      <div role="status">
        {ended !== null && (
          <Notice compact tone={ended.failed.length > 0 ? 'warning' : ended.stopped ? 'info' : 'success'}>
            {endedWords(t, ended, total, inBrowser)}
            {ended.failed.slice(0, NAMED).map(({ file, error }) => (
              <p key={file.section}>
                {t('reader.attachments.notSaved', { name: file.name, reason: errorText(error) })}
              </p>
            ))}
            {ended.failed.length > NAMED && (
              <p>{t('reader.attachments.notSavedMore', { count: ended.failed.length - NAMED })}</p>
            )}
          </Notice>
        )}
      </div>
    </div>
  );
}

function endedWords(
  t: ReturnType<typeof useT>,
  { saved, stopped }: SavedAll<Attachment>,
  count: number,
  inBrowser: boolean,
): string {
  const kind = stopped ? 'stopped' : saved < count ? 'partly' : 'all';
  return t(`reader.attachments.savedAll.${inBrowser ? 'browser' : 'here'}.${kind}`, { saved, count });
}
