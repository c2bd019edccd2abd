/** Pictures inside of words: parts of a letter that its HTML refers to by Content-ID (RFC 2392), never by an address. */

/** How much the pictures of one signature may have together, in octets: they go along with every letter. */
export const SIGNATURE_PICTURES_OCTETS = 500_000;

/** What mail programs show inside of words. SVG is none of them: it can carry script. */
export const isPictureType = (type: string): boolean => /^image\/(?:png|jpeg|gif|webp)$/.test(type);

/**
 * The Content-ID of a signature's picture. It follows from the picture, so that a letter that has the signature and quotes
 * an earlier one of it carries the picture once.
 * @param blob SHA-256, hexadecimal.
 */
export const signaturePictureId = (blob: string): string => `signature-${blob.slice(0, 32)}@tern`;

export const isSignaturePicture = (contentId: string): boolean =>
  /^signature-[0-9a-f]{32}@tern$/.test(contentId);

/** Whether Tern's own editor put a picture there; others have Content-IDs of other programs. */
const isOwnPicture = (contentId: string): boolean => contentId.endsWith('@tern');

/** The Content-IDs that HTML refers to. */
export function picturesIn(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\bcid:([^"'\s<>)]+)/gi)].map(([, id = '']) => decoded(id)));
}

function decoded(id: string): string {
  const plain = id.replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(plain);
  } catch {
    // A percent sign that is one.
    return plain;
  }
}

/** What is looked at to tell what becomes of a picture. */
interface Words {
  readonly html: string | null;
  readonly quote: { readonly html: string | null; readonly attribution: string } | null;
}

/**
 * Whether a file of a draft stays behind when the letter goes out as its words are now: what was taken out of the words, what
 * stood in a signature that a plain letter does not have, and what only the quoted letter shows where it is answered in plain
 * text. What a letter passed on in plain text showed goes along as a file.
 */
export function staysBehind({
  html,
  quote,
}: Words): (file: { readonly contentId: string | null }) => boolean {
  const shown = picturesIn(`${html ?? ''} ${quote?.html ?? ''}`);
  const isAnswer = quote !== null && quote.attribution !== '';
  return ({ contentId }) => {
    if (contentId === null) return false;
    if (isOwnPicture(contentId) && !shown.has(contentId)) return true;
    return html === null && (isSignaturePicture(contentId) || isAnswer);
  };
}
