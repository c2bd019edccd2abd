import type { MailWorld } from '@main/demo/mail-world';
import type { WorldMailbox } from '@main/demo/world-model';
import type { Engine } from '@main/services/engine';

type Note = 'touched' | 'deleted' | 'copied' | 'damaged' | 'expired';

/**
 * What was ever on the server, what became of it by whose doing, and whether it was safe here in the moment the server let
 * go of it. By Message-ID, in angle brackets.
 */
export class Pop3History {
  /** Everything that was ever in a mailbox, and how often at a time. */
  readonly existed = new Map<string, { readonly raw: string; readonly times: number }>();
  /** What the server deleted for us and was not here whole then. */
  readonly unstored: string[] = [];
  readonly #notes = new Map<Note, Set<string>>();
  readonly #last = new WeakMap<WorldMailbox, readonly string[]>();
  #engine: Engine | null = null;

  constructor(world: MailWorld) {
    world.listen(({ mailbox }) => this.#look(mailbox));
  }

  /** Somebody did something to a message: changed, deleted or copied it, damaged the disk, or it grew too old on the server. */
  note(what: Note, id: string): void {
    this.#notes.set(what, (this.#notes.get(what) ?? new Set()).add(id));
  }
  was(what: Note, id: string): boolean {
    return this.#notes.get(what)?.has(id) === true;
  }
  watch(engine: Engine): void {
    this.#engine = engine;
  }

  #look(mailbox: WorldMailbox): void {
    const now = mailbox.messages.map(({ content }) => content.header('message-id').trim());
    for (const { content } of mailbox.messages) {
      const id = content.header('message-id').trim();
      const times = Math.max(now.filter((one) => one === id).length, this.existed.get(id)?.times ?? 0);
      this.existed.set(id, { raw: content.raw, times });
    }
    const there = new Set(now);
    for (const id of this.#last.get(mailbox) ?? [])
      if (!there.has(id) && !this.was('deleted', id) && !this.was('expired', id) && !this.#isHere(id))
        this.unstored.push(id);
    this.#last.set(mailbox, now);
  }

  #isHere(id: string): boolean {
    const { messages } = this.#engine?.local ?? {};
    for (const { id: mailbox } of this.#engine?.registry.table.values() ?? [])
      for (const { messageId, octetsThere } of messages?.in(mailbox).values() ?? [])
        if (`<${messageId}>` === id && octetsThere === undefined) return true;
    return false;
  }
}
