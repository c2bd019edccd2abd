const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  zwnj: '',
  zwj: '',
  shy: '',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  rarr: '→',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  oslash: 'ø',
  aring: 'å',
  ntilde: 'ñ',
};

/** Elements whose text nobody reads. */
export const SILENT = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'math',
  'select',
]);
export const VOID = new Set([
  'br',
  'img',
  'hr',
  'input',
  'meta',
  'link',
  'wbr',
  'col',
  'area',
  'base',
  'source',
  'embed',
]);
const HIDDEN =
  /display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?![.\d])|max-height\s{0,3}:\s{0,3}0(?![.\d])|opacity\s{0,3}:\s{0,3}0(?![.\d])|mso-hide\s{0,3}:\s{0,3}all/i;

/**
 * Text out of HTML for people to skim, and for nothing else: never put it back into HTML. One pass, no parser state
 * but the elements that hide what is in them.
 * @param quoted what is quoted is wanted, too.
 */
export function textOfHtml(html: string, quoted = false): string {
  let out = '';
  let at = 0;
  /** Names of open elements since the outermost one that hides its content. */
  const silent: string[] = [];
  let lower: string | null = null;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const text = html.slice(at, open < 0 ? html.length : open);
    if (silent.length === 0) out += decodeEntities(text);
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      at = close < 0 ? html.length : close + 3;
      continue;
    }
    TAG_NAME.lastIndex = open;
    const name = TAG_NAME.exec(html)?.[1]?.toLowerCase();
    if (name === undefined && !/[/!?]/.test(html[open + 1] ?? '')) {
      if (silent.length === 0) out += '<';
      at = open + 1;
      continue;
    }
    const close = tagEnd(html, open);
    const tag = html.slice(open, close);
    at = close;
    if (name === undefined) continue;
    if (tag.startsWith('</')) {
      const opened = silent.lastIndexOf(name);
      if (opened >= 0) silent.length = opened;
    } else if (!VOID.has(name) && !tag.endsWith('/>')) {
      if (
        silent.length > 0
          ? silent.length < 1000
          : SILENT.has(name) || (name === 'blockquote' && !quoted) || hides(tag)
      )
        silent.push(name);
      if (name === 'script' || name === 'style') {
        lower ??= html.toLowerCase();
        const end = lower.indexOf(`</${name}`, at);
        at = end < 0 ? html.length : end;
      }
    }
    if (silent.length === 0 && !INLINE.has(name)) out += ' ';
  }
  return out;
}

export const TAG_NAME = /<\/?([a-z][a-z0-9:-]*)/iy;
const INLINE = new Set([
  'a',
  'b',
  'i',
  'u',
  'em',
  'strong',
  'span',
  'font',
  'small',
  'big',
  'sub',
  'sup',
  'code',
  'wbr',
  'mark',
]);

export const hides = (tag: string): boolean => HIDDEN.test(tag) || /\shidden(?=[\s=>])/i.test(tag);

/** Offset behind the `>` that ends a tag; one inside of quotes does not. */
export function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < html.length; at++) {
    const character = html[at] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return html.length;
}

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : '\ufffd';
  });
}
