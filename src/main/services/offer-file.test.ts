import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseMessageKey, section } from '@shared/model/ids';
import { Bench, USER } from '../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

const RAW = 'From: Bo <bo@far.example>\r\nSubject: Tides\r\nX-Odd: caf\u00e9\r\n\r\nFrom the sea\r\n';
const token = (n: number): string => String(n).padStart(32, '0');

async function given(...raws: string[]): Promise<void> {
  bench = new Bench('everything');
  const account = bench.world.account(USER);
  for (const raw of raws) bench.world.append(account, bench.box('INBOX'), Buffer.from(raw, 'latin1'));
  await bench.start();
  await bench.quiet();
}
async function opened(n: number): Promise<{ name: string; type: string; text: string } | null> {
  const file = await bench.engine.files.openPart(token(n));
  if (!file) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream) pieces.push(piece);
  return { name: file.name, type: file.type, text: Buffer.concat(pieces).toString('latin1') };
}
const fetches = (): number =>
  bench.imap.log.filter(({ line }) => /FETCH.*(?:BODY|BINARY)\.PEEK\[\]/.test(line)).length;

describe('messages as files that leave the window', () => {
  it('one is the very bytes of the server, fetched when somebody opens it and not before, and only once', async () => {
    await given(RAW);
    const key = bench.key('INBOX', 'Tides');
    const before = fetches();
    await bench.ui.api.offerFile({ token: token(1), name: 'Tides.eml', what: { messages: [key] } });
    expect(fetches()).toBe(before);
    expect(await opened(1)).toEqual({ name: 'Tides.eml', type: 'message/rfc822', text: RAW });
    expect(await opened(1)).toMatchObject({ text: RAW });
    expect(fetches()).toBe(before + 1);
  });

  it('several are one mbox that can be read back', async () => {
    await given(RAW, RAW.replace('Tides', 'Winds'));
    const messages = [bench.key('INBOX', 'Tides'), bench.key('INBOX', 'Winds')];
    await bench.ui.api.offerFile({ token: token(2), name: 'Tides.mbox', what: { messages } });
    const file = await opened(2);
    expect(file).toMatchObject({ name: 'Tides.mbox', type: 'application/mbox' });
    expect(file?.text.match(/^From bo@far\.example /gm)).toHaveLength(2);
    expect(file?.text).toContain('\n>From the sea\n');
  });

  it('an attachment keeps its bytes; a name is never a path; a token is nobody else’s', async () => {
    await given(
      'Subject: Photo\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n--b\r\nContent-Type: image/png; name="../../x.png"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--\r\n',
    );
    const ref = parseMessageKey(bench.key('INBOX', 'Photo'));
    const offer = (n: number, name: string) =>
      bench.ui.api.offerFile({ token: token(n), name, what: { ref, section: section('2') } });
    await offer(3, '../../x.png');
    expect(await opened(3)).toMatchObject({ type: 'image/png', text: '\u0000\u0001\u0002' });
    await expect(offer(3, 'y')).rejects.toMatchObject({ code: 'token-taken' });
    await bench.ui.api.offerFile({
      token: token(4),
      name: '../../etc/passwd\u202e',
      what: { messages: [bench.key('INBOX', 'Photo')] },
    });
    expect((await opened(4))?.name).toBe('etc passwd.eml');
    await expect(
      bench.ui.api.offerFile({
        token: 'short',
        name: 'x',
        what: { messages: [bench.key('INBOX', 'Photo')] },
      }),
    ).rejects.toThrow();
  });

  it('one that cannot be had is no file, is told, and can be had later', async () => {
    await given(RAW);
    await bench.offline(true);
    const messages = [bench.key('INBOX', 'Tides')];
    await bench.ui.api.offerFile({ token: token(5), name: 'Tides.eml', what: { messages } });
    expect(await opened(5)).toBeNull();
    const { notices } = await bench.ui.api.status({});
    expect(notices.map(({ code }) => code)).toContain('file-failed');
    await bench.offline(false);
    await vi.waitFor(async () => expect(await opened(5)).toMatchObject({ text: RAW }), 5_000);
  });
});
