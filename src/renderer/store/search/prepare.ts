import { tagOfKeyword } from '@shared/model/tag';
import type { AccountId } from '@shared/model/ids';
import { Flag } from '@shared/model/flags';
import { fold } from '@shared/search/fold';
import { parseSearch } from '@shared/search/parse';
import { isEverything, looksAtText, type SearchNode, type Term, termsOf } from '@shared/search/query';
import { tokenQuery } from '@shared/search/tokens';
import { spanOf } from '@shared/search/values';
import type { Box } from '../catalogue';
import type { StoreState } from '../state';
import { type LineTest, lineTest } from './line-match';
import { SegmentDamaged } from './text-index';
import type { KeyTable } from './text-key';

type TextTerm = Extract<Term, { kind: 'text' }>;

/** A condition with everything that has to be looked up for it. */
export type ReadyTerm =
  | {
      readonly kind: 'text';
      readonly term: TextTerm;
      readonly line: LineTest | null;
      /** Messages whose text has it; null where texts are not asked. */
      readonly texts: KeyTable | null;
    }
  | { readonly kind: 'flags'; readonly set: number; readonly clear: number }
  | { readonly kind: 'boxes'; readonly boxes: Uint8Array }
  /** By index of mailbox the bit of the keyword there, 0 for none; and mailboxes that are labels of this name. */
  | { readonly kind: 'keyword'; readonly bits: Uint32Array; readonly boxes: Uint8Array }
  | { readonly kind: 'date'; readonly from: number; readonly to: number }
  | { readonly kind: 'size'; readonly over: number; readonly under: number };

export type ReadyNode =
  | ReadyTerm
  | { readonly kind: 'not'; readonly of: ReadyNode }
  | { readonly kind: 'and'; readonly all: readonly ReadyNode[] }
  | { readonly kind: 'or'; readonly any: readonly ReadyNode[] };

/** A query, ready to be asked of every message without waiting for anything. */
export interface PreparedSearch {
  readonly node: ReadyNode;
  /** Search lines are looked at. */
  readonly lines: boolean;
  /** Texts are looked at. */
  readonly texts: boolean;
  /** It depends on what changes while a message stays where it is: flags, keywords. */
  readonly flags: boolean;
}

/**
 * What a query says about where to look: in folders that lists of everything leave out, when it names folders at all.
 */
export const namesPlaces = (text: string): boolean =>
  [...termsOf(parseSearch(text).node)].some((term) => term.kind === 'in');

/**
 * Looks up what a query needs. Null when it asks for nothing.
 * @param now ms since 1970, for "7 days ago".
 */
export async function prepareSearch(
  state: StoreState,
  text: string,
  now: number,
): Promise<PreparedSearch | null> {
  const { node } = parseSearch(text);
  if (isEverything(node)) return null;
  const terms = [...termsOf(node)];
  const texts = terms.some(looksAtText);
  if (texts) await state.indexer.load();
  const ready = new Map<Term, ReadyTerm>();
  for (const term of terms) ready.set(term, await prepareTerm(state, term, now));
  return {
    node: withReady(node, ready),
    lines: terms.some((term) => term.kind === 'text' && term.field !== 'body'),
    texts,
    flags: terms.some(({ kind }) => kind === 'is' || kind === 'keyword' || kind === 'attachment'),
  };
}

function withReady(node: SearchNode, ready: ReadonlyMap<Term, ReadyTerm>): ReadyNode {
  switch (node.kind) {
    case 'not':
      return { kind: 'not', of: withReady(node.of, ready) };
    case 'and':
      return { kind: 'and', all: node.all.map((part) => withReady(part, ready)) };
    case 'or':
      return { kind: 'or', any: node.any.map((part) => withReady(part, ready)) };
    default:
      return ready.get(node) as ReadyTerm;
  }
}

const STATES: Readonly<
  Record<Extract<Term, { kind: 'is' }>['state'], readonly [set: number, clear: number]>
