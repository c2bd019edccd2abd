import { baseOf, SPOKEN, type Spoken, spokenOf } from '@shared/model/spoken';
import type { en } from './en';
import { toBidi, toLong, type Texts } from './pseudo';
import type { Translation } from './translation';

/** A language that Tern speaks. */
interface LanguageEntry {
  /** As it calls itself: who can't read the language on show finds their own. */
  readonly name: string;
  /** Its texts, in a file of their own that is read when somebody wants them; null for English, which is always there. */
  readonly load: (() => Promise<Translation<typeof en>>) | null;
}

const LANGUAGES: Readonly<Record<Spoken, LanguageEntry>> = {
  en: { name: 'English', load: null },
  cs: { name: 'Čeština', load: async () => (await import('./cs')).cs },
  de: { name: 'Deutsch', load: async () => (await import('./de')).de },
  es: { name: 'Español', load: async () => (await import('./es')).es },
  fr: { name: 'Français', load: async () => (await import('./fr')).fr },
};

/** Made of English, to see what breaks: long words, and right to left. */
const PSEUDO = {
  'en-XA': { name: 'English, long (for testing)', make: toLong },
  'ar-XB': { name: 'English, right to left (for testing)', make: toBidi },
} as const;
type Pseudo = keyof typeof PSEUDO;

export type Language = Spoken | Pseudo;

const isPseudo = (tag: string): tag is Pseudo => tag in PSEUDO;

/** All that can be chosen, in the order in which they are offered. */
export const languages: readonly { readonly id: Language; readonly name: string }[] = [
  ...SPOKEN.map((id) => ({ id, name: LANGUAGES[id].name })),
  ...(Object.keys(PSEUDO) as Pseudo[]).map((id) => ({ id, name: PSEUDO[id].name })),
];

/** The language to speak, as `spokenOf`; a pseudo language only when it was chosen. */
export const pickLanguage = (chosen: string, system: readonly string[]): Language =>
  isPseudo(chosen) ? chosen : spokenOf(chosen, system);

/** The region that the system reads a language in ("de-AT"), else the language alone: dates are written by it. */
export const localeOf = (language: string, system: readonly string[]): string =>
  system.find((tag) => baseOf(tag) === language) ?? language;

/** The texts of a language; null for English. @throws Error when its file can't be read */
export async function textsOf(language: Language, english: Texts): Promise<Texts | null> {
  if (isPseudo(language)) return PSEUDO[language].make(english);
  return (await LANGUAGES[language].load?.()) ?? null;
}
