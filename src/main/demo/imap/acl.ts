import type { WorldMailbox } from '../mail-world';
import type { Cursor } from './cursor';
import { quote } from './format';
import { BadCommand } from './cursor';
import { no, ok, type Command, type ImapSession, type Reply } from './session';

/** RFC 4314 §2.1. */
const ALL = 'lrswipkxtecda';

/** What others may do, by identifier; the owner may do everything and is not in it. */
const lists = new WeakMap<WorldMailbox, Map<string, string>>();
const listOf = (mailbox: WorldMailbox): Map<string, string> => {
  const list = lists.get(mailbox) ?? new Map<string, string>();
  lists.set(mailbox, list);
  return list;
};
const ownRights = (mailbox: WorldMailbox): string => (mailbox.readOnly ? 'lrs' : ALL);

/** A command on the ACL of one mailbox (RFC 4314 §3). */
const command = (run: (session: ImapSession, mailbox: WorldMailbox, cursor: Cursor) => Reply): Command => ({
  state: 'authenticated',
  capability: 'ACL',
  run(session, cursor) {
    cursor.space();
    const mailbox = session.user.mailbox(cursor.mailbox(session.isUtf8));
    if (mailbox === undefined) return no('No such mailbox', 'NONEXISTENT');
    return run(session, mailbox, cursor);
  },
});
const identifier = (cursor: Cursor): string => {
  cursor.space();
  return cursor.astring();
};

export const myRights = command((session, mailbox, cursor) => {
  cursor.end();
  session.untagged(`MYRIGHTS ${session.name(mailbox)} ${ownRights(mailbox)}`);
  return ok('Rights');
});

export const getAcl = command((session, mailbox, cursor) => {
  cursor.end();
  const others = [...listOf(mailbox)].map(([who, rights]) => ` ${quote(who)} ${quote(rights)}`);
  session.untagged(
    `ACL ${session.name(mailbox)} ${quote(session.user.user)} ${ownRights(mailbox)}${others.join('')}`,
  );
  return ok('Access control list');
});

export const setAcl = command((_session, mailbox, cursor) => {
  const who = identifier(cursor);
  cursor.space();
  const change = cursor.astring();
  cursor.end();
  const [, sign = '', letters = ''] = /^([+-]?)([a-z]*)$/.exec(change) ?? [];
  if (`${sign}${letters}` !== change || [...letters].some((right) => !ALL.includes(right)))
    throw new BadCommand('no such right');
  const before = listOf(mailbox).get(who) ?? '';
  const has = (right: string): boolean => {
    if (sign === '') return letters.includes(right);
    return sign === '+'
      ? before.includes(right) || letters.includes(right)
      : before.includes(right) && !letters.includes(right);
  };
  listOf(mailbox).set(who, [...ALL].filter(has).join(''));
  return ok('Set');
});

export const deleteAcl = command((_session, mailbox, cursor) => {
  const who = identifier(cursor);
  cursor.end();
  listOf(mailbox).delete(who);
  return ok('Deleted');
});

export const listRights = command((session, mailbox, cursor) => {
  const who = identifier(cursor);
  cursor.end();
  session.untagged(`LISTRIGHTS ${session.name(mailbox)} ${quote(who)} "" ${[...ALL].join(' ')}`);
  return ok('Rights that can be given');
});
