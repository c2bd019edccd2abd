import { isLoginTrouble, isUnusableOffer } from '@shared/errors/login-trouble';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import { isVaultError } from '@shared/ports/vault';
import { OFFER_MS, type OutboxRecipient, retryDelay, type StoredMail } from './item';
import type { SubmissionResult } from './ports';

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
  // A login that is refused for now (RFC 4954 §6, 454) says nothing of the letter: Postfix, while its password service restarts.
  if (isMailError(error) && error.kind === 'refused' && error.retry.kind !== 'later') {
    return { next: { ...mail, state: 'refused', reason }, goOn: true, login: null };
  }
  return { next: later(mail, reason, now), goOn: false, login: null };
}

/** What a message becomes by the server's word. @returns `accepted`: somebody has it, and it goes on to be filed. */
export function afterAnswer(
  mail: StoredMail,
  result: SubmissionResult,
  now: number,
): { readonly next: StoredMail; readonly accepted: boolean } {
  const told = withRefusals(mail.recipients, result.refused);
  const recipients =
    result.outcome === 'accepted' ? told.map((r) => served(r, serverFor(r.address, result))) : told;
  const next: StoredMail = { ...mail, recipients };
  const reason = { code: result.code, server: result.server };
  switch (result.outcome) {
    case 'accepted':
      return { next, accepted: true };
    case 'refused':
      // An address that is wrong is no reason to give up those for which the server only asks to come back.
      if (recipients.some(waits) && recipients.every((r) => !waits(r) || isDeferred(r)))
        return { next: later(next, reasonToWait(next), now), accepted: false };
      return { next: { ...next, state: 'refused', reason }, accepted: false };
    case 'retry':
      return { next: later(next, reason, now), accepted: false };
    case 'uncertain':
      return { next: { ...next, state: 'uncertain', reason }, accepted: false };
  }
}

const waits = ({ state }: OutboxRecipient): boolean => state === 'waiting';

/** It waits, and has been told to. */
export const isDeferred = (r: OutboxRecipient): boolean => waits(r) && r.deferred === true;

const serverFor = (address: string, { accepted }: SubmissionResult): string =>
  accepted.find((r) => r.address === address)?.server ?? '';

/** Every waiting recipient was named to the server: whom it did not refuse, it took. */
const served = (r: OutboxRecipient, server: string): OutboxRecipient =>
  waits(r) && !isDeferred(r) ? { address: r.address, state: 'accepted', server } : r;

/** The recipients, when the server has said who of them it will not take, or not now. */
export function withRefusals(
  recipients: readonly OutboxRecipient[],
  refused: SubmissionResult['refused'],
): readonly OutboxRecipient[] {
  const no = new Map(refused.map((r) => [r.address, r]));
  return recipients.map((r): OutboxRecipient => {
    const refusal = no.get(r.address);
    if (!refusal || !waits(r)) return r;
    const { server, code, permanent } = refusal;
    const about = { address: r.address, server, ...(code === undefined ? {} : { code }) };
    return permanent ? { ...about, state: 'refused' } : { ...about, state: 'waiting', deferred: true };
  });
}

/** A new attempt names them all again. */
export const askedAnew = (recipients: readonly OutboxRecipient[]): readonly OutboxRecipient[] =>
  recipients.map(({ deferred: _deferred, ...r }) => r);

const reasonToWait = ({ recipients }: StoredMail): NonNullable<StoredMail['reason']> => {
  const first = recipients.find(waits);
  const code = recipients.some((r) => !waits(r)) ? 'some-later' : (first?.code ?? 'some-later');
  return { code, server: first?.server ?? '' };
};

function later(mail: StoredMail, reason: NonNullable<StoredMail['reason']>, now: number): StoredMail {
  const delay = retryDelay(mail.tries);
  return delay === null
    ? { ...mail, state: 'refused', reason: { ...reason, code: 'gave-up' } }
    : { ...mail, state: 'retry', at: now + delay, reason };
}

/**
 * What is left to do of a message that somebody has: it goes on for those who wait, and stays in sight with what became of
 * each when some were refused (E8); else null. Its copy for Sent is taken care of by then.
 */
export function leftOf(mail: StoredMail, now: number): StoredMail | null {
  const filed: StoredMail = { ...mail, unfiled: true };
  if (mail.recipients.some(isDeferred)) return later(filed, reasonToWait(mail), now);
  const refused = mail.recipients.find((r) => r.state === 'refused');
  return refused
    ? { ...filed, state: 'refused', at: null, reason: { code: 'some-refused', server: refused.server } }
    : null;
}

/** It was found to have gone out after all: to those for whom the server had not said no before. */
export const allAccepted = (mail: StoredMail): StoredMail => ({
  ...mail,
  recipients: mail.recipients.map((r) => served(r, r.server)),
});
