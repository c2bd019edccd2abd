import { expect, it } from 'vitest';
import type { SnoozedMessage } from '@shared/contract/snooze';
import type { AccountId } from '@shared/model/ids';
import { SnoozeBook } from './snooze-book';

const DAY = 86_400_000;
const one = (idHash: number, more: Partial<SnoozedMessage>): SnoozedMessage => ({
  account: 'a' as AccountId,
  idHash,
  until: DAY,
  back: null,
  at: 0,
  ids: [idHash],
  ...more,
});

it('a letter that came up because nobody answered it does not leave the inbox as what was snoozed loses its place', () => {
  const book = new SnoozeBook(() => undefined);
  const messages = [one(1, { back: DAY }), one(2, { back: DAY, sent: 0 }), one(3, { sent: 0 })];
  for (const message of messages) book.table.apply(book.put(message));
  const outdated = (days: number): number =>
    book.outdated((least, at) => days * DAY - at >= least * DAY).length;
  expect(outdated(60)).toBe(0);
  expect(outdated(62)).toBe(1);
  expect(outdated(360)).toBe(1);
  // Of one that is deleted nobody ever ends the reminder.
  expect(outdated(400)).toBe(3);
});
