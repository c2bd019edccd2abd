import type { EngineContract, Settings } from '@shared/contract/engine-api';
import { isMailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import type { EventOf } from '@shared/rpc/contract';
import { RpcError } from '@shared/rpc/wire';
import type { Arrival, NewLetter } from '../sync/context';
import type { StoreApi } from '../sync/fact-stream';
import type { Engine } from './engine';

type Arrived = EventOf<EngineContract, 'arrived'>;

export interface AnnouncerPorts {
  now(): number;
  settings(): Settings;
  mailbox(id: MailboxId): { readonly role: MailboxRole } | undefined;
  /** Null while there is none. */
  store(): Pick<StoreApi, 'wroteTo'> | null;
  tell(arrived: Arrived): void;
}

/** What a server took in longer ago was brought into a folder from elsewhere. */
const RECENT_MS = 86_400_000;

/** Tells the pages of new mail, of as much as the person wants to be told of. */
export class Announcer {
  constructor(private readonly ports: AnnouncerPorts) {}

  /** Whether new mail of a mailbox is told of at all. */
  isWanted(mailbox: MailboxId): boolean {
    return this.ports.settings().notifyIn[mailbox] ?? this.ports.mailbox(mailbox)?.role === 'inbox';
  }

  /** New mail that nobody has to be silent about. Must not throw. */
  announce(account: AccountId, arrival: Arrival): void {
    if (!this.isWanted(arrival.mailbox) || this.#isSilent()) return;
    if (this.ports.settings().notifyOf === 'everybody') this.#tell(account, arrival);
    else void this.#ofKnown(account, arrival);
  }

  /** New in a folder that is no inbox, where messages also are put: only what has just come in is new mail. */
  announceFiled(account: AccountId, arrival: Arrival): void {
    const since = this.ports.now() - RECENT_MS;
    const recent = arrival.letters.filter(({ date }) => date >= since);
    if (recent.length === 0) return;
    const older = arrival.letters.length - recent.length;
    this.announce(account, { ...arrival, count: arrival.count - older, letters: recent });
  }

  /** Of messages that are not told of one by one nobody knows whose they are: they don't count. */
  async #ofKnown(account: AccountId, { mailbox, letters }: Arrival): Promise<void> {
    const addresses = letters.map(({ from }) => from?.address ?? '');
    let known: readonly boolean[] = [];
    try {
      known = (await this.ports.store()?.wroteTo({ addresses })) ?? [];
    } catch (error) {
      // A store that goes away in this moment: it is not known whose they are.
      if (!isMailError(error) && !(error instanceof RpcError)) throw error;
    }
    const left = letters.filter((_, i) => known[i] === true);
    if (left.length > 0) this.#tell(account, { mailbox, count: left.length, letters: left });
  }

  #tell(account: AccountId, { mailbox, count, letters }: Arrival): void {
    this.ports.tell({ account, mailbox, count, letters: letters.map(shown) });
  }

  #isSilent(): boolean {
    const { notifyPausedUntil, quietHours } = this.ports.settings();
    const now = this.ports.now();
    return now < notifyPausedUntil || (quietHours !== null && isWithin(quietHours, now));
  }
}

const shown = ({ message, from, subject }: NewLetter): Arrived['letters'][number] => ({
  message,
  from: from ? from.name || from.address : '',
  subject,
});

/** @param hours minutes of the day, in the time of this computer; the end is no longer within. */
function isWithin(hours: { readonly from: number; readonly until: number }, now: number): boolean {
  const time = new Date(now);
  const minute = time.getHours() * 60 + time.getMinutes();
  return hours.from <= hours.until
    ? minute >= hours.from && minute < hours.until
    : minute >= hours.from || minute < hours.until;
}

export const announcerOf = (engine: Engine): Announcer =>
  new Announcer({
    now: () => engine.parts.clock.now(),
    settings: () => engine.settings.get(),
    mailbox: (id) => engine.registry.get(id),
    store: () => engine.store?.api ?? null,
    tell: (arrived) => engine.tell('arrived', arrived),
  });
