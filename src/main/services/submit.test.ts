import { describe, expect, it } from 'vitest';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { NodeCompression } from '../net/node-compression';
import { NodeCrypto } from '../net/node-crypto';
import type { Submission, SubmissionResult } from '../outbox/ports';
import { FakeClock } from '../smtp/testing/fake-clock';
import { dialerTo, ScriptedServer } from '../smtp/testing/scripted-server';
import { smtpScript, type SmtpScriptOptions } from '../smtp/testing/smtp-script';
import { Outgoing } from './outgoing';

const submitTo = (script: SmtpScriptOptions, to: readonly string[]): Promise<SubmissionResult> =>
  submitOver(script, to).result;

/** @param wishes what the person and the account ask for beside. */
function submitOver(
  script: SmtpScriptOptions,
  to: readonly string[],
  wishes: Partial<Pick<Submission, 'reports' | 'requireTls' | 'onPhase'>> & {
    readonly chunking?: boolean;
  } = {},
): { readonly result: Promise<SubmissionResult>; readonly server: ScriptedServer } {
  const { chunking, ...asked } = wishes;
  const bytes = new TextEncoder().encode('Subject: x\r\n\r\n.hello\r\n');
  const server = new ScriptedServer(
    smtpScript({ security: { kind: 'tls', loopback: false, protocol: 'TLSv1.3' }, ...script }),
  );
  const outgoing = new Outgoing({
    dialer: dialerTo(server),
    clock: new FakeClock(),
    crypto: new NodeCrypto(),
    compression: new NodeCompression(),
  });
  const result = outgoing.submit(
    {
      account: 'a' as AccountId,
      from: 'ada@x.example',
      to,
      message: (async function* () {
        yield await Promise.resolve(bytes);
      })(),
      size: bytes.length,
      onPhase: () => Promise.resolve(),
      ...asked,
    },
    { host: 'mail.example', port: 465, tls: 'tls', user: 'ada', auth: 'none', chunking },
    () => Promise.resolve(new Secret('x')),
    null,
  );
  return { result, server };
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

  it('tells who does not get it before the last octet is out: refused, or put off for the next attempt', async () => {
    const heard: [string, string[]][] = [];
    const to = ['a@x.example', 'b@x.example', 'c@x.example'];
    const { result } = submitOver({ extensions: ['LIMITS RCPTMAX=2'] }, to, {
      onPhase: (phase, refused) => {
        heard.push([phase, refused.map(({ address }) => address)]);
        return Promise.resolve();
      },
    });
    await result;
    expect(heard).toEqual(['envelope', 'data-started', 'dot-sent'].map((phase) => [phase, ['c@x.example']]));
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

  it('asks for delivery reports where they are offered: when, how much, and under which name (RFC 3461)', async () => {
    const asked = submitOver({ extensions: ['DSN'] }, ['bo@x.example'], { reports: 'out-7' });
    expect(await asked.result).toMatchObject({ outcome: 'accepted', reports: true });
    expect(asked.server.encrypted).toContain('MAIL FROM:<ada@x.example> RET=HDRS ENVID=out-7\r\n');
    expect(asked.server.encrypted).toContain(
      'RCPT TO:<bo@x.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;bo@x.example\r\n',
    );
    const without = submitOver({ extensions: [] }, ['bo@x.example'], { reports: 'out-7' });
    expect(await without.result).toMatchObject({ outcome: 'accepted', reports: false });
    expect(without.server.encrypted).not.toMatch(/RET=|NOTIFY=/);
  });

  it('passes on that no connection may be unencrypted, or sends nothing (RFC 8689)', async () => {
    const able = submitOver({ extensions: ['REQUIRETLS'] }, ['bo@x.example'], { requireTls: true });
    expect((await able.result).outcome).toBe('accepted');
    expect(able.server.encrypted).toContain('MAIL FROM:<ada@x.example> REQUIRETLS\r\n');
    const unable = submitOver({ extensions: [] }, ['bo@x.example'], { requireTls: true });
    await expect(unable.result).rejects.toMatchObject({ kind: 'refused', code: 'requiretls-unsupported' });
    expect(unable.server.encrypted).not.toContain('MAIL');
  });

  it('sends by BDAT where the account wants it and the server offers it (RFC 3030)', async () => {
    const pieces = submitOver({ extensions: ['CHUNKING'] }, ['bo@x.example'], { chunking: true });
    expect((await pieces.result).outcome).toBe('accepted');
    expect(pieces.server.encrypted).toContain('BDAT 22 LAST\r\nSubject: x\r\n\r\n.hello\r\n');
    for (const [extensions, chunking] of [
      [['CHUNKING'], false],
      [[], true],
    ] as const) {
      const plain = submitOver({ extensions: [...extensions] }, ['bo@x.example'], { chunking });
      expect((await plain.result).outcome).toBe('accepted');
      expect(plain.server.encrypted).toContain('DATA\r\n');
      expect(plain.server.encrypted).toContain('\r\n..hello\r\n');
    }
  });
});
