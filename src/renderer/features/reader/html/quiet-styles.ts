/**
 * Gives `style` and handler attributes and `<style>` and `<base>` elements other names before the text is parsed, so that parsing a mail does not
 * make the browser report each of them against the app's policy. Safety does not rest on it: what comes out is as
 * hostile as what went in and goes to the sanitiser; what this misses costs a line in the console.
 */
export function quietStyles(html: string): string {
  return html
    .replace(
      STYLE_TAG,
      (_, slash: string, rest: string) =>
        `<${slash}${STYLE_ELEMENT}${slash === '' ? ` ${STYLE_MARK}` : ''}${rest}`,
    )
    .replace(/<base(?=[\s/>])/gi, '<tern-base')
    .replace(TAG, (tag) => (/style|on/i.test(tag) ? tag.replace(ATTRIBUTE, renamed) : tag));
}

/** Parsed like `<style>` (as raw text up to its end tag), but no style sheet. */
export const STYLE_ELEMENT = 'xmp';
/** Marks such an element as a style sheet of the mail. */
export const STYLE_MARK = 'data-tern-sheet';
export const STYLE_ATTRIBUTE = 'data-tern-style';

const STYLE_TAG = /<(\/?)style(?=[\s/>])([^<>]*>)/gi;
/** Stops at the next bracket of either kind, so that it stays linear on text full of openings. */
const TAG = /<[a-z][^<>]*>/gi;
const ATTRIBUTE = /([\s/"'])([^\s=<>"'/]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))/g;

function renamed(whole: string, before: string, name: string, value: string): string {
  if (name.toLowerCase() === 'style') return `${before}${STYLE_ATTRIBUTE}${value}`;
  return /^on/i.test(name) ? `${before}data-tern-handler${value}` : whole;
}
