import { MailError, isMailError } from '@shared/errors/mail-error';
import type { SmtpAddress } from './address';
import { CallerFailure } from './caller-failure';
import { data } from './commands/data';
import type { Command } from './commands/line';
import { rset } from './commands/simple';
import { sendChunks, sendContent } from './content';
import { meaningOf } from './meaning';
import type { SendPlan } from './prepare';
import { isPermanent, isPositive, isTransient, type Reply } from './reply';
import type {
  AcceptedRecipient,
  RefusedRecipient,
  SendOutcome,
  SendPhase,
  SendRequest,
  SendResult,
} from './types';
import type { SmtpWire } from './wire';

/** Commands in one flight: their replies must fit the socket's buffers while nobody reads them (RFC 2920 §3.1). */
const FLIGHT = 100;

/**
 * One mail transaction (RFC 5321 §3.3) from MAIL to the verdict. With PIPELINING the next one opens in the write that
 * ends this one (RFC 2920 §3.1): its envelope is asked about meanwhile, its content never goes out before this one's
 * verdict is read.
 */
export class Transaction {
  #phase: SendPhase = 'envelope';
  /** Something of this one has been said. */
  #opened = false;
  /** What the next one opens with, until it has. */
  #next: (() => Uint8Array) | null = null;
  #before: Transaction | null;
  #outcome: SendOutcome | null = null;
  #finish: () => void = () => undefined;
  readonly #over = new Promise<void>((resolve) => {
    this.#finish = resolve;
  });
  readonly #accepted: AcceptedRecipient[] = [];
  readonly #refused: RefusedRecipient[] = [];

  constructor(
    private readonly wire: SmtpWire,
    private readonly plan: SendPlan,
    private readonly request: SendRequest,
    /** The one before on this connection, if it is still on its way. */
    before: Transaction | null,
  ) {
    this.#before = before;
  }

  /**
   * Never rejects for what the server or the connection did: that is in the result. Rejects with the caller's own
   * error when its message or its `onPhase` fails, with `not-usable` when the one before has ended the connection; the
   * message is not sent then, and the connection closed if anything of it was said.
   */
  async run(): Promise<SendResult> {
    try {
      return await this.#run();
    } catch (error) {
      // One that has said nothing yet leaves the connection to the one before it.
      if (this.#opened) this.wire.close();
      if (error instanceof CallerFailure) throw error.cause;
      if (!isMailError(error) || !this.#opened) throw error;
      return this.#lost(error);
    } finally {
      this.#finish();
    }
  }

  /**
   * Lets the next one open in the same write as this one's end.
   * @returns whether it did, once this one is over.
   */
  async followedBy(open: () => Uint8Array): Promise<boolean> {
    this.#next = open;
    await this.#over;
    return this.#next === null;
  }

  async #run(): Promise<SendResult> {
    await this.#enter('envelope');
    const before = this.#before;
    // Or each would keep all that went before it.
    this.#before = null;
    const along = (await before?.followedBy(() => this.#open())) === true;
    if (!along) {
      if (this.wire.closed || this.wire.session.phase === 'closed') throw notUsable();
      await this.wire.write(this.#open());
    }
    const { mailReply, dataReply } = await this.#hearEnvelope();
    if (along && before?.accepted !== true) this.#requireYes(mailReply, dataReply);
    if (!isPositive(mailReply)) {
      this.#leaveContent();
      return this.#end(verdict(mailReply), mailReply);
    }

    const gone = this.wire.session.phase === 'closed';
    const stop = gone || this.#accepted.length === 0 || (this.#refused.length > 0 && this.#stopsOnPartial);
    if (stop) {
      await this.#reset();
      return this.#end(this.#refused.some(({ permanent }) => permanent) ? 'refused' : 'retry');
    }
    return this.plan.chunking ? this.#sendChunked() : this.#sendData(dataReply);
  }

  get #stopsOnPartial(): boolean {
    return this.request.options?.onPartial !== 'continue';
  }

  /**
   * Whether DATA may be in the same flight as the recipients (RFC 2920 §3.1): only when no answer to RCPT could make
   * us stop short of it but one that makes the server refuse DATA by itself, that no recipient is left.
   */
  get #eager(): boolean {
    const { rcpts, chunking } = this.plan;
    return (
      !chunking &&
      this.wire.session.extensions.keywords.has('PIPELINING') &&
      rcpts.length + 2 <= FLIGHT &&
      (rcpts.length === 1 || !this.#stopsOnPartial)
    );
  }

  get accepted(): boolean {
    return this.#outcome === 'accepted';
  }

  /** The first flight: MAIL, as many recipients as may go along, and DATA where it may. */
  get #opening(): readonly Command[] {
    const { mail, rcpts } = this.plan;
    if (this.#eager) return [mail, ...rcpts, data()];
    return [mail, ...rcpts.slice(0, this.#flight - 1)];
  }

  get #flight(): number {
    return this.wire.session.extensions.keywords.has('PIPELINING') ? FLIGHT : 1;
  }

  #open(): Uint8Array {
    this.#opened = true;
    return this.wire.session.issue(...this.#opening);
  }

  /** What the next one says behind our final dot. */
  #leadNext(): readonly Uint8Array[] {
    const open = this.#next;
    if (open === null || !this.wire.session.extensions.keywords.has('PIPELINING')) return [];
    this.#next = null;
    return [open()];
  }

  /** @returns the reply to MAIL, and to DATA when it went along; the replies to RCPT are kept. */
  async #hearEnvelope(): Promise<EnvelopeReplies> {
    const { rcpts, recipients } = this.plan;
    const { wire } = this;
    const [mailReply = missing(), ...first] = await wire.replies(this.#opening.length);
    const dataReply = this.#eager ? (first.pop() ?? missing()) : null;
    for (const [i, reply] of first.entries()) this.#judge(recipients[i], reply, mailReply);
    for (let done = first.length; done < rcpts.length && isPositive(mailReply);) {
      if (wire.session.phase === 'closed') {
        // The server hung up with 421: that is the answer to those who were not asked about, too.
        const last = this.#refused.at(-1)?.reply ?? mailReply;
        for (const left of recipients.slice(done)) this.#judge(left, last, mailReply);
        break;
      }
      const replies = await wire.askAll(rcpts.slice(done, done + this.#flight));
      for (const [i, reply] of replies.entries()) this.#judge(recipients[done + i], reply, mailReply);
      done += replies.length;
    }
    return { mailReply, dataReply };
  }

  /**
   * A server may refuse a message before its end has arrived and once more behind it: the second word would be taken for
   * an answer to us. Behind a message that was not accepted only a yes to everything is believed; whatever else it is, it
   * is asked again on another connection.
   */
  #requireYes(mailReply: Reply, dataReply: Reply | null): void {
    if (!isPositive(mailReply)) throw outOfPlace('MAIL behind a refused message', mailReply);
    const [no] = this.#refused;
    if (no !== undefined) throw outOfPlace('RCPT behind a refused message', no.reply);
    if (dataReply !== null && dataReply.code !== 354)
      throw outOfPlace('DATA behind a refused message', dataReply);
  }

  #judge(address: SmtpAddress | undefined, reply: Reply, mailReply: Reply | null): void {
    // After a refused MAIL the server refuses every RCPT as out of order: that says nothing about the recipient.
    if (address === undefined || mailReply === null || !isPositive(mailReply)) return;
    if (isPositive(reply)) this.#accepted.push({ address, reply });
    else this.#refused.push({ address, reply, permanent: isPermanent(reply), meaning: meaningOf(reply) });
  }

  async #sendData(early: Reply | null): Promise<SendResult> {
    const reply = early ?? (await this.wire.ask(data(), this.wire.timeouts.dataStart));
    if (this.wire.session.phase !== 'content') {
      if (reply.code < 400) throw outOfPlace('DATA', reply);
      if (reply.code !== 421) await this.#reset();
      return this.#end(verdict(reply), reply);
    }
    await this.#enter('data-started');
    const answer = await sendContent(
      this.wire,
      this.plan,
      () => this.#enter('dot-sent'),
      () => this.#leadNext(),
    );
    return this.#conclude(answer);
  }

  async #sendChunked(): Promise<SendResult> {
    await this.#enter('data-started');
    const result = this.#conclude(await sendChunks(this.wire, this.plan, () => this.#enter('dot-sent')));
    if (result.outcome !== 'accepted' && this.wire.session.phase === 'ready') await this.#reset();
    return result;
  }

  #conclude(reply: Reply): SendResult {
    if (reply.code >= 300 && reply.code < 400) throw outOfPlace('the message', reply);
    if (this.#phase !== 'dot-sent' && isPositive(reply)) throw outOfPlace('half a message', reply);
    return this.#end(verdict(reply), reply);
  }

  async #enter(phase: SendPhase): Promise<void> {
    try {
      await this.request.onPhase?.(phase, this.#refused);
    } catch (cause) {
      throw new CallerFailure(cause);
    }
    this.#phase = phase;
  }

  /** Clears the transaction; a server that will not is left. The result stands either way. */
  async #reset(): Promise<void> {
    this.#leaveContent();
    if (this.wire.session.phase !== 'ready') return this.wire.close();
    try {
      const reply = await this.wire.ask(rset());
      if (!isPositive(reply)) this.wire.close();
    } catch (error) {
      this.wire.close();
      if (!isMailError(error)) throw error;
    }
  }

  /** A server that wants content for nobody gets none: the only way out that sends nothing is to hang up. */
  #leaveContent(): void {
    if (this.wire.session.phase === 'content') this.wire.close();
  }

  #end(outcome: SendOutcome, reply?: Reply): SendResult {
    this.#outcome = outcome;
    if (this.wire.session.phase === 'closed') this.wire.close();
    return {
      phase: this.#phase,
      accepted: this.#accepted,
      refused: this.#refused,
      outcome,
      reports: this.plan.reports,
      ...(reply === undefined ? {} : { reply }),
      ...(reply === undefined || isPositive(reply) ? {} : { meaning: meaningOf(reply) }),
    };
  }

  #lost(error: MailError): SendResult {
    const sent = this.#phase === 'dot-sent';
    const uncertain = new MailError({
      kind: 'uncertain',
      code: 'no-answer',
      message: 'The message was sent to its last octet and no answer came.',
      details: { because: error.code },
      cause: error,
    });
    return { ...this.#end(sent ? 'uncertain' : 'retry'), error: sent ? uncertain : error };
  }
}

/** The connection can't carry the message; another one may. */
export const notUsable = (): MailError =>
  new MailError({
    kind: 'unreachable',
    code: 'not-usable',
    message: 'This connection cannot carry another message.',
    retry: { kind: 'reconnect' },
  });

interface EnvelopeReplies {
  readonly mailReply: Reply;
  readonly dataReply: Reply | null;
}

const missing = (): never => {
  throw new MailError({ kind: 'broken', code: 'bad-reply', message: 'A reply is missing.' });
};

function verdict(reply: Reply): SendOutcome {
  if (isPositive(reply)) return 'accepted';
  return isTransient(reply) ? 'retry' : 'refused';
}

const outOfPlace = (what: string, reply: Reply): MailError =>
  new MailError({
    kind: 'broken',
    code: 'bad-reply',
    message: `${reply.code} is no answer to ${what}.`,
    details: { replyCode: reply.code },
  });
