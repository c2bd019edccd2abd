import type { Address } from '@shared/model/message';
import { concatOctets } from '@shared/util/octets';
import { toLatin1, toUtf8 } from '../bytes';
import { addressField } from './address';
import { formatDate } from './build-message';
import { field } from './header';

export interface Resent {
  readonly from: Address;
  readonly to: readonly Address[];
  /** ms since 1970. */
  readonly date: number;
  /** Without angle brackets. */
  readonly messageId: string;
}

/** What was true of the first journey only, or was nobody's business (O-04). */
const LEFT_OUT =
  /^(?:return-path|delivered-to|x-original-to|bcc|resent-bcc|disposition-notification-to|x-tern-draft)$/i;

/**
 * A message passed on by hand (RFC 5322 §3.6.6): a block of `Resent-` fields above a message whose other bytes are the
 * same, so that what its author signed stays signed. Its Message-ID stays too; the passing-on has its own.
 */
export function resent(original: Uint8Array, { from, to, date, messageId }: Resent): Uint8Array {
  const block =
    field('Resent-Date', [formatDate(date, 0)]) +
    addressField('Resent-From', [from], false) +
    addressField('Resent-To', to, false) +
    field('Resent-Message-ID', [`<${messageId.replace(/[<>\s]/g, '')}>`]);
  return concatOctets([toUtf8(block), ...kept(original, LEFT_OUT)]);
}

/**
 * A message to be attached to another: its bytes, without whom its author wrote to in secret. One's own letters in Sent name
 * them (O-04).
 */
export const withoutBlindCopies = (original: Uint8Array): Uint8Array =>
  concatOctets([...kept(original, /^(?:bcc|resent-bcc)$/i)]);

/** The message without the header fields that are left out. */
function* kept(bytes: Uint8Array, leftOut: RegExp): Generator<Uint8Array> {
  let at = 0;
  let keep = true;
  // An mbox separator in front of the header is none of the message.
  if (toLatin1(bytes.subarray(0, 5)) === 'From ') at = lineEnd(bytes, 0);
  while (at < bytes.length) {
    const end = lineEnd(bytes, at);
    const line = toLatin1(bytes.subarray(at, Math.min(end, at + 200)));
    if (/^\r?\n?$/.test(line)) break;
    if (!/^[ \t]/.test(line)) keep = !leftOut.test(line.slice(0, Math.max(0, line.indexOf(':'))).trimEnd());
    if (keep) yield bytes.subarray(at, end);
    at = end;
  }
  yield bytes.subarray(at);
}

const lineEnd = (bytes: Uint8Array, from: number): number => {
  const lf = bytes.indexOf(0x0a, from);
  return lf < 0 ? bytes.length : lf + 1;
};
