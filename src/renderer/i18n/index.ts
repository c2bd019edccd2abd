import i18next, { type TOptions } from 'i18next';
import { useSyncExternalStore } from 'react';
import { accounts } from './en/accounts';
import { activity } from './en/activity';
import { audit } from './en/audit';
import { away } from './en/away';
import { commandTitles } from './en/commands';
import { common } from './en/common';
import { compose } from './en/compose';
import { errors } from './en/errors';
import { files } from './en/files';
import { folders } from './en/folders';
import { inspector } from './en/inspector';
import { list } from './en/list';
import { notifications } from './en/notifications';
import { offline } from './en/offline';
import { menu } from './en/menu';
import { pending } from './en/pending';
import { pop3 } from './en/pop3';
import { reader } from './en/reader';
import { removed } from './en/removed';
import { rules } from './en/rules';
import { search } from './en/search';
import { settings } from './en/settings';
import { snooze } from './en/snooze';
import { templates } from './en/templates';
import { tray } from './en/tray';
import { unsubscribe } from './en/unsubscribe';
import { toBidi, toLong } from './pseudo';

const en = {
  accounts,
  activity,
  audit,
  away,
  commands: commandTitles,
  common,
  compose,
  errors,
  files,
  folders,
  inspector,
  list,
  notifications,
  offline,
  menu,
  pending,
  pop3,
  reader,
  removed,
  rules,
  search,
  settings,
  snooze,
  templates,
  tray,
  unsubscribe,
};

/** Languages Tern speaks. The two pseudo ones exist to see what breaks: long words, and right to left. */
export const languages = ['en', 'en-XA', 'ar-XB'] as const;
export type Language = (typeof languages)[number];

const NAMESPACE = 'tern';

const RTL = new Set(['ar', 'he', 'fa', 'ur']);

export const isRtl = (language: string): boolean => RTL.has(language.split('-')[0] ?? '');

/**
 * Prepares translations; call once before rendering. Keys are `feature.name`. `language` '' follows the system.
 */
export async function startI18n(language: string): Promise<void> {
  await i18next.init({
    lng: pick(language),
    fallbackLng: 'en',
    resources: { en: { [NAMESPACE]: en } },
    ns: [NAMESPACE],
    defaultNS: NAMESPACE,
    // React escapes; doing it twice would show &amp; in subjects.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  addPseudo(i18next.language);
  applyDirection();
}

export async function setLanguage(language: string): Promise<void> {
  if (i18next.language === pick(language)) return;
  addPseudo(pick(language));
  await i18next.changeLanguage(pick(language));
  applyDirection();
}

/** The pseudo languages are made of English when somebody wants them: at every start they would cost all others. */
function addPseudo(language: string): void {
  const make = language === 'en-XA' ? toLong : language === 'ar-XB' ? toBidi : null;
  if (make && !i18next.hasResourceBundle(language, NAMESPACE))
    i18next.addResourceBundle(language, NAMESPACE, make(en));
}

function pick(language: string): string {
  const wanted = language || (typeof navigator === 'object' ? navigator.language : 'en');
  return languages.find((known) => known === wanted) ?? 'en';
}

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
  useSyncExternalStore(onLanguage, currentLanguage);
  return t;
}

/** Locale for Intl formatters: the pseudo languages format as the real ones they stand for. */
export function locale(): string {
  const language = i18next.language ?? 'en';
  if (language === 'en-XA') return 'en';
  if (language === 'ar-XB') return 'ar';
  return own.startsWith(language) ? own : language;
}
/** The languages that the reader's system says are read, first ones first, and the one that is shown: in what people type. */
export const readLocales = (): readonly string[] =>
  [...new Set([...(typeof navigator === 'object' ? navigator.languages : []), locale()])].slice(0, MAX_READ);
const MAX_READ = 4;

/** Of the system, read once: each row of a list asks several times. */
const own = typeof navigator === 'object' ? navigator.language : '';

export { en as englishResources };
