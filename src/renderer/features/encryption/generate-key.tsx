import { type FormEvent, useState } from 'react';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useStatus } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';
import { Button, Dialog, FailureNotice, Select, TextField } from '../../ui';

const YEARS = ['2', '5', '0'] as const;
type Years = (typeof YEARS)[number];

/** Makes a key pair for one of the person's identities. */
export function GenerateKey({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const identities = (useStatus()?.accounts ?? [])
    .flatMap(({ account }) => account.identities)
    .filter(({ address }, at, all) => all.findIndex((one) => one.address === address) === at);
  const [chosen, setChosen] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [years, setYears] = useState<Years>('2');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const identity = identities.find(({ id }) => id === chosen) ?? identities[0];
  const differs = again !== '' && again !== passphrase;
  const ready = identity !== undefined && passphrase !== '' && passphrase === again && !busy;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    const { name, address } = identity;
    setBusy(true);
    session()
      .engine.api.generateOpenPgpKey({ name, address, passphrase, years: Number(years) })
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(failureOf(error));
      });
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t('openpgp.generate.title')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" form="openpgp-generate" isDisabled={!ready}>
            {t('openpgp.generate.do')}
          </Button>
        </>
      }
    >
      <form id="openpgp-generate" className="form" onSubmit={submit}>
        <p className="form-note">{t('openpgp.generate.text')}</p>
        {identities.length === 0 && <p className="form-note">{t('openpgp.generate.nobody')}</p>}
        {identity && (
          <Select
            label={t('openpgp.generate.for')}
            value={identity.id}
            options={identities.map(({ id, name, address }) => ({
              id,
              label: name === '' ? address : `${name} <${address}>`,
            }))}
            onChange={setChosen}
          />
        )}
        <TextField
          label={t('openpgp.passphrase.new')}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="off"
        />
        <TextField
          label={t('openpgp.passphrase.again')}
          type="password"
          value={again}
          onChange={setAgain}
          autoComplete="off"
          {...(differs ? { error: t('openpgp.passphrase.differs') } : {})}
        />
        <Select
          label={t('openpgp.generate.years')}
          value={years}
          options={YEARS.map((id) => ({
            id,
            label: id === '0' ? t('openpgp.never') : t('openpgp.generate.inYears', { count: Number(id) }),
          }))}
          onChange={setYears}
        />
        <FailureNotice error={failure} />
      </form>
    </Dialog>
  );
}
