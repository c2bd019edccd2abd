import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Files, readWhole } from '@shared/ports/files';
import { MemoryFiles } from '@main/services/import-export/testing/memory-files';
import { nodeFiles } from './node-files';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe.each([
  ['on this machine', () => nodeFiles, () => mkdtemp(join(tmpdir(), 'tern-files-'))],
  ['in memory', () => new MemoryFiles(), () => Promise.resolve('/home/ada')],
] as const)('Files %s', (name, make, makeRoot) => {
  let files: Files;
  let root: string;
  beforeAll(async () => {
    files = make();
    root = await makeRoot();
    await files.makeFolder(root);
  });
  afterAll(async () => {
    if (name === 'on this machine') await rm(root, { recursive: true, force: true });
  });
  const text = async (path: string): Promise<string> =>
    Buffer.from(await readWhole(files, path, 10_000_000)).toString();

  it('writes whole files, adds to them, and lists what is there', async () => {
    await files.makeFolder(`${root}/a/b`);
    expect(await files.write(`${root}/a/one`, bytes('one'))).toBe(3);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes('t'));
      yield bytes('wo');
    }
    expect(await files.write(`${root}/a/two`, pieces())).toBe(3);
    expect(await files.write(`${root}/a/one`, bytes('uno'))).toBe(3);
    await files.append(`${root}/a/list`, bytes('1\n'));
    await files.append(`${root}/a/list`, bytes('2\n'));
    expect(await text(`${root}/a/one`)).toBe('uno');
    expect(await text(`${root}/a/two`)).toBe('two');
    expect(await text(`${root}/a/list`)).toBe('1\n2\n');
    expect(await files.entries(`${root}/a`)).toEqual([
      { name: 'b', kind: 'folder' },
      { name: 'list', kind: 'file' },
      { name: 'one', kind: 'file' },
      { name: 'two', kind: 'file' },
    ]);
    expect(await files.stat(`${root}/a/list`)).toMatchObject({ kind: 'file', size: 4 });
    expect(await files.stat(`${root}/a/b`)).toMatchObject({ kind: 'folder', size: 0 });
    expect(await files.stat(`${root}/a/none`)).toBeNull();
    await expect(readWhole(files, `${root}/a/list`, 3)).rejects.toThrow(RangeError);
  });

  it('leaves nothing of a file that broke off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes('half'));
      throw new Error('broke off');
    }
    await files.makeFolder(`${root}/c`);
    await expect(files.write(`${root}/c/x`, broken())).rejects.toThrow('broke off');
    expect(await files.entries(`${root}/c`)).toEqual([]);
    await expect(files.write(`${root}/none/x`, bytes(''))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(files.entries(`${root}/none`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('links are not followed: a folder that names another is not that folder', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tern-links-'));
  await symlink('/', join(root, 'everything'));
  expect(await readdir(root)).toEqual(['everything']);
  expect(await nodeFiles.entries(root)).toEqual([]);
  expect(await nodeFiles.stat(join(root, 'everything'))).toBeNull();
  await rm(root, { recursive: true });
});
