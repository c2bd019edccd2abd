import { beforeAll, expect, it } from 'vitest';
import type { Operation } from '@shared/contract/operations';
import { startI18n } from '../../i18n';
import { FakeWorld } from '../../state/testing/fake-world';
import { countUids, operationWords } from './operation-words';

beforeAll(() => startI18n('en'));

it('says what someone wanted', () => {
  const world = new FakeWorld({ accounts: 1, phase: 'trouble' });
  const mailboxes = world.mailboxViews();
  const inbox = mailboxes[0]?.id;
  const words = (intent: object): string => operationWords({ intent } as Operation, mailboxes);
  const messages = { mailbox: inbox, generation: 1, uids: '3:5,9' };
  expect(words({ kind: 'move', messages, to: mailboxes[3]?.id })).toBe(
    'Move 4 messages from Inbox to Archive',
  );
  expect(words({ kind: 'flags', messages: { ...messages, uids: '7' }, add: ['\\Seen'], remove: [] })).toBe(
    'Mark 1 message in Inbox read',
  );
  expect(words({ kind: 'flags', messages, add: [], remove: ['\\Flagged'] })).toBe(
    'Take the star off 4 messages in Inbox',
  );
  expect(words({ kind: 'flags', messages, add: ['Work'], remove: ['Home'] })).toBe(
    'Change marks on 4 messages in Inbox',
  );
  expect(words({ kind: 'create-mailbox', name: 'Boats' })).toBe('Create the folder “Boats”');
});

it('counts packed UIDs', () => {
  expect(countUids('')).toBe(0);
  expect(countUids('5')).toBe(1);
  expect(countUids('1:100000')).toBe(100_000);
});
