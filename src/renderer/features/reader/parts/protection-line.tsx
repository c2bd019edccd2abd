import { lazy, Suspense, useState } from 'react';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../../i18n';
import { failureWords } from '../../../state/errors';
import { useOpenPgpKeys } from '../../../state/openpgp';
import { openDialog } from '../../../state/ui';
import { Button, Notice } from '../../../ui';
import type { Protection } from './protection';
import { isClosed, protectionWords, toneOf } from './protection-words';
import type { Uncovering } from './use-protected';

const AcceptKey = lazy(() => import('../../encryption').then((found) => ({ default: found.AcceptKey })));
const PassphraseDialog = lazy(() =>
  import('../../encryption').then((found) => ({ default: found.PassphraseDialog })),
);

/** What is known of a message's encryption and signature, in one line, and what can be done about it. */
export function ProtectionLine({
  protection,
  uncovering,
  sender,
}: {
  readonly protection: Protection;
  readonly uncovering: Uncovering;
  /** The address shown as the sender, lower-case; '' when there is not exactly one. */
  readonly sender: string;
}) {
  const t = useT();
  const keys = useOpenPgpKeys();
  const [accepting, setAccepting] = useState<OpenPgpKey | null>(null);
  const [unlocking, setUnlocking] = useState<OpenPgpKey | null>(null);
  const { state, reading, failure, read } = uncovering;
  const encrypted = protection === 'encrypted-openpgp';

  if (protection === 'signed-smime' || protection === 'encrypted-smime')
    return <Notice compact>{t(`reader.protection.${protection}`)}</Notice>;
  if (state === 'busy')
    return <Notice compact>{t(encrypted ? 'openpgp.line.reading' : 'openpgp.line.checking')}</Notice>;
  if (state === 'waiting' || failure !== null) {
    return (
      <Notice
        compact
        actions={
          <Button size="small" onPress={read}>
            {t(encrypted ? 'openpgp.line.read' : 'openpgp.line.check')}
          </Button>
        }
      >
        {failure === null
          ? t(encrypted ? 'openpgp.line.largeEncrypted' : 'openpgp.line.largeSigned')
          : t('openpgp.line.failed', { reason: failureWords(failure).title })}
      </Notice>
    );
  }
  if (reading === null) return <Notice compact>{t('openpgp.line.notWhole')}</Notice>;
  const { encryption, signature } = reading;
  const locked = keys.find(({ fingerprint }) => reading.keys.includes(fingerprint));
  const { key = null } = signature ?? {};
  const mayAccept = signature?.state === 'not-accepted' && sender !== '';
  return (
    <div role="status" className="openpgp-line" data-signature={signature?.state ?? 'none'}>
      <Notice
        compact
        tone={toneOf(reading)}
        actions={
          <>
            {mayAccept && (
              <Button size="small" onPress={() => setAccepting(key)}>
                {t('openpgp.line.accept')}
              </Button>
            )}
            {encryption === 'passphrase' && locked && (
              <Button size="small" icon="insecure" onPress={() => setUnlocking(locked)}>
                {t('openpgp.line.enter')}
              </Button>
            )}
            {encryption === 'no-key' && (
              <Button size="small" onPress={() => openDialog({ kind: 'settings', tab: 'encryption' })}>
                {t('openpgp.line.keys')}
              </Button>
            )}
          </>
        }
      >
        {protectionWords(t, reading, sender)}
      </Notice>
      <Suspense>
        {accepting && (
          <AcceptKey
            shown={accepting}
            address={sender}
            instead={signature?.instead ?? null}
            onClose={() => setAccepting(null)}
          />
        )}
        {unlocking && <PassphraseDialog shown={unlocking} onClose={() => setUnlocking(null)} />}
      </Suspense>
    </div>
  );
}

/** Whether what is encrypted stays closed: then nothing of it is shown but what it is. */
export const staysClosed = ({ state, reading }: Uncovering): boolean =>
  state === 'busy' || (reading !== null && isClosed(reading));
