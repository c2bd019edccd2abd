import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Draft, DraftContent } from '@shared/contract/compose';
import { type BlobHash, parseMessageKey } from '@shared/model/ids';
import { Bench, USER } from '../../../../tests/fakes/bench';
import { sealedLetter } from './testing/sealed-letter';
import { type Person, personOf, WORDS } from './testing/people';

const BO = 'bo@tern.example';
const SECRETS = /quiet words|secret plan|plan\.txt|The real subject/;
const ENCRYPT = { encrypt: true, sign: true };

let ada: Person;
let bo: Person;
let bench: Bench;
beforeAll(async () => {
  [ada, bo] = await Promise.all([personOf(USER, Date.now()), personOf(BO, Date.now())]);
});
beforeEach(async () => {
  bench = new Bench('everything');
  await bench.start();
  await bench.quiet();
  const { api } = bench.ui;
  await api.importOpenPgpKeys({ from: { armour: ada.secretArmour }, protect: WORDS });
  await api.importOpenPgpKeys({ from: { armour: bo.publicArmour } });
  await api.acceptOpenPgpKey({ fingerprint: bo.fingerprint, address: BO });
  await unlock();
  await api.updateSettings({ undoSendSeconds: 60 });
});
afterEach(() => bench.stop());

const unlock = () => bench.ui.api.unlockOpenPgpKey({ fingerprint: ada.fingerprint, passphrase: WORDS });

async function letter(more: Partial<DraftContent> = {}): Promise<Draft> {
  const { api } = bench.ui;
  const draft = await api.newDraft({ account: null, to: BO });
  const file = await bench.engine.shelf.put(Buffer.from('secret plan'));
  const attachment = {
    blob: file.hash,
    name: 'plan.txt',
    type: 'text/plain',
    size: file.size,
    contentId: null,
  };
  const content = {
    ...draft.content,
    subject: 'The real subject',
    text: 'quiet words',
    attachments: [attachment],
    protect: ENCRYPT,
    ...more,
  };
  return api.saveDraft({ id: draft.id, base: draft.version, content });
}
const send = ({ id, version, content }: Draft, at: number | null = null) =>
  bench.ui.api.send({ id, base: version, content, at });
const sentRaw = async (): Promise<string> => {
  await vi.waitFor(() => expect(bench.engine.outbox.list()).toEqual([]), 5_000);
  return bench.world.accepted.at(-1)?.raw ?? '';
};
/** What the outbox keeps of letters that wait, in its records and blobs. */
async function waiting(): Promise<{ readonly record: string; readonly wire: string }> {
  const [mail] = bench.engine.outbox.table.values();
  const wire = mail && (await bench.engine.shelf.read(mail.blob));
  return { record: JSON.stringify(mail), wire: Buffer.from(wire ?? []).toString('latin1') };
}
const drafts = (): string =>
  bench
    .box('Drafts')
    .messages.map(({ content }) => content.header('subject'))
    .join();

it('an encrypted letter waits encrypted, and goes out with the same octets after failures and a crash', async () => {
  bench.online = false;
  const { id } = await send(await letter());
  const { record, wire } = await waiting();
  expect(record).not.toMatch(SECRETS);
  expect(wire).toContain('-----BEGIN PGP MESSAGE-----');
  expect(wire).not.toMatch(SECRETS);
  await bench.ui.api.retrySend({ id });
  await vi.waitFor(() => expect(bench.engine.outbox.list()).toMatchObject([{ state: 'retry' }]));
  await bench.kill();
  bench.online = true;
  await bench.start();
  await bench.ui.api.retrySend({ id });
  expect(await sentRaw()).toBe(wire);
  expect(bench.world.accepted).toHaveLength(1);

  // The copy in Sent is read with one's own key, once that is open.
  await unlock();
  await bench.store.until(() => bench.here('Sent').length === 1);
  const ref = parseMessageKey(bench.key('Sent', '[...]'));
  const read = await bench.ui.api.readProtected({ ref });
  expect(read).toMatchObject({
    encryption: 'read',
    subject: 'The real subject',
    signature: { state: 'good' },
    letter: { body: { parts: [{ text: 'quiet words' }] } },
  });
});

