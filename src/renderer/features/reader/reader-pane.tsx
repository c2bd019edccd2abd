import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReplyMode } from '@shared/contract/compose';
import type { MessageDetail } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { type MessageKey, parseMessageKey } from '@shared/model/ids';
import { useT } from '../../i18n';
import { type Command, useCommands } from '../../state/commands';
import { answer } from '../../state/answer';
import { say } from '../../state/say';
import { openDialog } from '../../state/ui';
import { FailureNotice, IconButton, Notice } from '../../ui';
import { MutedMark } from '../rules';
import { SnoozedMark } from '../snooze';
import { LinkTarget, useLinks } from './link-dialog';
import { BodySkeleton } from './message-body';
import { MessageCard } from './message-card';
import { canLeaveNow, hasList, type MessageActions, star } from './message-menu';
import { NoMessage } from './no-message';
import { visibleName } from './people';
import { printMessages } from './print/print';
import { SourceDialog } from './source-dialog';
import { type Conversation, useConversation } from './use-conversation';

export interface ReaderPaneProps {
  /** The open message; null shows that none is. */
  readonly messageKey: MessageKey | null;
  /** Keys of its thread in the list's view; more than one opens the conversation. */
  readonly threadKeys: readonly MessageKey[];
  /** Shown in narrow windows: back to the list. */
  readonly onBack?: () => void;
}

/** The pane that shows what is open: one message, or a conversation with its newest and unread messages unfolded. */
export function ReaderPane({ messageKey, threadKeys, onBack }: ReaderPaneProps) {
  const conversation = useConversation(messageKey, threadKeys.length > 1);
  if (messageKey === null) return <NoMessage />;
  return <OpenConversation key={messageKey} conversation={conversation} {...(onBack ? { onBack } : {})} />;
}

/** Height of a message that is folded to a line, with its border. */
const FOLDED_LINE_PX = 42;

/** Each is a document of its own, and marked as read when it is unfolded: nobody reads five hundred at once. */
const MOST_UNFOLDED = 20;

/** Which messages are unfolded when a conversation opens: the newest, and the unread ones, the latest of very many. */
function openAtFirst(messages: readonly MessageDetail[]): ReadonlySet<MessageKey> {
  const open = messages
    .filter((message) => (message.flags & Flag.Seen) === 0)
    .map((message) => message.key)
    .slice(-MOST_UNFOLDED);
  const newest = messages.at(-1);
  return new Set(newest === undefined ? open : [...open, newest.key]);
}

function OpenConversation({
  conversation,
  onBack,
}: {
  readonly conversation: Conversation;
  readonly onBack?: () => void;
}) {
  const t = useT();
  const { messages, state, failure } = conversation;
  const root = useRef<HTMLElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const { follow, dialog } = useLinks();
  const [pointed, setPointed] = useState<string | null>(null);
  const [sourceOf, setSourceOf] = useState<MessageDetail | null>(null);
  const [toggled, setToggled] = useState<ReadonlyMap<MessageKey, boolean>>(new Map());
  const [activeKey, setActiveKey] = useState<MessageKey | null>(null);
  // Decided once, when the messages first came: reading them must not fold them.
  const [first, setFirst] = useState<ReadonlySet<MessageKey> | null>(null);
  if (first === null && messages.length > 0) setFirst(openAtFirst(messages));

  const opened = first !== null;
  useEffect(() => {
    // A long conversation begins with a page of folded lines: what is to be read comes into view, one line above it kept.
    const card = root.current?.querySelector<HTMLElement>('.reader-message');
    const pane = card?.closest<HTMLElement>('.reader-scroll');
    if (!opened || !card || !pane || !card.previousElementSibling?.matches('.reader-folded')) return;
    const below = card.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (below > pane.clientHeight / 3) pane.scrollTop += below - FOLDED_LINE_PX;
  }, [opened]);

  const newest = messages.at(-1);
  const active = messages.find((message) => message.key === activeKey) ?? newest;
  const alone = messages.length === 1;
  const isOpen = (message: MessageDetail): boolean =>
    alone ||
    (toggled.get(message.key) ??
      (first === null ? message === newest : first.has(message.key) || !known(first, messages, message)));

  const actions = useMemo<MessageActions>(
    () => ({
      write: answer,
      star,
      source: setSourceOf,
      redirect,
      print: (message) => {
        if (root.current) say(printMessages(root.current, message ? [message] : messages));
      },
    }),
    [messages],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      const at = messages.findIndex((message) => message.key === (activeKey ?? newest?.key));
      const next = messages[Math.min(messages.length - 1, Math.max(0, at + by))];
      if (next === undefined) return;
      setActiveKey(next.key);
      setToggled((old) => new Map(old).set(next.key, true));
      requestAnimationFrame(() =>
        root.current
          ?.querySelector(`[data-key="${CSS.escape(next.key)}"]`)
          ?.scrollIntoView({ block: 'start' }),
      );
    },
    [messages, activeKey, newest],
  );
  // Whoever presses R while the message is on its way means that message.
  const coming = useMemo(
    () =>
      state === 'loading' && conversation.key !== null
        ? { ref: parseMessageKey(conversation.key) }
        : undefined,
    [state, conversation.key],
  );
  useReaderCommands(active, active ?? coming, actions, step, alone);

  const subject = newest === undefined ? '' : visibleName(messages[0]?.envelope.subject ?? '');
  return (
    <section ref={root} className="reader" aria-label={t('common.pane.reader')} tabIndex={-1}>
      <span ref={probe} className="reader-probe" aria-hidden />
      <div className="reader-scroll">
        <div className="reader-title">
          {onBack !== undefined && <IconButton icon="back" label={t('common.back')} onPress={onBack} />}
          {newest !== undefined && (
            <h1 className="reader-subject selectable" dir="auto">
              {subject || t('common.noSubject')}
            </h1>
          )}
          <MutedMark messages={messages} />
          <SnoozedMark messages={messages} />
          {!alone && messages.length > 0 && (
            <span className="reader-count">{t('list.inThread', { count: messages.length })}</span>
          )}
        </div>
        {state === 'gone' && (
          <Notice tone="warning" title={t('reader.gone.title')}>
            {t('reader.gone.text')}
          </Notice>
        )}
        {state === 'failed' && <FailureNotice error={failure} />}
        {state === 'loading' && <HeaderSkeleton />}
        {messages.map((message) => (
          <MessageCard
            key={message.key}
            message={message}
            expanded={isOpen(message)}
            alone={alone}
            active={message === active}
            actions={actions}
            probe={probe}
            onToggle={() => setToggled((old) => new Map(old).set(message.key, !isOpen(message)))}
            onActivate={() => setActiveKey(message.key)}
            onLink={follow}
            onPoint={setPointed}
          />
        ))}
      </div>
      <LinkTarget url={pointed} />
      {dialog}
      {sourceOf !== null && <SourceDialog message={sourceOf} onClose={() => setSourceOf(null)} />}
    </section>
  );
}

