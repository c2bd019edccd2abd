import { useCallback, useState } from 'react';
import type { AccountInsight, FolderInsight } from '@shared/contract/inspect';
import type { AccountId } from '@shared/model/ids';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { copyText } from '../../state/copy-text';
import { useAccounts } from '../../state/engine-state';
import { failureWords } from '../../state/errors';
import { say } from '../../state/say';
import { openDialog } from '../../state/ui';
import { useAnswer } from '../../state/use-answer';
import { Button, Dialog, FailureNotice, Icon, Notice, Select, ServerWords, Spinner } from '../../ui';
import { accountFacts, distrustWords, accountText, folderCells, folderColumns } from './facts';
import { FactList } from './fact-list';
import { ServerTools } from './server-tools';

/** How each account is synchronised, exactly: for people who want to know, and for whoever helps them. */
export function SyncInspector({
  account: first,
  onClose,
}: {
  readonly account?: AccountId | undefined;
  readonly onClose: () => void;
}) {
  const t = useT();
  const accounts = useAccounts();
  const [chosen, choose] = useState(first ?? accounts[0]?.account.id);
  const ask = useCallback(
    (options: CallOptions) =>
      chosen === undefined
        ? Promise.resolve(null)
        : session().engine.ask.inspectAccount({ account: chosen }, options),
    [chosen],
  );
  const { value, failure, again } = useAnswer(ask);
  const insight = value?.account === chosen ? value : null;
  return (
    <Dialog isOpen size="large" title={t('inspector.title')} onClose={onClose} className="inspector">
      <div className="inspector-bar">
        {accounts.length > 1 && chosen !== undefined && (
          <Select
            label={t('inspector.account')}
            hideLabel
            className="inspector-account"
            options={accounts.map(({ account }) => ({ id: account.id, label: account.label }))}
            value={chosen}
            onChange={choose}
          />
        )}
        <span className="inspector-space" />
        {insight?.protocol === 'imap' && (
          <Button
            icon="search"
            onPress={() => openDialog({ kind: 'audit', account: insight.account, mailbox: null })}
          >
            {t('inspector.compare')}
          </Button>
        )}
        <Button icon="sync" onPress={again}>
          {t('inspector.refresh')}
        </Button>
        <Button icon="copy" isDisabled={!insight} onPress={() => insight && copyText(accountText(insight))}>
          {t('inspector.copy')}
        </Button>
      </div>
      <FailureNotice error={failure} />
      {!insight && !failure && <Spinner label={t('inspector.title')} />}
      {insight && (
        <>
          <FactList facts={accountFacts(insight)} />
          <Distrusted insight={insight} onChanged={again} />
          <Folders insight={insight} />
          {insight.protocol === 'imap' && (
            <ServerTools key={insight.account} account={insight.account} onChanged={again} />
          )}
        </>
      )}
    </Dialog>
  );
}

/** What the server claims and does not do; a person may want it tried again. */
function Distrusted({
  insight: { account, distrusted },
  onChanged,
}: {
  readonly insight: AccountInsight;
  readonly onChanged: () => void;
}) {
  const t = useT();
  if (distrusted.length === 0) return null;
  const { api } = session().engine;
  return (
    <section>
      <h3 className="form-heading">{t('inspector.distrusted')}</h3>
      {distrusted.map(({ capability, reason }) => (
        <div key={capability} className="inspector-distrust">
          <p dir="auto">
            <b>{capability}</b> {distrustWords(reason)}
          </p>
          <Button size="small" onPress={() => say(api.trustAgain({ account, capability }).then(onChanged))}>
            {t('inspector.trustAgain')}
          </Button>
        </div>
      ))}
    </section>
  );
}

function Folders({ insight }: { readonly insight: AccountInsight }) {
  const t = useT();
  return (
    <section>
      <h3 className="form-heading">{t('inspector.folders')}</h3>
      <div className="inspector-table" tabIndex={0} role="region" aria-label={t('inspector.folders')}>
        <table>
          <thead>
            <tr>
              {folderColumns().map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {insight.folders.map((folder) => (
              <FolderRow key={folder.mailbox} folder={folder} />
            ))}
          </tbody>
        </table>
      </div>
      {insight.folders.map(
        ({ mailbox, name, trouble }) =>
          trouble && (
            <Notice key={mailbox} tone="warning" compact title={name}>
              {failureWords({ ...trouble, details: {} }).title}
              <ServerWords text={trouble.server} />
            </Notice>
          ),
      )}
    </section>
  );
}

function FolderRow({ folder }: { readonly folder: FolderInsight }) {
  const t = useT();
  const [name, ...cells] = folderCells(folder);
  const differs =
    folder.floor === 1 && folder.local !== null && folder.server !== null && folder.local !== folder.server;
  return (
    <tr className={differs ? 'is-different' : undefined}>
      <th scope="row">
        <bdi>{name}</bdi>
        {differs && <Icon name="warning" size={13} label={t('inspector.differs')} />}
      </th>
      {cells.map((cell, i) => (
        <td key={i} className="tabular selectable">
          {cell}
        </td>
      ))}
    </tr>
  );
}
