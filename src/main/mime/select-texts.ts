import type { BodyPart } from '@shared/model/message';

/** One text to show: the same content in up to two forms. At least one is set. */
export interface DisplayText {
  readonly plain: BodyPart | null;
  readonly html: BodyPart | null;
}

export interface Selection {
  /** In display order; each becomes a document of its own (security.md §2.6). */
  readonly texts: readonly DisplayText[];
  /** What people call attachments, in order. Everything that is not shown is in here: no leaf is out of reach. */
  readonly attachments: readonly BodyPart[];
  /**
   * Images that the HTML may show: Content-ID → part. Ids are untrusted text, never paths. A reader that finds one of
   * them nowhere in the HTML shows it below.
   */
  readonly inline: ReadonlyMap<string, BodyPart>;
}

type Text = 'text/plain' | 'text/html';
/** Further alternatives for machines of their senders' choice. */
const NEVER_WANTED = new Set(['text/x-amp-html', 'text/watch-html']);
const SIGNATURES = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
]);
const isCidImage = (part: BodyPart): boolean => part.type.startsWith('image/') && part.contentId !== '';
const textType = (part: BodyPart): Text | null =>
  part.type === 'text/plain' || part.type === 'text/html' ? part.type : null;

/**
 * Chooses from a BODYSTRUCTURE what to fetch for display (RFC 2046 §5.1.4 alternatives, RFC 2387 related, mixed in
 * order) and what to offer as attachments. Of several alternatives the last plain and the last HTML are taken, the
 * others are attachments when they are no texts (a calendar invitation).
 */
export function selectTexts(structure: BodyPart): Selection {
  const texts: DisplayText[] = [];
  const attachments: BodyPart[] = [];
  const inline = new Map<string, BodyPart>();
  const images: BodyPart[] = [];
  const attach = (part: BodyPart): void => {
    for (const leaf of leaves(part)) if (!NEVER_WANTED.has(leaf.type)) attachments.push(leaf);
  };

  const visit = (part: BodyPart): void => {
    if (part.type.startsWith('multipart/')) {
      if (part.type === 'multipart/alternative') visitAlternative(part);
      else if (part.type === 'multipart/related') visitRelated(part);
      else part.children.forEach(visit);
      return;
    }
    const type = textType(part);
    if (type && part.disposition !== 'attachment' && !(part.filename !== '' && texts.length > 0)) {
      texts.push(type === 'text/plain' ? { plain: part, html: null } : { plain: null, html: part });
    } else if (isCidImage(part) && part.disposition !== 'attachment') images.push(part);
    else if (!NEVER_WANTED.has(part.type)) attachments.push(part);
  };

  const visitAlternative = (part: BodyPart): void => {
    let plain: BodyPart | null = null;
    let html: BodyPart | null = null;
    const others: BodyPart[] = [];
    for (const child of part.children) {
      const inside = child.type.startsWith('multipart/') ? selectTexts(child) : null;
      const found = inside ? (inside.texts.find((text) => text.html) ?? inside.texts[0]) : null;
      if (inside) {
        others.push(...inside.attachments);
        images.push(...inside.inline.values());
        for (const text of inside.texts) {
          if (text === found) continue;
          others.push(...[text.plain, text.html].filter((one) => one !== null));
        }
      }
      const asPlain: BodyPart | null = inside
        ? (found?.plain ?? null)
        : child.type === 'text/plain'
          ? child
          : null;
      const asHtml: BodyPart | null = inside
        ? (found?.html ?? null)
        : child.type === 'text/html'
          ? child
          : null;
      if (!inside && !asPlain && !asHtml) others.push(child);
      if (asPlain && plain) others.push(plain);
      if (asHtml && html) others.push(html);
      plain = asPlain ?? plain;
      html = asHtml ?? html;
    }
    if (plain || html) texts.push({ plain, html });
    others.forEach(attach);
  };

  const visitRelated = (part: BodyPart): void => {
    const start = part.params['start']?.replace(/^<|>$/g, '');
    const root = part.children.find((child) => start && child.contentId === start) ?? part.children[0];
    if (!root) return;
    visit(root);
    for (const child of part.children) {
      if (child === root) continue;
      // Outlook and Gmail call embedded images attachments.
      if (isCidImage(child)) images.push(child);
      else attach(child);
    }
  };

  visit(structure);
  const html = texts.some((text) => text.html);
  for (const image of images) {
    if (html && !inline.has(image.contentId)) inline.set(image.contentId, image);
    else attachments.push(image);
  }
  return { texts, attachments, inline };
}

/** The leaves below a part; embedded messages count as leaves. */
export function* leaves(part: BodyPart): Generator<BodyPart> {
  const waiting = [part];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.type.startsWith('multipart/')) waiting.push(...next.children.toReversed());
    else yield next;
  }
}

/** Whether the list shows a paper clip. */
export const hasAttachment = (structure: BodyPart): boolean =>
  !isJustText(structure) && selectTexts(structure).attachments.some((part) => !SIGNATURES.has(part.type));

/** The two forms that most mail has, told without a closer look: one text, or a plain one beside an HTML one. */
function isJustText(part: BodyPart): boolean {
  if (textType(part)) return part.disposition !== 'attachment';
  const [plain, html] = part.children;
  return (
    part.type === 'multipart/alternative' &&
    part.children.length === 2 &&
    plain?.type === 'text/plain' &&
    html?.type === 'text/html'
  );
}
