import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { onUsualPort } from './usual-port';

let profile = '';
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'tern-port-'));
});
afterEach(() => rm(profile, { recursive: true, force: true }));

const free = (port: number) => Promise.resolve({ port: port === 0 ? 40_001 : port });
const taken = (port: number) =>
  port === 0
    ? Promise.resolve({ port: 40_002 })
    : Promise.reject(Object.assign(new Error('in use'), { code: 'EADDRINUSE' }));

it('keeps the port of a profile, so that the browser finds its cache again', async () => {
  expect(await onUsualPort(profile, free)).toEqual({ port: 40_001 });
  expect(await onUsualPort(profile, (port) => Promise.resolve({ port }))).toEqual({ port: 40_001 });
});

it('takes and remembers another one when it is in use', async () => {
  await onUsualPort(profile, free);
  expect(await onUsualPort(profile, taken)).toEqual({ port: 40_002 });
  expect(await onUsualPort(profile, (port) => Promise.resolve({ port }))).toEqual({ port: 40_002 });
});

it('does not trust what is in the file, nor hide other errors', async () => {
  await writeFile(join(profile, 'browser-port'), '22; rm');
  expect(await onUsualPort(profile, free)).toEqual({ port: 40_001 });
  await expect(onUsualPort(profile, () => Promise.reject(new Error('no network')))).rejects.toThrow(
    'no network',
  );
});
