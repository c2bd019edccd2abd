import type { WorldEvent, WorldMailbox } from '../mail-world';
import type { Cursor } from './cursor';
import { BadCommand } from './cursor';
import { listLine } from './list';
import { statusLine } from './mailboxes';
import { ok, type Command, type ImapSession } from './session';

/** NOTIFY (RFC 5465): which mailboxes tell what. */
interface Group {
  readonly covers: (session: ImapSession, mailbox: WorldMailbox) => boolean;
  readonly events: ReadonlySet<string>;
}
export interface NotifySetting {
  /** Push changes of the selected mailbox at once. */
  readonly selected: boolean;
  readonly groups: readonly Group[];
}

export const notify: Command = {
  state: 'authenticated',
  capability: 'NOTIFY',
  run(session, cursor) {
    if (cursor.accept(' NONE')) {
      cursor.end();
      session.notify = null;
      return ok('Notify none');
    }
    cursor.expect(' SET');
    const tellNow = cursor.accept(' STATUS');
    let selected = false;
    const groups: Group[] = [];
    while (cursor.accept(' (')) {
      const kind = cursor.word();
      const covers = readFilter(session, cursor, kind);
      cursor.space();
      const events = new Set<string>();
      if (!cursor.accept('NONE')) readEvents(cursor, events);
      cursor.expect(')');
      if (kind === 'SELECTED' || kind === 'SELECTED-DELAYED')
        selected = kind === 'SELECTED' && events.size > 0;
      else groups.push({ covers, events });
    }
    cursor.end();
    session.notify = { selected, groups };
    if (tellNow) {
      for (const mailbox of session.user.mailboxes.values()) {
        const told = mailbox !== session.view?.mailbox && !mailbox.noSelect;
        if (told && groups.some((group) => group.covers(session, mailbox)))
          session.untagged(status(session, mailbox));
      }
    }
    return ok('Notify set');
  },
};

function readFilter(session: ImapSession, cursor: Cursor, kind: string): Group['covers'] {
  switch (kind) {
    case 'SELECTED':
    case 'SELECTED-DELAYED':
      return (_, mailbox) => mailbox === session.view?.mailbox;
    case 'INBOXES':
      return (_, mailbox) => mailbox.name === 'INBOX';
    case 'PERSONAL':
      return () => true;
    case 'SUBSCRIBED':
      return (_, mailbox) => mailbox.subscribed;
    case 'SUBTREE':
    case 'MAILBOXES': {
      cursor.space();
      const names = cursor.peek('(')
        ? cursor.list(() => cursor.mailbox(session.isUtf8))
        : [cursor.mailbox(session.isUtf8)];
      const below = session.user.delimiter;
      return (_, mailbox) =>
        names.some(
          (name) =>
            mailbox.name === name || (kind === 'SUBTREE' && mailbox.name.startsWith(`${name}${below}`)),
        );
    }
    default:
      throw new BadCommand(`unknown filter ${kind}`);
  }
}

function readEvents(cursor: Cursor, events: Set<string>): void {
  cursor.list(() => {
    const event = cursor.word();
    events.add(event);
    // MessageNew may carry fetch attributes; this server always answers with EXISTS and lets the client fetch.
    if (event === 'MESSAGENEW' && cursor.accept(' (')) {
      for (let depth = 1; depth > 0; cursor.at += 1) {
        if (cursor.done) throw new BadCommand('unclosed list');
        if (cursor.peek('(')) depth += 1;
        if (cursor.peek(')')) depth -= 1;
      }
    }
  });
}

const status = (session: ImapSession, mailbox: WorldMailbox): string =>
  statusLine(session, mailbox, [
    'MESSAGES',
    'UIDNEXT',
    'UIDVALIDITY',
    'UNSEEN',
    ...(session.has('CONDSTORE') ? ['HIGHESTMODSEQ'] : []),
  ]);

/** What a change elsewhere says under the NOTIFY in force. */
export function tellEvent(session: ImapSession, event: WorldEvent): void {
  const { mailbox } = event;
  const setting = session.notify;
  if (setting === null || mailbox === session.view?.mailbox) return;
  const wants = (name: string): boolean =>
    setting.groups.some((group) => group.events.has(name) && group.covers(session, mailbox));
  if (event.kind === 'changed' || event.kind === 'uidvalidity') {
    if (wants('MESSAGENEW') || wants('MESSAGEEXPUNGE') || wants('FLAGCHANGE'))
      session.untagged(status(session, mailbox));
  } else if (event.kind === 'subscription') {
    if (wants('SUBSCRIPTIONCHANGE')) session.untagged(listLine(session, mailbox, ['SUBSCRIBED']));
  } else if (wants('MAILBOXNAME')) {
    if (event.kind === 'renamed') {
      session.untagged(`${listLine(session, mailbox, [])} ("OLDNAME" (${session.name(event.from)}))`);
    } else if (event.kind === 'created') session.untagged(listLine(session, mailbox, []));
    else session.untagged(`LIST (\\NonExistent) "${session.user.delimiter}" ${session.name(mailbox)}`);
  }
}
