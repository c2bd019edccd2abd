import { useState } from 'react';
import type { OfflineFolder, OfflineStatus } from '@shared/contract/offline';
import type { AccountId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccounts, useMailbox, useOffline } from '../../state/engine-state';
import { say } from '../../state/say';
import { Dialog, Notice, Progress, Select, Spinner } from '../../ui';
import { mailboxLabel } from '../folders';
import { choiceOf, choices, exactly, policyOf, stateWords } from './policy-choice';
import { TripCard } from './trip-card';

/** What of each folder is kept here, how far it is, and taking the last week along. */
export function OfflineDialog({
  account: first,
  onClose,
}: {
  readonly account?: AccountId | undefined;
  readonly onClose: () => void;
}) {
  const t = useT();
  const accounts = useAccounts();
  const status = useOffline();
  const [chosen, choose] = useState(first ?? accounts[0]?.account.id);
  return (
    <Dialog isOpen size="large" title={t('offline.title')} onClose={onClose} className="offline">
      <p className="form-note">{t('offline.intro')}</p>
      {!status || chosen === undefined ? (
        <Spinner label={t('offline.title')} />
      ) : (
        <>
          {status.paused && <Notice compact>{t(`offline.paused.${status.paused}`)}</Notice>}
          <TripCard trip={status.trip} />
          {accounts.length > 1 && (
            <Select
              label={t('inspector.account')}
              className="offline-account"
              options={accounts.map(({ account }) => ({ id: account.id, label: account.label }))}
              value={chosen}
              onChange={choose}
            />
          )}
          <Folders key={chosen} account={chosen} status={status} />
        </>
      )}
    </Dialog>
  );
}

function Folders({ account, status }: { readonly account: AccountId; readonly status: OfflineStatus }) {
  const t = useT();
  const fallback = status.defaults.find((one) => one.account === account)?.policy ?? { kind: 'headers' };
  const folders = status.folders.filter((folder) => folder.account === account);
  const online = folders.some(({ local }) => !local);
  return (
    <div className="offline-folders">
      {online && (
        <div className="offline-row offline-default">
          <p className="offline-name">{t('offline.account')}</p>
          <Select
            label={t('offline.account')}
            hideLabel
            className="offline-choice"
            options={choices(fallback, null, false)}
            value={choiceOf(fallback)}
            onChange={(choice) =>
              say(session().engine.api.setKeepPolicy({ account, mailbox: null, policy: policyOf(choice) }))
            }
          />
        </div>
      )}
      <ul className="offline-list">
        {folders.map((folder) => (
          <FolderLine key={folder.mailbox} folder={folder} inherited={fallback} />
        ))}
      </ul>
    </div>
  );
}

function FolderLine({
  folder,
  inherited,
}: {
  readonly folder: OfflineFolder;
  readonly inherited: OfflineFolder['effective'];
}) {
  const t = useT();
  const mailbox = useMailbox(folder.mailbox);
  if (!mailbox) return null;
  const { wanted, kept, policy, effective } = folder;
  const name = mailboxLabel(mailbox);
  const fetching = kept < wanted && effective.kind !== 'headers' && effective.kind !== 'hidden';
  const quiet = mailbox.role === 'junk' || mailbox.role === 'trash';
  return (
    <li className="offline-row">
      <div className="offline-name">
        <p>
          <bdi>{name}</bdi>
        </p>
        <p className="offline-state tabular" title={exactly(folder)}>
          {stateWords(folder).join('. ')}
        </p>
        {fetching && <Progress label={name} value={kept} max={wanted} />}
      </div>
      {!folder.local && (
        <Select
          label={t('offline.keepIn', { folder: name })}
          hideLabel
          className="offline-choice"
          options={choices(policy, quiet ? { kind: 'headers' } : inherited, mailbox.role !== 'inbox', quiet)}
          value={choiceOf(policy)}
          onChange={(choice) =>
            say(
              session().engine.api.setKeepPolicy({
                account: folder.account,
                mailbox: folder.mailbox,
                policy: policyOf(choice),
              }),
            )
          }
        />
      )}
    </li>
  );
}
