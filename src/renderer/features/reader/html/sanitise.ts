import createDOMPurify, { type Config, type DOMPurify } from 'dompurify';
import {
  applyDeclarations,
  bringsColour,
  type CssBudget,
  type Declaration,
  declaresColour,
  newCssBudget,
  parseStyleAttribute,
  parseStyleSheet,
  safeDeclarations,
  type SafeRule,
} from './css';
import { NAME_PREFIX } from './css-values';
import { quietStyles, STYLE_ATTRIBUTE, STYLE_ELEMENT, STYLE_MARK } from './quiet-styles';
import { bounded, type Limits } from './bounds';
import { isRasterData, readLink, remoteImageUrl } from './links';

export interface RemoteImage {
  readonly element: HTMLImageElement;
  /** https address for `EngineApi.remoteImages`. */
  readonly url: string;
}

export interface InlineImage {
  readonly element: HTMLImageElement;
  /** Without `cid:` and brackets, percent-decoded; matched against parts, never used as a path. */
  readonly contentId: string;
}

/** A mail part made safe. The nodes are final: they are adopted into the frame as they are, never serialised and parsed again. */
export interface SanitisedMail {
  readonly nodes: readonly Node[];
  readonly rules: readonly SafeRule[];
  /** What `<body>` said about itself, for the wrapper that stands in for it. */
  readonly paper: {
    readonly background: string;
    readonly color: string;
    readonly dir: string;
    readonly lang: string;
  };
  /** Where each link leads. In `read` mode the elements carry no href, so nothing can follow or prefetch them. */
  readonly links: ReadonlyMap<Element, string>;
  readonly remoteImages: readonly RemoteImage[];
  readonly inlineImages: readonly InlineImage[];
  /** The mail chooses its own colours, so it is shown on light paper. */
  readonly bringsColours: boolean;
  /** Something that asks for input was taken out (security.md H-16). */
  readonly hadForm: boolean;
  /** Longer or richer than is shown; the source has it all. */
  readonly cut: boolean;
}

const LONGEST_DATA_IMAGE = 10 * 1024 * 1024;

const FORBIDDEN_TAGS = [
  'link', 'meta', 'base', 'title', 'form', 'input', 'button', 'textarea', 'select', 'option', 'optgroup', 'datalist',
  'output', 'progress', 'meter', 'fieldset', 'legend', 'label', 'iframe', 'frame', 'frameset', 'noframes', 'object', 'embed',
  'applet', 'param', 'audio', 'video', 'source', 'track', 'picture', 'map', 'area', 'dialog', 'template', 'slot', 'portal',
  'fencedframe', 'svg', 'math', 'style', 'script', 'noscript', 'marquee', 'bgsound', 'image', 'canvas', 'menuitem', 'content',
  'shadow', 'selectedcontent', 'geolocation', 'permission', 'xmp', 'plaintext', 'noembed',
]; // prettier-ignore

/** Their text is code or fallback, not words for the reader. */
const FORBIDDEN_CONTENTS = [
  'style', 'script', 'title', 'template', 'svg', 'math', 'noframes', 'iframe', 'object', 'embed', 'applet', 'audio', 'video',
  'canvas', 'select', 'datalist', 'textarea', 'xmp', 'plaintext', 'noembed',
]; // prettier-ignore

const FORM_TAGS: ReadonlySet<string> = new Set(['input', 'textarea', 'select', 'button']);

const ATTRIBUTES: ReadonlySet<string> = new Set([
  'abbr', 'align', 'alt', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'class', 'color', 'colspan', 'datetime',
  'dir', 'face', 'frame', 'headers', 'height', 'href', 'hspace', 'id', 'lang', 'name', 'noshade', 'nowrap', 'reversed',
  'rowspan', 'rules', 'scope', 'size', 'span', 'src', 'start', 'style', 'type', 'valign', 'value', 'vspace', 'width', 'role',
  'aria-hidden', 'aria-label',
]); // prettier-ignore

