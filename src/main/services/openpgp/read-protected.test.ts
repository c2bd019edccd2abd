import * as pgp from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { openMemoryVault } from '@main/vault';
import { openFolds } from '@shared/ports/fold';
import { KeptSecrets } from '../kept-secrets';
import * as gnupg from './fixtures/gnupg';
import { KeyRing } from './key-ring';
import { openPgp } from './library';
import { uncover } from './read-protected';
import { Secrets } from './testing/people';
import { sealedLetter } from './testing/sealed-letter';

const NOW = Date.now();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const crlf = (...lines: readonly string[]): string => lines.join('\r\n');

async function newRing(): Promise<KeyRing> {
  const { vault } = await openMemoryVault();
  const ring = new KeyRing({
    journal: vault,
    clock: { now: () => NOW },
    secrets: new KeptSecrets(new Secrets()),
    ownAddresses: () => new Set(['ada@tern.example']),
  });
  await openFolds(vault, [ring.table]);
  return ring;
}

interface Pair {
  readonly privateKey: pgp.PrivateKey;
  readonly publicKey: pgp.PublicKey;
}
const pair = async (email: string, more: Partial<pgp.KeyOptions> = {}): Promise<Pair> => {
  await openPgp();
  const { privateKey, publicKey } = await pgp.generateKey({
    userIDs: [{ name: email.split('@')[0] ?? '', email }],
    date: new Date(NOW - 60_000),
    ...more,
    format: 'object',
  });
  return { privateKey, publicKey };
};

let ada: Pair;
let bo: Pair;
let eve: Pair;
beforeAll(async () => {
  [ada, bo, eve] = await Promise.all([
    pair('ada@tern.example'),
    pair('bo@tern.example'),
    pair('eve@tern.example'),
  ]);
});

/** Ada's ring with her key open, and Bo's key known. */
async function adasRing(): Promise<KeyRing> {
  const ring = await newRing();
  await ring.import(utf8(ada.privateKey.armor()), 'ada’s words');
  await ring.unlock(ada.publicKey.getFingerprint(), 'ada’s words', 'no');
  await ring.import(utf8(bo.publicKey.armor()), null);
  return ring;
}
const acceptBo = (ring: KeyRing): Promise<void> =>
  ring.accept(bo.publicKey.getFingerprint(), 'bo@tern.example', null);
const read = (letter: string | Uint8Array, ring: KeyRing, sender: string | null = 'bo@tern.example') =>
  uncover(typeof letter === 'string' ? utf8(letter) : letter, { ring, sender, now: NOW });

const INNER = crlf(
  'Content-Type: multipart/mixed; boundary=in; hp="cipher"',
  'Subject: The real subject',
  '',
  '--in',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Secret words.',
  '--in--',
  '',
);

const sealed = (armour: string): string =>
  sealedLetter(armour, ['From: Bo <bo@tern.example>', 'Subject: ...']);
/** The library's types of streams are not there to be resolved. */
const armourOf = (made: unknown): string => (typeof made === 'string' ? made : '');
const encrypt = async (
  text: string,
  to: readonly Pair[],
  by: readonly Pair[] = [],
  more: object = {},
): Promise<string> =>
  armourOf(
    await pgp.encrypt({
      message: await pgp.createMessage({ binary: utf8(text) }),
      encryptionKeys: to.map(({ publicKey }) => publicKey),
      signingKeys: by.map(({ privateKey }) => privateKey),
      ...more,
    }),
  );

const SIGNED_PART = crlf(
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Signed words, with spaces  ',
  'and ends.',
);
const bosSignature = async () =>
  pgp.sign({
    message: await pgp.createMessage({ binary: utf8(SIGNED_PART) }),
    signingKeys: bo.privateKey,
    detached: true,
    format: 'object',
  });

async function signedLetter(
  by: Pair,
  options: { readonly part?: string; readonly shown?: string; readonly extra?: string } = {},
): Promise<string> {
  const part = options.part ?? SIGNED_PART;
  const signature = await pgp.sign({
    message: await pgp.createMessage({ binary: utf8(part) }),
    signingKeys: by.privateKey,
    detached: true,
  });
  return crlf(
    'From: Bo <bo@tern.example>',
    'Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=sig',
    '',
    'Preamble.',
    '--sig',
    options.shown ?? part,
    '--sig',
    'Content-Type: application/pgp-signature; name=signature.asc',
    '',
    armourOf(signature).trim(),
    ...(options.extra === undefined ? [] : ['--sig', options.extra]),
    '--sig--',
    '',
  );
}

