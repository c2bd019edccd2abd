import type { MessageDetail } from '@shared/contract/view-api';
import type { Address } from '@shared/model/message';
import { t } from '../../../i18n';
import { exactDate } from '../../../i18n/format';
import { visibleAddress, visibleName } from '../people';

/** One message as it goes on paper. */
export interface PrintedMessage {
  readonly message: MessageDetail;
  /** What is on show of its HTML parts, in their order: the documents of their frames. */
  readonly frames: readonly Document[];
  /** Names of its attachments, as they are shown. */
  readonly attachments: readonly string[];
}

/** Black on white whatever the theme; nothing but the messages. Paper has no colour scheme and no width of its own. */
const PAGE_CSS = `
@page { margin: 16mm 15mm; }
html { color-scheme: light; background: #fff; }
body { margin: 0; font: 11pt/1.45 system-ui, sans-serif; color: #000; overflow-wrap: anywhere; }
h1 { margin: 0 0 10pt; font-size: 15pt; line-height: 1.25; }
article + article { margin-block-start: 18pt; padding-block-start: 10pt; border-block-start: 1.5pt solid #000; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1pt 10pt; margin: 0 0 10pt;
  padding-block-end: 8pt; border-block-end: 0.5pt solid #777; font-size: 9.5pt; break-inside: avoid; break-after: avoid; }
dt { color: #444; }
dd { margin: 0; }
.plain { white-space: pre-wrap; }
.plain + .plain, .plain + .html, .html + .plain, .html + .html { margin-block-start: 10pt; }`;

/** For the mail's own markup, in a tree of its own: its style sheet reaches no other message, and not the header above it. */
const MAIL_CSS = `
:host { display: block; contain: paint; position: relative; overflow-wrap: anywhere; }
[data-tern-paper] { color: #000; background: none; zoom: 1 !important; }
[data-tern-fold] { display: none !important; }
[role="link"] { color: #000; text-decoration: underline; }
img { max-width: 100% !important; height: auto; break-inside: avoid; }
img:not([src]), img[data-tern-blocked] { display: none !important; }
[data-tern-alt] { display: none; }
img:not([src]) + [data-tern-alt] { display: inline; }
table { max-width: 100% !important; border-color: #999; }
pre { white-space: pre-wrap; }
blockquote { margin: 6pt 0; padding-inline-start: 8pt; border-inline-start: 1.5pt solid #999; }`;

/**
 * Fills an empty document with messages for the printer. What goes into it are copies of what the reader shows: sanitised
 * nodes, with the images that were loaded and no others.
 */
export function fillPrintDocument(
  page: Document,
  subject: string,
  messages: readonly PrintedMessage[],
): void {
  page.adoptedStyleSheets = [sheet(page, PAGE_CSS)];
  page.title = subject;
  const heading = page.createElement('h1');
  heading.dir = 'auto';
  heading.textContent = subject;
  page.body.replaceChildren(heading, ...messages.map((one) => article(page, one)));
}

function article(page: Document, { message, frames, attachments }: PrintedMessage): HTMLElement {
  const { envelope } = message;
  const out = page.createElement('article');
  const header = page.createElement('dl');
  const line = (label: string, words: string): void => {
    if (words === '') return;
    const [term, value] = [page.createElement('dt'), page.createElement('dd')];
    term.textContent = label;
    value.dir = 'auto';
    value.textContent = words;
    header.append(term, value);
  };
  line(t('reader.label.from'), people(envelope.from) || t('common.unknownSender'));
  line(t('reader.label.to'), people(envelope.to));
  line(t('reader.label.cc'), people(envelope.cc));
  line(t('reader.label.bcc'), people(envelope.bcc));
  line(t('reader.label.date'), exactDate(envelope.date ?? message.date));
  line(t('reader.attachments.title'), attachments.join(', '));
  out.append(header);
  const left = [...frames];
  for (const part of message.body?.parts ?? []) {
    const frame = part.type === 'text/html' ? left.shift() : undefined;
    if (frame) out.append(html(page, frame));
    else if (part.type !== 'text/html') {
      const plain = page.createElement('div');
      plain.className = 'plain';
      plain.dir = 'auto';
      plain.textContent = part.text;
      out.append(plain);
    }
  }
  return out;
}

function html(page: Document, frame: Document): HTMLElement {
  const host = page.createElement('div');
  host.className = 'html';
  const tree = host.attachShadow({ mode: 'open' });
  // The first sheet is the reader's own, for the screen.
  const own = frame.adoptedStyleSheets
    .slice(1)
    .map((one) => sheet(page, [...one.cssRules].map(({ cssText }) => cssText).join('\n')));
  tree.adoptedStyleSheets = [sheet(page, MAIL_CSS), ...own];
  for (const wrapper of frame.body.children) {
    // Copied where it is: there inline styles are what they are, and a copy keeps them.
    const copy = wrapper.cloneNode(true) as HTMLElement;
    // Whoever prints a letter wants all of it.
    for (const folded of copy.querySelectorAll('[data-tern-folded]'))
      folded.removeAttribute('data-tern-folded');
    tree.append(page.adoptNode(copy));
  }
  return host;
}

/** Made in the document's own world: a sheet belongs to one document. */
function sheet(page: Document, css: string): CSSStyleSheet {
  const realm = page.defaultView;
  if (realm === null) throw new Error('the document is in no frame');
  const made = new realm.CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

const people = (list: readonly Address[]): string =>
  list
    .map(({ name, address }) =>
      name === '' ? visibleAddress(address) : `${visibleName(name)} <${visibleAddress(address)}>`,
    )
    .join(', ');
