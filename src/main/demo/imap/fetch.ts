import { fromBase64, fromQuotedPrintable, utf8 } from '../bytes';
import type { WorldMessage } from '../mail-world';
import { field, headerFields, partAt, sectionBytes, type SectionText } from '../mime-walk';
import { plainText } from '../text-of';
import { bodyStructure, envelope } from './attributes';
import { BadCommand, formatSet, type Cursor } from './cursor';
import { dateTime, literal, quote } from './format';
import { withinLimit } from './message-limit';
import { ok, no, type Command, type ImapSession, type Reply } from './session';
import { vanishedSince } from './mailboxes';
import { gmailLabels } from './gmail';

/** What one FETCH item says of a message; null leaves the item out. Throws `Refused` when it cannot be said. */
type Item = (session: ImapSession, message: WorldMessage) => string | null;
interface Request {
  readonly items: Item[];
  readonly setsSeen: boolean;
}
/** An item that a part cannot be given for: the whole command is answered NO with this code (RFC 3516). */
export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(reply.text);
  }
}

export const fetch: Command = {
  state: 'selected',
  run(session, cursor, isUid) {
    cursor.space();
    const set = cursor.set();
    cursor.space();
    const request = readItems(session, cursor);
    const modifiers = cursor.accept(' ') ? readModifiers(session, cursor) : {};
    cursor.end();
    const view = session.selected;
    let positions: readonly number[] = session.resolve(set, isUid);
    const since = modifiers.changedSince;
    if (since !== undefined) {
      if (modifiers.vanished === true && isUid) {
        const gone = vanishedSince(view.mailbox, since, set === '$' ? null : set);
        if (gone.length > 0) session.untagged(`VANISHED (EARLIER) ${formatSet(gone)}`);
      }
      positions = positions.filter((index) => (view.messages[index]?.modseq ?? 0) > since);
    }
    if (modifiers.partial !== undefined) positions = takePartial(positions, modifiers.partial);
    const seen = request.setsSeen && !view.readOnly;
    const limited = withinLimit(session, positions);
    for (const index of limited.positions) {
      const message = view.messages[index];
      if (message === undefined) continue;
      const parts: string[] = [];
      const wasUnseen = seen && !message.flags.has('\\Seen');
      if (wasUnseen) {
        session.world.setFlags(session.user, view.mailbox, [message.uid], 'add', ['\\Seen']);
        view.told.set(message.uid, message.modseq);
      }
      try {
        for (const item of request.items) {
          const text = item(session, message);
          if (text !== null && !(isUid && text.startsWith('UID '))) parts.push(text);
        }
      } catch (error) {
        if (error instanceof Refused) return error.reply;
        throw error;
      }
      if (wasUnseen && !parts.some((part) => part.startsWith('FLAGS ')))
        parts.push(`FLAGS ${session.flagList(message)}`);
      if (since !== undefined && !parts.some((part) => part.startsWith('MODSEQ ')))
        parts.push(`MODSEQ (${message.modseq})`);
      session.tellMessage(index, message.uid, parts, isUid);
    }
    return ok('Fetched', limited.code);
  },
};

interface Modifiers {
  readonly changedSince?: number;
  readonly vanished?: boolean;
  readonly partial?: readonly [number, number];
}
function readModifiers(session: ImapSession, cursor: Cursor): Modifiers {
  let result: Modifiers = {};
  cursor.list(() => {
    const word = cursor.word();
    if (word === 'CHANGEDSINCE' && session.has('CONDSTORE')) {
      cursor.space();
      session.enabled.add('CONDSTORE');
      result = { ...result, changedSince: cursor.number() };
    } else if (word === 'VANISHED' && session.qresync) result = { ...result, vanished: true };
    else if (word === 'PARTIAL' && session.has('PARTIAL')) {
      cursor.space();
      result = { ...result, partial: readPartial(cursor) };
    } else throw new BadCommand(`unknown modifier ${word}`);
  });
  return result;
}
/** `1:500` or `-1:-50` (RFC 9394). */
export function readPartial(cursor: Cursor): [number, number] {
  const one = (): number => (cursor.accept('-') ? -cursor.number() : cursor.number());
  const first = one();
  cursor.expect(':');
  return [first, one()];
}
export function takePartial<T>(items: readonly T[], [a, b]: readonly [number, number]): T[] {
  const low = Math.min(Math.abs(a), Math.abs(b)) - 1;
  const high = Math.max(Math.abs(a), Math.abs(b));
  return a > 0
    ? items.slice(low, high)
    : items.slice(Math.max(0, items.length - high), Math.max(0, items.length - low));
}