describe('what is encrypted (RFC 3156 §4)', () => {
  it('is read with one’s own key, and says that nobody signed it', async () => {
    const found = await read(sealed(await encrypt(INNER, [ada])), await adasRing());
    expect(found).toMatchObject({ encryption: 'read', signature: null, around: false });
    expect(Buffer.from(found?.letter ?? []).toString()).toBe(INNER);
  });

  it('and signed together: whose key it was, and what the person thinks of that key', async () => {
    const letter = sealed(await encrypt(INNER, [ada], [bo]));
    const ring = await adasRing();
    const before = await read(letter, ring);
    expect(before?.signature).toMatchObject({ state: 'not-accepted', instead: null });
    expect(before?.signature?.key?.userIds).toEqual(['bo <bo@tern.example>']);
    await acceptBo(ring);
    expect((await read(letter, ring))?.signature).toMatchObject({ state: 'good' });
    // The same octets under another sender's name.
    expect((await read(letter, ring, 'carol@tern.example'))?.signature).toMatchObject({
      state: 'other-address',
    });
    // With two senders nobody is meant.
    expect((await read(letter, ring, null))?.signature).toMatchObject({ state: 'other-address' });
  });

  it('signed first and encrypted then (RFC 3156 §6.1): the signed part is what is shown', async () => {
    const inside = (await signedLetter(bo)).replace(/^From:.*\r\n/, '');
    const ring = await adasRing();
    await acceptBo(ring);
    const found = await read(sealed(await encrypt(inside, [ada])), ring);
    expect(found).toMatchObject({ encryption: 'read', signature: { state: 'good' } });
    expect(Buffer.from(found?.letter ?? []).toString()).toBe(SIGNED_PART);
  });

  it('says for which keys it is when there is none of them, and asks for a passphrase when there is', async () => {
    const letter = sealed(await encrypt(INNER, [bo]));
    const ring = await adasRing();
    const [, subkey] = bo.publicKey.getKeyIDs().map((id) => id.toHex());
    expect(await read(letter, ring)).toMatchObject({ encryption: 'no-key', keys: [subkey], letter: null });
    await ring.import(utf8(bo.privateKey.armor()), 'bo’s words');
    const bos = bo.publicKey.getFingerprint();
    expect(await read(letter, ring)).toMatchObject({ encryption: 'passphrase', keys: [bos] });
    await expect(ring.unlock(bos, 'other words', 'no')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await ring.unlock(bos, 'bo’s words', 'secure');
    expect(await read(letter, ring)).toMatchObject({ encryption: 'read' });
    await ring.lock(bos);
    expect(await read(letter, ring)).toMatchObject({ encryption: 'passphrase' });
  });

  it('hidden recipients are tried with every key of one’s own', async () => {
    const letter = sealed(await encrypt(INNER, [ada], [], { wildcard: true }));
    expect(await read(letter, await adasRing())).toMatchObject({ encryption: 'read' });
    expect(await read(letter, await newRing())).toMatchObject({ encryption: 'no-key', keys: [] });
  });

  it('one octet changed on the way: nothing of it is shown', async () => {
    const armour = await encrypt(INNER, [ada], [bo]);
    const { data } = await pgp.unarmor(armour);
    const bytes = new Uint8Array(data as Uint8Array);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    const changed = pgp.armor(pgp.enums.armor.message, bytes);
    expect(await read(sealed(changed), await adasRing())).toMatchObject({
      encryption: 'damaged',
      letter: null,
    });
  });

  it('a small letter does not unpack to a memory full', async () => {
    const bomb = await encrypt('A'.repeat(70 * 1024 * 1024), [ada], [], {
      config: { preferredCompressionAlgorithm: pgp.enums.compression.zlib },
    });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await read(sealed(bomb), await adasRing())).toMatchObject({
      encryption: 'too-large',
      letter: null,
    });
  });

  it('a recipient repeated by the hundred does not hold everything up', async () => {
    const { data } = await pgp.unarmor(await encrypt(INNER, [ada]));
    const bytes = new Uint8Array(data as Uint8Array);
    // A new header with a length of one octet (RFC 9580 §4.2.1).
    expect(bytes[0]).toBe(0xc0 | pgp.enums.packet.publicKeyEncryptedSessionKey);
    const recipient = bytes.subarray(0, 2 + (bytes[1] ?? 0));
    const repeated = (times: number): string => {
      const before = Array.from({ length: times }, () => recipient);
      return pgp.armor(pgp.enums.armor.message, Buffer.concat([...before, bytes.subarray(recipient.length)]));
    };
    const ring = await adasRing();
    expect(await read(sealed(repeated(2)), ring)).toMatchObject({ encryption: 'read' });
    expect(await read(sealed(repeated(300)), ring)).toMatchObject({ encryption: 'too-large', letter: null });
  });

  it('rubbish, a signature in the place of a cipher, and a part too many are damage', async () => {
    const ring = await adasRing();
    const damaged = { encryption: 'damaged', letter: null };
    expect(
      await read(sealed('-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----'), ring),
    ).toMatchObject(damaged);
    expect(await read(sealed(''), ring)).toMatchObject(damaged);
    const plain = await pgp.sign({
      message: await pgp.createMessage({ binary: utf8(INNER) }),
      signingKeys: bo.privateKey,
    });
    expect(await read(sealed(armourOf(plain)), ring)).toMatchObject(damaged);
    const more = sealed(await encrypt(INNER, [ada])).replace('--out--', '--out\r\n\r\nMore.\r\n--out--');
    expect(await read(more, ring)).toMatchObject(damaged);
  });

  it('inside of anything else it is not opened (Efail)', async () => {
    const part = sealed(await encrypt(INNER, [ada])).replace(/^From[\s\S]*?Content-Type/, 'Content-Type');
    const wrapped = crlf(
      'Content-Type: multipart/mixed; boundary=w',
      '',
      '--w',
      'Content-Type: text/html',
      '',
      '<img src="https://evil.example/',
      '--w',
      part,
      '--w',
      'Content-Type: text/html',
      '',
      '">',
      '--w--',
    );
    expect(await read(wrapped, await adasRing())).toBeNull();
  });
});

