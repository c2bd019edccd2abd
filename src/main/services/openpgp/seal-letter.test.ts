import * as pgp from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyOf } from '@shared/model/letter-keys';
import type { Address } from '@shared/model/message';
import type { OutgoingMessage } from '../../mime/build/outgoing';
import { parseEnvelope } from '../../mime/parse-envelope';
import { rootEntities } from '../../mime/root-entities';
import { walkMessage } from '../../mime/walk-message';
import { bodyFromMessage } from '../../mime/body-from-message';
import type { KeyRing } from './key-ring';
import { uncover } from './read-protected';
import { sealLetter, type SealedLetter } from './seal-letter';
import { sealOctets } from './seal-octets';
import { type Person, personOf, ringOf, WORDS } from './testing/people';

const NOW = Date.now();
const DAY = 86_400_000;
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

let ada: Person;
let bo: Person;
let cy: Person;
let short: Person;
let adas: KeyRing;
beforeAll(async () => {
  [ada, bo, cy, short] = await Promise.all([
    personOf('ada@tern.example', NOW),
    personOf('bo@tern.example', NOW),
    personOf('cy@tern.example', NOW, { type: 'rsa', rsaBits: 2048 }),
    personOf('short@tern.example', NOW, { keyExpirationTime: 3600 }),
  ]);
  adas = await ringOf(ada, [bo, cy, short], () => NOW);
});

const to = (...addresses: string[]): Address[] => addresses.map((address) => ({ name: '', address }));
const message = (more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  from: { name: 'Ada', address: 'ada@tern.example' },
  to: to('bo@tern.example'),
  cc: [],
  bcc: [],
  subject: 'The plan for Friday',
  date: NOW,
  messageId: 'one@tern.example',
  text: 'Meet at nine, quietly.',
  ...more,
});
const file = (filename: string, text: string, type = 'text/plain') => ({
  filename,
  type,
  read: async function* () {
    yield await Promise.resolve(Buffer.from(text));
  },
});
const seal = (
  what: Partial<OutgoingMessage>,
  protect: { encrypt: boolean; sign: boolean },
  { ring = adas, now = NOW } = {},
): Promise<SealedLetter> => sealLetter(message(what), protect, { ring, now, seal: sealOctets });
const read = (bytes: Uint8Array, ring: KeyRing, sender = 'ada@tern.example') =>
  uncover(bytes, { ring, sender, now: NOW });
const BOTH = { encrypt: true, sign: true };
const SIGN = { encrypt: false, sign: true };
const code = (made: Promise<unknown>): Promise<unknown> =>
  made.then(
    () => 'made',
    (error: unknown) => {
      const { code: is, details } = error as { code: string; details: unknown };
      return { code: is, details };
    },
  );

