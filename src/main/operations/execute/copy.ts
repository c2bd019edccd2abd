import { MailError } from '@shared/errors/mail-error';
import { generation, type MailboxId } from '@shared/model/ids';
import type { JsonValue } from '@shared/ports/vault';
import { copy, UidSet } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import { type Executor, inPortions, mailboxOf, note, noteMade } from './context';
import { type Mark, marksOf, scanSince, type Since } from './scan';
import { believable } from './move';
import { nextUid } from './next-uid';
import { executeTransfer } from './transfer';

/** What is noted of one mailbox before its messages are copied. */
export interface MailboxNotes extends Since {
  readonly source: MailboxId;
  /** Of the source; not there in notes of an earlier Tern. */
  readonly generation?: number;
  readonly marks: readonly (readonly [number, Mark])[];
}

export interface CopyNotes extends MailboxNotes {
  /** Mailboxes whose messages have been copied. */
  readonly done: readonly MailboxId[];
  /** What was noted of mailboxes before this one, oldest first: by it their copies are taken back. */
  readonly earlier?: readonly MailboxNotes[];
}

/** What was noted of each mailbox, oldest first. */
export const mailboxesOf = ({ done: _, earlier = [], ...last }: CopyNotes): readonly MailboxNotes[] => [
  ...earlier,
  last,
];

/** Copies messages. Not idempotent: after a lost answer the target is searched before anything is sent again. */
export const executeCopy: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'copy') throw new TypeError('not a copy');
  const target = mailboxOf(ctx, op.intent.to);
  if (target.account !== op.account) return executeTransfer(ctx, op, target, false);
  const { sync } = ctx;
  let notes = op.progress as unknown as CopyNotes | null;
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    if (notes?.done.includes(group.mailbox) === true) continue;
    mailboxOf(ctx, group.mailbox);
    await enterMailbox(sync, group.mailbox, group.generation);
    let marks = await marksOf(sync, UidSet.parse(group.uids) ?? UidSet.empty);
    if (notes?.source === group.mailbox) {
      await enterMailbox(sync, target.id, generation(target.generation));
      const there = await scanSince(sync, new Set(notes.marks.map(([, mark]) => mark)), notes, target);
      const left = new Map([...there].map(([mark, uids]) => [mark, uids.length]));
      marks = new Map(
        [...marks].filter(([, mark]) => {
          const copies = left.get(mark) ?? 0;
          left.set(mark, copies - 1);
          return copies <= 0;
        }),
      );
      await enterMailbox(sync, group.mailbox, group.generation);
    } else {
      if (marks.size === 0) continue;
      const from = await nextUid(sync, target);
      await enterMailbox(sync, group.mailbox, group.generation);
      notes = {
        source: group.mailbox,
        generation: Number(group.generation),
        from,
        at: target.generation,
        marks: [...marks],
        done: notes?.done ?? [],
        earlier: notes ? mailboxesOf(notes) : [],
      };
      await note(ctx, op, notes as unknown as JsonValue);
    }
    const since = notes;
    await inPortions(sync, UidSet.from(marks.keys()), (part) =>
      sync.client.run(
        copy(part, { wire: target.wire }, (told) => {
          const made = believable(told, part, target, since).map(([, now]) => now);
          if (made.length > 0) noteMade(ctx, op, target, made);
        }),
      ),
    );
    notes = { ...notes, done: [...notes.done, group.mailbox] };
    await note(ctx, op, notes as unknown as JsonValue);
  }
  // Another client was faster (A13): of what was to be copied nothing is there any more.
  if (notes === null)
    throw new MailError({
      kind: 'refused',
      code: 'already-gone',
      message: 'These messages are no longer in this mailbox',
    });
  return { kind: 'settle', targets: [target.id], gone: [] };
};
