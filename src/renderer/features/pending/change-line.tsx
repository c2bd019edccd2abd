import type { ReactNode } from 'react';
import type { Operation } from '@shared/contract/operations';
import type { ChangeDetail, EndedChange } from '@shared/contract/pending';
import { exactDate, formatCount, middleCut, relativeDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { takenBackElsewhere } from '../../state/actions';
import { session } from '../../state/connection';
import { useMailboxes } from '../../state/engine-state';
import { failureWords } from '../../state/errors';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import { Button, Icon, type IconName, ServerWords } from '../../ui';
import { operationWords } from '../activity';
import { mailboxLabel } from '../folders';
import { needsYou } from './lines';

const ICONS: Readonly<Record<Operation['state'], IconName>> = {
  waiting: 'pending',
  running: 'sync',
  verifying: 'search',
  settling: 'check',
  done: 'checked',
  refused: 'warning',
  uncertain: 'help',
  superseded: 'minus',
};

/** Takes a change out of the queue, and with it what Undo would take back. */
export async function forget({ id, group }: Operation): Promise<void> {
  await session().engine.api.forgetOperation({ id });
  await takenBackElsewhere(group);
}

/** A change that is still in the queue: what, on what, since when, how it stands and why, and what one can do. */
export function OpenChange({
  operation,
  detail,
}: {
  readonly operation: Operation;
  readonly detail: ChangeDetail | undefined;
}) {
  const t = useT();
  const { id, state, nextTry, reason, created, tries } = operation;
  const { api } = session().engine;
  const stuck = needsYou(operation);
  const words = reason ? failureWords({ code: reason.code, server: reason.server ?? '', details: {} }) : null;
  const stands =
    state === 'waiting' && nextTry !== null
      ? t('activity.state.waitingUntil', { when: relativeDate(nextTry) })
      : t(`activity.state.${state}`);
  return (
    <ChangeFrame
      operation={operation}
      detail={detail}
      icon={ICONS[state]}
      tone={stuck ? 'stuck' : state}
      actions={
        (stuck || state === 'waiting') && (
          <>
            <Button size="small" onPress={() => say(api.retryOperation({ id }))}>
              {t('pending.retry')}
            </Button>
            <Button size="small" onPress={() => say(forget(operation))}>
              {t(stuck ? 'pending.forget' : 'pending.takeBack')}
            </Button>
          </>
        )
      }
    >
      <p className="change-state">
        <span className={stuck ? 'change-stuck' : ''}>{stands}</span>
        {', '}
        <span title={exactDate(created)}>{t('pending.since', { when: relativeDate(created) })}</span>
        <HowFar operation={operation} detail={detail} />
        {tries > 1 && `, ${t('pending.tries', { count: tries })}`}
      </p>
      {words && (
        <p className="change-why">
          {words.title} {words.text}
        </p>
      )}
      {reason?.server && <ServerWords text={reason.server} />}
    </ChangeFrame>
  );
}

/** A change that has left the queue; Undo as long as it would do something. */
export function ClosedChange({
  change,
  detail,
  onUndone,
}: {
  readonly change: EndedChange;
  readonly detail: ChangeDetail | undefined;
  readonly onUndone: () => void;
}) {
  const t = useT();
  const { operation, ended, outcome, undoable } = change;
  const undo = async (): Promise<void> => {
    const { undone } = await session().engine.api.undo({ group: operation.group });
    await takenBackElsewhere(operation.group);
    showToast({ text: t(undone > 0 ? 'pending.undone' : 'pending.nothingToUndo') });
    onUndone();
  };
  return (
    <ChangeFrame
      operation={operation}
      detail={detail}
      icon={outcome === 'done' ? 'checked' : 'undo'}
      tone={outcome}
      actions={
        undoable && (
          <Button size="small" icon="undo" onPress={() => say(undo())}>
            {t('pending.undo')}
          </Button>
        )
      }
    >
      <p className="change-state" title={exactDate(ended)}>
        {t(`pending.endedAt.${outcome}`, { when: relativeDate(ended) })}
        {outcome === 'account-removed' && <HowFar operation={operation} detail={detail} />}
      </p>
      {outcome === 'account-removed' && operation.done !== undefined && (
        <p className="change-why">{t('pending.leftInBoth')}</p>
      )}
    </ChangeFrame>
  );
}

/** Of a move or copy to another account: how many of its messages are there. */
function HowFar({
  operation: { done },
  detail,
}: {
  readonly operation: Operation;
  readonly detail: ChangeDetail | undefined;
}) {
  const t = useT();
  if (done === undefined || !detail || detail.total < 2) return null;
  const values = { done: formatCount(done), total: formatCount(detail.total) };
  return <span className="tabular">{`, ${t('pending.through', values)}`}</span>;
}

function ChangeFrame({
  operation,
  detail,
  icon,
  tone,
  actions,
  children,
}: {
  readonly operation: Operation;
  readonly detail: ChangeDetail | undefined;
  readonly icon: IconName;
  readonly tone: string;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}) {
  const mailboxes = useMailboxes();
  return (
    <div className="change">
      <Icon name={icon} className={`change-icon change-icon-${tone}`} />
      <div className="change-body">
        <p className="change-what" dir="auto">
          {operationWords(operation, mailboxes)}
        </p>
        {detail && <Subjects detail={detail} />}
        {children}
      </div>
      {actions && <div className="change-actions">{actions}</div>}
    </div>
  );
}

/** The messages themselves: subject, sender, folder; the first few, and how many more. */
function Subjects({ detail: { messages, total } }: { readonly detail: ChangeDetail }) {
  const t = useT();
  const mailboxes = useMailboxes();
  const rest = total - messages.length;
  const folder = (id: string): string => {
    const mailbox = mailboxes.find((one) => one.id === id);
    return mailbox ? t('pending.inFolder', { folder: mailboxLabel(mailbox) }) : '';
  };
  return (
    <>
      {messages.map(({ key, subject, from, mailbox }) => (
        <p key={key} className="change-subject">
          <bdi className="change-title">{subject || t('pending.noSubject')}</bdi>{' '}
          <span className="change-from">
            <bdi>{from[0]?.name || middleCut(from[0]?.address ?? '', 44) || t('pending.noSender')}</bdi>{' '}
            <bdi>{folder(mailbox)}</bdi>
          </span>
        </p>
      ))}
      {rest > 0 && (
        <p className="change-from">
          {t(messages.length > 0 ? 'pending.more' : 'pending.unknown', {
            count: rest,
            formatted: formatCount(rest),
          })}
        </p>
      )}
    </>
  );
}
