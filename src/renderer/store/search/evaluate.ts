import type { StoreState } from '../state';
import type { Searcher } from '../view-index';
import { eachMatch, matchesLine } from './line-match';
import type { PreparedSearch, ReadyNode, ReadyTerm } from './prepare';
import { type KeyTable, textKeyOf } from './text-key';

/** What is known of one message and one condition; `null`: only the server can say. */
type Verdict = boolean | null;

/**
 * Asks a prepared query of messages: of all of them at once, condition by condition over whole columns, or of one.
 * @param found text keys of messages that the server found: what they say of words counts as true unless it is known
 * better here.
 */
export class Evaluation implements Searcher {
  readonly flags: boolean;
  readonly #state: StoreState;
  readonly #search: PreparedSearch;
  readonly #found: KeyTable;

  constructor(state: StoreState, search: PreparedSearch, found: KeyTable) {
    this.#state = state;
    this.#search = search;
    this.#found = found;
    this.flags = search.flags;
  }

  all(): Uint8Array<ArrayBuffer> {
    const hits = this.#everywhere(this.#search.node);
    if (this.#found.size === 0) return hits;
    for (let slot = 0; slot < hits.length; slot++)
      if (hits[slot] === 0 && this.#serverSays(slot)) hits[slot] = 1;
    return hits;
  }

  one(slot: number): boolean {
    return this.isHere(slot) || this.#serverSays(slot);
  }

  /** Whether it matches by what is on this computer. */
  isHere(slot: number): boolean {
    return this.#verdict(this.#search.node, slot, false) === true;
  }

  /** Words that the message has in its text and not in its subject: what a row shows does not say why it is here. */
  inText(slot: number): string[] {
    const { columns, search } = this.#state;
    const line = search.lineOf(this.#state.folderOf(slot), columns, slot);
    const out: string[] = [];
    for (const { term, texts, line: test } of wordsOf(this.#search.node)) {
      if (!texts || texts.get(textKeyOf(columns, slot)) < 0) continue;
      const subject = test && { ...test, fields: SUBJECT };
      if (subject && line !== undefined && matchesLine(line, subject)) continue;
      out.push(term.text);
    }
    return out;
  }

  #serverSays(slot: number): boolean {
    if (this.#found.size === 0 || this.#found.get(textKeyOf(this.#state.columns, slot)) < 0) return false;
    return this.#verdict(this.#search.node, slot, true) !== false;
  }

  /** One octet a message: 1 where it holds. */
  #everywhere(node: ReadyNode): Uint8Array<ArrayBuffer> {
    const { length } = this.#state.columns;
    switch (node.kind) {
      case 'not': {
        const hits = this.#everywhere(node.of);
        for (let slot = 0; slot < length; slot++) hits[slot] = 1 - (hits[slot] as number);
        return hits;
      }
      case 'and': {
        const [first, ...more] = node.all;
        if (!first) return new Uint8Array(length).fill(1);
        const hits = this.#everywhere(first);
        for (const part of more) {
          const other = this.#everywhere(part);
          for (let slot = 0; slot < length; slot++) (hits[slot] as number) &= other[slot] as number;
        }
        return hits;
      }
      case 'or': {
        const hits = new Uint8Array(length);
        for (const part of node.any) {
          const other = this.#everywhere(part);
          for (let slot = 0; slot < length; slot++) (hits[slot] as number) |= other[slot] as number;
        }
        return hits;
      }
      case 'text':
        return this.#withText(node);
      default: {
        const hits = new Uint8Array(length);
        for (let slot = 0; slot < length; slot++) if (this.#holds(node, slot)) hits[slot] = 1;
        return hits;
      }
    }
  }

  #withText({ line, texts }: Extract<ReadyTerm, { kind: 'text' }>): Uint8Array<ArrayBuffer> {
    const { columns, catalogue, search } = this.#state;
    const hits = new Uint8Array(columns.length);
    if (line) {
      for (const folder of catalogue.folders) {
        if (folder.dropped) continue;
        for (const page of search.pages(folder)) {
          eachMatch(page, line, (i) => {
            const slot = this.#state.slotOfLine(folder, page.uids[i] as number);
            if (slot >= 0) hits[slot] = 1;
          });
        }
      }
    }
    if (texts && texts.size > 0) {
      for (let slot = 0; slot < columns.length; slot++) {
        if (hits[slot] === 0 && texts.get(textKeyOf(columns, slot)) >= 0) hits[slot] = 1;
      }
    }
    return hits;
  }

  /** @param onServer what words are in a text is not known unless they were found here. */
  #verdict(node: ReadyNode, slot: number, onServer: boolean): Verdict {
    switch (node.kind) {
      case 'not': {
        const verdict = this.#verdict(node.of, slot, onServer);
        return verdict === null ? null : !verdict;
      }
      case 'and':
        return every(node.all, (part) => this.#verdict(part, slot, onServer));
      case 'or': {
        const none = every(node.any, (part) => negated(this.#verdict(part, slot, onServer)));
        return negated(none);
      }
      case 'text':
        return this.#hasText(node, slot) || (onServer && node.texts ? null : false);
      default:
        return this.#holds(node, slot);
    }
  }

  #hasText({ line, texts }: Extract<ReadyTerm, { kind: 'text' }>, slot: number): boolean {
    const { columns, search } = this.#state;
    if (texts && texts.size > 0 && texts.get(textKeyOf(columns, slot)) >= 0) return true;
    if (!line) return false;
    const own = search.lineOf(this.#state.folderOf(slot), columns, slot);
    return own !== undefined && matchesLine(own, line);
  }

  #holds(term: Exclude<ReadyTerm, { kind: 'text' }>, slot: number): boolean {
    const { columns } = this.#state;
    switch (term.kind) {
      case 'flags': {
        const flags = columns.shownFlags[slot] as number;
        return (flags & term.set) === term.set && (flags & term.clear) === 0;
      }
      case 'boxes':
        return term.boxes[columns.shownIn[slot] as number] === 1;
      case 'keyword': {
        // Keywords are numbered by the mailbox that has the message, labels are mailboxes that show it.
        const own = this.#state.folderOf(slot).box.index;
        const bits = term.bits[own] ?? 0;
        return (
          ((columns.shownKeywords[slot] as number) & bits) !== 0 ||
          term.boxes[columns.shownIn[slot] as number] === 1
        );
      }
      case 'date': {
        const date = columns.date[slot] as number;
        return date >= term.from && date < term.to;
      }
      case 'size': {
        const size = columns.size[slot] as number;
        return size > term.over && size < term.under;
      }
    }
  }
}

/** Words that are asked for, not those that must not be there. */
function* wordsOf(node: ReadyNode): Generator<Extract<ReadyTerm, { kind: 'text' }>> {
  if (node.kind === 'text') yield node;
  else if (node.kind === 'and') for (const part of node.all) yield* wordsOf(part);
  else if (node.kind === 'or') for (const part of node.any) yield* wordsOf(part);
}

const SUBJECT = [0, 0] as const;

const negated = (verdict: Verdict): Verdict => (verdict === null ? null : !verdict);

/** False as soon as one is false; null when one is not known. */
function every(parts: readonly ReadyNode[], verdictOf: (part: ReadyNode) => Verdict): Verdict {
  let all: Verdict = true;
  for (const part of parts) {
    const verdict = verdictOf(part);
    if (verdict === false) return false;
    if (verdict === null) all = null;
  }
  return all;
}
