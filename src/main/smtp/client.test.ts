import { describe, expect, it } from 'vitest';
import { parseSmtpAddress } from './address';
import { connectTo } from './testing/connect';
import type { SmtpScriptOptions } from './testing/smtp-script';
import type { SendPhase, SendRequest } from './types';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const from = parseSmtpAddress('ada@tern.example');
const [bo, cy, di] = ['bo@x.example', 'cy@x.example', 'di@y.example'].map(parseSmtpAddress) as [
  typeof from,
  typeof from,
  typeof from,
];
const TEXT = 'Subject: hi\r\n\r\n.hello\r\n';

function request(overrides: Partial<SendRequest> = {}): SendRequest {
  return { envelope: { from, to: [bo] }, message: bytes(TEXT), size: TEXT.length, ...overrides };
}
const refusing = (address: string, reply: string): NonNullable<SmtpScriptOptions['replies']> => ({
  RCPT: (line) => (line.includes(address) ? reply : '250 2.1.5 ok'),
});

describe('sending', () => {
  it('sends one message and tells the phases before their octets', async () => {
    const { client, server, messages } = await connectTo();
    const seen: [SendPhase, string][] = [];
    const before = server.encrypted.length;
    const result = await client.send(
      request({
        onPhase: (phase) => {
          seen.push([phase, server.encrypted.slice(before)]);
          return Promise.resolve();
        },
      }),
    );
    const envelope = `MAIL FROM:<ada@tern.example> SIZE=${TEXT.length}\r\nRCPT TO:<bo@x.example>\r\n`;
    expect(seen).toEqual([
      ['envelope', ''],
      ['data-started', `${envelope}DATA\r\n`],
      ['dot-sent', `${envelope}DATA\r\n`],
    ]);
    expect(result).toMatchObject({ outcome: 'accepted', phase: 'dot-sent', refused: [], reports: false });
    expect(result.accepted.map(({ address }) => address)).toEqual([bo]);
    expect(messages).toEqual([TEXT.replace('.hello', '..hello')]);
    expect(client.usable).toBe(true);
  });

  it('streams a large message and holds back only its end', async () => {
    const { client, server, messages } = await connectTo();
    const line = `${'x'.repeat(76)}\n`;
    const chunk = bytes(line.repeat(1000));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 10; i++) yield await Promise.resolve(chunk);
    }
    let atDot = '';
    const result = await client.send(
      request({
        message: chunks(),
        size: 780_000,
        onPhase: (phase) => {
          if (phase === 'dot-sent') atDot = server.encrypted;
          return Promise.resolve();
        },
      }),
    );
    expect(result.outcome).toBe('accepted');
    expect(messages[0]).toBe(line.replace('\n', '\r\n').repeat(10_000));
    expect(atDot.length).toBeGreaterThan(700_000);
    expect(atDot).not.toContain('\r\n.\r\n');
  });

  it('asks about all recipients before it judges: one refused stops the message (E8, Q-05)', async () => {
    const { client, server, messages } = await connectTo({
      replies: refusing('cy@', '550 5.1.1 no such user'),
    });
    const result = await client.send(request({ envelope: { from, to: [bo, cy, di] } }));
    expect(result).toMatchObject({ outcome: 'refused', phase: 'envelope' });
    expect(result.accepted.map(({ address }) => address)).toEqual([bo, di]);
    expect(result.refused).toMatchObject([{ address: cy, permanent: true, meaning: 'no-such-mailbox' }]);
    expect(messages).toEqual([]);
    expect(server.encrypted).toMatch(/RSET\r\n$/);
    expect(server.encrypted).not.toContain('DATA');
    const next = await client.send(request());
    expect(next.outcome).toBe('accepted');
  });

  it('goes on to the others when told to', async () => {
    const { client, messages } = await connectTo({ replies: refusing('cy@', '450 4.2.2 full') });
    const result = await client.send(
      request({ envelope: { from, to: [bo, cy] }, options: { onPartial: 'continue' } }),
    );
    expect(result.outcome).toBe('accepted');
    expect(result.refused).toMatchObject([{ address: cy, permanent: false, meaning: 'mailbox-full' }]);
    expect(messages).toHaveLength(1);
  });

  it.each([
    ['all refused for good', '550 5.1.1 no', 'refused'],
    ['all refused for now (greylisting, Q-04)', '451 4.7.1 greylisted', 'retry'],
  ])('%s', async (_what, reply, outcome) => {
    const { client } = await connectTo({ replies: { RCPT: reply } });
    const result = await client.send(request({ options: { onPartial: 'continue' } }));
    expect(result).toMatchObject({ outcome, accepted: [], phase: 'envelope' });
  });

  it.each([
    ['MAIL', '530 5.7.0 login', 'refused', 'envelope', 'auth-required'],
    ['MAIL', '452 4.3.1 disk', 'retry', 'envelope', 'try-later'],
    ['MAIL', '550 5.7.1 not you', 'refused', 'envelope', 'policy'],
    ['DATA', '451 4.3.0 later', 'retry', 'envelope', 'try-later'],
    ['DATA', '554 5.5.1 no', 'refused', 'envelope', 'rejected'],
    ['CONTENT', '554 5.7.1 spam', 'refused', 'dot-sent', 'policy'],
    ['CONTENT', '552 5.3.4 big', 'refused', 'dot-sent', 'too-large'],
    ['CONTENT', '451 4.3.0 later', 'retry', 'dot-sent', 'try-later'],
    ['CONTENT', '550 5.5.0 lost', 'refused', 'dot-sent', 'retry-once'],
  ])('%s answered %s', async (step, reply, outcome, phase, meaning) => {
    const { client, messages } = await connectTo({ replies: { [step]: reply } });
    expect(await client.send(request())).toMatchObject({ outcome, phase, meaning });
    expect(messages).toEqual([]);
    expect(client.usable).toBe(true);
  });

  it.each([
    ['one recipient', [bo], 'stop', true],
    ['several, and it may go to some', [bo, cy], 'continue', true],
    ['several, and it must go to all', [bo, cy], 'stop', false],
  ] as const)('DATA goes along with the recipients: %s', async (_what, to, onPartial, along) => {
    const { client, server } = await connectTo();
    const sends: string[] = [];
    const send = server.send.bind(server);
    server.send = (data) => {
      sends.push(new TextDecoder().decode(data));
      return send(data);
    };
    const result = await client.send(request({ envelope: { from, to }, options: { onPartial } }));
    expect(result.outcome).toBe('accepted');
    expect(sends[0]?.endsWith('DATA\r\n')).toBe(along);
    expect(sends).toHaveLength(along ? 2 : 3);
  });

  it.each(['MAIL', 'RCPT'])('hangs up on a server that wants content for nobody after %s', async (step) => {
    const { client, server, messages } = await connectTo({
      replies: { [step]: '550 5.7.1 no' },
      takesDataForNobody: true,
    });
    expect(await client.send(request())).toMatchObject({ outcome: 'refused', phase: 'envelope' });
    expect(client.usable).toBe(false);
    expect(server.closedByClient).toBe(true);
    expect(messages).toEqual([]);
    expect(server.encrypted).not.toContain('Subject');
  });

  it('a refused MAIL says nothing about recipients', async () => {
    const { client } = await connectTo({ replies: { MAIL: '553 5.1.8 who', RCPT: '503 5.5.1 MAIL first' } });
    const result = await client.send(request());
    expect(result).toMatchObject({
      outcome: 'refused',
      refused: [],
      accepted: [],
      meaning: 'sender-refused',
    });
  });

  it('takes 250 in the place of 354 (nodemailer smtp-connection, emailjs #24)', async () => {
    const { client, messages } = await connectTo({ replies: { DATA: '250 go on' } });
    expect((await client.send(request())).outcome).toBe('accepted');
    expect(messages).toHaveLength(1);
  });

  it.each(['MAIL', 'RCPT', 'DATA', 'CONTENT'])(
    '421 at %s: later, and the connection is over',
    async (step) => {
      const { client, server } = await connectTo({ replies: { [step]: '421 4.3.2 shutting down' } });
      const result = await client.send(request({ envelope: { from, to: [bo, cy] } }));
      expect(result.outcome).toBe('retry');
      expect(client.usable).toBe(false);
      expect(server.closedByClient).toBe(true);
    },
  );

  it('a server that hangs up at the dot leaves it uncertain (E1)', async () => {
    const { client } = await connectTo({
      replies: {
        CONTENT: (_line, server) => {
          server.hangUp();
          return '';
        },
      },
    });
    const result = await client.send(request());
    expect(result).toMatchObject({ outcome: 'uncertain', phase: 'dot-sent' });
    expect(result.error).toMatchObject({ kind: 'uncertain', code: 'no-answer', retry: { kind: 'verify' } });
  });

  it.each(['354 more?', '250-endless', 'nonsense'])(
    'the answer %s to the message is none: uncertain',
    async (reply) => {
      const { client } = await connectTo({
        replies: {
          CONTENT: (_line, server) => {
            server.write(`${reply}\r\n`);
            server.hangUp();
            return '';
          },
        },
      });
      expect((await client.send(request())).outcome).toBe('uncertain');
    },
  );

  it('waits ten minutes for the answer to the dot, not less', async () => {
    const { client, clock } = await connectTo({ replies: { CONTENT: '' } });
    const sending = client.send(request());
    while (clock.next !== 600_000) await Promise.resolve();
    clock.advance(599_999);
    clock.advance(1);
    const result = await sending;
    expect(result).toMatchObject({ outcome: 'uncertain', error: { details: { because: 'timeout' } } });
  });

  it('reads why a server stopped taking the message', async () => {
    const { client, server } = await connectTo();
    const send = server.send.bind(server);
    server.send = (data) => {
      if (data.length < 60_000) return send(data);
      server.write('552 5.3.4 too big\r\n');
      return Promise.reject(new Error('EPIPE'));
    };
    const lines = bytes(`${'x'.repeat(70)}\r\n`.repeat(3000));
    const result = await client.send(request({ message: lines, size: lines.length }));
    expect(result).toMatchObject({ outcome: 'refused', phase: 'data-started', meaning: 'too-large' });
    expect(client.usable).toBe(false);
  });

  it('sends nothing more when the journal fails, and says why', async () => {
    for (const at of ['envelope', 'data-started', 'dot-sent'] as const) {
      const { client, server, messages } = await connectTo();
      const failure = new Error('disk full');
      const sending = client.send(
        request({ onPhase: (phase) => (phase === at ? Promise.reject(failure) : Promise.resolve()) }),
      );
      await expect(sending).rejects.toBe(failure);
      expect(messages).toEqual([]);
      // Where nothing was said of it, the connection is good for the next one.
      expect(server.closedByClient).toBe(at !== 'envelope');
      expect(server.encrypted).not.toContain('hello');
    }
  });

  it('never ends a message whose source failed', async () => {
    const { client, server, messages } = await connectTo();
    const failure = new Error('file vanished');
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes('Subject: x\r\n\r\nhalf'));
      throw failure;
    }
    await expect(client.send(request({ message: chunks() }))).rejects.toBe(failure);
    expect(messages).toEqual([]);
    expect(server.closedByClient).toBe(true);
  });

  it('works without PIPELINING, one command at a time', async () => {
    const { client, server } = await connectTo({ extensions: [], replies: refusing('cy@', '550 no') });
    const result = await client.send(request({ envelope: { from, to: [bo, cy] } }));
    expect(result.refused.map(({ address }) => address)).toEqual([cy]);
    expect(server.encrypted).toContain('MAIL FROM:<ada@tern.example>\r\n');
  });

  it('sends to 250 recipients in flights', async () => {
    const to = Array.from({ length: 250 }, (_x, i) => parseSmtpAddress(`r${i}@x.example`));
    const { client } = await connectTo({ replies: refusing('r177@', '550 no') });
    const result = await client.send(request({ envelope: { from, to }, options: { onPartial: 'continue' } }));
    expect(result.accepted).toHaveLength(249);
    expect(result.refused.map(({ address }) => address)).toEqual(['r177@x.example']);
  });
});