> = {
  unread: [0, Flag.Seen],
  read: [Flag.Seen, 0],
  starred: [Flag.Flagged, 0],
  answered: [Flag.Answered, 0],
  forwarded: [Flag.Forwarded, 0],
  draft: [Flag.Draft, 0],
};

async function prepareTerm(state: StoreState, term: Term, now: number): Promise<ReadyTerm> {
  switch (term.kind) {
    case 'text':
      return { kind: 'text', term, line: lineTest(term), texts: await textsWith(state, term) };
    case 'is': {
      const [set, clear] = STATES[term.state];
      return { kind: 'flags', set, clear };
    }
    case 'attachment':
      return { kind: 'flags', set: Flag.HasAttachment, clear: 0 };
    case 'in':
      return { kind: 'boxes', boxes: boxesWhere(state, placesNamed(state, term.name)) };
    case 'account':
      return {
        kind: 'boxes',
        boxes: boxesWhere(state, ({ info }) => info?.account === (term.name as AccountId)),
      };
    case 'keyword':
      return keyword(state, term.name);
    case 'date': {
      const { from, to } = spanOf(term.when, now);
      if (term.op === 'before') return { kind: 'date', from: -Infinity, to: from };
      return { kind: 'date', from, to: term.op === 'after' ? Infinity : to };
    }
    case 'size':
      return term.op === 'larger'
        ? { kind: 'size', over: term.octets, under: Infinity }
        : { kind: 'size', over: -1, under: term.octets };
  }
}

/** Messages whose texts have the words. A part of the index that cannot be read is left out, and made anew. */
async function textsWith(state: StoreState, term: TextTerm): Promise<KeyTable | null> {
  if (!looksAtText(term)) return null;
  const query = tokenQuery(term.text, term.phrase && term.open !== true);
  if (!query) return null;
  for (;;) {
    try {
      return await state.texts.find(query);
    } catch (error) {
      if (!(error instanceof SegmentDamaged)) throw error;
      await state.indexer.damaged(error.segment);
    }
  }
}

function boxesWhere(state: StoreState, matches: (box: Box) => boolean): Uint8Array {
  return Uint8Array.from(state.catalogue.boxes, (box) => (matches(box) ? 1 : 0));
}

const ROLES: Readonly<Record<string, string>> = {
  inbox: 'inbox',
  sent: 'sent',
  drafts: 'drafts',
  draft: 'drafts',
  archive: 'archive',
  junk: 'junk',
  spam: 'junk',
  trash: 'trash',
  bin: 'trash',
};

/** Mailboxes of this name or role; when there is none, those whose name begins so, as it is being typed. */
function placesNamed(state: StoreState, name: string): (box: Box) => boolean {
  const wanted = fold(name.trim());
  if (wanted === 'anywhere' || wanted === 'all') return ({ info }) => info !== null;
  const role = Object.hasOwn(ROLES, wanted) ? ROLES[wanted] : undefined;
  const named = ({ info }: Box): boolean =>
    info !== null &&
    ((role !== undefined && info.role === role) || fold(info.leaf) === wanted || fold(info.name) === wanted);
  if (state.catalogue.boxes.some(named)) return named;
  return ({ info }) =>
    info !== null &&
    (fold(info.leaf).startsWith(wanted) ||
      fold(info.name).startsWith(wanted) ||
      (info.role ?? '').startsWith(wanted));
}

function keyword(state: StoreState, name: string): ReadyTerm {
  const wanted = fold(name).replace(/^\$/, '');
  const tag = fold(tagOfKeyword(name));
  return {
    kind: 'keyword',
    bits: Uint32Array.from(state.catalogue.boxes, ({ keywords }) => {
      const bit = keywords.findIndex((other) => fold(tagOfKeyword(other)) === tag);
      return bit < 0 ? 0 : (1 << bit) >>> 0;
    }),
    boxes: boxesWhere(
      state,
      ({ info }) => info?.label === true && (fold(info.leaf) === wanted || fold(info.name) === wanted),
    ),
  };
}
