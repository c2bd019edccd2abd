import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../tests/fakes/clocks';
import { serveWorld, type ServedWorld } from './listen';
import { MailWorld } from './mail-world';
import { IMAP_PROFILES, type ImapProfileName } from './imap/profiles';

/** Independent clients judge the embedded servers: if imapflow and nodemailer are content, so may Tern be. */
const MESSAGE = [
  'From: Bo <bo@tern.example>',
  'To: Ada <ada@tern.example>',
  'Subject: =?utf-8?Q?Hej_=C3=A5?=',
  'Message-ID: <one@tern.example>',
  'Date: Tue, 17 Mar 2026 09:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Hello Ada',
  '--b',
  'Content-Type: text/csv; name=a.csv',
  'Content-Disposition: attachment; filename=a.csv',
  'Content-Transfer-Encoding: base64',
  '',
  'YTtiCg==',
  '--b--',
  '',
].join('\r\n');

let world: MailWorld;
let served: ServedWorld;
beforeEach(() => {
  world = new MailWorld(systemClock);
});
afterEach(() => served.close());

function client(): ImapFlow {
  return new ImapFlow({
    host: '127.0.0.1',
    port: served.ports.imap,
    secure: false,
    auth: { user: 'ada@tern.example', pass: 'tern' },
    logger: false,
    disableAutoIdle: true,
  });
}

async function start(profile: ImapProfileName): Promise<void> {
  const ada = world.addAccount({ user: 'ada@tern.example', password: 'tern', gmail: profile === 'gmail' });
  if (profile === 'gmail') world.createMailbox(ada, '[Gmail]/All Mail', { use: '\\All' });
  world.createMailbox(ada, 'Archive', { use: '\\Archive' });
  world.createMailbox(ada, 'Příjem/Ελληνικά & co');
  world.append(ada, world.mailbox('ada@tern.example', 'INBOX'), MESSAGE);
  served = await serveWorld(world, { ports: { imap: 0, smtp: 0 }, imap: { profile } });
}

describe.each(Object.keys(IMAP_PROFILES) as ImapProfileName[])('imapflow on the profile %s', (profile) => {
  it('lists, fetches, flags, appends, moves and hears of new mail', async () => {
    await start(profile);
    const flow = client();
    await flow.connect();
    const names = (await flow.list()).map((entry) => entry.path);
    expect(names).toEqual(expect.arrayContaining(['INBOX', 'Archive', 'Příjem/Ελληνικά & co']));

    const lock = await flow.getMailboxLock('INBOX');
    try {
      const inbox = world.mailbox('ada@tern.example', 'INBOX');
      const message = await flow.fetchOne('1', {
        uid: true,
        envelope: true,
        bodyStructure: true,
        flags: true,
        source: true,
      });
      if (message === false || message === undefined) throw new Error('no message');
      expect(message.envelope?.subject).toBe('Hej å');
      expect(message.envelope?.from?.[0]).toEqual({ name: 'Bo', address: 'bo@tern.example' });
      expect(message.bodyStructure?.childNodes?.map((node) => [node.part, node.type])).toEqual([
        ['1', 'text/plain'],
        ['2', 'text/csv'],
      ]);
      expect(message.source?.toString()).toBe(MESSAGE);
      const part = await flow.download('1', '2');
      expect(part.meta?.filename).toBe('a.csv');

      await flow.messageFlagsAdd('1', ['\\Seen', 'Harbour']);
      expect([...(inbox.find(1)?.flags ?? [])]).toEqual(['\\Seen', 'Harbour']);
      expect(await flow.search({ header: { 'message-id': 'one@tern.example' } })).toEqual([1]);

      const exists = new Promise<number>((resolve) => flow.once('exists', (event) => resolve(event.count)));
      await flow.append('INBOX', MESSAGE.replace('<one@', '<two@'), ['\\Seen']);
      expect(await exists).toBe(2);
      await flow.messageMove('1', 'Archive');
      expect(inbox.messages.map(({ uid }) => uid)).toEqual([2]);
      expect(world.mailbox('ada@tern.example', 'Archive').messages[0]?.flags.has('Harbour')).toBe(true);
    } finally {
      lock.release();
    }
    await flow.logout();
  });
});

describe('nodemailer', () => {
  it('sends with AUTH, and what is sent is delivered', async () => {
    await start('everything');
    const transport = createTransport({
      host: '127.0.0.1',
      port: served.ports.smtp,
      auth: { user: 'ada@tern.example', pass: 'tern' },
    });
    const info = await transport.sendMail({
      from: 'ada@tern.example',
      to: ['ada@tern.example', 'nobody@elsewhere.example'],
      subject: 'Dots',
      text: '.\n..\n.end\n',
    });
    expect(info.accepted).toHaveLength(2);
    transport.close();
    const delivered = world.mailbox('ada@tern.example', 'INBOX').messages.at(-1);
    expect(delivered?.content.raw).toContain('\r\n.\r\n..\r\n.end\r\n');
    expect(world.undeliverable.map(({ to }) => to)).toEqual(['nobody@elsewhere.example']);
  });

  it('is refused with a wrong password', async () => {
    await start('everything');
    const transport = createTransport({
      host: '127.0.0.1',
      port: served.ports.smtp,
      auth: { user: 'ada@tern.example', pass: 'wrong' },
    });
    await expect(transport.verify()).rejects.toMatchObject({ code: 'EAUTH' });
    transport.close();
    expect(world.accepted).toEqual([]);
  });
});
