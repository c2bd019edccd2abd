import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { Secret } from '@shared/ports/secret';
import { corpus } from '../../../tests/servers/corpus';
import { startDovecot, type Dovecot } from '../../../tests/servers/dovecot';
import { encodeLatin1 } from './codec/bytes';
import * as imap from './index';
import { ImapClient, UidSet, type ImapEvent } from './index';

const USER = 'ada@tern.test';
const PASSWORD = 'with "quotes" and blanks';
const COUNT = 300;

/** The client against a real server: with everything it offers, and claiming nothing but IMAP4rev1. */
describe.each([
  ['everything', undefined],
  ['bare', 'IMAP4rev1'],
])('Dovecot, %s', (profile, capabilities) => {
  let dovecot: Dovecot;
  const clients: ImapClient[] = [];
  beforeAll(async () => {
    dovecot = await startDovecot({
      users: [{ user: USER, password: PASSWORD }],
      ...(capabilities === undefined ? {} : { capabilities }),
    });
    dovecot.load(USER, 'INBOX', corpus({ count: COUNT }));
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await dovecot.stop();
  });

  const open = async (
    tls: 'tls' | 'starttls' = 'tls',
  ): Promise<{ client: ImapClient; events: ImapEvent[] }> => {
    const events: ImapEvent[] = [];
    const port = tls === 'tls' ? dovecot.ports.imaps : dovecot.ports.imap;
    const dialer = new NodeDialer({ extraRoots: [dovecot.tls.ca] });
    const transport = await dialer.dial({ host: 'localhost', port, tls });
    const client = await ImapClient.connect(transport, {
      clock: new NodeClock(),
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
      tls,
      onEvent: (event) => events.push(event),
    });
    clients.push(client);
    await client.login(USER, new Secret(PASSWORD));
    return { client, events };
  };

  it('reads every message of a mailbox', async () => {
    const { client } = await open();
    const box = await client.run(imap.select('INBOX'));
    expect(box.exists).toBe(COUNT);
    const all = await client
      .fetch(UidSet.all, ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE'])
      .all();
    expect(all).toHaveLength(COUNT);
    for (const m of all) {
      expect([m.flags?.ok, m.internalDate?.ok, m.size?.ok, m.envelope?.ok, m.structure?.ok]).toEqual([
        true,
        true,
        true,
        true,
        true,
      ]);
    }
    const [whole] = await client.fetch(UidSet.from([3]), ['RFC822.SIZE', { section: '' }]).all();
    const data = whole?.sections?.[0]?.data;
    if (!data?.ok || data.value.kind !== 'bytes') throw new Error('no body');
    expect(whole?.size).toEqual({ ok: true, value: data.value.bytes.length });
    expect(client.view?.uidOf(COUNT)).toBe(COUNT);
  });

  it('makes mailboxes of every name, and finds them again', async () => {
    const { client } = await open();
    const names = ['Entwürfe', 'a & b', 'q"uote \\', '日本語', '(1)[2]', 'nil', '😀'];
    for (const name of names) await client.run(imap.create(name));
    const listed = await client.list({ status: ['UIDNEXT'] });
    for (const name of names) {
      const entry = listed.find((box) => box.name === name);
      if (!entry) throw new Error(`lost ${name}`);
      expect((await client.run(imap.status(entry, ['UIDNEXT']))).uidNext).toBe(1);
      await client.run(imap.deleteMailbox(entry));
    }
  });

  it('appends, copies, moves, marks, searches, and another client sees it in IDLE', async () => {
    const { client } = await open('starttls');
    const { client: other, events } = await open();
    await client.run(imap.create('work'));
    const content = encodeLatin1('Subject: gr\xc3\xbcn\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n');
    const appended = await client.run(
      imap.append('work', [{ content, flags: ['\\Draft', '$Forwarded'], internalDate: 0 }]),
    );
    expect(appended?.uids).toEqual([[1, 1]]);
    await client.run(imap.select('INBOX'));
    expect([...((await client.run(imap.copy(UidSet.range(1, 3), 'work'))).mapping ?? [])]).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    await client.run(imap.select('work'));
    await other.run(imap.select('work'));
    const idling = other.idle();
    await idling.started;
    await client.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Flagged', '$Label1'] }));
    expect((await client.run(imap.search({ flagged: true }))).uids.toString()).toBe('2');
    expect((await client.run(imap.search({ subject: 'grün' }))).uids.has(1)).toBe(true);
    const gone = new Promise<void>((resolve) => {
      other.listen((event) => {
        if (event.type === 'expunge' || event.type === 'vanished') resolve();
      });
    });
    await client.run(imap.store(UidSet.from([4]), { mode: 'add', flags: ['\\Deleted'] }));
    await client.run(imap.uidExpunge(UidSet.from([4])));
    await gone;
    await idling.stop();
    expect(other.view?.exists).toBe(3);
    expect(other.view?.dirty).toBeNull();
    expect(
      events.some((event) => event.type === 'fetch' && event.flags?.includes('\\Flagged') === true),
    ).toBe(true);
  });

  it('pipelines, compresses and resynchronises where the server can', async () => {
    const { client } = await open();
    if (client.capabilities.has('COMPRESS=DEFLATE')) await client.compress();
    const qresync = client.capabilities.has('QRESYNC');
    expect(qresync).toBe(profile === 'everything');
    if (qresync) expect(await client.run(imap.enable(['QRESYNC']))).toEqual(['QRESYNC']);
    const box = await client.run(imap.select('INBOX'));
    const pieces = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        client.fetch(UidSet.range(i * 10 + 1, i * 10 + 10), ['RFC822.SIZE']).all(),
      ),
    );
    expect(pieces.flat().map((m) => m.uid)).toEqual(Array.from({ length: COUNT }, (_, i) => i + 1));
    if (!qresync) return;
    const { client: other } = await open();
    await other.run(imap.select('INBOX'));
    await other.run(imap.store(UidSet.from([7]), { mode: 'add', flags: ['\\Answered'] }));
    await other.run(imap.move(UidSet.from([9]), 'Archive'));
    const again = await client.run(
      imap.select('INBOX', {
        qresync: {
          uidValidity: box.uidValidity,
          modseq: box.highestModSeq ?? 1n,
          known: UidSet.range(1, COUNT),
        },
      }),
    );
    expect(again.vanished.toString()).toBe('9');
    expect(again.changed.map((m) => m.uid)).toContain(7);
  });

  it('tells a wrong password from everything else', async () => {
    const dialer = new NodeDialer({ extraRoots: [dovecot.tls.ca] });
    const transport = await dialer.dial({ host: 'localhost', port: dovecot.ports.imaps, tls: 'tls' });
    const client = await ImapClient.connect(transport, { clock: new NodeClock(), tls: 'tls' });
    await expect(client.login(USER, new Secret('wrong'))).rejects.toMatchObject({
      kind: 'refused',
      code: 'auth-failed',
    });
    client.close();
  });
});
