import { useEffect } from 'react';
import type { DeskChoice, Note } from '@shared/contract/desk';
import type { EngineContract } from '@shared/contract/engine-api';
import { type AccountId, type MessageKey, parseMessageKey } from '@shared/model/ids';
import type { EventOf } from '@shared/rpc/contract';
import { t } from '../i18n';
import { dayDate, formatCount, formatList } from '../i18n/format';
import { act, flag } from '../state/actions';
import { answer } from '../state/answer';
import { useEngine } from '../state/connection';
import { accountConfigs, useEngineState } from '../state/engine-state';
import { say } from '../state/say';
import { useSelection } from '../state/selection';

type Arrived = EventOf<EngineContract, 'arrived'>;

/** What comes within this time is told of together. */
const TOGETHER_MS = 1000;
/** More messages than these are told of by their number. */
const ONE_BY_ONE = 3;
/** Senders that a summary names. */
const NAMED = 4;

/** Tells of new mail while the window is not in front, and does what is chosen at a notification. */
export function useNotifications(): void {
  const engine = useEngine();
  useEffect(() => {
    let waiting: Arrived[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    /** The system's own where there is a desktop; else, and where that has none, the browser's. */
    const show = async (note: Note): Promise<void> => {
      const { status } = useEngineState.getState();
      const { shown } = status?.host === 'electron' ? await engine.api.showNote(note) : { shown: false };
      if (!shown) showInPage(note);
    };
    const tell = (): void => {
      timer = null;
      const arrived = waiting;
      waiting = [];
      // The person may have paused them just now.
      const { notifyPausedUntil } = useEngineState.getState().settings;
      if (document.hasFocus() || Date.now() < notifyPausedUntil) return;
      for (const note of notesOf(arrived)) say(show(note));
    };
    const stop = engine.on('arrived', (arrived) => {
      waiting.push(arrived);
      timer ??= setTimeout(tell, TOGETHER_MS);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [engine]);
}

/** Plain text only. Who wrote and what about only if the person wants that on their screen, which others may see. */
export function notesOf(all: readonly Arrived[]): Note[] {
  const open = useEngineState.getState().settings.notificationContent;
  const unanswered = all.filter(isUnanswered);
  if (unanswered.length > 0)
    return [
      ...unanswered.map((one) => unansweredNote(one, open)),
      ...notesOf(all.filter((one) => !isUnanswered(one))),
    ];
  const arrived = all;
  const count = arrived.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return [];
  const isWhole = arrived.every(({ count: n, letters }) => n === letters.length);
  if (open && count <= ONE_BY_ONE && isWhole) {
    return arrived.flatMap(({ account, letters }) =>
      letters.map(({ message, from, subject }) => ({
        title: cut(from || t('common.unknownSender'), 300),
        body: cut(subject || t('common.noSubject'), 1000),
        message,
        actions: actionsIn(account),
      })),
    );
  }
  const accounts = new Map<AccountId, number>();
  for (const one of arrived) accounts.set(one.account, (accounts.get(one.account) ?? 0) + one.count);
  const [first] = accounts.keys();
  const [only] = arrived.length === 1 && count === 1 ? (arrived[0]?.letters ?? []) : [];
  const several = accounts.size > 1 || first === undefined;
  return [
    {
      title: several
        ? t('common.notification.arrivedAll', { count })
        : t('common.notification.arrived', { count, account: label(first) }),
      body: cut(
        [
          ...(several
            ? [...accounts].map(([id, n]) =>
                t('common.notification.perAccount', { count: n, account: label(id) }),
              )
            : []),
          ...(open ? [senders(arrived)] : []),
        ].join('\n'),
        1000,
      ),
      message: only?.message ?? null,
      actions: [],
    },
  ];
}

const isUnanswered = ({ letters }: Arrived): boolean => letters[0]?.unansweredSince !== undefined;

/** Of letters that came up because nobody answered them: the first, or how many they are. */
function unansweredNote({ count, letters }: Arrived, open: boolean): Note {
  const [letter] = letters;
  return {
    title:
      open && count === 1
        ? t('snooze.unanswered', { when: dayDate(letter?.unansweredSince ?? 0) })
        : t('snooze.unansweredCount', { count, formatted: formatCount(count) }),
    body: open ? cut(letter?.subject || t('common.noSubject'), 1000) : '',
    message: letter?.message ?? null,
    actions: [],
  };
}

const label = (id: AccountId): string => accountConfigs().find((one) => one.id === id)?.label ?? '';

/** At most `max` characters of a text, with a mark where it goes on. */
export const cut = (text: string, max: number): string =>
  text.length > max ? `${text.slice(0, max - 1)}…` : text;

function senders(arrived: readonly Arrived[]): string {
  const names = [...new Set(arrived.flatMap(({ letters }) => letters.map(({ from }) => from)))].filter(
    Boolean,
  );
  return names.length <= NAMED
    ? formatList(names)
    : t('common.notification.more', {
        names: names.slice(0, NAMED - 1).join(', '),
        count: names.length - NAMED + 1,
      });
}

/** What can be done with a message of an account without looking at it. */
function actionsIn(account: AccountId): Note['actions'] {
  const canArchive = useEngineState
    .getState()
    .mailboxes.some((one) => one.account === account && (one.role === 'archive' || one.role === 'all'));
  return [
    ...(canArchive ? [{ id: 'archive' as const, label: t('commands.archive') }] : []),
    { id: 'read', label: t('list.actions.read') },
    { id: 'reply', label: t('reader.command.reply') },
  ];
}

function showInPage({ title, body, message }: Note): void {
  if (typeof Notification !== 'function' || Notification.permission !== 'granted') return;
  const note = new Notification(title, { body, tag: message ?? 'arrived' });
  note.onclick = () => {
    window.focus();
    note.close();
    doAtNote({ message, action: 'open' });
  };
}

/** Does what the person chose at a notification. */
export function doAtNote({ message, action }: Omit<Extract<DeskChoice, { kind: 'note' }>, 'kind'>): void {
  if (message === null) return;
  if (action === 'archive') act({ kind: 'archive' }, [message]);
  else if (action === 'read') flag('\\Seen', true, [message]);
  else if (action === 'reply') answer({ ref: parseMessageKey(message) }, 'reply');
  else openMessage(message);
}

/** In its folder, so that it is clear where it is. */
function openMessage(message: MessageKey): void {
  const { mailbox } = parseMessageKey(message);
  const { go, open, showPane } = useSelection.getState();
  go({ kind: 'mail', scope: { kind: 'mailbox', mailbox } });
  open({ key: message, threadKeys: [message] });
  showPane('reader');
}
