import { acceptedTags, type Spoken, spokenOf } from '@shared/model/spoken';

/** What a person may come to read in the browser before, or in place of, Tern's page. What only programs see is English. */
interface Words {
  readonly openPrinted: string;
  readonly used: string;
  readonly wrong: string;
  readonly nothing: string;
  readonly gone: string;
}
export type HostWord = keyof Words;

const WORDS: Readonly<Record<Spoken, Words>> = {
  en: {
    openPrinted: 'Open Tern with the address that it printed when it started; each works once.',
    used: 'This address has been used. Each works once.',
    wrong: 'Something went wrong.',
    nothing: 'There is nothing here.',
    gone: 'There is nothing here any more.',
  },
  cs: {
    openPrinted: 'Otevřete Tern adresou, kterou vypsal při spuštění; každá funguje jen jednou.',
    used: 'Tato adresa už byla použita. Každá funguje jen jednou.',
    wrong: 'Něco se nepovedlo.',
    nothing: 'Tady nic není.',
    gone: 'Tady už nic není.',
  },
  de: {
    openPrinted: 'Öffnen Sie Tern mit der Adresse, die es beim Start ausgegeben hat; jede gilt nur einmal.',
    used: 'Diese Adresse wurde schon benutzt. Jede gilt nur einmal.',
    wrong: 'Etwas ging schief.',
    nothing: 'Hier ist nichts.',
    gone: 'Hier ist nichts mehr.',
  },
  es: {
    openPrinted: 'Abra Tern con la dirección que mostró al iniciarse; cada una sirve una sola vez.',
    used: 'Esta dirección ya se ha usado. Cada una sirve una sola vez.',
    wrong: 'Algo ha fallado.',
    nothing: 'Aquí no hay nada.',
    gone: 'Aquí ya no hay nada.',
  },
  fr: {
    openPrinted:
      'Ouvrez Tern avec l’adresse qu’il a affichée au démarrage\u202f; chacune ne sert qu’une fois.',
    used: 'Cette adresse a déjà servi. Chacune ne sert qu’une fois.',
    wrong: 'Un problème est survenu.',
    nothing: 'Il n’y a rien ici.',
    gone: 'Il n’y a plus rien ici.',
  },
};

/** A line in the language of whoever looks at the browser. */
export const hostWord = (word: HostWord, acceptLanguage: string | undefined): string =>
  WORDS[spokenOf('', acceptedTags(acceptLanguage))][word];
