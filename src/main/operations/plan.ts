import type { Action } from '@shared/contract/engine-api';
import type { Intent } from '@shared/contract/operations';
import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import { formatUids } from '@shared/model/uid-ranges';
import {
  type AccountId,
  type MailboxId,
  type MessageKey,
  type MessageRef,
  parseMessageKey,
} from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';

/** What planning needs to know of a mailbox. */
export interface PlannedMailbox {
  readonly id: MailboxId;
  readonly account: AccountId;
  readonly role: MailboxRole;
}

export interface Plan {
  readonly account: AccountId;
  readonly intents: readonly Intent[];
}

/** Messages of one mailbox that show in one place. */
interface Group {
  readonly source: PlannedMailbox;
  readonly shown: PlannedMailbox;
  readonly set: MessageSet;
  readonly uids: number[];
}

const isOf = (set: MessageSet, ref: MessageRef): boolean =>
  set.mailbox === ref.mailbox && set.generation === ref.generation;

/**
 * Sorts what a person did to messages into intents per account.
 * @param locate where a message shows now: its mailbox after pending moves, which decides what "archive" or "delete" mean.
 * @throws MailError `refused`: `no-archive`, `no-trash`, `no-junk`, `other-account`, `gone` – in the reader's words by code.
 */
export function planAction(
  action: Action,
  keys: readonly MessageKey[],
  mailboxes: {
    get(id: MailboxId): PlannedMailbox | undefined;
    withRole(a: AccountId, r: MailboxRole): PlannedMailbox | undefined;
  },
  locate: (key: MessageKey) => MailboxId,
): Plan[] {
  const groups = new Map<string, Group>();
  let lastAt: MailboxId | null = null;
  let last: Group | null = null;
  for (const key of keys) {
    const ref = parseMessageKey(key);
    const at = locate(key);
    if (last !== null && lastAt === at && isOf(last.set, ref)) {
      last.uids.push(ref.uid);
      continue;
    }
    const source = mailboxes.get(ref.mailbox);
    const shown = mailboxes.get(at) ?? source;
    if (!source || !shown) {
      throw new MailError({ kind: 'refused', code: 'gone', message: 'The mailbox of this message is gone' });
    }
    const id = `${ref.mailbox}/${ref.generation}/${shown.id}`;
    const group: Group = groups.get(id) ?? {
      source,
      shown,
      set: { mailbox: ref.mailbox, generation: ref.generation, uids: '' },
      uids: [],
    };
    groups.set(id, group);
    group.uids.push(ref.uid);
    lastAt = at;
    last = group;
  }

  const plans = new Map<AccountId, Intent[]>();
  for (const { shown, set, uids } of groups.values()) {
    const messages: MessageSet = { ...set, uids: formatUids(uids) };
    const intents = plans.get(shown.account) ?? [];
    plans.set(shown.account, intents);
    intents.push(...intentsFor(action, shown, messages, mailboxes));
  }
  return [...plans]
    .filter(([, intents]) => intents.length > 0)
    .map(([account, intents]) => ({ account, intents }));
}

function intentsFor(
  action: Action,
  shown: PlannedMailbox,
  messages: MessageSet,
  mailboxes: {
    get(id: MailboxId): PlannedMailbox | undefined;
    withRole(a: AccountId, r: MailboxRole): PlannedMailbox | undefined;
  },
): Intent[] {
  const moveTo = (role: MailboxRole, code: string, instead: MailboxRole = null): Intent[] => {
    const to =
      mailboxes.withRole(shown.account, role) ??
      (instead === null ? undefined : mailboxes.withRole(shown.account, instead));
    if (!to)
      throw new MailError({ kind: 'refused', code, message: `This account has no ${role ?? ''} mailbox` });
    return to.id === shown.id ? [] : [{ kind: 'move', messages, to: to.id }];
  };
  switch (action.kind) {
    case 'flag':
      return [{ kind: 'flags', messages, add: action.add, remove: action.remove }];
    case 'move':
    case 'copy': {
      const to = mailboxes.get(action.to);
      if (!to) throw new MailError({ kind: 'refused', code: 'gone', message: 'The target mailbox is gone' });
      if (action.kind === 'move' && to.id === shown.id) return [];
      return [{ kind: action.kind, messages, to: to.id }];
    }
    case 'archive':
      // Gmail has no Archive: what leaves the inbox for All Mail loses that one label (protocols.md §2.8).
      return moveTo('archive', 'no-archive', 'all');
    case 'delete':
      // Never for good: a message may be on its way into the trash already, and be seen where it was (lab seed 375162).
      return moveTo('trash', 'no-trash');
    case 'destroy':
      return [{ kind: 'destroy', messages }];
    case 'junk':
      return [
        { kind: 'flags', messages, add: ['$Junk'], remove: ['$NotJunk'] },
        ...moveTo('junk', 'no-junk'),
      ];
    case 'not-junk':
      return [
        { kind: 'flags', messages, add: ['$NotJunk'], remove: ['$Junk'] },
        ...moveTo('inbox', 'no-inbox'),
      ];
  }
}
