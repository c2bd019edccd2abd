import type { Fact } from '@shared/contract/store-api';
import { MailError } from '@shared/errors/mail-error';
import { flagBit, SERVER_FLAGS } from '@shared/model/flags';
import { fetch, store, UidSet } from '../../imap';
import { keywordsOf, type SyncContext } from '../../sync/context';
import { enterMailbox } from '../../sync/open-mailbox';
import { type Executor, inPortions } from './context';

/**
 * Sets and clears flags: only ever `+FLAGS.SILENT` and `-FLAGS.SILENT`, never a replacement, which would undo what
 * others did meanwhile (RFC 4549 §4.2.3). Idempotent: after a lost answer it is simply sent again.
 *
 * A mark that PERMANENTFLAGS leaves out is not sent, because the server would drop it in silence: the operation ends as
 * refused `flag-not-kept` with the mark's name, where the reader sees it, and what can be kept is kept (F4). So does a
 * keyword that was taken and is not there afterwards: servers have limits that they do not tell, and where nothing changed
 * no MODSEQ would ever correct what is shown. What can't be taken off is refused as `mark-stays`, what is on the server and
 * has no place in the columns here as `mark-not-shown`.
 */
export const executeFlags: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'flags') throw new TypeError('not a flags operation');
  const { sync } = ctx;
  const facts: Fact[] = [];
  const dropped = new Set<string>();
  const staying = new Set<string>();
  const hidden = new Set<string>();
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    await enterMailbox(sync, group.mailbox, group.generation);
    const keeps = keptBy(sync);
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    let add = op.intent.add.filter(keeps);
    const remove = op.intent.remove.filter(keeps);
    for (const flag of op.intent.add) if (!keeps(flag)) dropped.add(flag);
    if (add.length > 0) {
      await inPortions(sync, set, (part) => sync.client.run(store(part, { mode: 'add', flags: add })));
      const lost = await notThere(sync, set, add.filter(isOwn));
      for (const flag of lost) dropped.add(flag);
      add = add.filter((flag) => !lost.includes(flag));
    }
    if (remove.length > 0) {
      const flags = remove.flatMap((flag) => [flag, ...alsoCalled(sync, flag)]);
      await inPortions(sync, set, (part) => sync.client.run(store(part, { mode: 'remove', flags })));
    }
    const held = await sync.store.columns({
      mailbox: group.mailbox,
      generation: group.generation,
      first: set.min ?? 1,
      last: set.max ?? 1,
    });
    const table = keywordsOf(sync, group.mailbox);
    const at: number[] = [];
    held.uids.forEach((uid, i) => {
      if (set.has(uid)) at.push(i);
    });
    for (const flag of op.intent.remove) {
      const { flags, keywords } = table.encode([flag]);
      const isOn = at.some(
        (i) => ((held.flags[i] ?? 0) & flags) !== 0 || ((held.keywords[i] ?? 0) & keywords) !== 0,
      );
      if (!keeps(flag) && isOn) staying.add(flag);
    }
    if (add.length === 0 && remove.length === 0) continue;
    const on = table.encode(add);
    const off = table.encode(remove);
    for (const flag of add) {
      const { flags, keywords } = table.encode([flag]);
      if (flags === 0 && keywords === 0) hidden.add(flag);
    }
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
  const refusal =
    dropped.size > 0
      ? refused('flag-not-kept', dropped)
      : staying.size > 0
        ? refused('mark-stays', staying)
        : hidden.size > 0
          ? refused('mark-not-shown', hidden)
          : null;
  return refusal ? { kind: 'partly', facts, refusal } : { kind: 'done', facts };
};

const REFUSALS = {
  'flag-not-kept': 'The server does not keep this mark in this mailbox',
  'mark-stays': 'The server does not take this mark off in this mailbox',
  'mark-not-shown': 'This mark is on the server, and there are too many others in this mailbox to show it',
} as const;

function refused(code: keyof typeof REFUSALS, names: ReadonlySet<string>): MailError {
  const flag = [...names].join(' ');
  return new MailError({
    kind: 'refused',
    code,
    message: `${REFUSALS[code]}: ${flag}`,
    details: { flag },
  });
}

/** A keyword, which a server may have no room for; system flags are every server's own. */
const isOwn = (flag: string): boolean => !flag.startsWith('\\');

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Which flags the selected mailbox keeps, by its PERMANENTFLAGS; all of them where the server does not say. */
function keptBy({ client }: SyncContext): (flag: string) => boolean {
  const kept = client.view?.permanentFlags ?? null;
  return (flag) => kept === null || kept.includes('\\*') || kept.some((name) => same(name, flag));
}

/** Other names under which the selected mailbox has a mark (`Junk` for `$Junk`): it is gone when none of them is set. */
function alsoCalled({ client }: SyncContext, flag: string): readonly string[] {
  const bit = flagBit(flag);
  if (bit === 0 || !isOwn(flag)) return [];
  return (client.view?.flags ?? []).filter((name) => flagBit(name) === bit && !same(name, flag));
}

/** Which of these keywords the newest of the messages does not have, though the server said that it set them. */
async function notThere(
  { client }: SyncContext,
  set: UidSet,
  names: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0 || set.max === null) return [];
  const answers: (readonly string[])[] = [];
  await client.run(
    fetch(UidSet.from([set.max]), ['FLAGS'], {}, ({ uid, flags }) => {
      if (uid === set.max && flags?.ok === true) answers.push(flags.value);
    }),
  );
  const now = answers.at(-1);
  return now ? names.filter((name) => !now.some((flag) => same(flag, name))) : [];
}
