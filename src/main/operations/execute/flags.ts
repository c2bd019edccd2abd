import type { Fact } from '@shared/contract/store-api';
import { MailError } from '@shared/errors/mail-error';
import { SERVER_FLAGS } from '@shared/model/flags';
import { store, UidSet } from '../../imap';
import { keywordsOf } from '../../sync/context';
import { enterMailbox } from '../../sync/open-mailbox';
import { type Executor, inPortions } from './context';

/**
 * Sets and clears flags: only ever `+FLAGS.SILENT` and `-FLAGS.SILENT`, never a replacement, which would undo what
 * others did meanwhile (RFC 4549 §4.2.3). Idempotent: after a lost answer it is simply sent again.
 *
 * A mark that PERMANENTFLAGS leaves out is not sent, because the server would drop it in silence: the operation ends as
 * refused `flag-not-kept` with the mark's name, where the reader sees it, and what can be kept is kept (F4).
 */
export const executeFlags: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'flags') throw new TypeError('not a flags operation');
  const { sync } = ctx;
  const facts: Fact[] = [];
  const dropped = new Set<string>();
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    await enterMailbox(sync, group.mailbox, group.generation);
    const kept = sync.client.view?.permanentFlags ?? null;
    const keeps = (flag: string): boolean =>
      kept === null || kept.includes('\\*') || kept.some((k) => k.toLowerCase() === flag.toLowerCase());
    const add = op.intent.add.filter(keeps);
    const remove = op.intent.remove.filter(keeps);
    for (const flag of op.intent.add) if (!keeps(flag)) dropped.add(flag);
    if (add.length === 0 && remove.length === 0) continue;
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    if (add.length > 0) {
      await inPortions(sync, set, (part) => sync.client.run(store(part, { mode: 'add', flags: add })));
    }
    if (remove.length > 0) {
      await inPortions(sync, set, (part) => sync.client.run(store(part, { mode: 'remove', flags: remove })));
    }
    const held = await sync.store.columns({
      mailbox: group.mailbox,
      generation: group.generation,
      first: set.min ?? 1,
      last: set.max ?? 1,
    });
    const table = keywordsOf(sync, group.mailbox);
    const on = table.encode(add);
    const off = table.encode(remove);
    const at: number[] = [];
    held.uids.forEach((uid, i) => {
      if (set.has(uid)) at.push(i);
    });
    if (table.grown) {
      // At once: were it lost with the rest when the next mailbox fails, its bit would later stand for another name.
      table.grown = false;
      await sync.facts.push([{ kind: 'keywords', mailbox: group.mailbox, names: [...table.names] }]);
    }
    facts.push({
      kind: 'flags',
      mailbox: group.mailbox,
      generation: group.generation,
      uids: Uint32Array.from(at, (i) => held.uids[i] ?? 0),
      flags: Uint32Array.from(
        at,
        (i) => (((held.flags[i] ?? 0) | on.flags) & ~off.flags & SERVER_FLAGS) >>> 0,
      ),
      keywords: Uint32Array.from(at, (i) => (((held.keywords[i] ?? 0) | on.keywords) & ~off.keywords) >>> 0),
    });
  }
  if (dropped.size === 0) return { kind: 'done', facts };
  const refusal = new MailError({
    kind: 'refused',
    code: 'flag-not-kept',
    message: `The server does not keep this mark in this mailbox: ${[...dropped].join(' ')}`,
    details: { flag: [...dropped].join(' ') },
  });
  return { kind: 'partly', facts, refusal };
};
