import { useEffect } from 'react';
import type { AuditProgress, AuditReport } from '@shared/contract/audit';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { copyText } from '../../state/copy-text';
import { useAccount, useMailbox } from '../../state/engine-state';
import { Button, Dialog, FailureNotice, Notice, Progress } from '../../ui';
import { mailboxLabel } from '../folders';
import { FolderResult } from './folder-result';
import { reportText } from './report-text';
import { useAudit } from './use-audit';

/** Compares the cache with the server, says what differs, and offers to put it right, one thing at a time. */
export function AuditDialog({
  account,
  mailbox,
  onClose,
}: {
  readonly account: AccountId;
  readonly mailbox: MailboxId | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const label = useAccount(account)?.label ?? '';
  const folder = useMailbox(mailbox ?? undefined);
  const { run, start, stop, refresh } = useAudit(account, mailbox);
  useEffect(start, [start]);
  const running = run.state === 'running';
  return (
    <Dialog
      isOpen
      size="large"
      title={t('audit.title')}
      onClose={onClose}
      className="audit"
      footer={
        running ? (
          <Button onPress={stop}>{t('audit.stop')}</Button>
        ) : (
          <>
            {run.state === 'done' && (
              <Button icon="copy" onPress={() => copyText(reportText(run.report))}>
                {t('audit.copy')}
              </Button>
            )}
            <Button icon="sync" onPress={start}>
              {t('audit.again')}
            </Button>
          </>
        )
      }
    >
      <p className="form-note">
        <b dir="auto">{folder ? mailboxLabel(folder) : t('audit.account', { account: label })}</b>{' '}
        {t('audit.intro')}
      </p>
      {running && <Running progress={run.progress} />}
      {run.state === 'stopped' && <Notice>{t('audit.stopped')}</Notice>}
      {run.state === 'failed' && <FailureNotice error={run.failure} />}
      {run.state === 'done' && <Report report={run.report} onRepaired={refresh} />}
    </Dialog>
  );
}

function Running({ progress }: { readonly progress: AuditProgress | null }) {
  const t = useT();
  const words = progress
    ? t(progress.total > 0 ? 'audit.running' : 'audit.starting', {
        folder: progress.folder,
        number: progress.folderNumber,
        folders: progress.folders,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : '…';
  return (
    <div className="audit-running" role="status">
      {/* Numbers that change all the time are asked for (the bar has them), and not read out. */}
      <p className="tabular" dir="auto" aria-live="off">
        {words}
      </p>
      {progress && progress.total > 0 && (
        <Progress label={words} value={progress.done} max={progress.total} />
      )}
    </div>
  );
}

function Report({
  report,
  onRepaired,
}: {
  readonly report: AuditReport;
  readonly onRepaired: (mailbox: MailboxId) => Promise<void>;
}) {
  const t = useT();
  const differing = report.folders.filter(({ outcome }) => outcome === 'different');
  const skipped = report.folders.filter(({ outcome }) => outcome === 'not-compared');
  const equal = report.folders.filter(({ outcome }) => outcome === 'equal');
  const told = equal.filter(({ newer, notFetched, changedSince }) => newer + notFetched + changedSince > 0);
  const quiet = equal.length - told.length;
  const messages = equal.reduce((sum, { local }) => sum + local, 0);
  return (
    <div className="audit-report">
      {differing.length > 0 && (
        <Notice tone="warning" title={t('audit.someDiffer', { count: differing.length })} />
      )}
      {differing.length === 0 && equal.length > 0 && (
        <Notice
          tone="success"
          title={t('audit.allEqual', {
            count: messages,
            formatted: formatCount(messages),
            folders: t('audit.folders', { count: equal.length }),
          })}
        />
      )}
      {[...differing, ...skipped, ...told].map((folder) => (
        <FolderResult key={folder.mailbox} folder={folder} onRepaired={() => onRepaired(folder.mailbox)} />
      ))}
      {quiet > 0 && differing.length + skipped.length + told.length > 0 && (
        <p className="form-note">{t('audit.equalCount', { count: quiet })}</p>
      )}
      <p className="form-note tabular">{t('audit.took', { seconds: formatCount(report.ms / 1000) })}</p>
    </div>
  );
}
