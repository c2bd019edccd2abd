import * as pgp from 'openpgp';
import { describe, expect, it } from 'vitest';
import { openMemoryVault } from '@main/vault';
import { openFolds } from '@shared/ports/fold';
import type { Secret } from '@shared/ports/secret';
import { KeptSecrets } from '../kept-secrets';
import { keyBlocks } from './key-blocks';
import { KeyRing } from './key-ring';

const NOW = Date.now();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function bench() {
  const { vault } = await openMemoryVault();
  const written: string[] = [];
  await vault.replay((record) => written.push(JSON.stringify(record)));
  const kept = new Map<string, Secret>();
  const secrets = new KeptSecrets({
    get: (key) => Promise.resolve(kept.get(key) ?? null),
    set: (key, secret) => Promise.resolve(void kept.set(key, secret)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
    status: () => Promise.resolve({ protection: 'secure', backend: 'memory' }),
    choose: () => Promise.resolve(),
  });
  const start = async (): Promise<KeyRing> => {
    const ring = new KeyRing({
      journal: vault,
      clock: { now: () => NOW },
      secrets,
      ownAddresses: () => new Set(['ada@tern.example']),
    });
    await openFolds(vault, [ring.table]);
    return ring;
  };
  return { start, written, kept };
}

describe('the ring of keys', () => {
  it('makes a pair for an address; over a restart its passphrase is asked for, or kept in the secret store', async () => {
    const { start, kept } = await bench();
    const ring = await start();
    const made = await ring.generate('Ada <x>', 'ada@tern.example', 'words', 2);
    expect(made).toMatchObject({
      own: true,
      open: true,
      signs: true,
      encrypts: true,
      revoked: false,
      addresses: ['ada@tern.example'],
      acceptedFor: ['ada@tern.example'],
    });
    expect(Math.round(((made.expiresAt ?? 0) - NOW) / 86_400_000)).toBe(730);
    const again = await start();
    expect(again.list()).toMatchObject([{ fingerprint: made.fingerprint, open: false, remembered: false }]);
    expect(await again.secretKey(made.fingerprint)).toBeNull();
    await again.unlock(made.fingerprint, 'words', 'secure');
    expect(kept.get(`openpgp/${made.fingerprint}`)?.reveal()).toBe('words');
    const third = await start();
    expect(third.list()).toMatchObject([{ open: true, remembered: true }]);
    expect((await third.secretKey(made.fingerprint))?.isDecrypted()).toBe(true);
    await third.remove(made.fingerprint);
    expect(third.list()).toEqual([]);
    expect(kept.size).toBe(0);
    await expect(third.publicKey(made.fingerprint)).rejects.toMatchObject({ code: 'key-gone' });
  });

  it('never writes a secret key that is not locked, and wants a passphrase for one that comes so', async () => {
    const { start, written } = await bench();
    const ring = await start();
    const { privateKey } = await pgp.generateKey({
      userIDs: [{ email: 'ada@tern.example' }],
      format: 'object',
    });
    const armour = utf8(privateKey.armor());
    await expect(ring.import(armour, null)).rejects.toMatchObject({ code: 'key-unprotected' });
    expect(ring.list()).toEqual([]);
    await ring.import(armour, 'words');
    const stored = written.flatMap((line) => line.match(/-----BEGIN PGP PRIVATE[^"]*/g) ?? []);
    expect(stored.length).toBeGreaterThan(0);
    for (const text of stored) {
      const key = await pgp.readPrivateKey({
        armoredKey: text.replaceAll('\\n', '\n').replaceAll('\\r', ''),
      });
      expect(key.isDecrypted()).toBe(false);
    }
    // Whose secret key is here, with the person's own address, is the person.
    expect(ring.list()).toMatchObject([{ own: true, acceptedFor: ['ada@tern.example'] }]);
  });

  it('gives the public key, and the secret one to who knows its passphrase, in a form that others read', async () => {
    const { start } = await bench();
    const ring = await start();
    const { fingerprint } = await ring.generate('Ada', 'ada@tern.example', 'words', 0);
    expect((await pgp.readKey({ armoredKey: await ring.export(fingerprint, null) })).isPrivate()).toBe(false);
    await expect(ring.export(fingerprint, 'wards')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    const secret = await pgp.readPrivateKey({ armoredKey: await ring.export(fingerprint, 'words') });
    expect(secret.isDecrypted()).toBe(false);
    expect((await pgp.decryptKey({ privateKey: secret, passphrase: 'words' })).isDecrypted()).toBe(true);
  });

  it('takes in what is new of a key that is here, and nobody becomes its person by that', async () => {
    const { start } = await bench();
    const ring = await start();
    const { privateKey, publicKey } = await pgp.generateKey({
      userIDs: [{ name: 'Bo', email: 'bo@tern.example' }],
      date: new Date(NOW - 60_000),
      format: 'object',
    });
    expect(await ring.import(publicKey.write(), null)).toMatchObject([{ as: 'added', secret: false }]);
    expect(ring.list()).toMatchObject([{ own: false, acceptedFor: [] }]);
    expect(await ring.import(utf8(`Hello,\n${publicKey.armor()}\nBo`), null)).toMatchObject([
      { as: 'known' },
    ]);
    const revoked = await pgp.revokeKey({ key: privateKey, format: 'object' });
    expect(await ring.import(utf8(revoked.publicKey.armor()), null)).toMatchObject([
      { as: 'updated', key: { revoked: true, encrypts: false } },
    ]);
    // An older copy does not take the revocation back.
    expect(await ring.import(utf8(publicKey.armor()), null)).toMatchObject([{ key: { revoked: true } }]);
  });

  it('does not let a letter’s key take the place of one’s own secret key, or pass as one’s own', async () => {
    const { start } = await bench();
    const ring = await start();
    const make = () =>
      pgp.generateKey({
        userIDs: [{ email: 'ada@tern.example' }],
        date: new Date(NOW - 60_000),
        format: 'object',
      });
    const [{ privateKey, publicKey }, other] = await Promise.all([make(), make()]);
    await ring.import(utf8(privateKey.armor()), 'words');
    // The public half, with something new in it, before a secret half that opens for somebody else.
    const revoked = await pgp.revokeKey({ key: privateKey, format: 'object' });
    const forged = await pgp.encryptKey({ privateKey: revoked.privateKey, passphrase: 'their words' });
    expect(await ring.import(utf8(forged.armor()), null, 'letter')).toMatchObject([{ as: 'updated' }]);
    await ring.unlock(publicKey.getFingerprint(), 'words', 'no');
    await expect(ring.unlock(publicKey.getFingerprint(), 'their words', 'no')).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    const fresh = await (await bench()).start();
    const planted = await pgp.encryptKey({ privateKey: other.privateKey, passphrase: 'their words' });
    await fresh.import(utf8(planted.armor()), null, 'letter');
    expect(fresh.list()).toMatchObject([{ acceptedFor: [] }]);
  });

  it('refuses what is no key, what is damaged, and what was blown up', async () => {
    const { start } = await bench();
    const ring = await start();
    await expect(ring.import(utf8('Nothing here'), null)).rejects.toMatchObject({ code: 'no-keys-found' });
    await expect(ring.import(new Uint8Array(0), null)).rejects.toMatchObject({ code: 'no-keys-found' });
    const block = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----';
    await expect(ring.import(utf8(block), null)).rejects.toMatchObject({ code: 'key-damaged' });
    const { publicKey } = await pgp.generateKey({
      userIDs: Array.from({ length: 3000 }, (_, n) => ({
        name: `Bo ${String(n)}`,
        email: 'bo@tern.example',
      })),
      format: 'object',
    });
    await expect(ring.import(utf8(publicKey.armor()), null)).rejects.toMatchObject({ code: 'key-too-large' });
  }, 60_000);

  it('finds the blocks of a text in linear time', () => {
    const begin = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n';
    const before = performance.now();
    expect(keyBlocks(begin.repeat(50_000))).toEqual([]);
    expect(performance.now() - before).toBeLessThan(500);
    const end = '-----END PGP PUBLIC KEY BLOCK-----';
    expect(keyBlocks(`a\n${begin}x\n${end}\nb ${begin}y\n${end}`)).toHaveLength(2);
  });

  it('what is locked while it is being opened stays locked; a backup of a secret key opens nothing', async () => {
    const ring = await (await bench()).start();
    const { fingerprint } = await ring.generate('Ada', 'ada@tern.example', 'words', 2);
    await ring.lock(fingerprint);
    expect(await ring.export(fingerprint, 'words')).toContain('PRIVATE KEY BLOCK');
    await expect(ring.export(fingerprint, 'other words')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(await ring.secretKey(fingerprint)).toBeNull();
    const opening = ring.unlock(fingerprint, 'words', 'no').catch(() => undefined);
    await ring.lock(fingerprint);
    await opening;
    expect(await ring.secretKey(fingerprint)).toBeNull();
    expect(ring.list()).toMatchObject([{ open: false }]);
  });

  it('a file larger than any ring of keys is refused before it is taken apart', async () => {
    const ring = await (await bench()).start();
    const large = utf8('-----BEGIN PGP PUBLIC KEY BLOCK-----\n'.padEnd(4_000_001, 'x'));
    await expect(ring.import(large, null)).rejects.toMatchObject({ code: 'key-too-large' });
  });
});
