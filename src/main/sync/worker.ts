import type { MailboxCursor } from '@shared/contract/mailbox';
import { isMailError } from '@shared/errors/mail-error';
import { type AccountId, generation, type MailboxId } from '@shared/model/ids';
import { type MailboxStatus, noop, type SelectedMailbox, status } from '../imap';
import { backfill, type BackfillPlan } from './backfill';
import type { SyncContext } from './context';
import { type JobQueue, Priority, type PriorityLevel } from './job-queue';
import { listMailboxes, type MailboxCounters } from './mailbox-list';
import { INBOX, type KnownMailbox } from './mailbox-registry';
import { selectNew } from './open-mailbox';
import { syncMailbox } from './sync-mailbox';
import { type Witness, witnessed } from './witness';

/** What the worker tells the rest of the engine. */
export interface WorkerHooks {
  /** Runs the operations that are due. @returns when to look again. */
  runOperations(
    ctx: SyncContext,
    synchronise: (m: MailboxId) => Promise<void>,
    relist: () => Promise<void>,
    giveWay: () => boolean,
  ): Promise<number | null>;
  /** The mailboxes or their counters changed: the store is told. */
  mailboxesChanged(counters: ReadonlyMap<MailboxId, MailboxCounters>): Promise<void>;
  mailboxesGone(gone: readonly KnownMailbox[]): void;
  isHidden(mailbox: MailboxId): boolean;
  readonly witness: Witness;
  synced(mailbox: MailboxId): void;
  /** Nothing is left to do for now. */
  rested(): Promise<void>;
  lookAgain(at: number): void;
}

/** A connection that was silent this long is asked whether it is there … */
const SILENT_MS = 60_000;
/** … and has this long to answer. */
const ANSWER_MS = 15_000;

/** So long the first screen of an inbox goes before older mail: drawn late, everything else is early for nothing. */
const FIRST_LOOK_MS = 200;
const LOOK_STEP_MS = 25;
/** And so long before everything else: listing and counting mailboxes keeps server and machine busy just while rows are drawn. */
const DRAWING_MS = 75;

const ROLE_ORDER = ['inbox', 'drafts', 'sent', 'archive', 'trash', 'junk', 'flagged', 'important', 'all'];

