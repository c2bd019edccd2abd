import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { RawClient } from '../../../tests/fakes/raw-client';
import { connectInMemory } from './listen';
import { MailWorld, type WorldAccount, type WorldMailbox } from './mail-world';
import type { Pop3Options } from './pop3-server';
import { Script, type Rule } from './script';
import type { SmtpOptions } from './smtp-server';

let clock: ManualClock;
let world: MailWorld;
let ada: WorldAccount;
let inbox: WorldMailbox;
beforeEach(() => {
  clock = new ManualClock();
  world = new MailWorld(clock);
  ada = world.addAccount({ user: 'ada@tern.example', password: 'tern', tokens: ['token-1'] });
  inbox = world.mailbox('ada@tern.example', 'INBOX');
  world.createMailbox(ada, 'Sent', { use: '\\Sent' });
});
const PLAIN = btoa('\0ada@tern.example\0tern');

async function smtp(options: SmtpOptions = {}, rules: Rule[] = []): Promise<RawClient> {
  const client = new RawClient(
    connectInMemory(world, 'smtp', { smtp: options, scripts: { smtp: new Script().add(...rules) } }),
  );
  expect(await client.line()).toMatch(/^220 /);
  return client;
}
async function ready(options: SmtpOptions = {}, rules: Rule[] = []): Promise<RawClient> {
  const client = await smtp(options, rules);
  await client.smtp('EHLO [127.0.0.1]');
  expect(await client.smtp(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235/);
  return client;
}

describe('SMTP', () => {
  it('advertises what it was told to', async () => {
    const client = await smtp({
      extensions: ['PIPELINING'],
      mechanisms: ['LOGIN'],
      maxSize: 1000,
      startTls: true,
    });
    expect(await client.smtp('EHLO x')).toBe(
      '250-mail.tern.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 AUTH LOGIN\r\n',
    );
    expect(await client.smtp('AUTH LOGIN')).toBe(`334 ${btoa('Username:')}\r\n`);
    expect(await client.smtp(btoa('ada@tern.example'))).toBe(`334 ${btoa('Password:')}\r\n`);
    expect(await client.smtp(btoa('tern'))).toMatch(/^235/);
    expect(await client.smtp('MAIL FROM:<ada@tern.example> SIZE=1001')).toMatch(/^552/);
  });
  it('takes a pipelined transaction, unstuffs dots and delivers', async () => {
    const client = await ready();
    await client.send(
      'MAIL FROM:<ada@tern.example> BODY=8BITMIME\r\nRCPT TO:<ada@tern.example>\r\nRCPT TO:<x@y.example>\r\nDATA\r\n',
    );
    expect(await client.until(/354 [^\r]*\r\n/)).toBe(
      '250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n250 2.1.5 Ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n',
    );
    // The end of the data comes in pieces.
    for (const piece of ['Subject: dots\r\n\r\n..\r\n...x\r\n.', '\r', '\n', 'RSET\r\n'])
      await client.send(piece);
    expect(await client.until(/Reset\r\n/)).toBe('250 2.0.0 Ok: queued as 1\r\n250 2.0.0 Reset\r\n');
    expect(world.accepted).toMatchObject([
      {
        from: 'ada@tern.example',
        to: ['ada@tern.example', 'x@y.example'],
        raw: 'Subject: dots\r\n\r\n.\r\n..x\r\n',
        params: { BODY: '8BITMIME' },
      },
    ]);
    expect(inbox.messages[0]?.subject).toBe('dots');
    expect(world.undeliverable.map(({ to }) => to)).toEqual(['x@y.example']);
  });
  it('takes an empty message', async () => {
    const client = await ready();
    for (const line of ['MAIL FROM:<>', 'RCPT TO:<ada@tern.example>', 'DATA']) await client.smtp(line);
    expect(await client.smtp('.')).toMatch(/^250/);
    expect(world.accepted[0]?.raw).toBe('');
  });
  it('takes BDAT chunks to the last', async () => {
    const client = await ready();
    for (const line of ['MAIL FROM:<ada@tern.example>', 'RCPT TO:<ada@tern.example>'])
      await client.smtp(line);
    await client.send('BDAT 6\r\nA: b\r\nBDAT 4 LAST\r\n\r\n.x');
    expect(await client.until(/queued[^\r]*\r\n/)).toBe(
      '250 2.0.0 6 octets received\r\n250 2.0.0 Ok: queued as 1\r\n',
    );
    expect(world.accepted[0]?.raw).toBe('A: b\r\n\r\n.x');
  });
  it('refuses without AUTH, unknown recipients, and a wrong password', async () => {
    const client = await smtp({ unknownRecipients: ['nobody@tern.example'] });
    await client.smtp('EHLO x');
    expect(await client.smtp('MAIL FROM:<ada@tern.example>')).toMatch(/^530 5\.7\.0/);
    expect(await client.smtp(`AUTH PLAIN ${btoa('\0ada@tern.example\0no')}`)).toMatch(/^535 5\.7\.8/);
    expect(
      await client.smtp(`AUTH XOAUTH2 ${btoa('user=ada@tern.example\x01auth=Bearer token-1\x01\x01')}`),
    ).toMatch(/^235/);
    await client.smtp('MAIL FROM:<ada@tern.example>');
    expect(await client.smtp('RCPT TO:<Nobody@tern.example>')).toMatch(/^550 5\.1\.1/);
    expect(await client.smtp('DATA')).toMatch(/^503/);
  });
  it('files to Sent by itself when it is such a server', async () => {
    const client = await ready({ filesToSent: true });
    for (const line of [
      'MAIL FROM:<ada@tern.example>',
      'RCPT TO:<x@y.example>',
      'DATA',
      'Subject: s\r\n\r\nx\r\n.',
    ])
      await client.smtp(line);
    expect(world.mailbox('ada@tern.example', 'Sent').messages.map(({ subject }) => subject)).toEqual(['s']);
  });
  it.each([
    [true, 1],
    [false, 0],
  ])('is cut after the dot before the 250, accepted: %s', async (execute, count) => {
    const client = await ready({}, [{ verb: '.', act: { do: 'cut', execute } }]);
    for (const line of ['MAIL FROM:<ada@tern.example>', 'RCPT TO:<ada@tern.example>', 'DATA'])
      await client.smtp(line);
    await expect(client.smtp('Subject: s\r\n\r\nx\r\n.')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(world.accepted).toHaveLength(count);
  });
  it.each<[Rule['verb'], string, string[]]>([
    ['MAIL', '452 4.3.1 Disk full', []],
    ['RCPT', '451 4.7.1 Greylisted', ['MAIL FROM:<ada@tern.example>']],
    ['DATA', '554 5.7.1 No', ['MAIL FROM:<ada@tern.example>', 'RCPT TO:<ada@tern.example>']],
    ['.', '552 5.2.2 Over quota', ['MAIL FROM:<ada@tern.example>', 'RCPT TO:<ada@tern.example>', 'DATA']],
  ])('answers %s as scripted', async (verb, reply, before) => {
    const client = await ready({}, [{ verb: verb ?? '', times: 1, act: { do: 'answer', reply } }]);
    for (const line of before) await client.smtp(line);
    const line =
      { MAIL: 'MAIL FROM:<a@b.example>', RCPT: 'RCPT TO:<a@b.example>', DATA: 'DATA', '.': 'x\r\n.' }[
        verb ?? ''
      ] ?? '';
    expect(await client.smtp(line)).toBe(`${reply}\r\n`);
    expect(world.accepted).toEqual([]);
  });
  it('ends after a scripted 421', async () => {
    const client = await ready({}, [
      { verb: 'NOOP', act: { do: 'answer', reply: '421 4.3.2 Shutting down' } },
    ]);
    expect(await client.smtp('NOOP')).toBe('421 4.3.2 Shutting down\r\n');
    expect(await client.transport.receive()).toBeNull();
  });
  it.each(['SHA-1', 'SHA-256'])('verifies SCRAM-%s and proves itself', async (hash) => {
    const client = await smtp({ mechanisms: [`SCRAM-${hash}`] });
    await client.smtp('EHLO x');
    const algorithm = hash.replace('-', '').toLowerCase();
    const bare = 'n=ada@tern.example,r=nonce';
    const first = atob((await client.smtp(`AUTH SCRAM-${hash} ${btoa(`n,,${bare}`)}`)).slice(4).trim());
    const [, nonce = '', salt = '', rounds = ''] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(first) ?? [];
    const salted = pbkdf2Sync(
      'tern',
      Buffer.from(salt, 'base64'),
      Number(rounds),
      hash === 'SHA-1' ? 20 : 32,
      algorithm,
    );
    const hmac = (key: Buffer, text: string): Buffer => createHmac(algorithm, key).update(text).digest();
    const clientKey = hmac(salted, 'Client Key');
    const auth = `${bare},${first},c=biws,r=${nonce}`;
    const signature = hmac(createHash(algorithm).update(clientKey).digest(), auth);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))).toString('base64');
    const final = atob((await client.smtp(btoa(`c=biws,r=${nonce},p=${proof}`))).slice(4).trim());
    expect(final).toBe(`v=${hmac(hmac(salted, 'Server Key'), auth).toString('base64')}`);
    expect(await client.smtp('')).toMatch(/^235/);
  });
});

