import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Identity } from '@shared/contract/account';
import type { Draft } from '@shared/contract/compose';
import { type BlobHash, parseMessageKey } from '@shared/model/ids';
import { SIGNATURE_PICTURES_OCTETS, signaturePictureId } from '@shared/model/inline-picture';
import { Bench, USER } from '../fakes/bench';

/** Pictures in signatures (issue 5): kept with the identity, sent as parts of the letter, once each. */
let bench: Bench;
afterEach(() => bench.stop());

const LOGO = Uint8Array.from({ length: 3000 }, (_, i) => (i * 37) % 251);
const BASE64 = Buffer.from(LOGO).toString('base64');

async function upload(bytes = LOGO): Promise<{ blob: string; size: number }> {
  return bench.engine.files.accept({
    name: 'logo.png',
    type: 'image/png',
    stream: (async function* () {
      yield await Promise.resolve(bytes);
    })(),
  });
}

/** An account whose signature shows a picture. */
async function signed(profile: Partial<Identity> = {}): Promise<string> {
  bench = new Bench('everything');
  await bench.start();
  await bench.ui.api.updateSettings({ undoSendSeconds: 0, ui: { composeRich: true } });
  const { blob, size } = await upload();
  const contentId = signaturePictureId(blob);
  await keep({
    signature: 'Ada',
    signatureHtml: `<p>Ada <img src="cid:${contentId}" alt="logo"></p>`,
    signaturePictures: [{ blob, size, name: 'logo.png', type: 'image/png', contentId }],
    ...profile,
  });
  return contentId;
}
async function keep(change: Partial<Identity>): Promise<void> {
  const account = bench.engine.accounts.get(bench.account.id) ?? bench.account;
  const [first, ...others] = account.identities;
  if (!first) throw new Error('no identity');
  await bench.ui.api.updateAccount({
    account: { ...account, identities: [{ ...first, ...change }, ...others] },
  });
}
async function sendOff(draft: Draft, change: Partial<Draft['content']> = {}): Promise<string> {
  const before = bench.world.accepted.length;
  await bench.ui.api.send({
    id: draft.id,
    base: draft.version,
    content: {
      ...draft.content,
      to: [{ name: '', address: 'bo@far.example' }],
      subject: 'Signed',
      ...change,
    },
  });
  await vi.waitFor(() => expect(bench.world.accepted.length).toBe(before + 1), 5_000);
  return bench.world.accepted.at(-1)?.raw ?? '';
}
const times = (raw: string, what: string): number =>
  raw.replace(/\r\n/g, '').split(what.replace(/\r\n/g, '')).length - 1;
const newDraft = (): Promise<Draft> => bench.ui.api.newDraft({ account: bench.account.id });

describe('a picture in a signature', () => {
  it('goes along as a part of the letter, once, and nothing refers to anything outside', async () => {
    const contentId = await signed();
    const draft = await newDraft();
    expect(draft.content.attachments.map((a) => a.contentId)).toEqual([contentId]);
    const raw = await sendOff(draft);
    expect(raw).toContain(`Content-ID: <${contentId}>`);
    expect(raw).toMatch(/Content-Type: multipart\/related/i);
    expect(times(raw, BASE64)).toBe(1);
    expect(raw).not.toMatch(/https?:\/\/|\/image\//);
  });

  it('is there after a kill, goes when nobody has it any more, and is not taken from a draft that does', async () => {
    const contentId = await signed();
    const blob = createHash('sha256').update(LOGO).digest('hex') as BlobHash;
    await bench.kill();
    await bench.start();
    const draft = await newDraft();
    expect(await bench.ui.api.pictures({ files: draft.content.attachments })).toMatchObject([{ contentId }]);
    await keep({ signature: 'Ada', signatureHtml: '<p>Ada</p>', signaturePictures: [] });
    await bench.kill();
    await bench.start();
    expect(times(await sendOff(draft), BASE64)).toBe(1);
    await vi.waitFor(async () => expect(await bench.ui.api.outbox({})).toEqual([]), 5_000);
    await bench.quiet();
    // No draft, no letter on its way and no identity has it: the next start collects it.
    await bench.kill();
    await bench.start();
    expect(await bench.engine.parts.vault.blobs.has(blob)).toBe(false);
  });

  it('does not go along when it was taken out of the letter, or the letter is plain', async () => {
    await signed();
    const without = await sendOff(await newDraft(), { html: '<p>Bare words</p>', text: 'Bare words' });
    expect(times(without, BASE64)).toBe(0);
    expect(without).not.toMatch(/multipart\/related|signature-/);
    const plain = await sendOff(await newDraft(), { html: null, text: 'Plain words' });
    expect(times(plain, BASE64)).toBe(0);
    expect(plain).not.toMatch(/multipart|logo\.png/);
  });

  it('is there once in an answer that quotes it, and a foreign picture of the same name does not take its place', async () => {
    const contentId = await signed();
    const foreign = Buffer.from('another picture altogether, made to look like mine').toString('base64');
    bench.world.append(
      bench.world.account(USER),
      bench.box('INBOX'),
      `From: Bo <bo@far.example>\nTo: ${USER}\nSubject: Re: Signed\nMessage-ID: <q1@far.example>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<p>Thanks</p><blockquote>Ada <img src="cid:${contentId}"></blockquote>\n--r\nContent-Type: image/png\nContent-ID: <${contentId}>\nContent-Transfer-Encoding: base64\n\n${foreign}\n--r--\n`.replace(
        /\n/g,
        '\r\n',
      ),
    );
    await bench.quiet();
    const answer = await bench.ui.api.replyDraft({
      ref: parseMessageKey(bench.key('INBOX', 'Re: Signed')),
      mode: 'reply',
    });
    expect(answer.content.attachments.map((a) => a.contentId)).toEqual([contentId]);
    const raw = await sendOff(answer);
    expect(times(raw, BASE64)).toBe(1);
    expect(times(raw, foreign)).toBe(0);
    expect(times(raw, `Content-ID: <${contentId}>`)).toBe(1);
  });

  it('has a limit, and is a picture', async () => {
    await signed();
    const { blob } = await upload();
    const one = { blob, name: 'x.png', type: 'image/png', contentId: signaturePictureId(blob), size: 1 };
    const refused = (picture: typeof one): Promise<void> =>
      expect(keep({ signaturePictures: [picture] })).rejects.toThrow();
    await refused({ ...one, size: SIGNATURE_PICTURES_OCTETS + 1 });
    await refused({ ...one, type: 'image/svg+xml' });
    await refused({ ...one, contentId: 'https://far.example/logo.png' });
  });
});
