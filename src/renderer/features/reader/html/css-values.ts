/**
 * What a mail's CSS may say: properties and functions by allow-list (security.md §1.2). Everything that can fetch,
 * paint outside the message or spin the processor is absent, so a property unknown today is refused tomorrow.
 */

const SIDES = [
  'top',
  'right',
  'bottom',
  'left',
  'block-start',
  'block-end',
  'inline-start',
  'inline-end',
] as const;

const PROPERTIES: ReadonlySet<string> = new Set([
  'color',
  'background-color',
  'background-image',
  'background-repeat',
  'background-repeat-x',
  'background-repeat-y',
  'background-size',
  'background-position-x',
  'background-position-y',
  'background-clip',
  'background-origin',
  'opacity',
  'visibility',
  'display',
  'float',
  'clear',
  'box-sizing',
  'width',
  'min-width',
  'max-width',
  'height',
  'min-height',
  'max-height',
  'inline-size',
  'block-size',
  'aspect-ratio',
  'object-fit',
  'overflow-x',
  'overflow-y',
  'overflow-wrap',
  'word-break',
  'word-spacing',
  'letter-spacing',
  'line-break',
  'line-height',
  'hyphens',
  'white-space',
  'white-space-collapse',
  'text-wrap',
  'text-wrap-mode',
  'tab-size',
  'text-align',
  'text-align-last',
  'text-indent',
  'text-overflow',
  'text-transform',
  'text-decoration-line',
  'text-decoration-style',
  'text-decoration-color',
  'text-decoration-thickness',
  'text-underline-offset',
  'vertical-align',
  'direction',
  'unicode-bidi',
  'writing-mode',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'font-stretch',
  'font-variant-caps',
  'font-variant-numeric',
  'list-style-type',
  'list-style-position',
  'table-layout',
  'border-collapse',
  'border-spacing',
  'caption-side',
  'empty-cells',
  'border-top-left-radius',
  'border-top-right-radius',
  'border-bottom-left-radius',
  'border-bottom-right-radius',
  'flex-basis',
  'flex-direction',
  'flex-grow',
  'flex-shrink',
  'flex-wrap',
  'order',
  'align-content',
  'align-items',
  'align-self',
  'justify-content',
  'justify-items',
  'justify-self',
  'column-gap',
  'row-gap',
  'grid-template-columns',
  'grid-template-rows',
  'grid-column-start',
  'grid-column-end',
  'grid-row-start',
  'grid-row-end',
  'grid-auto-flow',
  ...SIDES.flatMap((side) => [
    `margin-${side}`,
    `padding-${side}`,
    `border-${side}-width`,
    `border-${side}-style`,
    `border-${side}-color`,
  ]),
]);

const FUNCTIONS: ReadonlySet<string> = new Set([
  'rgb',
  'rgba',
  'hsl',
  'hsla',
  'hwb',
  'lab',
  'lch',
  'oklab',
  'oklch',
  'color',
  'light-dark',
  'calc',
  'min',
  'max',
  'clamp',
  'minmax',
  'repeat',
  'fit-content',
  'linear-gradient',
  'radial-gradient',
  'conic-gradient',
  'repeating-linear-gradient',
  'repeating-radial-gradient',
]);

/** Characters that cannot occur in a value this list lets through; `\` closes every escape trick at once. */
const FORBIDDEN = /[\\{};<>@!]|\/\*|:\/\/|\/\//;
/** Heights relative to the frame's own height would make a frame that fits its content grow without end. */
const VIEWPORT_HEIGHT = /\d(?:[dsl]?v(?:h|min|max|b|i))\b/i;
const CALL = /([a-z-][\w-]*|[^\s(,/*+-]?)\(/gi;
const LONGEST_VALUE = 1000;

/**
 * Whether one declaration, as the browser's own CSSOM serialised it (so escapes are resolved and shorthands are
 * expanded), may be applied to a mail.
 */
export function isSafeDeclaration(property: string, value: string): boolean {
  if (!PROPERTIES.has(property) || value === '' || value.length > LONGEST_VALUE) return false;
  if (FORBIDDEN.test(value) || VIEWPORT_HEIGHT.test(value)) return false;
  if (/["']/.test(value) && property !== 'font-family') return false;
  const bare = value.replace(/"[^"]*"|'[^']*'/g, '""');
  for (const call of bare.matchAll(CALL)) {
    const name = (call[1] ?? '').toLowerCase();
    if (name !== '' && !FUNCTIONS.has(name)) return false;
  }
  // A stacking of thousands of gradients or tracks is a way to freeze the page.
  if (bare.split('(').length > 40) return false;
  return !(property === 'display' && value.startsWith('-'));
}

/** Properties by which a mail shows that it brings colours of its own and expects light paper under them. */
export const COLOUR_PROPERTIES: ReadonlySet<string> = new Set([
  'color',
  'background-color',
  'background-image',
]);

/** Selectors that react to the reader (and could tell what he does) or paint what is not in the text. */
const FORBIDDEN_SELECTOR =
  /[\\{};<@]|::|:(?:visited|hover|active|focus|target|has|host|before|after|first-l|is\(.*:|fullscreen|modal|popover)/i;
const LONGEST_SELECTOR = 1000;
/** DOMPurify prefixes ids and names so that a mail cannot shadow properties of its document; selectors follow. */
export const NAME_PREFIX = 'user-content-';

/** The selector to use for a rule of the mail, or null when the rule is to be dropped. */
export function safeSelector(selector: string): string | null {
  if (selector.length > LONGEST_SELECTOR || FORBIDDEN_SELECTOR.test(selector)) return null;
  if (!selector.includes('#')) return selector;
  if (/["'[]/.test(selector)) return null;
  return selector.replace(/#([A-Za-z_-])/g, `#${NAME_PREFIX}$1`);
}
