import { AT_ONCE, bounded } from './bounds';
import type { SafeRule } from './css';
import { foundIn, judged, newWork, parsedBody, type SanitisedMail } from './sanitise';

/** A very long mail part: its beginning, and the rest piece by piece, each made safe when it is asked for. */
export interface MailInPieces extends SanitisedMail {
  /** Puts the next piece where it belongs in what is there; null when that is all. */
  readonly next: () => Piece | null;
  /** How much of it is there, from 0 to 1. */
  readonly done: () => number;
}

export interface Piece {
  /** What follows at the end of the mail. Other parts of a piece are in elements that were there. */
  readonly nodes: readonly Node[];
  readonly rules: readonly SafeRule[];
  /** All elements that it brought, in their order. */
  readonly elements: readonly Element[];
}

/** Elements of the first piece: what an opening and a closing tag make. */
const FIRST = AT_ONCE.tags / 2;
/** Of each that follows: what is there is laid out again with it. */
const NEXT = FIRST / 2;
/** Characters that take as long as an element. */
const WORDS = AT_ONCE.characters / FIRST;

/**
 * A very long mail part, parsed as a whole and made safe in pieces by the very sanitiser that makes others safe. An element that
 * reaches over the end of a piece is in both: what the second holds of it is put into what the first made of it.
 * @param size elements a piece
 * @param first elements of the first one
 * @throws what the sanitiser throws when it gives up on the first piece; a later one ends the mail, which is `cut`
 */
export function inPieces(html: string, size = NEXT, first = FIRST): MailInPieces {
  // An attribute that no mail can guess.
  const mark = `data-tern-${crypto.randomUUID()}`;
  const input = bounded(html);
  const body = parsedBody(input.html);
  const mail = newWork('read', mark);
  const begun = new Map<string, Element>();
  const nodes: Node[] = [];
  const whole = body === null ? 0 : weightOf(body, Number.POSITIVE_INFINITY);
  let marks = 0;
  let gaveUp = false;

  const next = (): Piece | null => {
    if (!body?.firstChild) return null;
    const rulesBefore = mail.rules.length;
    mail.marked.clear();
    const raw = takeFrom(body, nodes.length === 0 ? first : size, (element) => {
      if (element instanceof HTMLFormElement) mail.hadForm = true;
      else if (!element.hasAttribute(mark)) element.setAttribute(mark, String(marks++));
    });
    let made: DocumentFragment;
    try {
      made = judged(raw, mail);
    } catch (error) {
      if (nodes.length === 0) throw error;
      gaveUp = true;
      body.replaceChildren();
      return { nodes: [], rules: [], elements: [] };
    }
    const goingOn = new Set<Element>();
    const elements = [...made.querySelectorAll('*')];
    for (const [name, element] of mail.marked) {
      const first = begun.get(name);
      if (first === undefined) begun.set(name, element);
      else {
        first.append(...element.childNodes);
        element.remove();
        goingOn.add(element);
      }
    }
    const added = [...made.childNodes];
    nodes.push(...added);
    return {
      nodes: added,
      rules: mail.rules.slice(rulesBefore),
      elements: elements.filter((element) => !goingOn.has(element)),
    };
  };
  next();
  return {
    nodes,
    get rules() {
      return mail.rules;
    },
    get paper() {
      return mail.paper;
    },
    links: mail.links,
    remoteImages: mail.remoteImages,
    inlineImages: mail.inlineImages,
    get bringsColours() {
      return foundIn(mail).bringsColours;
    },
    get hadForm() {
      return mail.hadForm;
    },
    get cut() {
      return input.cut || mail.budget.exceeded || gaveUp;
    },
    next,
    done: () => (!body?.firstChild ? 1 : 1 - weightOf(body, Number.POSITIVE_INFINITY) / whole),
  };
}

/** Elements whose text is not parsed: half a style sheet is another one. */
const RAW_TEXT = new Set('iframe noembed noframes plaintext script style textarea title xmp'.split(' '));

/**
 * Takes the beginning of a tree out of it: a copy of `from` with about `most` elements in it. Elements of which only a part is
 * taken are given to `over` before they are copied.
 */
function takeFrom(from: Element, most: number, over: (element: Element) => void): Element {
  const out = from.cloneNode(false) as Element;
  let left = most;
  for (let child = from.firstChild; child !== null && left > 0; child = from.firstChild) {
    const weight = weightOf(child, left);
    if (weight <= left || !isDivisible(child)) out.append(child);
    else if (child instanceof Text) {
      out.append(child);
      from.prepend(child.splitText(endOfWord(child.data, Math.max(1, Math.floor(left * WORDS)))));
    } else if (child instanceof HTMLFormElement) {
      // Its own properties can be replaced by the names of its fields. The sanitiser keeps nothing of it but what is in it.
      over(child);
      const inside = document.createRange();
      inside.selectNodeContents(child);
      from.replaceChild(inside.extractContents(), child);
      continue;
    } else if (child instanceof Element) {
      over(child);
      // It does not count itself, so that each piece takes something however deep it is.
      out.append(takeFrom(child, left, over));
    } else out.append(child);
    left -= weight;
  }
  return out;
}

const isDivisible = (node: Node): boolean =>
  node instanceof Text ||
  node instanceof HTMLFormElement ||
  (node instanceof Element && node.firstChild !== null && !RAW_TEXT.has(node.localName));

/** The end of the word at a place of a text, if it ends soon. */
function endOfWord(text: string, at: number): number {
  const end = text.slice(at, at + 1000).search(/\s/);
  if (end >= 0) return at + end;
  // Not through the middle of a character.
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at;
}

/** How much a tree is, in elements; counted no further than beyond `most`. */
function weightOf(root: Node, most: number): number {
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  let weight = 0;
  for (let node: Node | null = root; node !== null && weight <= most; node = nodes.nextNode())
    weight += node instanceof Text ? node.data.length / WORDS : 1;
  return weight;
}