describe('refused before the server hears of it', () => {
  const utf8 = parseSmtpAddress('jörg@x.example');
  it.each([
    ['a message over SIZE', request({ size: 20_000_000 }), 'too-large'],
    ['no recipient', request({ envelope: { from, to: [] } }), 'no-recipients'],
    ['SMTPUTF8 absent (O-06)', request({ envelope: { from, to: [utf8] } }), 'smtputf8-unsupported'],
    ['REQUIRETLS absent', request({ options: { requireTls: true } }), 'requiretls-unsupported'],
    ['a line too long', request({ message: bytes('x'.repeat(1000)) }), 'message-line-too-long'],
  ])('%s', async (_what, message, code) => {
    const { client, server } = await connectTo();
    const before = server.encrypted;
    await expect(client.send(message)).rejects.toMatchObject({ kind: 'refused', code });
    expect(server.encrypted).toBe(before);
    expect((await client.send(request())).outcome).toBe('accepted');
  });

  it('8-bit text where 8BITMIME is absent (O-06)', async () => {
    const { client, server } = await connectTo({ extensions: ['PIPELINING'] });
    const before = server.encrypted;
    await expect(client.send(request({ message: bytes('é') }))).rejects.toMatchObject({
      code: 'eight-bit-unsupported',
    });
    expect(server.encrypted).toBe(before);
  });

  it('8-bit text in a stream where 8BITMIME is absent: the message is never ended', async () => {
    const { client, messages, server } = await connectTo({ extensions: ['PIPELINING'] });
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes('é'));
    }
    await expect(client.send(request({ message: chunks() }))).rejects.toMatchObject({
      code: 'eight-bit-unsupported',
    });
    expect(messages).toEqual([]);
    expect(server.closedByClient).toBe(true);
  });

  it('more recipients than LIMITS allows; batches fit', async () => {
    const { client } = await connectTo({ extensions: ['LIMITS RCPTMAX=2 MAILMAX=1'] });
    const to = [bo, cy, di];
    await expect(client.send(request({ envelope: { from, to } }))).rejects.toMatchObject({
      code: 'too-many-recipients',
    });
    const [first = []] = client.batches(to);
    expect((await client.send(request({ envelope: { from, to: first } }))).outcome).toBe('accepted');
    expect(client.usable).toBe(false);
    await expect(client.send(request())).rejects.toMatchObject({
      code: 'not-usable',
      retry: { kind: 'reconnect' },
    });
  });
});

