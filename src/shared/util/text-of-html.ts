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
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'math', 'select']);
const VOID = new Set([
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

const DEEPEST_SILENT = 1000;

/** What a walk through HTML tells of. Names are in lower case, tags and text as they stand. */
export interface HtmlListener {
  /** Text that is seen, entities and all. */
  text(piece: string): void;
  /** The start of an element that is seen. */
  open(name: string, tag: string): void;
  /** The end of one, or of none. */
  close(name: string): void;
  /** A tag behind which things are seen again: the end of what was hidden, or something hidden that holds nothing. */
  pass?(name: string): void;
}

/**
 * Goes through HTML once; what is hidden is left out. No parser state but the elements that hide what is in them.
 * @param leavesOut elements that are left out as well
 */
export function walkHtml(
  html: string,
  listener: HtmlListener,
  leavesOut: (name: string) => boolean = () => false,
): void {
  let at = 0;
  /** Names of open elements since the outermost one that hides its content. */
  const silent: string[] = [];
  let lower: string | null = null;
  while (at < html.length) {
    const start = html.indexOf('<', at);
    const text = html.slice(at, start < 0 ? html.length : start);
    if (silent.length === 0 && text !== '') listener.text(text);
    if (start < 0) break;
    if (html.startsWith('<!--', start)) {
      const end = html.indexOf('-->', start + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    TAG_NAME.lastIndex = start;
    const name = TAG_NAME.exec(html)?.[1]?.toLowerCase();
    if (name === undefined && !/[/!?]/.test(html[start + 1] ?? '')) {
      if (silent.length === 0) listener.text('<');
      at = start + 1;
      continue;
    }
    const end = tagEnd(html, start);
    const tag = html.slice(start, end);
    at = end;
    if (name === undefined) continue;
    if (tag.startsWith('</')) {
      const opened = silent.lastIndexOf(name);
      if (opened >= 0) silent.length = opened;
      if (silent.length > 0) continue;
      if (opened >= 0) listener.pass?.(name);
      else listener.close(name);
    } else if (VOID.has(name) || tag.endsWith('/>')) {
      if (silent.length > 0) continue;
      if (hides(tag)) listener.pass?.(name);
      else listener.open(name, tag);
    } else {
      if (silent.length > 0 || SILENT.has(name) || leavesOut(name) || hides(tag)) {
        // Deeper ones are counted no more: what hides them all is still open.
        if (silent.length < DEEPEST_SILENT) silent.push(name);
      } else listener.open(name, tag);
      if (name === 'script' || name === 'style') {
        lower ??= html.toLowerCase();
        const over = lower.indexOf(`</${name}`, at);
        at = over < 0 ? html.length : over;
      }
    }
  }
}

/**
 * Text out of HTML for people to skim, and for nothing else: never put it back into HTML. One pass.
 * @param quoted what is quoted is wanted, too.
 */
export function textOfHtml(html: string, quoted = false): string {
  let out = '';
  const apart = (name: string): void => {
    if (!INLINE.has(name)) out += ' ';
  };
  const text = (piece: string): void => {
    out += decodeEntities(piece);
  };
  walkHtml(
    html,
    { text, open: apart, close: apart, pass: apart },
    (name) => name === 'blockquote' && !quoted,
  );
  return out;
}

const TAG_NAME = /<\/?([a-z][a-z0-9:-]*)/iy;
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

const hides = (tag: string): boolean => HIDDEN.test(tag) || /\shidden(?=[\s=>])/i.test(tag);

/** Offset behind the `>` that ends a tag; one inside of quotes does not. */
function tagEnd(html: string, from: number): number {
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
