import type { DraftCopyRef, Intent } from '@shared/contract/operations';
import { isMailError, MailError } from '@shared/errors/mail-error';
import { type BlobHash, generation, type MessageRef, uid } from '@shared/model/ids';
import type { JsonValue } from '@shared/ports/vault';
import { append, fetch, type FetchItem, noop, SeqSet, UidSet } from '../../imap';
import { decodeHeader } from '../../mime/decode-header';
import { parseMessageIds } from '../../mime/parse-envelope';
import { parseHeaders } from '../../mime/parse-headers';
import { DRAFT_HEADER } from '../../mime/build/outgoing';
import { baseSubject } from '@shared/model/subject';
import type { SyncContext } from '../../sync/context';
import { enterMailbox } from '../../sync/open-mailbox';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { type ExecuteContext, type Executor, mailboxOf, note } from './context';
import { nextUid } from './next-uid';
import { removeMessages } from './remove';

/** What must outlive a crash. */
interface DraftNotes {
  /** UIDNEXT before the APPEND; 0 before it was asked for. */
  readonly from: number;
  /** Set once the new copy is there. */
  readonly copy: DraftCopyRef | null;
  readonly conflict: { readonly other: MessageRef | null } | null;
}

const asJson = (notes: DraftNotes): JsonValue => notes as unknown as JsonValue;

/** A message of Drafts as far as it matters here. */
interface Found {
  readonly uid: number;
  readonly messageId: string;
  readonly draft: string;
  readonly subject: string;
}

const ITEMS: readonly FetchItem[] = [{ headers: ['MESSAGE-ID', DRAFT_HEADER, 'SUBJECT'] }];
/** After a renumbering the copies are looked for among this many of the newest. */
const NEWEST = 300;

/**
 * Saves a draft to the server's Drafts: appends the new version once (looking first after a lost answer), then removes the
 * versions that Tern itself put there before, each proven by Message-ID, UID and Tern's own header. What somebody else
 * changed is never removed: that copy stays beside ours, and the draft is marked as in conflict (scenarios D2 to D4).
 */
export const executeDraft: Executor = async (ctx, op) => {
  const { intent } = op;
  if (intent.kind !== 'draft') throw new TypeError('not a draft');
  const { sync } = ctx;
  const target = mailboxOf(ctx, intent.to);
  const gen = generation(target.generation);
  await enterMailbox(sync, target.id, gen);
  let notes: DraftNotes = { from: 0, copy: null, conflict: null, ...(op.progress as object | null) };
  const found = await draftsIn(sync, target, intent.ours);
  const isOurs = (message: Found, copy: DraftCopyRef): boolean =>
    message.messageId === copy.messageId &&
    (copy.uid === null || copy.generation !== Number(gen) || copy.uid === message.uid) &&
    (copy.adopted
      ? copy.uid === message.uid && copy.generation === Number(gen)
      : message.draft === intent.draft);
  const { save } = intent;

  if (save && notes.copy === null) {
    const last = intent.ours.at(-1);
    if (notes.from === 0 && last !== undefined && last.uid !== null && !found.some((m) => isOurs(m, last))) {
      notes = { ...notes, conflict: { other: otherVersion(found, last, target, intent) } };
    }
    const mine = { messageId: save.messageId, generation: Number(gen), uid: null, adopted: false };
    let there = found.find((m) => isOurs(m, mine))?.uid;
    if (there === undefined) {
      notes = { ...notes, from: await nextUid(sync, target) };
      await note(ctx, op, asJson(notes));
      const content = await ctx.blobs.get(save.blob as BlobHash);
      const answer = await sync.client.run(
        append({ wire: target.wire }, [{ content, flags: ['\\Draft', '\\Seen'] }]),
      );
      const told = answer?.uidValidity === target.uidValidity ? answer.uids[0]?.[0] : undefined;
      there = sync.earned.has('APPENDUID') && !sync.distrusts('APPENDUID') ? told : undefined;
      // Its UID proves it the next time: without UIDPLUS, or before its word has been seen to be true, it is looked for.
      there ??= (await fetchFound(sync, UidSet.startingAt(notes.from))).find((m) => isOurs(m, mine))?.uid;
      if (told !== undefined && told === there) sync.earned.add('APPENDUID');
    }
    notes = { ...notes, copy: { ...mine, uid: there ?? null } };
    await note(
      ctx,
      op,
      asJson(notes),
      ctx.draftSaved(intent.draft, { copy: notes.copy, gone: [], conflict: notes.conflict }),
    );
  }

  const old = found.filter(
    (m) => m.messageId !== save?.messageId && intent.ours.some((copy) => isOurs(m, copy)),
  );
  const left = await removeOld(ctx, old);
  const leftIds = new Set(left.map((m) => m.messageId));
  await note(
    ctx,
    op,
    asJson(notes),
    ctx.draftSaved(intent.draft, {
      copy: notes.copy,
      gone: intent.ours.map((c) => c.messageId).filter((id) => id !== save?.messageId && !leftIds.has(id)),
      conflict: notes.conflict,
    }),
  );
  if (left.length > 0 && save === null) {
    throw new MailError({
      kind: 'refused',
      code: 'draft-not-removed',
      message: 'The server did not let go of an earlier version of the draft',
    });
  }
  if (left.length > 0) {
    // Once more, on its own: it is not shown any more while that waits, and said when it is refused again.
    const messages = { mailbox: target.id, generation: gen, uids: left.map((m) => m.uid).join(',') };
    await ctx.queue.accept(op.account, [{ kind: 'destroy', messages }], op.group);
  }
  const removed = old.filter((m) => !left.includes(m));
  return {
    kind: 'settle',
    targets: [target.id],
    gone:
      removed.length === 0 || !sync.client.capabilities.has('UIDPLUS')
        ? []
        : [{ mailbox: target.id, generation: gen, uids: removed.map((m) => m.uid).join(',') }],
  };
};