describe('parameters', () => {
  const envelopeLine = (transcript: string): string => /MAIL [^\r]*/.exec(transcript)?.[0] ?? '';

  it('BODY=8BITMIME for 8-bit text only', async () => {
    const { client, server } = await connectTo({ extensions: ['8BITMIME'] });
    await client.send(request({ message: bytes('é') }));
    expect(envelopeLine(server.encrypted)).toBe('MAIL FROM:<ada@tern.example> BODY=8BITMIME');
  });

  it('SMTPUTF8 and REQUIRETLS where offered', async () => {
    const { client, server } = await connectTo({ extensions: ['SMTPUTF8', '8BITMIME', 'REQUIRETLS'] });
    const to = [parseSmtpAddress('jörg@x.example')];
    await client.send(request({ envelope: { from, to }, options: { requireTls: true } }));
    expect(envelopeLine(server.encrypted)).toBe(
      'MAIL FROM:<ada@tern.example> BODY=8BITMIME SMTPUTF8 REQUIRETLS',
    );
  });

  it('delivery reports where offered, and says whether', async () => {
    const options = { reports: { notify: ['success', 'failure'], ret: 'HDRS', envelopeId: 'id 1' } } as const;
    const offered = await connectTo({ extensions: ['DSN'] });
    expect((await offered.client.send(request({ options }))).reports).toBe(true);
    expect(envelopeLine(offered.server.encrypted)).toBe('MAIL FROM:<ada@tern.example> RET=HDRS ENVID=id+201');
    expect(offered.server.encrypted).toContain('NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bo@x.example\r\n');
    const absent = await connectTo({ extensions: [] });
    expect((await absent.client.send(request({ options }))).reports).toBe(false);
    expect(absent.server.encrypted).not.toContain('NOTIFY');
  });
});

