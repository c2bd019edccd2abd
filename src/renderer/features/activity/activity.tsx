import type { AccountStatus } from '@shared/contract/account';
import { formatCount, relativeDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccounts, useMailboxes, useOperations, useOutbox } from '../../state/engine-state';
import { failureWords } from '../../state/errors';
import { say } from '../../state/say';
import { useSelection } from '../../state/selection';
import { openDialog } from '../../state/ui';
import { Button, Dialog, Icon, Notice, Progress, ServerWords } from '../../ui';
import { Certificate, isCertificateTrouble, pinned } from '../accounts';
import { letter, mailboxLabel } from '../folders';
import { AutomaticLog } from '../rules';
import { WeakerLogin } from './weaker-login';

/** What Tern is doing: each account, changes on their way and why they wait, mail that could not be sent. */
export function Activity({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const accounts = useAccounts();
  const operations = useOperations().filter(
    ({ state }) => state !== 'done' && state !== 'superseded' && state !== 'settling',
  );
  const outbox = useOutbox();
  const stuck = operations.filter(({ state }) => state === 'refused' || state === 'uncertain').length;
  const rest = operations.length - stuck;
  return (
    <Dialog isOpen size="large" title={t('activity.title')} onClose={onClose} className="activity">
      <section>
        <h3 className="form-heading">{t('activity.accounts')}</h3>
        {accounts.map((status) => (
          <AccountLine key={status.account.id} status={status} />
        ))}
      </section>
      <section>
        <h3 className="form-heading">{t('activity.changes')}</h3>
        <div className="activity-line">
          <Icon name={stuck > 0 ? 'warning' : 'pending'} className={stuck > 0 ? 'activity-stuck' : ''} />
          <p className="activity-what">
            {operations.length === 0 && t('activity.noChanges')}
            {stuck > 0 && t('activity.refusedCount', { count: stuck, formatted: formatCount(stuck) })}
            {stuck > 0 && rest > 0 && '. '}
            {rest > 0 && t('activity.waitingCount', { count: rest, formatted: formatCount(rest) })}
          </p>
          <Button size="small" onPress={() => openDialog({ kind: 'pending' })}>
            {t('activity.showChanges')}
          </Button>
        </div>
      </section>
      <AutomaticLog />
      {outbox.length > 0 && (
        <section>
          <h3 className="form-heading">{t('activity.outbox')}</h3>
          <div className="activity-line">
            <Icon name="outbox" />
            <p className="activity-what">
              {t('activity.outboxCount', { count: outbox.length, formatted: formatCount(outbox.length) })}
            </p>
            <Button
              size="small"
              onPress={() => {
                onClose();
                useSelection.getState().go({ kind: 'outbox' });
              }}
            >
              {t('activity.showOutbox')}
            </Button>
          </div>
        </section>
      )}
    </Dialog>
  );
}

function AccountLine({ status }: { readonly status: AccountStatus }) {
  const t = useT();
  const mailboxes = useMailboxes();
  const { account, phase, progress, trouble, retryAt, lastSync } = status;
  const words = trouble ? failureWords(trouble) : null;
  const { api } = session().engine;
  const state =
    phase === 'idle' && lastSync === null
      ? t('activity.phase.idleNever')
      : t(`activity.phase.${phase}`, { when: lastSync === null ? '' : relativeDate(lastSync) });
  const folder =
    progress &&
    mailboxes.find(
      (one) => one.id === progress.mailbox || (one.account === account.id && one.name === progress.mailbox),
    );
  const line = progress
    ? t('activity.headers', {
        folder: folder ? mailboxLabel(folder) : progress.mailbox,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : '';
  return (
    <div className="activity-account">
      <div className="activity-line">
        <span className={`account-letter account-${account.color}`} aria-hidden>
          {letter(account.label)}
        </span>
        <p className="activity-what">
          <b dir="auto">{account.label}</b> <span className="activity-state">{state}</span>
        </p>
        {phase === 'paused' && (
          <Button size="small" onPress={() => say(api.pauseAccount({ account: account.id, paused: false }))}>
            {t('activity.resume')}
          </Button>
        )}
        {phase === 'needs-password' && (
          <Button size="small" onPress={() => openDialog({ kind: 'password', account: account.id })}>
            {t('common.banner.enterPassword')}
          </Button>
        )}
        {phase === 'needs-sign-in' && (
          <Button size="small" onPress={() => openDialog({ kind: 'sign-in', account: account.id })}>
            {t('accounts.signIn.begin')}
          </Button>
        )}
        {!['paused', 'needs-password', 'needs-sign-in'].includes(phase) && (
          <Button size="small" onPress={() => say(api.syncNow({ account: account.id, mailbox: null }))}>
            {t('activity.checkNow')}
          </Button>
        )}
      </div>
      {progress && (
        <div className="activity-progress">
          <span className="tabular">{line}</span>
          <Progress label={line} value={progress.done} max={progress.total} />
        </div>
      )}
      {words && (
        <Notice
          tone="warning"
          title={words.title}
          actions={
            <Button
              size="small"
              onPress={() => openDialog({ kind: 'settings', tab: 'accounts', account: account.id })}
            >
              {t('activity.serverSettings')}
            </Button>
          }
        >
          {words.text} {retryAt !== null && t('activity.retryAt', { when: relativeDate(retryAt) })}
          <ServerWords text={trouble?.server ?? ''} />
          {trouble && isCertificateTrouble(trouble.code) && (
            <Certificate
              host={String(trouble.details['host'] ?? account.incoming.host)}
              facts={trouble.details}
              onTrust={(fingerprint) => {
                const { host, port } = trouble.details;
                say(api.updateAccount({ account: pinned(account, String(host), Number(port), fingerprint) }));
              }}
            />
          )}
          {trouble?.code === 'mechanism-downgrade' && (
            <WeakerLogin
              before={String(trouble.details['before'] ?? '')}
              mechanism={String(trouble.details['mechanism'] ?? '')}
              onAllow={() => {
                const direction = trouble.details['direction'] === 'outgoing' ? 'outgoing' : 'incoming';
                say(api.allowWeakerLogin({ account: account.id, direction }));
              }}
            />
          )}
        </Notice>
      )}
    </div>
  );
}
