import type { MailWorld } from '@main/demo/mail-world';
import { flagNames } from '@shared/model/flags';
import type { Bench } from './bench';

/** One message as assertions want to read it. */
export interface MessageState {
  readonly messageId: string;
  readonly subject: string;
  /** Sorted. */
  readonly flags: readonly string[];
  readonly internalDate: number;
}

/** Everything an account holds on the server, by mailbox, in UID order; without UIDs, which a recovery may change. */
export function accountState(world: MailWorld, user: string): Record<string, MessageState[]> {
  const state: Record<string, MessageState[]> = {};
  for (const [name, { messages }] of world.account(user).mailboxes) {
    state[name] = messages.map(({ content, flags, internalDate }) => ({
      messageId: content.header('message-id').trim(),
      subject: content.header('subject'),
      flags: [...flags].sort(),
      internalDate,
    }));
  }
  return state;
}

/** Message-IDs by how often they occur anywhere in the account: invariant I1 wants none gone, most tests each once. */
export function messageIdCounts(world: MailWorld, user: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { messages } of world.account(user).mailboxes.values()) {
    for (const { content } of messages) {
      const id = content.header('message-id').trim();
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

/** The mailboxes that hold a message, by Message-ID (with angle brackets); a name twice when it is there twice. */
export function whereIs(world: MailWorld, user: string, messageId: string): string[] {
  const places: string[] = [];
  for (const [name, { messages }] of world.account(user).mailboxes) {
    for (const { content } of messages)
      if (content.header('message-id').trim() === messageId) places.push(name);
  }
  return places;
}

/** What both sides can say of a mailbox: per UID the subject and everything the server keeps about it. */
export type Views = Record<string, string[]>;

/** The mailboxes of a bench's accounts as the server has them. */
export function serverView(bench: Bench): Views {
  const out: Views = {};
  for (const config of bench.engine.accounts.list()) {
    const { user } = config.incoming;
    for (const [name, box] of bench.world.account(user).mailboxes) {
      if (box.noSelect) continue;
      out[`${user} ${name}`] = box.messages.map(
        (m) =>
          `${m.uid} ${m.subject} ${[...m.flags]
            .map((f) => f.toLowerCase())
            .sort()
            .join(' ')}`,
      );
    }
  }
  return sorted(out);
}

/** The same as the store holds them, without what waits. */
export function localView(bench: Bench): Views {
  const out: Views = {};
  const { store } = bench;
  for (const m of store.mailboxes.values()) {
    if (!m.selectable) continue;
    const config = bench.engine.accounts.get(m.account);
    const held = store.messages.get(`${m.id}/${m.generation}`) ?? new Map<number, never>();
    const words = store.keywords.get(m.id) ?? [];
    out[`${config?.incoming.user ?? '?'} ${m.name}`] = [...held]
      .sort((a, b) => a[0] - b[0])
      .map(([n, h]) => {
        const flags = [...flagNames(h.flags), ...words.filter((_, i) => (h.keywords & (1 << i)) !== 0)];
        return `${n} ${h.row.envelope.subject} ${flags
          .map((f) => f.toLowerCase())
          .sort()
          .join(' ')}`;
      });
  }
  return sorted(out);
}

const sorted = (views: Views): Views =>
  Object.fromEntries(Object.entries(views).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What the world looked like before anybody did anything: the yardstick of invariants I1 and I2. */
export interface Baseline {
  /** Message-ID → mailbox and flags, for every place that it is in. */
  readonly places: ReadonlyMap<string, readonly string[]>;
}

export function baseline(world: MailWorld): Baseline {
  const places = new Map<string, string[]>();
  for (const account of world.accounts.values()) {
    for (const [name, { messages }] of account.mailboxes) {
      for (const { content, flags } of messages) {
        const id = content.header('message-id').trim();
        const place = `${account.user} ${name} ${[...flags].sort().join(' ')}`;
        places.set(id, [...(places.get(id) ?? []), place].sort());
      }
    }
  }
  return { places };
}

/**
 * The six invariants of scenarios.md §1, on a bench that is quiet. Call `bench.quiet()` first.
 * @param before the world at the start; messages that came later are only asked to be alone.
 * @param commands more than this many on the wire is a loop (I6).
 */
export function checkInvariants(bench: Bench, before: Baseline, commands = 600): void {
  const problems: string[] = [];
  const now = baseline(bench.world).places;
  for (const [id, places] of before.places) {
    const there = now.get(id) ?? [];
    if (there.length === 0 && !bench.deleted.has(id)) problems.push(`I1: ${id} is nowhere`);
    if (!bench.touched.has(id) && JSON.stringify(there) !== JSON.stringify(places)) {
      problems.push(`I2: ${id} was ${places.join()} and is ${there.join()}`);
    }
  }
  for (const [id, places] of now) {
    // A server without UIDPLUS keeps the original of a move, marked as deleted.
    const alive = places.filter((p) => !p.includes('\\Deleted'));
    const expected = before.places.get(id)?.length ?? 1;
    if (alive.length > expected && !bench.copied.has(id))
      problems.push(`I1: ${id} is doubled: ${places.join()}`);
  }
  for (const op of bench.engine.queue.all()) {
    if (op.state !== 'refused' || !op.reason)
      problems.push(`I3: ${op.intent.kind} is ${op.state} without a word`);
  }
  const sent = bench.world.accepted.map(({ raw }) => /^Message-ID:\s*(\S+)/im.exec(raw)?.[1] ?? raw);
  if (new Set(sent).size !== sent.length) problems.push(`I4: accepted twice: ${sent.join()}`);
  const [here, there] = [localView(bench), serverView(bench)];
  if (JSON.stringify(here) !== JSON.stringify(there)) {
    problems.push(`I5: here ${JSON.stringify(here)} there ${JSON.stringify(there)}`);
  }
  if (bench.imap.log.length > commands) problems.push(`I6: ${bench.imap.log.length} commands`);
  const forbidden = bench.imap.log.find(({ verb }) => verb === 'EXPUNGE' || verb === 'CLOSE');
  if (forbidden) problems.push(`design §2.5: ${forbidden.line} was sent`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
