import { flagBit, Flag } from '@shared/model/flags';
import { keywordOfTag } from '@shared/model/tag';
import { printTerm } from '@shared/search/print';
import type { SearchNode, Term } from '@shared/search/query';
import { spanOf } from '@shared/search/values';
import type { SearchQuery } from '../../imap';

const DAY_MS = 86_400_000;

/** What a server can be asked; `true` stands for every message, `false` for none. */
export type Askable = SearchQuery | boolean;

/** What a condition is in one mailbox, where that is known beforehand (`in:`, `account:`); null: ask the server. */
export type Places = (term: Term) => boolean | null;

/**
 * A query as IMAP SEARCH keys (RFC 9051 §6.4.4). What the server has no key for is left out so that it finds rather too
 * much: the store looks at what is found once more. Days are the server's, so they are taken a day wider.
 * @param now ms since 1970.
 */
export function imapQuery(node: SearchNode, places: Places, now: number): Askable {
  return widest(node, { places, now });
}

interface Asked {
  readonly places: Places;
  readonly now: number;
}

/** Holds for every message that the node holds for. */
function widest(node: SearchNode, asked: Asked): Askable {
  switch (node.kind) {
    case 'not':
      return not(narrowest(node.of, asked));
    case 'and':
      return and(node.all.map((part) => widest(part, asked)));
    case 'or':
      return or(node.any.map((part) => widest(part, asked)));
    default:
      return asked.places(node) ?? keyOf(node, asked.now, true);
  }
}

/** Holds for no message but those that the node holds for. */
function narrowest(node: SearchNode, asked: Asked): Askable {
  switch (node.kind) {
    case 'not':
      return not(widest(node.of, asked));
    case 'and':
      return and(node.all.map((part) => narrowest(part, asked)));
    case 'or':
      return or(node.any.map((part) => narrowest(part, asked)));
    default:
      return asked.places(node) ?? keyOf(node, asked.now, false);
  }
}

function keyOf(term: Term, now: number, wide: boolean): Askable {
  switch (term.kind) {
    case 'text':
      return textKey(term) ?? wide;
    case 'is':
      switch (term.state) {
        case 'unread':
          return { seen: false };
        case 'read':
          return { seen: true };
        case 'starred':
          return { flagged: true };
        case 'answered':
          return { answered: true };
        case 'draft':
          return { draft: true };
        case 'forwarded':
          return { keyword: '$Forwarded' };
      }
      break;
    case 'keyword':
      return keywordKey(term.name) ?? wide;
    case 'date': {
      const { from, to } = spanOf(term.when, now);
      const slack = wide ? DAY_MS : -DAY_MS;
      if (term.op === 'before') return { before: dayOf(from) + slack };
      const since = { since: dayOf(from) - slack };
      return term.op === 'after' ? since : and([since, { before: dayOf(to) + slack }]);
    }
    case 'size':
      return term.op === 'larger' ? { larger: term.octets } : { smaller: term.octets };
    case 'attachment':
    case 'in':
    case 'account':
      return wide;
  }
}

/** A keyword is an atom (RFC 9051 §9). */
const ATOM = /^[\x21\x23\x24\x26\x27\x2b-\x5b\x5e-\x7a\x7c\x7e]+$/;

/**
 * A tag by the keywords that are shown by this name: as it is typed, as programs have agreed on it (`$`), and as Tern and
 * Thunderbird write what is no atom. Null for what can only be the name of a label.
 */
function keywordKey(name: string): Askable | null {
  if (flagBit(name) === Flag.Seen) return null;
  const agreed = name.startsWith('$') ? name : `$${name}`;
  const keywords = new Set([name, agreed, keywordOfTag(name)].filter((keyword) => ATOM.test(keyword)));
  return keywords.size === 0 ? null : or([...keywords].map((keyword) => ({ keyword })));
}

/** Null for what there is no key for. */
function textKey({ field, text }: Extract<Term, { kind: 'text' }>): SearchQuery | null {
  switch (field) {
    case 'any':
      return { text };
    case 'subject':
      return { subject: text };
    case 'body':
      return { body: text };
    case 'from':
      return { from: text };
    case 'to':
      return { or: [{ to: text }, { or: [{ cc: text }, { bcc: text }] }] };
    case 'cc':
      return { or: [{ cc: text }, { bcc: text }] };
    case 'list':
      return { header: ['List-Id', text] };
    case 'filename':
      return null;
  }
}

/** The calendar day of this computer, as the UTC day that `SearchQuery` takes. */
function dayOf(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

function not(part: Askable): Askable {
  return typeof part === 'boolean' ? !part : { not: part };
}

function and(parts: readonly Askable[]): Askable {
  if (parts.includes(false)) return false;
  const asked = parts.filter((part) => typeof part !== 'boolean');
  return asked.length === 0 ? true : asked.length === 1 ? (asked[0] as SearchQuery) : { and: asked };
}

function or(parts: readonly Askable[]): Askable {
  if (parts.includes(true)) return true;
  const asked = parts.filter((part) => typeof part !== 'boolean');
  if (asked.length === 0) return false;
  return asked.reduceRight((rest, part) => ({ or: [part, rest] }));
}

/**
 * The query in Gmail's own language, for X-GM-RAW, which searches as the web page does; null where Gmail has no word for
 * a condition.
 */
export function gmailQuery(node: SearchNode, places: Places, now: number): string | null {
  switch (node.kind) {
    case 'not': {
      const inner = gmailQuery(node.of, places, now);
      return inner === null ? null : inner === '' ? '' : `-(${inner})`;
    }
    case 'and':
      return joined(node.all, ' ', places, now);
    case 'or':
      return joined(node.any, ' OR ', places, now);
    default:
      return places(node) === null ? gmailTerm(node, now) : null;
  }
}

function joined(parts: readonly SearchNode[], by: string, places: Places, now: number): string | null {
  const out: string[] = [];
  for (const part of parts) {
    // What holds for the whole mailbox is left out of what must hold together.
    if (
      by === ' ' &&
      part.kind !== 'and' &&
      part.kind !== 'or' &&
      part.kind !== 'not' &&
      places(part) === true
    )
      continue;
    const one = gmailQuery(part, places, now);
    if (one === null) return null;
    if (one !== '') out.push(part.kind === 'and' || part.kind === 'or' ? `(${one})` : one);
  }
  return out.join(by);
}

function gmailTerm(term: Term, now: number): string | null {
  switch (term.kind) {
    case 'text':
      return term.field === 'body' ? null : printTerm(term);
    case 'is':
      return term.state === 'unread' || term.state === 'read' || term.state === 'starred'
        ? printTerm(term)
        : null;
    case 'date': {
      const { from, to } = spanOf(term.when, now);
      const second = (ms: number): string => String(Math.floor(ms / 1000));
      if (term.op === 'before') return `before:${second(from)}`;
      return term.op === 'after' ? `after:${second(from)}` : `(after:${second(from)} before:${second(to)})`;
    }
    case 'attachment':
    case 'keyword':
    case 'size':
      return printTerm(term);
    case 'in':
    case 'account':
      return null;
  }
}
