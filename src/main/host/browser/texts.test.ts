import { expect, it } from 'vitest';
import { hostWord } from './texts';

it('speaks the language of whoever looks at the browser, else English', () => {
  expect(hostWord('used', 'de-AT,en;q=0.5')).toBe('Diese Adresse wurde schon benutzt. Jede gilt nur einmal.');
  expect(hostWord('used', 'nl, cs;q=0.8')).toBe('Tato adresa už byla použita. Každá funguje jen jednou.');
  expect(hostWord('used', undefined)).toBe('This address has been used. Each works once.');
});
