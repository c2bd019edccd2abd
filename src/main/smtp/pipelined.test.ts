import { describe, expect, it } from 'vitest';
import { isMailError } from '@shared/errors/mail-error';
import { parseSmtpAddress } from './address';
import { connectTo, type Connected } from './testing/connect';
import type { SmtpScriptOptions } from './testing/smtp-script';
import type { SendPhase, SendRequest, SendResult } from './types';

const from = parseSmtpAddress('ada@tern.example');
const bo = parseSmtpAddress('bo@x.example');
const cy = parseSmtpAddress('cy@x.example');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function letter(name: string, overrides: Partial<SendRequest> = {}): SendRequest {
  const message = bytes(`Subject: ${name}\n\n.${name}\n.\nend`);
  return { envelope: { from, to: [bo] }, message, size: message.length, ...overrides };
}

/** One after another, each given while the one before is on its way. An error where `send` rejected. */
async function sendAll(client: Connected['client'], letters: readonly SendRequest[]): Promise<Ended[]> {
  const ends: Promise<Ended>[] = [];
  for (const [i, one] of letters.entries()) {
    await ends[i - 2];
    ends.push(client.send(one).catch((error: unknown) => ({ error })));
  }
  return Promise.all(ends);
}
type Ended = SendResult | { readonly error: unknown };
const outcomeOf = (ended: Ended | undefined): string =>
  ended !== undefined && 'outcome' in ended ? ended.outcome : 'rejected';

/** What each write of the client carried. */
function writes({ server }: Connected): string[] {
  const sent: string[] = [];
  const send = server.send.bind(server);
  server.send = (data) => {
    sent.push(new TextDecoder().decode(data));
    return send(data);
  };
  return sent;
}

