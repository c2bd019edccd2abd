import { MailError } from '@shared/errors/mail-error';

/**
 * What somebody gains who reads along or poses as the server; two of the same strength replace each other freely. `USER`
 * and `APOP` are POP3's commands, `LOGIN` is also IMAP's. Tokens and passwords cannot be compared: which of them is used
 * is the person's choice, not the server's.
 */
const STRENGTH: Readonly<Record<string, number>> = {
  'SCRAM-SHA-256-PLUS': 6,
  'SCRAM-SHA-1-PLUS': 5,
  'SCRAM-SHA-256': 4,
  'SCRAM-SHA-1': 3,
  PLAIN: 2,
  LOGIN: 2,
  USER: 2,
  'CRAM-MD5': 1,
  APOP: 1,
};

/** Whether a login with `mechanism` gives away more than one with `than`. Names in any case. */
export function isWeaker(mechanism: string, than: string): boolean {
  const one = STRENGTH[mechanism.toUpperCase()];
  const other = STRENGTH[than.toUpperCase()];
  return one !== undefined && other !== undefined && one < other;
}

/** A login that is about to be made. */
interface Login {
  readonly mechanism: string;
  /** What was used before, when it is known. */
  readonly atLeast: string | undefined;
  readonly offered: Iterable<string>;
  readonly host: string | undefined;
}

/**
 * @returns a `refused` `mechanism-downgrade` (details: `before`, `mechanism`, `offered`, `host`), or null when
 *   `mechanism` may be used.
 */
export function downgrade({ mechanism, atLeast, offered, host }: Login): MailError | null {
  if (atLeast === undefined || !isWeaker(mechanism, atLeast)) return null;
  return new MailError({
    kind: 'refused',
    code: 'mechanism-downgrade',
    message: `The server no longer offers ${atLeast}, only the weaker ${mechanism}.`,
    details: {
      before: atLeast,
      mechanism,
      offered: [...offered].slice(0, 40).join(' '),
      ...(host === undefined ? {} : { host }),
    },
  });
}
