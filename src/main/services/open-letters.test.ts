import { describe, expect, it } from 'vitest';
import type { AccountId, BlobHash, MailboxId } from '@shared/model/ids';
import { section } from '@shared/model/ids';
import { bodyFromMessage } from '../mime/body-from-message';
import { OpenLetters } from './open-letters';

const ADA = 'ada' as AccountId;
const letter = (n: number): string =>
  [
    'From: Bo <bo@tern.example>',
    `Subject: Letter ${String(n)}`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Words.',
    '--b',
    'Content-Type: application/pdf; name=plan.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    'SGVsbG8=',
    '--b--',
    '',
  ].join('\r\n');

function opened(): OpenLetters {
  return new OpenLetters({
    shelf: {
      read: (blob) =>
        Promise.resolve(blob.startsWith('l') ? Buffer.from(letter(Number(blob.slice(1))), 'latin1') : null),
    },
    parse: (bytes) => Promise.resolve(bodyFromMessage(bytes)),
    now: () => 7,
  });
}
const blob = (name: string): BlobHash => name as BlobHash;

describe('OpenLetters', () => {
  it('shows a letter with its words, its parts and its source, under a name that is no mailbox', async () => {
    const letters = opened();
    const message = await letters.open(blob('l1'), ADA);
    expect(message).toMatchObject({
      account: ADA,
      date: 7,
      envelope: { subject: 'Letter 1', from: [{ name: 'Bo', address: 'bo@tern.example' }] },
      body: { parts: [{ section: '1', text: 'Words.' }], notices: [], sender: 'unreceived' },
    });
    expect(letters.serves(message.mailbox)).toBe(true);
    expect(letters.serves('ada/INBOX' as MailboxId)).toBe(false);
    const part = await letters.part(message.ref, section('2'));
    expect(part).toMatchObject({ name: 'plan.pdf', type: 'application/pdf' });
    expect(Buffer.from(part.bytes).toString()).toBe('Hello');
    expect(Buffer.from(await letters.bytes(message.ref)).toString('latin1')).toBe(letter(1));
    await expect(letters.part(message.ref, section('9'))).rejects.toMatchObject({ code: 'part-missing' });
  });

  it('says when the file is not here, and when so many were opened since that it was let go', async () => {
    const letters = opened();
    await expect(letters.open(blob('x'), ADA)).rejects.toMatchObject({ kind: 'refused', code: 'not-found' });
    const first = await letters.open(blob('l0'), ADA);
    for (let n = 1; n < 20; n++) await letters.open(blob(`l${String(n)}`), ADA);
    expect(await letters.bytes(first.ref)).toHaveLength(letter(0).length);
    await letters.open(blob('l20'), ADA);
    expect(() => letters.bytes(first.ref)).toThrow(
      expect.objectContaining({ code: 'message-gone' }) as Error,
    );
  });
});
