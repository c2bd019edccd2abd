import type { SmtpAddress } from '../address';
import { command, type Command } from './line';
import { xtext } from './xtext';

export interface MailParameters {
  /** Octets, after encoding (RFC 1870). */
  readonly size?: number;
  /** RFC 6152. */
  readonly body?: '7BIT' | '8BITMIME';
  /** RFC 6531. */
  readonly utf8?: boolean;
  /** RFC 8689. */
  readonly requireTls?: boolean;
  /** RFC 3461 §4.3: what a delivery report carries back. */
  readonly ret?: 'FULL' | 'HDRS';
  /** RFC 3461 §4.4: comes back in the delivery report. */
  readonly envelopeId?: string;
}

/** RFC 5321 §4.1.1.2. The caller has checked that the server knows the parameters. */
export function mail(from: SmtpAddress, parameters: MailParameters = {}): Command {
  const { size, body, utf8, requireTls, ret, envelopeId } = parameters;
  const args = [`FROM:<${from}>`];
  if (size !== undefined && Number.isSafeInteger(size) && size > 0) args.push(`SIZE=${size}`);
  if (body !== undefined) args.push(`BODY=${body}`);
  if (utf8 === true) args.push('SMTPUTF8');
  if (requireTls === true) args.push('REQUIRETLS');
  if (ret !== undefined) args.push(`RET=${ret}`);
  if (envelopeId !== undefined) args.push(`ENVID=${xtext(envelopeId, 100)}`);
  return command('MAIL', ...args);
}
