import { useState } from 'react';
import type { ImportOffer, Place, PlacePurpose } from '@shared/contract/import-export';
import type { MailboxId } from '@shared/model/ids';
import { formatCount, formatSize } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccounts, useMailboxes } from '../../state/engine-state';
import { Button, Checkbox, FailureNotice, Select, Spinner, TextField } from '../../ui';
import { mailboxLabel } from '../folders';
import { useThings } from './kept-things';
import { PlaceField } from './place-field';

const NEW = 'new';

/** Where from, what of it, where to. */
export function ImportStep({
  purposes,
  onStarted,
}: {
  readonly purposes: readonly PlacePurpose[];
  readonly onStarted: () => void;
}) {
  const t = useT();
  const [place, setPlace] = useState<Place | null>(null);
  const [offer, setOffer] = useState<ImportOffer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const look = (chosen: Place): void => {
    setPlace(chosen);
    setOffer(null);
    setFailure(null);
    session()
      .engine.api.inspectImport({ place: chosen.token })
      .then(setOffer)
      .catch((error: unknown) => {
        setPlace(null);
        setFailure(error);
      });
  };
  if (place && offer) return <Offer key={place.token} place={place} offer={offer} onStarted={onStarted} />;
  return (
    <>
      <p className="form-note">
        {t(purposes.includes('import-file') ? 'files.importText' : 'files.restoreText')}
      </p>
      <PlaceField purposes={purposes} confirm={t('files.look')} isDisabled={place !== null} onPlace={look} />
      {place && (
        <p className="form-note files-looking" role="status">
          <Spinner label={t('files.looking')} /> {t('files.looking')}
        </p>
      )}
      <FailureNotice error={failure} />
    </>
  );
}

function Offer({
  place,
  offer,
  onStarted,
}: {
  readonly place: Place;
  readonly offer: ImportOffer;
  readonly onStarted: () => void;
}) {
  const t = useT();
  const accounts = useAccounts();
  const mailboxes = useMailboxes();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () => new Set(offer.mailboxes.flatMap(({ removed }, at) => (removed ? [] : [at]))),
  );
  const [into, setInto] = useState<string>(NEW);
  const [name, setName] = useState(offer.name || t('folders.thisComputer'));
  const [kept, setKept] = useState(offer.kept !== null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const things = useThings();
  const picked = offer.mailboxes.filter((_, at) => chosen.has(at));
  const octets = picked.reduce((sum, mailbox) => sum + mailbox.octets, 0);
  const toggle = (at: number, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(at);
    else next.delete(at);
    setChosen(next);
  };
  const label = (account: string): string =>
    accounts.find((one) => one.account.id === account)?.account.label ?? t('folders.thisComputer');
  const targets = mailboxes.filter(({ selectable }) => selectable);
  const start = (): void => {
    setBusy(true);
    session()
      .engine.api.startImport({
        place: place.token,
        mailboxes: [...chosen],
        into: into === NEW ? { folder: name.trim() || '_' } : { mailbox: into as MailboxId },
        kept,
      })
      .then(onStarted)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(error);
      });
  };
  return (
    <>
      <p className="form-note" dir="auto">
        {t('files.foundCount', {
          what: t(`files.found.${offer.kind}`),
          count: picked.length,
          formatted: formatCount(picked.length),
          size: formatSize(octets),
        })}
      </p>
      {offer.mailboxes.length > 1 && (
        <>
          <div className="files-all">
            <Button size="small" onPress={() => setChosen(new Set(offer.mailboxes.keys()))}>
              {t('files.all')}
            </Button>
            <Button size="small" onPress={() => setChosen(new Set())}>
              {t('files.none')}
            </Button>
          </div>
          <ul className="files-found">
            {offer.mailboxes.map((mailbox, at) => (
              <li key={at}>
                <Checkbox isSelected={chosen.has(at)} onChange={(on) => toggle(at, on)}>
                  <span className="files-found-name" dir="auto">
                    {mailbox.path.join(' / ') || t('files.itself')}
                    {mailbox.removed && <i> · {t('files.removedSince')}</i>}
                  </span>
                  <span className="files-found-size tabular">
                    {[
                      mailbox.messages !== null &&
                        t('files.messages', {
                          count: mailbox.messages,
                          formatted: formatCount(mailbox.messages),
                        }),
                      formatSize(mailbox.octets),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </Checkbox>
              </li>
            ))}
          </ul>
        </>
      )}
      {offer.strange.length > 0 && (
        <details className="files-problems">
          <summary>
            {t('files.strange', {
              count: offer.strange.length,
              formatted: formatCount(offer.strange.length),
            })}
          </summary>
          <ul>
            {offer.strange.map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </details>
      )}
      {offer.kept !== null && (
        <div className="files-kept">
          <Checkbox isSelected={kept} onChange={setKept}>
            {t('files.kept.bring')}
          </Checkbox>
          <p className="form-note">
            {t('files.kept.holds', { things: things(offer.kept) })} {t('files.kept.hint')}
          </p>
        </div>
      )}
      <Select
        label={t('files.into')}
        value={into}
        onChange={setInto}
        options={[
          { id: NEW, label: t('files.intoNew') },
          ...targets.map((mailbox) => ({
            id: mailbox.id,
            label: `${label(mailbox.account)} · ${mailbox.role === null ? mailbox.name : mailboxLabel(mailbox)}`,
          })),
        ]}
      />
      {into === NEW && (
        <TextField
          label={t('files.intoNewName')}
          value={name}
          onChange={setName}
          maxLength={200}
          hint={t('files.intoHint')}
        />
      )}
      {into !== NEW && picked.length > 1 && <p className="form-note">{t('files.intoSeveral')}</p>}
      <FailureNotice error={failure} />
      <div className="files-go">
        <Button
          kind="primary"
          isDisabled={busy || !(picked.length > 0 ? into !== NEW || name.trim() !== '' : kept)}
          onPress={start}
        >
          {picked.length === 0 && kept
            ? t('files.startRestore')
            : t('files.startImport', { count: picked.length, formatted: formatCount(picked.length) })}
        </Button>
      </div>
    </>
  );
}
