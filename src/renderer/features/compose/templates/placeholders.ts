import type { Address } from '@shared/model/message';
import type { JSONContent } from '@tiptap/core';

/** What placeholders are filled with. */
export interface PlaceholderFacts {
  readonly to: readonly Address[];
  readonly me: Address | null;
}

/**
 * The placeholders that Tern fills: `{{first name}}`, `{{name}}` and `{{address}}` of the recipient, when there is exactly
 * one, and the same with `my` of whoever writes. Anything else in double braces is a blank that the person fills.
 */
const KNOWN: Readonly<Record<string, (facts: PlaceholderFacts) => string>> = {
  'first name': (facts) => firstName(recipient(facts)),
  name: (facts) => fullName(recipient(facts)),
  address: (facts) => recipient(facts)?.address ?? '',
  'my first name': ({ me }) => firstName(me),
  'my name': ({ me }) => fullName(me),
  'my address': ({ me }) => me?.address ?? '',
};
/** As they are written. */
export const knownPlaceholders = Object.keys(KNOWN).map((name) => `{{${name}}}`);

const PLACEHOLDER = /\{\{([^{}\n]{1,60})\}\}/g;

const recipient = ({ to: [first, ...others] }: PlaceholderFacts): Address | null =>
  first !== undefined && others.length === 0 ? first : null;

/** A name that is an address says nothing that one would write after "Dear". */
const fullName = (person: Address | null): string => {
  const name = person?.name.trim() ?? '';
  return name.includes('@') ? '' : name;
};

const TITLES = /^(?:dr|prof|mr|mrs|ms|mx|herr|frau|sir|dame)\.?$/i;

/** "Anna" of "Anna Berg", of "Berg, Anna" and of "Dr. Anna Berg". */
function firstName(person: Address | null): string {
  const name = fullName(person);
  const [, given] = /^[^,]+,\s*(.+)$/.exec(name) ?? [];
  return (given ?? name).split(/\s+/).find((word) => !TITLES.test(word)) ?? '';
}

const valueOf = (written: string, facts: PlaceholderFacts): string =>
  KNOWN[written.trim().replace(/\s+/g, ' ').toLowerCase()]?.(facts) ?? '';

/** Text with what is known filled in; a placeholder of which nothing is known stays. */
export const fill = (text: string, facts: PlaceholderFacts): string =>
  text.replace(PLACEHOLDER, (whole, written: string) => valueOf(written, facts) || whole);

/** The same in the editor's model: what is filled in is text, never markup. */
export const fillModel = (node: JSONContent, facts: PlaceholderFacts): JSONContent => ({
  ...node,
  ...(node.text === undefined ? {} : { text: fill(node.text, facts) }),
  ...(node.content ? { content: node.content.map((child) => fillModel(child, facts)) } : {}),
});

/** Every placeholder that stands in a text, as it is written, each once. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([whole]) => whole)),
];

/** Those of them that can be filled now. */
export const fillable = (text: string, facts: PlaceholderFacts): string[] =>
  placeholdersIn(text).filter((whole) => fill(whole, facts) !== whole);
