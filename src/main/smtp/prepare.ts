import { MailError } from '@shared/errors/mail-error';
import { CallerFailure } from './caller-failure';
import { domainOf, needsSmtpUtf8, type SmtpAddress } from './address';
import { mail, type MailParameters } from './commands/mail';
import { rcpt, type RcptParameters } from './commands/rcpt';
import type { Command } from './commands/line';
import { ContentEncoder } from './content-encoder';
import type { Extensions } from './extensions';
import { quirksOf } from './quirks';
import type { SendRequest } from './types';

/** Everything decided before the server hears of the message. */
export interface SendPlan {
  readonly mail: Command;
  readonly rcpts: readonly Command[];
  readonly recipients: readonly SmtpAddress[];
  /** Encoded content; the last piece is its end: at most a line end and the final dot. */
  readonly content: AsyncIterable<Uint8Array> | readonly Uint8Array[];
  readonly chunking: boolean;
  readonly reports: boolean;
}

export interface SendSituation {
  readonly host: string;
  readonly encrypted: boolean;
  readonly extensions: Extensions;
}

type Details = Readonly<Record<string, string | number | boolean>>;
const refused = (code: string, message: string, details: Details = {}): MailError =>
  new MailError({ kind: 'refused', code, message, details });

/**
 * Checks a request against what the server can do.
 * @throws MailError kind `refused`: `no-recipients`, `too-many-recipients`, `too-large`, `smtputf8-unsupported`,
 *   `requiretls-unsupported`, `eight-bit-unsupported`, `message-line-too-long`. Nothing has been sent then.
 */
export function prepare(request: SendRequest, situation: SendSituation): SendPlan {
  const { envelope, options = {}, size } = request;
  const { extensions, encrypted, host } = situation;
  const has = (keyword: string): boolean => extensions.keywords.has(keyword);

  requireRecipients(envelope.to, extensions);
  if (extensions.maxSize !== null && size > extensions.maxSize) {
    throw refused('too-large', `The message has ${size} octets, the server takes ${extensions.maxSize}.`, {
      size,
      limit: extensions.maxSize,
    });
  }
  const utf8 = options.utf8 === true || [envelope.from, ...envelope.to].some(needsSmtpUtf8);
  if (utf8 && !has('SMTPUTF8')) {
    throw refused('smtputf8-unsupported', 'An address needs SMTPUTF8, which the server does not offer.');
  }
  if (options.requireTls === true && !(has('REQUIRETLS') && encrypted)) {
    throw refused('requiretls-unsupported', 'The server cannot promise encryption all the way.');
  }

  const chunking =
    options.chunking === true &&
    has('CHUNKING') &&
    !quirksOf(host, extensions).some((quirk) => !quirk.effect.chunking);
  const eightBitOffered = has('8BITMIME');
  const encoder = new ContentEncoder({ dots: !chunking, eightBit: eightBitOffered });
  const { message } = request;
  // In memory: encoded now, so that a line too long or 8-bit text is found before the server hears of it.
  const content =
    message instanceof Uint8Array
      ? [encoder.encode(message), encoder.finish()]
      : encodeEach(encoder, message);
  const eightBit = message instanceof Uint8Array ? encoder.sawEightBit : options.content !== '7bit';

  const reports = options.reports !== undefined && has('DSN');
  const parameters: MailParameters = {
    ...(has('SIZE') ? { size } : {}),
    ...(eightBitOffered && (eightBit || utf8) ? { body: '8BITMIME' } : {}),
    ...(utf8 ? { utf8 } : {}),
    ...(options.requireTls === true ? { requireTls: true } : {}),
    ...(reports && options.reports?.ret !== undefined ? { ret: options.reports.ret } : {}),
    ...(reports && options.reports?.envelopeId !== undefined
      ? { envelopeId: options.reports.envelopeId }
      : {}),
  };
  const each = (address: SmtpAddress): RcptParameters =>
    reports && options.reports !== undefined
      ? { notify: options.reports.notify, originalRecipient: address }
      : {};
  return {
    mail: mail(envelope.from, parameters),
    rcpts: envelope.to.map((address) => rcpt(address, each(address))),
    recipients: envelope.to,
    content,
    chunking,
    reports,
  };
}

function requireRecipients(to: readonly SmtpAddress[], { limits }: Extensions): void {
  if (to.length === 0) throw refused('no-recipients', 'The message has no recipient.');
  const domains = new Set(to.map(domainOf)).size;
  if (to.length > (limits.recipients ?? Infinity) || domains > (limits.recipientDomains ?? Infinity)) {
    throw refused('too-many-recipients', 'The server takes fewer recipients at once; send in batches.', {
      recipients: to.length,
    });
  }
}

async function* encodeEach(
  encoder: ContentEncoder,
  message: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of message) if (chunk.length > 0) yield encoder.encode(chunk);
  } catch (cause) {
    throw new CallerFailure(cause);
  }
  yield encoder.finish();
}

/**
 * Splits recipients into groups that one transaction may carry (RFC 9422 RCPTMAX and RCPTDOMAINMAX), order kept
 * inside a group.
 */
export function batches(to: readonly SmtpAddress[], { limits }: Extensions): SmtpAddress[][] {
  const groups: { readonly members: SmtpAddress[]; readonly domains: Set<string> }[] = [];
  const maxMembers = limits.recipients ?? Infinity;
  const maxDomains = limits.recipientDomains ?? Infinity;
  for (const address of to) {
    const domain = domainOf(address);
    let group = groups.find(
      ({ members, domains }) =>
        members.length < maxMembers && (domains.has(domain) || domains.size < maxDomains),
    );
    if (group === undefined) {
      group = { members: [], domains: new Set() };
      groups.push(group);
    }
    group.members.push(address);
    group.domains.add(domain);
  }
  return groups.map(({ members }) => members);
}