const CONFIG: Config = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: FORBIDDEN_TAGS,
  FORBID_CONTENTS: FORBIDDEN_CONTENTS,
  FORBID_ATTR: [
    'srcset', 'sizes', 'ping', 'attributionsrc', 'background', 'poster', 'formaction', 'action', 'target', 'usemap', 'ismap',
    'popover', 'popovertarget', 'popovertargetaction', 'command', 'commandfor', 'contenteditable', 'autofocus', 'accesskey',
    'tabindex', 'is', 'nonce', 'download', 'longdesc', 'lowsrc', 'dynsrc', 'xmlns', 'slot', 'part', 'inert', 'draggable',
    'autoplay', 'controls', 'loading', 'crossorigin', 'integrity', 'title', 'rel',
  ], // prettier-ignore
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  // Asked of every attribute, so it must let plain values pass; href and src are judged again, by parsing, in finishElement.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  SANITIZE_DOM: true,
  SANITIZE_NAMED_PROPS: true,
  WHOLE_DOCUMENT: true,
  RETURN_DOM_FRAGMENT: true,
};

/** What is found out while a mail is made safe. */
export interface Work {
  readonly mode: 'read' | 'send';
  readonly budget: CssBudget;
  readonly rules: SafeRule[];
  readonly links: Map<Element, string>;
  readonly remoteImages: RemoteImage[];
  readonly inlineImages: InlineImage[];
  paper: SanitisedMail['paper'];
  bringsColours: boolean;
  hadForm: boolean;
  /** The style attribute of the element whose attributes are being judged. */
  style: string | null;
  /** Elements that carry this attribute are noted by its value; it is taken off. */
  readonly mark: string;
  readonly marked: Map<string, Element>;
}

let purifier: DOMPurify | null = null;
let work: Work | null = null;
/** While a mail is only parsed: its body, taken out before anything of it is judged. */
let parsing: { body: Element | null } | null = null;

function current(): Work {
  if (work === null) throw new Error('sanitiser hook called outside sanitise()');
  return work;
}

/** One instance for the page: its hooks are ours alone and it makes the one Trusted Types policy named `dompurify`. */
function purify(): DOMPurify {
  if (purifier !== null) return purifier;
  const instance = createDOMPurify(window);
  instance.addHook('beforeSanitizeElements', (node) => {
    if (parsing === null || node.nodeName !== 'HTML') return;
    const body = [...node.childNodes].find(({ nodeName }) => nodeName === 'BODY');
    if (!(body instanceof Element)) return;
    body.remove();
    parsing.body = body;
  });
  instance.addHook('uponSanitizeElement', (node) => {
    // A form's own properties can be replaced by the names of its fields; it goes, whatever it looks like.
    if (node instanceof HTMLFormElement) current().hadForm = true;
    else if (node instanceof Element) seeElement(node, current());
  });
  instance.addHook('uponSanitizeAttribute', (node, data) => {
    const allowed =
      !(node instanceof HTMLFormElement) &&
      ATTRIBUTES.has(data.attrName) &&
      isAllowedHere(node, data.attrName);
    if (!allowed) data.keepAttr = false;
  });
  instance.addHook('beforeSanitizeAttributes', (node) => {
    current().style = null;
    if (!(node instanceof Element) || node instanceof HTMLFormElement) return;
    current().style = node.getAttribute(STYLE_ATTRIBUTE) ?? node.getAttribute('style');
    node.removeAttribute('style');
    const { mark, marked } = current();
    const name = mark === '' ? null : node.getAttribute(mark);
    if (name !== null) marked.set(name, node);
  });
  instance.addHook('afterSanitizeAttributes', (node) => {
    if (!(node instanceof HTMLFormElement)) finishElement(node, current());
  });
  purifier = instance;
  return instance;
}

/** `src` belongs to images alone and `href` to anchors alone, whatever element a new browser gives them to. */
function isAllowedHere(node: Element, name: string): boolean {
  const tag = node.nodeName.toLowerCase();
  if (name === 'src') return tag === 'img';
  if (name === 'href') return tag === 'a';
  if (name === 'type' && tag === 'blockquote') return true;
  if (name === 'value' || name === 'type') return tag === 'li' || tag === 'ol' || tag === 'ul';
  if (name === 'name') return tag === 'a';
  return true;
}

