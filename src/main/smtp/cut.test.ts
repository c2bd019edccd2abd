import { describe, expect, it } from 'vitest';
import { isMailError } from '@shared/errors/mail-error';
import { parseSmtpAddress } from './address';
import type { Connected } from './testing/connect';
import { connectTo } from './testing/connect';
import type { SmtpScriptOptions } from './testing/smtp-script';
import type { SendResult } from './types';

const from = parseSmtpAddress('ada@tern.example');
const to = ['bo@x.example', 'cy@x.example'].map(parseSmtpAddress);
const message = new TextEncoder().encode('Subject: x\n\n.one\n.\ntwo');

async function attempt(
  script: SmtpScriptOptions,
): Promise<{ result: SendResult | null; connected: Connected | null }> {
  let connected: Connected;
  try {
    connected = await connectTo(script);
  } catch (error) {
    expect(isMailError(error)).toBe(true);
    return { result: null, connected: null };
  }
  const result = await connected.client.send({ envelope: { from, to }, message, size: message.length });
  return { result, connected };
}

describe('a connection cut at every byte (Q-02)', () => {
  it('of what we send: never accepted by the server and called unsent', async () => {
    const whole = await attempt({});
    expect(whole.result?.outcome).toBe('accepted');
    const length = whole.connected?.server.encrypted.length ?? 0;
    expect(length).toBeGreaterThan(100);
    const outcomes = new Set<string>();
    for (let at = 1; at < length; at++) {
      const { result, connected } = await attempt({ cutAfterInput: at });
      if (result === null) continue;
      outcomes.add(result.outcome);
      const taken = connected?.messages.length ?? 0;
      if (result.outcome === 'retry' || result.outcome === 'refused') expect(taken).toBe(0);
      expect(result.outcome).not.toBe('accepted');
      if (result.phase !== 'dot-sent') expect(result.outcome).toBe('retry');
    }
    expect([...outcomes].sort()).toEqual(['retry', 'uncertain']);
  });

  it('of what we hear: a lost 250 is uncertain, never a retry', async () => {
    const greeting = '220 mail.example ESMTP\r\n';
    const outcomes = new Set<string>();
    let at = greeting.length;
    for (; ; at++) {
      const { result, connected } = await attempt({ cutAfterOutput: at });
      if (result === null) continue;
      outcomes.add(result.outcome);
      const taken = connected?.messages.length ?? 0;
      if (taken === 1) expect(['accepted', 'uncertain']).toContain(result.outcome);
      else expect(result.outcome).toBe('retry');
      if (result.outcome === 'accepted') break;
    }
    expect(at).toBeGreaterThan(150);
    expect([...outcomes].sort()).toEqual(['accepted', 'retry', 'uncertain']);
  });
});
