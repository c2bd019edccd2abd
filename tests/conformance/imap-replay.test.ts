import { describe, expect, it } from 'vitest';
import { NodeClock } from '@main/net/node-clock';
import { NodeCrypto } from '@main/net/node-crypto';
import { connectInMemory } from '@main/demo/listen';
import { IMAP_PROFILES, type ImapProfileName } from '@main/demo/imap/profiles';
import { MailWorld } from '@main/demo/mail-world';
import * as imap from '@main/imap';
import { ImapClient, SAVED, UidSet, type TraceLine } from '@main/imap';
import { ReplayServer } from '@main/imap/testing/replay-server';
import { PlainMechanism } from '@main/sasl';
import { Secret } from '@shared/ports/secret';
import type { Transport } from '@shared/ports/transport';
import { bytes, letter } from './imap-subject';

const PASSWORD = 'hunter2 "and more"';
const PROFILES: readonly ImapProfileName[] = ['bare', 'gmail', 'exchange', 'cyrus', 'everything'];

/** One sitting: everything that a server of the profile can be asked, and what is seen of the answers. */
async function sitting(transport: Transport, trace: TraceLine[], password: string): Promise<unknown[]> {
  const seen: unknown[] = [];
  const client = await ImapClient.connect(transport, {
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
    tls: 'none',
    allowPlaintext: true,
    onEvent: ({ type }) => seen.push(type),
    trace: () => (line) => void trace.push(line),
  });
  const { capabilities: before } = client;
  if (before.values('AUTH').includes('PLAIN'))
    await client.authenticate(new PlainMechanism('ada', new Secret(password)));
  else await client.login('ada', new Secret(password));
  const has = (name: string): boolean => client.capabilities.has(name);
  if (has('ENABLE') && has('QRESYNC')) seen.push(await client.run(imap.enable(['QRESYNC'])));
  if (has('NAMESPACE')) seen.push(await client.run(imap.namespace()));
  await client.run(imap.create('Secret plans'));
  for (let n = 1; n <= 3; n++)
    seen.push(
      await client.run(imap.append('Secret plans', [{ content: bytes(letter(n)), flags: ['\\Seen'] }])),
    );
  seen.push(
    (await client.list({ status: ['MESSAGES', 'UIDNEXT'] })).map(({ name, status }) => [name, status]),
  );
  const { exists, uidNext, highestModSeq } = await client.run(imap.select('Secret plans'));
  seen.push([exists, uidNext, highestModSeq]);
  const messages = await client
    .fetch(UidSet.all, ['FLAGS', 'RFC822.SIZE', 'INTERNALDATE', 'ENVELOPE', 'BODYSTRUCTURE', { section: '' }])
    .all();
  for (const m of messages) {
    const body = m.sections?.[0]?.data;
    // Content is not in a trace; how long it was is.
    const length = body?.ok === true && body.value.kind === 'bytes' ? body.value.bytes.length : null;
    seen.push([m.uid, m.flags, m.size, m.internalDate, m.envelope?.ok, m.structure?.ok, length]);
  }
  const [found] = await Promise.all([
    client.run(imap.search({ subject: 'Letter 2 is private' })),
    client.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Flagged'] })),
  ]);
  seen.push(found.uids.toString());
  if (has('SEARCHRES')) {
    const saved = client.run(imap.search({ seen: true }, { returns: ['SAVE'] }));
    seen.push((await client.fetch(SAVED, ['FLAGS']).all()).map(({ uid }) => uid));
    await saved;
  }
  if (has('MOVE')) seen.push((await client.run(imap.move(UidSet.from([1]), 'INBOX'))).mapping?.source);
  seen.push(await client.run(imap.status('no such mailbox', ['MESSAGES'])).catch((e: Error) => e.message));
  if (has('IDLE')) {
    const idling = client.idle();
    await idling.started;
    await idling.stop();
  }
  await client.logout();
  return seen;
}

const withoutTags = (lines: readonly TraceLine[]): string[] =>
  lines.map(({ direction, text }) => `${direction} ${text.replace(/\b[A-Z]{6}(?=\d)/g, 'T')}`);

describe.each(PROFILES)('a recorded session with a server of the profile %s', (profile) => {
  it('is replayed: the client sends the same and sees the same', async () => {
    const world = new MailWorld(new NodeClock());
    world.addAccount({ user: 'ada', password: PASSWORD });
    const recorded: TraceLine[] = [];
    const then = await sitting(
      connectInMemory(world, 'imap', { imap: { profile: IMAP_PROFILES[profile] } }),
      recorded,
      PASSWORD,
    );

    // As it lies in a file.
    const read = recorded.map((line) => JSON.parse(JSON.stringify(line)) as TraceLine);
    for (const secret of [
      'hunter2',
      'private',
      'line 1',
      'Bo Ek',
      'lovelace',
      Buffer.from('hunter2').toString('base64'),
    ])
      expect(JSON.stringify(read).toLowerCase()).not.toContain(secret.toLowerCase());

    const replay = new ReplayServer(read, { kind: 'plain', loopback: true });
    const again: TraceLine[] = [];
    const now = await sitting(replay, again, 'another password');
    await replay.finished;
    expect(now).toEqual(then);
    expect(withoutTags(again)).toEqual(withoutTags(recorded));
  });

  it('and notices a client that does something else', async () => {
    const world = new MailWorld(new NodeClock());
    world.addAccount({ user: 'ada', password: PASSWORD });
    const recorded: TraceLine[] = [];
    await sitting(
      connectInMemory(world, 'imap', { imap: { profile: IMAP_PROFILES[profile] } }),
      recorded,
      PASSWORD,
    );
    const replay = new ReplayServer(recorded);
    const client = await ImapClient.connect(replay, { clock: new NodeClock(), tls: 'tls' });
    void client.run(imap.unauthenticate()).catch(() => undefined);
    await expect(replay.finished).rejects.toThrow('UNAUTHENTICATE');
    client.close();
  });
});
