import { describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import { chooseMechanism } from '@main/sasl';
import { testCrypto } from '../../../tests/support/test-crypto';
import { connectTo, endpoint, PLAIN } from './testing/connect';
import { FakeClock } from './testing/fake-clock';

describe('connecting', () => {
  it('says hello with an address literal and reads what the server can', async () => {
    const { client, server } = await connectTo();
    expect(server.encrypted).toBe('EHLO [127.0.0.1]\r\n');
    expect(client.extensions.maxSize).toBe(10_240_000);
  });

  it('falls back to HELO on an encrypted connection', async () => {
    const { client, server } = await connectTo({ replies: { EHLO: '502 what?' } });
    expect(server.encrypted).toBe('EHLO [127.0.0.1]\r\nHELO [127.0.0.1]\r\n');
    expect(client.extensions.extended).toBe(false);
  });

  it.each([
    ['554 5.3.2 go away', 'greeting-refused', 'never'],
    ['421 4.3.2 busy', 'service-unavailable', 'later'],
    ['450 busy', 'service-unavailable', 'later'],
    ['250 hello', 'greeting-refused', 'never'],
  ])('the greeting %s is an error', async (line, code, retry) => {
    await expect(connectTo({ greeting: `${line}\r\n` })).rejects.toMatchObject({
      kind: 'refused',
      code,
      retry: { kind: retry },
      server: line,
    });
  });

  it('waits five minutes for the greeting, then gives up', async () => {
    const own = new FakeClock();
    const outcome = connectTo({ greeting: '' }, { clock: own }).catch((error: unknown) => error);
    while (own.pending === 0) await Promise.resolve();
    expect(own.next).toBe(300_000);
    own.advance(300_000);
    expect(await outcome).toMatchObject({ kind: 'unreachable', code: 'timeout' });
  });

  it('an abort signal ends it at once', async () => {
    const own = new FakeClock();
    const controller = new AbortController();
    const outcome = connectTo({ greeting: '' }, { clock: own, signal: controller.signal }).catch(
      (e: unknown) => e,
    );
    while (own.pending === 0) await Promise.resolve();
    controller.abort();
    expect(await outcome).toMatchObject({ kind: 'unreachable', code: 'aborted' });
    expect(own.pending).toBe(0);
  });
});

describe('logging in', () => {
  const credentials = { kind: 'password', user: 'tim', password: new Secret('tanstaaf') } as const;
  const login = { credentials, sasl: chooseMechanism, crypto: testCrypto() };
  const AUTH = ['PIPELINING', 'AUTH PLAIN LOGIN'];

  it('sends PLAIN with its initial response, and no EHLO after (Strato, S3)', async () => {
    const { client, server } = await connectTo({ extensions: AUTH }, login);
    expect(server.encrypted).toBe('EHLO [127.0.0.1]\r\nAUTH PLAIN AHRpbQB0YW5zdGFhZg==\r\n');
    expect(client.mechanism).toBe('PLAIN');
  });

  it('sends LOGIN step by step, whatever the prompts (X16)', async () => {
    const answers: string[] = [];
    const prompts = ['334 VXNlciBOYW1lAA==', '334 UGFzc3dvcmQA', '235 2.7.0 ok'];
    const next = (line: string): string => {
      answers.push(line);
      return prompts.shift() ?? '500';
    };
    await connectTo({ extensions: ['AUTH=LOGIN'], replies: { AUTH: next, OTHER: next } }, login);
    expect(answers).toEqual(['AUTH LOGIN', 'dGlt', 'dGFuc3RhYWY=']);
  });

  it('answers the error challenge of XOAUTH2 with an empty line, then reads the refusal', async () => {
    const seen: string[] = [];
    const oauth = { kind: 'oauth', user: 'ada', token: new Secret('tok') } as const;
    const connecting = connectTo(
      {
        extensions: ['AUTH XOAUTH2'],
        replies: {
          AUTH: '334 eyJzdGF0dXMiOiI0MDEifQ==',
          OTHER: (line) => {
            seen.push(line);
            return '535 5.7.8 nope';
          },
        },
      },
      { ...login, credentials: oauth },
    );
    await expect(connecting).rejects.toMatchObject({
      kind: 'refused',
      code: 'auth-failed',
      server: '535 5.7.8 nope',
    });
    expect(seen).toEqual(['']);
  });

  it.each([
    ['535 5.7.8 bad', 'auth-failed', 'never'],
    ['534 5.7.9 weak', 'auth-failed', 'never'],
    ['454 4.7.0 later', 'auth-unavailable', 'later'],
    ['421 4.3.0 bye', 'auth-unavailable', 'later'],
    ['538 5.7.11 tls', 'encryption-required', 'never'],
  ])('%s', async (reply, code, retry) => {
    const connecting = connectTo({ extensions: AUTH, replies: { AUTH: reply } }, login);
    await expect(connecting).rejects.toMatchObject({ kind: 'refused', code, retry: { kind: retry } });
  });

  it('does not try another mechanism when one was refused', async () => {
    const lines: string[] = [];
    const AUTH_REPLY = (line: string): string => {
      lines.push(line.split(' ', 2).join(' '));
      return '535 5.7.8 no';
    };
    await expect(
      connectTo({ extensions: ['AUTH SCRAM-SHA-256 PLAIN'], replies: { AUTH: AUTH_REPLY } }, login),
    ).rejects.toMatchObject({ code: 'auth-failed' });
    expect(lines).toEqual(['AUTH SCRAM-SHA-256']);
  });

  it('does not believe a yes from a server that has not proved itself', async () => {
    const connecting = connectTo(
      { extensions: ['AUTH SCRAM-SHA-256'], replies: { AUTH: '235 fine' } },
      login,
    );
    await expect(connecting).rejects.toMatchObject({ kind: 'broken', code: 'server-not-verified' });
  });

  it('cancels with * when a challenge makes no sense', async () => {
    const seen: string[] = [];
    const connecting = connectTo(
      {
        extensions: ['AUTH SCRAM-SHA-256'],
        replies: {
          AUTH: '334 cj1ldmls',
          OTHER: (line) => {
            seen.push(line);
            return '501 cancelled';
          },
        },
      },
      login,
    );
    await expect(connecting).rejects.toMatchObject({ kind: 'broken', code: 'sasl-broken' });
    expect(seen).toEqual(['*']);
  });

  it('sends no password over an unencrypted connection to another machine', async () => {
    const server = connectTo({ extensions: AUTH, security: PLAIN }, { ...login, endpoint: endpoint('none') });
    await expect(server).rejects.toMatchObject({ code: 'no-safe-mechanism' });
  });

  it('says when the server has no login at all', async () => {
    await expect(connectTo({}, login)).rejects.toMatchObject({ code: 'auth-missing' });
  });
});
