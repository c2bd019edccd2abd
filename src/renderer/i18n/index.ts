import i18next, { type TOptions } from 'i18next';
import { useSyncExternalStore } from 'react';
import { en } from './en';
import { languages, localeOf, pickLanguage, textsOf } from './languages';

const NAMESPACE = 'tern';

const RTL = new Set(['ar', 'he', 'fa', 'ur']);

export const isRtl = (language: string): boolean => RTL.has(language.split('-')[0] ?? '');

/** Tags of the languages that the system reads, best first; none outside of a browser. */
const systemTags = (): readonly string[] => (typeof navigator === 'object' ? navigator.languages : NONE);
const NONE: readonly string[] = [];

/** What was spoken last, kept by the browser so that a start needs not wait for the settings to know. */
const LAST = 'tern.language';

/** The language chosen last in this browser; '' if none was, or it may keep nothing. */
export function lastLanguage(): string {
  try {
    return localStorage.getItem(LAST) ?? '';
  } catch {
    return '';
  }
}

function remember(chosen: string): void {
  try {
    localStorage.setItem(LAST, chosen);
  } catch {
    // The next start then shows nothing until the settings have come.
  }
}

/** Counts up with every wish: of two that are fetched at a time the later one is spoken, whichever comes first. */
let wish = 0;

/**
 * Prepares translations; call once before rendering. Keys are `feature.name`. `chosen` '' follows the system.
 * Texts that can't be read leave English.
 */
export async function startI18n(chosen: string): Promise<void> {
  wish++;
  const language = pickLanguage(chosen, systemTags());
  const texts = await textsOf(language, en).catch(() => null);
  await i18next.init({
    lng: texts === null ? 'en' : language,
    fallbackLng: 'en',
    resources: { en: { [NAMESPACE]: en }, ...(texts === null ? {} : { [language]: { [NAMESPACE]: texts } }) },
    ns: [NAMESPACE],
    defaultNS: NAMESPACE,
    // React escapes; doing it twice would show &amp; in subjects.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  applyDirection();
}

/** Speaks another language from now on, and at the next start. @throws Error when its texts can't be read */
export async function setLanguage(chosen: string): Promise<void> {
  const mine = ++wish;
  if (lastLanguage() !== chosen) remember(chosen);
  const language = pickLanguage(chosen, systemTags());
  if (i18next.language === language) return;
  if (!i18next.hasResourceBundle(language, NAMESPACE)) {
    const texts = await textsOf(language, en);
    if (mine !== wish) return;
    i18next.addResourceBundle(language, NAMESPACE, texts);
  }
  await i18next.changeLanguage(language);
  applyDirection();
}

/** Whether this choice is what is spoken. */
export const speaks = (chosen: string): boolean => i18next.language === pickLanguage(chosen, systemTags());

function applyDirection(): void {
  if (typeof document !== 'object') return;
  document.documentElement.lang = i18next.language;
  document.documentElement.dir = isRtl(i18next.language) ? 'rtl' : 'ltr';
}

/** Words that depend on nothing but the language: every row of a list asks for the same few dozen. */
const plain = new Map<string, string>();
/** And those that depend on a number: "3 messages in this conversation" stands on every third row. */
const counted = new Map<string, string>();
const MAX_COUNTED = 1000;
i18next.on('languageChanged', () => {
  plain.clear();
  counted.clear();
});

/** The words for a key, e.g. `t('list.moved', { count: 3 })`. Outside of components; inside use `useT`. */
export function t(key: string, options?: TOptions): string {
  if (options) return isCount(options) ? withCount(key, options) : i18next.t(key, options);
  let words = plain.get(key);
  if (words === undefined) {
    words = asWritten(key) ?? i18next.t(key);
    if (i18next.isInitialized) plain.set(key, words);
  }
  return words;
}

/** The words of a text that has nothing to be put in, without what i18next does for those that have: a start asks for hundreds. */
function asWritten(key: string): string | undefined {
  const words: unknown = i18next.isInitialized
    ? i18next.getResource(i18next.language, NAMESPACE, key)
    : undefined;
  return typeof words === 'string' && !words.includes('{{') && !words.includes('$t(') ? words : undefined;
}

const isCount = (options: TOptions): options is { count: number } => {
  for (const name in options) if (name !== 'count') return false;
  return typeof options.count === 'number';
};

function withCount(key: string, options: { count: number }): string {
  const name = `${key} ${options.count}`;
  let words = counted.get(name);
  if (words === undefined) {
    words = i18next.t(key, options);
    if (counted.size >= MAX_COUNTED) counted.clear();
    if (i18next.isInitialized) counted.set(name, words);
  }
  return words;
}

export const hasKey = (key: string): boolean => i18next.exists(key);

const onLanguage = (changed: () => void): (() => void) => {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
};
const currentLanguage = (): string => i18next.language;

/** `t` that renders again when the language changes. */
export function useT(): typeof t {
  useSyncExternalStore(onLanguage, currentLanguage, currentLanguage);
  return t;
}

/** Locale for Intl formatters: the pseudo languages format as the real ones they stand for. */
export function locale(): string {
  const language = i18next.language ?? 'en';
  const tags = systemTags();
  if (language !== spoken || tags !== system) {
    [spoken, system] = [language, tags];
    written = language === 'en-XA' ? 'en' : language === 'ar-XB' ? 'ar' : localeOf(language, tags);
  }
  return written;
}
/** Looked up once a language: each row of a list asks several times. Browsers give the same list until it changes. */
let spoken = '';
let system: readonly string[] = [];
let written = 'en';
/** What is read, in what people type: first the language that is spoken, but for English, which is spoken to all others, too. */
export const readLocales = (): readonly string[] =>
  [...new Set(i18next.language === 'en' ? [...systemTags(), locale()] : [locale(), ...systemTags()])].slice(
    0,
    MAX_READ,
  );
const MAX_READ = 4;

export { en as englishResources };
export { languages };
