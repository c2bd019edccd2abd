import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteSchema } from '@shared/contract/desk';
import type { AccountId, MailboxId, MessageKey } from '@shared/model/ids';
import { startI18n } from '../i18n';
import { follow, useEngineState } from '../state/engine-state';
import { useSelection } from '../state/selection';
import { type FakeSession, fakeSession } from '../state/testing/fake-session';
import { notesOf } from './notifications';
import { doChosen, trayMenu } from './use-tray';

let session: FakeSession;
let stop: () => void;
let first: AccountId;
let second: AccountId;
const inboxOf = (account: AccountId) => {
  const found = session.world.mailboxes.find((one) => one.account === account && one.role === 'inbox');
  if (!found) throw new Error('no inbox');
  return found;
};

beforeAll(async () => {
  // Where letters typed ahead of a composer would be heard.
  vi.stubGlobal('window', new EventTarget());
  await startI18n('en');
});
beforeEach(async () => {
  session = fakeSession({ accounts: 2, inbox: 40 });
  stop = follow(session);
  await vi.waitFor(() => expect(useEngineState.getState().mailboxesLoaded).toBe(true));
  await vi.waitFor(() => expect(useEngineState.getState().status?.accounts).toHaveLength(2));
  [first, second] = session.world.status().accounts.map(({ account }) => account.id) as [
    AccountId,
    AccountId,
  ];
});
afterEach(() => {
  stop();
  session.engine.close();
  session.view.close();
});

const shows = (notificationContent: boolean): void =>
  useEngineState.setState(({ settings }) => ({ settings: { ...settings, notificationContent } }));
const arrived = (account: AccountId, senders: readonly string[], count = senders.length) => ({
  account,
  mailbox: 'm' as MailboxId,
  count,
  letters: senders.map((from, i) => ({ message: `m:1:${i}` as MessageKey, from, subject: `Subject ${i}` })),
});
const label = (account: AccountId): string =>
  session.world.status().accounts.find((one) => one.account.id === account)?.account.label ?? '';

const unanswered = (count = 1) => ({
  ...arrived(first, ['Ada'], count),
  letters: [
    {
      message: 's:1:7' as MessageKey,
      from: 'Ada',
      subject: 'Regatta',
      unansweredSince: Date.UTC(2026, 10, 12, 12),
    },
  ],
});

describe('notifications', () => {
  it('tell of a letter that nobody answered in its own words, apart from new mail', () => {
    shows(true);
    const [own, mail, ...more] = notesOf([arrived(first, ['Bo']), unanswered()]);
    expect(own).toEqual({
      title: 'No answer since Nov 12, 2026',
      body: 'Regatta',
      message: 's:1:7',
      actions: [],
    });
    expect([mail?.title, more]).toEqual(['Bo', []]);
    expect(notesOf([unanswered(2)])).toMatchObject([{ title: 'No answer to 2 letters', body: 'Regatta' }]);
    shows(false);
    expect(notesOf([unanswered()])).toMatchObject([{ title: 'No answer to one letter', body: '' }]);
  });

  it('tell of a few messages one by one, with what can be done with each', () => {
    shows(true);
    expect(notesOf([arrived(first, ['Bo Ek', ''])])).toMatchObject([
      { title: 'Bo Ek', body: 'Subject 0', message: 'm:1:0' },
      { title: 'No sender', body: 'Subject 1', message: 'm:1:1' },
    ]);
    expect(notesOf([arrived(first, ['Bo'])])[0]?.actions.map(({ id }) => id)).toEqual([
      'archive',
      'read',
      'reply',
    ]);
    // Where there is no archive none is offered.
    useEngineState.setState(({ mailboxes }) => ({
      mailboxes: mailboxes.filter(({ role }) => role === 'inbox'),
    }));
    expect(notesOf([arrived(first, ['Bo'])])[0]?.actions.map(({ id }) => id)).toEqual(['read', 'reply']);
  });

  it('tell of many at once by one summary, and say from whom', () => {
    shows(true);
    const [note, ...rest] = notesOf([arrived(first, ['Bo', 'Cy', 'Bo', 'Di', 'Ed', 'Flo'], 30)]);
    expect(rest).toEqual([]);
    expect(note).toMatchObject({
      title: `30 new messages in ${label(first)}`,
      body: 'Bo, Cy, Di and 2 more',
      message: null,
      actions: [],
    });
    expect(notesOf([arrived(first, ['Bo', 'Cy']), arrived(second, ['Di'], 2)])).toMatchObject([
      { title: '4 new messages', body: `${label(first)}: 2\n${label(second)}: 2\nBo, Cy, and Di` },
    ]);
  });

  it('say only that there is mail where nobody shall read it', () => {
    shows(false);
    const notes = notesOf([arrived(first, ['Bo Ek'])]);
    expect(notes).toEqual([
      { title: `New message in ${label(first)}`, body: '', message: 'm:1:0', actions: [] },
    ]);
    const all = JSON.stringify(notesOf([arrived(first, ['Bo Ek']), arrived(second, ['Cy Ng'])]));
    expect(all).not.toMatch(/Bo|Cy|Subject/);
    expect(notesOf([])).toEqual([]);
  });

  it('hold what a sender writes as long as it likes', () => {
    shows(true);
    const long = 'W'.repeat(5000);
    const one = { message: 'm:1:1' as MessageKey, from: long, subject: long };
    for (const note of [
      ...notesOf([{ ...arrived(first, []), count: 1, letters: [one] }]),
      ...notesOf([{ ...arrived(first, []), count: 9, letters: [one] }]),
    ])
      expect(noteSchema.safeParse(note).success).toBe(true);
  });
});

