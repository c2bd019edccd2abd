import { useCallback, useState } from 'react';
import type { AccountTrace, ServerExamination } from '@shared/contract/trust';
import type { AccountId } from '@shared/model/ids';
import type { CallOptions } from '@shared/rpc/contract';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { copyText } from '../../state/copy-text';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { useAnswer } from '../../state/use-answer';
import { Button, FailureNotice, Notice, Spinner, Switch } from '../../ui';

/** What helps when a server misbehaves: looking whether it does what it claims, and what went over the wire. */
export function ServerTools({
  account,
  onChanged,
}: {
  readonly account: AccountId;
  readonly onChanged: () => void;
}) {
  const t = useT();
  const { api } = session().engine;
  const [examination, setExamination] = useState<ServerExamination | 'running' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const ask = useCallback(
    (options: CallOptions) => session().engine.ask.trace({ account }, options),
    [account],
  );
  const trace = useAnswer(ask);
  const examine = (): void => {
    setExamination('running');
    setFailure(null);
    api
      .examineServer({ account })
      .then((found) => {
        setExamination(found);
        onChanged();
      })
      .catch((error: unknown) => {
        setExamination(null);
        setFailure(error);
      });
  };
  const done = examination !== null && examination !== 'running' ? examination : null;
  return (
    <section className="inspector-tools">
      <h3 className="form-heading">{t('inspector.tools')}</h3>
      <div className="inspector-bar">
        <Button icon="checked" isDisabled={examination === 'running'} onPress={examine}>
          {t('inspector.examine')}
        </Button>
        {done && (
          <Button icon="copy" onPress={() => copyText(done.text)}>
            {t('inspector.copyReport')}
          </Button>
        )}
        <Button
          icon="copy"
          isDisabled={(trace.value?.lines.length ?? 0) === 0}
          onPress={() => say(api.trace({ account }).then((now) => copyText(traceText(now))))}
        >
          {t('inspector.copyTrace')}
        </Button>
        {examination === 'running' && <Spinner label={t('inspector.examining')} />}
      </div>
      <p className="form-note">{t('inspector.examineNote')}</p>
      {done && <Found examination={done} />}
      <FailureNotice error={failure} />
      <Switch
        label={t('inspector.record')}
        hint={
          trace.value?.file && trace.value.recording
            ? t('inspector.recordingTo', { file: trace.value.file })
            : t('inspector.recordNote')
        }
        value={trace.value?.recording ?? false}
        onChange={(on) => say(api.recordTrace({ account, on }).then(trace.again))}
      />
      {trace.value?.failed === true && <Notice tone="warning">{t('inspector.recordFailed')}</Notice>}
    </section>
  );
}

function Found({ examination }: { readonly examination: ServerExamination }) {
  const t = useT();
  const failed = examination.checks.filter(({ outcome }) => outcome === 'failed');
  const held = examination.checks.filter(({ outcome }) => outcome === 'held').length;
  return (
    <Notice
      tone={failed.length === 0 ? 'success' : 'warning'}
      title={t('inspector.examined', {
        count: held,
        formatted: formatCount(held),
        ms: formatCount(Math.round(examination.roundTripMs)),
      })}
    >
      {failed.map(({ capability, detail }) => (
        <span key={capability} className="inspector-failed" dir="auto">
          <b>{capability}</b> {detail}
        </span>
      ))}
    </Notice>
  );
}

/** Lines as they went, newest last: connection, seconds since the first, direction, octets. */
export function traceText({ lines }: AccountTrace): string {
  const start = lines[0]?.at ?? 0;
  const sign = { sent: '>', received: '<', note: '-' } as const;
  return lines
    .map(({ connection, at, direction, octets, text }) =>
      [connection, ((at - start) / 1000).toFixed(3), sign[direction], octets, text].join('\t'),
    )
    .join('\n');
}
