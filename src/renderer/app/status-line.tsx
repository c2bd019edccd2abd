import { Button as AriaButton } from 'react-aria-components';
import type { EngineStatus } from '@shared/contract/engine-api';
import type { MailboxId } from '@shared/model/ids';
import { formatCount } from '../i18n/format';
import { useT } from '../i18n';
import { useLinks } from '../state/connection';
import { useJobs, useMailboxes, useOperations, useOutbox, useStatus } from '../state/engine-state';
import { useSelection } from '../state/selection';
import { openDialog } from '../state/ui';
import { Icon, Progress } from '../ui';
import { useJobTitle } from '../features/files';
import { mailboxLabel } from '../features/folders';
import { AccountStates, OfflineSwitch } from './account-states';
import { isUrgent } from './banners';
import { isDangerous, syncKind } from './sync-kind';

/** One line of truth: what Tern does now, with a number, how much waits, online or not. Opens Activity. */
export function StatusLine() {
  const t = useT();
  const status = useStatus();
  const outbox = useOutbox();
  const operations = useOperations();
  const mailboxes = useMailboxes();
  const links = useLinks();
  const go = useSelection((state) => state.go);
  if (!status) return <footer className="statusline" data-region="status" />;
  const busy = status.accounts.filter(({ progress }) => progress !== null);
  const [first] = busy;
  const folder = (name: string): string => {
    const mailbox = mailboxes.find((one) => one.id === name || one.name === name);
    return mailbox ? mailboxLabel(mailbox) : name;
  };
  const unsaved = status.notices.some(({ code }) => isDangerous(code));
  const doing =
    first?.progress && !unsaved
      ? t('activity.headers', {
          folder: folder(first.progress.mailbox),
          done: formatCount(first.progress.done),
          total: formatCount(first.progress.total),
          account: first.account.label,
        })
      : t(`activity.doing.${links.engine === 'open' ? syncKind(status) : 'noEngine'}`);
  const troubled = operations.filter(({ state }) => state === 'refused' || state === 'uncertain').length;
  const open = (): void => openDialog({ kind: 'activity' });
  const pending = (): void => openDialog({ kind: 'pending' });
  return (
    <footer className="statusline" data-region="status" aria-label={t('activity.statusLine')}>
      <AriaButton className={`statusline-item statusline-main${unsaved ? ' is-trouble' : ''}`} onPress={open}>
        {unsaved && <Icon name="warning" size={13} />}
        <span className="truncate">{doing}</span>
        {first?.progress && !unsaved && (
          <span className="statusline-progress">
            <Progress label={doing} value={first.progress.done} max={first.progress.total} />
          </span>
        )}
      </AriaButton>
      {status.notices
        .filter(({ code }) => !isUrgent(code))
        .map(({ code, details }) => (
          <NoticeItem key={code} code={code} details={details} />
        ))}
      <RunningJob />
      <AccountStates status={status} />
      {troubled > 0 && (
        <AriaButton className="statusline-item is-trouble" onPress={pending}>
          <Icon name="warning" size={13} />
          {t('activity.refusedCount', { count: troubled, formatted: formatCount(troubled) })}
        </AriaButton>
      )}
      {status.waiting > 0 && (
        <AriaButton className="statusline-item" onPress={pending}>
          <Icon name="pending" size={13} />
          {t('activity.waitingCount', { count: status.waiting, formatted: formatCount(status.waiting) })}
        </AriaButton>
      )}
      {outbox.length > 0 && (
        <AriaButton className="statusline-item" onPress={() => go({ kind: 'outbox' })}>
          <Icon name="outbox" size={13} />
          {t('activity.outboxCount', { count: outbox.length, formatted: formatCount(outbox.length) })}
        </AriaButton>
      )}
      {status.accounts.length > 0 && links.engine === 'open' && (
        <OfflineSwitch offline={status.workOffline} />
      )}
    </footer>
  );
}

/** A job on files that is running: its number, and the way to it. */
function RunningJob() {
  const t = useT();
  const title = useJobTitle();
  const job = useJobs().find(({ ended }) => ended === null);
  if (!job) return null;
  const { done: count } = job.messages;
  return (
    <AriaButton className="statusline-item" onPress={() => openDialog({ kind: 'files', step: 'home' })}>
      <span className="truncate tabular">
        {t('files.running', { job: title(job), count, formatted: formatCount(count) })}
      </span>
    </AriaButton>
  );
}

/** Words for something that happened; where there is something to see about it, a button that shows it. */
function NoticeItem({ code, details }: EngineStatus['notices'][number]) {
  const t = useT();
  const count = Number(details['count'] ?? 0);
  const words = t(`activity.notice.${code}`, {
    ...details,
    count,
    formatted: formatCount(count),
    defaultValue: code,
  });
  const { mailbox } = details;
  if (code !== 'many-removed' || typeof mailbox !== 'string')
    return (
      <span className="statusline-item statusline-notice" title={words}>
        <span className="truncate">{words}</span>
      </span>
    );
  return (
    <AriaButton
      className="statusline-item statusline-notice is-trouble"
      onPress={() => openDialog({ kind: 'removed', account: null, mailbox: mailbox as MailboxId })}
    >
      <Icon name="warning" size={13} />
      <span className="truncate">{words}</span>
    </AriaButton>
  );
}
