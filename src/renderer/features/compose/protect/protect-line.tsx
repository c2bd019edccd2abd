import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useT } from '../../../i18n';
import { Button, Notice } from '../../../ui';
import type { KeySource } from '../../encryption';
import type { WithoutKey } from './letter-protection';
import type { LetterProtecting } from './use-letter-protection';

const AcceptKey = lazy(() => import('../../encryption').then((found) => ({ default: found.AcceptKey })));
const ImportKeys = lazy(() => import('../../encryption').then((found) => ({ default: found.ImportKeys })));

/** More people than these are counted, not named. */
const MOST_NAMED = 6;

type Doing =
  | { readonly kind: 'import'; readonly from: KeySource }
  | { readonly kind: 'accept'; readonly one: WithoutKey };

/** Says, while one writes, what OpenPGP will do with the letter, and whose keys it lacks. */
export function ProtectLine({
  protection: { state, address, toggle },
}: {
  readonly protection: LetterProtecting;
}) {
  const t = useT();
  const [doing, setDoing] = useState<Doing | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { encrypt, sign, answersEncrypted, own, ownFault, without } = state;
  const line = useRef<HTMLDivElement>(null);
  const helped = useRef(false);
  const help = (by: Doing): void => {
    helped.current = true;
    setDoing(by);
  };
  const end = (): void => setDoing(null);
  useEffect(() => {
    if (!helped.current || doing !== null) return undefined;
    // What was pressed is gone with the key that was missing: the next key is still the letter's. The dialog looks first.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (document.activeElement === document.body) line.current?.focus({ preventScroll: true });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [doing, without]);
  if (!encrypt && !sign && !answersEncrypted) return null;
  const lacks = (encrypt || sign) && ownFault !== null;
  const words = [
    ...(answersEncrypted ? [t(encrypt ? 'openpgp.write.answers' : 'openpgp.write.answersOpen')] : []),
    ...(lacks ? [t(`openpgp.write.own.${ownFault}`, { address })] : []),
    ...(encrypt && !lacks && without.length === 0
      ? [t(sign ? 'openpgp.write.encryptedSigned' : 'openpgp.write.encrypted')]
      : []),
    ...(encrypt && without.length > 0 ? [t('openpgp.write.without')] : []),
    ...(sign && !encrypt && !lacks ? [t('openpgp.write.signed')] : []),
  ];
  const wrong = lacks || without.length > 0 || (answersEncrypted && !encrypt);
  return (
    <div ref={line} tabIndex={-1} className="compose-protect">
      <Notice
        compact
        tone={wrong ? 'warning' : 'info'}
        actions={
          answersEncrypted &&
          !encrypt &&
          own && (
            <Button size="small" icon="secure" onPress={() => toggle('encrypt')}>
              {t('openpgp.write.encrypt')}
            </Button>
          )
        }
      >
        <p role="status">{words.join(' ')}</p>
        <WithoutKeys
          without={without}
          action={(one) => (
            <Button size="small" icon="check" onPress={() => help({ kind: 'accept', one })}>
              {t('openpgp.line.accept')}
            </Button>
          )}
        />
        {without.length > 0 && (
          <div className="openpgp-actions">
            <Button size="small" icon="file" onPress={() => chooser.current?.click()}>
              {t('openpgp.import.file')}
            </Button>
            <Button
              size="small"
              icon="copy"
              onPress={() => help({ kind: 'import', from: { kind: 'paste' } })}
            >
              {t('openpgp.import.pasteTitle')}
            </Button>
          </div>
        )}
      </Notice>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".asc,.gpg,.pgp,.key,.txt,application/pgp-keys"
        aria-label={t('openpgp.import.file')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) help({ kind: 'import', from: { kind: 'file', file } });
        }}
      />
      <Suspense>
        {doing?.kind === 'import' && <ImportKeys from={doing.from} onClose={end} />}
        {doing?.kind === 'accept' && doing.one.key && (
          <AcceptKey
            shown={doing.one.key}
            address={doing.one.address.toLowerCase()}
            instead={null}
            onClose={end}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Who can't be encrypted for, why, and what to do. */
export function WithoutKeys({
  without,
  action,
}: {
  readonly without: readonly WithoutKey[];
  /** Beside somebody whose key is here and was not accepted. */
  readonly action?: (one: WithoutKey) => React.ReactNode;
}) {
  const t = useT();
  if (without.length === 0) return null;
  const more = without.length - MOST_NAMED;
  return (
    <ul className="compose-without">
      {without.slice(0, MOST_NAMED).map((one) => (
        <li key={one.address}>
          <span>{t(`openpgp.write.missing.${one.fault}`, { address: one.address })}</span>
          {one.fault === 'not-accepted' && action?.(one)}
        </li>
      ))}
      {more > 0 && <li>{t('compose.morePeople', { count: more })}</li>}
    </ul>
  );
}
