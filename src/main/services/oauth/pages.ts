/** Pages without scripts, styles or anything that came from outside. */
const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;

export const ANSWERED_PAGE = page('Tern has the answer', 'You can close this page and go back to Tern.');
export const FAILED_PAGE = page('No access was given', 'You can close this page. Tern says what happened.');
export const STRANGER_PAGE = page(
  'Not for Tern',
  'This answer does not belong to a sign-in that Tern is waiting for.',
);
