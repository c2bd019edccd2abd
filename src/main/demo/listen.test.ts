import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../tests/fakes/clocks';
import { RawClient } from '../../../tests/fakes/raw-client';
import { makeCertificates, type TestCertificates } from '../../../tests/servers/certificates';
import { connectInMemory, serveWorld } from './listen';
import { MailWorld } from './mail-world';
import { Script } from './script';

const folder = mkdtempSync(join(tmpdir(), 'tern-listen-'));
let tls: TestCertificates;
let world: MailWorld;
beforeAll(() => {
  tls = makeCertificates(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  world = new MailWorld(systemClock);
  world.addAccount({ user: 'ada@tern.example', password: 'tern' });
});

const imap = (port: number, secure: boolean): ImapFlow =>
  new ImapFlow({
    host: '127.0.0.1',
    port,
    secure,
    doSTARTTLS: !secure,
    tls: { ca: tls.ca },
    auth: { user: 'ada@tern.example', pass: 'tern' },
    logger: false,
  });

describe('serveWorld', () => {
  it.each([true, false])('speaks TLS, implicit: %s', async (implicit) => {
    const served = await serveWorld(world, { ports: { imap: 0, smtp: 0 }, tls: { ...tls, implicit } });
    const flow = imap(served.ports.imap, implicit);
    await flow.connect();
    expect(flow.secureConnection).toBe(true);
    await flow.logout();
    const transport = createTransport({
      host: '127.0.0.1',
      port: served.ports.smtp,
      secure: implicit,
      requireTLS: !implicit,
      tls: { ca: tls.ca },
      auth: { user: 'ada@tern.example', pass: 'tern' },
    });
    expect(await transport.verify()).toBe(true);
    transport.close();
    await served.close();
  });

  it('survives a client that does not trust the certificate', async () => {
    const served = await serveWorld(world, { ports: { smtp: 0 }, tls: { ...tls, implicit: true } });
    const wary = createTransport({ host: '127.0.0.1', port: served.ports.smtp, secure: true });
    await expect(wary.verify()).rejects.toThrow(/certificate/);
    wary.close();
    const trusting = createTransport({
      host: '127.0.0.1',
      port: served.ports.smtp,
      secure: true,
      tls: { ca: tls.ca },
    });
    expect(await trusting.verify()).toBe(true);
    trusting.close();
    await served.close();
  });

  it('counts connections, keeps transcripts and drops connections', async () => {
    const served = await serveWorld(world, {
      ports: { imap: 0 },
      imap: { profile: 'bare' },
      transcript: true,
    });
    const socket = connect(served.ports.imap, '127.0.0.1');
    const lost = new Promise<string>((resolve) =>
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')),
    );
    const answered = new Promise<void>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (text.includes('a OK')) resolve();
      });
    });
    socket.write('a NOOP\r\n');
    await answered;
    expect(served.connections.imap).toEqual({ open: 1, total: 1 });
    expect(served.transcripts).toEqual([
      {
        protocol: 'imap',
        received: 'a NOOP\r\n',
        sent: '* OK [CAPABILITY IMAP4rev1] Tern embedded server ready\r\na OK Nothing done\r\n',
      },
    ]);
    served.dropConnections();
    expect(await lost).toBe('ECONNRESET');
    await served.close();
    expect(served.connections.imap).toEqual({ open: 0, total: 1 });
  });

  it('lets the bytes before a cut arrive', async () => {
    const script = new Script().add({ verb: 'NOOP', act: { do: 'cut-after', bytes: 4 } });
    const served = await serveWorld(world, { ports: { imap: 0 }, scripts: { imap: script } });
    const socket = connect(served.ports.imap, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write('a NOOP\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(text.slice(-6)).toBe('\r\na OK');
    await served.close();
  });
});

describe('connectInMemory', () => {
  it('turns into TLS only when the server expects it', async () => {
    const transport = connectInMemory(world, 'imap', { imap: { startTls: true, loginDisabled: true } });
    const client = new RawClient(transport);
    expect(await client.line()).toContain(' STARTTLS LOGINDISABLED]');
    await expect(transport.startTls()).rejects.toMatchObject({ code: 'tls-refused' });
    expect((await client.imap('LOGIN ada@tern.example tern')).at(-1)).toMatch(/^NO \[PRIVACYREQUIRED\]/);
    expect(await client.imap('STARTTLS')).toEqual(['OK Begin TLS negotiation now']);
    await transport.startTls();
    expect(transport.security.kind).toBe('tls');
    expect((await client.imap('CAPABILITY'))[0]).not.toContain('STARTTLS');
    expect((await client.imap('LOGIN ada@tern.example tern')).at(-1)).toMatch(/^OK/);
  });
  it('gives null at an orderly end and fails a send after close', async () => {
    const transport = connectInMemory(world, 'pop3');
    const client = new RawClient(transport);
    await client.line();
    await client.send('QUIT\r\n');
    expect(await client.line()).toBe('+OK Bye\r\n');
    expect(await transport.receive()).toBeNull();
    transport.close();
    await expect(transport.send(new Uint8Array(1))).rejects.toMatchObject({ kind: 'unreachable' });
  });
  it('can inject bytes behind the STARTTLS answer', async () => {
    const script = new Script().add({
      verb: 'STARTTLS',
      act: { do: 'inject', bytes: '* OK [ALERT] injected\r\n', at: 'end' },
    });
    const client = new RawClient(
      connectInMemory(world, 'imap', { imap: { startTls: true }, scripts: { imap: script } }),
    );
    await client.line();
    await client.send('a STARTTLS\r\n');
    expect(await client.until(/injected\r\n/)).toBe(
      'a OK Begin TLS negotiation now\r\n* OK [ALERT] injected\r\n',
    );
  });
});
