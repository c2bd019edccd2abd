import type { Intent } from '@shared/contract/operations';
import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, BlobHash, MailboxId } from '@shared/model/ids';
import { uid } from '@shared/model/ids';
import { formatUids, parseUids } from '@shared/model/uid-ranges';
import type { Crypto } from '@shared/ports/crypto';
import type { BlobStore, JournalRecord } from '@shared/ports/vault';
import type { Forwarding } from '../../operations/forwarding';
import { type KnownMailbox, type MailboxRegistry, newMailboxId } from '../../sync/mailbox-registry';
import { letterHead } from '../../mime/letter-head';
import { headFingerprint } from '../../sync/pop3-fingerprint';
import type { Pop3Ledger } from '../../sync/pop3-ledger';
import { LOCAL_GENERATION, type LocalMessages } from './local-messages';
import type { Packs } from './packs';

export interface LocalContext {
  readonly messages: LocalMessages;
  readonly packs: Packs;
  readonly blobs: BlobStore;
  readonly registry: MailboxRegistry;
  readonly forwarding: Forwarding;
  readonly ledger: Pop3Ledger;
  readonly crypto: Crypto;
  now(): number;
}

/** What an operation means: records that become durable together with its end. */
export interface LocalOutcome {
  readonly records: readonly JournalRecord[];
  /** Copy, append: the messages that it makes. */
  readonly made?: { readonly mailbox: MailboxId; readonly uids: readonly number[] };
  /** Append: the UID that the message got. */
  readonly uid?: number;
  /** The list of mailboxes of this account changed. */
  readonly relist?: AccountId;
}

type LocalExecutor<K extends Intent['kind']> = (
  ctx: LocalContext,
  intent: Extract<Intent, { kind: K }>,
) => LocalOutcome | Promise<LocalOutcome>;

const refused = (code: string, message: string): MailError =>
  new MailError({ kind: 'refused', code, message });

function mailboxOf({ registry }: LocalContext, id: MailboxId): KnownMailbox {
  const known = registry.get(id);
  if (!known) throw refused('mailbox-gone', 'The mailbox is not there any more');
  return known;
}

function localMailbox(ctx: LocalContext, id: MailboxId): KnownMailbox {
  const known = mailboxOf(ctx, id);
  if (!known.local) throw refused('cross-account', 'Messages cannot go from here to a server yet');
  return known;
}

/** The messages of a set that are still here, where they are now. */
export function here(ctx: LocalContext, set: MessageSet): MessageSet[] {
  return ctx.forwarding.resolveSet(set).flatMap((group) => {
    if (!mailboxOf(ctx, group.mailbox).local)
      throw refused('cross-account', 'These messages live on a server');
    const uids = parseUids(group.uids).filter((n) => ctx.messages.get(group.mailbox, n));
    return uids.length > 0 ? [{ ...group, uids: formatUids(uids) }] : [];
  });
}

const executeFlags: LocalExecutor<'flags'> = (ctx, { messages, add, remove }) => ({
  records: here(ctx, messages).map(({ mailbox, uids }) => ctx.messages.flag(mailbox, uids, add, remove)),
});

const executeMove: LocalExecutor<'move'> = (ctx, { messages, to }) => {
  const target = localMailbox(ctx, to);
  const groups = here(ctx, messages);
  if (groups.length === 0) throw refused('already-gone', 'These messages are no longer in this mailbox');
  return {
    records: groups
      .filter((group) => group.mailbox !== target.id)
      .flatMap(({ mailbox, generation, uids }) => {
        const old = parseUids(uids);
        const first = ctx.messages.reserve(target.id, old.length);
        return [
          ctx.messages.move(mailbox, uids, target.id, first),
          ctx.forwarding.record({
            fromMailbox: mailbox,
            fromGeneration: generation,
            toMailbox: target.id,
            toGeneration: LOCAL_GENERATION,
            runs: runsFrom(old, first),
          }),
        ];
      }),
  };
};

/** Ascending old UIDs become consecutive ones. */
function runsFrom(old: readonly number[], first: number): [number, number, number][] {
  const runs: [number, number, number][] = [];
  old.forEach((n, i) => {
    const last = runs.at(-1);
    if (last && last[0] + last[2] === n) last[2]++;
    else runs.push([uid(n), uid(first + i), 1]);
  });
  return runs;
}

const executeCopy: LocalExecutor<'copy'> = (ctx, { messages, to }) => {
  const target = localMailbox(ctx, to);
  const made: number[] = [];
  const records = here(ctx, messages).map(({ mailbox, uids }) => {
    const count = parseUids(uids).length;
    const first = ctx.messages.reserve(target.id, count);
    for (let n = first; n < first + count; n++) made.push(n);
    return ctx.messages.copy(mailbox, uids, target.id, first);
  });
  return { records, made: { mailbox: target.id, uids: made } };
};

