import type { Draft, DraftContent } from '@shared/contract/compose';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, DraftId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';

/** What was written, newest last; the current one is not among them. */
interface History {
  readonly versions: readonly Draft[];
}

/** Earlier texts kept of one draft: enough to find what was deleted by mistake. */
const KEEP_VERSIONS = 20;
/** A version is kept in the history when this much was taken away at once, or this long has passed. */
const SHRUNK_BY = 40;
const EVERY_MS = 60_000;
/** Letters that went out of this session's drafts and are remembered: windows that still have them open may save late. */
const KEEP_SENT = 200;

/** Whether two versions say the same, whoever wrote which of their fields first. */
export const isSame = (a: DraftContent, b: DraftContent): boolean => canonical(a) === canonical(b);
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1)))
      : v,
  );

/** Drafts, every saved version durable before it is called saved. */
export class DraftBook {
  readonly table = new Table<Draft>('draft');
  readonly history = new Table<History>('draft-history');
  onChange: (() => void) | null = null;
  /** What was sent of which draft, by the versions that it was sent from. */
  readonly #sent = new Map<DraftId, Map<number, DraftContent>>();

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly crypto: Pick<Crypto, 'randomBytes'>,
  ) {}

  list(): Draft[] {
    return [...this.table.values()].sort((a, b) => b.savedAt - a.savedAt);
  }
  get(id: DraftId): Draft | null {
    return this.table.get(id) ?? null;
  }

  /** @param extra records that must become durable with it. */
  async create(
    content: DraftContent,
    extra: (id: DraftId) => readonly JournalRecord[] = () => [],
  ): Promise<Draft> {
    const draft = this.make(content);
    await this.#append([this.table.put(draft.id, draft), ...extra(draft.id)]);
    return draft;
  }

  /** A new draft, not yet in the journal. */
  make(content: DraftContent): Draft {
    const id = `d${hex(this.crypto.randomBytes(8))}` as DraftId;
    return { id, version: 1, savedAt: this.clock.now(), content };
  }

  /**
   * The draft as it is once everything accepted is on the disk: the one to go on from.
   * @throws MailError `refused` `draft-gone`: it was sent or discarded, or is being so.
   */
  current(id: DraftId): Draft {
    const draft = this.table.latest(id);
    if (draft) return draft;
    throw gone();
  }

  /** The draft whose version `base` is to be sent. @throws MailError `refused` `draft-gone`: that was sent, or it is gone. */
  toSend(id: DraftId, base: number): Draft {
    const current = this.current(id);
    if (this.#sent.get(id)?.has(base) === true) throw gone();
    return current;
  }
  /** Version `base` goes out. To be called in the turn in which the letter is accepted. */
  sent(id: DraftId, base: number, content: DraftContent): void {
    const versions = this.#sent.get(id) ?? new Map<number, DraftContent>();
    this.#sent.delete(id);
    this.#sent.set(id, versions.set(base, content));
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= KEEP_SENT) break;
      this.#sent.delete(oldest);
    }
  }

  /** It could not be accepted after all. */
  notSent(id: DraftId, base: number): void {
    this.#sent.get(id)?.delete(base);
  }

  /**
   * Saves what was edited from version `base`. When another window saved in between, both are kept: this one becomes a
   * draft of its own (D3). So it does when the draft was sent meanwhile, and this says something else.
   * @throws MailError `refused` `draft-gone`
   */
  async save(id: DraftId, base: number, content: DraftContent): Promise<Draft> {
    const sent = this.table.latest(id) ? undefined : this.#sent.get(id);
    if (sent && ![...sent.values()].some((letter) => isSame(letter, content))) return this.create(content);
    const current = this.current(id);
    if (base !== current.version) {
      if (!isSame(current.content, content)) return this.create(content);
      // The answer to the same words got lost on its way. They are called saved when they are on the disk.
      await this.#append([this.table.put(id, current)]);
      return current;
    }
    const draft: Draft = { id, version: current.version + 1, savedAt: this.clock.now(), content };
    const records: JournalRecord[] = [this.table.put(id, draft)];
    if (this.#worthKeeping(current, content)) {
      const versions = [...(this.history.latest(id)?.versions ?? []), current].slice(-KEEP_VERSIONS);
      records.push(this.history.put(id, { versions }));
    }
    await this.#append(records);
    return draft;
  }

  /** Records that take a draft away; its history stays until the draft would be a month old. */
  discard(id: DraftId): JournalRecord[] {
    return this.table.latest(id) ? [this.table.drop(id), this.history.drop(id)] : [];
  }

  async remove(id: DraftId, extra: readonly JournalRecord[] = []): Promise<void> {
    await this.#append([...this.discard(id), ...extra]);
  }

  /** Earlier versions, newest first. */
  versions(id: DraftId): readonly Draft[] {
    return (this.history.get(id)?.versions ?? []).toReversed();
  }

  forget(account: AccountId): JournalRecord[] {
    // By the version that is on its way: one that another account is to send by now is that account's.
    return this.table
      .latestValues()
      .filter((d) => d.content.account === account)
      .flatMap((d) => this.discard(d.id));
  }

  /** Emptying a letter must never cost the text (D5): what shrinks much is kept, and one version a minute. */
  #worthKeeping(current: Draft, next: DraftContent): boolean {
    const before = current.content.text.length;
    if (before === 0) return false;
    if (before - next.text.length >= Math.min(SHRUNK_BY, before)) return true;
    const last = this.history.latest(current.id)?.versions.at(-1);
    return (
      this.clock.now() - (last?.savedAt ?? current.savedAt) >= EVERY_MS &&
      last?.content.text !== current.content.text
    );
  }

  async #append(records: readonly JournalRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.journal.appendAll(records);
    this.onChange?.();
  }
}

const gone = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'draft-gone',
    message: 'This draft was sent or discarded meanwhile',
  });
