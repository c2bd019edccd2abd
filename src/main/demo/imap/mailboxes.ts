import type { SpecialUse, WorldMailbox } from '../mail-world';
import { formatSet, parseSet, type Cursor } from './cursor';
import { bad, no, ok, View, type Command, type ImapSession, type Reply } from './session';

const nonexistent = (): Reply => no('No such mailbox', 'NONEXISTENT');

const openMailbox = (readOnly: boolean): Command => ({
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const name = cursor.mailbox(session.isUtf8);
    let resync: Resync | null = null;
    if (cursor.accept(' ')) resync = readSelectParameters(session, cursor);
    cursor.end();
    if (session.view !== null && session.has('QRESYNC'))
      session.untagged('OK [CLOSED] Previous mailbox closed');
    session.view = null;
    const mailbox = session.user.mailbox(name);
    if (mailbox === undefined) return nonexistent();
    if (mailbox.noSelect) return no('Mailbox cannot be selected', 'CANNOT');
    return select(session, mailbox, readOnly || mailbox.readOnly, resync);
  },
});
export const selectCommand = openMailbox(false);
export const examineCommand = openMailbox(true);

interface Resync {
  readonly uidValidity: number;
  readonly modseq: number;
  readonly known: string | null;
}

function readSelectParameters(session: ImapSession, cursor: Cursor): Resync | null {
  let resync: Resync | null = null;
  cursor.list(() => {
    const word = cursor.word();
    if (word === 'CONDSTORE' && session.has('CONDSTORE')) session.enabled.add('CONDSTORE');
    else if (word === 'QRESYNC' && session.qresync) {
      cursor.space();
      cursor.expect('(');
      const uidValidity = cursor.number();
      cursor.space();
      const modseq = cursor.number();
      let known: string | null = null;
      if (cursor.accept(' ')) {
        if (cursor.peek('(')) skipMatch(cursor);
        else {
          known = cursor.set();
          if (cursor.accept(' ')) skipMatch(cursor);
        }
      }
      cursor.expect(')');
      resync = { uidValidity, modseq, known };
    } else cursor.expect('a known select parameter');
  });
  return resync;
}
/** `(known-sequence-set known-uid-set)`: only a hint for how much history to send; this server has all of it. */
function skipMatch(cursor: Cursor): void {
  cursor.expect('(');
  cursor.set();
  cursor.space();
  cursor.set();
  cursor.expect(')');
}

