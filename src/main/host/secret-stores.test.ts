import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { FakeElectron } from '../../../tests/electron-fake';
import { FileSecretStore } from './browser/secret-store';
import { ElectronSecretStore } from './electron/secret-store';

let folder = '';
let electron: FakeElectron;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tern-secrets-'));
  electron = new FakeElectron();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CANARY = 'hunter2-žluť';
const inElectron = (platform: NodeJS.Platform = 'linux'): SecretStore =>
  new ElectronSecretStore(electron.api, folder, { platform });
const inBrowser = (): SecretStore => new FileSecretStore(folder);
const value = async (store: SecretStore, key: string): Promise<string | null> =>
  (await store.get(key))?.reveal() ?? null;

/** What every secret store must do, once it keeps anything beyond the session. */
function conformance(name: string, open: () => Promise<SecretStore>): void {
  describe(`SecretStore: ${name}`, () => {
    it('keeps, replaces and deletes, over a restart', async () => {
      const store = await open();
      expect(await value(store, 'a')).toBeNull();
      await store.set('a', new Secret('one'));
      await store.set('a', new Secret(CANARY));
      await store.set('b', new Secret(''));
      expect([await value(store, 'a'), await value(store, 'b')]).toEqual([CANARY, '']);
      const again = await open();
      expect([await value(again, 'a'), await value(again, 'b')]).toEqual([CANARY, '']);
      await again.delete('a');
      await again.delete('never there');
      expect(await value(await open(), 'a')).toBeNull();
    });

    it('takes many at once without losing one', async () => {
      const store = await open();
      await Promise.all(Array.from({ length: 30 }, (_, n) => store.set(`k${n}`, new Secret(`v${n}`))));
      const again = await open();
      expect(await Promise.all(Array.from({ length: 30 }, (_, n) => value(again, `k${n}`)))).toEqual(
        Array.from({ length: 30 }, (_, n) => `v${n}`),
      );
    });

    it('takes any key for a name and not for a part of an object', async () => {
      const store = await open();
      for (const key of ['__proto__', 'constructor', 'toString', '../x']) {
        expect(await value(store, key)).toBeNull();
        await store.set(key, new Secret(key));
        expect(await value(await open(), key)).toBe(key);
      }
    });
  });
}

conformance('Electron with a keyring', () => Promise.resolve(inElectron()));
conformance('Electron, weakly', async () => {
  electron.safeStorage.backend = 'basic_text';
  const store = inElectron();
  await store.choose('weak');
  return store;
});
conformance('browser host, weakly', async () => {
  const store = inBrowser();
  await store.choose('weak');
  return store;
});

const files = (...names: string[]): string =>
  names
    .map((name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'latin1') : ''))
    .join('');

describe('Electron', () => {
  it.each([true, false])('is never silently weak (known key taken by itself: %s)', async (lastResort) => {
    const { safeStorage } = electron;
    safeStorage.lastResort = lastResort;
    // By name there is a keyring on GNOME, whether it runs or not.
    for (const backend of ['basic_text', 'unknown', 'gnome_libsecret'])
      for (const available of [true, false]) {
        Object.assign(safeStorage, { backend, available, keyring: false });
        if (backend === 'gnome_libsecret' && !lastResort) continue;
        const store = inElectron();
        expect(await store.status()).toEqual({ protection: 'undecided', backend: 'basic_text' });
        await expect(store.set('a', new Secret(CANARY))).rejects.toMatchObject({ code: 'needs-consent' });
      }
    expect(safeStorage.sealed).not.toContain(CANARY);
    expect(safeStorage.plainText).toBe(false);
    expect(files('secrets.json')).toBe('');
  });

  it('keeps nothing weakly when the keyring goes between asking and sealing', async () => {
    const { safeStorage } = electron;
    const store = inElectron();
    const available = safeStorage.isAsyncEncryptionAvailable.bind(safeStorage);
    safeStorage.isAsyncEncryptionAvailable = () => {
      safeStorage.keyring = false;
      return available();
    };
    await expect(store.set('a', new Secret(CANARY))).rejects.toMatchObject({ code: 'needs-consent' });
    expect(files('secrets.json')).toBe('');
  });

  it('finds the keyring of a desktop whose name nobody knows', async () => {
    Object.assign(electron.safeStorage, { backend: 'basic_text', keyring: true });
    const store = inElectron();
    expect(await store.status()).toEqual({ protection: 'secure', backend: 'secret_service' });
    await store.set('a', new Secret(CANARY));
    expect(await value(inElectron(), 'a')).toBe(CANARY);
  });

  it('forgets only what was kept weakly when it is to be for the session alone', async () => {
    const { safeStorage } = electron;
    await inElectron().set('strong', new Secret(CANARY));
    safeStorage.keyring = false;
    await inElectron().choose('weak');
    await inElectron().set('weak', new Secret(CANARY));
    await inElectron().choose('session');
    safeStorage.keyring = true;
    expect([await value(inElectron(), 'strong'), await value(inElectron(), 'weak')]).toEqual([CANARY, null]);
  });

  it('remembers the choice of the session, and keeps nothing then', async () => {
    electron.safeStorage.backend = 'unknown';
    const store = inElectron();
    await store.choose('session');
    await store.set('a', new Secret(CANARY));
    expect(await value(store, 'a')).toBe(CANARY);
    expect((await inElectron().status()).protection).toBe('session');
    expect(await value(inElectron(), 'a')).toBeNull();
    await store.choose('weak');
    expect(await value(inElectron(), 'a')).toBe(CANARY);
    expect(electron.safeStorage.plainText).toBe(true);
    await store.choose('session');
    expect(await value(inElectron(), 'a')).toBeNull();
  });

  it('reads what was kept weakly in an earlier run before anything else is asked', async () => {
    electron.safeStorage.backend = 'basic_text';
    const store = inElectron();
    await store.choose('weak');
    await store.set('a', new Secret(CANARY));
    // A new process knows nothing of what was agreed to.
    electron.safeStorage.plainText = false;
    expect(await value(inElectron(), 'a')).toBe(CANARY);
  });

  it('uses the keyring again when it comes back', async () => {
    electron.safeStorage.backend = 'basic_text';
    await inElectron().choose('weak');
    electron.safeStorage.backend = 'kwallet6';
    expect(await inElectron().status()).toEqual({ protection: 'secure', backend: 'kwallet6' });
  });

  it('does not take a locked keyring for a lost secret', async () => {
    await inElectron().set('a', new Secret(CANARY));
    electron.safeStorage.locked = true;
    const store = inElectron();
    await expect(store.get('a')).rejects.toMatchObject({ code: 'locked' });
    await expect(store.set('b', new Secret('x'))).rejects.toThrow('locked');
    electron.safeStorage.locked = false;
    expect(await value(store, 'a')).toBe(CANARY);
  });

  it('encrypts again when the key was rotated', async () => {
    await inElectron().set('a', new Secret(CANARY));
    electron.safeStorage.rotated = true;
    expect(await value(inElectron(), 'a')).toBe(CANARY);
    expect(electron.safeStorage.sealed.filter((text) => text === CANARY)).toHaveLength(2);
  });

  it('names what is behind it', async () => {
    expect(await inElectron('darwin').status()).toEqual({ protection: 'secure', backend: 'keychain' });
    expect(await inElectron('win32').status()).toEqual({ protection: 'secure', backend: 'dpapi' });
  });
});

