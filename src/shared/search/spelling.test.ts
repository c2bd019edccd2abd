import { expect, it } from 'vitest';
import { fold } from './fold';
import { withUmlauts } from './spelling';

it.each(['Müller', 'Schröder', 'Bär-Lämmle', 'Grüße', 'Köln'])('%s is found as it is written out', (name) => {
  const written = name.replace(/[äöü]/gi, (letter) => `${fold(letter)}e`);
  expect(withUmlauts(written)).toBe(fold(name));
});

it.each(['neue', 'Steuer', 'Bauer', 'Quelle', 'blue', 'Müller', '2024', 'mail'])('%s has none', (word) => {
  expect(withUmlauts(word)).toBeNull();
});
