import type { AccountConfig } from '@shared/contract/account';
import type { Submission, SubmissionResult } from '../outbox/ports';
import {
  meaningOf,
  NULL_SENDER,
  parseSmtpAddress,
  type RefusedRecipient,
  replyText,
  type SendResult,
  type SmtpClient,
} from '../smtp';

/** What became of a message on one connection. */
interface Submitted extends SubmissionResult {
  /** The connection came to its end before anything was said about this message: another one may carry it now. */
  readonly unheard: boolean;
}

/**
 * Hands one frozen message to a server. When some recipients are refused the others still get it, and each one's answer is
 * in the result (E8).
 * @throws MailError as `SmtpClient.send`.
 */
export async function submit(
  client: SmtpClient,
  submission: Submission,
  settings: Pick<AccountConfig['outgoing'], 'chunking'>,
): Promise<Submitted> {
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
    unheard: isUnheard(result),
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
}

/**
 * Nothing of its content went out, and nothing was said about a recipient: the connection was lost, or the server does not
 * want (421, 452 …) another message on this one.
 */
const isUnheard = ({ outcome, phase, refused }: SendResult): boolean =>
  outcome === 'retry' && phase === 'envelope' && refused.every(({ reply }) => reply.code === 421);
