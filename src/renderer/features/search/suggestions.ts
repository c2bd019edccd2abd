/** One thing that could be typed next. */
export interface Suggestion {
  /** `operator` goes on being typed; `value` and `recent` are whole. */
  readonly kind: 'operator' | 'value' | 'recent' | 'forget';
  /** The whole text of the field when it is taken. */
  readonly text: string;
  /** What is shown of it: the piece that is new. */
  readonly shown: string;
  /** Key of the words that say what it does, '' for none. */
  readonly hint: string;
}

export interface SuggestionContext {
  readonly recent: readonly string[];
  readonly folders: readonly string[];
  readonly accounts: readonly string[];
  /** Tags as people read them. */
  readonly tags: readonly string[];
  readonly people: readonly { readonly name: string; readonly address: string }[];
}

const OPERATORS = [
  'from:',
  'to:',
  'cc:',
  'subject:',
  'body:',
  'has:attachment',
  'filename:',
  'is:unread',
  'is:starred',
  'is:read',
  'is:answered',
  'is:forwarded',
  'is:draft',
  'in:',
  'account:',
  'label:',
  'list:',
  'newer_than:7d',
  'older_than:1y',
  'before:',
  'after:',
  'on:today',
  'larger:5M',
  'smaller:',
] as const;
/** Offered before anything is typed. */
const FIRST = ['from:', 'subject:', 'has:attachment', 'is:unread', 'in:', 'newer_than:7d'] as const;
const MAX_SHOWN = 8;

/** The last word of the field, where suggestions go. */
const lastWord = (text: string): string => /(?:"[^"]*"?|[^\s"])*$/u.exec(text)?.[0] ?? '';

const hintOf = (operator: string): string => operator.slice(0, operator.indexOf(':'));

/** Whether people are looked for, and by what. */
export function wantedPerson(text: string): string | null {
  const [, value] = /^-?(?:from|to|cc):"?([^"]*)$/iu.exec(lastWord(text)) ?? [];
  return value === undefined || value === '' ? null : value;
}

/** What could come next after what is typed. Empty for ordinary words: they are searched as they are typed. */
export function suggestionsFor(
  text: string,
  { recent, folders, accounts, tags, people }: SuggestionContext,
): Suggestion[] {
  const operator = (one: string, head: string): Suggestion => ({
    kind: one.endsWith(':') ? 'operator' : 'value',
    text: head + one,
    shown: one,
    hint: hintOf(one),
  });
  if (text.trim() === '') {
    const before = recent.map((one): Suggestion => ({ kind: 'recent', text: one, shown: one, hint: '' }));
    const forget: Suggestion[] = recent.length > 0 ? [{ kind: 'forget', text: '', shown: '', hint: '' }] : [];
    return [...before.slice(0, MAX_SHOWN), ...forget, ...FIRST.map((one) => operator(one, ''))];
  }
  const word = lastWord(text);
  if (word === '') return [];
  const head = text.slice(0, text.length - word.length);
  const minus = word.startsWith('-') ? '-' : '';
  const typed = word.slice(minus.length).toLowerCase();
  const values = (name: string, all: readonly string[]): Suggestion[] => {
    const value = typed.slice(name.length + 1).replace(/"/g, '');
    return all
      .filter((one) => one.toLowerCase().includes(value) && one.toLowerCase() !== value)
      .slice(0, MAX_SHOWN)
      .map((one) => ({
        kind: 'value',
        text: `${head}${minus}${name}:${/[\s()"]/u.test(one) ? `"${one}"` : one}`,
        shown: one,
        hint: '',
      }));
  };
  if (typed.startsWith('in:')) return values('in', folders);
  if (typed.startsWith('account:')) return values('account', accounts);
  const [, tag] = /^(label|tag):/u.exec(typed) ?? [];
  if (tag !== undefined) return values(tag, tags);
  const [, person] = /^(from|to|cc):/u.exec(typed) ?? [];
  if (person !== undefined) {
    return people.slice(0, MAX_SHOWN).map(({ name, address }) => ({
      kind: 'value',
      text: `${head}${minus}${person}:${address}`,
      shown: name === '' || name === address ? address : `${name} – ${address}`,
      hint: '',
    }));
  }
  if (typed.length < 2) return [];
  return OPERATORS.filter((one) => one.startsWith(typed) && one !== typed)
    .slice(0, MAX_SHOWN)
    .map((one) => operator(minus + one, head));
}
