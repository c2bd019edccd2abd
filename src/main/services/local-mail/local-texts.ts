import { isMailError } from '@shared/errors/mail-error';
import type { MailboxId, MessageRef } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { isVaultError } from '@shared/ports/vault';
import type { ConnectedStore } from '../../sync/account-runner';
import { LOCAL_GENERATION, localRef } from './local-messages';

export interface LocalTextsPorts {
  readonly clock: Clock;
  /** Mailboxes whose mail lives here. */
  mailboxes(): readonly MailboxId[];
  /** The texts of a message as people read them; null when they are not here. @throws MailError, VaultError */
  textsOf(ref: MessageRef): Promise<readonly string[] | null>;
  onFailure(error: unknown): void;
}

/** Texts told in one batch. */
const AT_ONCE = 20;
/** While so many wait in the store, it is left to them. */
const MAX_WAITING = 100;
const LATER_MS = 1000;

/**
 * Tells the store the texts of mail that lives here, so that they are found by their words. What the store has is asked
 * for, not remembered: a store that was replaced is told everything again. One message after the other, when nothing
 * else is told.
 */
export class LocalTexts {
  readonly #ports: LocalTextsPorts;
  #store: ConnectedStore | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #cancel: (() => void) | null = null;

  constructor(ports: LocalTextsPorts) {
    this.#ports = ports;
  }

  connect(store: ConnectedStore | null): void {
    this.#store = store;
    this.#cancel?.();
  }

  /** Messages may have come. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when nothing is being told. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const store = this.#store;
      if (!store) return;
      try {
        for (const mailbox of this.#ports.mailboxes()) await this.#tell(store, mailbox);
      } catch (error) {
        // The store was replaced: its successor is told everything.
        if (!isMailError(error)) this.#ports.onFailure(error);
        return;
      }
    }
  }

  async #tell(store: ConnectedStore, mailbox: MailboxId): Promise<void> {
    const where = { mailbox, generation: LOCAL_GENERATION };
    for (let from = 1; store === this.#store;) {
      const { uids, waiting } = await store.api.textsMissing({ ...where, from, limit: AT_ONCE });
      const last = uids.at(-1);
      if (last === undefined) return;
      if (waiting > MAX_WAITING) {
        await this.#later();
        continue;
      }
      const told: number[] = [];
      const texts: string[] = [];
      for (const n of uids) {
        const own = await this.#read(localRef(mailbox, n));
        if (own === null) continue;
        told.push(n);
        texts.push(own.join('\n'));
        // A message may take milliseconds to take apart: others have their turn between two.
        await new Promise<void>((resolve) => this.#ports.clock.after(0, resolve));
      }
      if (store !== this.#store) return;
      if (told.length > 0)
        await store.facts.commit([{ kind: 'texts', ...where, uids: Uint32Array.from(told), texts }]);
      from = last + 1;
    }
  }

  /** Null for what is not here, or cannot be read: the search says that it did not look there. */
  async #read(ref: MessageRef): Promise<readonly string[] | null> {
    try {
      return await this.#ports.textsOf(ref);
    } catch (error) {
      if (isVaultError(error) || (isMailError(error) && error.kind === 'refused')) return null;
      throw error;
    }
  }

  #later(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#ports.clock.after(LATER_MS, resolve);
      this.#cancel = () => {
        cancel();
        resolve();
      };
    });
  }
}