/** @returns those that the server would not remove: the next save tries them again (D2). */
async function removeOld(ctx: ExecuteContext, old: readonly Found[]): Promise<readonly Found[]> {
  if (old.length === 0) return [];
  try {
    await removeMessages(ctx.sync, UidSet.from(old.map((m) => m.uid)));
    return [];
  } catch (error) {
    if (!isMailError(error) || error.kind !== 'refused') throw error;
    return old;
  }
}

/** Messages of Drafts from the oldest copy of ours up; after a renumbering, the newest. */
async function draftsIn(
  sync: SyncContext,
  target: KnownMailbox,
  ours: readonly DraftCopyRef[],
): Promise<readonly Found[]> {
  await sync.client.run(noop());
  const exists = sync.client.view?.exists ?? 0;
  if (exists === 0) return [];
  const uids = ours.flatMap((copy) =>
    copy.generation === target.generation && copy.uid !== null ? [copy.uid] : [],
  );
  return uids.length === ours.length && uids.length > 0
    ? fetchFound(sync, UidSet.startingAt(Math.min(...uids)))
    : fetchFound(sync, SeqSet.range(Math.max(1, exists - NEWEST + 1), exists));
}

async function fetchFound(sync: SyncContext, set: UidSet | SeqSet): Promise<readonly Found[]> {
  const found: Found[] = [];
  await sync.client.run(
    fetch(set, ITEMS, {}, (message) => {
      const data = message.sections?.[0]?.data;
      if (message.uid === null || data?.ok !== true || data.value.kind !== 'bytes') return;
      const headers = parseHeaders(data.value.bytes);
      found.push({
        uid: message.uid,
        messageId: parseMessageIds(headers.first('message-id'))[0] ?? '',
        draft: headers.first(DRAFT_HEADER.toLowerCase()),
        subject: baseSubject(decodeHeader(headers.first('subject'))),
      });
    }),
  );
  return found.sort((a, b) => a.uid - b.uid);
}

/** What took the place of our copy: newer than it, and with its Message-ID or called the same. */
function otherVersion(
  found: readonly Found[],
  last: DraftCopyRef,
  target: KnownMailbox,
  { draft, ours, subject }: Intent & { kind: 'draft' },
): MessageRef | null {
  const known = new Set(ours.map((copy) => `${copy.messageId} ${String(copy.uid)}`));
  const candidates = found.filter(
    (m) => m.uid > (last.uid ?? 0) && m.draft !== draft && !known.has(`${m.messageId} ${String(m.uid)}`),
  );
  const name = baseSubject(subject);
  const other =
    candidates.findLast((m) => m.messageId === last.messageId) ??
    candidates.findLast((m) => m.subject === name && name !== '') ??
    candidates.findLast((m) => m.draft === '');
  return other
    ? { mailbox: target.id, generation: generation(target.generation), uid: uid(other.uid) }
    : null;
}