describe('whatever somebody does to a letter', () => {
  it('there is an answer, and never other words than were encrypted or signed', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const letters = [utf8(sealed(await encrypt(INNER, [ada], [bo]))), utf8(await signedLetter(bo))];
    const kept = [INNER, SIGNED_PART];
    let seed = 20_261_128;
    const random = (below: number): number =>
      (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff) % below;
    for (let round = 0; round < 150; round++) {
      const which = round % 2;
      const bytes = (letters[which] ?? new Uint8Array(0)).slice();
      bytes[random(bytes.length)] = random(256);
      const cut = round % 10 === 9 ? bytes.subarray(0, random(bytes.length)) : bytes;
      const found = await read(cut, ring);
      const words = Buffer.from(found?.letter ?? []).toString();
      if (found?.encryption === 'read' || found?.signature?.state === 'good')
        expect(words.endsWith(kept[which] ?? '?')).toBe(true);
    }
  }, 60_000);
});

describe('what is signed (RFC 3156 §5)', () => {
  it('is good by an accepted key, also where a gateway took the carriage returns away', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const letter = await signedLetter(bo);
    const found = await read(letter, ring);
    expect(found).toMatchObject({ encryption: 'none', signature: { state: 'good', instead: null } });
    expect(found?.signature?.signedAt).toBeGreaterThan(NOW - 60_000);
    expect(Buffer.from(found?.letter ?? []).toString()).toBe(SIGNED_PART);
    expect(await read(letter.replaceAll('\r\n', '\n'), ring)).toMatchObject({ signature: { state: 'good' } });
  });

  it('changed on the way: bad, whatever the key', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const letter = await signedLetter(bo, { shown: SIGNED_PART.replace('Signed', 'Sighed') });
    expect(await read(letter, ring)).toMatchObject({ signature: { state: 'bad', signedAt: null } });
  });

  it('by a key that is not here: unknown; that pretends to be Bo’s: not accepted, and it says which one is', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const letter = await signedLetter(eve);
    expect(await read(letter, ring)).toMatchObject({
      signature: { state: 'unknown-key', keyId: eve.publicKey.getKeyID().toHex(), key: null },
    });
    const fake = await pair('bo@tern.example');
    await ring.import(utf8(fake.publicKey.armor()), null);
    expect(await read(await signedLetter(fake), ring)).toMatchObject({
      signature: { state: 'not-accepted', instead: bo.publicKey.getFingerprint() },
    });
    // Accepting it does not happen in passing.
    await expect(ring.accept(fake.publicKey.getFingerprint(), 'bo@tern.example', null)).rejects.toMatchObject(
      { code: 'other-key', details: { fingerprint: bo.publicKey.getFingerprint() } },
    );
    await ring.accept(fake.publicKey.getFingerprint(), 'Bo@tern.example', bo.publicKey.getFingerprint());
    expect(await read(await signedLetter(bo), ring)).toMatchObject({ signature: { state: 'not-accepted' } });
  });

  it('by a key that has expired or was revoked', async () => {
    const ring = await adasRing();
    const old = await pair('bo@tern.example', { date: new Date(NOW - 10_000_000), keyExpirationTime: 60 });
    await ring.import(utf8(old.publicKey.armor()), null);
    await ring.accept(old.publicKey.getFingerprint(), 'bo@tern.example', null);
    const part = utf8(SIGNED_PART);
    const signature = await pgp.sign({
      message: await pgp.createMessage({ binary: part }),
      signingKeys: old.privateKey,
      detached: true,
      date: new Date(NOW - 9_990_000),
    });
    const letter = (await signedLetter(bo)).replace(
      /-----BEGIN PGP SIG[\s\S]*END PGP SIGNATURE-----/,
      armourOf(signature).trim(),
    );
    expect(await read(letter, ring)).toMatchObject({ signature: { state: 'expired' } });
    const { publicKey } = await pgp.revokeKey({ key: bo.privateKey, format: 'object' });
    const now = await adasRing();
    await acceptBo(now);
    await now.import(utf8(publicKey.armor()), null);
    expect(await read(await signedLetter(bo), now)).toMatchObject({ signature: { state: 'revoked' } });
  });

  it('beside what is not signed, nothing is said to be', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const letter = await signedLetter(bo, { extra: crlf('Content-Type: text/plain', '', 'Pay now.') });
    expect(await read(letter, ring)).toMatchObject({ signature: { state: 'part' }, letter: null });
    const listed = crlf(
      'Content-Type: multipart/mixed; boundary=l',
      '',
      '--l',
      await signedLetter(bo),
      '--l--',
    );
    expect(await read(listed, ring)).toBeNull();
    const twoTypes = (await signedLetter(bo)).replace(
      'Content-Type:',
      'Content-Type: text/plain\r\nContent-Type:',
    );
    expect(await read(twoTypes, ring)).toBeNull();
    const rubbish = (await signedLetter(bo)).replace(
      /\r\n\r\n-----BEGIN[\s\S]*SIGNATURE-----/,
      '\r\n\r\nNone.',
    );
    expect(await read(rubbish, ring)).toMatchObject({ signature: { state: 'damaged' }, letter: null });
  });

  it('with SHA-1 it proves nothing', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const signature = await bosSignature();
    const packet = signature.packets[0] as pgp.SignaturePacket | undefined;
    if (!packet) throw new Error('no signature');
    // As another program would: only the library refuses to make one.
    const bytes = Buffer.from(signature.write() as Uint8Array);
    const at = bytes.indexOf(Buffer.of(4, packet.signatureType ?? 0, packet.publicKeyAlgorithm ?? 0));
    bytes[at + 3] = 2;
    const letter = (await signedLetter(bo)).replace(
      /-----BEGIN PGP SIG[\s\S]*END PGP SIGNATURE-----/,
      pgp.armor(pgp.enums.armor.signature, bytes).trim(),
    );
    expect(await read(letter, ring)).toMatchObject({ signature: { state: 'weak' } });
  });
});

