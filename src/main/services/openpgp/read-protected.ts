import type { Key } from 'openpgp';
import type { EncryptionState, SignatureFacts } from '@shared/contract/openpgp';
import { fromUtf8, toLatin1, toUtf8 } from '../../mime/bytes';
import { decodeCharset } from '../../mime/charset';
import { rootEntities, type RootEntities, withCrLf } from '../../mime/root-entities';
import { decodeTransfer } from '../../mime/transfer-encoding';
import { openMessage } from './decrypt';
import { facts, judgeSignatures, type Signed, type VerificationResult } from './judge-signatures';
import type { KeyRing } from './key-ring';
import { openPgp } from './library';

/** What protection was found, and what it enclosed as a message of its own. */
export interface Uncovered {
  readonly encryption: EncryptionState;
  readonly keys: readonly string[];
  readonly signature: SignatureFacts | null;
  readonly letter: Uint8Array | null;
  readonly around: boolean;
}

export interface Reader {
  readonly ring: KeyRing;
  /** The address shown as the sender, lower-case; null when there is not exactly one. */
  readonly sender: string | null;
  /** ms since 1970 */
  readonly now: number;
}

/**
 * Reads what OpenPGP protects: PGP/MIME (RFC 3156), and armour that is all there is of a plain message. Only what encloses
 * the whole message counts (Efail, "Johnny, you are fired"): null for everything else, and a part inside of others is left as
 * it is. What is shown is made of exactly the octets that were decrypted or signed, and of nothing beside them.
 */
export async function uncover(bytes: Uint8Array, reader: Reader): Promise<Uncovered | null> {
  const root = rootEntities(bytes);
  switch (root.type) {
    case 'multipart/encrypted':
      return encryptedMime(root, reader);
    case 'multipart/signed':
      return signedMime(root, reader);
    case 'text/plain':
    case '':
      return root.headers.all('content-type').length > 1 ? null : inline(root, reader);
    default:
      return null;
  }
}

const unreadable = (encryption: EncryptionState, signature: SignatureFacts | null = null): Uncovered => ({
  encryption,
  keys: [],
  signature,
  letter: null,
  around: false,
});

/** RFC 3156 §4: a control part, and one of octets. */
async function encryptedMime({ entities, params }: RootEntities, reader: Reader): Promise<Uncovered | null> {
  const protocol = (params['protocol'] ?? '').toLowerCase();
  if (protocol !== '' && protocol !== 'application/pgp-encrypted') return null;
  const [control, sealed, more] = entities.map(rootEntities);
  if (control?.type !== 'application/pgp-encrypted' || !sealed || more) return unreadable('damaged');
  const opened = await openMessage(decoded(sealed), reader.ring);
  // A signature alone is no encryption, whatever the wrapping says.
  if (opened.encryption === 'none') return unreadable('damaged');
  if (opened.plain === null) return { ...unreadable(opened.encryption), keys: opened.keys };
  const read = { ...unreadable('read'), letter: opened.plain };
  if (opened.signed) return { ...read, signature: await judge(opened.signed, reader) };
  // RFC 3156 §6.1: signed first, then encrypted.
  const inner = rootEntities(opened.plain);
  if (inner.type !== 'multipart/signed') return read;
  const signed = await signedMime(inner, reader);
  return signed ? { ...read, signature: signed.signature, letter: signed.letter ?? opened.plain } : read;
}

/** RFC 3156 §5: what is signed, with its header, and the signature. */
async function signedMime({ entities, params }: RootEntities, reader: Reader): Promise<Uncovered | null> {
  if ((params['protocol'] ?? '').toLowerCase() !== 'application/pgp-signature') return null;
  const [octets, second, more] = entities;
  const detached = second && rootEntities(second);
  if (!octets || detached?.type !== 'application/pgp-signature')
    return unreadable('none', facts('damaged', ''));
  // There is more than was signed, and no saying what a person would take for what.
  if (more) return unreadable('none', facts('part', ''));
  try {
    const signed = await detachedBy(toLatin1(decoded(detached)), withCrLf(octets));
    return { ...unreadable('none', await judge(signed, reader)), letter: octets };
  } catch {
    return unreadable('none', facts('damaged', ''));
  }
}

