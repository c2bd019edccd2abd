import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListRow } from '@shared/contract/view-api';
import { type AccountId, generation, type MessageKey, messageKey, uid } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import { startI18n } from '../i18n';
import { commands } from '../state/commands';
import { follow, useEngineState } from '../state/engine-state';
import { useSelection } from '../state/selection';
import { setSnoozed, snoozeOf, snoozeWords } from '../state/snoozed';
import { type FakeSession, fakeSession } from '../state/testing/fake-session';
import { useUi } from '../state/ui';
import { snoozeCommands } from './snooze-commands';

let session: FakeSession;
let stop: () => void;
let account: AccountId;

const rowIn = (role: 'inbox' | 'sent', n = 1): ListRow => {
  const mailbox = session.world.mailboxes.find((one) => one.role === role)?.id;
  if (!mailbox) throw new Error(`no ${role}`);
  const key = messageKey({ mailbox, generation: generation(1), uid: uid(n) });
  return { key, mailbox, account, messageId: `${role}-${n}@x`, threadKeys: [key] } as unknown as ListRow;
};
const go = (role: 'inbox' | 'sent'): void =>
  useSelection.getState().go({ kind: 'mail', scope: { kind: 'role', role } });
const at = (row: ListRow): void => useSelection.getState().setCursor(0, row);
const offered = (): string[] =>
  ['snooze', 'wake', 'remind', 'endReminder'].filter((id) => commands.available(id));
const state = (row: ListRow, more: { back?: number; sent?: number } = {}) => ({
  account,
  idHash: hash53(row.messageId),
  until: Date.UTC(2031, 10, 12, 12),
  back: null,
  ...more,
});

beforeAll(async () => {
  vi.stubGlobal('window', new EventTarget());
  await startI18n('en');
  commands.register(snoozeCommands);
});
beforeEach(async () => {
  session = fakeSession({ inbox: 40 });
  stop = follow(session);
  await vi.waitFor(() => expect(useEngineState.getState().mailboxesLoaded).toBe(true));
  account = session.world.status().accounts[0]?.account.id as AccountId;
});
afterEach(() => {
  setSnoozed([]);
  useSelection.getState().clearSelection();
  stop();
  session.engine.close();
  session.view.close();
});

describe('one key puts off what is in the inbox, and waits for answers to what is in Sent', () => {
  it('by where the message is', () => {
    go('inbox');
    at(rowIn('inbox'));
    expect(offered()).toEqual(['snooze']);
    go('sent');
    at(rowIn('sent'));
    expect(offered()).toEqual(['remind']);
    // As many commands answer the key as are offered.
    expect(snoozeCommands.filter(({ keys, id }) => keys?.[0] === 'b' && commands.available(id))).toHaveLength(
      1,
    );
    commands.run('remind');
    expect(useUi.getState().dialog).toEqual({ kind: 'remind', keys: [rowIn('sent').key] });
  });

  it('a letter that came up in the inbox waits again, or is done', () => {
    const letter = rowIn('sent');
    setSnoozed([state(letter, { sent: 5, back: 9 })]);
    go('inbox');
    at(letter);
    expect(offered()).toEqual(['remind', 'endReminder']);
  });

  it('what waits is called off, what sleeps is woken', () => {
    const [letter, message] = [rowIn('sent'), rowIn('inbox')];
    setSnoozed([state(letter, { sent: 5 }), state(message)]);
    useSelection.getState().go({ kind: 'mail', scope: { kind: 'snoozed' } });
    at(letter);
    expect(offered()).toEqual(['remind', 'endReminder']);
    at(message);
    expect(offered()).toEqual(['snooze', 'wake']);
  });

  it('what is marked is waited for when all of it is in Sent', () => {
    go('sent');
    const keys: MessageKey[] = [rowIn('sent', 1).key, rowIn('sent', 2).key];
    useSelection.getState().select(keys, 0);
    expect(offered()).toEqual(['remind']);
    useSelection.getState().select([...keys, rowIn('inbox').key], 0);
    go('inbox');
    useSelection.getState().select([...keys, rowIn('inbox').key], 0);
    expect(offered()).toEqual(['snooze']);
  });
});

it('what is waited for is said in words', () => {
  const letter = rowIn('sent');
  const sent = Date.UTC(2026, 10, 12, 12);
  const words = (back?: number): string => {
    setSnoozed([state(letter, { sent, ...(back !== undefined && { back }) })]);
    const found = snoozeOf(letter);
    return found ? snoozeWords(found) : '';
  };
  expect(words()).toMatch(/^Waiting for an answer until .*2031/);
  expect(words(9)).toBe('No answer since Nov 12, 2026');
});
