import { afterEach, expect, it, vi } from 'vitest';
import { parseMessageKey, section } from '@shared/model/ids';
import { Bench, OTHER, USER } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const crlf = (lines: readonly string[]): string => lines.join('\r\n');
const inner = crlf([
  'From: Cy <cy@tern.example>',
  'Subject: =?utf-8?Q?D=C5=99evo?=',
  'Content-Type: multipart/mixed; boundary=in',
  '',
  '--in',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'D\u00c5\u0099evo je tady.',
  '--in',
  'Content-Type: application/octet-stream; name=list.bin',
  'Content-Transfer-Encoding: base64',
  '',
  'AAEC/w==',
  '--in--',
  '',
]);
const outer = crlf([
  'From: Bo <bo@tern.example>',
  'Subject: Forwarded',
  'Content-Type: multipart/mixed; boundary=out',
  '',
  '--out',
  'Content-Type: text/plain',
  '',
  'See inside.',
  '--out',
  'Content-Type: message/rfc822',
  '',
  inner,
  '--out--',
  '',
]);

it('a message attached to another is shown as one: its words, its own attachments, its source', async () => {
  bench = new Bench('everything');
  bench.world.append(bench.world.account(USER), bench.box('INBOX'), Buffer.from(outer, 'latin1'));
  await bench.start();
  await bench.quiet();
  const { api } = bench.ui;
  const ref = parseMessageKey(bench.key('INBOX', 'Forwarded'));
  const { url } = await api.fetchPart({ ref, section: section('2') });
  const { message, blob } = await api.openLetter({ from: { url }, account: bench.account.id });
  expect(message.envelope.subject).toBe('Dřevo');
  expect(message.body?.parts.map(({ text }) => text.trim())).toEqual(['Dřevo je tady.']);

  const part = await api.fetchPart({ ref: message.ref, section: section('2') });
  expect(part).toMatchObject({ name: 'list.bin', size: 4 });
  const pieces: Uint8Array[] = [];
  for await (const piece of (await bench.engine.files.openUrl(part.url))?.stream ?? []) pieces.push(piece);
  expect(Buffer.concat(pieces)).toEqual(Buffer.from([0, 1, 2, 255]));
  expect((await api.source({ ref: message.ref, limit: 1_000_000 })).text.trimEnd()).toBe(inner.trimEnd());

  // The same file, opened by what was kept of it; asking for its text anew changes nothing.
  const again = await api.openLetter({ from: { blob }, account: bench.account.id });
  expect(again.message.ref.mailbox).not.toBe(message.ref.mailbox);
  await api.fetchBody({ ref: again.message.ref });
  await expect(
    api.openLetter({ from: { url: '/part/none' }, account: bench.account.id }),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
});

it('a letter from a file is answered, forwarded and passed on like any other, and nothing is marked for it', async () => {
  bench = new Bench('everything', { second: 'everything' });
  await bench.start();
  await bench.quiet();
  const { api } = bench.ui;
  await api.updateSettings({ undoSendSeconds: 0 });
  const stored = await bench.engine.shelf.put(
    Buffer.from(inner.replace('From:', `To: ${OTHER}\r\nMessage-ID: <in-1@tern.example>\r\nFrom:`), 'latin1'),
  );
  const { message } = await api.openLetter({ from: { blob: stored.hash }, account: bench.account.id });
  const other = (await api.status({})).accounts.find(({ account }) => account.label === OTHER)?.account;

  const reply = await api.replyDraft({ ref: message.ref, mode: 'reply' });
  expect(reply.content).toMatchObject({
    account: other?.id,
    to: [{ name: '', address: 'cy@tern.example' }],
    subject: 'Re: Dřevo',
    inReplyTo: ['in-1@tern.example'],
    relates: null,
  });
  expect(reply.content.quote?.text).toContain('Dřevo je tady.');

  const forward = await api.replyDraft({ ref: message.ref, mode: 'forward' });
  expect(forward.content.attachments).toMatchObject([{ name: 'list.bin', size: 4 }]);
  const asNew = await api.replyDraft({ ref: message.ref, mode: 'edit-as-new' });
  expect(asNew.content).toMatchObject({ subject: 'Dřevo', text: 'Dřevo je tady.' });

  await api.redirect({ ref: message.ref, to: [{ name: '', address: 'bo@far.example' }] });
  await api.send({ id: reply.id, base: reply.version, content: reply.content });
  await vi.waitFor(async () => expect(await api.outbox({})).toEqual([]), 5_000);
  await bench.quiet();
  expect(bench.world.accepted.map(({ to }) => to).sort()).toEqual([['bo@far.example'], ['cy@tern.example']]);
  expect(bench.world.accepted.some(({ raw }) => raw.endsWith(inner.slice(-60)))).toBe(true);
});
