import type { EncryptionState, ProtectedReading, SignatureFacts } from '@shared/contract/openpgp';
import type { useT } from '../../../i18n';
import { exactDate } from '../../../i18n/format';
import type { Tone } from '../../../ui';
import { keyIdWords } from '../../../state/fingerprint';
import { visibleName } from '../people';

type Said = Pick<ProtectedReading, 'encryption' | 'keys' | 'signature' | 'around'>;

const UNREAD: readonly EncryptionState[] = ['no-key', 'passphrase', 'unprotected', 'damaged', 'too-large'];

/** What is encrypted and could not be read: nothing of it is shown but what it is. */
export const isClosed = ({ encryption }: Said): boolean => UNREAD.includes(encryption);

/** Green only for what is proven; what is wrong is said in the colour of a warning or of danger. */
export function toneOf({ encryption, signature, around }: Said): Tone {
  if (signature?.state === 'bad' || encryption === 'unprotected') return 'danger';
  if (around || ['damaged', 'too-large', 'no-key'].includes(encryption)) return 'warning';
  switch (signature?.state) {
    case 'good':
      return 'success';
    case 'not-accepted':
      return signature.instead === null ? 'info' : 'warning';
    case 'unknown-key':
    case undefined:
      return 'info';
    default:
      return 'warning';
  }
}

/** What is known of a message's encryption and signature, in sentences. @param sender the address shown as the sender */
export function protectionWords(t: ReturnType<typeof useT>, said: Said, sender: string): string {
  const { encryption, keys, signature, around } = said;
  const words: string[] = [];
  if (encryption === 'no-key' && keys.length === 0) words.push(t('openpgp.line.noKeyHidden'));
  else if (encryption !== 'none')
    words.push(t(`openpgp.line.encryption.${encryption}`, { ids: keys.map(keyIdWords).join(', ') }));
  if (signature !== null) words.push(signatureWords(t, signature, sender));
  else if (encryption === 'read') words.push(t('openpgp.line.unsigned'));
  if (encryption === 'read') words.push(t('openpgp.line.answers'));
  if (around) words.push(t('openpgp.line.around'));
  return words.join(' ');
}

function signatureWords(
  t: ReturnType<typeof useT>,
  { state, key, keyId, signedAt, instead }: SignatureFacts,
  address: string,
): string {
  const user = visibleName(key?.userIds[0] ?? '') || t('openpgp.noUserId');
  const name = state === 'not-accepted' && instead !== null ? 'other-accepted' : state;
  return t(`openpgp.line.signature.${name}`, {
    user,
    address,
    id: keyIdWords(keyId),
    date: signedAt === null ? '' : exactDate(signedAt),
  });
}
