import { useEffect, useRef, useState } from 'react';
import type { UnsubscribeOutcome, UnsubscribeWays } from '@shared/contract/unsubscribe';
import type { MessageDetail } from '@shared/contract/view-api';
import { listNameOf } from '@shared/util/list-unsubscribe';
import { useT } from '../../../i18n';
import { session } from '../../../state/connection';
import { errorText } from '../../../state/errors';
import { useSelection } from '../../../state/selection';
import { showToast } from '../../../state/toasts';
import { typeAhead } from '../../../state/type-ahead';
import { Button, Dialog, FailureNotice, Notice, Spinner } from '../../../ui';
import { openOutside } from '../link-dialog';
import { shownName, visibleName } from '../people';

type State =
  | { readonly kind: 'looking' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ask'; readonly ways: UnsubscribeWays }
  | { readonly kind: 'asking'; readonly ways: UnsubscribeWays; readonly host: string }
  | { readonly kind: 'answered'; readonly ways: UnsubscribeWays; readonly outcome: UnsubscribeOutcome };

/**
 * Leaves a mailing list. Until the person presses the button nobody but their own mail server is asked anything; then it is
 * one request, or a letter, or a page: whichever the list has, and said beforehand.
 */
export function UnsubscribeDialog({
  message,
  onClose,
}: {
  readonly message: MessageDetail;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [state, setState] = useState<State>({ kind: 'looking' });
  const pressed = useRef(false);
  const { ref, envelope } = message;

  useEffect(() => {
    const aborter = new AbortController();
    session()
      .engine.api.waysToUnsubscribe({ ref }, { signal: aborter.signal })
      .then((ways) => setState({ kind: 'ask', ways }))
      .catch((error: unknown) => {
        if (!aborter.signal.aborted) setState({ kind: 'failed', error });
      });
    return () => aborter.abort();
  }, [ref]);

  const request = (ways: UnsubscribeWays, host: string): void => {
    // A button that is pressed twice before it is gone asks once.
    if (pressed.current) return;
    pressed.current = true;
    setState({ kind: 'asking', ways, host });
    session()
      .engine.api.unsubscribe({ ref })
      .then((outcome) => setState({ kind: 'answered', ways, outcome }))
      .catch((error: unknown) => setState({ kind: 'failed', error }));
  };
  const write = (): void => {
    onClose();
    typeAhead(session().engine.api.unsubscribeByMail({ ref }))
      .then((draft) => useSelection.getState().openComposer(draft.id))
      .catch((error: unknown) =>
        showToast({ text: `${t('reader.writeFailed')} ${errorText(error)}`, tone: 'danger' }),
      );
  };
  const openPage = (url: string): void => {
    onClose();
    openOutside(url);
    session()
      .engine.api.openedUnsubscribePage({ ref })
      .catch((error: unknown) => showToast({ text: errorText(error), tone: 'danger' }));
  };

  const [from] = envelope.from;
  const name =
    visibleName(listNameOf(envelope)) || (from === undefined ? t('common.unknownSender') : shownName(from));
  return (
    <Dialog
      isOpen
      alert
      size="small"
      title={t('unsubscribe.title', { name })}
      onClose={onClose}
      footer={<Choices state={state} {...{ onClose, request, write, openPage }} />}
    >
      <div className="form" role="status">
        <Words state={state} offered={envelope.extra['list-unsubscribe-post'] !== undefined} />
      </div>
    </Dialog>
  );
}

function Words({ state, offered }: { readonly state: State; readonly offered: boolean }) {
  const t = useT();
  switch (state.kind) {
    case 'looking':
      return <Spinner label={t('unsubscribe.looking')} />;
    case 'failed':
      return <FailureNotice error={state.error} />;
    case 'asking':
      return (
        <p>
          <Spinner label={t('unsubscribe.asking', { host: state.host })} />{' '}
          {t('unsubscribe.asking', { host: state.host })}
        </p>
      );
    case 'answered': {
      const { result, host, status } = state.outcome;
      return (
        <Notice compact tone={result === 'done' ? 'success' : 'warning'}>
          {t(`unsubscribe.result.${result}`, { host, status })}
        </Notice>
      );
    }
    case 'ask': {
      const { address, oneClick, mail, page } = state.ways;
      return (
        <>
          {oneClick === null && offered && <p>{t('unsubscribe.unproven')}</p>}
          <p>
            {oneClick !== null
              ? t('unsubscribe.oneClick', { host: oneClick.host, address })
              : mail !== null
                ? t('unsubscribe.mail', { to: mail.to, address })
                : t('unsubscribe.page', { host: page?.host ?? '' })}
          </p>
          {oneClick === null && mail === null && page !== null && (
            <p className="reader-link-address selectable" dir="ltr">
              {page.url}
            </p>
          )}
        </>
      );
    }
  }
}

/** The best way is the main button; the others stay within reach. */
function Choices({
  state,
  onClose,
  request,
  write,
  openPage,
}: {
  readonly state: State;
  readonly onClose: () => void;
  readonly request: (ways: UnsubscribeWays, host: string) => void;
  readonly write: () => void;
  readonly openPage: (url: string) => void;
}) {
  const t = useT();
  const done = state.kind === 'answered' && state.outcome.result === 'done';
  const ways = (state.kind === 'ask' || state.kind === 'answered') && !done ? state.ways : null;
  const oneClick = state.kind === 'ask' ? state.ways.oneClick : null;
  const mail = ways?.mail ?? null;
  // Where one request is enough, the page would only say the same.
  const page = oneClick === null ? (ways?.page ?? null) : null;
  return (
    <>
      <Button onPress={onClose} autoFocus>
        {t(state.kind === 'answered' || state.kind === 'asking' ? 'common.close' : 'common.cancel')}
      </Button>
      {page !== null && (
        <Button
          kind={oneClick === null && mail === null ? 'primary' : 'plain'}
          onPress={() => openPage(page.url)}
        >
          {t('unsubscribe.openPage', { host: page.host })}
        </Button>
      )}
      {mail !== null && (
        <Button kind={oneClick === null ? 'primary' : 'plain'} onPress={write}>
          {t(oneClick === null ? 'unsubscribe.write' : 'unsubscribe.writeInstead')}
        </Button>
      )}
      {oneClick !== null && ways !== null && (
        <Button kind="primary" onPress={() => request(ways, oneClick.host)}>
          {t('unsubscribe.confirm')}
        </Button>
      )}
    </>
  );
}