describe('POP3', () => {
  async function pop3(options: Pop3Options = {}, rules: Rule[] = []): Promise<RawClient> {
    return new RawClient(
      connectInMemory(world, 'pop3', { pop3: options, scripts: { pop3: new Script().add(...rules) } }),
    );
  }
  async function opened(options: Pop3Options = {}, rules: Rule[] = []): Promise<RawClient> {
    const client = await pop3(options, rules);
    await client.line();
    await client.send('USER ada@tern.example\r\nPASS tern\r\n');
    await client.until(/messages\r\n/);
    return client;
  }
  const say = async (client: RawClient, command: string, until = /\r\n/): Promise<string> => {
    await client.send(`${command}\r\n`);
    return client.until(until);
  };
  beforeEach(() => {
    world.append(ada, inbox, 'Subject: one\r\n\r\n.dot\r\nline\r\n');
    world.append(ada, inbox, 'Subject: two\r\n\r\nx\r\n');
  });

  it('lists, tops and retrieves with dots stuffed', async () => {
    const client = await opened();
    expect(await say(client, 'STAT')).toBe('+OK 2 47\r\n');
    expect(await say(client, 'LIST', /\r\n\.\r\n/)).toBe('+OK\r\n1 28\r\n2 19\r\n.\r\n');
    expect(await say(client, 'UIDL 2')).toBe(`+OK 2 ${inbox.uidValidity.toString(16)}.2\r\n`);
    expect(await say(client, 'RETR 1', /\r\n\.\r\n/)).toBe(
      '+OK 28 octets\r\nSubject: one\r\n\r\n..dot\r\nline\r\n.\r\n',
    );
    expect(await say(client, 'TOP 1 1', /\r\n\.\r\n/)).toBe('+OK\r\nSubject: one\r\n\r\n..dot\r\n.\r\n');
    expect(await say(client, 'CAPA', /\r\n\.\r\n/)).toContain('\r\nPIPELINING\r\n');
  });
  it('deletes at QUIT and not before', async () => {
    const first = await opened();
    expect(await say(first, 'DELE 1')).toBe('+OK Deleted\r\n');
    expect(await say(first, 'RETR 1')).toMatch(/^-ERR/);
    first.transport.close();
    expect(inbox.messages).toHaveLength(2);
    const second = await opened();
    await say(second, 'DELE 1');
    expect(await say(second, 'QUIT')).toBe('+OK Bye\r\n');
    expect(inbox.messages.map(({ subject }) => subject)).toEqual(['two']);
  });
  it('knows APOP and SASL PLAIN', async () => {
    const apop = await pop3({ apop: true });
    const stamp = /<[^>]+>/.exec(await apop.line())?.[0] ?? '';
    expect(
      await say(apop, `APOP ada@tern.example ${createHash('md5').update(`${stamp}tern`).digest('hex')}`),
    ).toBe('+OK 2 messages\r\n');
    const sasl = await pop3();
    await sasl.line();
    expect(await say(sasl, 'AUTH PLAIN')).toBe('+ \r\n');
    expect(await say(sasl, PLAIN)).toBe('+OK 2 messages\r\n');
    const wrong = await pop3();
    await wrong.line();
    await say(wrong, 'USER ada@tern.example');
    expect(await say(wrong, 'PASS no')).toBe('-ERR [AUTH] Invalid credentials\r\n');
  });
  it('is cut inside a multi-line answer', async () => {
    const client = await opened({}, [{ verb: 'RETR', act: { do: 'cut-after', bytes: 20 } }]);
    await expect(say(client, 'RETR 1', /\r\n\.\r\n/)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(client.unread).toBe('+OK 28 octets\r\nSubje');
  });
  it('can lack UIDL and CAPA, or renumber', async () => {
    const client = await opened({ uidl: false, capabilities: null });
    expect(await say(client, 'UIDL')).toMatch(/^-ERR/);
    expect(await say(client, 'CAPA')).toMatch(/^-ERR/);
    const same = await opened({ uniqueId: () => 'same' });
    expect(await say(same, 'UIDL', /\r\n\.\r\n/)).toBe('+OK\r\n1 same\r\n2 same\r\n.\r\n');
  });
});