/** Runs before the element is judged: the text of `<style>` is read here, on its way out. */
function seeElement(node: Element, mail: Work): void {
  const tag = node.nodeName.toLowerCase();
  if (FORM_TAGS.has(tag)) mail.hadForm = true;
  const isSheet = tag === 'style' || (tag === STYLE_ELEMENT && node.hasAttribute(STYLE_MARK));
  if (isSheet && node.namespaceURI === 'http://www.w3.org/1999/xhtml') {
    mail.rules.push(...parseStyleSheet(node.textContent ?? '', mail.budget));
  } else if (tag === 'body') {
    mail.paper = {
      background: node.getAttribute('bgcolor') ?? '',
      color: node.getAttribute('text') ?? '',
      dir: node.getAttribute('dir') ?? '',
      lang: node.getAttribute('lang') ?? '',
    };
    if (mail.paper.background !== '' || mail.paper.color !== '') mail.bringsColours = true;
  }
}

/** All rewriting happens here, inside the sanitiser, so that its output is final (security.md §1.1, Roundcube and Skiff). */
function finishElement(node: Element, mail: Work): void {
  const { style } = mail;
  mail.style = null;
  if (style !== null) {
    const declarations = parseStyleAttribute(style, mail.budget);
    if (declarations.length > 0 && 'style' in node) {
      applyDeclarations((node as HTMLElement).style, declarations);
      if (declaresColour(declarations)) mail.bringsColours = true;
    }
  }
  if (node.hasAttribute('bgcolor') || (node.nodeName === 'FONT' && node.hasAttribute('color')))
    mail.bringsColours = true;
  if (node.nodeName === 'A') finishAnchor(node, mail);
  else if (node.nodeName === 'IMG') finishImage(node as HTMLImageElement, mail);
}

function finishAnchor(node: Element, mail: Work): void {
  const href = node.getAttribute('href');
  if (href === null) return;
  node.removeAttribute('href');
  const local = /^\s*#(.+)$/s.exec(href)?.[1];
  const url = local === undefined ? readLink(href)?.url : `#${NAME_PREFIX}${local.trim()}`;
  if (url === undefined) return;
  if (mail.mode === 'send') {
    node.setAttribute('href', url);
    return;
  }
  mail.links.set(node, url);
  node.setAttribute('role', 'link');
  node.setAttribute('tabindex', '0');
}

function finishImage(node: HTMLImageElement, mail: Work): void {
  const src = (node.getAttribute('src') ?? '').trim();
  node.removeAttribute('src');
  if (/^cid:/i.test(src)) {
    const contentId = decodeContentId(src.slice(4));
    if (mail.mode === 'send') node.setAttribute('src', `cid:${encodeURIComponent(contentId)}`);
    else mail.inlineImages.push({ element: node, contentId });
  } else if (isRasterData(src) && src.length <= LONGEST_DATA_IMAGE) {
    node.setAttribute('src', src);
  } else {
    const url = remoteImageUrl(src);
    if (url === null) return;
    if (mail.mode === 'send') node.setAttribute('src', url);
    else {
      mail.remoteImages.push({ element: node, url });
      holdPlace(node);
    }
  }
}

/** One transparent pixel: an image that has a size keeps it while its picture is not loaded. */
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

function holdPlace(node: HTMLImageElement): void {
  const [width = 0, height = 0] = [node.getAttribute('width'), node.getAttribute('height')].map(
    (size) => Number.parseInt(size ?? '', 10) || 0,
  );
  node.dataset['ternBlocked'] = width > 8 && height > 8 ? 'box' : width > 0 && height > 0 ? 'dot' : 'words';
  if (width > 0 && height > 0) node.setAttribute('src', NOTHING);
}

function decodeContentId(text: string): string {
  const bare = text.replace(/^</, '').replace(/>$/, '');
  try {
    return decodeURIComponent(bare);
  } catch (error) {
    if (error instanceof URIError) return bare;
    throw error;
  }
}

/**
 * Turns one hostile HTML part into nodes that cannot run script and name no address. Works only in the browser that
 * shows the result (security.md §1.2). `read`: for the frame. `send`: for quoting in a message of one's own — links
 * and image addresses stay, as the recipient's client decides about them.
 */
export function sanitise(html: string, mode: 'read' | 'send' = 'read', limits?: Limits): SanitisedMail {
  const mail = newWork(mode);
  const input = bounded(html, limits);
  const nodes = contentOf(judged(quietStyles(input.html), mail));
  return { ...foundIn(mail), nodes, cut: input.cut || mail.budget.exceeded };
}