describe('an encrypted letter', () => {
  it('has the structure of RFC 3156 §4, and outside neither subject nor words nor names of files', async () => {
    const { wire } = await seal({ attachments: [file('salaries.txt', 'secret sums')] }, BOTH);
    const text = latin1(wire);
    expect(text).not.toMatch(/Friday|nine|salaries|sums|[^\r]\n|[\x80-\xff]/);
    const { headers, structure } = walkMessage(wire);
    expect(parseEnvelope(headers).subject).toBe('[...]');
    expect(headers.all('subject')).toHaveLength(1);
    expect(structure).toMatchObject({
      type: 'multipart/encrypted',
      params: { protocol: 'application/pgp-encrypted' },
      children: [{ type: 'application/pgp-encrypted' }, { type: 'application/octet-stream' }],
    });
    const [control, sealed] = rootEntities(wire).entities.map(rootEntities);
    expect(latin1(control?.body ?? wire)).toBe('Version: 1\r\n');
    expect(latin1(sealed?.body ?? wire)).toMatch(
      /^-----BEGIN PGP MESSAGE-----\r\n[^]*-----END PGP MESSAGE-----\r\n$/,
    );
  });

  it('is read by its receiver and, in Sent, by who wrote it: words, files, subject, signature', async () => {
    const bos = await ringOf(bo, [ada], () => NOW);
    const { wire, filed } = await seal({ attachments: [file('salaries.txt', 'secret sums')] }, BOTH);
    for (const [bytes, ring] of [
      [wire, bos],
      [filed, adas],
    ] as const) {
      const found = await read(bytes, ring);
      expect(found).toMatchObject({ encryption: 'read', signature: { state: 'good' } });
      const letter = found?.letter ?? new Uint8Array();
      const { params, headers } = rootEntities(letter);
      expect(params['hp']).toBe('cipher');
      // RFC 9788 §2.2: what was outside, so that the receiver's answer hides what was hidden.
      expect(headers.all('hp-outer').filter((one) => /^Subject:/.test(one))).toEqual(['Subject: [...]']);
      expect(parseEnvelope(headers)).toMatchObject({
        subject: 'The plan for Friday',
        messageId: 'one@tern.example',
        from: [{ name: 'Ada', address: 'ada@tern.example' }],
      });
      const body = bodyFromMessage(letter);
      expect(body.texts[0]?.text).toContain('Meet at nine, quietly.');
      expect(JSON.stringify(body.structure)).toContain('salaries.txt');
    }
  });

  it('goes without a signature when none is wanted, also while the secret key is locked', async () => {
    const locked = await ringOf(ada, [bo], () => NOW);
    await locked.lock(ada.fingerprint);
    const { wire } = await seal({}, { encrypt: true, sign: false }, { ring: locked });
    const bos = await ringOf(bo, [ada], () => NOW);
    expect(await read(wire, bos)).toMatchObject({ encryption: 'read', signature: null });
    expect(await code(seal({}, BOTH, { ring: locked }))).toEqual({
      code: 'key-locked',
      details: { fingerprint: ada.fingerprint },
    });
  });

  it('tells nobody who got a blind copy: not by its key, not in its header, not inside', async () => {
    const { wire, filed } = await seal({ bcc: to('cy@tern.example', 'bo@tern.example') }, BOTH);
    const armoredMessage = latin1(rootEntities(rootEntities(wire).entities[1] ?? wire).body);
    const ids = (await pgp.readMessage({ armoredMessage })).getEncryptionKeyIDs().map((id) => id.toHex());
    expect(ids.filter((id) => cy.keyIds.includes(id))).toEqual([]);
    expect(ids.filter((id) => bo.keyIds.includes(id))).toHaveLength(1);
    expect(ids.filter((id) => ada.keyIds.includes(id))).toHaveLength(1);
    expect(ids.filter((id) => /^0+$/.test(id))).toHaveLength(1);
    expect(latin1(wire)).not.toMatch(/cy@|^Bcc/m);
    const bos = await ringOf(bo, [ada], () => NOW);
    expect(latin1((await read(wire, bos))?.letter ?? wire)).not.toMatch(/cy@|^Bcc/m);
    // The blind copy itself can be read, and Sent says to whom it went.
    const cys = await ringOf(cy, [ada], () => NOW);
    expect(await read(wire, cys)).toMatchObject({ encryption: 'read', signature: { state: 'good' } });
    expect(latin1(filed)).toMatch(/^Bcc: cy@tern\.example/m);
    expect(latin1(filed).replace(/^Bcc:.*\r\n/m, '')).toBe(latin1(wire));
  });

  it('is refused when somebody has no key that can be used, and says who', async () => {
    const many = { to: to('nobody@tern.example', 'BO@tern.example'), cc: to('short@tern.example') };
    expect(await code(seal(many, BOTH))).toEqual({
      code: 'keys-missing',
      details: { addresses: 'nobody@tern.example' },
    });
    expect(await code(seal({ ...many, bcc: to('eve@tern.example') }, BOTH, { now: NOW + DAY }))).toEqual({
      code: 'keys-missing',
      details: { addresses: 'nobody@tern.example, short@tern.example, eve@tern.example' },
    });
    // A key that is here and was not accepted is nobody's.
    const ring = await ringOf(ada, [], () => NOW);
    await ring.import(Buffer.from(bo.publicArmour), null);
    expect(await code(seal({}, BOTH, { ring }))).toMatchObject({ code: 'keys-missing' });
  });

  it('is refused when a subkey to encrypt with is past its time, though the key is not', async () => {
    const late = await personOf('late@tern.example', NOW, {
      subkeys: [{ keyExpirationTime: 3600 }],
    });
    const ring = await ringOf(ada, [late], () => NOW);
    const made = seal({ to: to('late@tern.example') }, BOTH, { ring, now: NOW + DAY });
    expect(await code(made)).toMatchObject({ code: 'keys-missing' });
    // And says so while one writes, not only when it is to go.
    expect(keyOf(ring.list(), 'late@tern.example', NOW).fault).toBeNull();
    expect(keyOf(ring.list(), 'late@tern.example', NOW + DAY).fault).toBe('expired');
  });

  it('is made for a key of a clock ahead of this one, once its time has come', async () => {
    const soon = await personOf('soon@tern.example', NOW + 360_000);
    const ring = await ringOf(ada, [soon], () => NOW);
    const [, key] = ring.list();
    expect(key).toMatchObject({ addresses: ['soon@tern.example'], encrypts: true, signs: true });
    const made = (now: number) => code(seal({ to: to('soon@tern.example') }, BOTH, { ring, now }));
    expect(keyOf(ring.list(), 'soon@tern.example', NOW).fault).toBe('unusable');
    expect(await made(NOW)).toMatchObject({ code: 'keys-missing' });
    expect(keyOf(ring.list(), 'soon@tern.example', NOW + DAY).fault).toBeNull();
    expect(await made(NOW + DAY)).toBe('made');
  });

  it('is refused in words when the part of one’s key that signs is not here', async () => {
    const { privateKey } = await pgp.generateKey({
      userIDs: [{ name: 'Ada', email: 'ada@tern.example' }],
      date: new Date(NOW - 60_000),
      format: 'object',
    });
    const locked = await pgp.encryptKey({ privateKey, passphrase: WORDS });
    // As `gpg --export-secret-subkeys` writes it.
    (locked.keyPacket as pgp.SecretKeyPacket).makeDummy();
    const person = { ...ada, fingerprint: privateKey.getFingerprint(), secretArmour: locked.armor() };
    const ring = await ringOf(person, [bo], () => NOW);
    expect(await code(seal({}, BOTH, { ring }))).toEqual({
      code: 'own-key-unusable',
      details: { address: 'ada@tern.example', fault: 'unusable' },
    });
    expect(await code(seal({}, { encrypt: true, sign: false }, { ring }))).toBe('made');
  });

  it('is refused without a key of one’s own, or with one that is past its time', async () => {
    const from = { name: 'Ada', address: 'other@tern.example' };
    expect(await code(seal({ from }, BOTH))).toMatchObject({ code: 'own-key-missing' });
    const shorts = await ringOf(short, [bo], () => NOW);
    const mine = { from: { name: '', address: 'short@tern.example' } };
    expect(await code(seal(mine, SIGN, { ring: shorts, now: NOW + DAY }))).toEqual({
      code: 'own-key-unusable',
      details: { address: 'short@tern.example', fault: 'expired' },
    });
  });
});

