import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { Reachability } from './reachability';

const failure = (code: string, kind: 'unreachable' | 'broken' | 'refused' = 'unreachable'): MailError =>
  new MailError({ kind, code, message: code });

function judge(known: boolean) {
  let now = 0;
  const clock = { now: () => now, monotonic: () => now, after: () => () => undefined };
  const reachability = new Reachability(clock, () => known);
  return { reachability, pass: (ms: number) => void (now += ms) };
}

describe('I1 what a failure to connect means', () => {
  it.each(['dns', 'refused', 'timeout', 'closed', 'not-tls'])('%s is offline', (code) => {
    expect(judge(true).reachability.judge(failure(code))).toEqual({ offline: true, code });
  });

  it('a web page in place of a greeting is offline; other broken promises and refusals are not', () => {
    const { reachability } = judge(true);
    expect(reachability.judge(failure('greeting', 'broken')).offline).toBe(true);
    expect(reachability.judge(failure('syntax', 'broken')).offline).toBe(false);
    expect(reachability.judge(failure('auth-failed', 'refused')).offline).toBe(false);
    expect(reachability.judge(failure('tls-expired')).offline).toBe(false);
    expect(reachability.judge(new Error('ours'))).toEqual({ offline: false, code: 'internal' });
  });

  it.each(['tls-wrong-host', 'tls-self-signed', 'tls-untrusted', 'tls-pin-changed'])(
    '%s of a server that is known is offline at first, and a question when it stays',
    (code) => {
      const { reachability, pass } = judge(true);
      expect(reachability.judge(failure(code))).toEqual({ offline: true, code: 'intercepted' });
      pass(29 * 60_000);
      expect(reachability.judge(failure(code)).offline).toBe(true);
      pass(2 * 60_000);
      expect(reachability.judge(failure(code))).toEqual({ offline: false, code });
      reachability.reached();
      expect(reachability.judge(failure(code)).offline).toBe(true);
    },
  );

  it('a server that never answered is shown as it is: its certificate is the question', () => {
    expect(judge(false).reachability.judge(failure('tls-wrong-host'))).toEqual({
      offline: false,
      code: 'tls-wrong-host',
    });
  });
});