function readItems(session: ImapSession, cursor: Cursor): Request {
  const items: Item[] = [];
  const request = { items, setsSeen: false };
  const one = (): void => {
    const { item, setsSeen } = readItem(session, cursor);
    items.push(item);
    request.setsSeen ||= setsSeen;
  };
  if (cursor.peek('(')) cursor.list(one);
  else if (cursor.accept('ALL'))
    items.push(SIMPLE.FLAGS, SIMPLE.INTERNALDATE, SIMPLE['RFC822.SIZE'], SIMPLE.ENVELOPE);
  else if (cursor.accept('FAST')) items.push(SIMPLE.FLAGS, SIMPLE.INTERNALDATE, SIMPLE['RFC822.SIZE']);
  else if (cursor.accept('FULL')) {
    items.push(SIMPLE.FLAGS, SIMPLE.INTERNALDATE, SIMPLE['RFC822.SIZE'], SIMPLE.ENVELOPE, SIMPLE.BODY);
  } else one();
  return request;
}

const SIMPLE = {
  FLAGS: (session, message) => `FLAGS ${session.flagList(message)}`,
  INTERNALDATE: (_, message) => `INTERNALDATE ${dateTime(message.internalDate)}`,
  'RFC822.SIZE': (_, message) => `RFC822.SIZE ${message.content.raw.length}`,
  ENVELOPE: (_, message) => `ENVELOPE ${envelope(message.content.mime)}`,
  BODY: (_, { content }) => `BODY ${bodyStructure(content.raw, content.mime, false)}`,
  BODYSTRUCTURE: (_, { content }) => `BODYSTRUCTURE ${bodyStructure(content.raw, content.mime, true)}`,
  UID: (_, message) => `UID ${message.uid}`,
} satisfies Record<string, Item>;

const EXTENSIONS: Record<string, { readonly capability: string; readonly item: Item }> = {
  MODSEQ: { capability: 'CONDSTORE', item: (_, message) => `MODSEQ (${message.modseq})` },
  EMAILID: { capability: 'OBJECTID', item: (_, { content }) => `EMAILID (${content.emailId})` },
  THREADID: { capability: 'OBJECTID', item: (_, { content }) => `THREADID (${content.threadId})` },
  SAVEDATE: { capability: 'SAVEDATE', item: (_, message) => `SAVEDATE ${dateTime(message.saveDate)}` },
  PREVIEW: {
    capability: 'PREVIEW',
    item: (_, { content }) =>
      `PREVIEW ${quote(utf8([...firstWords(plainText(content))].slice(0, 200).join('')))}`,
  },
  'X-GM-MSGID': {
    capability: 'X-GM-EXT-1',
    item: (_, { content }) => `X-GM-MSGID ${gmailNumber(content.emailId)}`,
  },
  'X-GM-THRID': {
    capability: 'X-GM-EXT-1',
    item: (_, { content }) => `X-GM-THRID ${gmailNumber(content.threadId)}`,
  },
  'X-GM-LABELS': {
    capability: 'X-GM-EXT-1',
    item: (session, message) => `X-GM-LABELS (${gmailLabels(session, message).join(' ')})`,
  },
};
/** Gmail's ids are large 64-bit numbers: kept beyond 2⁵³ so that a client that rounds is caught. */
export const gmailNumber = (id: string): string => String(1_278_455_344_230_334_865n + BigInt(id.slice(1)));

function readItem(session: ImapSession, cursor: Cursor): { item: Item; setsSeen: boolean } {
  const name = cursor.word();
  if (cursor.peek('[')) return readSection(session, cursor, name);
  if (name === 'RFC822') return section('RFC822', [], 'body', null, null, true);
  if (name === 'RFC822.HEADER') return section('RFC822.HEADER', [], 'HEADER', null, null, false);
  if (name === 'RFC822.TEXT') return section('RFC822.TEXT', [], 'TEXT', null, null, true);
  const simple = (SIMPLE as Record<string, Item>)[name];
  if (simple !== undefined) return { item: simple, setsSeen: false };
  const extension = EXTENSIONS[name];
  if (extension === undefined || !session.has(extension.capability))
    throw new BadCommand(`unknown item ${name}`);
  if (name === 'MODSEQ') session.enabled.add('CONDSTORE');
  if (name === 'PREVIEW' && cursor.accept(' (')) cursor.expect('LAZY)');
  return { item: extension.item, setsSeen: false };
}

