import type { AccountConfig } from '@shared/contract/account';
import type { Secret } from '@shared/ports/secret';
import type { Submission, SubmissionResult } from '../outbox/ports';
import { chooseMechanism } from '../sasl';
import {
  meaningOf,
  NULL_SENDER,
  parseSmtpAddress,
  type RefusedRecipient,
  replyText,
  SmtpClient,
} from '../smtp';
import { type LoginMemory, saslPolicy } from '../sync/login-memory';
import { logIn, type SecretSource } from '../sync/log-in';
import { credentialsOf, endpointOf, type SessionPorts } from '../sync/open-session';

/**
 * Hands one frozen message to the account's server. When some recipients are refused the others still get it, and each
 * one's answer is in the result (E8).
 * @throws MailError when the session could not begin.
 */
export async function submit(
  submission: Submission,
  settings: AccountConfig['outgoing'],
  source: SecretSource,
  logins: LoginMemory | null,
  ports: SessionPorts,
): Promise<SubmissionResult> {
  const connect = (secret: Secret | null): Promise<SmtpClient> =>
    SmtpClient.connect({
      dialer: ports.dialer,
      endpoint: endpointOf(settings),
      clock: ports.clock,
      crypto: ports.crypto,
      ...(secret === null ? {} : { credentials: credentialsOf(settings, secret) }),
      sasl: chooseMechanism,
      policy: saslPolicy(settings, logins),
    });
  const client = await (settings.auth === 'none' ? connect(null) : logIn(settings, source, connect));
  try {
    if (client.mechanism !== null) await logins?.used(client.mechanism);
    // The wire form may differ (IDN domains); the outbox knows recipients by what it was given.
    const given = new Map(submission.to.map((address) => [parseSmtpAddress(address), address]));
    // A server that takes fewer at once (RFC 9422) gets the first of them now, the others with the next attempt.
    const [to = [], ...later] = client.batches([...given.keys()]);
    const refusals = (refused: readonly RefusedRecipient[]): SubmissionResult['refused'] => [
      ...refused.map(({ address, reply, permanent }) => ({
        address: given.get(address) ?? address,
        server: replyText(reply),
        code: meaningOf(reply),
        permanent,
      })),
      ...later.flat().map((address) => ({
        address: given.get(address) ?? address,
        server: '',
        permanent: false,
      })),
    ];
    const result = await client.send({
      envelope: {
        from: submission.from === '' ? NULL_SENDER : parseSmtpAddress(submission.from),
        to,
      },
      message: submission.message,
      size: submission.size,
      options: {
        onPartial: 'continue',
        content: submission.eightBit === true ? '8bit' : '7bit',
        requireTls: submission.requireTls === true,
        chunking: settings.chunking === true,
        ...(submission.reports === undefined || submission.reports === null
          ? {}
          : {
              reports: {
                notify: ['success', 'failure', 'delay'],
                ret: 'HDRS',
                envelopeId: submission.reports,
              },
            }),
      },
      onPhase: (phase, refused) => submission.onPhase(phase, refusals(refused)),
    });
    // When nobody was accepted no reply to the message decided: the first refusal is what there is to say.
    const first = result.accepted.length === 0 ? result.refused[0] : undefined;
    const decisive = result.reply ?? first?.reply;
    return {
      reports: result.reports,
      outcome: result.outcome,
      accepted: result.accepted.map(({ address, reply }) => ({
        address: given.get(address) ?? address,
        server: replyText(reply),
      })),
      refused: refusals(result.refused),
      code: result.meaning ?? result.error?.code ?? first?.meaning ?? '',
      server: decisive ? replyText(decisive) : (result.error?.server ?? ''),
    };
  } finally {
    await client.quit();
  }
}
