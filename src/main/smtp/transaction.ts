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
    const mailReply = await this.#sendEnvelope();
    if (!isPositive(mailReply)) return this.#end(verdict(mailReply), mailReply);

    const gone = this.wire.session.phase === 'closed';
    const stop = gone || this.#accepted.length === 0 || (this.#refused.length > 0 && this.#stopsOnPartial);
    if (stop) {
      await this.#reset();
      return this.#end(this.#refused.some(({ permanent }) => permanent) ? 'refused' : 'retry');
    }
    return this.plan.chunking ? this.#sendChunked() : this.#sendData();
  }

  get #stopsOnPartial(): boolean {
    return this.request.options?.onPartial !== 'continue';
  }

  /** @returns the reply to MAIL; the replies to RCPT are kept. */
  async #sendEnvelope(): Promise<Reply> {
    const { mail, rcpts, recipients } = this.plan;
    const commands = [mail, ...rcpts];
    const flight = this.wire.session.extensions.keywords.has('PIPELINING') ? FLIGHT : 1;
    let mailReply: Reply | null = null;
    for (let start = 0; start < commands.length; start += flight) {
      const replies = await this.wire.askAll(commands.slice(start, start + flight));
      for (const [i, reply] of replies.entries()) {
        if (start + i === 0) mailReply = reply;
        else this.#judge(recipients[start + i - 1], reply, mailReply);
      }
      if (mailReply === null || !isPositive(mailReply)) break;
      // The server is hanging up: what was not asked has the answer of the last one that was.
      if (this.wire.session.phase === 'closed') {
        const last = replies.at(-1);
        if (last)
          for (const left of recipients.slice(start + replies.length - 1)) this.#judge(left, last, mailReply);
        break;
      }
    }
    if (mailReply === null)
      throw new MailError({ kind: 'broken', code: 'bad-reply', message: 'No reply to MAIL.' });
    return mailReply;
  }

  #judge(address: SmtpAddress | undefined, reply: Reply, mailReply: Reply | null): void {
    // After a refused MAIL the server refuses every RCPT as out of order: that says nothing about the recipient.
    if (address === undefined || mailReply === null || !isPositive(mailReply)) return;
    if (isPositive(reply)) this.#accepted.push({ address, reply });
    else this.#refused.push({ address, reply, permanent: isPermanent(reply), meaning: meaningOf(reply) });
  }

  async #sendData(): Promise<SendResult> {
    const reply = await this.wire.ask(data(), this.wire.timeouts.dataStart);
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
      await this.request.onPhase?.(phase);
    } catch (cause) {
      throw new CallerFailure(cause);
    }
    this.#phase = phase;
  }

  /** Clears the transaction; a server that will not is left. The result stands either way. */
  async #reset(): Promise<void> {
    if (this.wire.session.phase !== 'ready') return this.wire.close();
    try {
      const reply = await this.wire.ask(rset());
      if (!isPositive(reply)) this.wire.close();
    } catch (error) {
      this.wire.close();
      if (!isMailError(error)) throw error;
    }
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
