import { expect, it } from 'vitest';
import { signInPage } from './pages';

it('is in the language of the browser that comes back from the provider, and says which', () => {
  const french = signInPage('answered', 'fr-CA,fr;q=0.9,en;q=0.8');
  expect(french).toContain('<html lang="fr">');
  expect(french).toContain('<h1>Tern a reçu la réponse</h1>');
  expect(signInPage('failed', '<script>')).toContain('<h1>No access was given</h1>');
});
