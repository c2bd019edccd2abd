import { parseSearch } from '@shared/search/parse';
import type { SearchNode } from '@shared/search/query';
import { fromUtf8 } from '../bytes';
import type { WorldMessage } from '../mail-world';
import { parseAddresses } from '../mime-walk';
import { allText, decodeHeader, plainText } from '../text-of';
import { BadCommand, formatSet, type Cursor } from './cursor';
import { gmailNumber, readPartial, takePartial } from './fetch';
import { parseDay } from './format';
import { labelMailbox } from './gmail';
import { tellProgress, withinLimit } from './message-limit';
import { no, ok, type Command, type ImapSession } from './session';

type Test = (message: WorldMessage, index: number) => boolean;
interface Context {
  readonly session: ImapSession;
  readonly cursor: Cursor;
  readonly modseq: { used: boolean };
}

/** SEARCH with ESEARCH, SEARCHRES, CONDSTORE, WITHIN and PARTIAL where they are advertised. */
export const search: Command = {
  state: 'selected',
  run(session, cursor, isUid) {
    let wanted: Array<string | readonly [number, number]> | null = null;
    if (cursor.accept(' RETURN ')) {
      if (!session.has('ESEARCH')) throw new BadCommand('ESEARCH is not supported');
      wanted = cursor.list(() => {
        const word = cursor.word();
        if (word !== 'PARTIAL') return word;
        cursor.space();
        return readPartial(cursor);
      });
      if (wanted.length === 0) wanted = ['ALL'];
    } else if (session.rev2) wanted = ['ALL'];
    if (cursor.accept(' CHARSET ')) {
      if (session.isUtf8) throw new BadCommand('CHARSET may not be sent with UTF8=ACCEPT');
      const charset = cursor.astring().toUpperCase();
      if (charset !== 'UTF-8' && charset !== 'US-ASCII')
        return no('Charset not known', 'BADCHARSET (US-ASCII UTF-8)');
    }
    const modseq = { used: false };
    cursor.space();
    const test = readAll({ session, cursor, modseq }, () => cursor.done);
    const { messages } = session.selected;
    tellProgress(session, cursor.text, messages.length);
    const all = messages.flatMap((message, index) => (test(message, index) ? [index] : []));
    const { positions, code } = withinLimit(session, all);
    const found: number[] = [];
    let highest = 0;
    for (const index of positions) {
      const message = messages[index];
      if (message === undefined) continue;
      found.push(isUid ? message.uid : index + 1);
      highest = Math.max(highest, message.modseq);
    }
    if (wanted?.includes('SAVE') === true) {
      session.saved = found.map((n) => (isUid ? n : (messages[n - 1]?.uid ?? 0)));
      if (wanted.length === 1) return ok('Saved', code);
    }
    const mod = modseq.used && found.length > 0 ? highest : null;
    if (wanted === null)
      session.untagged(
        `SEARCH${found.map((n) => ` ${n}`).join('')}${mod === null ? '' : ` (MODSEQ ${mod})`}`,
      );
    else esearch(session, cursor.text, wanted, found, isUid, mod);
    return ok('Searched', code);
  },
};

function esearch(
  session: ImapSession,
  text: string,
  wanted: ReadonlyArray<string | readonly [number, number]>,
  found: readonly number[],
  isUid: boolean,
  mod: number | null,
): void {
  const tag = text.slice(0, text.indexOf(' '));
  const parts = [`ESEARCH (TAG "${tag}")`, ...(isUid ? ['UID'] : [])];
  for (const item of wanted) {
    if (typeof item !== 'string') {
      const set = formatSet(takePartial(found, item));
      parts.push(`PARTIAL (${item.join(':')} ${set === '' ? 'NIL' : set})`);
    } else if (item === 'COUNT') parts.push(`COUNT ${found.length}`);
    else if (found.length === 0) continue;
    else if (item === 'MIN') parts.push(`MIN ${found[0] ?? 0}`);
    else if (item === 'MAX') parts.push(`MAX ${found.at(-1) ?? 0}`);
    else if (item === 'ALL') parts.push(`ALL ${formatSet(found)}`);
    else if (item !== 'SAVE') throw new BadCommand(`unknown return option ${item}`);
  }
  if (mod !== null) parts.push(`MODSEQ ${mod}`);
  session.untagged(parts.join(' '));
}

