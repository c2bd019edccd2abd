import { toUtf8 } from '../bytes';
import { contentOf, fieldsOf, MIME_VERSION, outerBoundary } from './build-message';
import type { OutgoingMessage } from './outgoing';

/** What stands outside in place of a subject (RFC 9788 §3.2.1, `hcp_baseline`). */
export const HIDDEN_SUBJECT = '[...]';
/** Not outside at all, by the same policy. */
const HIDDEN_FIELDS = /^(?:comments|keywords)$/i;

export type Bcc = 'omit' | 'keep';

/** What the carriers of an encrypted message may read of its header. */
export function outside(message: OutgoingMessage): OutgoingMessage {
  const extra = (message.extra ?? []).filter(({ name }) => !HIDDEN_FIELDS.test(name));
  return { ...message, subject: HIDDEN_SUBJECT, extra };
}

/**
 * What is encrypted (`cipher`) or signed in the open (`clear`): the content as one entity, with the header of the message in
 * it (RFC 9788 §2.1), and for `cipher` what of it the carriers read (§2.2). Never Bcc. CRLF and 7-bit, as RFC 3156 §3 and §5
 * ask for; the line break in front of a delimiter is no part of it.
 * @throws MailError `bad-address`, `needs-smtputf8`, `bad-header` before the first octet is given.
 */
export async function* protectedPayload(
  message: OutgoingMessage,
  hp: 'cipher' | 'clear',
): AsyncGenerator<Uint8Array> {
  const fields = fieldsOf(message, { bcc: 'omit' });
  const shown = hp === 'cipher' ? fieldsOf(outside(message), { bcc: 'omit' }) : [];
  const content = await contentOf(message, { unchanging: true });
  yield toUtf8(
    [...fields, ...shown.map((field) => `HP-Outer: ${field}`)].join('') + marked(content.headers, hp),
  );
  for await (const piece of content.body()) yield typeof piece === 'string' ? toUtf8(piece) : piece;
}

/** `protected-headers` is how the same was said before RFC 9788, and what programs of that time look for. */
const marked = (headers: string, hp: 'cipher' | 'clear'): string =>
  headers.replace(
    /^Content-Type:[^\r]*(?:\r\n[ \t][^\r]*)*/,
    (field) => `${field};\r\n hp="${hp}"; protected-headers="v1"`,
  );

/** The message around what was encrypted (RFC 3156 §4). @param armour its lines, ended by CR LF */
export function* encryptedMessage(
  message: OutgoingMessage,
  armour: Uint8Array,
  bcc: Bcc,
): Generator<Uint8Array> {
  const boundary = outerBoundary(message.messageId);
  yield lines(
    ...fieldsOf(outside(message), { bcc }).map((field) => field.slice(0, -2)),
    MIME_VERSION.slice(0, -2),
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";',
    ` boundary="${boundary}"`,
    '',
    'This is an OpenPGP/MIME encrypted message (RFC 3156).',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    'Content-Description: PGP/MIME version identification',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Description: OpenPGP encrypted message',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
  );
  yield armour;
  yield lines('', `--${boundary}--`);
}

/**
 * The message around what was signed, and its signature (RFC 3156 §5).
 * @param armour its lines, ended by CR LF
 * @param hash as RFC 3156 §5 names it behind `pgp-`: `sha512` …
 */
export function* signedMessage(
  message: OutgoingMessage,
  payload: Uint8Array,
  { armour, hash }: { readonly armour: Uint8Array; readonly hash: string },
  bcc: Bcc,
): Generator<Uint8Array> {
  const boundary = outerBoundary(message.messageId);
  yield lines(
    ...fieldsOf(message, { bcc }).map((field) => field.slice(0, -2)),
    MIME_VERSION.slice(0, -2),
    `Content-Type: multipart/signed; micalg=pgp-${hash};`,
    ' protocol="application/pgp-signature";',
    ` boundary="${boundary}"`,
    '',
    'This is an OpenPGP/MIME signed message (RFC 3156).',
    `--${boundary}`,
  );
  yield payload;
  yield lines(
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-signature; name="signature.asc"',
    'Content-Description: OpenPGP digital signature',
    'Content-Disposition: attachment; filename="signature.asc"',
    '',
  );
  yield armour;
  yield lines('', `--${boundary}--`);
}

const lines = (...all: readonly string[]): Uint8Array => toUtf8(`${all.join('\r\n')}\r\n`);