/** Turns wishes into jobs of one connection, most urgent first, and runs them until the connection ends. */
export class Worker {
  #lastHeard: number;
  /** Until then older mail waits, monotonic ms. */
  #firstLookUntil = 0;
  /** Looked at before the list was read; the watcher looks again. */
  #begunWith: MailboxId | null = null;
  #hasLooked = (): void => undefined;
  /** INBOX has been looked at once over this connection, or will not be. */
  readonly looked = new Promise<void>((resolve) => (this.#hasLooked = resolve));
  #isWhole = (): void => undefined;
  /** Nothing of INBOX is on its way any more: all of it is here, or no more is to be had. */
  readonly inboxWhole = new Promise<void>((resolve) => (this.#isWhole = resolve));
  readonly #plans = new Map<MailboxId, BackfillPlan>();
  readonly counters = new Map<MailboxId, MailboxCounters>();

  constructor(
    private readonly account: AccountId,
    private readonly ctx: SyncContext,
    private readonly jobs: JobQueue,
    private readonly hooks: WorkerHooks,
  ) {
    this.#lastHeard = ctx.clock.monotonic();
  }

  /** Runs jobs until `stopped`; throws when the connection is of no more use. */
  async serve(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const job = this.jobs.take();
      if (!job) {
        await this.#rest();
        continue;
      }
      try {
        await this.#alive();
      } catch (error) {
        // It is in the queue no more: nobody else would tell whoever waits for it.
        job.fail(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
      await job.run();
      this.#lastHeard = this.ctx.clock.monotonic();
      const { closed } = this.ctx.client;
      if (closed) throw closed;
    }
  }

  /** Until there is a job. An ended connection is noticed here too: without a job to fail it would look like a quiet one. */
  async #rest(): Promise<void> {
    const { client } = this.ctx;
    if (!client.closed) await this.hooks.rested();
    if (client.closed) throw client.closed;
    if (this.jobs.size === 0) await this.jobs.available();
  }

  /** After a long silence the connection may be dead without knowing it: asked briefly, before a person waits on it (C9). */
  async #alive(): Promise<void> {
    const { clock, client } = this.ctx;
    if (clock.monotonic() - this.#lastHeard < SILENT_MS) return;
    await client.run(noop(), { deadlineMs: ANSWER_MS });
  }

  /**
   * The first thing that is done over a connection: INBOX, which every server has and people look at while everything
   * else is found out. Servers that were asked for counters of a large mailbox open it a hundred times more slowly
   * afterwards (Dovecot 2.3: 1 ms before `LIST … RETURN (STATUS …)`, 70 to 200 ms behind it).
   * Of an account of which nothing is here yet the store has the newest messages when this resolves.
   * @param ahead the answer to a SELECT of it that is under way already (`openAhead`).
   */
  async beginWithInbox(ahead?: Promise<SelectedMailbox>): Promise<void> {
    const { ctx, hooks } = this;
    const known = ctx.registry.withRole(this.account, 'inbox');
    const inbox = known && !known.local ? known : await ctx.registry.beginWithInbox(this.account);
    if (!inbox || hooks.isHidden(inbox.id)) return;
    const isNew = !ctx.cursors.has(inbox.id);
    if (isNew) await hooks.mailboxesChanged(this.counters);
    await this.#guard(inbox.id, () => this.sync(inbox.id, ahead));
    this.#lookIsOver(inbox.id);
    if (isNew) {
      await ctx.facts.drain();
      const somebodyWaits = (): boolean => this.jobs.hasMoreUrgent(Priority.NewMail);
      if (ctx.cursors.has(inbox.id)) await this.#pause(ctx.clock.monotonic() + DRAWING_MS, somebodyWaits);
    }
    this.#begunWith = inbox.id;
  }

  /** Reads the list of mailboxes and asks for a look at every one that is not as we left it. */
  async relist(): Promise<void> {
    const { registry, client } = this.ctx;
    const { listed, counters, whole } = await listMailboxes(client);
    const gone = await registry.update(this.account, listed, whole);
    for (const mailbox of registry.ofAccount(this.account)) {
      const c = counters.get(mailbox.wire);
      // What an earlier list said is not true for ever: capabilities may change under a connection (B9).
      if (c) this.counters.set(mailbox.id, c);
      else this.counters.delete(mailbox.id);
    }
    for (const mailbox of gone) await this.#keepAll(mailbox);
    if (gone.length > 0) this.hooks.mailboxesGone(gone);
    await this.hooks.mailboxesChanged(this.counters);
  }

  /** A mailbox that is no longer listed takes its messages with it. */
  async #keepAll(mailbox: KnownMailbox): Promise<void> {
    const { ctx } = this;
    const of = { mailbox: mailbox.id, generation: generation(mailbox.generation) };
    const { uids } = await ctx.store.columns({ ...of, first: 1, last: 0xffffffff });
    const keywords = ctx.keywords.get(mailbox.id)?.names ?? [];
    if (uids.length > 0) {
      await ctx.leaving({ mailbox, generation: of.generation, uids, keywords, held: uids.length });
    }
  }

  /** Puts a look at every mailbox that seems changed into the queue, the important ones first. */
  syncChanged(all: boolean): void {
    const mailboxes = this.ctx.registry
      .ofAccount(this.account)
      .filter((m) => m.selectable && !m.local && !this.hooks.isHidden(m.id))
      .sort((a, b) => rank(a) - rank(b));
    let inbox = false;
    for (const mailbox of mailboxes) {
      const cursor = this.ctx.cursors.get(mailbox.id);
      if (cursor && this.#begunWith === mailbox.id) continue;
      if (all || !cursor || cursor.floor > 1 || this.#changed(cursor, mailbox)) {
        this.askSync(mailbox.id, mailbox.role === 'inbox' ? Priority.NewMail : Priority.Counts);
        inbox ||= mailbox.role === 'inbox';
      }
    }
    if (!inbox) this.#hasLooked();
    this.#begunWith = null;
  }

  #changed(cursor: MailboxCursor, mailbox: KnownMailbox): boolean {
    const c = this.counters.get(mailbox.id);
    if (!c || cursor.generation !== mailbox.generation) return true;
    if (c.uidValidity !== null && c.uidValidity !== cursor.uidValidity) return true;
    // While older ones are still to come there are more than are here; the proof at the end of the backfill counts them.
    if (cursor.floor <= 1 && c.messages !== null && c.messages !== cursor.exists) return true;
    if (c.uidNext !== null && c.uidNext !== cursor.uidNext) return true;
    // Without MODSEQ nothing tells of changed flags but looking.
    return c.highestModSeq === null ? true : c.highestModSeq !== cursor.modseq;
  }

  /** The server says how a mailbox stands now (NOTIFY): looked at when that is not as we left it. */
  noticed(status: Omit<MailboxStatus, 'name'>): void {
    const mailbox = this.ctx.registry.ofAccount(this.account).find((m) => m.wire === status.wire);
    if (!mailbox?.selectable) {
      // One that the list does not have yet.
      this.askPoll();
      return;
    }
    const before = this.counters.get(mailbox.id);
    this.counters.set(mailbox.id, {
      messages: status.messages ?? before?.messages ?? null,
      unseen: status.unseen ?? before?.unseen ?? null,
      uidNext: status.uidNext ?? before?.uidNext ?? null,
      uidValidity: status.uidValidity ?? before?.uidValidity ?? null,
      highestModSeq: status.highestModSeq ?? null,
    });
    const cursor = this.ctx.cursors.get(mailbox.id);
    if (!cursor || this.#changed(cursor, mailbox))
      this.askSync(mailbox.id, mailbox.role === 'inbox' ? Priority.NewMail : Priority.Counts);
  }

  askSync(id: MailboxId, priority: PriorityLevel): void {
    // Whoever tells of news there, nobody wants to know.
    if (this.hooks.isHidden(id)) return;
    this.jobs.add({
      key: `sync:${id}`,
      priority,
      fail: () => undefined,
      run: () => this.#look(id),
    });
  }

  /** @param ahead the answer to a SELECT of it that is under way already. */
  async sync(id: MailboxId, ahead?: Promise<SelectedMailbox>): Promise<void> {
    const { ctx, hooks } = this;
    const seenBefore = ctx.cursors.has(id);
    const facts = witnessed(ctx.facts, ctx.store, hooks.witness, ctx.cursors.get(id));
    const { backfill: more } = await syncMailbox({ ...ctx, facts }, id, ahead);
    if (more) this.#askBackfill(id);
    if (more && !seenBefore && this.#isInbox(id))
      this.#firstLookUntil = ctx.clock.monotonic() + FIRST_LOOK_MS;
    await hooks.witness.synced(id, ctx.cursors.get(id));
    this.hooks.synced(id);
  }

  /** A look at a mailbox that was asked for. */
  async #look(id: MailboxId): Promise<void> {
    await this.#guard(id, () => this.sync(id));
    if (this.#isInbox(id)) this.#hasLooked();
    this.#lookIsOver(id);
  }

  #lookIsOver(id: MailboxId): void {
    if (this.#isInbox(id) && !this.jobs.has(backfillOf(id))) this.#isWhole();
  }

  #isInbox(id: MailboxId): boolean {
    return this.ctx.registry.get(id)?.role === 'inbox';
  }

  #askBackfill(id: MailboxId): void {
    this.jobs.add({
      key: backfillOf(id),
      priority: Priority.Backfill,
      fail: () => undefined,
      run: async () => {
        await this.#guard(id, async () => {
          // Asked for again when there is room: every look at a mailbox that is not whole does.
          if (!this.ctx.mayGrow()) return;
          const giveWay = (): boolean => this.jobs.hasMoreUrgent(Priority.Backfill) || !this.ctx.mayGrow();
          await this.#pause(this.#firstLookUntil, giveWay);
          if (giveWay()) {
            this.#askBackfill(id);
            return;
          }
          const plan = await backfill(this.ctx, id, this.#plans.get(id) ?? null, giveWay);
          if (plan) {
            this.#plans.set(id, plan);
            this.#askBackfill(id);
          } else {
            this.#plans.delete(id);
            this.hooks.synced(id);
          }
        });
        this.#lookIsOver(id);
      },
    });
  }

  /** Waits while the first screen is drawn, unless somebody wants the connection. @param until monotonic ms. */
  async #pause(until: number, giveWay: () => boolean): Promise<void> {
    const { clock, client } = this.ctx;
    while (clock.monotonic() < until && !giveWay() && !client.closed)
      await new Promise<void>((resolve) => clock.after(LOOK_STEP_MS, resolve));
  }

  askOperations(): void {
    this.jobs.add({
      key: 'operations',
      priority: Priority.User,
      fail: () => undefined,
      run: async () => {
        const at = await this.hooks.runOperations(
          this.ctx,
          (id) => this.sync(id),
          () => this.relist(),
          // Opened messages are asked for at the same priority and take turns with operations.
          () => this.jobs.hasMoreUrgent(Priority.NewMail),
        );
        if (at !== null) this.hooks.lookAgain(at);
      },
    });
  }

  /** Counters of mailboxes where LIST gave none; then a look at what changed. */
  askPoll(): void {
    this.jobs.add({
      key: 'poll',
      priority: Priority.Counts,
      fail: () => undefined,
      run: async () => {
        await this.relist();
        if (this.counters.size === 0) await this.#pollOneByOne();
        this.syncChanged(false);
      },
    });
  }

  async #pollOneByOne(): Promise<void> {
    const { client, registry } = this.ctx;
    for (const mailbox of registry.ofAccount(this.account)) {
      if (!mailbox.selectable || mailbox.local || client.view?.wire === mailbox.wire) continue;
      try {
        const s = await client.run(
          status({ wire: mailbox.wire }, ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY']),
        );
        this.counters.set(mailbox.id, {
          messages: s.messages ?? null,
          unseen: s.unseen ?? null,
          uidNext: s.uidNext ?? null,
          uidValidity: s.uidValidity ?? null,
          highestModSeq: s.highestModSeq ?? null,
        });
      } catch (error) {
        this.#refusal(mailbox.id, error);
      }
      if (this.jobs.hasMoreUrgent(Priority.Counts)) break;
    }
  }

  /** One mailbox that can't be opened stops neither the others nor the account (C7). */
  async #guard(id: MailboxId, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#refusal(id, error);
    }
  }

  #refusal(id: MailboxId, error: unknown): void {
    if (!isMailError(error) || error.kind !== 'refused') throw error;
    this.ctx.trouble(id, error.code, error.server ?? '');
  }
}

/**
 * Has the server open INBOX of an account of which nothing is known yet, while the disk takes down how it was logged in
 * and under which name INBOX is known here.
 */
export function openAhead(ctx: Pick<SyncContext, 'client' | 'distrusts'>): Promise<SelectedMailbox> {
  const ahead = ctx.client.run(selectNew(ctx, INBOX));
  // Who waits for it is told; the connection may end before anybody does.
  ahead.catch(() => undefined);
  return ahead;
}

const backfillOf = (id: MailboxId): string => `backfill:${id}`;

const rank = (m: KnownMailbox): number => {
  const at = ROLE_ORDER.indexOf(m.role ?? '');
  return at < 0 ? ROLE_ORDER.length : at;
};