function readAll(context: Context, isEnd: () => boolean): Test {
  const tests = [readKey(context)];
  while (!isEnd()) {
    context.cursor.space();
    tests.push(readKey(context));
  }
  return (message, index) => tests.every((test) => test(message, index));
}

const has =
  (flag: string): Test =>
  (message) =>
    message.flags.has(flag);
const not =
  (test: Test): Test =>
  (message, index) =>
    !test(message, index);

function readKey(context: Context): Test {
  const { session, cursor, modseq } = context;
  if (cursor.accept('(')) {
    const test = readAll(context, () => cursor.peek(')'));
    cursor.expect(')');
    return test;
  }
  if (/[\d*$]/.test(cursor.rest[0] ?? '')) {
    if (session.uidOnly) throw new BadCommand('there are no sequence numbers');
    const positions = new Set(session.resolve(cursor.set(), false));
    return (_, index) => positions.has(index);
  }
  const key = cursor.word();
  const flag = FLAG_KEYS[key];
  if (flag !== undefined) return flag(session);
  cursor.space();
  switch (key) {
    case 'NOT':
      return not(readKey(context));
    case 'OR': {
      const first = readKey(context);
      cursor.space();
      const second = readKey(context);
      return (message, index) => first(message, index) || second(message, index);
    }
    case 'UID': {
      const positions = new Set(session.resolve(cursor.set(), true));
      return (_, index) => positions.has(index);
    }
    case 'KEYWORD':
    case 'UNKEYWORD': {
      const word = cursor.atom().toLowerCase();
      const test: Test = (message) => [...message.flags].some((name) => name.toLowerCase() === word);
      return key === 'KEYWORD' ? test : not(test);
    }
    case 'LARGER':
    case 'SMALLER': {
      const size = cursor.number();
      return ({ content }) => (key === 'LARGER' ? content.raw.length > size : content.raw.length < size);
    }
    case 'MODSEQ': {
      if (!session.has('CONDSTORE')) throw new BadCommand('CONDSTORE is not supported');
      if (cursor.isString()) {
        cursor.string();
        cursor.space();
        cursor.word();
        cursor.space();
      }
      session.enabled.add('CONDSTORE');
      modseq.used = true;
      const least = cursor.number();
      return (message) => message.modseq >= least;
    }
    case 'HEADER': {
      const name = cursor.astring().toLowerCase();
      cursor.space();
      const text = needle(cursor);
      return ({ content }) =>
        content.mime.header.some(
          ([field, value]) => field.toLowerCase() === name && contains(decodeHeader(value), text),
        );
    }
    default:
      return readDateKey(context, key) ?? readTextKey(context, key) ?? readExtensionKey(context, key);
  }
}

const FLAG_KEYS: Record<string, (session: ImapSession) => Test> = {
  ALL: () => () => true,
  ANSWERED: () => has('\\Answered'),
  DELETED: () => has('\\Deleted'),
  DRAFT: () => has('\\Draft'),
  FLAGGED: () => has('\\Flagged'),
  SEEN: () => has('\\Seen'),
  UNANSWERED: () => not(has('\\Answered')),
  UNDELETED: () => not(has('\\Deleted')),
  UNDRAFT: () => not(has('\\Draft')),
  UNFLAGGED: () => not(has('\\Flagged')),
  UNSEEN: () => not(has('\\Seen')),
  RECENT: (session) => (message) => session.selected.recent.has(message.uid),
  OLD: (session) => (message) => !session.selected.recent.has(message.uid),
  NEW: (session) => (message) => session.selected.recent.has(message.uid) && !message.flags.has('\\Seen'),
};