/** Whether a message was there when the conversation opened; one that arrives later is shown unfolded. */
function known(
  first: ReadonlySet<MessageKey>,
  messages: readonly MessageDetail[],
  message: MessageDetail,
): boolean {
  const newestAtFirst = [...first].at(-1);
  const at = messages.findIndex((one) => one.key === newestAtFirst);
  return at < 0 || messages.indexOf(message) <= at;
}

const redirect = ({ ref, envelope }: MessageDetail): void =>
  openDialog({ kind: 'redirect', message: ref, subject: envelope.subject });

/** @param answered what is answered and forwarded: the active message, or the one that is being read */
function useReaderCommands(
  active: MessageDetail | undefined,
  answered: Pick<MessageDetail, 'ref'> | undefined,
  actions: MessageActions,
  step: (by: 1 | -1) => void,
  alone: boolean,
): void {
  const list = useMemo<readonly Command[]>(() => {
    const when = (): boolean => active !== undefined;
    const on = (run: (message: MessageDetail) => void) => (): void => {
      if (active !== undefined) run(active);
    };
    const known = (): boolean => answered !== undefined;
    const write = (mode: ReplyMode) => (): void => {
      if (answered !== undefined) actions.write(answered, mode);
    };
    const inThread = (): boolean => !alone;
    return [
      {
        id: 'reply',
        title: 'reader.command.reply',
        group: 'message',
        icon: 'reply',
        keys: ['r'],
        when: known,
        run: write('reply'),
      },
      {
        id: 'replyAll',
        title: 'reader.command.replyAll',
        group: 'message',
        icon: 'reply-all',
        keys: ['a'],
        when: known,
        run: write('reply-all'),
      },
      {
        id: 'forward',
        title: 'reader.command.forward',
        group: 'message',
        icon: 'forward',
        keys: ['f'],
        when: known,
        run: write('forward'),
      },
      {
        id: 'replyList',
        title: 'reader.command.replyList',
        group: 'message',
        keys: ['Shift+l'],
        when: () => active !== undefined && hasList(active),
        run: on((m) => actions.write(m, 'reply-list')),
      },
      {
        id: 'unsubscribe',
        title: 'unsubscribe.command',
        group: 'message',
        when: () => active !== undefined && canLeaveNow(active),
        run: on((m) => openDialog({ kind: 'unsubscribe', message: m })),
      },
      {
        id: 'forwardAttached',
        title: 'reader.command.forwardAttached',
        group: 'message',
        when: known,
        run: write('forward-attached'),
      },
      {
        id: 'redirect',
        title: 'reader.command.redirect',
        group: 'message',
        when,
        run: on((m) => actions.redirect(m)),
      },
      {
        id: 'editAsNew',
        title: 'reader.command.editAsNew',
        group: 'message',
        when: known,
        run: write('edit-as-new'),
      },
      {
        id: 'source',
        title: 'reader.command.source',
        group: 'message',
        icon: 'source',
        when,
        run: on((m) => actions.source(m)),
      },
      {
        id: 'print',
        title: 'reader.command.print',
        group: 'message',
        icon: 'print',
        keys: ['$mod+p'],
        when,
        run: () => actions.print(),
      },
      {
        id: 'nextInThread',
        title: 'reader.command.next',
        group: 'navigate',
        keys: ['n'],
        when: inThread,
        run: () => step(1),
      },
      {
        id: 'previousInThread',
        title: 'reader.command.previous',
        group: 'navigate',
        keys: ['p'],
        when: inThread,
        run: () => step(-1),
      },
    ];
  }, [active, answered, actions, step, alone]);
  useCommands(list);
}

function HeaderSkeleton() {
  return (
    <div className="reader-loading">
      <div className="reader-skeleton reader-skeleton-title" aria-hidden>
        <span style={{ inlineSize: '60%' }} />
        <span style={{ inlineSize: '35%' }} />
      </div>
      <BodySkeleton />
    </div>
  );
}
