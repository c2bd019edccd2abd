import { isMailError } from '@shared/errors/mail-error';
import { RpcError } from '@shared/rpc/wire';
import { type MailboxId, type MessageKey, messageKey, type MessageRef } from '@shared/model/ids';
import type { AccountRunner } from '../sync/account-runner';
import { Priority } from '../sync/job-queue';
import { fetchPreviews } from '../sync/previews';

/** Messages without a readable text are asked for once; this many are remembered. */
const REMEMBER = 50_000;
/** More than a few screens: whoever scrolls on no longer looks at these. */
const MAX_WANTED = 300;

/** Hears which messages are looked at without their first words, and fetches those, a screen at a time. */
export class PreviewDesk {
  readonly #wanted = new Map<MailboxId, Map<MessageKey, MessageRef>>();
  readonly #asked = new Set<MessageKey>();
  readonly #running = new Set<MailboxId>();

  constructor(
    private readonly runnerOf: (mailbox: MailboxId) => Pick<AccountRunner, 'request'> | undefined,
  ) {}

  looking(refs: readonly MessageRef[]): void {
    for (const ref of refs) {
      const key = messageKey(ref);
      if (this.#asked.has(key)) continue;
      const wanted = this.#wanted.get(ref.mailbox) ?? new Map<MessageKey, MessageRef>();
      this.#wanted.set(ref.mailbox, wanted);
      wanted.set(key, ref);
      for (const oldest of wanted.keys()) {
        if (wanted.size <= MAX_WANTED) break;
        wanted.delete(oldest);
      }
    }
    for (const mailbox of this.#wanted.keys()) if (!this.#running.has(mailbox)) void this.#fetch(mailbox);
  }

  async #fetch(mailbox: MailboxId): Promise<void> {
    const refs = [...(this.#wanted.get(mailbox)?.values() ?? [])];
    this.#wanted.delete(mailbox);
    const runner = this.runnerOf(mailbox);
    if (refs.length === 0 || !runner) return;
    this.#running.add(mailbox);
    try {
      await runner.request(`previews:${mailbox}`, (ctx) => fetchPreviews(ctx, refs), Priority.Flags);
      for (const ref of refs) this.#asked.add(messageKey(ref));
      for (const oldest of this.#asked) {
        if (this.#asked.size <= REMEMBER) break;
        this.#asked.delete(oldest);
      }
    } catch (error) {
      // Offline, the mailbox changed, or the store went away: whoever still looks will ask again.
      if (!isMailError(error) && !(error instanceof RpcError)) throw error;
    } finally {
      this.#running.delete(mailbox);
    }
    if (this.#wanted.has(mailbox)) await this.#fetch(mailbox);
  }
}