const DAY = 86_400_000;
function readDateKey({ cursor, session }: Context, key: string): Test | null {
  if (key === 'YOUNGER' || key === 'OLDER') {
    if (!session.has('WITHIN')) return null;
    const limit = session.world.clock.now() - cursor.number() * 1000;
    return ({ internalDate }) => (key === 'YOUNGER' ? internalDate >= limit : internalDate < limit);
  }
  const match = /^(SENT)?(BEFORE|ON|SINCE)$/.exec(key);
  if (match === null) return null;
  const day = parseDay(cursor.isString() ? cursor.string() : cursor.atom());
  if (day === null) throw new BadCommand('bad date');
  return (message) => {
    const at = match[1] === undefined ? message.internalDate : Date.parse(message.content.header('date'));
    if (Number.isNaN(at)) return false;
    if (match[2] === 'BEFORE') return at < day;
    return match[2] === 'ON' ? at >= day && at < day + DAY : at >= day;
  };
}

/** Words as Gmail takes them; other conditions of its language hold for everything here. */
function asGmail(node: SearchNode, content: WorldMessage['content']): boolean {
  switch (node.kind) {
    case 'not':
      return !asGmail(node.of, content);
    case 'and':
      return node.all.every((part) => asGmail(part, content));
    case 'or':
      return node.any.some((part) => asGmail(part, content));
    case 'text': {
      const subject = decodeHeader(content.header('subject'));
      return contains(
        node.field === 'subject'
          ? subject
          : `${subject}\n${decodeHeader(content.header('from'))}\n${plainText(content)}`,
        node.text.toLowerCase(),
      );
    }
    default:
      return true;
  }
}

const needle = (cursor: Cursor): string => fromUtf8(cursor.astring()).toLowerCase();
const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part);

function readTextKey({ cursor }: Context, key: string): Test | null {
  switch (key) {
    case 'SUBJECT': {
      const text = needle(cursor);
      return ({ content }) => contains(decodeHeader(content.header('subject')), text);
    }
    case 'FROM':
    case 'TO':
    case 'CC':
    case 'BCC': {
      const text = needle(cursor);
      return ({ content }) =>
        parseAddresses(content.header(key.toLowerCase())).some(({ name, mailbox, host }) =>
          contains(`${decodeHeader(name ?? '')} <${mailbox ?? ''}@${host ?? ''}>`, text),
        );
    }
    case 'BODY': {
      const text = needle(cursor);
      return ({ content }) => contains(allText(content), text);
    }
    case 'TEXT': {
      const text = needle(cursor);
      return ({ content }) =>
        contains(
          content.mime.header.map(([name, value]) => `${name}: ${decodeHeader(value)}`).join('\n'),
          text,
        ) || contains(allText(content), text);
    }
    default:
      return null;
  }
}

function readExtensionKey({ cursor, session }: Context, key: string): Test {
  const objectId = session.has('OBJECTID');
  const gmail = session.has('X-GM-EXT-1');
  if (objectId && (key === 'EMAILID' || key === 'THREADID')) {
    const id = cursor.astring();
    return ({ content }) => (key === 'EMAILID' ? content.emailId : content.threadId) === id;
  }
  if (gmail && (key === 'X-GM-MSGID' || key === 'X-GM-THRID')) {
    const id = cursor.atom();
    return ({ content }) => gmailNumber(key === 'X-GM-MSGID' ? content.emailId : content.threadId) === id;
  }
  if (gmail && key === 'X-GM-LABELS') {
    const mailbox = labelMailbox(session, cursor.astring());
    return ({ content }) => mailbox?.messages.some((other) => other.content === content) ?? false;
  }
  if (gmail && key === 'X-GM-RAW') {
    const text = needle(cursor);
    const id = /^rfc822msgid:<?([^>\s]+)>?$/.exec(text)?.[1];
    return ({ content }) =>
      id === undefined
        ? asGmail(parseSearch(text).node, content)
        : contains(content.header('message-id'), id);
  }
  throw new BadCommand(`unknown search key ${key}`);
}