it('what is taken back is the draft again, attachments too; after a restart it takes the passphrase', async () => {
  const first = await send(await letter());
  const { draft } = await bench.ui.api.undoSend({ id: first.id });
  expect(draft?.content).toMatchObject({
    subject: 'The real subject',
    text: 'quiet words',
    protect: ENCRYPT,
  });
  const [file] = draft?.content.attachments ?? [];
  expect(await bench.engine.shelf.read(file?.blob as BlobHash)).toEqual(
    new Uint8Array(Buffer.from('secret plan')),
  );

  const { id } = await send(draft as Draft, Date.now() + 86_400_000);
  await bench.kill();
  await bench.start();
  await expect(bench.ui.api.undoSend({ id })).rejects.toMatchObject({
    code: 'key-locked',
    details: { fingerprint: ada.fingerprint },
  });
  expect(bench.engine.outbox.list()).toHaveLength(1);
  await unlock();
  const again = (await bench.ui.api.undoSend({ id })).draft;
  expect(again?.content).toMatchObject({
    subject: 'The real subject',
    text: 'quiet words',
    to: [{ address: BO }],
    attachments: [{ name: 'plan.txt', size: 11 }],
    protect: ENCRYPT,
  });
  expect(await bench.engine.shelf.read(again?.content.attachments[0]?.blob as BlobHash)).not.toBeNull();
});

it('nothing goes out, and the draft stays, while a key is missing or locked', async () => {
  const other = await letter({ cc: [{ name: '', address: 'cy@tern.example' }] });
  await expect(send(other)).rejects.toMatchObject({
    code: 'keys-missing',
    details: { addresses: 'cy@tern.example' },
  });
  await bench.ui.api.lockOpenPgpKey({ fingerprint: ada.fingerprint });
  const signed = await letter({ protect: { encrypt: false, sign: true } });
  await expect(send(signed)).rejects.toMatchObject({ code: 'key-locked' });
  expect(bench.engine.outbox.list()).toEqual([]);
  expect(await bench.ui.api.drafts({})).toHaveLength(2);
});

it('a draft that is to be encrypted is never on the server; what was there is taken away', async () => {
  const plain = await letter({ protect: { encrypt: false, sign: true } });
  await bench.ui.api.closeDraft({ id: plain.id });
  await bench.store.until(() => drafts() === 'The real subject');
  const content = { ...plain.content, protect: ENCRYPT, text: 'more quiet words' };
  await bench.ui.api.saveDraft({ id: plain.id, base: plain.version, content });
  await vi.waitFor(() => expect(drafts()).toBe(''), 5_000);
  await bench.ui.api.closeDraft({ id: plain.id });
  await bench.quiet();
  expect(drafts()).toBe('');
  expect(await bench.ui.api.draft({ id: plain.id })).toMatchObject({
    content: { text: 'more quiet words' },
    copy: { state: 'none' },
  });
  // One that is made so from its beginning never was.
  const fresh = await letter();
  await bench.ui.api.closeDraft({ id: fresh.id });
  await bench.quiet();
  expect(bench.engine.queue.all()).toEqual([]);
  expect(drafts()).toBe('');
  // Not encrypted any more: as any other.
  const open = await bench.ui.api.saveDraft({
    id: fresh.id,
    base: fresh.version,
    content: { ...fresh.content, protect: { encrypt: false, sign: false } },
  });
  await bench.ui.api.closeDraft({ id: open.id });
  await bench.store.until(() => drafts() === 'The real subject');
});

