import { afterEach, describe, expect, it, vi } from 'vitest';
import { generation, messageKey, parseMessageKey, THIS_COMPUTER, uid } from '@shared/model/ids';
import type { MessageBody } from '@shared/model/message';
import { letter, USER } from '../fakes/bench';
import { Pop3Bench } from '../fakes/pop3-bench';

/** Whose word counts about senders of mail that lives here (RFC 8601): the server's that took it in, nobody else's. */
let bench: Pop3Bench;
afterEach(() => bench.stop());

const PASS = 'dmarc=pass header.from=tern.example';
const FAIL = 'dmarc=fail header.from=tern.example';
const says = (server: string, result: string): string =>
  `Authentication-Results: ${server};\r\n ${result}\r\n`;

async function given(heads: readonly string[]): Promise<void> {
  bench = new Pop3Bench();
  heads.forEach((head, i) =>
    bench.world.append(bench.world.account(USER), bench.inbox, head + letter(i + 1)),
  );
  await bench.start();
  await bench.until(() => bench.here().length === heads.length);
}

async function senderOf(key: ReturnType<Pop3Bench['key']>): Promise<MessageBody['sender']> {
  const { mailbox, generation: of, uid: n } = parseMessageKey(key);
  await bench.ui.api.fetchBody({ ref: parseMessageKey(key) });
  const row = bench.store.messages.get(`${mailbox}/${of}`)?.get(n)?.row;
  return bench.store.bodies.get(row?.identity ?? '')?.sender;
}
const inbox = (n: number): ReturnType<Pop3Bench['key']> => bench.key('INBOX', `Letter ${n}`);
const times = (count: number, head: string): string[] => Array.from({ length: count }, () => head);

describe('the sender of a letter that POP3 has fetched', () => {
  it('is what the server found out that puts its name on nearly all of them', async () => {
    await given([
      ...times(8, says('mx.tern.example', PASS)),
      says('mx.tern.example', FAIL) + says('mx.tern.example', PASS),
      says('mx.evil.example', PASS),
      '',
    ]);
    expect(await senderOf(inbox(3))).toBe('verified');
    expect(await senderOf(inbox(9))).toBe('failed');
    expect(await senderOf(inbox(10))).toBe('unverified');
    expect(await senderOf(inbox(11))).toBe('unverified');
  });

  it('stays so where it was moved to alone', async () => {
    await given([...times(8, says('mx.tern.example', PASS)), says('mx.evil.example', PASS)]);
    for (const n of [3, 9]) await bench.act({ kind: 'move', to: bench.idOf('Archive') }, inbox(n));
    await bench.until(() => bench.here('Archive').length === 2);
    expect(await senderOf(bench.key('Archive', 'Letter 3'))).toBe('verified');
    expect(await senderOf(bench.key('Archive', 'Letter 9'))).toBe('unverified');
  });

  it('S-05 stays open where the server checks nobody, whatever single letters carry', async () => {
    await given([...times(8, ''), says('mx.tern.example', PASS)]);
    expect(await senderOf(inbox(9))).toBeUndefined();
    expect(await senderOf(inbox(1))).toBeUndefined();
  });

  it('stays open among too few letters to tell, until there are more', async () => {
    await given(times(3, says('mx.tern.example', PASS)));
    expect(await senderOf(inbox(2))).toBeUndefined();
    for (let n = 4; n < 9; n++)
      bench.world.append(bench.world.account(USER), bench.inbox, says('mx.tern.example', PASS) + letter(n));
    await bench.poll();
    await bench.until(() => bench.here().length === 8);
    expect(await senderOf(inbox(3))).toBe('verified');
  });

  it('is looked for once among its neighbours, and not in what one has sent', async () => {
    await given(times(9, says('mx.tern.example', PASS)));
    expect(await senderOf(inbox(1))).toBe('verified');
    await bench.act({ kind: 'move', to: bench.idOf('Sent') }, inbox(2));
    await bench.until(() => bench.here('Sent').length === 1);
    expect(await senderOf(bench.key('Sent', 'Letter 2'))).toBeUndefined();
  });
});

it('the sender of imported mail is nobody’s to vouch for, whatever its header says', async () => {
  await given(times(8, says('mx.tern.example', PASS)));
  const file = says('mx.tern.example', PASS) + letter(70);
  bench.files.plant('/in.mbox', `From a b\n${file.replaceAll('\r', '')}\n`);
  const { token } = await bench.ui.api.namePlace({ purpose: 'import-file', path: '/in.mbox' });
  await bench.ui.api.inspectImport({ place: token });
  await bench.ui.api.startImport({ place: token, mailboxes: [0], into: { folder: 'Old' } });
  const imported = () =>
    bench.engine.registry
      .ofAccount(THIS_COMPUTER)
      .flatMap(({ id }) =>
        [...(bench.store.messages.get(`${id}/0`)?.keys() ?? [])].map((n) =>
          messageKey({ mailbox: id, generation: generation(0), uid: uid(n) }),
        ),
      );
  await vi.waitFor(() => expect(imported()).toHaveLength(1), { timeout: 10_000, interval: 10 });
  const [key] = imported();
  if (!key) throw new Error('not imported');
  expect(await senderOf(key)).toBe('unreceived');
});
