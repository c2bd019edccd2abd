import { MailError, isMailError } from '@shared/errors/mail-error';
import type { SmtpAddress } from './address';
import { CallerFailure } from './caller-failure';
import { data } from './commands/data';
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

/** One mail transaction (RFC 5321 §3.3) from MAIL to the verdict. */
export class Transaction {
  #phase: SendPhase = 'envelope';
  readonly #accepted: AcceptedRecipient[] = [];
  readonly #refused: RefusedRecipient[] = [];

  constructor(
    private readonly wire: SmtpWire,
    private readonly plan: SendPlan,
    private readonly request: SendRequest,
  ) {}

  /**
   * Never rejects for what the server or the connection did: that is in the result. Rejects with the caller's own
   * error when its message or its `onPhase` fails; the connection is closed then and the message not sent.
   */
  async run(): Promise<SendResult> {
    try {
      return await this.#run();
    } catch (error) {
      this.wire.close();
      if (error instanceof CallerFailure) throw error.cause;
      if (!isMailError(error)) throw error;
      return this.#lost(error);
    }
  }

  async #run(): Promise<SendResult> {
    await this.#enter('envelope');
    const { mailReply, dataReply } = await this.#sendEnvelope();
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

  /** @returns the reply to MAIL, and to DATA when it went along; the replies to RCPT are kept. */
  async #sendEnvelope(): Promise<EnvelopeReplies> {
    const { mail, rcpts, recipients } = this.plan;
    const { wire } = this;
    if (this.#eager) {
      const replies = await wire.askAll([mail, ...rcpts, data()]);
      const [mailReply = missing(), ...rest] = replies;
      const dataReply = rest.pop() ?? missing();
      for (const [i, reply] of rest.entries()) this.#judge(recipients[i], reply, mailReply);
      return { mailReply, dataReply };
    }
    const flight = wire.session.extensions.keywords.has('PIPELINING') ? FLIGHT : 1;
    const [mailReply = missing(), ...first] = await wire.askAll([mail, ...rcpts.slice(0, flight - 1)]);
    for (const [i, reply] of first.entries()) this.#judge(recipients[i], reply, mailReply);
    for (let done = first.length; done < rcpts.length && isPositive(mailReply);) {
      if (wire.session.phase === 'closed') {
        // The server hung up with 421: that is the answer to those who were not asked about, too.
        const last = this.#refused.at(-1)?.reply ?? mailReply;
        for (const left of recipients.slice(done)) this.#judge(left, last, mailReply);
        break;
      }
      const replies = await wire.askAll(rcpts.slice(done, done + flight));
      for (const [i, reply] of replies.entries()) this.#judge(recipients[done + i], reply, mailReply);
      done += replies.length;
    }
    return { mailReply, dataReply: null };
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
    return this.#conclude(await sendContent(this.wire, this.plan, () => this.#enter('dot-sent')));
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
