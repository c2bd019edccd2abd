import { MailError } from '@shared/errors/mail-error';

export type Verb =
  'EHLO' | 'HELO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'BDAT' | 'RSET' | 'NOOP' | 'QUIT';

/** One command, ready for the wire. */
export interface Command {
  readonly verb: Verb;
  /** Without the CRLF. */
  readonly line: string;
}

const CONTROL = /\p{Cc}/u;
/** RFC 4954 §4 allows an AUTH line 12,288 octets; every other command is far shorter. */
const MAX_LINE = 12_288;

/**
 * The one place where a command line is made. Arguments are checked where they are made (`SmtpAddress`, `EhloName`,
 * xtext); this is the second lock on the same door.
 */
export function command(verb: Verb, ...args: readonly string[]): Command {
  const line = [verb, ...args].join(' ');
  if (!CONTROL.test(line) && line.length <= MAX_LINE) return { verb, line };
  throw new MailError({
    kind: 'refused',
    code: 'unsafe-argument',
    message: `An argument of ${verb} contains a line break or is too long.`,
    details: { verb },
  });
}