describe('the next message behind the dot of the one before (RFC 2920 §3.1)', () => {
  it('opens in the same write, and its content waits for the answer to the one before', async () => {
    const connected = await connectTo();
    const sent = writes(connected);
    const results = await sendAll(
      connected.client,
      ['a', 'b', 'c'].map((name) => letter(name)),
    );
    expect(results.map(outcomeOf)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(connected.messages.map((text) => /Subject: (.)/.exec(text)?.[1])).toEqual(['a', 'b', 'c']);
    expect(sent).toHaveLength(4);
    for (const write of sent.slice(1, 3))
      expect(write).toMatch(/\r\nend\r\n\.\r\nMAIL [^\r]*\r\nRCPT [^\r]*\r\nDATA\r\n$/);
  });

  it('says nothing of it where PIPELINING is not offered', async () => {
    const connected = await connectTo({ extensions: ['8BITMIME'] });
    const sent = writes(connected);
    const results = await sendAll(connected.client, [letter('a'), letter('b')]);
    expect(results.map(outcomeOf)).toEqual(['accepted', 'accepted']);
    expect(sent.filter((write) => write.includes('.\r\nMAIL'))).toEqual([]);
  });

  it('tells each phase before its octets, and no content before the answer to the one before', async () => {
    const { client, server } = await connectTo();
    const heard: string[] = [];
    const telling = (name: string): SendRequest =>
      letter(name, {
        onPhase: (phase: SendPhase) => {
          const ends = server.encrypted.split('\r\nend\r\n.\r\n').length - 1;
          heard.push(`${name} ${phase} ${ends} ${server.encrypted.split('MAIL ').length - 1}`);
          return Promise.resolve();
        },
      });
    await sendAll(client, [telling('a'), telling('b')]);
    const of = (name: string): string[] => heard.filter((line) => line.startsWith(name));
    expect(of('a')).toEqual(['a envelope 0 0', 'a data-started 0 1', 'a dot-sent 0 1']);
    expect(of('b')).toEqual(['b envelope 0 0', 'b data-started 1 2', 'b dot-sent 1 2']);
  });

  it.each([
    ['refused', '554 5.7.1 spam', 'refused'],
    ['put off', '451 4.3.0 later', 'retry'],
  ])('goes on behind a message that is %s', async (_what, reply, outcome) => {
    const connected = await connectTo({
      replies: { CONTENT: (text) => (text.includes('Subject: a') ? reply : '250 2.0.0 ok') },
    });
    const results = await sendAll(connected.client, [letter('a'), letter('b'), letter('c')]);
    expect(results.map(outcomeOf)).toEqual([outcome, 'accepted', 'accepted']);
    expect(connected.messages).toHaveLength(2);
  });

  it('goes on behind a message that ends before its content: no recipient, nothing that may be sent', async () => {
    const connected = await connectTo({
      replies: { RCPT: (line) => (line.includes('cy@') ? '550 5.1.1 no' : '250 ok') },
    });
    const results = await sendAll(connected.client, [
      letter('a', { envelope: { from, to: [cy] } }),
      letter('b', { size: 20_000_000 }),
      letter('c'),
    ]);
    expect(results.map(outcomeOf)).toEqual(['refused', 'rejected', 'accepted']);
    expect(connected.messages).toHaveLength(1);
  });

  it.each(['MAIL', 'RCPT', 'DATA'])(
    'a no to %s of the next one says nothing about the one before',
    async (verb) => {
      let asked = 0;
      const usual = verb === 'DATA' ? '354 go on' : '250 ok';
      const connected = await connectTo({
        replies: { [verb]: () => (++asked === 2 ? '550 5.7.1 no' : usual) },
      });
      const results = await sendAll(connected.client, [letter('a'), letter('b'), letter('c')]);
      expect(results.map(outcomeOf)).toEqual(['accepted', 'refused', 'accepted']);
      expect(connected.messages).toHaveLength(2);
    },
  );

  it('is not told to be refused by the second word about a message that was refused early', async () => {
    // It says no in the middle of the content, and once more behind its end.
    let asked = 0;
    const connected = await connectTo({
      replies: {
        DATA: (_line, server) => {
          if (++asked === 1) queueMicrotask(() => server.write('552 5.3.4 too big\r\n'));
          return '354 go on';
        },
        CONTENT: (text) => (text.includes('Subject: a') ? '554 5.7.0 what a mess' : '250 2.0.0 ok'),
      },
    });
    const [a, b] = await sendAll(connected.client, [letter('a'), letter('b')]);
    expect(outcomeOf(a)).toBe('refused');
    expect(b).toMatchObject({ outcome: 'retry', phase: 'envelope', error: { code: 'bad-reply' } });
    expect(connected.messages).toEqual([]);
    expect(connected.client.usable).toBe(false);
  });

  it('421 to the dot: later for both, and none of the next one went out', async () => {
    const connected = await connectTo({ replies: { CONTENT: '421 4.3.2 going down' } });
    const results = await sendAll(connected.client, [letter('a'), letter('b')]);
    expect(results.map(outcomeOf)).toEqual(['retry', 'retry']);
    expect(results[1]).toMatchObject({ phase: 'envelope' });
    expect(connected.messages).toEqual([]);
  });

  it('a next one whose journal fails before it says anything leaves the one before alone', async () => {
    const connected = await connectTo();
    const failure = new Error('disk full');
    const results = await sendAll(connected.client, [
      letter('a'),
      letter('b', { onPhase: () => Promise.reject(failure) }),
    ]);
    expect(outcomeOf(results[0])).toBe('accepted');
    expect(results[1]).toEqual({ error: failure });
    expect(connected.client.usable).toBe(true);
  });

  it('keeps to MAILMAX (RFC 9422)', async () => {
    const connected = await connectTo({ extensions: ['PIPELINING', 'LIMITS MAILMAX=2'] });
    const results = await sendAll(connected.client, [letter('a'), letter('b'), letter('c')]);
    expect(results.map(outcomeOf)).toEqual(['accepted', 'accepted', 'rejected']);
    expect(results[2]).toMatchObject({ error: { code: 'not-usable' } });
  });
});

describe.each([2, 3])('%i messages in flight, the connection cut at every byte (E1, Q-02)', (count) => {
  const names = ['a', 'b', 'c'].slice(0, count);
  const attempt = async (
    script: SmtpScriptOptions,
  ): Promise<{ readonly ends: readonly Ended[]; readonly connected: Connected } | null> => {
    let connected: Connected;
    try {
      connected = await connectTo(script);
    } catch (error) {
      expect(isMailError(error)).toBe(true);
      return null;
    }
    return {
      ends: await sendAll(
        connected.client,
        names.map((name) => letter(name)),
      ),
      connected,
    };
  };

  /** Of each: what the server took, and whether its dot went out whole; and what was said about it. */
  function judge({
    ends,
    connected,
  }: {
    readonly ends: readonly Ended[];
    readonly connected: Connected;
  }): string[] {
    return names.map((name, i) => {
      const taken = connected.messages.filter((text) => text.includes(`Subject: ${name}`)).length;
      const outcome = outcomeOf(ends[i]);
      const end = ends[i];
      expect(taken).toBeLessThanOrEqual(1);
      if (outcome === 'accepted') expect(taken).toBe(1);
      else if (taken === 1) expect(outcome).toBe('uncertain');
      if (outcome === 'uncertain') expect(end).toMatchObject({ phase: 'dot-sent' });
      if (outcome === 'retry') expect(end).toMatchObject({ error: { kind: 'unreachable' } });
      // Not a word of it was said.
      if (outcome === 'rejected') expect(end).toMatchObject({ error: { code: 'not-usable' } });
      return outcome;
    });
  }

  /** At most one is uncertain, and those behind it have not gone out. */
  const ORDER = /^(accepted )*(uncertain )?(retry )?(rejected )*$/;

  it('of what we send', async () => {
    const whole = await attempt({});
    expect(whole && judge(whole)).toEqual(names.map(() => 'accepted'));
    const length = whole?.connected.server.encrypted.length ?? 0;
    const seen = new Set<string>();
    for (let at = 1; at < length; at++) {
      const cut = await attempt({ cutAfterInput: at });
      if (cut === null) continue;
      const outcomes = `${judge(cut).join(' ')} `;
      expect(outcomes, `cut after ${at}`).toMatch(ORDER);
      seen.add(outcomes);
    }
    expect([...seen].some((outcomes) => outcomes.startsWith('accepted uncertain'))).toBe(true);
    expect([...seen].some((outcomes) => outcomes.startsWith('uncertain retry'))).toBe(true);
  });

  it('of what we hear', async () => {
    const seen = new Set<string>();
    for (let at = 30, done = false; !done; at++) {
      const cut = await attempt({ cutAfterOutput: at });
      if (cut === null) continue;
      const outcomes = judge(cut);
      expect(`${outcomes.join(' ')} `, `cut after ${at}`).toMatch(ORDER);
      seen.add(outcomes.join(' '));
      done = outcomes.every((outcome) => outcome === 'accepted');
      expect(at).toBeLessThan(2_000);
    }
    expect([...seen].some((outcomes) => outcomes.startsWith('accepted uncertain'))).toBe(true);
  });
});
