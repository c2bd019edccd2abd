import type { BodyPart, BodyText } from '@shared/model/message';

/** How a message is protected by its sender's program, as its structure says; nothing of it is checked. */
export type Protection = 'signed-openpgp' | 'signed-smime' | 'encrypted-openpgp' | 'encrypted-smime';

const PKCS7 = /^application\/(?:x-)?pkcs7-mime$/;

/**
 * Recognises OpenPGP (RFC 3156, and armour inside a text) and S/MIME (RFC 8551) by structure alone. Only what encloses
 * the whole message counts: a signed part inside of another message says nothing about this one ("Johnny, you are fired").
 */
export function protectionOf(structure: BodyPart | null, texts: readonly BodyText[] = []): Protection | null {
  if (structure === null) return null;
  const { type, params } = structure;
  const protocol = (params['protocol'] ?? '').toLowerCase();
  if (type === 'multipart/encrypted') return 'encrypted-openpgp';
  if (type === 'multipart/signed') {
    return protocol.includes('pkcs7') ? 'signed-smime' : 'signed-openpgp';
  }
  if (PKCS7.test(type)) {
    return (params['smime-type'] ?? '').toLowerCase() === 'signed-data' ? 'signed-smime' : 'encrypted-smime';
  }
  for (const { text } of texts) {
    if (/^-----BEGIN PGP MESSAGE-----\s*$/m.test(text.slice(0, 4096))) return 'encrypted-openpgp';
    if (/^-----BEGIN PGP SIGNED MESSAGE-----\s*$/m.test(text.slice(0, 4096))) return 'signed-openpgp';
  }
  return null;
}
