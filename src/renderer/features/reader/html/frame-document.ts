import { applyDeclarations, installRules } from './css';
import type { Piece } from './pieces';
import type { SanitisedMail } from './sanitise';

/**
 * The document a mail is shown in. It is the same for every mail: an empty page with a policy of its own, into which
 * the parent adopts sanitised nodes and constructed style sheets. No text of a mail is ever parsed by the frame.
 *
 * A srcdoc document inherits the app's policy (so `script-src 'self'` and `style-src 'self'` hold here too) and adds
 * this one; both must allow. Styles come by CSSOM, which neither policy governs (measured, tests/e2e/leaks.e2e.ts).
 */
export function framePolicy(origin: string): string {
  return [
    "default-src 'none'",
    "script-src 'none'",
    "style-src 'none'",
    `img-src ${origin}/part/ ${origin}/image/ data:`,
    "font-src 'none'",
    "connect-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export const shellHtml = (origin: string): string =>
  '<!doctype html><html><head><meta charset="utf-8">' +
  `<meta http-equiv="Content-Security-Policy" content="${framePolicy(origin)}">` +
  '<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off">' +
  '<title>Message</title></head><body></body></html>';

/** Never scripts, forms, popups, top navigation, downloads, modals (security.md §1.5). */
export const FRAME_SANDBOX = 'allow-same-origin';

interface TrustedTypesLike {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string },
  ): { createHTML(text: string): unknown };
}
let shellPolicy: { createHTML(text: string): unknown } | null = null;

/** The shell as `iframe.srcdoc` takes it: a TrustedHTML of the policy `tern-frame`, which knows no other text. */
export function trustedShell(): string {
  const shell = shellHtml(location.origin);
  const factory = (window as { trustedTypes?: TrustedTypesLike }).trustedTypes;
  if (factory === undefined) return shell;
  shellPolicy ??= factory.createPolicy('tern-frame', {
    createHTML: (text) => {
      if (text !== shellHtml(location.origin)) throw new TypeError('tern-frame makes one document only');
      return text;
    },
  });
  return shellPolicy.createHTML(shell) as string;
}

/** Colours of the reader for mail that brings none. */
export interface Paper {
  readonly background: string;
  readonly color: string;
  readonly link: string;
  readonly scheme: 'light' | 'dark';
  /** Space around the mail inside the frame. */
  readonly inset: '0' | '16px';
}

export const LIGHT_PAPER: Paper = {
  background: '#ffffff',
  color: '#1c2024',
  link: '#0b62b8',
  scheme: 'light',
  inset: '16px',
};

const baseCss = (paper: Paper): string => `
html { color-scheme: ${paper.scheme}; background: ${paper.background}; overflow-y: hidden; overflow-x: auto; }
body { margin: 0; font: 15px/1.6 system-ui, sans-serif; color: ${paper.color}; overflow-wrap: break-word; }
[data-tern-paper] { display: flow-root; padding: ${paper.inset}; box-sizing: border-box; }
:where([role="link"]) { color: ${paper.link}; text-decoration: underline; cursor: pointer; }
[role="link"]:focus-visible, [data-tern-rest]:focus-visible { outline: 2px solid ${paper.link}; outline-offset: 2px; }
[data-tern-folded] { display: none !important; }
[data-tern-fold] { display: inline-block; margin: 8px 0; padding: 0 10px; border-radius: 11px; font: 13px/22px system-ui, sans-serif;
  background: rgba(127, 127, 127, 0.16); color: inherit; cursor: pointer; }
[data-tern-fold]:focus-visible { outline: 2px solid ${paper.link}; outline-offset: 2px; }
::highlight(tern-search) { background-color: rgba(255, 200, 0, ${paper.scheme === 'dark' ? '0.4' : '0.5'}); }
img { max-width: 100%; }
img[data-tern-blocked="box"] { background: rgba(127, 127, 127, 0.12); outline: 1px dashed rgba(127, 127, 127, 0.5); outline-offset: -1px; }
img:not([src]) { display: none !important; }
[data-tern-alt] { display: none; font-size: 12px; opacity: 0.7; }
img:not([src]) + [data-tern-alt] { display: inline; }
pre { white-space: pre-wrap; }
blockquote { margin: 8px 0; padding-inline-start: 12px; border-inline-start: 2px solid rgba(127, 127, 127, 0.4); }
table { border-color: rgba(127, 127, 127, 0.4); }`;

/**
 * Puts a sanitised mail into a loaded frame. Returns the wrapper whose box is the mail's height: percent and viewport
 * heights inside it cannot refer to the frame, so measuring settles.
 */
