import { type FormEvent, useState } from 'react';
import type { AccountId, MailboxId, MessageKey } from '@shared/model/ids';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { act } from '../../state/actions';
import { session } from '../../state/connection';
import { useAccount, useAccounts, useMailbox, useMailboxes } from '../../state/engine-state';
import { parseMessageKey, THIS_COMPUTER } from '@shared/model/ids';
import { Button, Confirm, Dialog, FailureNotice, Icon, Picker, TextField } from '../../ui';
import { mailboxIcon, mailboxLabel } from './names';
import { inOrder, rememberTarget, useRecentTargets } from './targets';
import { findMailboxes } from './tree';

/** Where to? What was chosen lately first, then folders of the messages' accounts. */
export function FolderPicker({
  mode,
  keys,
  onClose,
}: {
  readonly mode: 'move' | 'copy';
  readonly keys: readonly MessageKey[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const mailboxes = useMailboxes();
  const accounts = useAccounts();
  const recent = useRecentTargets();
  const from = new Set(keys.slice(0, 500).map((key) => parseMessageKey(key).mailbox));
  const home = new Set(mailboxes.filter(({ id }) => from.has(id)).map(({ account }) => account));
  const title = t(mode === 'move' ? 'folders.pickerMove' : 'folders.pickerCopy');
  const only = from.size === 1 ? [...from][0] : undefined;
  return (
    <Dialog bare isOpen title={title} onClose={onClose}>
      <Picker
        label={title}
        placeholder={t(mode === 'move' ? 'folders.pickerMoveHint' : 'folders.pickerCopyHint')}
        empty={(text) => t('folders.pickerEmpty', { text })}
        onDone={onClose}
        items={(typed) =>
          inOrder(findMailboxes(mailboxes, typed, mailboxLabel), { typed: typed.trim() !== '', recent, home })
            .filter(({ id }) => mode === 'copy' || id !== only)
            .map((mailbox) => {
              const account =
                mailbox.account === THIS_COMPUTER
                  ? t('folders.thisComputer')
                  : (accounts.find((one) => one.account.id === mailbox.account)?.account.label ?? '');
              const path =
                mailbox.name.includes('/') && mailbox.role === null
                  ? mailbox.name.slice(0, mailbox.name.lastIndexOf('/'))
                  : '';
              return {
                id: mailbox.id,
                label: [mailboxLabel(mailbox), path, account].filter(Boolean).join(', '),
                content: (
                  <>
                    <Icon name={mailboxIcon(mailbox.role)} />
                    <span className="picker-name truncate" dir="auto">
                      {mailboxLabel(mailbox)}
                    </span>
                    <span className="picker-side truncate">
                      {[path, accounts.length > 1 && account].filter(Boolean).join(' · ')}
                    </span>
                  </>
                ),
                run: () => {
                  rememberTarget(mailbox.id);
                  act({ kind: mode, to: mailbox.id }, keys);
                },
              };
            })
        }
      />
    </Dialog>
  );
}

export function DestroyConfirm({
  keys,
  onClose,
}: {
  readonly keys: readonly MessageKey[];
  readonly onClose: () => void;
}) {
  const t = useT();
  return (
    <Confirm
      isOpen
      danger
      title={t('list.destroyTitle', { count: keys.length, formatted: formatCount(keys.length) })}
      text={t('list.destroyText')}
      confirm={t('list.destroy')}
      onConfirm={() => act({ kind: 'destroy' }, keys)}
      onClose={onClose}
    />
  );
}

interface NameDialogProps {
  readonly title: string;
  readonly note?: string;
  readonly first: string;
  readonly button: string;
  readonly delimiter: string | null;
  readonly save: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks for a folder's name; stays open with the reason when the server would not have it. */
function NameDialog({ title, note, first, button, delimiter, save, onClose }: NameDialogProps) {
  const t = useT();
  const [name, setName] = useState(first);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const trimmed = name.trim();
  const problem =
    delimiter && trimmed.includes(delimiter) ? t('folders.nameDelimiter', { delimiter }) : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (trimmed === '' || problem || busy) return;
    setBusy(true);
    save(trimmed)
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(error);
      });
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            kind="primary"
            type="submit"
            form="folder-name"
            isDisabled={trimmed === '' || problem !== undefined || busy}
          >
            {button}
          </Button>
        </>
      }
    >
      <form id="folder-name" className="form" onSubmit={submit}>
        {note && <p className="form-note">{note}</p>}
        <TextField
          label={t('folders.name')}
          value={name}
          onChange={setName}
          autoFocus
          maxLength={200}
          error={problem}
        />
        <FailureNotice error={failure} />
      </form>
    </Dialog>
  );
}

export function NewFolder({
  account: id,
  parent,
  onClose,
}: {
  readonly account: AccountId;
  readonly parent: MailboxId | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const account = useAccount(id);
  const inside = useMailbox(parent ?? undefined);
  const delimiter = useMailboxes().find((mailbox) => mailbox.account === id)?.delimiter ?? null;
  return (
    <NameDialog
      title={t('folders.newTitle')}
      note={t('folders.newIn', {
        name: inside ? mailboxLabel(inside) : (account?.label ?? t('folders.thisComputer')),
      })}
      first=""
      button={t('folders.create')}
      delimiter={delimiter}
      save={(name) =>
        session().engine.api.createMailbox({
          account: id,
          name: inside ? `${inside.name}${delimiter ?? '/'}${name}` : name,
        })
      }
      onClose={onClose}
    />
  );
}

export function RenameFolder({
  mailbox: id,
  onClose,
}: {
  readonly mailbox: MailboxId;
  readonly onClose: () => void;
}) {
  const t = useT();
  const mailbox = useMailbox(id);
  if (!mailbox) return null;
  const path = mailbox.name.slice(0, mailbox.name.length - mailbox.leaf.length);
  return (
    <NameDialog
      title={t('folders.renameTitle', { name: mailbox.leaf })}
      first={mailbox.leaf}
      button={t('folders.rename')}
      delimiter={mailbox.delimiter}
      save={(name) => session().engine.api.renameMailbox({ mailbox: id, name: `${path}${name}` })}
      onClose={onClose}
    />
  );
}

export function DeleteFolder({
  mailbox: id,
  onClose,
}: {
  readonly mailbox: MailboxId;
  readonly onClose: () => void;
}) {
  const t = useT();
  const mailbox = useMailbox(id);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  if (!mailbox) return null;
  const here = mailbox.account === THIS_COMPUTER;
  const remove = (): void => {
    setBusy(true);
    session()
      .engine.api.deleteMailbox({ mailbox: id })
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(error);
      });
  };
  return (
    <Dialog
      alert
      isOpen
      size="small"
      title={t('folders.deleteTitle', { name: mailbox.leaf })}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t('common.cancel')}
          </Button>
          <Button kind="danger" isDisabled={busy} onPress={remove}>
            {t('folders.delete')}
          </Button>
        </>
      }
    >
      <p>
        {mailbox.total > 0
          ? t(here ? 'folders.deleteHere' : 'folders.deleteText', { count: mailbox.total })
          : t(here ? 'folders.deleteEmptyHere' : 'folders.deleteEmpty')}
      </p>
      <FailureNotice error={failure} />
    </Dialog>
  );
}
