import { BadCommand, formatSet } from './cursor';
import { tellProgress, withinLimit } from './message-limit';
import { no, ok, type Command, type ImapSession, type Reply } from './session';

/** COPY and MOVE (RFC 3501 §6.4.7, RFC 6851) with COPYUID where UIDPLUS is advertised. */
const transfer = (move: boolean): Command => ({
  state: 'selected',
  ...(move ? { capability: 'MOVE' } : {}),
  run(session, cursor, isUid) {
    cursor.space();
    const set = cursor.set();
    cursor.space();
    const name = cursor.mailbox(session.isUtf8);
    cursor.end();
    const view = session.selected;
    const { user, world } = session;
    const target = user.mailbox(name);
    if (target === undefined || target.noSelect) return no('No such mailbox', 'TRYCREATE');
    if (target.readOnly || (move && view.readOnly)) return no('No permission', 'NOPERM');
    const limited = withinLimit(session, session.resolve(set, isUid));
    // COPY is done whole or not at all (RFC 9051 §6.4.7), MOVE as far as it goes (RFC 9738).
    if (!move && limited.code !== undefined) return no('Too many messages to copy', limited.code);
    const messages = limited.positions.flatMap((index) => view.messages[index] ?? []);
    const size = messages.reduce((sum, { content }) => sum + content.raw.length, 0);
    if (!move && overQuota(session, size)) return no('Quota exceeded', 'OVERQUOTA');
    const uids = messages.map(({ uid }) => uid);
    const pairs = move
      ? world.move(user, view.mailbox, uids, target)
      : world.copy(user, view.mailbox, uids, target);
    tellProgress(session, cursor.text, messages.length);
    const code = copyUid(session, target.uidValidity, pairs);
    if (!move) return ok('Copied', code);
    if (code !== undefined) session.untagged(`OK [${code}] Moved`);
    const modseq = session.has('QRESYNC') ? `HIGHESTMODSEQ ${view.mailbox.highestModseq}` : undefined;
    return ok('Done', limited.code ?? modseq);
  },
});
export const copy = transfer(false);
export const move = transfer(true);

function copyUid(
  session: ImapSession,
  uidValidity: number,
  pairs: ReadonlyArray<readonly [number, number]>,
): string | undefined {
  if (!session.has('UIDPLUS') || pairs.length === 0) return undefined;
  return `COPYUID ${uidValidity} ${formatSet(pairs.map(([from]) => from))} ${formatSet(pairs.map(([, to]) => to))}`;
}

export const overQuota = (session: ImapSession, more: number): boolean =>
  session.user.quota !== undefined && session.user.used + more > session.user.quota;

export const expunge: Command = {
  state: 'selected',
  run(session, cursor, isUid) {
    const view = session.selected;
    let wanted: ReadonlySet<number> | null = null;
    let code: string | undefined;
    if (isUid) {
      if (!session.has('UIDPLUS')) throw new BadCommand('UIDPLUS is not supported');
      cursor.space();
      const marked = session
        .resolve(cursor.set(), true)
        .filter((index) => view.messages[index]?.flags.has('\\Deleted') === true);
      const { positions, code: limit } = withinLimit(session, marked);
      code = limit;
      wanted = new Set(positions.map((index) => view.messages[index]?.uid ?? 0));
    }
    cursor.end();
    if (view.readOnly) return no('Mailbox is read-only', 'READ-ONLY');
    const marked = view.mailbox.messages.filter(
      ({ uid, flags }) => flags.has('\\Deleted') && (wanted?.has(uid) ?? true),
    );
    session.world.expunge(
      session.user,
      view.mailbox,
      marked.map(({ uid }) => uid),
    );
    return code === undefined ? done(session) : ok('Expunged', code);
  },
};
const done = (session: ImapSession): Reply =>
  ok(
    'Expunged',
    session.has('QRESYNC') ? `HIGHESTMODSEQ ${session.selected.mailbox.highestModseq}` : undefined,
  );
