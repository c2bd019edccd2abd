import type { Address, Envelope } from '@shared/model/message';
import { cleanLine } from './clean-text';
import { decodeHeader } from './decode-header';
import { parseAddresses } from './parse-addresses';
import { parseDate } from './parse-date';
import type { Headers } from './parse-headers';
import { parseHeaders } from './parse-headers';

/** The header fields beyond the envelope that Tern asks servers for. */
export const EXTRA_FIELDS = [
  'list-id',
  'list-post',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'auto-submitted',
  'precedence',
  'return-path',
  'delivered-to',
  'disposition-notification-to',
  'authentication-results',
  'importance',
  'x-priority',
  'mail-followup-to',
  'x-unsent',
] as const;

const MAX_IDS = 1000;

/** A header block to what the list and the message header show. Fields that occur twice count once, the first. */
export function parseEnvelope(
  block: Uint8Array | Headers,
  extraFields: readonly string[] = EXTRA_FIELDS,
): Envelope {
  const headers = block instanceof Uint8Array ? parseHeaders(block) : block;
  const addresses = (name: string): Address[] => parseAddresses(headers.first(name));
  const extra: Record<string, string> = {};
  for (const name of extraFields) {
    const value = headers.first(name);
    if (value !== '') extra[name] = value.slice(0, 4096);
  }
  // Recipient fields may lawfully be split by careless mailers; showing all of them hides nobody.
  const recipients = (name: string): Address[] => headers.all(name).flatMap((value) => parseAddresses(value));
  return {
    subject: decodeHeader(headers.first('subject')),
    from: addresses('from'),
    sender: addresses('sender'),
    replyTo: addresses('reply-to'),
    to: recipients('to'),
    cc: recipients('cc'),
    bcc: recipients('bcc'),
    date: parseDate(headers.first('date')),
    messageId: parseMessageIds(headers.first('message-id'))[0] ?? '',
    inReplyTo: parseMessageIds(headers.first('in-reply-to')),
    references: parseMessageIds(headers.first('references')),
    extra,
  };
}

/** Message ids without their angle brackets; a single bare word counts as one (RFC 5322 §3.6.4, lenient). */
export function parseMessageIds(value: string): string[] {
  if (value === '') return [];
  const plain = value.length <= 4096 && PRINTABLE.test(value) ? plainIds(value) : null;
  if (plain && plain.length > 0) return plain;
  const ids = [...value.matchAll(/<([^<>]+)>/g)].map((match) =>
    cleanLine(match[1] ?? '').replaceAll(' ', ''),
  );
  if (ids.length === 0 && /^\s*[^\s<>]+\s*$/.test(value)) ids.push(cleanLine(value));
  return [...new Set(ids)].filter((id) => id !== '').slice(0, MAX_IDS);
}

const PRINTABLE = /^[ -~]*$/;
/** Beyond this a set is cheaper than looking. */
const FEW_IDS = 64;

/** The same for printable ASCII, which nearly all ids are: nothing to clean but blanks. Null when there are many. */
function plainIds(value: string): string[] | null {
  const ids: string[] = [];
  for (let close = value.indexOf('>'); close >= 0; close = value.indexOf('>', close + 1)) {
    const open = value.lastIndexOf('<', close);
    if (open < 0 || value.lastIndexOf('>', close - 1) > open) continue;
    const id = value.slice(open + 1, close);
    const bare = id.includes(' ') ? id.replaceAll(' ', '') : id;
    if (bare === '' || ids.includes(bare)) continue;
    if (ids.length === FEW_IDS) return null;
    ids.push(bare);
  }
  return ids;
}
