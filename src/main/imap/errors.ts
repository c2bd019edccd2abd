import { MailError, type ErrorKind, type Retry } from '@shared/errors/mail-error';
import type { UidSet } from './sets';
import type { ResponseCode } from './types';

/** RFC 5530 codes whose name in Tern differs from the lower-case atom. */
const NAMES: Readonly<Record<string, string>> = {
  AUTHENTICATIONFAILED: 'auth-failed',
  AUTHORIZATIONFAILED: 'authorization-failed',
  EXPIRED: 'auth-expired',
  PRIVACYREQUIRED: 'privacy-required',
  CONTACTADMIN: 'contact-admin',
  NOPERM: 'no-permission',
  INUSE: 'in-use',
  EXPUNGEISSUED: 'expunge-issued',
  SERVERBUG: 'server-bug',
  CLIENTBUG: 'client-bug',
  TOOBIG: 'too-big',
  'UNKNOWN-CTE': 'unknown-cte',
  'READ-ONLY': 'read-only',
  BADCHARSET: 'bad-charset',
  BADEVENT: 'bad-event',
  MESSAGELIMIT: 'message-limit',
  HASCHILDREN: 'has-children',
};

/** Refusals that pass by themselves (RFC 5530 §3). */
const LATER = new Set(['UNAVAILABLE', 'INUSE', 'SERVERBUG', 'LIMIT']);
const WORTH_NAMING = new Set([
  'UNAVAILABLE',
  'CORRUPTION',
  'CANNOT',
  'LIMIT',
  'OVERQUOTA',
  'ALREADYEXISTS',
  'NONEXISTENT',
  'TRYCREATE',
  'USEATTR',
  'NOTSAVED',
  'REFERRAL',
  'WEBALERT',
  'PARSE',
  ...Object.keys(NAMES),
]);

/** Exchange says in words how long to wait, in NO and in BAD (M2). */
const BACKOFF = /Suggested Backoff Time: (\d{1,9}) milliseconds/i;

export const codeAtom = (code: ResponseCode | null): string =>
  code === null ? '' : code.name === 'OTHER' ? code.atom : code.name;

/** A tagged NO or BAD as an error: kind `refused`, code after RFC 5530, else `no` or `bad`. */
export function refusal(
  command: string,
  status: 'NO' | 'BAD',
  code: ResponseCode | null,
  text: string,
): MailError {
  const atom = codeAtom(code);
  const name = WORTH_NAMING.has(atom) ? (NAMES[atom] ?? atom.toLowerCase()) : status.toLowerCase();
  const backoff = BACKOFF.exec(text);
  let retry: Retry = LATER.has(atom) ? { kind: 'later' } : { kind: 'never' };
  if (backoff) retry = { kind: 'later', afterMs: Number(backoff[1]) };
  return new MailError({
    kind: 'refused',
    code: backoff ? 'throttled' : name,
    message: `The server refused ${command}.`,
    retry,
    server: text,
    details: {
      command,
      status,
      ...(atom === '' ? {} : { responseCode: atom }),
      ...(code?.name === 'BADEVENT' ? { supported: code.events.join(' ') } : {}),
      ...(code?.name === 'BADCHARSET' ? { supported: code.charsets.join(' ') } : {}),
    },
  });
}

/** RFC 9738 §3.1: the lowest UID that was processed when the server stopped early; null when it did all. */
export const processedFrom = (code: ResponseCode | null): number | null =>
  code?.name === 'MESSAGELIMIT' ? code.uid : null;

/**
 * Which of `set` a server with MESSAGELIMIT has yet to do, itself working from the highest UID down; null when nothing is
 * left, or it did nothing of it.
 */
export function leftOver(set: UidSet, code: ResponseCode | null): UidSet | null {
  const from = processedFrom(code);
  if (from === null) return null;
  const left = set.clip(1, from - 1);
  return left.isEmpty || left.size === set.size ? null : left;
}

export const broken = (code: string, message: string, server?: string): MailError =>
  new MailError({ kind: 'broken', code, message, ...(server === undefined ? {} : { server }) });

/** A command that the client will not send: bad argument, wrong state, missing capability. Nothing was sent. */
export const unusable = (
  code: string,
  message: string,
  details?: Readonly<Record<string, string | number>>,
): MailError =>
  new MailError({ kind: 'refused', code, message, ...(details === undefined ? {} : { details }) });

/** How a command ends when the connection does: `uncertain` when it may have been done and must not be repeated. */
export function lost(command: string, sent: boolean, idempotent: boolean, cause: MailError): MailError {
  const kind: ErrorKind =
    sent && !idempotent ? 'uncertain' : cause.kind === 'refused' ? 'unreachable' : cause.kind;
  return new MailError({
    kind,
    code: kind === 'uncertain' ? 'no-answer' : cause.code,
    message: `The connection ended before ${command} was answered.`,
    ...(cause.server === undefined ? {} : { server: cause.server }),
    details: { command, sent },
    cause,
  });
}
