import type { AccountId } from '@shared/model/ids';
import type { Envelope, MessageBody } from '@shared/model/message';
import {
  checkedSender,
  checkerOnTop,
  FEWEST,
  hasSenders,
  SAMPLE,
  SPAN,
  usualChecker,
} from '../../sync/checked-sender';
import type { MailboxRegistry } from '../../sync/mailbox-registry';
import { isRestored } from '../../sync/pop3-ledger';
import type { LocalMessage, LocalMessages } from './local-messages';
import type { Packs } from './packs';

/** Larger messages are not read only to see what is on top of them. */
const MAX_OCTETS = 1024 * 1024;
/** Remembered answers; each stands for `SPAN` places of one mailbox. */
const KEPT = 64;

/**
 * Who checks the senders of mail that lives here. What a POP3 account has fetched was taken in by that account's server,
 * which puts its results on top of nearly all of it, or of none (RFC 8601 §5), as `checked-sender` has it for IMAP. A
 * message of which we don't know where it was received proves nothing by its header: whoever made the file wrote that.
 */
export class LocalSenders {
  readonly #checkers = new Map<string, string | null>();

  constructor(
    private readonly messages: LocalMessages,
    private readonly packs: Packs,
    private readonly registry: MailboxRegistry,
  ) {}

  /** @param bytes all of it. @returns null where there is nothing to say. @throws VaultError */
  async check(
    message: LocalMessage,
    bytes: Uint8Array,
    envelope: Pick<Envelope, 'from'>,
  ): Promise<NonNullable<MessageBody['sender']> | null> {
    if (!hasSenders({ registry: this.registry }, message.mailbox)) return null;
    const account = receiverOf(message);
    if (account === null) return 'unreceived';
    const checker = await this.#checkerOf(message, account);
    return checkedSender(checker, bytes, envelope);
  }

  /** Who has checked what is on top of a message's header; null: nobody whose word counts. @throws VaultError */
  checkerFor(message: LocalMessage): Promise<string | null> {
    const account = receiverOf(message);
    return account !== null && hasSenders({ registry: this.registry }, message.mailbox)
      ? this.#checkerOf(message, account)
      : Promise.resolve(null);
  }

  async #checkerOf(message: LocalMessage, account: AccountId): Promise<string | null> {
    const place = `${account} ${message.mailbox} ${Math.floor(message.uid / SPAN)}`;
    const known = this.#checkers.get(place);
    if (known !== undefined) return known;
    const sample = this.#sample(message, account);
    // There may be more of them soon.
    if (sample.length < FEWEST) return null;
    const names: string[] = [];
    for (const { slice } of sample) {
      const bytes = await this.packs.read(slice);
      const name = bytes && checkerOnTop(bytes);
      if (name !== null) names.push(name);
    }
    const checker = usualChecker(names, sample.length);
    this.#checkers.set(place, checker);
    for (const oldest of this.#checkers.keys()) {
      if (this.#checkers.size <= KEPT) break;
      this.#checkers.delete(oldest);
    }
    return checker;
  }

  /** What the account has received close to a message; where it was moved away from the others, what came last. */
  #sample(message: LocalMessage, account: AccountId): LocalMessage[] {
    const { messages } = this;
    const serves = (other: LocalMessage | undefined): other is LocalMessage =>
      other !== undefined &&
      receiverOf(other) === account &&
      other.slice.check !== message.slice.check &&
      isSmall(other);
    const near: LocalMessage[] = [];
    for (let by = 1; by <= SPAN && near.length < SAMPLE; by++)
      near.push(
        ...[message.uid - by, message.uid + by].map((n) => messages.get(message.mailbox, n)).filter(serves),
      );
    if (near.length >= FEWEST) return near.slice(0, SAMPLE);
    return [...messages.fetchedFrom(account)].filter(serves).slice(-SAMPLE);
  }
}

/** The account that has fetched a message from its server; what a backup says that it had may have been written by anybody. */
const receiverOf = ({ origin }: LocalMessage): AccountId | null =>
  origin && !isRestored(origin.key) ? origin.account : null;

const isSmall = ({ slice }: LocalMessage): boolean => slice.size <= MAX_OCTETS;
