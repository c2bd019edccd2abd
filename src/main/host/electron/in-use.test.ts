import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FakeElectron } from '../../../../tests/electron-fake';
import { runElectron } from './run';

/** A start with a profile that somebody has open. @returns what each attempt to open it was told. */
async function start(electron: FakeElectron, details: Record<string, unknown>): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tern-in-use-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const attempts: unknown[] = [];
  const running = runElectron({
    api: electron.api,
    version: '1.2.3',
    profile: folder,
    demo: false,
    args: [],
    folder,
    preload: folder,
    root: folder,
    platform: 'linux',
    atLogin: false,
    loginItem: null,
    startEngine: ({ takeOver, seen }) => {
      attempts.push(seen);
      return Promise.reject(
        takeOver === true
          ? new Error('it was opened')
          : Object.assign(new Error('x'), { code: 'locked', details }),
      );
    },
    onError: () => undefined,
  });
  electron.app.ready();
  await running;
  expect(electron.log.at(-1)).toBe('exit 1');
  return attempts;
}

it('names the computer that has the profile open', async () => {
  const electron = new FakeElectron();
  expect(await start(electron, { computer: 'Office' })).toEqual([undefined]);
  expect(electron.errors).toEqual([
    'Tern could not start: Tern is open with this profile on Office. Close it there first.',
  ]);
  expect(electron.dialogs).toEqual([]);
});

it.each([
  ['Office', 0],
  ['Office', 1],
  ['', 0],
])('asks before it opens a profile that was not closed (on “%s”, answer %d)', async (computer, answer) => {
  const electron = new FakeElectron();
  electron.answer = answer;
  const details = { perhaps: 1, sign: '12', ...(computer === '' ? {} : { computer }) };
  expect(await start(electron, details)).toEqual(answer === 0 ? [undefined, '12'] : [undefined]);
  expect(electron.dialogs).toMatchObject([
    { message: expect.stringContaining(computer || 'already') as string, cancelId: 1, defaultId: 1 },
  ]);
  // Who said no was told why before.
  expect(electron.errors).toEqual(answer === 0 ? ['Tern could not start: Error: it was opened'] : []);
});
