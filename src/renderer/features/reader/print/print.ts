import type { MessageDetail } from '@shared/contract/view-api';
import { t } from '../../../i18n';
import { trustedShell } from '../html/frame-document';
import { COMING } from '../use-images';
import { visibleName } from '../people';
import { fillPrintDocument, type PrintedMessage } from './print-document';

/** As the reader's frames; `allow-modals` lets the page ask for the printer, and nothing in the frame can run. */
const PRINT_SANDBOX = 'allow-same-origin allow-modals';
/** An image that was on show is at hand; nobody waits for one that is not. */
const IMAGES_MS = 3000;
/** A letter of 40,000 tags takes seconds to be shown to its end, and hundreds of pictures to come; nobody waits for ever. */
const WHOLE_MS = 30_000;
const LOOK_MS = 50;

/**
 * Prints messages that are unfolded in the reader, as they are shown there, from a document made for paper: a frame within
 * a page would be cut where the sheet ends, through the middle of a line.
 */
export async function printMessages(root: HTMLElement, messages: readonly MessageDetail[]): Promise<void> {
  await Promise.all(messages.map((message) => showWhole(root, message)));
  const printed = messages.flatMap((message) => shownIn(root, message));
  if (printed.length === 0) return;
  const frame = document.createElement('iframe');
  frame.className = 'reader-print';
  frame.setAttribute('sandbox', PRINT_SANDBOX);
  frame.referrerPolicy = 'no-referrer';
  frame.tabIndex = -1;
  frame.ariaHidden = 'true';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = trustedShell();
  document.body.append(frame);
  try {
    await loaded;
    const page = frame.contentDocument;
    if (page === null) return;
    fillPrintDocument(
      page,
      visibleName(messages[0]?.envelope.subject ?? '') || t('common.noSubject'),
      printed,
    );
    await settled(page);
    // Returns when the dialog has closed.
    frame.contentWindow?.print();
  } finally {
    frame.remove();
  }
}

const cardOf = (root: HTMLElement, { key }: MessageDetail): Element | null =>
  root.querySelector(`.reader-message[data-key="${CSS.escape(key)}"]`);

/**
 * Of a very long letter the window shows the beginning first; paper has no button to ask for the rest, so it is asked for here,
 * and what pictures are on their way are waited for.
 */
async function showWhole(root: HTMLElement, message: MessageDetail): Promise<void> {
  const card = cardOf(root, message);
  const end = performance.now() + WHOLE_MS;
  const none = async (left: () => boolean): Promise<void> => {
    while (left() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  };
  // One asks for all parts of the message.
  card?.querySelector<HTMLElement>('.reader-html-rest')?.click();
  await none(() => Boolean(card?.querySelector('.reader-html-rest')));
  await none(() => framesOf(card).some((page) => page.querySelector(`[${COMING}]`) !== null));
}

const framesOf = (card: Element | null): Document[] =>
  [...(card?.querySelectorAll<HTMLIFrameElement>('iframe.reader-frame') ?? [])].flatMap(
    ({ contentDocument }) => contentDocument ?? [],
  );

/** What is on show of a message; nothing when it is folded to a line. */
function shownIn(root: HTMLElement, message: MessageDetail): PrintedMessage[] {
  const card = cardOf(root, message);
  if (card === null) return [];
  const frames = framesOf(card);
  const attachments = [...card.querySelectorAll('.reader-chip-name')].map((name) => name.textContent.trim());
  return [{ message, frames, attachments }];
}

/** Images of the page are there, or are not going to be. */
async function settled(page: Document): Promise<void> {
  const images = [...page.querySelectorAll('.html')].flatMap((host) => [
    ...(host.shadowRoot?.querySelectorAll<HTMLImageElement>('img[src]') ?? []),
  ]);
  const late = new Promise((resolve) => setTimeout(resolve, IMAGES_MS));
  await Promise.race([Promise.allSettled(images.map((image) => image.decode())), late]);
}
