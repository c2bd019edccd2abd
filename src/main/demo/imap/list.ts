import type { WorldMailbox } from '../mail-world';
import type { Cursor } from './cursor';
import { ok, type Command, type ImapSession } from './session';
import { statusLine } from './mailboxes';

export const list: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const extended = session.has('LIST-EXTENDED') || session.has('SPECIAL-USE');
    let selection: string[] = [];
    if (extended && cursor.peek('(')) {
      selection = cursor.list(() => cursor.word());
      cursor.space();
    }
    const reference = cursor.mailbox(session.isUtf8);
    cursor.space();
    const patterns =
      extended && cursor.peek('(')
        ? cursor.list(() => cursor.pattern(session.isUtf8))
        : [cursor.pattern(session.isUtf8)];
    const options = cursor.accept(' RETURN ') ? readReturn(session, cursor) : { words: [], status: null };
    cursor.end();
    if (patterns.length === 1 && patterns[0] === '') {
      session.untagged(`LIST (\\Noselect) "${session.user.delimiter}" ""`);
      return ok('Listed');
    }
    for (const mailbox of matching(session, reference, patterns)) {
      if (selection.includes('SUBSCRIBED') && !mailbox.subscribed) continue;
      if (selection.includes('SPECIAL-USE') && mailbox.use === undefined) continue;
      const told = [...(selection.includes('SUBSCRIBED') ? ['SUBSCRIBED'] : []), ...options.words];
      session.untagged(listLine(session, mailbox, told));
      if (options.status !== null && !mailbox.noSelect)
        session.untagged(statusLine(session, mailbox, options.status));
    }
    return ok('Listed');
  },
};

function readReturn(session: ImapSession, cursor: Cursor): { words: string[]; status: string[] | null } {
  let status: string[] | null = null;
  const words = cursor.list(() => {
    const word = cursor.word();
    if (word === 'STATUS' && session.has('LIST-STATUS')) {
      cursor.space();
      status = cursor.list(() => cursor.word());
    }
    return word;
  });
  return { words, status };
}

export const xlist: Command = { ...list, capability: 'XLIST' };

export const lsub: Command = {
  state: 'authenticated',
  run(session, cursor) {
    cursor.space();
    const reference = cursor.mailbox(session.isUtf8);
    cursor.space();
    const pattern = cursor.pattern(session.isUtf8);
    cursor.end();
    for (const mailbox of matching(session, reference, [pattern])) {
      if (mailbox.subscribed) session.untagged(listLine(session, mailbox, []).replace(/^LIST/, 'LSUB'));
    }
    return ok('Listed');
  },
};

export function listLine(session: ImapSession, mailbox: WorldMailbox, told: readonly string[]): string {
  const { delimiter } = session.user;
  const below = `${mailbox.name}${delimiter}`;
  const flags: string[] = [];
  if (mailbox.noSelect) flags.push('\\Noselect');
  if (session.has('CHILDREN') || told.includes('CHILDREN')) {
    const has = [...session.user.mailboxes.keys()].some((name) => name.startsWith(below));
    flags.push(has ? '\\HasChildren' : '\\HasNoChildren');
  }
  const special = session.has('SPECIAL-USE') || session.has('XLIST');
  if (special && mailbox.use !== undefined) flags.push(mailbox.use);
  if (told.includes('SUBSCRIBED') && mailbox.subscribed) flags.push('\\Subscribed');
  return `LIST (${flags.join(' ')}) "${delimiter === '\\' ? '\\\\' : delimiter}" ${session.name(mailbox)}`;
}

function matching(session: ImapSession, reference: string, patterns: readonly string[]): WorldMailbox[] {
  const { delimiter } = session.user;
  const tests = patterns.map((pattern) => {
    const escaped = `${reference}${pattern}`.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    const one = `[^${delimiter === '\\' || delimiter === ']' || delimiter === '^' ? '\\' : ''}${delimiter}]*`;
    return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/%/g, one)}$`, 'su');
  });
  const inbox = patterns.some((pattern) => `${reference}${pattern}`.toUpperCase() === 'INBOX');
  return [...session.user.mailboxes.values()]
    .filter(({ name }) => (name === 'INBOX' && inbox) || tests.some((test) => test.test(name)))
    .sort((a, b) => (a.name === 'INBOX' ? -1 : b.name === 'INBOX' ? 1 : a.name < b.name ? -1 : 1));
}

export const namespace: Command = {
  state: 'authenticated',
  capability: 'NAMESPACE',
  run(session, cursor) {
    cursor.end();
    session.untagged(
      `NAMESPACE ${session.options.namespace ?? `(("" "${session.user.delimiter}")) NIL NIL`}`,
    );
    return ok('Namespaces');
  },
};
