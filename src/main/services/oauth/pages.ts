import { acceptedTags, type Spoken, spokenOf } from '@shared/model/spoken';

/** What the browser shows when it comes back from the provider: a heading, and what to do. */
interface Words {
  readonly answered: readonly [title: string, text: string];
  readonly failed: readonly [title: string, text: string];
  readonly stranger: readonly [title: string, text: string];
}
export type SignInPage = keyof Words;

const WORDS: Readonly<Record<Spoken, Words>> = {
  en: {
    answered: ['Tern has the answer', 'You can close this page and go back to Tern.'],
    failed: ['No access was given', 'You can close this page. Tern says what happened.'],
    stranger: ['Not for Tern', 'This answer does not belong to a sign-in that Tern is waiting for.'],
  },
  cs: {
    answered: ['Tern má odpověď', 'Tuto stránku můžete zavřít a vrátit se do Ternu.'],
    failed: ['Přístup nebyl udělen', 'Tuto stránku můžete zavřít. Tern vám řekne, co se stalo.'],
    stranger: ['Není pro Tern', 'Tato odpověď nepatří k přihlášení, na které Tern čeká.'],
  },
  de: {
    answered: ['Tern hat die Antwort', 'Sie können diese Seite schließen und zu Tern zurückkehren.'],
    failed: [
      'Es wurde kein Zugang gewährt',
      'Sie können diese Seite schließen. Tern sagt, was geschehen ist.',
    ],
    stranger: ['Nicht für Tern', 'Diese Antwort gehört zu keiner Anmeldung, auf die Tern wartet.'],
  },
  es: {
    answered: ['Tern tiene la respuesta', 'Puede cerrar esta página y volver a Tern.'],
    failed: ['No se concedió el acceso', 'Puede cerrar esta página. Tern le dice qué ha ocurrido.'],
    stranger: ['No es para Tern', 'Esta respuesta no corresponde a ningún inicio de sesión que Tern espere.'],
  },
  fr: {
    answered: ['Tern a reçu la réponse', 'Vous pouvez fermer cette page et revenir à Tern.'],
    failed: [
      'L’accès n’a pas été accordé',
      'Vous pouvez fermer cette page. Tern vous dit ce qui s’est passé.',
    ],
    stranger: ['Pas pour Tern', 'Cette réponse ne correspond à aucune connexion que Tern attend.'],
  },
};

/**
 * A page without scripts, styles or anything that came from outside.
 *
 * @param acceptLanguage the browser's header: the page is in the language of whoever looks at that browser
 */
export function signInPage(which: SignInPage, acceptLanguage: string | undefined): string {
  const language = spokenOf('', acceptedTags(acceptLanguage));
  const [title, text] = WORDS[language][which];
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;
}
