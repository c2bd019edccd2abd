import type { Fact } from '@shared/contract/store-api';
import { MailError } from '@shared/errors/mail-error';
import { SERVER_FLAGS } from '@shared/model/flags';
import { store, UidSet } from '../../imap';
import { keywordsOf } from '../../sync/context';
import { enterMailbox } from '../../sync/open-mailbox';
import type { Executor } from './context';

/** A command line stays below what old servers take (RFC 7162 §4: 8,192 octets). */
export const MAX_SET_OCTETS = 7000;

/**
 * Sets and clears flags: only ever `+FLAGS.SILENT` and `-FLAGS.SILENT`, never a replacement, which would undo what
 * others did meanwhile (RFC 4549 §4.2.3). Idempotent: after a lost answer it is simply sent again.
 */
export const executeFlags: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'flags') throw new TypeError('not a flags operation');
  const { sync } = ctx;
  const facts: Fact[] = [];
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    await enterMailbox(sync, group.mailbox, group.generation);
    const kept = sync.client.view?.permanentFlags ?? null;
    const keeps = (flag: string): boolean =>
      kept === null || kept.includes('\\*') || kept.some((k) => k.toLowerCase() === flag.toLowerCase());
    const add = op.intent.add.filter(keeps);
    const remove = op.intent.remove.filter(keeps);
    if (op.intent.add.length > 0 && add.length === 0 && remove.length === 0) {
      throw new MailError({
        kind: 'refused',
        code: 'flag-not-kept',
        message: 'The server does not keep this mark in this mailbox',
        details: { flag: op.intent.add[0] ?? '' },
      });
    }
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    for (const chunk of set.chunks(MAX_SET_OCTETS)) {
      const commands = [];
      if (add.length > 0) commands.push(sync.client.run(store(chunk, { mode: 'add', flags: add })));
      if (remove.length > 0) commands.push(sync.client.run(store(chunk, { mode: 'remove', flags: remove })));
      await Promise.all(commands);
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
      table.grown = false;
      facts.push({ kind: 'keywords', mailbox: group.mailbox, names: [...table.names] });
    }
    facts.push({
      kind: 'flags',
      mailbox: group.mailbox,
      generation: group.generation,
      uids: Uint32Array.from(at, (i) => held.uids[i] ?? 0),
      flags: Uint32Array.from(at, (i) => ((((held.flags[i] ?? 0) | on.flags) & ~off.flags) & SERVER_FLAGS) >>> 0),
      keywords: Uint32Array.from(at, (i) => (((held.keywords[i] ?? 0) | on.keywords) & ~off.keywords) >>> 0),
    });
  }
  return { kind: 'done', facts };
};
