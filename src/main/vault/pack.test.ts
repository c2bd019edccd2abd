import { describe, expect, it } from 'vitest';
import { openMemoryVault } from './memory-vault';

describe('a pack', () => {
  it('lets its caller work while it is being written, once, before it is called stored', async () => {
    const { vault, disk } = await openMemoryVault();
    const heard: string[] = [];
    const named = disk.rename.bind(disk);
    disk.rename = async (from, to) => {
      await named(from, to);
      if (to.includes('/blobs/')) heard.push('named');
    };
    const items = ['a', 'b'].map((text) => new TextEncoder().encode(text));
    const slices = await vault.blobs.putAll(items, {
      readBack: true,
      meanwhile: () => void heard.push('meanwhile'),
    });
    expect(heard).toEqual(['meanwhile', 'named']);
    expect(slices).toHaveLength(2);
    await vault.close();
  });
});
