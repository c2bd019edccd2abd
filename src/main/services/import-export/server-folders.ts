import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { OperationQueue, QueuedOperation } from '../../operations/queue';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';

export interface ServerFoldersPorts {
  readonly registry: Pick<MailboxRegistry, 'byName'>;
  readonly queue: Pick<OperationQueue, 'accept' | 'get'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly group: string;
  wake(account: AccountId): void;
}

const LOOK_AGAIN_MS = 250;
/** After its operation has ended a folder is in the next list; one that is not there by then was made in vain. */
const LOOKS_AFTER_END = 80;

/** Folders that an import needs on a server. */
export class ServerFolders {
  constructor(private readonly ports: ServerFoldersPorts) {}

  /**
   * The mailbox below another one, made (with what is between them) where it is missing: an operation like any other,
   * which waits for the server when that cannot be reached.
   * @param path names of any kind; what a server would read as more levels is replaced.
   * @throws MailError when the server refuses, or has no folders inside folders; the signal's reason.
   */
  async below(
    above: KnownMailbox,
    path: readonly string[],
    signal: AbortSignal,
    onWaiting: (waiting: boolean) => void,
  ): Promise<KnownMailbox> {
    let known = above;
    for (const part of path) {
      const { delimiter, name } = known;
      if (delimiter === null || delimiter === '') {
        throw new MailError({
          kind: 'refused',
          code: 'no-folders-inside',
          message: 'This server has no folders inside folders',
        });
      }
      const full = `${name}${delimiter}${plain(part, delimiter)}`;
      known =
        this.ports.registry.byName(above.account, full) ??
        (await this.#make(above.account, full, signal, onWaiting));
    }
    return known;
  }

  async #make(
    account: AccountId,
    name: string,
    signal: AbortSignal,
    onWaiting: (waiting: boolean) => void,
  ): Promise<KnownMailbox> {
    const { queue, registry, group } = this.ports;
    const [op] = await queue.accept(account, [{ kind: 'create-mailbox', account, name }], group);
    this.ports.wake(account);
    try {
      for (let left = LOOKS_AFTER_END; left > 0;) {
        const known = registry.byName(account, name);
        if (known) return known;
        const now = op && queue.get(op.id);
        if (now?.state === 'refused') throw refusal(now);
        if (!now) left -= 1;
        onWaiting(true);
        await this.#moment(signal);
      }
    } finally {
      onWaiting(false);
    }
    throw new MailError({
      kind: 'refused',
      code: 'mailbox-gone',
      message: 'The new folder is not in the list',
    });
  }

  #moment(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve) => void this.ports.clock.after(LOOK_AGAIN_MS, resolve));
  }
}

const refusal = ({ reason }: QueuedOperation): MailError =>
  new MailError({
    kind: 'refused',
    code: reason?.code ?? 'no',
    message: reason?.message ?? 'The server would not make the folder',
    ...(reason?.server ? { server: reason.server } : {}),
  });

/** A name of one level: the delimiter and control characters become blanks, wildcards too (RFC 3501 §5.1). */
function plain(part: string, delimiter: string): string {
  const name = part
    .replaceAll(delimiter, ' ')
    .replace(/[\p{Cc}%*]/gu, ' ')
    .trim()
    .slice(0, 200);
  return name === '' ? '_' : name;
}