describe('the tray', () => {
  const labels = (now?: number) =>
    trayMenu(now).items.map((one) => (one.kind === 'item' ? `${one.label}${one.enabled ? '' : ' –'}` : '-'));

  it('says how much is unread, in all and by account', () => {
    const counts = [inboxOf(first), inboxOf(second)].map(
      ({ id }) => useEngineState.getState().mailboxes.find((one) => one.id === id)?.unread ?? 0,
    );
    const [a = 0, b = 0] = counts;
    expect(a + b).toBeGreaterThan(1);
    expect(trayMenu()).toMatchObject({ unread: true, tooltip: `Tern: ${a + b} unread messages` });
    expect(labels()).toEqual([
      'Open Tern',
      'New message',
      '-',
      `${label(first)}: ${a} unread`,
      `${label(second)}: ${b} unread`,
      '-',
      'Pause notifications for 1 hour',
      'Pause notifications until tomorrow',
      '-',
      'Quit',
    ]);
    useEngineState.setState(({ mailboxes }) => ({
      mailboxes: mailboxes.map((one) => ({ ...one, unread: 0 })),
    }));
    expect(trayMenu()).toMatchObject({ unread: false, tooltip: 'Tern: no unread mail' });
  });

  it('pauses and resumes', async () => {
    doChosen({ kind: 'tray', id: 'pause-hour' });
    await vi.waitFor(() => expect(session.world.settings.notifyPausedUntil).toBeGreaterThan(Date.now()));
    expect(labels().filter((one) => /paus|resume/i.test(one))).toEqual([
      expect.stringMatching(/^Notifications are paused until .* –$/),
      'Resume notifications',
    ]);
    expect(labels(Date.now() + 3_700_000)).toContain('Pause notifications for 1 hour');
    doChosen({ kind: 'tray', id: 'resume' });
    await vi.waitFor(() => expect(session.world.settings.notifyPausedUntil).toBe(0));
    doChosen({ kind: 'tray', id: 'pause-tomorrow' });
    await vi.waitFor(() => expect(new Date(session.world.settings.notifyPausedUntil).getHours()).toBe(8));
  });

  it('goes to an account’s inbox, writes, and opens what a notification was about', async () => {
    doChosen({ kind: 'tray', id: `account:${second}` });
    expect(useSelection.getState().place).toEqual({
      kind: 'mail',
      scope: { kind: 'mailbox', mailbox: inboxOf(second).id },
    });
    doChosen({ kind: 'tray', id: 'compose' });
    await vi.waitFor(() => expect(useSelection.getState().composers).toHaveLength(1));
    const message = session.world.messages.find(({ mailbox }) => mailbox === inboxOf(first).id);
    if (!message) throw new Error('no message');
    doChosen({ kind: 'note', message: message.key, action: 'open' });
    expect(useSelection.getState()).toMatchObject({
      place: { kind: 'mail', scope: { kind: 'mailbox', mailbox: inboxOf(first).id } },
      openMessageKey: message.key,
    });
    doChosen({ kind: 'note', message: message.key, action: 'reply' });
    await vi.waitFor(() => expect(useSelection.getState().composers).toHaveLength(2));
    doChosen({ kind: 'note', message: message.key, action: 'archive' });
    await vi.waitFor(() =>
      expect(
        session.world.messages.find(
          ({ mailbox, key }) => mailbox === inboxOf(first).id && key === message.key,
        ),
      ).toBeUndefined(),
    );
  });

  it('says once, where it matters, that Tern runs without its window', async () => {
    const hide = () => doChosen({ kind: 'window-hidden' });
    hide();
    const { status } = useEngineState.getState();
    if (status) useEngineState.setState({ status: { ...status, host: 'electron' } });
    hide();
    expect(session.world.notes).toEqual([]);
    useEngineState.setState(({ settings }) => ({ settings: { ...settings, keepRunning: true } }));
    hide();
    hide();
    await vi.waitFor(() => expect(session.world.notes).toHaveLength(1));
    expect(session.world.notes[0]?.title).toBe('Tern keeps running');
  });
});
