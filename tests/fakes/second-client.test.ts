import { expect, it } from 'vitest';
import { MailWorld } from '@main/demo/mail-world';
import { ManualClock } from './clocks';
import { SecondClient } from './second-client';
import { accountState, messageIdCounts, whereIs } from './world-state';

function scene(): { world: MailWorld; other: SecondClient } {
  const world = new MailWorld(new ManualClock());
  world.addAccount({ user: 'ada@tern.example', password: 'x' });
  const other = new SecondClient(world, 'ada@tern.example');
  other.create('Archive');
  other.deliver('INBOX', 'First letter');
  other.deliver('INBOX', 'Second letter', { flags: ['\\Seen'] });
  return { world, other };
}

it('acts on the server, and the state tells', () => {
  const { world, other } = scene();
  other.flag('INBOX', 'First letter', '\\Flagged', '\\Answered');
  other.unflag('INBOX', 2, '\\Seen');
  other.move('INBOX', 'First letter', 'Archive');
  const date = world.clock.now();
  expect(accountState(world, 'ada@tern.example')).toEqual({
    INBOX: [
      { messageId: '<Second-letter@tern.example>', subject: 'Second letter', flags: [], internalDate: date },
    ],
    Archive: [
      {
        messageId: '<First-letter@tern.example>',
        subject: 'First letter',
        flags: ['\\Answered', '\\Flagged'],
        internalDate: date,
      },
    ],
  });
  expect(whereIs(world, 'ada@tern.example', '<First-letter@tern.example>')).toEqual(['Archive']);
  other.deliver('Archive', 'Second letter');
  expect(messageIdCounts(world, 'ada@tern.example').get('<Second-letter@tern.example>')).toBe(2);
  other.expunge('Archive', 'Second letter');
  expect(messageIdCounts(world, 'ada@tern.example').get('<Second-letter@tern.example>')).toBe(1);
});

it('recreates and renames mailboxes', () => {
  const { world, other } = scene();
  const old = world.mailbox('ada@tern.example', 'Archive');
  other.recreate('Archive');
  const anew = world.mailbox('ada@tern.example', 'Archive');
  expect(anew.uidValidity).not.toBe(old.uidValidity);
  expect(anew.mailboxId).not.toBe(old.mailboxId);
  other.rename('Archive', 'Old');
  expect(world.mailbox('ada@tern.example', 'Old').mailboxId).toBe(anew.mailboxId);
  expect(() => other.flag('INBOX', 'Nothing', '\\Seen')).toThrow('no message “Nothing” in INBOX');
});