describe('armour in the text', () => {
  const plain = (text: string, more = ''): string =>
    crlf(
      'From: Bo <bo@tern.example>',
      'Content-Type: text/plain; charset=utf-8',
      more,
      text.replaceAll('\n', '\r\n'),
    );

  it('is read as plain text, and what stands around it is not', async () => {
    const ring = await adasRing();
    const armour = await encrypt('<b>Grüße</b>', [ada]);
    const found = await read(plain(armour), ring);
    expect(found).toMatchObject({ encryption: 'read', around: false });
    expect(Buffer.from(found?.letter ?? []).toString()).toBe(
      'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<b>Grüße</b>',
    );
    const around = await read(plain(`Look:\n${armour}\nBye`), ring);
    expect(around).toMatchObject({ encryption: 'read', around: true });
    expect(Buffer.from(around?.letter ?? []).toString()).not.toContain('Look');
    expect(await read(plain('No armour at all.'), ring)).toBeNull();
  });

  it('clear-signed: what was signed is shown, dashes and all; around it nothing may stand', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const signed = await pgp.sign({
      message: await pgp.createCleartextMessage({ text: 'Words\n- and a dash\n-----\nend' }),
      signingKeys: bo.privateKey,
    });
    const found = await read(plain(signed), ring);
    expect(found).toMatchObject({ encryption: 'none', signature: { state: 'good' } });
    expect(Buffer.from(found?.letter ?? []).toString()).toContain(
      '\r\n\r\nWords\r\n- and a dash\r\n-----\r\nend',
    );
    expect(await read(plain(signed.replace('Words', 'Wards')), ring)).toMatchObject({
      signature: { state: 'bad' },
    });
    expect(await read(plain(`Pay now.\n\n${signed}`), ring)).toMatchObject({
      signature: { state: 'part' },
      letter: null,
    });
    expect(await read(plain(signed.slice(0, 200)), ring)).toMatchObject({ signature: { state: 'damaged' } });
  });
});

