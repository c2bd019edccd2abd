import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type ImportedKey, MAX_ARMOUR, type OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { type Failure, failureOf, failureWords } from '../../state/errors';
import { useOpenPgpKeys } from '../../state/openpgp';
import { uploadFile } from '../../state/upload';
import { Button, Dialog, FailureNotice, Notice, TextField } from '../../ui';
import { AcceptKey } from './accept-key';
import { KeyFacts } from './key-facts';

/** Where keys come from: a text that is pasted, a file, a fetched part of a letter. */
export type KeySource =
  | { readonly kind: 'paste' }
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'part'; readonly url: string };

/** Takes keys in, says what they are, and offers to accept them for the addresses they name. */
export function ImportKeys({ from, onClose }: { readonly from: KeySource; readonly onClose: () => void }) {
  const t = useT();
  const keys = useOpenPgpKeys();
  const [text, setText] = useState('');
  const [protect, setProtect] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [done, setDone] = useState<readonly ImportedKey[] | null>(null);
  const [accepting, setAccepting] = useState<{ key: OpenPgpKey; address: string } | null>(null);
  const unprotected = failure?.code === 'key-unprotected';

  const run = async (): Promise<void> => {
    const { api } = session().engine;
    setBusy(true);
    try {
      const source =
        from.kind === 'paste'
          ? { armour: text }
          : from.kind === 'part'
            ? { url: from.url }
            : { blob: (await uploadFile(from.file)).blob };
      setDone(await api.importOpenPgpKeys({ from: source, protect: protect === '' ? null : protect }));
      setText('');
      setProtect('');
      setFailure(null);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const begun = useRef(false);
  useEffect(() => {
    // What was chosen already need not be asked for again.
    if (from.kind === 'paste' || begun.current) return;
    begun.current = true;
    void run();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) void run();
  };
  const asks = done === null && (from.kind === 'paste' || unprotected);
  return (
    <Dialog
      isOpen
      title={t('openpgp.import.title')}
      onClose={onClose}
      footer={
        asks ? (
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button
              kind="primary"
              type="submit"
              form="openpgp-import"
              isDisabled={busy || (unprotected ? protect === '' : text.trim() === '')}
            >
              {t('openpgp.import.do')}
            </Button>
          </>
        ) : (
          <Button kind="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        )
      }
    >
      <form id="openpgp-import" className="form" onSubmit={submit}>
        {done === null && from.kind === 'paste' && !unprotected && (
          <TextField
            label={t('openpgp.import.paste')}
            rows={8}
            value={text}
            onChange={(value) => setText(value.slice(0, MAX_ARMOUR))}
            autoFocus
            autoComplete="off"
          />
        )}
        {unprotected && (
          <>
            <Notice tone="warning" title={failureWords(failure).title}>
              {failureWords(failure).text}
            </Notice>
            <TextField
              label={t('openpgp.passphrase.new')}
              type="password"
              value={protect}
              onChange={setProtect}
              autoComplete="off"
            />
          </>
        )}
        <FailureNotice error={unprotected ? null : failure} />
        {done?.map(({ key, as, secret }) => {
          const now = keys.find(({ fingerprint }) => fingerprint === key.fingerprint) ?? key;
          return (
            <section key={key.fingerprint} className="openpgp-imported" aria-label={key.userIds[0] ?? ''}>
              <p role="status">{t(secret ? `openpgp.import.secret.${as}` : `openpgp.import.${as}`)}</p>
              <KeyFacts shown={now} />
              <AcceptButtons shown={now} onAccept={(address) => setAccepting({ key: now, address })} />
            </section>
          );
        })}
      </form>
      {accepting && (
        <AcceptKey
          shown={accepting.key}
          address={accepting.address}
          instead={null}
          onClose={() => setAccepting(null)}
        />
      )}
    </Dialog>
  );
}

/** For each address that a key names: whether it is accepted for it, or a button that asks. */
export function AcceptButtons({
  shown,
  onAccept,
}: {
  readonly shown: OpenPgpKey;
  readonly onAccept: (address: string) => void;
}) {
  const t = useT();
  const { addresses, acceptedFor, revoked } = shown;
  return (
    <div className="openpgp-accept">
      {acceptedFor.map((address) => (
        <p key={address} className="form-note">
          {t('openpgp.acceptedFor', { address })}
        </p>
      ))}
      {!revoked &&
        addresses
          .filter((address) => !acceptedFor.includes(address))
          .map((address) => (
            <Button key={address} size="small" icon="check" onPress={() => onAccept(address)}>
              {t('openpgp.accept.for', { address })}
            </Button>
          ))}
    </div>
  );
}
