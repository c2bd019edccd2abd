import { type ReactElement, useEffect, useRef, useState } from 'react';
import { markWords } from '../word-marks';
import { foldQuote } from './fold-quote';
import { notTooOften } from './not-too-often';
import {
  fitWidth,
  focusFirst,
  FRAME_SANDBOX,
  growMail,
  mountMail,
  neededHeight,
  onLightPaper,
  type Paper,
  trustedShell,
} from './frame-document';
import type { MailInPieces } from './pieces';
import type { SanitisedMail } from './sanitise';

export interface MailFrameProps {
  readonly mail: SanitisedMail | MailInPieces;
  readonly paper: Paper;
  /** Name for screen readers, e.g. "Message from Anna". */
  readonly label: string;
  /** A link was clicked or chosen with Enter; never followed by the frame itself. */
  readonly onLink: (url: string, text: string) => void;
  /** The link under the pointer or with focus, null when it leaves. */
  readonly onPoint: (url: string | null) => void;
  /** Words of the line that stands for a quoted letter; without them nothing is folded. */
  readonly fold?: { readonly show: string; readonly hide: string };
  /** Words of a search to be marked, folded. */
  readonly marked?: readonly string[];
  /** Of a mail in pieces all are wanted. */
  readonly whole?: boolean;
  /** How much of it is there, from 0 to 1, after each piece. @returns whether the focus is to go to where that piece begins */
  readonly onGrown?: (done: number) => boolean;
}

const NONE: readonly string[] = [];
/** Time to draw, and for keys and the pointer. */
const BETWEEN_PIECES_MS = 20;

/** Shows one sanitised MIME part in a document of its own. */
export function MailFrame({
  mail,
  paper,
  label,
  onLink,
  onPoint,
  fold,
  marked = NONE,
  whole = false,
  onGrown,
}: MailFrameProps): ReactElement {
  const frame = useRef<HTMLIFrameElement>(null);
  /** The mail as it stands in the frame, once it does. */
  const [shown, setShown] = useState<HTMLElement | null>(null);
  const handlers = useRef({ onLink, onPoint });
  const grown = useRef(onGrown);
  useEffect(() => {
    handlers.current = { onLink, onPoint };
    grown.current = onGrown;
  }, [onLink, onPoint, onGrown]);

  const showWords = fold?.show;
  const hideWords = fold?.hide;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    let dismiss = (): void => undefined;
    const show = (): void => {
      dismiss();
      dismiss = fill(
        element,
        mail,
        paper,
        handlers,
        showWords === undefined || hideWords === undefined ? undefined : { show: showWords, hide: hideWords },
      );
      setShown(element.contentDocument?.body ?? null);
    };
    element.addEventListener('load', show);
    element.srcdoc = trustedShell();
    return () => {
      element.removeEventListener('load', show);
      dismiss();
    };
  }, [mail, paper, showWords, hideWords]);
  useEffect(() => (shown ? markWords(shown, marked) : undefined), [shown, marked]);
  useEffect(() => {
    if (!whole || !shown || !('next' in mail)) return undefined;
    let timer = setTimeout(function bring() {
      const inner = shown.ownerDocument;
      const wrapper = shown.querySelector<HTMLElement>(':scope > [data-tern-paper]');
      const hadColours = mail.bringsColours;
      const piece = wrapper && mail.next();
      if (!piece) return;
      growMail(inner, wrapper, piece);
      if (mail.bringsColours && !hadColours) {
        onLightPaper(inner);
        if (frame.current) frame.current.style.colorScheme = 'light';
      }
      if (grown.current?.(mail.done()) === true) focusFirst(piece.elements);
      timer = setTimeout(bring, BETWEEN_PIECES_MS);
    }, 0);
    return () => clearTimeout(timer);
  }, [mail, shown, whole]);

  return (
    <iframe
      ref={frame}
      className="reader-frame"
      sandbox={FRAME_SANDBOX}
      referrerPolicy="no-referrer"
      title={label}
    />
  );
}

interface LiveHandlers {
  readonly current: Pick<MailFrameProps, 'onLink' | 'onPoint'>;
}

