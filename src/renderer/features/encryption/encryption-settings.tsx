import { useRef, useState } from 'react';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useOpenPgpKeys } from '../../state/openpgp';
import { say } from '../../state/say';
import { Button, Confirm, EmptyState, Icon, Menu, type MenuEntry } from '../../ui';
import { AcceptKey } from './accept-key';
import { ExportSecret } from './export-secret';
import { keyIdWords } from '../../state/fingerprint';
import { GenerateKey } from './generate-key';
import { AcceptButtons, ImportKeys, type KeySource } from './import-keys';
import { KeyFacts } from './key-facts';
import { PassphraseDialog } from './passphrase-dialog';
import { saveOffered } from './save-offered';

type Doing =
  | { readonly kind: 'import'; readonly from: KeySource }
  | { readonly kind: 'generate' }
  | { readonly kind: 'remove' | 'unlock' | 'backup'; readonly key: OpenPgpKey }
  | { readonly kind: 'accept'; readonly key: OpenPgpKey; readonly address: string };

/** The keys of OpenPGP: one's own, and those of others. */
export function EncryptionSettings() {
  const t = useT();
  const keys = useOpenPgpKeys();
  const [doing, setDoing] = useState<Doing | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const end = (): void => setDoing(null);
  const groups = [
    ['openpgp.own', keys.filter(({ own }) => own)],
    ['openpgp.others', keys.filter(({ own }) => !own)],
  ] as const;
  return (
    <div className="form">
      <p className="form-note">{t('openpgp.intro')}</p>
      <div className="openpgp-actions">
        <Button icon="add" onPress={() => setDoing({ kind: 'generate' })}>
          {t('openpgp.generate.title')}
        </Button>
        <Button icon="file" onPress={() => chooser.current?.click()}>
          {t('openpgp.import.file')}
        </Button>
        <Button icon="copy" onPress={() => setDoing({ kind: 'import', from: { kind: 'paste' } })}>
          {t('openpgp.import.pasteTitle')}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".asc,.gpg,.pgp,.key,.txt,application/pgp-keys"
          aria-label={t('openpgp.import.file')}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = '';
            if (file) setDoing({ kind: 'import', from: { kind: 'file', file } });
          }}
        />
      </div>
      {keys.length === 0 && (
        <EmptyState icon="secure" title={t('openpgp.none')} text={t('openpgp.noneHint')} />
      )}
      {groups.map(
        ([title, some]) =>
          some.length > 0 && (
            <section key={title} aria-label={t(title)}>
              <h3 className="form-heading">{t(title)}</h3>
              <ul className="openpgp-keys">
                {some.map((key) => (
                  <KeyEntry key={key.fingerprint} shown={key} onDo={setDoing} />
                ))}
              </ul>
            </section>
          ),
      )}
      {doing?.kind === 'import' && <ImportKeys from={doing.from} onClose={end} />}
      {doing?.kind === 'generate' && <GenerateKey onClose={end} />}
      {doing?.kind === 'unlock' && <PassphraseDialog shown={doing.key} onClose={end} />}
      {doing?.kind === 'backup' && <ExportSecret shown={doing.key} onClose={end} />}
      {doing?.kind === 'accept' && (
        <AcceptKey shown={doing.key} address={doing.address} instead={null} onClose={end} />
      )}
      {doing?.kind === 'remove' && (
        <Confirm
          isOpen
          danger
          title={t('openpgp.remove.title', { id: keyIdWords(doing.key.fingerprint) })}
          text={t(doing.key.own ? 'openpgp.remove.ownText' : 'openpgp.remove.otherText')}
          confirm={t('openpgp.remove.do')}
          onClose={end}
          onConfirm={() => {
            say(session().engine.api.removeOpenPgpKey({ fingerprint: doing.key.fingerprint }));
            end();
          }}
        />
      )}
    </div>
  );
}

function KeyEntry({ shown, onDo }: { readonly shown: OpenPgpKey; readonly onDo: (doing: Doing) => void }) {
  const t = useT();
  const [expanded, setExpanded] = useState(false);
  const { fingerprint, userIds, own, open, acceptedFor, revoked, expiresAt } = shown;
  const { api } = session().engine;
  const name = userIds[0] ?? t('openpgp.noUserId');
  const unusable = revoked || (expiresAt !== null && expiresAt <= Date.now());
  const entries: readonly MenuEntry[] = [
    {
      id: 'export',
      label: t('openpgp.export'),
      icon: 'download',
      run: () => say(api.exportOpenPgpKey({ fingerprint }).then(saveOffered)),
    },
    ...(own
      ? ([
          {
            id: 'backup',
            label: t('openpgp.backup.title'),
            icon: 'download',
            run: () => onDo({ kind: 'backup', key: shown }),
          },
          open
            ? {
                id: 'lock',
                label: t('openpgp.lock'),
                icon: 'secure',
                run: () => say(api.lockOpenPgpKey({ fingerprint })),
              }
            : {
                id: 'unlock',
                label: t('openpgp.passphrase.title'),
                icon: 'insecure',
                run: () => onDo({ kind: 'unlock', key: shown }),
              },
        ] satisfies MenuEntry[])
      : []),
    ...acceptedFor.map((address): MenuEntry => ({
      id: `unaccept ${address}`,
      label: t('openpgp.unaccept', { address }),
      icon: 'close',
      run: () => say(api.unacceptOpenPgpKey({ fingerprint, address })),
    })),
    {
      id: 'remove',
      label: t('openpgp.remove.do'),
      icon: 'trash',
      tone: 'danger',
      run: () => onDo({ kind: 'remove', key: shown }),
    },
  ];
  return (
    <li>
      <div className="openpgp-key">
        <button
          type="button"
          className="openpgp-key-name"
          aria-expanded={expanded}
          onClick={() => setExpanded(!expanded)}
        >
          <Icon name={expanded ? 'down' : 'right'} />
          <span className="openpgp-key-words">
            <bdi className="truncate">{name}</bdi>
            <span className="openpgp-key-state">
              {keyIdWords(fingerprint)}
              {unusable
                ? ` · ${t(revoked ? 'openpgp.revoked' : 'openpgp.over')}`
                : own
                  ? ` · ${t(open ? 'openpgp.isOpen' : 'openpgp.isLocked')}`
                  : acceptedFor.length > 0
                    ? ` · ${t('openpgp.isAccepted')}`
                    : ` · ${t('openpgp.notAccepted')}`}
            </span>
          </span>
        </button>
        <Menu
          label={t('openpgp.menu', { name })}
          entries={entries}
          trigger={
            <Button size="small" icon="more">
              {t('common.more')}
            </Button>
          }
        />
      </div>
      {expanded && (
        <div className="openpgp-key-more">
          <KeyFacts shown={shown} />
          <AcceptButtons
            shown={shown}
            onAccept={(address) => onDo({ kind: 'accept', key: shown, address })}
          />
        </div>
      )}
    </li>
  );
}
