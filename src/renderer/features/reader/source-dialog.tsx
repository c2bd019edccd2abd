import { useCallback, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../i18n';
import { formatSize } from '../../i18n/format';
import { useEngine } from '../../state/connection';
import { useAnswer } from '../../state/use-answer';
import { Button, Dialog, FailureNotice, Notice, Segments, Spinner } from '../../ui';

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
  const [notCopied, setNotCopied] = useState(false);
  const { ref } = message;
  const ask = useCallback(
    (options: CallOptions) => engine.ask.source({ ref, limit: LIMIT }, options),
    [engine, ref],
  );
  const { value: source, failure } = useAnswer(ask);

  const shown = source === null ? '' : what === 'all' ? source.text : headersOf(source.text);
  const copy = (): void => void navigator.clipboard.writeText(shown).catch(() => setNotCopied(true));
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
        <FailureNotice error={failure} />
        {notCopied && <Notice tone="danger" title={t('reader.source.copyFailed')} />}
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
