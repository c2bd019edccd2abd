/** Where a word is looked for. `any`: subject, people, list, names of attachments and the text. */
export type TextField = 'any' | 'subject' | 'body' | 'from' | 'to' | 'cc' | 'list' | 'filename';

export const STATES = ['unread', 'read', 'starred', 'answered', 'forwarded', 'draft'] as const;
export type MessageState = (typeof STATES)[number];

export type Unit = 'h' | 'd' | 'w' | 'm' | 'y';

/** A day, month or year as people write it, or so long ago. Which moment it is depends on where and when one asks. */
export type When =
  | { readonly kind: 'calendar'; readonly year: number; readonly month?: number; readonly day?: number }
  | { readonly kind: 'today' }
  | { readonly kind: 'yesterday' }
  | { readonly kind: 'ago'; readonly count: number; readonly unit: Unit };

/** One condition. */
export type Term =
  | {
      readonly kind: 'text';
      readonly field: TextField;
      readonly text: string;
      /** In quotation marks: these words next to each other, whole. */
      readonly phrase: boolean;
      /** The quotation marks are still open: the last word may go on. */
      readonly open?: true;
    }
  | { readonly kind: 'is'; readonly state: MessageState }
  | { readonly kind: 'attachment' }
  | { readonly kind: 'in'; readonly name: string }
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'keyword'; readonly name: string }
  | { readonly kind: 'date'; readonly op: 'before' | 'after' | 'on'; readonly when: When }
  | { readonly kind: 'size'; readonly op: 'larger' | 'smaller'; readonly octets: number };

/** A query as a tree. `and` of nothing holds for every message, `or` of nothing for none. */
export type SearchNode =
  | Term
  | { readonly kind: 'not'; readonly of: SearchNode }
  | { readonly kind: 'and'; readonly all: readonly SearchNode[] }
  | { readonly kind: 'or'; readonly any: readonly SearchNode[] };

/** What could not be taken as it may have been meant. Said gently; the search goes on. */
export type SearchNote =
  /** `colour:red`: no such operator, searched as a word. */
  | { readonly kind: 'unknown-operator'; readonly name: string; readonly word: string }
  /** `larger:often`: searched as a word. */
  | { readonly kind: 'bad-value'; readonly name: string; readonly value: string };

export interface ParsedSearch {
  readonly node: SearchNode;
  readonly notes: readonly SearchNote[];
}

export const EVERYTHING: SearchNode = { kind: 'and', all: [] };

export const isEverything = (node: SearchNode): boolean => node.kind === 'and' && node.all.length === 0;

/** Every condition of the query, those under a "not" too. */
export function* termsOf(node: SearchNode): Generator<Term> {
  switch (node.kind) {
    case 'not':
      yield* termsOf(node.of);
      break;
    case 'and':
      for (const part of node.all) yield* termsOf(part);
      break;
    case 'or':
      for (const part of node.any) yield* termsOf(part);
      break;
    default:
      yield node;
  }
}

/** The query with each condition replaced. */
export function mapTerms(node: SearchNode, change: (term: Term) => SearchNode): SearchNode {
  switch (node.kind) {
    case 'not':
      return { kind: 'not', of: mapTerms(node.of, change) };
    case 'and':
      return { kind: 'and', all: node.all.map((part) => mapTerms(part, change)) };
    case 'or':
      return { kind: 'or', any: node.any.map((part) => mapTerms(part, change)) };
    default:
      return change(node);
  }
}

export const looksAtText = (term: Term): term is Extract<Term, { kind: 'text' }> =>
  term.kind === 'text' && (term.field === 'any' || term.field === 'body');

/** Whether what it finds is another tomorrow: it says "today", or so long ago. */
export const movesWithTime = (node: SearchNode): boolean =>
  [...termsOf(node)].some((term) => term.kind === 'date' && term.when.kind !== 'calendar');
