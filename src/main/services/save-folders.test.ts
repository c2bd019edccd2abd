import { expect, it } from 'vitest';
import { SeededCrypto } from '../../../tests/fakes/seeded-crypto';
import { SaveFolders } from './save-folders';

it('knows the folders that were chosen last, and no other', () => {
  const folders = new SaveFolders(new SeededCrypto(1));
  const first = folders.add('/home/ada/first');
  expect(folders.at(first)).toBe('/home/ada/first');
  const names = Array.from({ length: 16 }, (_, n) => folders.add(`/home/ada/${n}`));
  expect(names.map((name) => folders.at(name))).toEqual(names.map((_, n) => `/home/ada/${n}`));
  for (const name of [first, '', '/etc', '__proto__']) expect(folders.at(name)).toBeUndefined();
});
