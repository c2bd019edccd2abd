import type { Command } from '../session/command';
import type { AclEntry, MailboxName } from '../types';
import { unusable } from '../errors';

/** MYRIGHTS (RFC 4314 §3.5): the letters of what this user may do. */
export function myRights(mailbox: MailboxName): Command<string> {
  let rights = '';
  return {
    name: 'MYRIGHTS',
    lane: { answers: ['MYRIGHTS'] },
    idempotent: true,
    write: (w) => void w.raw('MYRIGHTS ').mailbox(mailbox),
    collect(response) {
      if (response.type !== 'myrights') return false;
      rights = response.rights;
      return true;
    },
    finish: () => rights,
  };
}

/** GETACL (RFC 4314 §3.3). */
export function getAcl(mailbox: MailboxName): Command<readonly AclEntry[]> {
  let entries: readonly AclEntry[] = [];
  return {
    name: 'GETACL',
    lane: { answers: ['ACL'] },
    idempotent: true,
    write: (w) => void w.raw('GETACL ').mailbox(mailbox),
    collect(response) {
      if (response.type !== 'acl') return false;
      entries = response.entries;
      return true;
    },
    finish: () => entries,
  };
}

/** SETACL (RFC 4314 §3.1); `rights` may begin with `+` or `-`. */
export const setAcl = (mailbox: MailboxName, identifier: string, rights: string): Command<void> => ({
  name: 'SETACL',
  lane: 'alone',
  idempotent: true,
  write(w) {
    if (!/^[-+]?[a-z0-9]*$/.test(rights)) throw unusable('invalid-argument', 'Rights are letters.');
    w.raw('SETACL ').mailbox(mailbox).sp().astring(identifier).sp().string(rights);
  },
  finish: () => undefined,
});

/** DELETEACL (RFC 4314 §3.2). */
export const deleteAcl = (mailbox: MailboxName, identifier: string): Command<void> => ({
  name: 'DELETEACL',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw('DELETEACL ').mailbox(mailbox).sp().astring(identifier),
  finish: () => undefined,
});

/** LISTRIGHTS (RFC 4314 §3.4): the first entry is always granted, the others can be. */
export function listRights(mailbox: MailboxName, identifier: string): Command<readonly string[]> {
  let rights: readonly string[] = [];
  return {
    name: 'LISTRIGHTS',
    lane: { answers: ['LISTRIGHTS'] },
    idempotent: true,
    write: (w) => void w.raw('LISTRIGHTS ').mailbox(mailbox).sp().astring(identifier),
    collect(response) {
      if (response.type !== 'listrights') return false;
      rights = response.rights;
      return true;
    },
    finish: () => rights,
  };
}
