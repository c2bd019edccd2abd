import { MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';

/** What a connection is for: a worker is the account's mail, a watcher only tells of news a little sooner. */
export type Use = 'worker' | 'watcher';

/** The right to one connection. */
export interface Slot {
  /** The session stands: the next one may begin to log in. */
  opened(): void;
  /** The server said that there are too many: so many are never tried again for a while. */
  refused(): void;
  release(): void;
  /** Whether another account waits for this one: who is idle lets go. */
  readonly wanted: boolean;
}

interface Holder {
  readonly use: Use;
  readonly yieldUp: () => void;
}
interface Waiter {
  readonly use: Use;
  readonly grant: () => void;
  readonly refuse: () => void;
}
interface Host {
  readonly holders: Set<Holder>;
  readonly waiting: Waiter[];
  opening: number;
  cap: number;
  /** Monotonic ms; when one more is tried again. */
  relaxAt: number;
}

/** Log-ins to one host at the same time: six accounts start one after another, not all at once. */
const OPENING = 2;
/** A cap that was learnt is doubted after this long. */
const RELAX_MS = 3_600_000;

/**
 * Shares the connections that a server allows among the accounts that have it in common (C11). What it allows is learnt
 * from its refusals; then watchers give way to workers, and workers that are idle to accounts that wait.
 */
export class HostSlots {
  readonly #hosts = new Map<string, Host>();

  constructor(private readonly clock: Pick<Clock, 'monotonic'>) {}

  /**
   * Resolves when this connection may be opened.
   * @param yieldUp called when its place is needed: a watcher closes, a worker lets go when it is idle.
   * @param onWait called when it has to wait because of the server's limit.
   * @throws MailError `limit` at once for a watcher that there is no place for; the signal's reason when it is aborted.
   */
  async take(
    host: string,
    use: Use,
    yieldUp: () => void,
    signal: AbortSignal,
    onWait: () => void = () => undefined,
  ): Promise<Slot> {
    const here = this.#at(host);
    const holder: Holder = { use, yieldUp };
    if (use === 'watcher' && here.holders.size >= here.cap) throw tooMany();
    if (this.#hasRoom(here) && here.waiting.length === 0) enter(here, holder);
    else {
      if (here.holders.size >= here.cap) {
        onWait();
        const others = [...here.holders];
        (others.find((other) => other.use === 'watcher') ?? others[0])?.yieldUp();
      }
      await this.#turn(here, holder, signal);
    }
    let isOpening = true;
    const opened = (): void => {
      if (!isOpening) return;
      isOpening = false;
      here.opening--;
      this.#next(here);
    };
    return {
      opened,
      refused: () => {
        here.cap = Math.max(1, here.holders.size - 1);
        here.relaxAt = this.clock.monotonic() + RELAX_MS;
        // A watcher that waits for its turn would wait for an hour, and nobody would look by the clock instead.
        for (const waiter of here.waiting.filter(({ use: of }) => of === 'watcher')) waiter.refuse();
      },
      release: () => {
        here.holders.delete(holder);
        opened();
        this.#next(here);
      },
      get wanted() {
        return here.holders.size >= here.cap && here.waiting.some((waiter) => waiter.use === 'worker');
      },
    };
  }

  #at(host: string): Host {
    const here = this.#hosts.get(host) ?? {
      holders: new Set<Holder>(),
      waiting: [],
      opening: 0,
      cap: Infinity,
      relaxAt: Infinity,
    };
    this.#hosts.set(host, here);
    if (this.clock.monotonic() >= here.relaxAt) {
      here.cap++;
      here.relaxAt = this.clock.monotonic() + RELAX_MS;
    }
    return here;
  }

  #hasRoom(here: Host): boolean {
    return here.holders.size < here.cap && here.opening < OPENING;
  }

  /** Waits in line: workers before watchers, first come first served. */
  #turn(here: Host, holder: Holder, signal: AbortSignal): Promise<void> {
    const { use } = holder;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        const at = here.waiting.indexOf(waiter);
        if (at >= 0) here.waiting.splice(at, 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
      };
      const waiter: Waiter = {
        use,
        grant: () => {
          signal.removeEventListener('abort', end);
          enter(here, holder);
          resolve();
        },
        refuse: () => {
          signal.removeEventListener('abort', end);
          here.waiting.splice(here.waiting.indexOf(waiter), 1);
          reject(tooMany());
        },
      };
      if (signal.aborted) {
        end();
        return;
      }
      signal.addEventListener('abort', end, { once: true });
      const before = use === 'worker' ? here.waiting.findIndex((other) => other.use === 'watcher') : -1;
      here.waiting.splice(before < 0 ? here.waiting.length : before, 0, waiter);
    });
  }

  #next(here: Host): void {
    while (here.waiting.length > 0 && this.#hasRoom(here)) here.waiting.shift()?.grant();
  }
}

function enter(here: Host, holder: Holder): void {
  here.holders.add(holder);
  here.opening++;
}

const tooMany = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'limit',
    message: 'The server allows no further connection now',
  });
