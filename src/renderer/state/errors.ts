import { isMailError } from '@shared/errors/mail-error';
import { hasKey, locale, t } from '../i18n';

/** What there is to know about a failure: a MailError's code, the server's words, data for the sentence. */
export interface Failure {
  readonly code: string;
  readonly server: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** A failure in words: what happened, what it means, what to do. */
export interface FailureWords {
  readonly title: string;
  readonly text: string;
}

export function failureOf(error: unknown): Failure {
  if (isMailError(error)) return { code: error.code, server: error.server ?? '', details: error.details };
  if (isFailure(error)) return error;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { code: error.code, server: '', details: {} };
  }
  return { code: 'internal', server: error instanceof Error ? error.message : String(error), details: {} };
}

const isFailure = (error: unknown): error is Failure =>
  typeof error === 'object' && error !== null && 'code' in error && 'server' in error && 'details' in error;

/** Codes that mean the same to a person share a sentence. */
const SAME: Readonly<Record<string, string>> = {
  // Tern's own doing.
  invalid: 'internal',
  version: 'internal',
  'unknown-method': 'internal',
  'unsafe-argument': 'internal',
  'not-usable': 'internal',
  client: 'internal',
  'client-bug': 'internal',
  'bad-header': 'internal',
  'cross-account': 'internal',
  'token-taken': 'internal',
  'reducer-failed': 'internal',
  // Signing in.
  'unsafe-credentials': 'auth-failed',
  'scram-iterations': 'server-not-verified',
  'sasl-unverified': 'server-not-verified',
  'privacy-required': 'encryption-required',
  // The line.
  reset: 'closed',
  send: 'closed',
  bye: 'closed',
  cut: 'closed',
  'no-answer': 'timeout',
  'tls-handshake': 'tls-failed',
  'tls-refused': 'no-starttls',
  'starttls-missing': 'no-starttls',
  'starttls-refused': 'no-starttls',
  'cleartext-refused': 'no-starttls',
  'preauth-without-tls': 'no-starttls',
  // Answers without sense, and too much of them.
  'sasl-broken': 'protocol',
  'sasl-challenge': 'protocol',
  'bad-response': 'protocol',
  'bad-reply': 'protocol',
  'early-answer': 'protocol',
  // Only the IMAP client says so: what answered never greeted as a mail server.
  greeting: 'not-imap',
  'out-of-turn': 'protocol',
  'unexpected-continuation': 'protocol',
  'unexpected-reply': 'protocol',
  'unexpected-response': 'protocol',
  'unknown-tag': 'protocol',
  unreadable: 'protocol',
  'compression-invalid': 'protocol',
  'compression-bomb': 'server-limit',
  'answer-too-long': 'server-limit',
  'reply-too-long': 'server-limit',
  'line-too-long': 'server-limit',
  'literal-too-large': 'server-limit',
  flood: 'server-limit',
  // Refusals that pass.
  'too-busy': 'busy',
  'login-delay': 'busy',
  'in-use': 'mailbox-locked',
  locked: 'mailbox-locked',
  unavailable: 'server-temporary',
  'server-bug': 'server-temporary',
  'service-unavailable': 'server-temporary',
  'try-later': 'server-temporary',
  'retry-once': 'server-temporary',
  limit: 'over-limit',
  throttled: 'over-limit',
  'message-limit': 'over-limit',
  // Refusals that stay.
  no: 'server-permanent',
  bad: 'server-permanent',
  parse: 'server-permanent',
  'bad-charset': 'server-permanent',
  'bad-event': 'server-permanent',
  'unknown-cte': 'server-permanent',
  useattr: 'server-permanent',
  notsaved: 'server-permanent',
  referral: 'server-permanent',
  webalert: 'server-permanent',
  'hello-refused': 'server-permanent',
  'command-refused': 'server-permanent',
  'list-refused': 'server-permanent',
  'uidl-refused': 'server-permanent',
  'top-refused': 'server-permanent',
  'retr-refused': 'server-permanent',
  'delete-refused': 'server-permanent',
  'read-only': 'no-permission',
  overquota: 'over-quota',
  'content-size': 'too-large',
  'too-big': 'too-large',
  alreadyexists: 'already-exists',
  rejected: 'message-refused',
  'content-refused': 'message-refused',
  'message-line-too-long': 'not-supported',
  'eight-bit-unsupported': 'not-supported',
  'smtputf8-unsupported': 'not-supported',
  'too-many-redirects': 'bad-url',
  // What was there is not.
  'already-gone': 'gone',
  'expunge-issued': 'gone',
  'message-gone': 'not-found',
  nonexistent: 'mailbox-gone',
  trycreate: 'mailbox-gone',
  'uidvalidity-changed': 'mailbox-gone',
  'not-on-server': 'local-only',
  'no-server': 'local-only',
  'rest-gone': 'rest-unavailable',
  'copy-not-proven': 'not-proven',
  'append-not-proven': 'not-proven',
  'not-found-in-sent': 'uncertain',
  restored: 'uncertain',
  stopped: 'cancelled',
};

/** The code whose sentences a code is told with; null when there are only the general ones. */
export function sentenceFor(code: string): string | null {
  const shared = SAME[code] ?? code;
  return hasKey(`errors.${shared}.title`) ? shared : null;
}

/** The sentences for a code; for a code without its own, honest general ones that name the code. */
export function failureWords(failure: Failure): FailureWords {
  const known = sentenceFor(failure.code) ?? 'unknown';
  const values = { host: t('errors.theServer'), port: '–', ...failure.details, code: failure.code };
  return { title: sentence(t(`errors.${known}.title`, values)), text: t(`errors.${known}.text`, values) };
}

/** A sentence may begin with a value: the host's name, or “the server” where there is none. */
const sentence = (text: string): string =>
  text.startsWith(t('errors.theServer')) ? text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1) : text;

/** One line for a toast. */
export const errorText = (error: unknown): string => failureWords(failureOf(error)).title;
