import type { WorldMailbox, WorldMessage } from '../mail-world';
import { mailboxName } from './format';
import type { ImapSession } from './session';

/** Labels are the other mailboxes that hold the same message; the selected one and All Mail are left out, as Gmail does. */
export function gmailLabels(session: ImapSession, message: WorldMessage): string[] {
  const labels: string[] = [];
  for (const mailbox of session.user.mailboxes.values()) {
    if (mailbox === session.view?.mailbox || mailbox.use === '\\All') continue;
    if (!mailbox.messages.some(({ content }) => content === message.content)) continue;
    labels.push(
      mailbox.name === 'INBOX'
        ? '"\\\\Inbox"'
        : mailbox.use === undefined
          ? mailboxName(mailbox.name, session.isUtf8)
          : `"\\${mailbox.use}"`,
    );
  }
  return labels;
}

/** The mailbox of a label: `\Inbox`, `\Sent` … or a name. */
export function labelMailbox(session: ImapSession, label: string): WorldMailbox | undefined {
  const name = label.replace(/^\\\\/, '\\');
  if (name.toLowerCase() === '\\inbox') return session.user.mailbox('INBOX');
  const use = [...session.user.mailboxes.values()].find(
    (mailbox) => mailbox.use?.toLowerCase() === name.toLowerCase(),
  );
  return use ?? session.user.mailbox(name);
}

/** STORE ±X-GM-LABELS: puts the message into mailboxes or takes it out of them. */
export function changeLabels(
  session: ImapSession,
  message: WorldMessage,
  mode: 'add' | 'remove' | 'replace',
  labels: readonly string[],
): void {
  const { world, user } = session;
  const wanted = labels.flatMap((label) => labelMailbox(session, label) ?? world.createMailbox(user, label));
  for (const mailbox of user.mailboxes.values()) {
    if (mailbox === session.view?.mailbox || mailbox.use === '\\All') continue;
    const held = mailbox.messages.find(({ content }) => content === message.content);
    const named = wanted.includes(mailbox);
    if (held === undefined && named && mode !== 'remove') {
      world.append(user, mailbox, message.content, {
        flags: message.flags,
        internalDate: message.internalDate,
      });
    } else if (held !== undefined && (mode === 'remove' ? named : mode === 'replace' && !named)) {
      world.expunge(user, mailbox, [held.uid]);
    }
  }
}