describe('clear-signed words in another charset than UTF-8', () => {
  it('are checked octet by octet, and shown in the charset of the letter', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    // "Žluť" and a space that does not count, as ISO-8859-2.
    const octets = Buffer.from('\xaelu\xbb\r\nkonec', 'latin1');
    const signature = await pgp.sign({
      message: await pgp.createMessage({ binary: octets }),
      signingKeys: bo.privateKey,
      detached: true,
    });
    const letter = Buffer.from(
      crlf(
        'From: Bo <bo@tern.example>',
        'Content-Type: text/plain; charset=iso-8859-2',
        'Content-Transfer-Encoding: 8bit',
        '',
        '-----BEGIN PGP SIGNED MESSAGE-----',
        'Hash: SHA512',
        '',
        '\xaelu\xbb ',
        'konec',
        armourOf(signature).trim(),
        '',
      ),
      'latin1',
    );
    const found = await read(letter, ring);
    expect(found).toMatchObject({ signature: { state: 'good' }, around: false });
    expect(Buffer.from(found?.letter ?? []).toString()).toContain('\r\n\r\nŽluť\r\nkonec');
    const changed = Buffer.from(letter.toString('latin1').replace('lu\xbb', 'lu\xbc'), 'latin1');
    expect(await read(changed, ring)).toMatchObject({ signature: { state: 'bad' } });
  });
});

describe('thousands of signatures', () => {
  it('are not tried one after the other over the whole letter', async () => {
    const ring = await adasRing();
    await acceptBo(ring);
    const signature = await bosSignature();
    const one = Buffer.from(signature.write() as Uint8Array);
    const many = pgp.armor(pgp.enums.armor.signature, Buffer.concat(Array.from({ length: 3000 }, () => one)));
    const letter = (await signedLetter(bo)).replace(
      /-----BEGIN PGP SIG[\s\S]*END PGP SIGNATURE-----/,
      many.trim(),
    );
    expect(await read(letter, ring)).toMatchObject({ signature: { state: 'damaged' } });
  });
});

describe('what GnuPG makes', () => {
  const gus = async (): Promise<KeyRing> => {
    const ring = await newRing();
    const [imported] = await ring.import(utf8(gnupg.SECRET_KEY), null);
    if (!imported) throw new Error('no key');
    const { key } = imported;
    await ring.unlock(key.fingerprint, 'gpg words', 'no');
    await ring.accept(key.fingerprint, 'gus@tern.example', null);
    return ring;
  };
  const from = 'gus@tern.example';

  it('is read: signed and encrypted at once, a hidden recipient, bzip2', async () => {
    const ring = await gus();
    const both = await read(sealed(gnupg.SIGNED_AND_ENCRYPTED), ring, from);
    expect(both).toMatchObject({ encryption: 'read', signature: { state: 'good' } });
    expect(Buffer.from(both?.letter ?? []).toString()).toBe(gnupg.PART);
    const hidden = await read(sealed(gnupg.HIDDEN_RECIPIENT), ring, from);
    expect(hidden).toMatchObject({ encryption: 'read', signature: null });
    expect(Buffer.from(hidden?.letter ?? []).toString()).toBe(gnupg.PART);
  });

  it('is checked: text signatures as mutt makes them, and clear-signed words', async () => {
    const ring = await gus();
    const letter = (await signedLetter(bo, { part: gnupg.PART })).replace(
      /-----BEGIN PGP SIG[\s\S]*END PGP SIGNATURE-----/,
      gnupg.TEXT_SIGNATURE.trim(),
    );
    expect(await read(letter, ring, from)).toMatchObject({ signature: { state: 'good' } });
    expect(await read(letter.replace('=9Fe', '=9Fen'), ring, from)).toMatchObject({
      signature: { state: 'bad' },
    });
    const clear = `Content-Type: text/plain\r\n\r\n${gnupg.CLEAR_SIGNED}`;
    expect(await read(clear, ring, from)).toMatchObject({ signature: { state: 'good' } });
  });

  it('is refused without integrity protection', async () => {
    expect(await read(sealed(gnupg.WITHOUT_INTEGRITY), await gus(), from)).toMatchObject({
      encryption: 'unprotected',
      letter: null,
    });
  });
});
