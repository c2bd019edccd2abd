import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { NodeDialer } from '@main/net/node-dialer';
import { corpus } from '../../../../tests/servers/corpus';
import { startDovecot, type Dovecot } from '../../../../tests/servers/dovecot';
import { examineImap, examinePop3, type DoctorTarget } from './index';

const USER = 'ada@tern.test';
const PASSWORD = 'with "quotes" and blanks';

describe.each([
  ['everything', undefined],
  ['bare', 'IMAP4rev1'],
])('Dovecot, %s', (profile, capabilities) => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({
      users: [{ user: USER, password: PASSWORD }],
      ...(capabilities === undefined ? {} : { capabilities }),
    });
    dovecot.load(USER, 'INBOX', corpus({ count: 200 }));
  });
  afterAll(() => dovecot.stop());

  const ports = () => ({
    dialer: new NodeDialer({ extraRoots: [dovecot.tls.ca] }),
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
    compression: new NodeCompression(),
  });
  const target = (port: number, tls: 'tls' | 'starttls'): DoctorTarget => ({
    endpoint: { host: 'localhost', port, tls },
    credentials: { kind: 'password', user: USER, password: new Secret(PASSWORD) },
  });

  it('keeps what it claims', async () => {
    const report = await examineImap(target(dovecot.ports.imaps, 'tls'), ports());
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.mailboxes.sample).toEqual({ name: 'INBOX', messages: 200 });
    expect(report.connection).toMatchObject({
      tls: 'tls',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(report.greeting).toContain('Dovecot for Tern');
    expect(report.connections).toBe(1);
    const held = report.checks
      .filter(({ outcome }) => outcome === 'held')
      .map(({ capability }) => capability);
    if (profile === 'bare') {
      expect(held).toEqual(['STATUS', 'SEARCH', 'SEARCH CHARSET UTF-8']);
      expect(report.plan).toMatchObject({ changes: 'flags', push: 'polling' });
    } else {
      expect(held).toEqual(
        expect.arrayContaining(
          'ID ENABLE NAMESPACE LIST-EXTENDED LIST-STATUS SPECIAL-USE STATUS STATUS=SIZE NOTIFY SEARCH ESEARCH SEARCHRES CONDSTORE QRESYNC PREVIEW SAVEDATE BINARY SORT THREAD=REFERENCES IDLE UNSELECT'.split(
            ' ',
          ),
        ),
      );
      expect(report.plan).toMatchObject({
        changes: 'QRESYNC',
        move: 'MOVE',
        push: 'IDLE',
        preview: 'PREVIEW',
      });
    }
  });

  it('over STARTTLS too', async () => {
    const report = await examineImap(target(dovecot.ports.imap, 'starttls'), ports());
    expect(report.connection.protocol).toMatch(/^TLSv1\.[23]$/);
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  it('by POP3', async () => {
    const report = await examinePop3(target(dovecot.ports.pop3s, 'tls'), ports());
    expect(report.messages).toBe(200);
    expect(report.checks.map(({ capability, outcome }) => [capability, outcome])).toEqual([
      ['LIST', 'held'],
      ['UIDL', 'held'],
      ['TOP', 'held'],
    ]);
  });
});