function select(
  session: ImapSession,
  mailbox: WorldMailbox,
  readOnly: boolean,
  resync: Resync | null,
): Reply {
  const view = new View(mailbox, readOnly);
  session.view = view;
  const keywords = [
    ...new Set(mailbox.messages.flatMap(({ flags }) => [...flags]).filter((flag) => !flag.startsWith('\\'))),
  ];
  const flags = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft', ...keywords].join(' ');
  session.untagged(`FLAGS (${flags})`);
  const permanent = readOnly ? '' : `${flags}${mailbox.keywords ? ' \\*' : ''}`;
  session.untagged(`OK [PERMANENTFLAGS (${permanent})] Flags permitted`);
  session.untagged(`${mailbox.messages.length} EXISTS`);
  if (!session.rev2) session.untagged(`${view.recent.size} RECENT`);
  else session.untagged(`LIST () "${session.user.delimiter}" ${session.name(mailbox)}`);
  const unseen = mailbox.messages.findIndex((message) => !message.flags.has('\\Seen'));
  if (unseen >= 0 && !session.rev2 && !session.uidOnly)
    session.untagged(`OK [UNSEEN ${unseen + 1}] First unseen`);
  session.untagged(`OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid`);
  session.untagged(`OK [UIDNEXT ${mailbox.uidNext}] Predicted next UID`);
  if (session.has('CONDSTORE') || session.has('QRESYNC')) {
    session.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModseq}] Highest`);
  }
  if (session.has('OBJECTID')) session.untagged(`OK [MAILBOXID (${mailbox.mailboxId})] Ok`);
  if (resync !== null && resync.uidValidity === mailbox.uidValidity) tellResync(session, view, resync);
  return ok(readOnly ? 'Examined' : 'Selected', readOnly ? 'READ-ONLY' : 'READ-WRITE');
}

/** VANISHED (EARLIER) first, then the changed messages (RFC 7162 §3.2.5). */
function tellResync(session: ImapSession, view: View, { modseq, known }: Resync): void {
  const vanished = vanishedSince(view.mailbox, modseq, known);
  if (vanished.length > 0) session.untagged(`VANISHED (EARLIER) ${formatSet(vanished)}`);
  const ranges = known === null ? null : parseSet(known, view.mailbox.uidNext - 1);
  view.messages.forEach((message, index) => {
    if (message.modseq <= modseq) return;
    if (ranges !== null && !ranges.some(([low, high]) => message.uid >= low && message.uid <= high)) return;
    const parts = [`FLAGS ${session.flagList(message)}`, `MODSEQ (${message.modseq})`];
    session.tellMessage(index, message.uid, parts, true);
  });
}

/** UIDs of the set (all when null) that went after this MODSEQ, ascending. */
export function vanishedSince(mailbox: WorldMailbox, modseq: number, known: string | null): number[] {
  const ranges = known === null ? null : parseSet(known, mailbox.uidNext - 1);
  return mailbox.expunged
    .filter((gone) => gone.modseq > modseq)
    .map((gone) => gone.uid)
    .filter((uid) => ranges === null || ranges.some(([low, high]) => uid >= low && uid <= high))
    .sort((a, b) => a - b);
}

/** CLOSE expunges what is marked, without telling; UNSELECT does not. */
const leave = (expunge: boolean, capability?: string): Command => ({
  state: 'selected',
  ...(capability === undefined ? {} : { capability }),
  run(session, cursor) {
    cursor.end();
    const view = session.selected;
    session.view = null;
    if (expunge && !view.readOnly) {
      const marked = view.mailbox.messages.filter((message) => message.flags.has('\\Deleted'));
      session.world.expunge(
        session.user,
        view.mailbox,
        marked.map(({ uid }) => uid),
      );
    }
    return ok(
      expunge ? 'Closed' : 'Unselected',
      session.has('QRESYNC') && expunge ? `HIGHESTMODSEQ ${view.mailbox.highestModseq}` : undefined,
    );
  },
});
export const closeCommand = leave(true);
export const unselectCommand = leave(false, 'UNSELECT');

export const create: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    let name = cursor.mailbox(session.isUtf8);
    let use: SpecialUse | undefined;
    if (cursor.accept(' ')) {
      cursor.list(() => {
        cursor.expect('USE ');
        use = cursor.flags()[0] as SpecialUse | undefined;
      });
      if (!session.has('CREATE-SPECIAL-USE')) return bad('Unknown parameter');
    }
    cursor.end();
    const account = session.user;
    if (name.endsWith(account.delimiter)) name = name.slice(0, -account.delimiter.length);
    if (account.mailbox(name) !== undefined) return no('Mailbox exists', 'ALREADYEXISTS');
    const parents = name.split(account.delimiter);
    for (let depth = 1; depth < parents.length; depth += 1) {
      const parent = parents.slice(0, depth).join(account.delimiter);
      if (account.mailbox(parent) === undefined)
        session.world.createMailbox(account, parent, { noSelect: true, subscribed: false });
    }
    const mailbox = session.world.createMailbox(account, name, {
      subscribed: false,
      ...(use === undefined ? {} : { use }),
    });
    return ok('Created', session.has('OBJECTID') ? `MAILBOXID (${mailbox.mailboxId})` : undefined);
  },
};
export const deleteCommand: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const name = cursor.mailbox(session.isUtf8);
    cursor.end();
    const mailbox = session.user.mailbox(name);
    if (mailbox === undefined) return nonexistent();
    if (mailbox.name === 'INBOX') return no('INBOX stays', 'CANNOT');
    if (session.view?.mailbox === mailbox) session.view = null;
    session.world.deleteMailbox(session.user, name);
    return ok('Deleted');
  },
};
export const rename: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const from = cursor.mailbox(session.isUtf8);
    cursor.space();
    const to = cursor.mailbox(session.isUtf8);
    cursor.end();
    const { user, world } = session;
    const source = user.mailbox(from);
    if (source === undefined) return nonexistent();
    if (user.mailbox(to) !== undefined) return no('Mailbox exists', 'ALREADYEXISTS');
    if (source.name === 'INBOX') {
      // RFC 3501 §6.3.5: INBOX stays, its messages move.
      const target = world.createMailbox(user, to);
      world.move(
        user,
        source,
        source.messages.map(({ uid }) => uid),
        target,
      );
    } else world.renameMailbox(user, from, to);
    return ok('Renamed');
  },
};
const subscription = (subscribed: boolean): Command => ({
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const mailbox = session.user.mailbox(cursor.mailbox(session.isUtf8));
    cursor.end();
    if (mailbox === undefined) return nonexistent();
    session.world.setSubscribed(session.user, mailbox, subscribed);
    return ok('Done');
  },
});
export const subscribe = subscription(true);
export const unsubscribe = subscription(false);

export const statusCommand: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const mailbox = session.user.mailbox(cursor.mailbox(session.isUtf8));
    cursor.space();
    const items = cursor.list(() => cursor.word());
    cursor.end();
    if (mailbox === undefined || mailbox.noSelect) return nonexistent();
    const unknown = items.find((item) => statusItem(session, mailbox, item) === null);
    if (unknown !== undefined) return bad(`Unknown status item ${unknown}`);
    session.untagged(statusLine(session, mailbox, items));
    return ok('Status');
  },
};

export const statusLine = (session: ImapSession, mailbox: WorldMailbox, items: readonly string[]): string =>
  `STATUS ${session.name(mailbox)} (${items.map((item) => `${item} ${statusItem(session, mailbox, item) ?? '0'}`).join(' ')})`;

function statusItem(session: ImapSession, mailbox: WorldMailbox, item: string): string | null {
  switch (item) {
    case 'MESSAGES':
      return String(mailbox.messages.length);
    case 'RECENT':
      if (session.rev2) return null;
      return String(mailbox.messages.filter(({ uid }) => uid >= mailbox.recentFrom).length);
    case 'UIDNEXT':
      return String(mailbox.uidNext);
    case 'UIDVALIDITY':
      return String(mailbox.uidValidity);
    case 'UNSEEN':
      return String(mailbox.unseen);
    case 'DELETED':
      return String(mailbox.messages.filter((message) => message.flags.has('\\Deleted')).length);
    case 'SIZE':
      return session.has('STATUS') ? String(mailbox.size) : null;
    case 'HIGHESTMODSEQ':
      if (!session.has('CONDSTORE') && !session.has('QRESYNC')) return null;
      session.enabled.add('CONDSTORE');
      return String(mailbox.highestModseq);
    case 'MAILBOXID':
      return session.has('OBJECTID') ? `(${mailbox.mailboxId})` : null;
    case 'APPENDLIMIT':
      return session.has('APPENDLIMIT') ? String(appendLimit(session)) : null;
    default:
      return null;
  }
}

export function appendLimit(session: ImapSession): number {
  const word = session.profile.after.find((known) => known.startsWith('APPENDLIMIT='));
  return word === undefined ? Infinity : Number(word.slice('APPENDLIMIT='.length));
}
