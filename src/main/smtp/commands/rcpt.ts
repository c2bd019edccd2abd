import { needsSmtpUtf8, type SmtpAddress } from '../address';
import { command, type Command } from './line';
import { xtext } from './xtext';

/** When a delivery report is wanted (RFC 3461 §4.1). */
export type DsnNotify = 'never' | readonly ('success' | 'failure' | 'delay')[];

export interface RcptParameters {
  /** When a delivery report is wanted (RFC 3461 §4.1). */
  readonly notify?: DsnNotify;
  /** The address the message was first meant for (RFC 3461 §4.2). */
  readonly originalRecipient?: SmtpAddress;
}

/** RFC 5321 §4.1.1.3. */
export function rcpt(to: SmtpAddress, { notify, originalRecipient }: RcptParameters = {}): Command {
  const args = [`TO:<${to}>`];
  if (notify === 'never') args.push('NOTIFY=NEVER');
  else if (notify !== undefined && notify.length > 0) args.push(`NOTIFY=${notify.join(',').toUpperCase()}`);
  if (originalRecipient !== undefined) {
    const type = needsSmtpUtf8(originalRecipient) ? 'utf-8' : 'rfc822';
    args.push(`ORCPT=${type};${xtext(originalRecipient, 500)}`);
  }
  return command('RCPT', ...args);
}
