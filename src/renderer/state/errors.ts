import { isMailError } from '@shared/errors/mail-error';
import { hasKey, t } from '../i18n';

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
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { code: error.code, server: '', details: {} };
  }
  return { code: 'internal', server: error instanceof Error ? error.message : String(error), details: {} };
}

/** The sentences for a code; for a code without its own, honest general ones that name the code. */
export function failureWords(failure: Failure): FailureWords {
  const known = hasKey(`errors.${failure.code}.title`) ? failure.code : 'unknown';
  const values = { host: t('errors.theServer'), ...failure.details, code: failure.code };
  return { title: t(`errors.${known}.title`, values), text: t(`errors.${known}.text`, values) };
}

/** One line for a toast. */
export const errorText = (error: unknown): string => failureWords(failureOf(error)).title;