/** Everything the parent does with the frame's document; returns how to undo it. */
export function fill(
  element: HTMLIFrameElement,
  mail: SanitisedMail,
  paper: Paper,
  handlers: LiveHandlers,
  fold?: MailFrameProps['fold'],
): () => void {
  const inner = element.contentDocument;
  if (inner === null) return () => undefined;
  const wrapper = mountMail(inner, mail, paper);
  if (fold !== undefined) foldQuote(wrapper, fold);
  element.style.colorScheme = mail.bringsColours ? 'light' : paper.scheme;

  let measured = '';
  const size = (): string => `${wrapper.offsetWidth} ${wrapper.offsetHeight}`;
  const measure = (): void => {
    fitWidth(inner, wrapper);
    const height = `${neededHeight(inner, wrapper)}px`;
    measured = size();
    if (element.style.height !== height) element.style.height = height;
  };
  const rested = notTooOften(measure);
  // It tells of the first size, too, which is known.
  const observer = new ResizeObserver(() => {
    if (size() !== measured) rested.run();
  });
  observer.observe(wrapper);
  const onLoad = (event: Event): void => {
    // What holds the place of a blocked picture has its size already.
    if ((event.target as HTMLElement | null)?.dataset?.['ternBlocked'] === undefined) rested.run();
  };
  inner.addEventListener('load', onLoad, true);
  rested.run();

  const linkOf = (event: Event): Element | null => {
    const path = event.composedPath();
    return (path.find((node) => mail.links.has(node as Element)) as Element | undefined) ?? null;
  };
  const follow = (event: Event): void => {
    const link = linkOf(event);
    if (link === null) return;
    event.preventDefault();
    const url = mail.links.get(link) ?? '';
    if (url.startsWith('#')) scrollToAnchor(inner, url.slice(1));
    else handlers.current.onLink(url, shownText(link));
  };
  const onClick = (event: MouseEvent): void => {
    if (event.button === 0 || event.button === 1) follow(event);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && linkOf(event) !== null && !event.repeat) {
      follow(event);
      return;
    }
    forwardKey(element, event);
  };
  const point = (event: Event): void => {
    const link = linkOf(event);
    handlers.current.onPoint(link === null ? null : (mail.links.get(link) ?? null));
  };
  const leave = (): void => handlers.current.onPoint(null);
  const refuse = (event: Event): void => event.preventDefault();

  inner.addEventListener('click', onClick);
  inner.addEventListener('auxclick', onClick);
  inner.addEventListener('keydown', onKey);
  inner.addEventListener('mouseover', point);
  inner.addEventListener('focusin', point);
  inner.addEventListener('mouseleave', leave);
  inner.addEventListener('focusout', leave);
  // Dragged mail content would carry addresses and HTML to wherever it is dropped; submit cannot happen, but costs nothing.
  inner.addEventListener('dragstart', refuse);
  inner.addEventListener('drop', refuse);
  inner.addEventListener('dragover', refuse);
  inner.addEventListener('submit', refuse);
  return () => {
    observer.disconnect();
    rested.stop();
  };
}

/** What is to be read of a link. Words that are hidden in it would let it claim to be another one. */
function shownText(link: Element): string {
  const texts = link.ownerDocument.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  let shown = '';
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const { parentElement: around } = node;
    const size = around?.ownerDocument.defaultView?.getComputedStyle(around).fontSize ?? '';
    const isSeen = around?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) === true;
    if (isSeen && Number.parseFloat(size) >= 1) shown += node.nodeValue ?? '';
  }
  return shown;
}

function scrollToAnchor(inner: Document, name: string): void {
  const target = inner.getElementById(name) ?? inner.getElementsByName(name)[0];
  target?.scrollIntoView({ block: 'start' });
}

/** Keys pressed while the mail has focus are the app's keys; what the app handles, the frame does not do as well. */
function forwardKey(element: HTMLIFrameElement, event: KeyboardEvent): void {
  const copy = new KeyboardEvent('keydown', {
    key: event.key,
    code: event.code,
    location: event.location,
    repeat: event.repeat,
    ctrlKey: event.ctrlKey,
    shiftKey: event.shiftKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    bubbles: true,
    cancelable: true,
  });
  if (!element.dispatchEvent(copy)) event.preventDefault();
}
