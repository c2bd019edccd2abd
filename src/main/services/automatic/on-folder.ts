import type { Rule, RuleTrial } from '@shared/contract/rules';
import { MailError } from '@shared/errors/mail-error';
import { generation, type MailboxId, messageKey, type MessageRef, uid } from '@shared/model/ids';
import { locator } from '../../operations/locate';
import { byRules, isBroken, ready } from '../../rules/by-rules';
import { deedsOf, entryOf, identityOf, type Sentenced } from '../../rules/carry-out';
import { newGroup } from '../acting';
import type { Engine } from '../engine';

/** Rows asked of the store at a time. */
const AT_ONCE = 500;
/** Messages listed of what a rule would touch. */
const SHOWN = 50;
/** Of a run so many messages are remembered, so that another device that puts one back is no arrival. */
const REMEMBERED = 500;

export interface OnFolder {
  readonly rule: Rule;
  readonly mailbox: MailboxId;
}

type Found = Sentenced & { readonly date: number };

/** What a rule would do in a folder. */
export async function tryRule(
  engine: Engine,
  asked: OnFolder,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<RuleTrial> {
  const { checked, found } = await scan(engine, asked, signal, progress);
  const some = [...found].sort((a, b) => b.date - a.date).slice(0, SHOWN);
  return {
    checked,
    matched: found.length,
    some: some.map(({ row: { envelope }, date }) => ({
      from: envelope.from[0]?.name || envelope.from[0]?.address || '',
      subject: envelope.subject,
      date,
    })),
  };
}

/** Does it: everything in one unit of the journal, or nothing where it is called off before. */
export async function runRule(
  engine: Engine,
  asked: OnFolder,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<{ id: string | null; count: number }> {
  const { registry, queue, automatic, parts } = engine;
  const { rule, mailbox } = asked;
  if (isBroken(rule, (id) => registry.get(id) !== undefined))
    throw new MailError({
      kind: 'refused',
      code: 'rule-broken',
      message: 'A folder that the rule needs is gone',
    });
  const { found, account } = await scan(engine, asked, signal, progress);
  signal.throwIfAborted();
  const id = newGroup(engine);
  // Messages on which different marks are still to be set make several deeds; they are one to the person.
  const deeds = deedsOf(found, registry, () => id);
  const [first] = deeds;
  if (!first) return { id: null, count: 0 };
  const touched = deeds.flatMap(({ messages }) => messages);
  const whole = { ...first, messages: touched, intents: deeds.flatMap(({ intents }) => intents) };
  await queue.acceptGroups(account, [whole], ([operations = []]) => [
    ...automatic.ledger.act(account, touched.slice(-REMEMBERED).map(identityOf)),
    ...automatic.log.add([entryOf(whole, operations, { account, mailbox, at: parts.clock.now() })]),
  ]);
  engine.operationsWaiting(account);
  automatic.logChanged();
  return { id, count: touched.length };
}

async function scan(
  engine: Engine,
  { rule, mailbox }: OnFolder,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
) {
  const { registry, store, queue, forwarding, places } = engine;
  const known = registry.get(mailbox);
  if (!known) throw new MailError({ kind: 'refused', code: 'gone', message: 'The mailbox is gone' });
  if (!store)
    throw new MailError({ kind: 'unreachable', code: 'store-lost', message: 'No store is connected' });
  const { account } = known;
  const shown = generation(known.generation);
  const columns = await store.api.columns({ mailbox, generation: shown, first: 1, last: 0xffffffff });
  const rules = [ready(rule)];
  const has = (role: Parameters<typeof registry.withRole>[1]): boolean =>
    registry.withRole(account, role) !== undefined;
  const locate = locator(queue.all(), forwarding, places);
  const found: Found[] = [];
  const of = columns.uids.length;
  for (let start = 0; start < of; start += AT_ONCE) {
    signal.throwIfAborted();
    const refs = [...columns.uids.subarray(start, start + AT_ONCE)].map((n): MessageRef => ({
      mailbox,
      generation: shown,
      uid: uid(n),
    }));
    const rows = await store.api.rows({ refs });
    rows.forEach((row, at) => {
      const ref = refs[at];
      const i = start + at;
      // On its way to somewhere else: it is not in this folder any more.
      if (!row || !ref || locate(messageKey(ref)) !== mailbox) return;
      const letter = { row, flags: columns.flags[i] ?? 0, size: columns.sizes[i] ?? 0 };
      const judgement = byRules(letter, { rules, account, has }, true);
      if (judgement) found.push({ ...letter, ref, judgement, date: columns.dates[i] ?? 0 });
    });
    progress(Math.min(of, start + AT_ONCE), of);
  }
  return { checked: of, found, account };
}
