import { generation, type MailboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { hash53 } from '@shared/util/hash';
import { parseMessageIds } from '../../mime/parse-envelope';
import { parseHeaders } from '../../mime/parse-headers';
import type { OperationQueue } from '../../operations/queue';
import type { ConnectedStore } from '../../sync/account-runner';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { BlobShelf } from '../blob-shelf';
import type { ImportedLetter, ImportTarget } from './import-letters';

export interface ServerTargetPorts {
  readonly registry: Pick<MailboxRegistry, 'get'>;
  readonly queue: OperationQueue;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly group: string;
  readonly signal: AbortSignal;
  store(): ConnectedStore | null;
  wake(mailbox: MailboxId): void;
}

/** Letters that may wait for the server at a time: the rest stays where it is and is read when there is room. */
const MAX_WAITING = 200;
const LOOK_AGAIN_MS = 250;

/**
 * Imports into a mailbox on a server: every letter becomes an `append` in the journal, which happens exactly once,
 * whenever the server can be reached. A letter whose Message-ID the mailbox has already is not added again.
 */
export class ServerTarget implements ImportTarget {
  readonly #ids = new Map<MailboxId, Set<number>>();

  constructor(private readonly ports: ServerTargetPorts) {}

  async add(mailbox: MailboxId, letters: readonly ImportedLetter[]): Promise<number> {
    const { registry, queue, shelf, group } = this.ports;
    let added = 0;
    for (const { bytes, flags, date } of letters) {
      const known = registry.get(mailbox);
      if (!known) break;
      const messageId = parseMessageIds(parseHeaders(bytes).first('message-id'))[0] ?? '';
      const ids = await this.#known(known);
      if (messageId !== '' && ids.has(hash53(messageId))) continue;
      ids.add(hash53(messageId));
      await this.#room(mailbox);
      const { hash, size } = await shelf.put(bytes);
      const keep = flags.filter((flag) => flag !== '\\Deleted' && flag !== '\\Recent');
      await queue.accept(
        known.account,
        [
          {
            kind: 'append',
            to: mailbox,
            blob: hash,
            size,
            messageId,
            flags: keep,
            internalDate: date,
          },
        ],
        group,
      );
      added += 1;
      this.ports.wake(mailbox);
    }
    return added;
  }

  /** Message-IDs (hashed) of what is in the mailbox as the store knows it, and of what is on its way there. */
  async #known({ id, generation: gen }: KnownMailbox): Promise<Set<number>> {
    const known = this.#ids.get(id) ?? new Set<number>();
    if (!this.#ids.has(id)) {
      this.#ids.set(id, known);
      const store = this.ports.store();
      const range = { mailbox: id, generation: generation(gen), first: 1, last: 0xffffffff };
      if (store) for (const hash of (await store.api.columns(range)).idHashes) known.add(hash);
      for (const { messageId } of this.#waiting(id)) known.add(hash53(messageId));
    }
    return known;
  }

  #waiting(mailbox: MailboxId): { readonly messageId: string }[] {
    return this.ports.queue
      .all()
      .flatMap(({ intent, state }) =>
        intent.kind === 'append' && intent.to === mailbox && state !== 'refused' ? [intent] : [],
      );
  }

  async #room(mailbox: MailboxId): Promise<void> {
    while (this.#waiting(mailbox).length >= MAX_WAITING) {
      this.ports.signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        this.ports.clock.after(LOOK_AGAIN_MS, resolve);
      });
    }
  }
}