/** Signatures apart from what they are about. @throws when they can't be read */
async function detachedBy(armoredSignature: string, binary: Uint8Array): Promise<Signed> {
  const pgp = await openPgp();
  const { readSignature } = pgp;
  const keyIds = (await readSignature({ armoredSignature })).getSigningKeyIDs().map((id) => id.toHex());
  const check = async (verificationKeys: Key): Promise<readonly VerificationResult[]> => {
    const message = await pgp.createMessage({ binary });
    const signature = await readSignature({ armoredSignature });
    const options = { message, signature, verificationKeys, date: null } as const;
    const { signatures } = await pgp.verify({ ...options, format: 'binary' });
    return signatures;
  };
  return { keyIds, check };
}

const MESSAGE = 'MESSAGE';
const SIGNED = 'SIGNED MESSAGE';

/** Armour as the text of a message (RFC 9580 §6.2 and §7). */
async function inline(root: RootEntities, reader: Reader): Promise<Uncovered | null> {
  const encoding = root.headers.first('content-transfer-encoding');
  const raw = decodeTransfer(root.body, encoding.toLowerCase().trim() || '7bit').bytes;
  // Octets as characters: signatures are about octets, in whichever charset they are.
  const text = toLatin1(raw).replaceAll('\r\n', '\n');
  const charset = root.params['charset'] ?? '';
  const begin = /^-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----[ \t]*$/m.exec(text);
  if (!begin) return null;
  const kind = begin[1] === SIGNED ? SIGNED : MESSAGE;
  const last = kind === SIGNED ? '-----END PGP SIGNATURE-----' : '-----END PGP MESSAGE-----';
  const end = text.indexOf(`\n${last}`, begin.index);
  if (end < 0)
    return unreadable(kind === SIGNED ? 'none' : 'damaged', kind === SIGNED ? facts('damaged', '') : null);
  const armour = text.slice(begin.index, end + 1 + last.length);
  const rest = text.slice(0, begin.index) + text.slice(end + 1 + last.length);
  const around = rest.trim() !== '';
  // What is quoted of somebody else's signed words is not this letter.
  if (kind === SIGNED)
    return around
      ? { ...unreadable('none', facts('part', '')), around }
      : clearSigned(armour, charset, reader);
  const opened = await openMessage(Buffer.from(armour, 'latin1'), reader.ring);
  const found = { ...unreadable(opened.encryption), keys: opened.keys, around };
  if (opened.plain === null) return found;
  // Signed only: as with any other signature, all of the letter or nothing.
  if (opened.encryption === 'none' && around) return { ...unreadable('none', facts('part', '')), around };
  return {
    ...found,
    signature: opened.signed && (await judge(opened.signed, reader)),
    letter: asLetter(textOf(opened.plain, charset)),
  };
}

async function clearSigned(cleartextMessage: string, charset: string, reader: Reader): Promise<Uncovered> {
  const { readCleartextMessage } = await openPgp();
  try {
    const message = await readCleartextMessage({ cleartextMessage });
    // Not by the library's own comparison: it takes for granted that the octets were UTF-8.
    const octets = withCrLf(Buffer.from(message.getText(), 'latin1'));
    const armour = cleartextMessage.slice(cleartextMessage.lastIndexOf('-----BEGIN PGP SIGNATURE-----'));
    const signature = await judge(await detachedBy(armour, octets), reader);
    return { ...unreadable('none', signature), letter: asLetter(textOf(octets, charset)) };
  } catch {
    return unreadable('none', facts('damaged', ''));
  }
}

const judge = (signed: Signed, { sender, ring, now }: Reader): Promise<SignatureFacts> =>
  judgeSignatures(signed, sender, ring, now);

const decoded = ({ headers, body }: RootEntities): Uint8Array =>
  decodeTransfer(body, headers.first('content-transfer-encoding').toLowerCase().trim() || '7bit').bytes;

/** UTF-8 as the standard has it, else what the letter says, as older programs wrote. */
function textOf(bytes: Uint8Array, charset: string): string {
  const text = fromUtf8(bytes);
  if (!text.includes('\ufffd')) return text;
  return decodeCharset(bytes, /^utf-?8$|^us-ascii$|^$/i.test(charset) ? 'windows-1252' : charset).text;
}

const asLetter = (text: string): Uint8Array =>
  toUtf8(
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text.replace(/\r?\n/g, '\r\n')}`,
  );
