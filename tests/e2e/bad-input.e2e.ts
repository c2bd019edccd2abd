import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveWorld, type ServedWorld } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { Script } from '@main/demo/script';
import { NodeClock } from '@main/net/node-clock';
import { freePorts } from '../servers/processes';
import { type Host, openChromium, startHost, Tern, until } from './support/tern';
import { addAccount, type ServerEntry, Wizard } from './support/wizard';

/** Everything that can be wrong with a server or a message ends in a sentence, and nothing else stops for it. */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../src/main/net/fixtures/${name}`, import.meta.url));
const LOCAL = '127.0.0.1';
const OWNER = 'eve@tern.test';

const closers: Array<() => Promise<void>> = [];
let host: Host;
let browser: Browser;
let tern: Tern;
let good: ServedWorld;
let bad: { served: ServedWorld; script: Script };

/** A world with one person, served as told. */
async function worldOf(
  options: Omit<Parameters<typeof serveWorld>[1], 'ports'>,
  user = OWNER,
): Promise<ServedWorld> {
  const world = new MailWorld(new NodeClock());
  const account = world.addAccount({ user, password: 'secret', addresses: [user] });
  fill(world, account);
  const served = await serveWorld(world, { ports: { imap: 0, smtp: 0 }, ...options });
  closers.push(() => served.close());
  return served;
}
function fill(world: MailWorld, account: ReturnType<MailWorld['addAccount']>): void {
  const letter = (subject: string, body = 'Words.'): string =>
    `From: Bo <bo@tern.test>\r\nTo: <${OWNER}>\r\nSubject: ${subject}\r\nDate: Tue, 17 Mar 2026 09:00:00 +0000\r\nMessage-ID: <${subject.replaceAll(' ', '.')}@tern.test>\r\n\r\n${body}\r\n`;
  for (const name of ['Sent', 'Quiet', 'Locked', 'Cut', 'Garbled'])
    world.createMailbox(account, name, name === 'Sent' ? { use: '\\Sent' } : {});
  const put = (folder: string, raw: string): void =>
    void world.append(account, world.mailbox(account.user, folder), raw);
  put('INBOX', letter('Before the broken one'));
  put(
    'INBOX',
    '\x00\xff\xfe no header at all\r\n\r\nContent-Type: multipart/mixed; boundary=\r\n--\r\n\x80\x81',
  );
  put(
    'INBOX',
    'From: <<<>>\r\nSubject: =?no-such-charset?B?////?=\r\nContent-Type: multipart/mixed; boundary="x"\r\nContent-Transfer-Encoding: nonsense\r\n\r\n--x\r\nContent-Type: text/html; charset=klingon\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!not base64!!!!\r\n--x',
  );
  put('INBOX', letter('After the broken one'));
  for (const folder of ['Quiet', 'Locked', 'Cut', 'Garbled']) put(folder, letter(`Lies in ${folder}`));
}
/** A server that says these lines to whoever connects, then what comes with each line it hears. */
async function lines(greeting: string, answer: (line: string) => string = () => ''): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(greeting, 'latin1');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('latin1').split('\r\n'))
        if (line !== '') socket.write(answer(line), 'latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, LOCAL, resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
const certified = async (name: string): Promise<ServerEntry> => {
  const tls = {
    key: readFileSync(fixture(`${name}.key`), 'utf8'),
    cert: readFileSync(fixture(`${name}.pem`), 'utf8'),
    implicit: true,
  };
  const served = await worldOf({ tls });
  return { host: LOCAL, port: served.ports.imap, tls: 'TLS' };
};

beforeAll(async () => {
  good = await worldOf({}, 'bo@tern.test');
  const script = new Script();
  bad = { script, served: await worldOf({ scripts: { imap: script } }) };
  [host, browser] = await Promise.all([
    startHost({ env: { NODE_EXTRA_CA_CERTS: fixture('ca.pem') } }),
    openChromium(),
  ]);
  tern = await Tern.open(browser, host.url);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await tern.report(`bad-${task.name}`));
});
afterAll(async () => {
  await browser.close();
  await host.close();
  await Promise.all(closers.map((close) => close()));
});

const cases: ReadonlyArray<
  readonly [what: string, server: () => Promise<ServerEntry>, sentence: string | RegExp]
> = [
  [
    'a host that does not exist',
    () => Promise.resolve({ host: 'no-such-host.invalid', port: 993, tls: 'TLS' }),
    'There is no server called no-such-host.invalid.',
  ],
  [
    'a port where nothing listens',
    async () => ({ host: LOCAL, port: (await freePorts(1))[0] ?? 1, tls: 'TLS' }),
    /127\.0\.0\.1 refuses connections on port \d+\./,
  ],
  [
    'a port where something else answers',
    async () => ({ host: LOCAL, port: good.ports.smtp, tls: 'None' }),
    /isn’t an IMAP server/,
  ],
  [
    'TLS on a port without it',
    async () => ({ host: LOCAL, port: good.ports.imap, tls: 'TLS' }),
    /127\.0\.0\.1 doesn’t speak TLS on port \d+\./,
  ],
  [
    'STARTTLS where it is not offered',
    async () => ({ host: LOCAL, port: good.ports.imap, tls: 'STARTTLS (required)' }),
    'doesn’t offer encryption on this port',
  ],
  [
    'a certificate of an unknown authority',
    () => certified('untrusted'),
    'signed by an authority this computer doesn’t know',
  ],
  [
    'a certificate that vouches for itself',
    () => certified('self-signed'),
    'presented a certificate that only vouches for itself',
  ],
  ['a certificate out of date', () => certified('expired'), 'is out of date'],
  [
    'a certificate for another name',
    () => certified('wrong-host'),
    'presented a certificate for another name',
  ],
  [
    'a server that turns everybody away',
    async () => ({ host: LOCAL, port: await lines('* BYE come back tomorrow\r\n'), tls: 'None' }),
    'doesn’t want to talk to Tern',
  ],
  [
    'a server that refuses the login',
    async () => ({
      host: LOCAL,
      port: await lines(
        '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello\r\n',
        (line) => `${line.split(' ')[0] ?? ''} NO [AUTHENTICATIONFAILED] who are you\r\n`,
      ),
      tls: 'None',
    }),
    'The user name or password was not accepted.',
  ],
  [
    'capabilities without sense',
    async () => ({
      host: LOCAL,
      port: await lines(
        '* OK [CAPABILITY AUTH= =X ((( "] hello\r\n',
        (line) => `* CAPABILITY \x01\x02 )))\r\n${line.split(' ')[0] ?? ''} BAD what\r\n`,
      ),
      tls: 'None',
    }),
    /makes no sense|isn’t an IMAP server|wants no password, or in no way Tern knows|accepts passwords only in the clear/,
  ],
  [
    'answers to questions nobody asked',
    async () => ({
      host: LOCAL,
      port: await lines('* OK hello\r\n', () => 'zz99 OK [((( done\r\n* 5 FETCH (((\r\n+ \r\n'),
      tls: 'None',
    }),
    /makes no sense|did not answer in time|was cut/,
  ],
];

describe('the wizard tells of', () => {
  let wizard: Wizard;
  it.each(cases)('%s', async (_what, server, sentence) => {
    wizard ??= await (async () => {
      const opened = await Wizard.open(tern);
      await opened.byHand({
        address: OWNER,
        password: 'secret',
        incoming: { host: LOCAL, port: 1 },
        outgoing: { host: LOCAL, port: good.ports.smtp, tls: 'None' },
      });
      return opened;
    })();
    await wizard.server('Incoming mail', await server());
    await wizard.test();
    const said = await wizard.verdict('Incoming mail');
    expect(said).toMatch(
      sentence instanceof RegExp ? sentence : new RegExp(sentence.replaceAll(/[.()]/g, '\\$&')),
    );
    // Words for people, never a code or a key of the dictionary.
    expect(said).not.toMatch(/undefined|errors\.|\{\{|went wrong \(/);
  });
  it('and can be left', async () => {
    await tern.page.keyboard.press('Escape');
    await wizard.dialog
      .getByRole('button', { name: 'Back' })
      .click({ timeout: 2000 })
      .catch(() => undefined);
    await tern.page
      .getByRole('button', { name: 'Cancel' })
      .click({ timeout: 2000 })
      .catch(() => undefined);
    await wizard.dialog.waitFor({ state: 'detached' });
  });
});

describe('an account that works, but for', () => {
  const plain = (port: number): ServerEntry => ({ host: LOCAL, port, tls: 'None' });
  it('nothing: two accounts, one with a bad server', async () => {
    bad.script.add(
      // This folder can't be opened.
      { verb: 'SELECT', mailbox: 'Locked', act: { do: 'answer', reply: 'NO [INUSE] somebody else has it' } },
      // The first answer from here breaks off in the middle of a literal.
      { verb: 'UID FETCH', mailbox: 'Cut', nth: 1, act: { do: 'cut-after', bytes: 150 } },
      // Rubbish before every answer from here.
      {
        verb: 'UID FETCH',
        mailbox: 'Garbled',
        act: {
          do: 'inject',
          bytes: '* 1 FETCH (UID )(\r\n* )))\r\n*\r\n* 7 NONSENSE {3}\r\nabc\r\n',
          at: 'start',
        },
      },
    );
    await addAccount(tern, {
      address: OWNER,
      password: 'secret',
      incoming: plain(bad.served.ports.imap),
      outgoing: plain(bad.served.ports.smtp),
    });
    await addAccount(tern, {
      address: 'bo@tern.test',
      password: 'secret',
      incoming: plain(good.ports.imap),
      outgoing: plain(good.ports.smtp),
    });
    await until(
      'both accounts have their folders',
      async () => (await tern.folder(/^Quiet/).count()) === 2,
      30_000,
    );
  });

  const openIn = async (folder: string, account: 0 | 1): Promise<void> => {
    await tern
      .folder(new RegExp(`^${folder}`))
      .nth(account)
      .click();
    await tern.page.getByRole('heading', { level: 1, name: folder }).waitFor();
  };

  it('a message that cannot be parsed: the others are there, and it shows what it has', async () => {
    await openIn('Inbox', 0);
    await tern.row(/Before the broken one/).waitFor({ timeout: 30_000 });
    await tern.row(/After the broken one/).waitFor();
    await expect.poll(() => tern.total()).toBe(4);
    for (const index of [0, 1, 2, 3]) {
      await tern.rows.nth(index).click();
      await tern.reader.locator('.reader-message').waitFor();
      await tern.reader.locator('.reader-skeleton').waitFor({ state: 'detached' });
    }
    await tern.openRow(/After the broken one/);
    await tern.reader.getByText('Words.').waitFor();
  });

  it('a folder that cannot be opened: it says why, the others go on', async () => {
    await openIn('Locked', 0);
    await tern.page
      .getByText(/This folder can’t be read|in use by another program/)
      .first()
      .waitFor({ timeout: 30_000 });
    await openIn('Quiet', 0);
    await tern.row(/Lies in Quiet/).waitFor();
  });

  it('a literal that breaks off: it is fetched again, and nothing is lost', async () => {
    await openIn('Cut', 0);
    await tern.row(/Lies in Cut/).waitFor({ timeout: 60_000 });
  });

  it('rubbish between answers: it is dropped, the mail is there', async () => {
    await openIn('Garbled', 0);
    await tern.row(/Lies in Garbled/).waitFor({ timeout: 60_000 });
  });

  it('and the other account never noticed', async () => {
    await openIn('Inbox', 1);
    await tern.row(/After the broken one/).waitFor();
    await openIn('Garbled', 1);
    await tern.row(/Lies in Garbled/).waitFor();
    expect(tern.complaints).toEqual([]);
  });
});