describe('browser host', () => {
  it('keeps nothing until someone chooses, for the session only what is to be so, and more when that is agreed to', async () => {
    const store = inBrowser();
    expect(await store.status()).toEqual({ protection: 'undecided', backend: 'memory' });
    await expect(store.set('a', new Secret(CANARY))).rejects.toMatchObject({ code: 'needs-consent' });
    expect(existsSync(join(folder, 'secrets-weak.json'))).toBe(false);
    await store.choose('session');
    expect(await store.status()).toEqual({ protection: 'session', backend: 'memory' });
    await store.set('a', new Secret(CANARY));
    expect(await value(store, 'a')).toBe(CANARY);
    expect(await value(inBrowser(), 'a')).toBeNull();
    await store.choose('weak');
    expect(await inBrowser().status()).toEqual({ protection: 'weak', backend: 'file' });
    expect(await value(inBrowser(), 'a')).toBe(CANARY);
    await store.choose('session');
    expect(await value(inBrowser(), 'a')).toBeNull();
  });

  it('writes nothing in the clear, and for this person only', async () => {
    const store = inBrowser();
    await store.choose('weak');
    await store.set('a', new Secret(CANARY));
    expect(files('secrets-weak.json', 'secrets-weak.key')).not.toContain('hunter2');
    for (const name of ['secrets-weak.json', 'secrets-weak.key']) {
      expect((statSync(join(folder, name)).mode & 0o777).toString(8)).toBe('600');
    }
  });

  it('notices a lost key and swapped values, and keeps what is there', async () => {
    const store = inBrowser();
    await store.choose('weak');
    await store.set('a', new Secret('one'));
    await store.set('b', new Secret('two'));
    const path = join(folder, 'secrets-weak.json');
    const content = JSON.parse(readFileSync(path, 'utf8')) as { items: Array<[string, string]> };
    const [[, one], [, two]] = content.items as [[string, string], [string, string]];
    const swapped = [
      ['a', two],
      ['b', one],
    ];
    writeFileSync(path, JSON.stringify({ ...content, items: swapped }));
    await expect(inBrowser().get('a')).rejects.toMatchObject({ code: 'locked' });
    rmSync(join(folder, 'secrets-weak.key'));
    await expect(inBrowser().get('a')).rejects.toMatchObject({ code: 'locked' });
    await expect(inBrowser().set('c', new Secret('x'))).rejects.toMatchObject({ code: 'locked' });
    expect(existsSync(join(folder, 'secrets-weak.key'))).toBe(false);
  });
});

it.each(['{', '{"version":2}', '[]', ''])(
  'a damaged file (%s) is an error and is left as it is',
  async (text) => {
    for (const [name, open] of [
      ['secrets.json', inElectron],
      ['secrets-weak.json', inBrowser],
    ] as const) {
      writeFileSync(join(folder, name), text);
      await expect(open().get('a')).rejects.toMatchObject({ code: 'locked' });
      await expect(open().choose('weak')).rejects.toMatchObject({ code: 'locked' });
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
    }
  },
);
