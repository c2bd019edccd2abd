import { fill } from '@renderer/features/reader/html/frame';
import { FRAME_SANDBOX, LIGHT_PAPER, shellHtml } from '@renderer/features/reader/html/frame-document';
import type { LabMode, LabReport } from '../e2e/support/lab-page';
import { inPieces } from '@renderer/features/reader/html/pieces';
import { type SanitisedMail, sanitise } from '@renderer/features/reader/html/sanitise';

declare global {
  interface Window {
    lab: typeof lab;
    __ran: (what: string) => void;
    __runs: string[];
    __opened: string[];
  }
}

window.__runs = [];
window.__opened = [];
document.addEventListener(
  'securitypolicyviolation',
  (event) => void window.__runs.push(`policy: ${event.violatedDirective} ${event.blockedURI}`),
);
window.__ran = (what) => void window.__runs.push(String(what));

interface Policy {
  createHTML(text: string): string;
}
const factory = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } })
  .trustedTypes;
const raw: Policy = factory?.createPolicy('lab', { createHTML: (text) => text }) ?? {
  createHTML: (text) => text,
};

/** Resolves once the frame shows its document. */
function loaded(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve) => frame.addEventListener('load', () => resolve(), { once: true }));
}

const twoFrames = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

const LONGEST_IN_PIECES = 20_000;

/** As a very long mail is made safe: whatever it brings must reach nothing on this way, too. */
function inTheSmallestPieces(html: string): SanitisedMail {
  const mail = inPieces(html, 2, 2);
  while (mail.next() !== null);
  return mail;
}

async function show(html: string, mode: LabMode, localImages = false): Promise<LabReport | null> {
  // What is as deep as it is long would be copied once a level.
  if (mode.sanitise && html.length < LONGEST_IN_PIECES) inTheSmallestPieces(html);
  const host = document.createElement('section');
  document.body.append(host);
  if (!mode.contain) {
    if (mode.sanitise) host.append(...sanitise(html).nodes);
    else host.append(document.createRange().createContextualFragment(raw.createHTML(html)));
    await twoFrames();
    return null;
  }
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', FRAME_SANDBOX);
  frame.style.cssText = 'width:700px;height:300px;border:0';
  const ready = loaded(frame);
  if (!mode.sanitise) {
    frame.srcdoc = raw.createHTML(shellHtml(location.origin).replace('</body></html>', html));
    host.append(frame);
    await ready;
    await twoFrames();
    return null;
  }
  frame.srcdoc = raw.createHTML(shellHtml(location.origin));
  host.append(frame);
  await ready;
  const mail = sanitise(html);
  fill(frame, mail, LIGHT_PAPER, {
    current: { onLink: (url) => void window.__opened.push(url), onPoint: () => undefined },
  });
  if (localImages) for (const [n, image] of mail.remoteImages.entries()) image.element.src = `/image/${n}`;
  await twoFrames();
  return {
    links: [...mail.links.values()],
    remoteImages: mail.remoteImages.map((image) => image.url),
    inlineImages: mail.inlineImages.map((image) => image.contentId),
    html: frame.contentDocument?.body.innerHTML ?? '',
    height: frame.getBoundingClientRect().height,
    bringsColours: mail.bringsColours,
    hadForm: mail.hadForm,
  };
}

const clear = (): void => document.body.replaceChildren();

/** How something in the last frame is painted, for tests of the CSS allow-list. */
function computed(selector: string, property: string): string {
  const frame = [...document.querySelectorAll('iframe')].at(-1);
  const element = frame?.contentDocument?.querySelector(selector);
  return element === null || element === undefined
    ? ''
    : getComputedStyle(element).getPropertyValue(property);
}

/** A mail made safe at once and in the smallest pieces, each as text: what is in it, its links, its rules. */
function bothWays(html: string): { readonly whole: string; readonly pieces: string } {
  const text = ({ nodes, rules, links, remoteImages, inlineImages, paper }: SanitisedMail): string => {
    const holder = document.implementation.createHTMLDocument('').createElement('div');
    holder.append(...nodes);
    holder.normalize();
    const stands = ({ element }: { readonly element: Element }): boolean => holder.contains(element);
    const found = { rules, paper, remote: remoteImages.filter(stands).map(({ url }) => url) };
    return JSON.stringify([
      holder.innerHTML,
      [...links.entries()].filter(([link]) => holder.contains(link)).map(([, url]) => url),
      { ...found, inline: inlineImages.filter(stands).map(({ contentId }) => contentId) },
    ]);
  };
  return { whole: text(sanitise(html)), pieces: text(inTheSmallestPieces(html)) };
}

const lab = { show, clear, computed, bothWays };
window.lab = lab;
