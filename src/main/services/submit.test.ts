import { describe, expect, it } from 'vitest';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { NodeCompression } from '../net/node-compression';
import { NodeCrypto } from '../net/node-crypto';
import type { SubmissionResult } from '../outbox/outbox';
import { FakeClock } from '../smtp/testing/fake-clock';
import { dialerTo, ScriptedServer } from '../smtp/testing/scripted-server';
import { smtpScript, type SmtpScriptOptions } from '../smtp/testing/smtp-script';
import { submit } from './submit';

function submitTo(script: SmtpScriptOptions, to: readonly string[]): Promise<SubmissionResult> {
  const bytes = new TextEncoder().encode('Subject: x\r\n\r\nhello\r\n');
  const server = new ScriptedServer(
    smtpScript({ security: { kind: 'tls', loopback: false, protocol: 'TLSv1.3' }, ...script }),
  );
  return submit(
    {
      account: 'a' as AccountId,
      from: 'ada@x.example',
      to,
      message: (async function* () {
        yield await Promise.resolve(bytes);
      })(),
      size: bytes.length,
      onPhase: () => Promise.resolve(),
    },
    { host: 'mail.example', port: 465, tls: 'tls', user: 'ada', auth: 'none' },
    () => Promise.resolve(new Secret('x')),
    null,
    {
      dialer: dialerTo(server),
      clock: new FakeClock(),
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
    },
  );
}

describe('submit', () => {
  it('gives a server that takes fewer recipients at once the others later (RFC 9422)', async () => {
    const extensions = ['PIPELINING', 'LIMITS RCPTMAX=2'];
    const result = await submitTo({ extensions }, ['a@x.example', 'b@x.example', 'c@x.example']);
    expect(result).toMatchObject({
      outcome: 'accepted',
      accepted: [{ address: 'a@x.example' }, { address: 'b@x.example' }],
      refused: [{ address: 'c@x.example', permanent: false }],
    });
  });

  it('says why nobody was accepted, in the words of the first refusal', async () => {
    const result = await submitTo({ replies: { RCPT: '451 4.7.1 Greylisted' } }, ['bo@x.example']);
    expect(result).toMatchObject({
      outcome: 'retry',
      code: 'greylisted',
      server: '451 4.7.1 Greylisted',
      refused: [{ address: 'bo@x.example', permanent: false }],
    });
  });

  it('knows recipients by the names it was given, whatever goes over the wire', async () => {
    const result = await submitTo({}, ['jana@žluť.example']);
    expect(result.accepted).toMatchObject([{ address: 'jana@žluť.example' }]);
  });
});