/** Idempotent: what is gone already is no failure. A message fetched by POP3 is remembered as deleted here. */
const executeDestroy: LocalExecutor<'destroy'> = (ctx, { messages }) => ({
  records: here(ctx, messages).flatMap(({ mailbox, uids }) => [
    ctx.messages.drop(mailbox, uids),
    ...parseUids(uids).flatMap((n) => {
      const origin = ctx.messages.get(mailbox, n)?.origin;
      return origin ? ctx.ledger.deletedHere(origin.account, origin.key) : [];
    }),
  ]),
});

const executeAppend: LocalExecutor<'append'> = async (ctx, { to, blob, size, flags, internalDate }) => {
  const target = localMailbox(ctx, to);
  const bytes = (await ctx.blobs.get(blob as BlobHash)).subarray(0, size);
  const head = letterHead(bytes);
  const [slice] = await ctx.packs.store([bytes]);
  if (!slice) throw new RangeError('nothing was stored');
  const n = ctx.messages.reserve(target.id, 1);
  return {
    uid: n,
    made: { mailbox: target.id, uids: [n] },
    records: [
      ctx.messages.put({
        mailbox: target.id,
        uid: n,
        slice,
        entry: 0,
        flags,
        internalDate: internalDate ?? head.date ?? ctx.now(),
        messageId: head.messageId,
        fingerprint: headFingerprint(head, ctx.crypto),
        origin: null,
      }),
    ],
  };
};

const DELIMITER = '/';

const executeCreate: LocalExecutor<'create-mailbox'> = ({ registry, crypto }, { account, name }) => {
  if (registry.byName(account, name)) throw refused('alreadyexists', 'There is a mailbox of this name');
  const known = newMailbox(account, name, null, crypto);
  return { records: [registry.table.put(known.id, known)], relist: account };
};

const executeRename: LocalExecutor<'rename-mailbox'> = (ctx, { mailbox, name }) => {
  const known = localMailbox(ctx, mailbox);
  if (known.role !== null) throw refused('cannot', 'This mailbox has a task and keeps its name');
  const other = ctx.registry.byName(known.account, name);
  if (other && other.id !== known.id) throw refused('alreadyexists', 'There is a mailbox of this name');
  const below = `${known.name}${DELIMITER}`;
  const records = ctx.registry.ofAccount(known.account).flatMap((m) => {
    if (!m.local || (m.id !== known.id && !m.name.startsWith(below))) return [];
    return [ctx.registry.table.put(m.id, { ...m, name: `${name}${m.name.slice(known.name.length)}` })];
  });
  return { records, relist: known.account };
};

/** Takes the messages in it along, as a server does. */
const executeDelete: LocalExecutor<'delete-mailbox'> = (ctx, { mailbox }) => {
  const known = ctx.registry.get(mailbox);
  if (!known) return { records: [] };
  localMailbox(ctx, mailbox);
  if (known.role !== null) throw refused('cannot', 'This mailbox has a task and stays');
  const below = `${known.name}${DELIMITER}`;
  if (ctx.registry.ofAccount(known.account).some((m) => m.name.startsWith(below))) {
    throw refused('has-children', 'There are mailboxes below this one');
  }
  const origins = [...ctx.messages.in(mailbox).values()].flatMap(({ origin }) =>
    origin ? ctx.ledger.deletedHere(origin.account, origin.key) : [],
  );
  return {
    records: [...origins, ...ctx.messages.forget(mailbox), ctx.registry.table.drop(mailbox)],
    relist: known.account,
  };
};

const executeSubscribe: LocalExecutor<'subscribe'> = (ctx, { mailbox, subscribed }) => {
  const known = localMailbox(ctx, mailbox);
  return { records: [ctx.registry.table.put(known.id, { ...known, subscribed })], relist: known.account };
};

/** A local mailbox, made here. */
export function newMailbox(
  account: AccountId,
  name: string,
  role: KnownMailbox['role'],
  crypto: Pick<Crypto, 'randomBytes'>,
): KnownMailbox {
  return {
    id: newMailboxId(crypto),
    account,
    wire: '',
    name,
    delimiter: DELIMITER,
    role,
    objectId: '',
    generation: LOCAL_GENERATION,
    uidValidity: 1,
    selectable: true,
    subscribed: true,
    local: true,
  };
}

const executors: { readonly [K in Intent['kind']]: LocalExecutor<K> } = {
  flags: executeFlags,
  move: executeMove,
  copy: executeCopy,
  destroy: executeDestroy,
  append: executeAppend,
  draft: () => {
    throw refused('no-server', 'Drafts of this account are kept here only');
  },
  'create-mailbox': executeCreate,
  'rename-mailbox': executeRename,
  'delete-mailbox': executeDelete,
  subscribe: executeSubscribe,
};

/** @throws MailError kind `refused`; VaultError when the disk failed. */
export function executeLocally(ctx: LocalContext, intent: Intent): LocalOutcome | Promise<LocalOutcome> {
  const executor = executors[intent.kind] as LocalExecutor<Intent['kind']>;
  return executor(ctx, intent);
}
