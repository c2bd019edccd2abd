import type { MailboxCursor } from '@shared/contract/mailbox';
import { type AccountId, type Generation, generation, type MailboxId } from '@shared/model/ids';
import type { ConnectedStore, RunnerPorts } from './account-runner';
import type { MailboxCounters } from './mailbox-list';
import { mailboxFacts } from './mailbox-list';
import { KeywordTable } from './keywords';

type MemoryPorts = Pick<RunnerPorts, 'registry' | 'rebind' | 'onLeaving'>;

/**
 * What an account knows of its mailboxes over its connections: how far each is synchronised, the names of keywords, what
 * went wrong, and which generation views show while another one grows.
 */
export class AccountMemory {
  /**
   * Cursors and names of keywords outlive the connection as long as the same store is connected: its `hello` is older
   * than they are.
   */
  cursors = new Map<MailboxId, MailboxCursor>();
  keywords = new Map<MailboxId, KeywordTable>();
  readonly troubles = new Map<MailboxId, { code: string; server: string }>();
  /** The store has been told of other troubles than these. */
  troublesChanged = false;
  readonly #shown = new Map<MailboxId, Generation>();
  #of: ConnectedStore | null = null;

  constructor(
    private readonly account: AccountId,
    private readonly ports: MemoryPorts,
  ) {}

  /** A connection begins with this store. */
  begin(store: ConnectedStore): void {
    // What it said when it connected is older than what is known since.
    if (this.#of === store) return;
    this.#of = store;
    const mine = new Set(this.ports.registry.ofAccount(this.account).map((m) => m.id));
    this.#shown.clear();
    for (const mailbox of store.hello.mailboxes) {
      const known = this.ports.registry.get(mailbox.id);
      // A generation that was not whole yet when Tern ended: the old one goes on being shown.
      if (known && mine.has(mailbox.id) && mailbox.generation !== known.generation)
        this.#shown.set(mailbox.id, mailbox.generation);
    }
    this.cursors = new Map();
    for (const cursor of store.hello.cursors) {
      const known = this.ports.registry.get(cursor.mailbox);
      if (mine.has(cursor.mailbox) && known?.generation === cursor.generation)
        this.cursors.set(cursor.mailbox, cursor);
    }
    this.keywords = new Map(store.hello.keywords.map((k) => [k.mailbox, new KeywordTable(k.names)]));
  }

  trouble(mailbox: MailboxId, code: string, server: string): void {
    this.troubles.set(mailbox, { code, server });
    this.troublesChanged = true;
  }
  /** The mailbox was synchronised. */
  settled(mailbox: MailboxId): void {
    if (this.troubles.delete(mailbox)) this.troublesChanged = true;
  }

  /** Views go on showing this generation while the next one grows beside it. */
  keepShowing(mailbox: MailboxId, shown: Generation): void {
    if (!this.#shown.has(mailbox)) this.#shown.set(mailbox, shown);
  }
  /** The generation that views show while another one grows; undefined when they show the current one. */
  shownInstead(mailbox: MailboxId): Generation | undefined {
    const shown = this.#shown.get(mailbox);
    return shown === this.ports.registry.get(mailbox)?.generation ? undefined : shown;
  }

  /** Lets views change over to a generation; `tell` follows. What waits for the mailbox is bound to its UIDs first. */
  async show(store: ConnectedStore, mailbox: MailboxId, next: Generation): Promise<void> {
    const old = this.shownInstead(mailbox);
    if (old !== undefined) {
      await this.ports.rebind(store, mailbox, old, next);
      await this.#keepLost(store, mailbox, old, next);
    }
    // The one that is shown, and those that never became whole: they go when the new one is shown, also after a kill.
    for (let gone = old ?? next; gone < next; gone++) {
      await store.facts.push([{ kind: 'drop-generation', mailbox, generation: generation(gone) }]);
    }
    this.#shown.delete(mailbox);
  }

  /** What the old generation had and the new one has not is gone from the server. */
  async #keepLost({ api }: ConnectedStore, id: MailboxId, old: Generation, next: Generation): Promise<void> {
    const mailbox = this.ports.registry.get(id);
    if (!mailbox) return;
    const range = { mailbox: id, first: 1, last: 0xffffffff };
    const before = await api.columns({ ...range, generation: old });
    const there = new Set((await api.columns({ ...range, generation: next })).idHashes);
    const uids = before.uids.filter((_, i) => !there.has(before.idHashes[i] ?? 0));
    if (uids.length === 0) return;
    const keywords = this.keywords.get(id)?.names ?? [];
    await this.ports.onLeaving(api, { mailbox, generation: old, uids, keywords, held: before.uids.length });
  }

  /**
   * Tells the store the mailboxes as it should show them. A generation is shown once it is whole.
   * @param label whether a mailbox is a label (Gmail).
   */
  async tell(
    store: ConnectedStore,
    counters: ReadonlyMap<MailboxId, MailboxCounters>,
    label: boolean,
  ): Promise<void> {
    this.troublesChanged = false;
    const known = this.ports.registry.ofAccount(this.account);
    const mailboxes = mailboxFacts(known, (id) => ({
      counters: counters.get(id),
      trouble: this.troubles.get(id) ?? null,
      shown: this.#shown.get(id),
      label,
    }));
    await store.facts.push([{ kind: 'mailboxes', account: this.account, mailboxes }]);
  }
}
