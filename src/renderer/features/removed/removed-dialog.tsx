import { useCallback } from 'react';
import type { RemovedMessage } from '@shared/contract/removed';
import type { AccountId, MailboxId } from '@shared/model/ids';
import type { CallOptions } from '@shared/rpc/contract';
import { exactDate, formatCount, listDate, relativeDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { undo } from '../../state/actions';
import { session } from '../../state/connection';
import { isClosed, useAccount, useMailbox, useSettings } from '../../state/engine-state';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { useAnswer } from '../../state/use-answer';
import { Button, Dialog, EmptyState, FailureNotice, Icon } from '../../ui';
import { mailboxLabel } from '../folders';

/** As many as the engine lists at once. */
const LISTED = 1000;

/** What others removed from a folder or an account, and the way back. */
export function RemovedDialog({
  account: accountId,
  mailbox: mailboxId,
  onClose,
}: {
  readonly account: AccountId | null;
  readonly mailbox: MailboxId | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const mailbox = useMailbox(mailboxId ?? undefined);
  const account = useAccount(accountId ?? undefined);
  const { keepRemovedDays: days } = useSettings();
  const ask = useCallback(
    (options: CallOptions) =>
      session().engine.ask.removedMessages({ account: accountId, mailbox: mailboxId }, options),
    [accountId, mailboxId],
  );
  const { value: messages, failure, again } = useAnswer(ask);

  const after = (work: Promise<unknown>): void => {
    work.then(again).catch((error: unknown) => {
      if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
    });
  };
  const restore = (some: readonly RemovedMessage[]): void =>
    after(
      session()
        .engine.api.restoreRemoved({ ids: some.map(({ id }) => id), to: null })
        .then(({ operations: count, group }) =>
          showToast({
            text: t('removed.restored', { count, formatted: formatCount(count) }),
            action: { label: t('common.undo'), run: () => undo({ group: Promise.resolve(group) }) },
          }),
        ),
    );
  const forget = (id: string): void => after(session().engine.api.forgetRemoved({ ids: [id] }));

  const listed = messages ?? [];
  const here = listed.filter(({ content }) => content !== 'none');
  const name = mailbox ? mailboxLabel(mailbox) : (account?.label ?? listed[0]?.folder ?? '');
  return (
    <Dialog
      isOpen
      size="large"
      title={t('removed.title', { name })}
      onClose={onClose}
      className="removed"
      footer={
        here.length > 1 && (
          <Button kind="primary" onPress={() => restore(here)}>
            {t('removed.restoreAll', { count: here.length, formatted: formatCount(here.length) })}
          </Button>
        )
      }
    >
      <FailureNotice error={failure} />
      {messages === null && failure === null && <p className="form-note">{t('removed.loading')}</p>}
      {messages?.length === 0 && (
        <EmptyState
          icon="trash"
          title={t('removed.none')}
          text={days === 0 ? t('removed.off') : t('removed.noneHint', { days })}
        />
      )}
      {listed.length > 0 && (
        <>
          <p className="form-note">{t('removed.text', { days })}</p>
          <ul className="removed-list">
            {listed.map((message) => (
              <Line
                key={message.id}
                message={message}
                withFolder={mailboxId === null}
                onRestore={() => restore([message])}
                onForget={() => forget(message.id)}
              />
            ))}
          </ul>
          {listed.length >= LISTED && (
            <p className="form-note">{t('removed.more', { formatted: formatCount(LISTED) })}</p>
          )}
        </>
      )}
    </Dialog>
  );
}

function Line({
  message,
  withFolder,
  onRestore,
  onForget,
}: {
  readonly message: RemovedMessage;
  readonly withFolder: boolean;
  readonly onRestore: () => void;
  readonly onForget: () => void;
}) {
  const t = useT();
  const { from, subject, date, folder, removedAt, keptUntil, content, missing } = message;
  const lacks =
    content === 'none'
      ? t('removed.onlyLine')
      : content === 'texts'
        ? t('removed.texts', { count: missing })
        : content === 'whole'
          ? t('removed.madeAgain')
          : '';
  return (
    <li className="removed-line">
      <div className="removed-what">
        <p className="removed-head">
          <b className="truncate" dir="auto">
            {from}
          </b>
          <time className="removed-date tabular" title={exactDate(date)}>
            {listDate(date)}
          </time>
        </p>
        <p className="truncate" dir="auto">
          {subject || t('removed.noSubject')}
        </p>
        <p className="removed-note">
          {withFolder && `${folder} · `}
          {t('removed.when', { when: relativeDate(removedAt), until: listDate(keptUntil) })}
        </p>
        {lacks && (
          <p className="removed-note">
            {content !== 'whole' && <Icon name="warning" size={13} />} {lacks}
          </p>
        )}
      </div>
      <span className="activity-actions">
        {content !== 'none' && (
          <Button size="small" onPress={onRestore}>
            {t('removed.restore')}
          </Button>
        )}
        <Button size="small" onPress={onForget}>
          {t('removed.forget')}
        </Button>
      </span>
    </li>
  );
}
