import { isLoginTrouble, isUnusableOffer } from '@shared/errors/login-trouble';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import { isVaultError } from '@shared/ports/vault';
import { type OutboxRecipient, retryDelay, type StoredMail } from './item';
import type { SubmissionResult } from './ports';

/** When a server that offered no login that may be used is asked again, in ms: often it is the network between. */
const OFFER_MS = 300_000;

/**
 * What a message becomes after an attempt that ended without the server's word.
 * @returns `goOn`: others of the account may be tried now. `login`: the account is what failed.
 */
export function afterFailure(
  mail: StoredMail,
  error: unknown,
  now: number,
): { readonly next: StoredMail; readonly goOn: boolean; readonly login: MailError | null } {
  const code = isMailError(error) || isVaultError(error) ? error.code : 'internal';
  const server = isMailError(error) ? (error.server ?? '') : String(error);
  const reason = { code, server };
  if (mail.state === 'dot-sent') {
    return { next: { ...mail, state: 'uncertain', reason }, goOn: true, login: null };
  }
  if (isMailError(error) && isLoginTrouble(error)) {
    // The password is wrong, not the message: nothing is consumed (E9).
    const next: StoredMail = { ...mail, state: 'queued', tries: mail.tries - 1, reason };
    return { next, goOn: false, login: error };
  }
  if (isMailError(error) && isUnusableOffer(code)) {
    const next: StoredMail = { ...mail, state: 'retry', tries: mail.tries - 1, at: now + OFFER_MS, reason };
    return { next, goOn: false, login: error };
  }
  if (isMailError(error) && error.kind === 'refused') {
    return { next: { ...mail, state: 'refused', reason }, goOn: true, login: null };
  }
  return { next: later(mail, reason, now), goOn: false, login: null };
}

/** What a message becomes by the server's word. @returns `accepted`: nobody waits any more, and it goes on to be filed. */
export function afterAnswer(
  mail: StoredMail,
  result: SubmissionResult,
  now: number,
): { readonly next: StoredMail; readonly accepted: boolean } {
  const recipients = recipientsAfter(mail, result);
  const next: StoredMail = { ...mail, recipients };
  const reason = { code: result.code, server: result.server };
  switch (result.outcome) {
    case 'accepted':
      if (!recipients.some((r) => r.state === 'waiting')) return { next, accepted: true };
      return { next: later(next, { ...reason, code: 'some-later' }, now), accepted: false };
    case 'refused':
      return { next: { ...next, state: 'refused', reason }, accepted: false };
    case 'retry':
      return { next: later(next, reason, now), accepted: false };
    case 'uncertain':
      return { next: { ...next, state: 'uncertain', reason }, accepted: false };
  }
}

function recipientsAfter(mail: StoredMail, result: SubmissionResult): readonly OutboxRecipient[] {
  const accepted = new Map(result.accepted.map((r) => [r.address, r.server]));
  const refused = new Map(result.refused.map((r) => [r.address, r]));
  return mail.recipients.map((r): OutboxRecipient => {
    if (r.state !== 'waiting') return r;
    const no = refused.get(r.address);
    if (no) {
      const { server, code, permanent } = no;
      return {
        address: r.address,
        state: permanent ? 'refused' : 'waiting',
        server,
        ...(code === undefined ? {} : { code }),
      };
    }
    // Every waiting recipient was named to the server: whom it did not refuse, it took.
    return result.outcome === 'accepted'
      ? { address: r.address, state: 'accepted', server: accepted.get(r.address) ?? '' }
      : r;
  });
}

function later(mail: StoredMail, reason: NonNullable<StoredMail['reason']>, now: number): StoredMail {
  const delay = retryDelay(mail.tries);
  return delay === null
    ? { ...mail, state: 'refused', reason: { ...reason, code: 'gave-up' } }
    : { ...mail, state: 'retry', at: now + delay, reason };
}

/** An accepted message of which some recipients were refused stays in sight with what became of each (E8); else null. */
export function someRefused(mail: StoredMail): StoredMail | null {
  const first = mail.recipients.find((r) => r.state === 'refused');
  return first
    ? { ...mail, state: 'refused', at: null, reason: { code: 'some-refused', server: first.server } }
    : null;
}

/** It was found to have gone out after all. */
export const allAccepted = (mail: StoredMail): StoredMail => ({
  ...mail,
  recipients: mail.recipients.map((r) => (r.state === 'waiting' ? { ...r, state: 'accepted' } : r)),
});
