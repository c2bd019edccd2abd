import * as pgp from 'openpgp';
import { afterEach, expect, it } from 'vitest';
import { type MessageRef, section, type Uid } from '@shared/model/ids';
import { Bench, USER } from '../../../../tests/fakes/bench';
import { sealedLetter } from './testing/sealed-letter';

let bench: Bench;
afterEach(() => bench.stop());

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const SECRET = [
  'Content-Type: multipart/mixed; boundary=in; protected-headers="v1"',
  'Subject: The real subject',
  '',
  '--in',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Secret words.',
  '--in',
  'Content-Type: text/plain; name=plan.txt',
  'Content-Disposition: attachment; filename=plan.txt',
  '',
  'Secret plan.',
  '--in--',
  '',
].join('\r\n');

it('an encrypted letter is read into memory: words, parts and subject; nothing of it is kept or quoted', async () => {
  const { privateKey, publicKey } = await pgp.generateKey({
    userIDs: [{ name: 'Ada', email: USER }],
    date: new Date(Date.now() - 60_000),
    format: 'object',
  });
  const armour = (await pgp.encrypt({
    message: await pgp.createMessage({ binary: utf8(SECRET) }),
    encryptionKeys: publicKey,
  })) as string;
  bench = new Bench('everything');
  const letter = sealedLetter(armour, [
    'From: Bo <bo@tern.example>',
    `To: ${USER}`,
    'Subject: ...',
    'Message-ID: <sealed@tern.example>',
  ]);
  const { world } = bench;
  world.append(world.account(USER), world.mailbox(USER, 'INBOX'), utf8(letter));
  await bench.start();
  await bench.quiet();
  const { api } = bench.ui;
  const { engine } = bench;
  const inbox = [...bench.store.mailboxes.values()].find(({ name }) => name === 'INBOX');
  if (!inbox) throw new Error('no inbox');
  const ref: MessageRef = { mailbox: inbox.id, generation: inbox.generation, uid: 1 as Uid };
  expect(await api.readProtected({ ref })).toMatchObject({ encryption: 'no-key', letter: null });

  // The key comes as a file that nothing locks: it is taken in, and gone from the shelf.
  const upload = (): Promise<{ blob: string }> =>
    engine.files.accept({
      name: 'key.asc',
      type: '',
      stream: (async function* () {
        yield await Promise.resolve(utf8(privateKey.armor()));
      })(),
    });
  const { blob } = await upload();
  await expect(api.importOpenPgpKeys({ from: { blob } })).rejects.toMatchObject({ code: 'key-unprotected' });
  expect(await engine.shelf.read(blob as never)).toBeNull();
  const again = await upload();
  const [imported] = await api.importOpenPgpKeys({ from: { blob: again.blob }, protect: 'words' });
  expect(imported).toMatchObject({ as: 'added', secret: true, key: { acceptedFor: [USER] } });
  expect(await engine.shelf.read(again.blob as never)).toBeNull();

  const fingerprint = publicKey.getFingerprint();
  expect(await api.readProtected({ ref })).toMatchObject({ encryption: 'passphrase', keys: [fingerprint] });
  await api.unlockOpenPgpKey({ fingerprint, passphrase: 'words' });
  const blobs = async (): Promise<number> => {
    let count = 0;
    for await (const _ of engine.parts.vault.blobs.list()) count++;
    return count;
  };
  const before = await blobs();
  const read = await api.readProtected({ ref });
  expect(read).toMatchObject({ encryption: 'read', signature: null, subject: 'The real subject' });
  const message = read?.letter;
  if (!message) throw new Error('not read');
  expect(message.envelope).toMatchObject({
    subject: 'The real subject',
    from: [{ address: 'bo@tern.example' }],
  });
  expect(message.body?.parts).toMatchObject([{ text: 'Secret words.' }]);
  const part = await api.fetchPart({ ref: message.ref, section: section('2') });
  const file = await engine.files.openUrl(part.url);
  const pieces: Uint8Array[] = [];
  for await (const piece of file?.stream ?? []) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe('Secret plan.');
  expect(await blobs()).toBe(before);
  const journal: string[] = [];
  await engine.parts.vault.replay((record) => journal.push(JSON.stringify(record)));
  expect(journal.join('\n')).not.toMatch(/Secret|real subject/);

  // It does not get into a letter in the clear; an answer to what enclosed it quotes nothing.
  await expect(api.replyDraft({ ref: message.ref, mode: 'reply' })).rejects.toMatchObject({
    code: 'letter-sealed',
  });
  const draft = await api.replyDraft({ ref, mode: 'reply' });
  expect(JSON.stringify(draft.content)).not.toMatch(/Secret|real subject/);

  // Locked is locked: also what was opened before.
  await api.lockOpenPgpKey({ fingerprint });
  expect(await api.readProtected({ ref })).toMatchObject({ encryption: 'passphrase', letter: null });
  expect(await engine.files.openUrl(part.url)).toBeNull();
  await expect(api.fetchPart({ ref: message.ref, section: section('2') })).rejects.toMatchObject({
    code: 'message-gone',
  });
});