export function mountMail(frame: Document, mail: SanitisedMail, paper: Paper): HTMLElement {
  const realm = frame.defaultView;
  if (realm === null) throw new Error('the frame has no document yet');
  const shown = mail.bringsColours ? LIGHT_PAPER : paper;
  const base = new realm.CSSStyleSheet();
  base.replaceSync(baseCss(shown));
  const own = new realm.CSSStyleSheet();
  installRules(own, mail.rules);
  frame.adoptedStyleSheets = [base, own];

  const wrapper = frame.createElement('div');
  wrapper.dataset['ternPaper'] = '';
  // A rule of the mail for `div` must not tie the wrapper to the frame's height.
  applyDeclarations(wrapper.style, [
    { property: 'height', value: 'auto', important: true },
    { property: 'min-height', value: '0', important: true },
    { property: 'max-height', value: 'none', important: true },
    { property: 'display', value: 'flow-root', important: true },
  ]);
  if (mail.paper.dir !== '') wrapper.dir = mail.paper.dir;
  else wrapper.dir = 'auto';
  if (mail.paper.lang !== '') wrapper.lang = mail.paper.lang;
  // Old colour attributes understand names and hex only; through CSSOM anything else is ignored.
  applyDeclarations(wrapper.style, [
    { property: 'background-color', value: mail.paper.background, important: false },
    { property: 'color', value: mail.paper.color, important: false },
  ]);
  wrapper.append(...mail.nodes.map((node) => frame.adoptNode(node)));
  for (const image of wrapper.querySelectorAll<HTMLImageElement>('img:not([src])[alt]')) putWords(image);
  frame.body.replaceChildren(wrapper);
  return wrapper;
}

/** Puts a further piece of a mail that stands in a frame to where it belongs. What belongs into what was there is there already. */
export function growMail(frame: Document, wrapper: HTMLElement, piece: Piece): void {
  const own = frame.adoptedStyleSheets[1];
  if (own !== undefined) installRules(own, piece.rules);
  wrapper.append(...piece.nodes);
  for (const element of piece.elements)
    if (element.matches('img:not([src])[alt]')) putWords(element as HTMLImageElement);
}

/** Colours of the reader's own under a mail that turned out to bring some. */
export function onLightPaper(frame: Document): void {
  frame.adoptedStyleSheets[0]?.replaceSync(baseCss(LIGHT_PAPER));
}

/** Puts the focus on the first of some elements that can be seen, without moving what is seen. */
export function focusFirst(elements: readonly Element[]): void {
  for (const element of elements.slice(0, 200)) {
    if (!('focus' in element) || !element.checkVisibility()) continue;
    const place = element as HTMLElement;
    if (!place.hasAttribute('tabindex')) {
      place.tabIndex = -1;
      place.dataset['ternRest'] = '';
    }
    place.focus({ preventScroll: true });
    if (place.ownerDocument.activeElement === place) return;
  }
}

/**
 * An image without a picture says in words what it would show; a browser would put a torn sheet of paper beside them. They
 * are seen for as long as it has no picture.
 */
function putWords(image: HTMLImageElement): void {
  const said = image.nextElementSibling;
  if (image.alt.trim() === '' || (said instanceof HTMLElement && said.dataset['ternAlt'] === '')) return;
  const words = image.ownerDocument.createElement('span');
  words.dataset['ternAlt'] = '';
  words.textContent = image.alt;
  image.after(words);
}

/** Made smaller than this, text is no longer read with ease: a mail that is wider still scrolls sideways. */
const SMALLEST_ZOOM = 0.7;

/** A mail made for a little more width than there is, as most newsletters with their 600 pixels, is shown a little smaller. */
export function fitWidth(frame: Document, wrapper: HTMLElement): void {
  const root = frame.documentElement;
  if (wrapper.style.zoom !== '') wrapper.style.zoom = '';
  if (root.scrollWidth <= root.clientWidth) return;
  // What sticks out leaves no room on the side it sticks out of: the mail is as far from both edges.
  const inset = Number.parseFloat(frame.defaultView?.getComputedStyle(wrapper).paddingRight ?? '') || 0;
  const zoom = root.clientWidth / (root.scrollWidth + inset);
  if (zoom < 1 && zoom >= SMALLEST_ZOOM) wrapper.style.zoom = String(Math.floor(zoom * 1000) / 1000);
}

/** A mail may not ask for more, in CSS pixels. */
const TALLEST = 100_000;

/**
 * Height the frame needs for its mail, in CSS pixels, with room for a horizontal scroll bar. Bounded: what is taller scrolls
 * in itself, so that its end can be read.
 */
export function neededHeight(frame: Document, wrapper: HTMLElement): number {
  const root = frame.documentElement;
  const bar = root.scrollWidth > root.clientWidth ? 14 : 0;
  const height = Math.ceil(wrapper.getBoundingClientRect().height) + bar;
  const scrolls = height > TALLEST ? 'auto' : '';
  if (root.style.overflowY !== scrolls) root.style.overflowY = scrolls;
  return Math.min(height, TALLEST);
}
