import { useEffect, useState } from 'react';
import type { OutboxItem } from '@shared/contract/compose';
import { exactDate, formatSize, relativeDate } from '../../i18n/format';
import { t, useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccount, useOutbox, useStatus } from '../../state/engine-state';
import { failureWords } from '../../state/errors';
import { say } from '../../state/say';
import { useSelection } from '../../state/selection';
import { showToast } from '../../state/toasts';
import { Button, Confirm, EmptyState, Icon, type IconName, Notice, ServerWords } from '../../ui';
import { SendLaterDialog } from '../compose';
import { inOrder, needsDecision, questionWords, refusalWord, resultWords, stateWords } from './words';

/** What waits to be sent, and why. Each message with what one can do about it. */
export function OutboxPane() {
  useT();
  const items = useOutbox();
  return (
    <section className="outbox" aria-label={t('activity.out.title')} data-region="list">
      <header className="list-head">
        <h1 className="list-title">{t('activity.out.title')}</h1>
      </header>
      {items.length === 0 ? (
        <EmptyState icon="outbox" title={t('activity.out.empty')} text={t('activity.out.emptyHint')} />
      ) : (
        <ul className="outbox-items">
          {inOrder(items).map((item) => (
            <OutboxCard key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

const ICONS: Partial<Record<OutboxItem['state'], IconName>> = {
  refused: 'error',
  uncertain: 'warning',
  retry: 'pending',
  held: 'pending',
  missed: 'warning',
  queued: 'pending',
  filed: 'checked',
  accepted: 'checked',
};

function OutboxCard({ item }: { readonly item: OutboxItem }) {
  useT();
  const account = useAccount(item.account);
  const status = useStatus();
  const openComposer = useSelection((state) => state.openComposer);
  const [discarding, setDiscarding] = useState(false);
  const [choosing, setChoosing] = useState(false);
  useTick(item.at !== null);
  const { api } = session().engine;
  const edit = (): void =>
    say(
      api.undoSend({ id: item.id }).then(({ taken, draft }) => {
        if (draft !== null) openComposer(draft.id);
        else if (!taken) showToast({ text: t('compose.tooLate') });
      }),
    );
  const resolve = (as: 'sent' | 'send-again' | 'to-draft' | 'discard') =>
    api.resolveSend({ id: item.id, as });
  const { state } = item;
  const editable = item.editable !== false;
  const takeable = state === 'held' || state === 'queued' || state === 'retry' || state === 'missed';
  const asks = needsDecision(item);
  const result = resultWords(item);
  const reason = item.reason
    ? failureWords({ ...item.reason, details: { host: account?.outgoing.host ?? '' } })
    : null;
  const some = item.recipients.some((one) => one.state === 'accepted');
  const offline = status !== null && (!status.online || status.workOffline);
  return (
    <li className={`outbox-card${asks ? ' is-stuck' : ''}`}>
      <Icon name={ICONS[state] ?? 'send'} className={`outbox-icon outbox-${state}`} />
      <div className="outbox-body">
        <h2 className="outbox-subject" dir="auto">
          {item.subject.trim() || t('common.noSubject')}
        </h2>
        <p className="outbox-meta" dir="auto">
          {t('activity.out.to', { names: item.to.slice(0, 3).join(', ') })}
          {item.to.length > 3 && ` ${t('activity.out.moreRecipients', { count: item.to.length - 3 })}`}
        </p>
        <p className="outbox-meta tabular" title={exactDate(item.created)}>
          {[
            account?.label,
            t('activity.out.created', { when: relativeDate(item.created) }),
            formatSize(item.size),
            item.tries > 0 && t('activity.out.tries', { count: item.tries }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <div className="outbox-state">
          {asks ? (
            <Notice tone={state === 'refused' ? 'danger' : 'warning'} title={titleOf(item, reason?.title)}>
              {questionWords(item)}
              {state === 'refused' && (some ? t('activity.out.someText') : reason?.text)}
              {item.recipients.length > 1 && <Recipients item={item} />}
              <ServerWords text={serverWords(item)} />
            </Notice>
          ) : (
            <>
              <p>{stateWords(item, offline)}</p>
              {result !== '' && <p>{result}</p>}
              {reason && <p className="outbox-meta">{`${reason.title} ${reason.text}`}</p>}
              <ServerWords text={serverWords(item)} />
            </>
          )}
        </div>
        <div className="outbox-actions">
          {(takeable || state === 'refused') && editable && (
            <Button size="small" icon="compose" onPress={edit}>
              {t(some ? 'activity.out.editRest' : 'activity.out.edit')}
            </Button>
          )}
          {state === 'uncertain' && editable && (
            <Button
              size="small"
              icon="compose"
              onPress={() => say(resolve('to-draft').then(({ draft }) => draft && openComposer(draft.id)))}
            >
              {t('activity.out.edit')}
            </Button>
          )}
          {(takeable || state === 'refused') && (
            <Button size="small" icon="send" onPress={() => say(api.retrySend({ id: item.id }))}>
              {t(some ? 'activity.out.againRest' : 'activity.out.retry')}
            </Button>
          )}
          {state === 'uncertain' && (
            <>
              <Button size="small" icon="send" onPress={() => say(resolve('send-again'))}>
                {t('activity.out.again')}
              </Button>
              <Button size="small" icon="check" onPress={() => say(resolve('sent'))}>
                {t('activity.out.sent')}
              </Button>
            </>
          )}
          {(state === 'missed' || item.scheduled !== undefined) && (
            <Button size="small" icon="pending" onPress={() => setChoosing(true)}>
              {t('activity.out.otherTime')}
            </Button>
          )}
          {(takeable || asks) && (
            <Button size="small" icon="trash" onPress={() => setDiscarding(true)}>
              {t('activity.out.discard')}
            </Button>
          )}
        </div>
      </div>
      {choosing && (
        <SendLaterDialog
          onSend={(at) => say(api.rescheduleSend({ id: item.id, at }))}
          onClose={() => setChoosing(false)}
        />
      )}
      <Confirm
        isOpen={discarding}
        danger
        title={t('activity.out.discardTitle', { subject: item.subject.trim() || t('common.noSubject') })}
        text={t('activity.out.discardText')}
        confirm={t('activity.out.discard')}
        onConfirm={() => say(resolve('discard'))}
        onClose={() => setDiscarding(false)}
      />
    </li>
  );
}

/** The heading of what needs a decision; where some have it already, what became of each. */
function titleOf(item: OutboxItem, reason: string | undefined): string {
  if (item.state === 'refused') return resultWords(item) || reason || t('activity.out.state.refused');
  return stateWords(item, false);
}

/** The server's words, one line a recipient where they differ. */
function serverWords({ reason, recipients }: OutboxItem): string {
  const lines = recipients.flatMap(({ address, state, server }) =>
    state !== 'accepted' && server !== '' ? [`${address}: ${server}`] : [],
  );
  return lines.length > 0 ? lines.join('\n') : (reason?.server ?? '');
}

function Recipients({ item }: { readonly item: OutboxItem }) {
  const translate = useT();
  return (
    <ul className="outbox-recipients" aria-label={translate('activity.out.recipients')}>
      {item.recipients.map(({ address, state, code }) => (
        <li key={address} className={`is-${state}`}>
          <Icon name={state === 'refused' ? 'close' : state === 'accepted' ? 'check' : 'pending'} size={13} />
          <span className="truncate" title={address}>
            {address}
          </span>
          <span className="outbox-meta">
            {state === 'refused' ? refusalWord(code) : translate(`activity.out.recipient.${state}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Renders again each second while a time is shown. */
function useTick(on: boolean): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [on]);
}