it('an answer to an encrypted letter is to be encrypted, and letters are signed where that is the rule', async () => {
  const armour = '-----BEGIN PGP MESSAGE-----\n\nwV4=\n-----END PGP MESSAGE-----';
  const raw = sealedLetter(armour, [
    `From: Bo <${BO}>`,
    `To: ${USER}`,
    'Subject: [...]',
    'Message-ID: <s@x>',
  ]);
  bench.world.append(bench.world.account(USER), bench.box('INBOX'), raw);
  await bench.store.until(() => bench.here('INBOX').length === 1);
  const { api } = bench.ui;
  const ref = parseMessageKey(bench.key('INBOX', '[...]'));
  const answer = await api.replyDraft({ ref, mode: 'reply' });
  expect(answer.content).toMatchObject({ protect: { ...ENCRYPT, answersEncrypted: true }, quote: null });
  expect((await api.newDraft({ account: null, to: '' })).content.protect).toBeUndefined();
  const [identity] = bench.account.identities;
  const identities = [{ ...identity, signAlways: true } as NonNullable<typeof identity>];
  await api.updateAccount({ account: { ...bench.account, identities } });
  expect((await api.newDraft({ account: null, to: '' })).content.protect).toEqual({
    encrypt: false,
    sign: true,
  });
  // Without a key of one's own there is nothing to do it with, and the letter says what it answers.
  await api.removeOpenPgpKey({ fingerprint: ada.fingerprint });
  const plain = await api.replyDraft({ ref, mode: 'reply' });
  expect(plain.content.protect).toEqual({ encrypt: false, sign: false, answersEncrypted: true });
  expect((await api.newDraft({ account: null, to: '' })).content.protect).toBeUndefined();
});

it('one’s key is attached as a file that holds nothing secret', async () => {
  const file = await bench.ui.api.attachOpenPgpKey({ fingerprint: ada.fingerprint });
  expect(file).toMatchObject({ type: 'application/pgp-keys', contentId: null });
  expect(file.name).toBe(`OpenPGP_0x${ada.fingerprint.slice(-16).toUpperCase()}.asc`);
  const text = Buffer.from((await bench.engine.shelf.read(file.blob as BlobHash)) ?? []).toString();
  expect(text).toContain('PGP PUBLIC KEY BLOCK');
  expect(text).not.toContain('PRIVATE');
});

it('what is on the server of a draft that is to be encrypted goes, after a crash and whatever is left of it', async () => {
  const plain = { protect: { encrypt: false, sign: true } };
  // Larger than what is saved there by itself, and closed: it is there.
  const large = await letter(plain);
  const [file] = large.content.attachments;
  const attachments = file ? [{ ...file, size: 5 * 1024 * 1024 }] : [];
  const saved = { ...large.content, attachments };
  const { version } = await bench.ui.api.saveDraft({ id: large.id, base: large.version, content: saved });
  await bench.ui.api.closeDraft({ id: large.id });
  await bench.store.until(() => drafts() === 'The real subject');
  // The crash comes between what the person did and what follows of it.
  await bench.engine.drafts.save(large.id, version, { ...saved, protect: ENCRYPT });
  await bench.kill();
  await bench.start();
  await vi.waitFor(() => expect(drafts()).toBe(''), 5_000);

  const other = await letter(plain);
  await bench.ui.api.closeDraft({ id: other.id });
  await bench.store.until(() => drafts() === 'The real subject');
  const nothing = { to: [], subject: '', text: '', attachments: [], protect: ENCRYPT };
  const content = { ...other.content, ...nothing };
  await bench.ui.api.saveDraft({ id: other.id, base: other.version, content });
  await vi.waitFor(() => expect(drafts()).toBe(''), 5_000);
});

it('nobody is told that nothing is on the server while something is', async () => {
  const plain = await letter({ protect: { encrypt: false, sign: true } });
  await bench.ui.api.closeDraft({ id: plain.id });
  await bench.store.until(() => drafts() === 'The real subject');
  await bench.quiet();
  await bench.ui.api.setWorkOffline({ offline: true });
  const content = { ...plain.content, protect: ENCRYPT };
  await bench.ui.api.saveDraft({ id: plain.id, base: plain.version, content });
  const copy = async () => (await bench.ui.api.draft({ id: plain.id }))?.copy?.state;
  await vi.waitFor(async () => expect(await copy()).toBe('leaving'), 5_000);
  await bench.ui.api.setWorkOffline({ offline: false });
  await bench.store.until(() => drafts() === '');
  await vi.waitFor(async () => expect(await copy()).toBe('none'), 5_000);
});
