import { expect, it } from 'vitest';
import { openFolds } from '@shared/ports/fold';
import { openMemoryVault } from '../vault';
import { BlobShelf } from './blob-shelf';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('takes away what nobody owns, and nothing that was not put on the shelf', async () => {
  const { vault } = await openMemoryVault();
  const shelf = new BlobShelf(vault.blobs, vault, () => 1);
  await openFolds(vault, [shelf.table]);
  const owned = await shelf.put(bytes('an attachment of a draft'));
  const idle = await shelf.put(bytes('a part that was looked at'));
  const precious = await vault.blobs.put(bytes('the only copy of a letter'));
  expect(await shelf.sweep([() => [owned.hash]])).toBe(1);
  expect(await vault.blobs.has(owned.hash)).toBe(true);
  expect(await vault.blobs.has(idle.hash)).toBe(false);
  expect(await vault.blobs.has(precious.hash)).toBe(true);
  expect(await shelf.sweep([() => [owned.hash]])).toBe(0);
});
