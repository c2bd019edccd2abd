import { expect, it } from 'vitest';
import { draftContent } from './compose';
import { remindAt, snoozedMessage } from './snooze';

/** In November 2026, in the person's own zone. */
const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 20).getTime();
const eight = (day: number): number => new Date(2026, 10, day, 8).getTime();

it('a reminder is due in the morning so many days after the letter went out', () => {
  expect(remindAt({ days: 1 }, at(10, 23))).toBe(eight(11));
  expect(remindAt({ days: 14 }, at(10, 1))).toBe(eight(24));
});

it('a time of one’s own is that time, and the morning after where the letter went out later', () => {
  expect(remindAt({ at: at(12, 15) }, at(10, 9))).toBe(at(12, 15));
  expect(remindAt({ at: at(12, 15) }, at(13, 9))).toBe(eight(14));
});

it('what an earlier Tern kept is read as snoozed, and drafts without a reminder as drafts', () => {
  const old = { account: 'a', idHash: 1, until: 2, back: null, at: 1, ids: [1] };
  expect(snoozedMessage.parse(old)).toEqual(old);
  const draft = {
    account: 'a',
    identity: '',
    ...{ to: [], cc: [], bcc: [], subject: '', text: '', html: null, quote: null },
    ...{ inReplyTo: [], references: [], relates: null, attachments: [] },
  };
  expect(draftContent.parse(draft)).toEqual(draft);
  expect(draftContent.safeParse({ ...draft, reminder: { days: 0 } }).success).toBe(false);
});
