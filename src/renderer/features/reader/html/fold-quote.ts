/** How clients mark the earlier letter that an answer carries along. */
const QUOTES = [
  '.gmail_quote',
  '.gmail_quote_container',
  'blockquote[type="cite"]',
  '.yahoo_quoted',
  '.protonmail_quote',
  '.tutanota_quote',
  '.zmail_extra',
  '#user-content-appendonsend',
  '#user-content-divRplyFwdMsg',
  '.moz-cite-prefix',
];

/**
 * Finds the earlier letter at the end of a mail: the first quote after which its sender wrote nothing more. Returns the
 * nodes to fold, none when the quote is the whole message or is answered in between.
 */
export function trailingQuote(wrapper: HTMLElement): Element[] {
  for (const quote of wrapper.querySelectorAll(QUOTES.join(','))) {
    if (quote.parentElement?.closest('[data-tern-folded]')) continue;
    const folded = withFollowers(quote, wrapper);
    if (folded !== null && hasWordsOutside(wrapper, folded)) return folded;
  }
  return [];
}

/** The quote and what belongs behind it, or null when own words follow. */
function withFollowers(quote: Element, wrapper: Element): Element[] | null {
  const out = [quote];
  const isPrefix = quote.matches('.moz-cite-prefix, [id^="user-content-"]');
  for (
    let node: Element = quote;
    node !== wrapper && node.parentElement !== null;
    node = node.parentElement
  ) {
    for (let next = node.nextSibling; next !== null; next = next.nextSibling) {
      if (next.nodeType === Node.TEXT_NODE && (next.textContent ?? '').trim() !== '') return null;
      if (next.nodeType !== Node.ELEMENT_NODE) continue;
      const element = next as Element;
      const quoted = isPrefix || element.matches(QUOTES.join(',')) || element.nodeName === 'BLOCKQUOTE';
      if (!quoted && (element.textContent ?? '').trim() !== '') return null;
      out.push(element);
    }
  }
  return out;
}

const hasWordsOutside = (wrapper: Element, folded: readonly Element[]): boolean => {
  const inside = folded.reduce((sum, element) => sum + (element.textContent ?? '').trim().length, 0);
  return (wrapper.textContent ?? '').trim().length > inside;
};

/** Hides a trailing quote behind one line; the parent listens, no script runs in the frame. */
export function foldQuote(
  wrapper: HTMLElement,
  words: { readonly show: string; readonly hide: string },
): void {
  const folded = trailingQuote(wrapper) as HTMLElement[];
  const [first] = folded;
  if (first === undefined) return;
  const line = wrapper.ownerDocument.createElement('div');
  line.dataset['ternFold'] = '';
  line.setAttribute('role', 'button');
  line.tabIndex = 0;
  const set = (open: boolean): void => {
    line.textContent = open ? words.hide : words.show;
    line.setAttribute('aria-expanded', String(open));
    for (const element of folded) element.toggleAttribute('data-tern-folded', !open);
  };
  const toggle = (): void => set(line.getAttribute('aria-expanded') !== 'true');
  line.addEventListener('click', toggle);
  line.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    toggle();
  });
  first.before(line);
  set(false);
}
