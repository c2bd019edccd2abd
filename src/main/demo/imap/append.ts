import { toBytes } from '../bytes';
import type { WorldMailbox } from '../mail-world';
import { BadCommand, formatSet, type Cursor } from './cursor';
import { overQuota } from './copy';
import { parseDateTime } from './format';
import { appendLimit } from './mailboxes';
import { no, ok, type Command, type ImapSession, type Reply } from './session';

interface Piece {
  readonly flags: string[];
  readonly internalDate: number | null;
  readonly raw: string;
}

function readMessage(session: ImapSession, cursor: Cursor): Piece {
  cursor.space();
  const flags = cursor.peek('(') ? cursor.flags() : [];
  if (cursor.at > 0 && cursor.text[cursor.at - 1] === ')') cursor.space();
  let internalDate: number | null = null;
  if (cursor.peek('"')) {
    internalDate = parseDateTime(cursor.string());
    if (internalDate === null) throw new BadCommand('bad date-time');
    cursor.space();
  }
  if (session.isUtf8 && cursor.accept('UTF8 (')) {
    const raw = cursor.string();
    cursor.expect(')');
    return { flags, internalDate, raw };
  }
  return { flags, internalDate, raw: cursor.string() };
}

function refusal(
  session: ImapSession,
  mailbox: WorldMailbox | undefined,
  pieces: readonly Piece[],
): Reply | null {
  if (mailbox === undefined || mailbox.noSelect) return no('No such mailbox', 'TRYCREATE');
  if (mailbox.readOnly) return no('No permission', 'NOPERM');
  if (pieces.some(({ raw }) => raw.length > appendLimit(session))) return no('Too big', 'TOOBIG');
  if (
    overQuota(
      session,
      pieces.reduce((sum, { raw }) => sum + raw.length, 0),
    )
  )
    return no('Quota exceeded', 'OVERQUOTA');
  return null;
}

function add(session: ImapSession, mailbox: WorldMailbox, pieces: readonly Piece[]): number[] {
  return pieces.map(
    ({ raw, flags, internalDate }) =>
      session.world.append(session.user, mailbox, toBytes(raw), {
        flags,
        ...(internalDate === null ? {} : { internalDate }),
      }).uid,
  );
}
const appendUid = (
  session: ImapSession,
  mailbox: WorldMailbox,
  uids: readonly number[],
): string | undefined =>
  session.has('UIDPLUS') ? `APPENDUID ${mailbox.uidValidity} ${formatSet(uids)}` : undefined;

export const append: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const mailbox = session.user.mailbox(cursor.mailbox(session.isUtf8));
    const pieces = [readMessage(session, cursor)];
    while (session.has('MULTIAPPEND') && cursor.peek(' ')) pieces.push(readMessage(session, cursor));
    cursor.end();
    const refused = refusal(session, mailbox, pieces);
    if (refused !== null || mailbox === undefined) return refused ?? no('No such mailbox', 'TRYCREATE');
    return ok('Appended', appendUid(session, mailbox, add(session, mailbox, pieces)));
  },
};

/** REPLACE (RFC 8508): adds the new and expunges the old in one step. */
export const replace: Command = {
  state: 'selected',
  capability: 'REPLACE',
  run(session, cursor, isUid) {
    cursor.space();
    const [index] = session.resolve(cursor.set(), isUid);
    cursor.space();
    const mailbox = session.user.mailbox(cursor.mailbox(session.isUtf8));
    const piece = readMessage(session, cursor);
    cursor.end();
    const view = session.selected;
    const old = index === undefined ? undefined : view.messages[index];
    if (old === undefined) return no('No such message', 'NONEXISTENT');
    const refused = refusal(session, mailbox, [piece]);
    if (refused !== null || mailbox === undefined) return refused ?? no('No such mailbox', 'TRYCREATE');
    const uids = add(session, mailbox, [piece]);
    const code = appendUid(session, mailbox, uids);
    if (code !== undefined) session.untagged(`OK [${code}] Replacement message ready`);
    session.world.expunge(session.user, view.mailbox, [old.uid]);
    return ok('Replaced');
  },
};