function readSection(session: ImapSession, cursor: Cursor, name: string): { item: Item; setsSeen: boolean } {
  cursor.expect('[');
  const path: number[] = [];
  while (/\d/.test(cursor.rest[0] ?? '')) {
    path.push(cursor.number());
    if (!cursor.accept('.')) break;
  }
  if (name.startsWith('BINARY')) {
    if (!session.has('BINARY')) throw new BadCommand('BINARY is not supported');
    cursor.expect(']');
    return binary(name, path, readOffset(cursor));
  }
  if (name !== 'BODY' && name !== 'BODY.PEEK') throw new BadCommand(`unknown item ${name}`);
  let what: SectionText = 'body';
  let fields: { names: string[]; not: boolean } | null = null;
  if (cursor.accept('HEADER.FIELDS')) {
    const not = cursor.accept('.NOT');
    cursor.space();
    fields = { names: cursor.list(() => cursor.astring()), not };
    what = 'HEADER';
  } else if (cursor.accept('HEADER')) what = 'HEADER';
  else if (cursor.accept('TEXT')) what = 'TEXT';
  else if (cursor.accept('MIME')) what = 'MIME';
  cursor.expect(']');
  const suffix =
    fields === null
      ? what === 'body'
        ? ''
        : what
      : `HEADER.FIELDS${fields.not ? '.NOT' : ''} (${fields.names.join(' ')})`;
  const label = `BODY[${[...path.map(String), ...(suffix === '' ? [] : [suffix])].join('.')}]`;
  return section(label, path, what, fields, readOffset(cursor), name === 'BODY');
}

function readOffset(cursor: Cursor): readonly [number, number] | null {
  if (!cursor.accept('<')) return null;
  const offset = cursor.number();
  cursor.expect('.');
  const length = cursor.number();
  cursor.expect('>');
  return [offset, length];
}

function section(
  label: string,
  path: readonly number[],
  what: SectionText,
  fields: { names: string[]; not: boolean } | null,
  offset: readonly [number, number] | null,
  setsSeen: boolean,
): { item: Item; setsSeen: boolean } {
  const item: Item = (_, { content }) => {
    let bytes = sectionBytes(content.raw, content.mime, path, what);
    if (bytes !== null && fields !== null) bytes = headerFields(bytes, fields.names, fields.not);
    if (bytes === null) return `${label} NIL`;
    if (offset === null) return `${label} ${literal(bytes)}`;
    return `${label}<${offset[0]}> ${literal(bytes.slice(offset[0], offset[0] + offset[1]))}`;
  };
  return { item, setsSeen };
}

function binary(
  name: string,
  path: readonly number[],
  offset: readonly [number, number] | null,
): { item: Item; setsSeen: boolean } {
  const item: Item = (_, { content }) => {
    const decoded = decodedPart(content.raw, content.mime, path);
    if (decoded === 'unknown-cte') throw new Refused(no('Cannot decode', 'UNKNOWN-CTE'));
    if (name === 'BINARY.SIZE') return `BINARY.SIZE[${path.join('.')}] ${decoded?.length ?? 0}`;
    const label = `BINARY[${path.join('.')}]${offset === null ? '' : `<${offset[0]}>`}`;
    if (decoded === null) return `${label} NIL`;
    const bytes = offset === null ? decoded : decoded.slice(offset[0], offset[0] + offset[1]);
    return `${label} ${bytes.includes('\0') ? '~' : ''}${literal(bytes)}`;
  };
  return { item, setsSeen: name === 'BINARY' };
}

function decodedPart(
  raw: string,
  root: WorldMessage['content']['mime'],
  path: readonly number[],
): string | null {
  const part = partAt(root, path);
  if (part === null) return null;
  const body = raw.slice(part.body, part.end);
  const encoding = (field(part.header, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase();
  if (encoding === 'base64') return fromBase64(body) ?? 'unknown-cte';
  if (encoding === 'quoted-printable') return fromQuotedPrintable(body);
  return ['7bit', '8bit', 'binary'].includes(encoding) ? body : 'unknown-cte';
}

/** As Dovecot's own previews: quotations and what introduces them say nothing new (RFC 8970 §3.1 leaves it open). */
function firstWords(text: string): string {
  const lines = text.split('\n');
  const own = lines.filter(
    (line, i) => !line.startsWith('>') && !(line.trimEnd().endsWith(':') && lines[i + 1]?.startsWith('>')),
  );
  return own.join(' ').replace(/\s+/g, ' ').trim();
}
