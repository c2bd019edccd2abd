import type { WorldMessage } from '../mail-world';
import { BadCommand, formatSet } from './cursor';
import { changeLabels } from './gmail';
import { gmailLabels } from './gmail';
import { tellProgress, withinLimit } from './message-limit';
import { no, ok, type Command, type ImapSession } from './session';

export const store: Command = {
  state: 'selected',
  run(session, cursor, isUid) {
    cursor.space();
    const set = cursor.set();
    cursor.space();
    let unchangedSince: number | null = null;
    if (cursor.accept('(UNCHANGEDSINCE ')) {
      if (!session.has('CONDSTORE')) throw new BadCommand('CONDSTORE is not supported');
      session.enabled.add('CONDSTORE');
      unchangedSince = cursor.number();
      cursor.expect(') ');
    }
    const mode = cursor.accept('+') ? 'add' : cursor.accept('-') ? 'remove' : 'replace';
    const labels = session.has('X-GM-EXT-1') && cursor.accept('X-GM-LABELS');
    if (!labels) cursor.expect('FLAGS');
    const silent = cursor.accept('.SILENT');
    cursor.space();
    const values = labels
      ? cursor.list(() => (cursor.isString() ? cursor.string() : cursor.token()))
      : cursor.flags();
    cursor.end();
    const view = session.selected;
    if (view.readOnly) return no('Mailbox is read-only', 'READ-ONLY');
    const { positions, code } = withinLimit(session, session.resolve(set, isUid));
    tellProgress(session, cursor.text, positions.length);
    const modified: number[] = [];
    for (const index of positions) {
      const message = view.messages[index];
      if (message === undefined) continue;
      if (unchangedSince !== null && message.modseq > unchangedSince) {
        modified.push(isUid ? message.uid : index + 1);
        continue;
      }
      if (labels) changeLabels(session, message, mode, values);
      else session.world.setFlags(session.user, view.mailbox, [message.uid], mode, values);
      tell(session, message, index, { silent, isUid, labels });
    }
    if (modified.length > 0)
      return ok('Conditional store failed for some', `MODIFIED ${formatSet(modified)}`);
    return ok('Stored', code);
  },
};

/** The answer of STORE: nothing when silent, but MODSEQ always when CONDSTORE is on (RFC 7162 §3.1.3). */
function tell(
  session: ImapSession,
  message: WorldMessage,
  index: number,
  { silent, isUid, labels }: { silent: boolean; isUid: boolean; labels: boolean },
): void {
  session.selected.told.set(message.uid, message.modseq);
  const parts: string[] = [];
  if (!silent)
    parts.push(
      labels
        ? `X-GM-LABELS (${gmailLabels(session, message).join(' ')})`
        : `FLAGS ${session.flagList(message)}`,
    );
  if (session.condstore) parts.push(`MODSEQ (${message.modseq})`);
  if (!silent || session.condstore) session.tellMessage(index, message.uid, parts, isUid || session.qresync);
}