describe('a signed letter', () => {
  /** All that is known to be changed on the way. */
  const HARD = [
    'From here on it is risky.',
    'Blanks at the end  ',
    '.',
    'Přání -- \t',
    '',
    '-- ',
    'Ada',
  ].join('\n');

  it('has the structure of RFC 3156 §5, with the hash that was used', async () => {
    const { wire } = await seal({ text: HARD, html: `<p>From me</p>\n<pre>\nFrom x \n</pre>` }, SIGN);
    const { headers, structure } = walkMessage(wire);
    expect(headers.first('content-type')).toMatch(/micalg=pgp-sha(?:256|512)/);
    expect(structure).toMatchObject({
      type: 'multipart/signed',
      params: { protocol: 'application/pgp-signature' },
      children: [{ type: 'multipart/alternative' }, { type: 'application/pgp-signature' }],
    });
    const [payload, second] = rootEntities(wire).entities;
    const text = latin1(payload ?? wire);
    expect(text).not.toMatch(/[\x80-\xff]|[^\r]\n|[ \t]\r\n|^From /m);
    expect(rootEntities(payload ?? wire).params['hp']).toBe('clear');
    const armoredSignature = latin1(rootEntities(second ?? wire).body);
    const signature = await pgp.readSignature({ armoredSignature });
    const used = pgp.enums.read(pgp.enums.hash, signature.packets[0]?.hashAlgorithm as number);
    expect(structure.params['micalg']).toBe(`pgp-${used}`);
  });

  it('is read as it was written, and any change is seen', async () => {
    const bos = await ringOf(bo, [ada], () => NOW);
    const letter = file('passed on.eml', 'Subject: x \r\n\r\nFrom what it says  \r\n', 'message/rfc822');
    const { wire } = await seal({ text: HARD, attachments: [letter] }, SIGN);
    const found = await read(wire, bos);
    expect(found).toMatchObject({ encryption: 'none', signature: { state: 'good' } });
    expect(bodyFromMessage(found?.letter ?? wire).texts[0]?.text).toContain('From here on it is risky.');
    // What relays have been seen to do is done to nothing of it.
    const mangled = latin1(wire)
      .replace(/^From /gm, '>From ')
      .replace(/[ \t]+\r\n/g, '\r\n');
    const bytes = Buffer.from(mangled, 'latin1');
    expect(await read(bytes, bos)).toMatchObject({ signature: { state: 'good' } });
    const changed = Buffer.from(latin1(wire).replace('risky', 'riskY'), 'latin1');
    expect(await read(changed, bos)).toMatchObject({ signature: { state: 'bad' } });
    const subject = Buffer.from(
      latin1(wire).replace(/(hp="clear"[^]*|^)Subject: The/, '$1Subject: A'),
      'latin1',
    );
    expect(await read(subject, bos)).toMatchObject({ signature: { state: 'good' } });
    const all = Buffer.from(latin1(wire).replaceAll('Subject: The plan', 'Subject: No plan'), 'latin1');
    expect(await read(all, bos)).toMatchObject({ signature: { state: 'bad' } });
  });

  it('needs nobody’s key but one’s own', async () => {
    expect(await code(seal({ to: to('nobody@tern.example') }, SIGN))).toBe('made');
  });
});

it('what is too large to be read by Tern is not made', async () => {
  const big = {
    ...file('big.bin', ''),
    read: async function* () {
      for (let n = 0; n < 23; n++) yield await Promise.resolve(new Uint8Array(1024 * 1024));
    },
  };
  expect(await code(seal({ attachments: [big] }, BOTH))).toMatchObject({ code: 'too-large-to-protect' });
});
