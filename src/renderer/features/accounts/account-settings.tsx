import { useEffect, useRef, useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import type { AccountConfig, AccountStatus, Identity, ServerSettings } from '@shared/contract/account';
import type { AccountId } from '@shared/model/ids';
import { ownKeyOf } from '@shared/model/letter-keys';
import { useT } from '../../i18n';
import { useOpenPgpKeys } from '../../state/openpgp';
import { say } from '../../state/say';
import { session } from '../../state/connection';
import {
  useAccounts,
  useDrafts,
  useMailboxes,
  useOperations,
  useOutbox,
  useStatus,
} from '../../state/engine-state';
import { openDialog } from '../../state/ui';
import { Button, Checkbox, Confirm, Icon, IconButton, Notice, TextField } from '../../ui';
import { SignatureEditor } from '../compose';
import { letter } from '../folders';
import { changeServer, type ServerForm, validPort } from './account-form';
import { Pop3Policy } from './pop3-policy';
import { oauthForm } from './oauth-form';
import { providerName } from './provider-name';
import { ServerFields } from './server-fields';

/** All accounts in order, one of them unfolded. */
export function AccountSettings({ first }: { readonly first: AccountId | undefined }) {
  const t = useT();
  const accounts = useAccounts();
  const status = useStatus();
  const [open, setOpen] = useState<AccountId | null>(first ?? null);
  const shift = (index: number, by: 1 | -1): void => {
    const order = accounts.map(({ account }) => account.id);
    const [moved] = order.splice(index, 1);
    if (moved === undefined) return;
    order.splice(index + by, 0, moved);
    say(session().engine.api.reorderAccounts({ order }));
  };
  return (
    <div className="form">
      {accounts.length === 0 && <p className="form-note">{t('accounts.settings.none')}</p>}
      <ul className="accounts">
        {accounts.map((one, index) => {
          const { account } = one;
          const unfolded = open === account.id;
          return (
            <li key={account.id} className="account-card">
              <div className="account-head">
                <button
                  type="button"
                  className="account-open"
                  aria-expanded={unfolded}
                  onClick={() => setOpen(unfolded ? null : account.id)}
                >
                  <Icon name={unfolded ? 'down' : 'right'} size={14} />
                  <span className={`account-letter account-${account.color}`} aria-hidden>
                    {letter(account.label)}
                  </span>
                  <span className="account-name truncate" dir="auto">
                    {account.label}
                  </span>
                  <span className="account-address truncate">{account.identities[0]?.address}</span>
                </button>
                <IconButton
                  size="small"
                  icon="up"
                  label={t('accounts.settings.up', { name: account.label })}
                  isDisabled={index === 0}
                  onPress={() => shift(index, -1)}
                />
                <IconButton
                  size="small"
                  icon="down"
                  label={t('accounts.settings.down', { name: account.label })}
                  isDisabled={index === accounts.length - 1}
                  onPress={() => shift(index, 1)}
                />
              </div>
              {unfolded && <AccountEditor key={account.id} status={one} />}
            </li>
          );
        })}
      </ul>
      <div>
        <Button icon="add" onPress={() => openDialog({ kind: 'add-account' })}>
          {t('commands.addAccount')}
        </Button>
      </div>
      {status && accounts.length > 0 && (
        <p className="form-note">{t(`settings.secrets.${status.secrets}`)}</p>
      )}
    </div>
  );
}

const toForm = (
  kind: ServerForm['kind'],
  { host, port, tls, user, auth, pinnedFingerprint }: ServerSettings,
): ServerForm => ({
  kind,
  host,
  port: String(port),
  tls,
  user,
  auth,
  pin: pinnedFingerprint ?? null,
});
const fromForm = ({ host, port, tls, user, auth, pin }: ServerForm): ServerSettings => ({
  host,
  port: Number(port),
  tls,
  user,
  auth,
  ...(pin === null ? {} : { pinnedFingerprint: pin }),
});

function AccountEditor({ status }: { readonly status: AccountStatus }) {
  const t = useT();
  const [draft, setDraft] = useState<AccountConfig>(status.account);
  const [incoming, setIncoming] = useState(() => toForm(draft.incoming.protocol, draft.incoming));
  const [outgoing, setOutgoing] = useState(() => toForm('smtp', draft.outgoing));
  const [removing, setRemoving] = useState(false);
  const { id } = status.account;
  const byBrowser = status.account.incoming.auth === 'oauth';
  const unsaved = useRef<(() => void) | null>(null);
  // Esc closes the dialog, and the field that one was typing in is not told.
  useEffect(() => () => unsaved.current?.(), []);
  const save = (change: Partial<AccountConfig>): void => {
    unsaved.current = null;
    // What is changed elsewhere meanwhile must not be set back by what is edited here: paused, how one logs in.
    const { paused, oauth } = status.account;
    const { oauth: _before, ...edited } = { ...draft, ...change };
    const account = {
      ...edited,
      paused,
      ...(oauth === undefined ? {} : { oauth }),
      incoming: { ...edited.incoming, auth: status.account.incoming.auth },
      outgoing: { ...edited.outgoing, auth: status.account.outgoing.auth },
    };
    setDraft(account);
    say(session().engine.api.updateAccount({ account }));
  };
  const servers = [incoming, outgoing];
  const serversChanged =
    JSON.stringify(fromForm(incoming)) !== JSON.stringify(fromForm(toForm('imap', draft.incoming))) ||
    JSON.stringify(fromForm(outgoing)) !== JSON.stringify(fromForm(toForm('smtp', draft.outgoing)));
  return (
    <div className="form account-editor">
      <TextField
        label={t('accounts.settings.label')}
        value={draft.label}
        onChange={(label) => setDraft({ ...draft, label })}
        onBlur={() => save({ label: draft.label.trim() || (draft.identities[0]?.address ?? '') })}
      />
      <Colors value={draft.color} name={draft.label} onChange={(color) => save({ color })} />
      <Identities
        list={draft.identities}
        onChange={(identities) => save({ identities })}
        onEdit={(identities) => {
          setDraft({ ...draft, identities });
          unsaved.current = () => save({ identities });
        }}
      />
      {draft.incoming.protocol === 'pop3' && (
        <Pop3Policy self={draft.id} rules={draft.pop3 ?? null} onChange={(pop3) => save({ pop3 })} />
      )}
      <details className="ui-details">
        <summary>{t('accounts.settings.servers')}</summary>
        <div className="form account-servers">
          <fieldset className="server">
            <legend>{t('accounts.wizard.incoming')}</legend>
            <ServerFields
              form={incoming}
              showUser
              onChange={(form) => setIncoming(changeServer(form, { kind: draft.incoming.protocol }))}
            />
          </fieldset>
          <fieldset className="server">
            <legend>{t('accounts.wizard.outgoing')}</legend>
            <ServerFields form={outgoing} showUser onChange={setOutgoing} />
            <Checkbox
              isSelected={draft.outgoing.chunking === true}
              onChange={(chunking) => save({ outgoing: { ...draft.outgoing, chunking } })}
            >
              {t('accounts.settings.chunking')}
            </Checkbox>
            <p className="form-note">{t('accounts.settings.chunkingHint')}</p>
          </fieldset>
          <div>
            <Button
              isDisabled={
                !serversChanged || !servers.every(({ host, port }) => host.trim() !== '' && validPort(port))
              }
              onPress={() =>
                save({
                  incoming: { ...fromForm(incoming), protocol: draft.incoming.protocol },
                  outgoing: { ...fromForm(outgoing), chunking: draft.outgoing.chunking },
                })
              }
            >
              {t('common.save')}
            </Button>
          </div>
        </div>
      </details>
      <div className="account-actions">
        <Button
          icon={status.account.paused ? 'play' : 'pause'}
          onPress={() =>
            say(session().engine.api.pauseAccount({ account: id, paused: !status.account.paused }))
          }
        >
          {t(status.account.paused ? 'accounts.settings.resume' : 'accounts.settings.pause')}
        </Button>
        {!status.account.demo && (
          <>
            <Button icon="secure" onPress={() => openDialog({ kind: 'password', account: id })}>
              {t(byBrowser ? 'accounts.signIn.usePassword' : 'accounts.settings.changePassword')}
            </Button>
            <Button icon="account" onPress={() => openDialog({ kind: 'sign-in', account: id })}>
              {t(byBrowser ? 'accounts.signIn.again' : 'accounts.signIn.instead')}
            </Button>
          </>
        )}
        <Button icon="trash" onPress={() => setRemoving(true)}>
          {t('accounts.settings.remove')}
        </Button>
      </div>
      {byBrowser && (
        <p className="form-note">
          {t('accounts.signIn.state', {
            provider: providerName(oauthForm(status.account.oauth, []), t),
          })}
        </p>
      )}
      {status.account.paused && <p className="form-note">{t('accounts.settings.pausedHint')}</p>}
      <RemoveAccount account={status.account} isOpen={removing} onClose={() => setRemoving(false)} />
    </div>
  );
}

function Colors({
  value,
  name,
  onChange,
}: {
  readonly value: number;
  readonly name: string;
  readonly onChange: (color: number) => void;
}) {
  const t = useT();
  return (
    <RadioGroup
      className="ui-field"
      aria-label={t('accounts.settings.color')}
      orientation="horizontal"
      value={String(value)}
      onChange={(key) => onChange(Number(key))}
    >
      <span className="ui-label">{t('accounts.settings.color')}</span>
      <div className="colors">
        {Array.from({ length: 8 }, (_, color) => (
          <Radio
            key={color}
            value={String(color)}
            aria-label={t(`accounts.settings.colors.c${color}`)}
            className={`color account-letter account-${color}`}
          >
            {letter(name)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

interface IdentitiesProps {
  readonly list: readonly Identity[];
  /** While typing. */
  readonly onEdit: (list: Identity[]) => void;
  /** To keep. */
  readonly onChange: (list: Identity[]) => void;
}

function Identities({ list, onEdit, onChange }: IdentitiesProps) {
  const t = useT();
  const edit = (at: number, part: Partial<Identity>): Identity[] =>
    list.map((one, i) => (i === at ? { ...one, ...part } : one));
  const [base] = list;
  const keys = useOpenPgpKeys();
  return (
    <div className="form">
      <div>
        <h3 className="form-heading">{t('accounts.settings.identities')}</h3>
        <p className="form-note">{t('accounts.settings.identitiesHint')}</p>
      </div>
      {list.map((identity, at) => (
        <fieldset key={identity.id} className="server" onBlur={() => onChange([...list])}>
          <div className="form">
            <div className="form-row">
              <TextField
                label={t('accounts.settings.identityName')}
                value={identity.name}
                onChange={(name) => onEdit(edit(at, { name }))}
              />
              <TextField
                label={t('accounts.settings.identityAddress')}
                type="email"
                value={identity.address}
                onChange={(address) => onEdit(edit(at, { address }))}
              />
            </div>
            <div className="form-row">
              <TextField
                label={t('accounts.settings.replyTo')}
                type="email"
                value={identity.replyTo}
                onChange={(replyTo) => onEdit(edit(at, { replyTo }))}
              />
              <TextField
                label={t('accounts.settings.organization')}
                value={identity.organization}
                onChange={(organization) => onEdit(edit(at, { organization }))}
              />
            </div>
            <SignatureEditor
              identity={identity}
              onEdit={(change) => onEdit(edit(at, change))}
              onKeep={(change) => onChange(edit(at, change))}
            />
            <div className="identity-foot">
              <Checkbox isSelected={identity.bccSelf} onChange={(bccSelf) => onChange(edit(at, { bccSelf }))}>
                {t('accounts.settings.bccSelf')}
              </Checkbox>
              {(identity.signAlways === true || ownKeyOf(keys, identity.address)) && (
                <Checkbox
                  isSelected={identity.signAlways === true}
                  onChange={(signAlways) => onChange(edit(at, { signAlways }))}
                >
                  {t('openpgp.write.signAlways')}
                </Checkbox>
              )}
              {at > 0 && (
                <span className="activity-actions">
                  <Button
                    size="small"
                    onPress={() => onChange([identity, ...list.filter((one) => one !== identity)])}
                  >
                    {t('accounts.settings.makeDefault')}
                  </Button>
                  <Button size="small" onPress={() => onChange(list.filter((one) => one !== identity))}>
                    {t('accounts.settings.removeIdentity')}
                  </Button>
                </span>
              )}
            </div>
          </div>
        </fieldset>
      ))}
      <div>
        <Button
          size="small"
          icon="add"
          onPress={() =>
            onEdit([
              ...list,
              {
                id: crypto.randomUUID(),
                name: base?.name ?? '',
                address: '',
                replyTo: '',
                organization: '',
                signature: '',
                bccSelf: false,
              },
            ])
          }
        >
          {t('accounts.settings.addIdentity')}
        </Button>
      </div>
    </div>
  );
}

/** Says exactly what goes: unsent mail, drafts, changes that have not reached the server. */
function RemoveAccount({
  account,
  isOpen,
  onClose,
}: {
  readonly account: AccountConfig;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const t = useT();
  const unsent = useOutbox().filter(
    (item) => item.account === account.id && item.state !== 'filed' && item.state !== 'accepted',
  ).length;
  const drafts = useDrafts().filter(({ content }) => content.account === account.id).length;
  const operations = useOperations().filter(
    ({ state }) => state === 'waiting' || state === 'running' || state === 'verifying',
  );
  const waiting = operations.filter(({ account: of, partOf }) => of === account.id && !partOf).length;
  const mailboxes = useMailboxes();
  const accountOf = new Map(mailboxes.map(({ id, account: of }) => [id, of]));
  const moving = operations.some(({ account: of, intent }) => {
    if (intent.kind !== 'move' && intent.kind !== 'copy') return false;
    const to = accountOf.get(intent.to) ?? of;
    return to !== of && (to === account.id || of === account.id);
  });
  return (
    <Confirm
      isOpen={isOpen}
      danger
      title={t('accounts.settings.removeTitle', { name: account.label })}
      confirm={t(unsent > 0 ? 'accounts.settings.removeForce' : 'accounts.settings.remove_')}
      onClose={onClose}
      onConfirm={() => say(session().engine.api.removeAccount({ account: account.id, force: unsent > 0 }))}
      text={
        <div className="form">
          <p>{t('accounts.settings.removeText')}</p>
          {account.incoming.protocol === 'pop3' && (
            <Notice tone="warning">{t('accounts.settings.removePop')}</Notice>
          )}
          {unsent > 0 && (
            <Notice tone="danger">{t('accounts.settings.removeUnsent', { count: unsent })}</Notice>
          )}
          {drafts > 0 && (
            <Notice tone="warning">{t('accounts.settings.removeDrafts', { count: drafts })}</Notice>
          )}
          {waiting > 0 && (
            <Notice tone="warning">{t('accounts.settings.removeWaiting', { count: waiting })}</Notice>
          )}
          {moving && <Notice tone="warning">{t('accounts.settings.removeMoving')}</Notice>}
        </div>
      }
    />
  );
}
