import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpus } from './corpus';
import { startDovecot, type Dovecot } from './dovecot';
import { startPostfix, type Postfix } from './postfix';

/** Lines over a socket: the smoke test must not trust the client it will be used on. */
class Lines {
  #text = '';
  #wake: (() => void) | null = null;
  constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.#text += chunk;
      this.#wake?.();
    });
  }
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match !== null) {
        const end = match.index + match[0].length;
        const text = this.#text.slice(0, end);
        this.#text = this.#text.slice(end);
        return text;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
  async command(tag: string, text: string): Promise<string> {
    this.socket.write(`${tag} ${text}\r\n`);
    return this.until(new RegExp(`^${tag} [^\\r]*\\r\\n`, 'm'));
  }
}

let dovecot: Dovecot;
let postfix: Postfix;
beforeAll(async () => {
  dovecot = await startDovecot({
    users: [
      { user: 'ada@tern.test', password: 'ada-secret' },
      { user: 'bo@tern.test', password: 'bo-secret' },
    ],
  });
  postfix = await startPostfix({ dovecot });
});
afterAll(async () => {
  await postfix.stop();
  await dovecot.stop();
});

async function login(user: string, password: string): Promise<Lines> {
  const lines = new Lines(connect(dovecot.ports.imap, '127.0.0.1'));
  await lines.until(/^\* OK [^\r]*\r\n/);
  expect(await lines.command('a', `LOGIN ${user} ${password}`)).toMatch(/^a OK/m);
  return lines;
}

describe('Dovecot and Postfix', () => {
  it('take a submission over STARTTLS and tell of it in IDLE', async () => {
    const bo = await login('bo@tern.test', 'bo-secret');
    await bo.command('b', 'SELECT INBOX');
    bo.socket.write('c IDLE\r\n');
    await bo.until(/\+ [^\r]*\r\n/);
    const transport = createTransport({
      host: '127.0.0.1',
      port: postfix.ports.submission,
      requireTLS: true,
      tls: { ca: dovecot.tls.ca },
      auth: { user: 'ada@tern.test', pass: 'ada-secret' },
    });
    await transport.sendMail({
      from: 'ada@tern.test',
      to: 'bo@tern.test',
      subject: 'Across',
      text: 'Hello\n',
    });
    transport.close();
    await bo.until(/\* 1 EXISTS\r\n/);
    bo.socket.write('DONE\r\n');
    expect(await bo.command('d', 'FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]')).toContain('Subject: Across');
    bo.socket.destroy();
  });

  it('refuse a wrong password, an unknown recipient and AUTH before TLS', async () => {
    const options = { host: '127.0.0.1', tls: { ca: dovecot.tls.ca } };
    const wrong = createTransport({
      ...options,
      port: postfix.ports.submissions,
      secure: true,
      auth: { user: 'ada@tern.test', pass: 'x' },
    });
    await expect(wrong.verify()).rejects.toMatchObject({ code: 'EAUTH' });
    const auth = { user: 'ada@tern.test', pass: 'ada-secret' };
    const right = createTransport({ ...options, port: postfix.ports.submissions, secure: true, auth });
    const info = await right.sendMail({
      from: 'ada@tern.test',
      to: ['bo@tern.test', 'nobody@tern.test'],
      subject: 'x',
      text: 'x',
    });
    expect([info.accepted, info.rejected]).toEqual([['bo@tern.test'], ['nobody@tern.test']]);
    const lines = new Lines(connect(postfix.ports.submission, '127.0.0.1'));
    await lines.until(/^220 [^\r]*\r\n/);
    lines.socket.write('EHLO localhost\r\nAUTH PLAIN AAAA\r\n');
    expect(await lines.until(/^5\d\d [^\r]*\r\n/m)).not.toMatch(/^250[ -]AUTH/m);
    lines.socket.destroy();
    right.close();
    wrong.close();
  });

  it('serve IMAP and POP3 with implicit TLS under a certificate that the test authority signed', async () => {
    for (const [port, greeting] of [
      [dovecot.ports.imaps, /^\* OK/],
      [dovecot.ports.pop3s, /^\+OK/],
    ] as const) {
      const socket = connectTls({ host: '127.0.0.1', port, ca: dovecot.tls.ca, servername: 'localhost' });
      const lines = new Lines(socket);
      expect(await lines.until(/\r\n/)).toMatch(greeting);
      expect(socket.authorized).toBe(true);
      socket.destroy();
    }
  });

  it('serve a bulk-loaded mailbox with the UIDs, flags and dates given, also after a restart', async () => {
    const { count } = dovecot.load('ada@tern.test', 'Archive', corpus({ count: 2000 }));
    expect(count).toBe(2000);
    const first = await login('ada@tern.test', 'ada-secret');
    expect(await first.command('b', 'SELECT Archive')).toMatch(
      /\* 2000 EXISTS[\s\S]*\[UIDVALIDITY 1700000000\][\s\S]*\[UIDNEXT 2001\]/,
    );
    first.socket.destroy();
    await dovecot.pause();
    await dovecot.start();
    const again = await login('ada@tern.test', 'ada-secret');
    expect(await again.command('b', 'STATUS Archive (MESSAGES UIDNEXT)')).toContain(
      '(MESSAGES 2000 UIDNEXT 2001)',
    );
    await again.command('c', 'SELECT Archive');
    expect(await again.command('d', 'UID FETCH 2000 (INTERNALDATE)')).toContain(
      '"17-Mar-2026 09:00:00 +0000"',
    );
    again.socket.destroy();
  });

  it('has a bare capability list when asked', async () => {
    const bare = await startDovecot({
      users: [{ user: 'x@tern.test', password: 'y' }],
      capabilities: 'IMAP4rev1',
      specialUse: false,
    });
    try {
      const lines = new Lines(connect(bare.ports.imap, '127.0.0.1'));
      expect(await lines.until(/\r\n/)).toContain('[CAPABILITY IMAP4rev1');
      await lines.command('a', 'LOGIN x@tern.test y');
      expect(await lines.command('b', 'CAPABILITY')).toMatch(/^\* CAPABILITY IMAP4rev1\r\n/m);
      lines.socket.destroy();
    } finally {
      await bare.stop();
    }
  });
});