/** What was found out, without the nodes. */
export const foundIn = (mail: Work): Omit<SanitisedMail, 'nodes' | 'cut'> => ({
  rules: mail.rules,
  paper: mail.paper,
  links: mail.links,
  remoteImages: mail.remoteImages,
  inlineImages: mail.inlineImages,
  bringsColours: mail.bringsColours || bringsColour(mail.rules),
  hadForm: mail.hadForm,
});

/** @param mark the attribute whose elements are to be noted; '' for none */
export const newWork = (mode: Work['mode'], mark = ''): Work => ({
  mode,
  budget: newCssBudget(),
  rules: [],
  links: new Map(),
  remoteImages: [],
  inlineImages: [],
  paper: { background: '', color: '', dir: '', lang: '' },
  bringsColours: false,
  hadForm: false,
  style: null,
  mark,
  marked: new Map(),
});

/** Safe copies of what hostile text, or a hostile body that was parsed, holds; what is found goes into `mail`. */
export function judged(dirty: string | Node, mail: Work): DocumentFragment {
  work = mail;
  try {
    return purify().sanitize(dirty, { ...CONFIG, RETURN_DOM_FRAGMENT: true });
  } finally {
    work = null;
  }
}

/** The body of a hostile text, as it was written, in a document without a window: for {@link judged}, and for nothing else. */
export function parsedBody(html: string): Element | null {
  const taken: { body: Element | null } = { body: null };
  parsing = taken;
  try {
    judged(quietStyles(html), newWork('read'));
    return taken.body;
  } finally {
    parsing = null;
  }
}

/** The body's nodes out of the whole document that the sanitiser returns (it needs the head for `<style>`). */
function contentOf(whole: DocumentFragment): readonly Node[] {
  return [...([...whole.childNodes].find((node) => node.nodeName === 'BODY')?.childNodes ?? [])];
}

/**
 * A mail sanitised for sending, in an element of no document. What its sender hid (not displayed, size zero, by an attribute or
 * by the style sheet, which does not come along) stays behind: the person who quotes it never saw it (security.md S-06). What
 * any rule of the sheet shows is kept: better words too many than one that was seen and is lost.
 */
export function seenOf({ nodes, rules }: Pick<SanitisedMail, 'nodes' | 'rules'>): HTMLElement {
  const holder = document.implementation.createHTMLDocument('').createElement('div');
  holder.append(...nodes);
  const bySheet = new Map<Element, boolean>();
  let asked = 0;
  for (const rule of rules) {
    const hidden = rule.kind === 'style' ? hides(rule.declarations) : null;
    if (rule.kind !== 'style' || hidden === null || ++asked > MOST_HIDING_RULES) continue;
    for (const element of matching(holder, rule.selector))
      bySheet.set(element, hidden && bySheet.get(element) !== false);
  }
  for (const [element, hidden] of bySheet)
    if (hidden && (element as HTMLElement).style.display === '') element.remove();
  for (const element of holder.querySelectorAll<HTMLElement>('[style]'))
    if (hides(safeDeclarations(element.style)) === true) element.remove();
  return holder;
}

/** More rules than these that show or hide something no letter has. */
const MOST_HIDING_RULES = 300;

/** Whether declarations hide what they are for; null when they say nothing about it. */
function hides(declarations: readonly Declaration[]): boolean | null {
  let says: boolean | null = null;
  for (const { property, value } of declarations) {
    if (HIDDEN[property]?.test(value) === true) return true;
    if (property === 'display') says = false;
  }
  return says;
}
const HIDDEN: Readonly<Record<string, RegExp>> = {
  display: /^none$/,
  visibility: /^hidden$/,
  opacity: /^0%?$/,
  'font-size': /^0(?:px|pt|em|rem|%)?$/,
  'max-height': /^0(?:px|pt|em|rem|%)?$/,
};

function matching(holder: Element, selector: string): Iterable<Element> {
  try {
    return holder.querySelectorAll(selector);
  } catch (error) {
    // A selector that the browser reads in a style sheet only.
    if ((error as { name?: unknown }).name === 'SyntaxError') return [];
    throw error;
  }
}

/** HTML text of a mail sanitised for sending; the only place where sanitised nodes become text again. */
export const serialise = (mail: SanitisedMail): string => seenOf(mail).innerHTML;
