import { useEffect, useState } from 'react';
import type { OutboxItem } from '@shared/contract/compose';
import { exactDate, formatSize, relativeDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { isClosed, useAccount, useOutbox, useStatus } from '../../state/engine-state';
import { errorText, failureWords } from '../../state/errors';
import { useSelection } from '../../state/selection';
import { showToast } from '../../state/toasts';
import { Button, Confirm, EmptyState, Icon, type IconName, Notice, ServerWords } from '../../ui';
import './outbox.css';

/** What waits to be sent, and why. Each message with what one can do about it. */
export function OutboxPane() {
  const t = useT();
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
          {items.map((item) => (
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
  queued: 'pending',
  filed: 'checked',
  accepted: 'checked',
};

function OutboxCard({ item }: { readonly item: OutboxItem }) {
  const t = useT();
  const account = useAccount(item.account);
  const status = useStatus();
  const openComposer = useSelection((state) => state.openComposer);
  const [discarding, setDiscarding] = useState(false);
  useTick(item.at !== null);
  const { api } = session().engine;
  const say = (promise: Promise<unknown>): void => {
    promise.catch((error: unknown) => {
      if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
    });
  };
  const edit = (promise: ReturnType<typeof api.undoSend>): void =>
    say(promise.then(({ draft }) => draft && openComposer(draft.id)));
  const resolve = (as: 'sent' | 'send-again' | 'to-draft' | 'discard') =>
    api.resolveSend({ id: item.id, as });
  const { state } = item;
  const waits = state === 'held' || state === 'queued' || state === 'retry';
  const stuck = state === 'refused' || state === 'uncertain';
  const reason = item.reason
    ? failureWords({ ...item.reason, details: { host: account?.outgoing.host ?? '' } })
    : null;
  const refused = item.recipients.filter((one) => one.state === 'refused');
  const offline = status !== null && (!status.online || status.workOffline);
  return (
    <li className={`outbox-card${stuck ? ' is-stuck' : ''}`}>
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
          {stuck ? (
            <Notice
              tone={state === 'refused' ? 'danger' : 'warning'}
              title={state === 'refused' && reason ? reason.title : t(`activity.out.state.${state}`)}
            >
              {state === 'uncertain' ? t('activity.out.uncertainText') : reason?.text}
              {refused.length > 0 && item.recipients.length > 1 && (
                <p>
                  {t('activity.out.refusedSome', { refused: refused.length, count: item.recipients.length })}
                </p>
              )}
              <Recipients item={item} />
              <ServerWords text={item.reason?.server ?? ''} />
            </Notice>
          ) : (
            <>
              <p>{stateText(item, offline, t)}</p>
              {reason && <p className="outbox-meta">{`${reason.title} ${reason.text}`}</p>}
              <ServerWords text={item.reason?.server ?? ''} />
            </>
          )}
        </div>
        <div className="outbox-actions">
          {waits && (
            <Button size="small" icon="undo" onPress={() => edit(api.undoSend({ id: item.id }))}>
              {t('activity.out.edit')}
            </Button>
          )}
          {state === 'retry' && (
            <Button size="small" icon="send" onPress={() => say(api.retrySend({ id: item.id }))}>
              {t('activity.out.retry')}
            </Button>
          )}
          {stuck && (
            <Button size="small" icon="compose" onPress={() => edit(resolve('to-draft'))}>
              {t('activity.out.edit')}
            </Button>
          )}
          {stuck && (
            <Button size="small" icon="send" onPress={() => say(resolve('send-again'))}>
              {t('activity.out.again')}
            </Button>
          )}
          {state === 'uncertain' && (
            <Button size="small" icon="check" onPress={() => say(resolve('sent'))}>
              {t('activity.out.sent')}
            </Button>
          )}
          {stuck && (
            <Button size="small" icon="trash" onPress={() => setDiscarding(true)}>
              {t('activity.out.discard')}
            </Button>
          )}
        </div>
      </div>
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

function Recipients({ item }: { readonly item: OutboxItem }) {
  const t = useT();
  if (item.recipients.length === 0) return null;
  return (
    <ul className="outbox-recipients" aria-label={t('activity.out.recipients')}>
      {item.recipients.map(({ address, state }) => (
        <li key={address} className={`is-${state}`}>
          <Icon name={state === 'refused' ? 'close' : state === 'accepted' ? 'check' : 'pending'} size={13} />
          <span className="truncate">{address}</span>
          <span className="outbox-meta">{t(`activity.out.recipient.${state}`)}</span>
        </li>
      ))}
    </ul>
  );
}

function stateText(item: OutboxItem, offline: boolean, t: ReturnType<typeof useT>): string {
  const when = item.at === null ? '' : relativeDate(item.at);
  if (item.state === 'held' && (item.at ?? 0) <= Date.now()) return t('activity.out.state.heldNow');
  if (item.state === 'queued' && offline) return t('activity.out.state.queuedOffline');
  return t(`activity.out.state.${item.state}`, { when });
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
