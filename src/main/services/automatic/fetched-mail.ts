import type { AccountId, MailboxId } from '@shared/model/ids';
import type { Arrivals } from '../../rules/arrivals';
import type { Ledger } from '../../rules/ledger';
import type { LocalMail } from '../local-mail';
import { LOCAL_GENERATION } from '../local-mail/local-messages';

export interface FetchedMailPorts {
  readonly arrivals: Arrivals;
  readonly ledger: Ledger;
  readonly local: LocalMail;
  pop3Accounts(): readonly AccountId[];
  /** The inbox into which an account's mail goes, and whose it is. */
  inboxOf(account: AccountId): { readonly id: MailboxId; readonly account: AccountId } | null;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Has mail that POP3 fetched judged: when a session is over, since what it fetches side by side arrives in any order, and
 * when the store knows of it. Only what came from the account's server counts; imports and moves into its inbox do not.
 */
export class FetchedMail {
  /** Accounts with mail to be judged, and up to which UID. */
  readonly #waiting = new Map<AccountId, number>();
  #work: Promise<void> = Promise.resolve();

  constructor(private readonly ports: FetchedMailPorts) {}

  /** After the journal was replayed: what came before Tern ended may not have been judged. */
  begin(): void {
    for (const account of this.ports.pop3Accounts()) this.#await(account, false);
  }

  /** A session is over. Until one of an account has seen everything there is, all of its mail was there before. */
  polled(account: AccountId, whole: boolean): void {
    this.#await(account, whole);
    this.told();
  }

  #await(account: AccountId, whole: boolean): void {
    const { ledger, local } = this.ports;
    const inbox = this.ports.inboxOf(account);
    if (!inbox || (!whole && !ledger.marks.latest(`${account} ${inbox.id}`))) return;
    this.#waiting.set(account, local.messages.uidNext(inbox.id));
  }

  /** The store knows of everything that is here. */
  told(): void {
    this.#work = this.#work.then(async () => {
      for (const [account, next] of [...this.#waiting]) {
        const done = await this.#look(account, next).catch(this.ports.onFailure);
        if (done === true && this.#waiting.get(account) === next) this.#waiting.delete(account);
      }
    });
  }

  idle(): Promise<void> {
    return this.#work;
  }

  async #look(source: AccountId, next: number): Promise<boolean> {
    const { arrivals, local } = this.ports;
    const inbox = this.ports.inboxOf(source);
    if (!inbox) return true;
    const cameFrom = (n: number): boolean => local.messages.get(inbox.id, n)?.origin?.account === source;
    return arrivals.look({
      source,
      account: inbox.account,
      mailbox: inbox.id,
      generation: LOCAL_GENERATION,
      floor: 1,
      next,
      isArrival: cameFrom,
      isWhole: (uids, from) =>
        [...local.messages.in(inbox.id).keys()].every(
          (n) => n < from || n >= next || uids.has(n) || !cameFrom(n),
        ),
    });
  }
}