describe('CHUNKING', () => {
  const chunked = (overrides: Partial<SendRequest> = {}): SendRequest =>
    request({ options: { chunking: true }, ...overrides });

  it('is used only when asked for and offered', async () => {
    const { client, server, messages } = await connectTo({ extensions: ['CHUNKING'] });
    await client.send(request());
    expect(server.encrypted).not.toContain('BDAT');
    expect((await client.send(chunked())).outcome).toBe('accepted');
    expect(server.encrypted).toContain(`BDAT ${TEXT.length} LAST\r\n${TEXT}`);
    expect(messages[1]).toBe(TEXT);
    const without = await connectTo();
    await without.client.send(chunked());
    expect(without.server.encrypted).toContain('DATA\r\n');
  });

  it('is never used with Exchange (quirk M26)', async () => {
    const { client, server } = await connectTo({ extensions: ['CHUNKING', 'X-EXPS NTLM'] });
    await client.send(chunked());
    expect(server.encrypted).not.toContain('BDAT');
  });

  it('sends several chunks, and stops at a refused one', async () => {
    const big = bytes(`${'x'.repeat(98)}\r\n`.repeat(30_000));
    const { client, messages } = await connectTo({ extensions: ['CHUNKING'] });
    expect((await client.send(chunked({ message: big, size: big.length }))).outcome).toBe('accepted');
    expect(messages[0]).toHaveLength(big.length);
    const refused = await connectTo({ extensions: ['CHUNKING'], replies: { BDAT: '452 4.3.1 disk' } });
    expect(await refused.client.send(chunked({ message: big, size: big.length }))).toMatchObject({
      outcome: 'retry',
      phase: 'data-started',
    });
    expect(refused.client.usable).toBe(true);
  });
});

