import { useEffect, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { formatSize } from '../../i18n/format';
import { useEngine } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { type FailureWords, failureOf, failureWords } from '../../state/errors';
import { Button, Dialog, Notice, Segments, Spinner } from '../../ui';

const LIMIT = 1_000_000;

/** The message as it came: all headers, or everything, as text. */
export function SourceDialog({
  message,
  onClose,
}: {
  readonly message: MessageDetail;
  readonly onClose: () => void;
}) {
  const t = useT();
  const engine = useEngine();
  const [what, setWhat] = useState<'headers' | 'all'>('headers');
  const [source, setSource] = useState<{ text: string; truncated: boolean } | null>(null);
  const [failure, setFailure] = useState<FailureWords | null>(null);
  const { ref } = message;

  useEffect(() => {
    const aborter = new AbortController();
    engine.api
      .source({ ref, limit: LIMIT }, { signal: aborter.signal })
      .then(setSource)
      .catch((error: unknown) => {
        if (!isClosed(error)) setFailure(failureWords(failureOf(error)));
      });
    return () => aborter.abort();
  }, [engine, ref]);

  const shown = source === null ? '' : what === 'all' ? source.text : headersOf(source.text);
  const copy = (): void =>
    void navigator.clipboard
      .writeText(shown)
      .catch(() => setFailure({ title: t('reader.source.copyFailed'), text: '' }));
  return (
    <Dialog
      isOpen
      size="large"
      title={t('reader.source.title')}
      onClose={onClose}
      footer={
        <Button icon="copy" isDisabled={source === null} onPress={copy}>
          {t('reader.source.copy')}
        </Button>
      }
    >
      <div className="reader-source">
        <Segments
          label={t('reader.source.what')}
          hideLabel
          options={[
            { id: 'headers', label: t('reader.source.headers') },
            { id: 'all', label: t('reader.source.all') },
          ]}
          value={what}
          onChange={setWhat}
        />
        {failure !== null && (
          <Notice tone="danger" title={failure.title}>
            {failure.text}
          </Notice>
        )}
        {source === null && failure === null && <Spinner label={t('common.loading')} />}
        {source !== null && (
          <pre className="reader-source-text selectable" dir="ltr" tabIndex={0}>
            {shown}
          </pre>
        )}
        {source?.truncated === true && what === 'all' && (
          <p className="reader-quiet">{t('reader.source.cut', { size: formatSize(LIMIT) })}</p>
        )}
      </div>
    </Dialog>
  );
}

function headersOf(text: string): string {
  const end = text.search(/\r?\n\r?\n/);
  return end < 0 ? text : text.slice(0, end);
}
