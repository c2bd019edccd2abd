import { afterEach, describe, expect, it } from 'vitest';
import type { MessageBody } from '@shared/model/message';
import { parseMessageKey } from '@shared/model/ids';
import { Bench, letter, USER } from '../fakes/bench';
import { baseline, checkInvariants } from '../fakes/invariants';

/** What the reader's own server found out about a sender (RFC 8601), and who may say so. */
let bench: Bench;
afterEach(() => bench.stop());

const PASS = 'dmarc=pass header.from=tern.example';
const FAIL = 'dmarc=fail header.from=tern.example';
const says = (server: string, result: string): string =>
  `Authentication-Results: ${server};\r\n ${result}\r\n`;

/** @param heads of letters 1 to n: the server's own header fields on top of them. */
async function given(heads: readonly string[]): Promise<void> {
  bench = new Bench('exchange');
  heads.forEach((head, i) =>
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), head + letter(i + 1)),
  );
  await bench.start();
  await bench.quiet();
}

async function senderOf(n: number, mailbox = 'INBOX'): Promise<MessageBody['sender']> {
  const key = bench.key(mailbox, `Letter ${n}`);
  await bench.ui.api.fetchBody({ ref: parseMessageKey(key) });
  const { uid } = parseMessageKey(key);
  const box = [...bench.store.mailboxes.values()].find(({ name }) => name === mailbox);
  const row = bench.store.messages.get([box?.id, box?.generation].join('/'))?.get(uid)?.row;
  return bench.store.bodies.get(row?.identity ?? '')?.sender;
}

const times = (count: number, head: string): string[] => Array.from({ length: count }, () => head);

describe('the sender of a message', () => {
  it('is verified, unproven or denied as the server says that takes all mail in', async () => {
    await given([...times(8, says('mx.tern.example', PASS)), says('mx.tern.example', FAIL), '']);
    const before = baseline(bench.world);
    expect(await senderOf(3)).toBe('verified');
    expect(await senderOf(9)).toBe('failed');
    expect(await senderOf(10)).toBe('unverified');
    checkInvariants(bench, before);
  });

  it('S-05 is not what the sender says of themself', async () => {
    await given([
      ...times(8, says('mx.tern.example', PASS)),
      // Below the server's own, and without one.
      says('mx.tern.example', FAIL) + says('mx.tern.example', PASS),
      says('mx.evil.example', PASS),
    ]);
    expect(await senderOf(9)).toBe('failed');
    expect(await senderOf(10)).toBe('unverified');
  });

  it('S-05 stays open where the server checks nobody, whatever single messages carry', async () => {
    await given([...times(8, ''), says('mx.tern.example', PASS)]);
    expect(await senderOf(9)).toBeUndefined();
    expect(await senderOf(1)).toBeUndefined();
  });

  it('stays open in a mailbox of too few messages to tell', async () => {
    await given(times(3, says('mx.tern.example', PASS)));
    expect(await senderOf(2)).toBeUndefined();
  });

  it('is not asked about in what one has sent, and once a mailbox', async () => {
    await given(times(8, says('mx.tern.example', PASS)));
    bench.deliver('Sent', 50, 58);
    await bench.quiet();
    const asked = (): number => bench.imap.log.filter(({ line }) => line.includes('AUTHENTICATION')).length;
    await senderOf(1);
    const after = asked();
    await senderOf(2);
    expect(asked()).toBe(after + 1);
    await senderOf(52, 'Sent');
    expect(asked()).toBe(after + 1);
  });

  it('stays open, and the text is shown, where the server refuses to say', async () => {
    await given(times(8, says('mx.tern.example', PASS)));
    bench.imap.add({
      verb: 'UID FETCH',
      match: /\(UID BODY\.PEEK\[HEADER\.FIELDS \(AUTHENTICATION-RESULTS\)\]\)/,
      nth: 1,
      act: { do: 'answer', reply: 'NO not today' },
    });
    expect(await senderOf(1)).toBeUndefined();
  });
});
