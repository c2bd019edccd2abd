import { type RefObject, useEffect, useRef, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import { useT } from '../../i18n';
import { exactDate, listDate } from '../../i18n/format';
import { act } from '../../state/actions';
import { session } from '../../state/connection';
import { isClosed, useMailbox, useSettings } from '../../state/engine-state';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { commands } from '../../state/commands';
import { openDraftAt } from '../../state/open-draft';
import { Button, CommandIconButton, Icon, IconButton, Menu, type MenuEntry, Notice } from '../../ui';
import { MessageBodyView } from './message-body';
import { MessageHeader } from './message-header';
import { menuOf, type MessageActions } from './message-menu';
import { shownName } from './people';
import { ReceiptBar } from './receipt-bar';
import { SenderLine } from './sender-line';

export interface MessageCardProps {
  readonly message: MessageDetail;
  readonly expanded: boolean;
  /** The only message shown: nothing to fold. */
  readonly alone: boolean;
  readonly active: boolean;
  readonly actions: MessageActions;
  readonly probe: RefObject<HTMLElement | null>;
  readonly onToggle: () => void;
  readonly onActivate: () => void;
  readonly onLink: (url: string, text: string) => void;
  readonly onPoint: (url: string | null) => void;
}

/** One message of the reader: a line when folded, all of it when open. */
export function MessageCard(props: MessageCardProps) {
  const { message, expanded, alone, active, actions, probe, onToggle, onActivate, onLink, onPoint } = props;
  const t = useT();
  useMarkRead(message, expanded);
  const card = useRef<HTMLElement>(null);
  const role = useMailbox(message.mailbox)?.role;
  const starred = (message.flags & Flag.Flagged) !== 0;
  const [from] = message.envelope.from;
  const name = from === undefined ? t('common.unknownSender') : shownName(from);

  if (!expanded) {
    const unread = (message.flags & Flag.Seen) === 0;
    return (
      <article className="reader-folded" data-key={message.key}>
        <button type="button" className="reader-folded-line" aria-expanded={false} onClick={onToggle}>
          <span className={unread ? 'reader-folded-name reader-unread' : 'reader-folded-name'}>
            <bdi>{name}</bdi>
          </span>
          <span className="reader-folded-preview" dir="auto">
            {message.preview}
          </span>
          {(message.flags & Flag.HasAttachment) !== 0 && (
            <Icon name="attachment" label={t('list.attachment')} />
          )}
          {starred && <Icon name="star" filled label={t('list.starred')} />}
          <time
            className="reader-when"
            dateTime={new Date(message.date).toISOString()}
            title={exactDate(message.date)}
          >
            {listDate(message.date)}
          </time>
        </button>
      </article>
    );
  }

  const entries: readonly MenuEntry[] = menuOf(message, actions);
  return (
    <article
      ref={card}
      className={`reader-message${active && !alone ? ' reader-active' : ''}`}
      data-key={message.key}
      aria-label={t('reader.frameLabel', { name })}
      onFocus={onActivate}
      onPointerDown={onActivate}
    >
      <header className="reader-header">
        <MessageHeader message={message} />
        <div className="reader-actions">
          <IconButton
            icon="reply"
            label={t('reader.command.reply')}
            keys="r"
            onPress={() => actions.write(message, 'reply')}
          />
          <IconButton
            icon="reply-all"
            label={t('reader.command.replyAll')}
            keys="a"
            onPress={() => actions.write(message, 'reply-all')}
          />
          <IconButton
            icon="forward"
            label={t('reader.command.forward')}
            keys="f"
            onPress={() => actions.write(message, 'forward')}
          />
          <IconButton
            icon="star"
            filled={starred}
            pressed={starred}
            label={t(starred ? 'list.actions.unstar' : 'list.actions.star')}
            keys="s"
            className={starred ? 'reader-starred' : ''}
            onPress={() => actions.star(message)}
          />
          {alone && commands.available('archive') && <CommandIconButton command="archive" />}
          {alone && commands.available('snooze') && <CommandIconButton command="snooze" />}
          {alone && commands.available('remind') && <CommandIconButton command="remind" />}
          {alone && <CommandIconButton command="delete" />}
          <Menu
            label={t('common.more')}
            entries={entries}
            trigger={<IconButton icon="more" label={t('common.more')} />}
          />
          {!alone && <IconButton icon="up" label={t('reader.fold')} onPress={onToggle} />}
        </div>
      </header>
      {(message.flags & Flag.Draft) !== 0 && (
        <Notice
          compact
          actions={
            <Button size="small" icon="compose" onPress={() => openDraftAt(message.ref)}>
              {t('reader.draft.edit')}
            </Button>
          }
        >
          {t('reader.draft.text')}
        </Notice>
      )}
      {role === 'junk' && (
        <Notice
          compact
          actions={
            <Button size="small" icon="shield" onPress={() => act({ kind: 'not-junk' }, [message.key])}>
              {t('commands.notJunk')}
            </Button>
          }
        >
          {t('reader.junk')}
        </Notice>
      )}
      <SenderLine message={message} />
      <ReceiptBar message={message} />
      <div className="reader-body">
        <MessageBodyView
          message={message}
          probe={probe}
          onLink={onLink}
          onPoint={onPoint}
          onSource={() => actions.source(message)}
        />
      </div>
    </article>
  );
}

/** Marks a message read once, after the time the person chose; marking it unread again while open holds. */
function useMarkRead(message: MessageDetail, expanded: boolean): void {
  const { markReadAfterMs } = useSettings();
  const { key } = message;
  const unseen = (message.flags & Flag.Seen) === 0;
  const [done, setDone] = useState<string | null>(null);
  const wanted = expanded && unseen && markReadAfterMs >= 0 && done !== key;
  useEffect(() => {
    if (!wanted) return undefined;
    const timer = setTimeout(() => {
      setDone(key);
      session()
        .engine.api.act({ action: { kind: 'flag', add: ['\\Seen'], remove: [] }, keys: [key] })
        .catch((error: unknown) => {
          if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger', key: 'mark-read' });
        });
    }, markReadAfterMs);
    return () => clearTimeout(timer);
  }, [wanted, key, markReadAfterMs]);
  useEffect(() => {
    // Read by other means: from now on "unread" is the person's own wish.
    if (expanded && !unseen) setDone(key);
  }, [expanded, unseen, key]);
}
