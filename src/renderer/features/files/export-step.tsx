import { useState } from 'react';
import type { Place } from '@shared/contract/import-export';
import { type AccountId, type MailboxId, THIS_COMPUTER } from '@shared/model/ids';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccounts, useMailboxes } from '../../state/engine-state';
import { Button, Checkbox, FailureNotice, Segments, Select } from '../../ui';
import { mailboxLabel } from '../folders';
import { PlaceField } from './place-field';

/** Accounts that have folders, and this computer when it has any. */
export function useSources(): { readonly id: AccountId; readonly label: string }[] {
  const t = useT();
  const accounts = useAccounts();
  const mailboxes = useMailboxes();
  return [
    ...accounts.map(({ account }) => ({ id: account.id, label: account.label })),
    ...(mailboxes.some(({ account }) => account === THIS_COMPUTER)
      ? [{ id: THIS_COMPUTER, label: t('folders.thisComputer') }]
      : []),
  ];
}

/** Which folders, as what, where to. */
export function ExportStep({
  mailbox,
  onStarted,
}: {
  readonly mailbox: MailboxId | null;
  readonly onStarted: () => void;
}) {
  const t = useT();
  const sources = useSources();
  const mailboxes = useMailboxes();
  const first = mailboxes.find(({ id }) => id === mailbox);
  const [account, setAccount] = useState<string>(first?.account ?? sources[0]?.id ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<MailboxId>>(() => new Set(mailbox ? [mailbox] : []));
  const [format, setFormat] = useState<'mbox' | 'eml'>('mbox');
  const [failure, setFailure] = useState<unknown>(null);
  const own = mailboxes.filter((one) => one.account === account && one.selectable);
  const start = (place: Place): void => {
    session()
      .engine.api.startExport({ mailboxes: [...chosen], place: place.token, format })
      .then(onStarted)
      .catch(setFailure);
  };
  return (
    <>
      {sources.length > 1 && (
        <Select
          label={t('files.account')}
          value={account}
          options={sources}
          onChange={(id) => {
            setAccount(id);
            setChosen(new Set());
          }}
        />
      )}
      <div className="files-all">
        <span className="ui-label">{t('files.what')}</span>
        <Button size="small" onPress={() => setChosen(new Set(own.map(({ id }) => id)))}>
          {t('files.all')}
        </Button>
        <Button size="small" onPress={() => setChosen(new Set())}>
          {t('files.none')}
        </Button>
      </div>
      <ul className="files-found" aria-label={t('files.what')}>
        {own.map((one) => (
          <li key={one.id}>
            <Checkbox
              isSelected={chosen.has(one.id)}
              onChange={(on) => {
                const next = new Set(chosen);
                if (on) next.add(one.id);
                else next.delete(one.id);
                setChosen(next);
              }}
            >
              <span className="files-found-name" dir="auto">
                {one.role === null ? one.name : mailboxLabel(one)}
              </span>
              <span className="files-found-size tabular">
                {t('files.messages', { count: one.total, formatted: formatCount(one.total) })}
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
      <Segments
        label={t('files.format')}
        value={format}
        options={[
          { id: 'mbox', label: t('files.mbox') },
          { id: 'eml', label: t('files.eml') },
        ]}
        onChange={setFormat}
      />
      <FailureNotice error={failure} />
      <PlaceField
        purposes={['export']}
        confirm={t('files.startExport', { count: chosen.size, formatted: formatCount(chosen.size) })}
        first={chosen.size === 0 ? t('files.chooseFirst') : undefined}
        onPlace={start}
      />
    </>
  );
}

/** Which account, where to. */
export function BackupStep({
  account: given,
  onStarted,
}: {
  readonly account: AccountId | null;
  readonly onStarted: () => void;
}) {
  const t = useT();
  const sources = useSources();
  const [account, setAccount] = useState<string>(given ?? sources[0]?.id ?? '');
  const [failure, setFailure] = useState<unknown>(null);
  const start = (place: Place): void => {
    const id = account as AccountId;
    session()
      .engine.api.startBackup({ account: id === THIS_COMPUTER ? null : id, place: place.token })
      .then(onStarted)
      .catch(setFailure);
  };
  return (
    <>
      <p className="form-note">{t('files.backupNote')}</p>
      {sources.length > 1 && (
        <Select label={t('files.account')} value={account} options={sources} onChange={setAccount} />
      )}
      <FailureNotice error={failure} />
      <PlaceField
        purposes={['backup']}
        confirm={t('files.startBackup')}
        isDisabled={account === ''}
        onPlace={start}
      />
    </>
  );
}

/** Which backup. */
export function VerifyStep({ onStarted }: { readonly onStarted: () => void }) {
  const t = useT();
  const [failure, setFailure] = useState<unknown>(null);
  return (
    <>
      <p className="form-note">{t('files.verifyText')}</p>
      <FailureNotice error={failure} />
      <PlaceField
        purposes={['restore']}
        confirm={t('files.startVerify')}
        onPlace={(place) => {
          session().engine.api.startVerify({ place: place.token }).then(onStarted).catch(setFailure);
        }}
      />
    </>
  );
}
