import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NodeClock } from '@main/net/node-clock';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { Pop3Client, type MessageNumber } from '@main/pop3';
import { SmtpClient, parseSmtpAddress } from '@main/smtp';
import type { Credentials } from '@shared/ports/credentials';
import { Secret } from '@shared/ports/secret';
import type { Endpoint } from '@shared/ports/transport';
import { startDovecot, type Dovecot } from './dovecot';
import { startPostfix, type Postfix } from './postfix';

let dovecot: Dovecot;
let postfix: Postfix;
beforeAll(async () => {
  dovecot = await startDovecot({
    users: [
      { user: 'ada@tern.test', password: 'ada-secret' },
      { user: 'bo@tern.test', password: 'bo-secret' },
    ],
    mechanisms: 'plain login scram-sha-256 scram-sha-1',
  });
  postfix = await startPostfix({ dovecot });
});
afterAll(async () => {
  await postfix.stop();
  await dovecot.stop();
});

const ada = parseSmtpAddress('ada@tern.test');
const bo = parseSmtpAddress('bo@tern.test');
const credentials = (user: string, password: string): Credentials => ({
  kind: 'password',
  user,
  password: new Secret(password),
});
const on = (port: number, tls: Endpoint['tls']) => ({
  dialer: new NodeDialer({ extraRoots: [dovecot.tls.ca.toString()] }),
  endpoint: { host: '127.0.0.1', port, tls } as const,
  clock: new NodeClock(),
  crypto: new NodeCrypto(),
});

/** Fetches until the message is there: delivery is Postfix's business and takes a moment. */
async function waitFor(
  subject: string,
): Promise<{ client: Pop3Client; number: MessageNumber; text: string }> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const client = await Pop3Client.connect({
      ...on(dovecot.ports.pop3, 'starttls'),
      credentials: credentials('bo@tern.test', 'bo-secret'),
    });
    const texts = new Map<MessageNumber, string>();
    await client.retrieve(
      (await client.uidl()).entries.map(({ number }) => number),
      {
        content: (number, bytes) => {
          texts.set(number, (texts.get(number) ?? '') + Buffer.from(bytes).toString('latin1'));
        },
        end: () => undefined,
        refused: (_number, error) => {
          throw error;
        },
      },
    );
    for (const [number, text] of texts)
      if (text.includes(`Subject: ${subject}`)) return { client, number, text };
    await client.quit();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The message did not arrive.');
}

describe('SMTP to Postfix, POP3 from Dovecot', () => {
  it('submits over STARTTLS with SCRAM, and the message arrives byte for byte', async () => {
    const client = await SmtpClient.connect({
      ...on(postfix.ports.submission, 'starttls'),
      credentials: credentials('ada@tern.test', 'ada-secret'),
    });
    expect(client.mechanism).toBe('SCRAM-SHA-256');
    const lines = Array.from(
      { length: 20_000 },
      (_x, i) => `${'.'.repeat(i % 4)}řádek ${i} ${'x'.repeat(i % 900)}\r\n`,
    );
    const body = `Příliš žluťoučký kůň\r\n.\r\n..\r\n${lines.join('')}`;
    const head = 'From: ada@tern.test\r\nTo: bo@tern.test\r\nSubject: byte for byte\r\n\r\n';
    const message = Buffer.from(head + body);
    expect(message.length).toBeGreaterThan(8_000_000);
    const result = await client.send({ envelope: { from: ada, to: [bo] }, message, size: message.length });
    expect(result).toMatchObject({ outcome: 'accepted', phase: 'dot-sent', refused: [] });
    await client.quit();

    const found = await waitFor('byte for byte');
    expect(found.client.mechanism).toBe('SCRAM-SHA-256');
    const arrived = Buffer.from(found.text, 'latin1').toString('utf8');
    expect(arrived.slice(arrived.indexOf('\r\n\r\n') + 4)).toBe(body);
    expect(await found.client.delete([found.number])).toEqual([]);
    expect(await found.client.quit()).toEqual({ deletions: 'confirmed', messages: [found.number] });
  });

  it('tells a refused recipient from an accepted one, and sends to nobody unless told to', async () => {
    const client = await SmtpClient.connect({
      ...on(postfix.ports.submissions, 'tls'),
      credentials: credentials('ada@tern.test', 'ada-secret'),
    });
    const nobody = parseSmtpAddress('nobody@tern.test');
    const request = {
      envelope: { from: ada, to: [bo, nobody] },
      message: Buffer.from('Subject: partial\r\n\r\nhello\r\n'),
      size: 27,
    };
    const stopped = await client.send(request);
    expect(stopped).toMatchObject({ outcome: 'refused', phase: 'envelope' });
    expect(stopped.refused).toMatchObject([{ address: nobody, permanent: true, meaning: 'no-such-mailbox' }]);
    const sent = await client.send({ ...request, options: { onPartial: 'continue' } });
    expect(sent).toMatchObject({ outcome: 'accepted', refused: [{ address: nobody }] });
    await client.quit();
    const { client: inbox } = await waitFor('partial');
    await inbox.quit();
  });

  it('names a wrong password as such, in both protocols', async () => {
    const wrong = credentials('ada@tern.test', 'wrong');
    const smtp = SmtpClient.connect({ ...on(postfix.ports.submissions, 'tls'), credentials: wrong });
    await expect(smtp).rejects.toMatchObject({ kind: 'refused', code: 'auth-failed' });
    const pop3 = Pop3Client.connect({ ...on(dovecot.ports.pop3s, 'tls'), credentials: wrong });
    await expect(pop3).rejects.toMatchObject({ kind: 'refused', code: 'auth-failed' });
  });
});