describe('the end', () => {
  it('quits politely', async () => {
    const { client, server } = await connectTo();
    await client.quit();
    expect(server.encrypted).toMatch(/QUIT\r\n$/);
    expect(server.closedByClient).toBe(true);
  });

  it('notices a server that says 421 on its own', async () => {
    const { client, server } = await connectTo();
    server.write('421 4.4.2 idle too long\r\n');
    server.hangUp();
    await expect(client.noop()).rejects.toMatchObject({ code: 'command-refused' });
    expect(client.usable).toBe(false);
  });

  it('refuses a third message while two are on their way, and anything else', async () => {
    const { client } = await connectTo();
    const two = [client.send(request()), client.send(request())];
    await expect(client.send(request())).rejects.toMatchObject({ code: 'busy' });
    await expect(client.noop()).rejects.toMatchObject({ code: 'busy' });
    expect((await Promise.all(two)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    await client.noop();
  });

  it('close() during a message: later before the dot, uncertain after', async () => {
    const early = await connectTo();
    const result = await early.client.send(
      request({
        onPhase: (phase) => {
          if (phase === 'data-started') early.client.close();
          return Promise.resolve();
        },
      }),
    );
    expect(result.outcome).not.toBe('accepted');
    expect(early.messages).toEqual([]);
    const late = await connectTo({
      replies: {
        CONTENT: () => {
          late.client.close();
          return '';
        },
      },
    });
    expect((await late.client.send(request())).outcome).toBe('uncertain');
  });
});
