import { afterEach, describe, expect, it } from 'vitest';
import { vanishedEverything } from '@main/demo/lies';
import { type MailboxId, parseMessageKey, section } from '@shared/model/ids';
import type { RemovedMessage } from '@shared/contract/removed';
import { Bench, OTHER, USER } from '../fakes/bench';

let bench: Bench;

async function given(n = 20, profile: ConstructorParameters<typeof Bench>[0] = 'everything'): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, n);
  await bench.start();
  await bench.quiet();
}
const inbox = () => bench.box('INBOX');
const removed = (mailbox: MailboxId | null = null): Promise<RemovedMessage[]> =>
  bench.ui.api.removedMessages({ account: null, mailbox });
const open = (subject: string): Promise<void> =>
  bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', subject)) });
const notices = (): string[] => bench.engine.status().notices.map((n) => n.code);

describe('what others removed from the server', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each(['everything', 'exchange', 'gmail', 'bare'] as const)(
    'is kept with its text, and comes back with its marks and date, once (%s)',
    async (profile) => {
      await given(20, profile);
      bench.elsewhere.flag('INBOX', 'Letter 7', '\\Flagged', '\\Seen', 'Blue');
      await bench.quiet();
      await open('Letter 7');
      const date = inbox().messages[6]?.internalDate;
      bench.elsewhere.expunge('INBOX', 'Letter 7');
      await bench.quiet();
      const [entry, ...others] = await removed(bench.idOf('INBOX'));
      expect(others).toEqual([]);
      expect(entry).toMatchObject({ subject: 'Letter 7', content: 'whole', missing: 0, folder: 'INBOX' });

      // The answer to APPEND is lost: the message is looked for before it is sent again.
      bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'cut', execute: true } });
      const { operations } = await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null });
      expect(operations).toBe(1);
      await bench.quiet();
      const back = inbox().messages.filter((m) => m.subject === 'Letter 7');
      expect(back).toHaveLength(1);
      expect([...(back[0]?.flags ?? [])].sort()).toEqual(['Blue', '\\Flagged', '\\Seen']);
      expect(Math.floor((back[0]?.internalDate ?? 0) / 1000)).toBe(Math.floor((date ?? 0) / 1000));
      expect(back[0]?.content.raw).toContain('Text of letter 7');
      expect(back[0]?.content.header('message-id')).toContain('<letter-7@tern.example>');
      expect(await removed()).toEqual([]);
    },
  );

  it('comes back once, however often that is asked for at once', async () => {
    await given(5);
    await open('Letter 3');
    bench.elsewhere.expunge('INBOX', 'Letter 3');
    await bench.quiet();
    const [entry] = await removed();
    const restore = () => bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null });
    const ends = await Promise.all([restore(), restore()]);
    expect(ends.map(({ operations }) => operations).sort()).toEqual([0, 1]);
    await bench.quiet();
    expect(inbox().messages.filter((m) => m.subject === 'Letter 3')).toHaveLength(1);
  });

  it('that was read whole comes back as the very bytes it was, and the list says so before', async () => {
    await given(3);
    const raw =
      'From: Bo <bo@far.example>\r\nSubject: Signed\r\nReceived: by far; now\r\nX-Odd:   two  blanks\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=b"\r\n\r\nPreamble\r\n--=b\r\n\r\nText\r\n--=b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--=b--\r\n';
    bench.world.append(bench.world.account(USER), inbox(), raw);
    await bench.quiet();
    await open('Signed');
    await bench.ui.api.source({ ref: parseMessageKey(bench.key('INBOX', 'Signed')), limit: 1_000_000 });
    bench.elsewhere.expunge('INBOX', 'Signed');
    await bench.quiet();
    const [entry] = await removed();
    expect(entry).toMatchObject({ subject: 'Signed', content: 'exact', missing: 0 });
    await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null });
    await bench.quiet();
    expect(inbox().messages.at(-1)?.content.raw).toBe(raw);
  });

  it('has the attachments that are here in it, and says how many are not', async () => {
    await given(1);
    const part = (name: string, bytes: string): string =>
      `--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes}\r\n`;
    const letter = (subject: string): string =>
      `From: Bo <bo@far.example>\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n${part('a.png', 'AAEC')}${part('b.png', 'AwQF')}--b--\r\n`;
    for (const subject of ['Both', 'One'])
      bench.world.append(bench.world.account(USER), inbox(), letter(subject));
    await bench.quiet();
    const fetch = (subject: string, n: string) =>
      bench.ui.api.fetchPart({ ref: parseMessageKey(bench.key('INBOX', subject)), section: section(n) });
    for (const subject of ['Both', 'One']) await open(subject);
    await fetch('Both', '2');
    await fetch('Both', '3');
    await fetch('One', '3');
    for (const subject of ['Both', 'One']) bench.elsewhere.expunge('INBOX', subject);
    await bench.quiet();
    const entries = await removed();
    expect(entries.map(({ subject, content, missing }) => [subject, content, missing]).sort()).toEqual([
      ['Both', 'whole', 0],
      ['One', 'texts', 1],
    ]);
    await bench.ui.api.restoreRemoved({ ids: entries.map(({ id }) => id), to: null });
    await bench.quiet();
    const back = (subject: string): string =>
      inbox().messages.find((m) => m.subject === subject)?.content.raw ?? '';
    expect(back('Both')).toMatch(/AAEC[^]*AwQF/);
    expect(back('One')).toContain('AwQF');
    expect(back('One')).not.toContain('AAEC');
  });

  it('survives the loss of the cache and a kill', async () => {
    await given();
    await open('Letter 3');
    bench.elsewhere.expunge('INBOX', 'Letter 3');
    await bench.quiet();
    await bench.kill();
    bench.store.wipe('');
    await bench.start();
    await bench.quiet();
    const [entry] = await removed();
    expect(entry).toMatchObject({ subject: 'Letter 3', content: 'whole' });
    await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: bench.idOf('Archive') });
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 3']);
  });

  it('a message that was never opened is only a line, and putting it back is refused in words', async () => {
    await given();
    bench.elsewhere.expunge('INBOX', 'Letter 9');
    await bench.quiet();
    const [entry] = await removed();
    expect(entry).toMatchObject({ subject: 'Letter 9', content: 'none', from: 'Bo Ek' });
    await expect(bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null })).rejects.toMatchObject({
      code: 'not-kept',
    });
    expect(bench.there('INBOX')).toHaveLength(19);
    await bench.ui.api.forgetRemoved({ ids: [entry?.id ?? ''] });
    expect(await removed()).toEqual([]);
  });

  it('is not what was moved elsewhere, nor what the person moved or deleted here', async () => {
    await given();
    bench.elsewhere.move('INBOX', 'Letter 1', 'Archive');
    await bench.act({ kind: 'destroy' }, 'INBOX', 'Letter 2');
    await bench.act({ kind: 'delete' }, 'INBOX', 'Letter 3');
    await bench.quiet();
    expect(await removed()).toEqual([]);
  });

  it('B7 a mass deletion that is true is told, and everything is in the list', async () => {
    await given(120);
    await open('Letter 50');
    for (let n = 1; n <= 100; n++) bench.elsewhere.expunge('INBOX', `Letter ${n}`);
    await bench.quiet();
    expect(bench.engine.status().notices).toContainEqual({
      code: 'many-removed',
      details: { folder: 'INBOX', count: 100, mailbox: bench.idOf('INBOX') },
    });
    // Nobody has looked yet: told again after a restart.
    await bench.kill();
    await bench.start();
    await bench.quiet();
    expect(notices()).toContain('many-removed');
    const list = await removed(bench.idOf('INBOX'));
    expect(list).toHaveLength(100);
    expect(list.filter((m) => m.content === 'whole').map((m) => m.subject)).toEqual(['Letter 50']);
    expect(notices()).not.toContain('many-removed');
  });

  it('B7 a VANISHED that was a lie leaves nothing there', async () => {
    await given(120);
    bench.imap.add({ verb: 'SELECT', mailbox: 'INBOX', match: /QRESYNC/, act: vanishedEverything() });
    bench.deliver('INBOX', 121);
    await bench.quiet();
    expect(await removed()).toEqual([]);
    expect(notices()).not.toContain('many-removed');
  });

  it('a mailbox deleted elsewhere: its messages are in the list of the account', async () => {
    await given();
    bench.elsewhere.create('Project');
    bench.elsewhere.move('INBOX', 'Letter 4', 'Project');
    await bench.quiet();
    const project = bench.idOf('Project');
    bench.elsewhere.delete('Project');
    await bench.quiet();
    expect(await removed(project)).toMatchObject([{ subject: 'Letter 4', folder: 'Project' }]);
  });

  it('lost by a renumbering: what is not there any more is in the list, the rest is not', async () => {
    await given();
    const box = inbox();
    bench.touch('Letter 5').deleted.add('<letter-5@tern.example>');
    box.messages.splice(4, 1);
    bench.world.bumpUidValidity(bench.world.account(USER), box, 900);
    await bench.quiet();
    expect((await removed()).map((m) => m.subject)).toEqual(['Letter 5']);
  });

  it('is let go after its days, and with its account', async () => {
    bench = new Bench('everything', { second: 'everything' });
    bench.deliver('INBOX', 1, 5);
    await bench.start();
    await bench.quiet();
    bench.elsewhere.expunge('INBOX', 'Letter 1');
    await bench.quiet();
    expect(await removed()).toHaveLength(1);
    for (let day = 0; day < 15; day += 3) {
      await bench.kill();
      bench.jump(3 * 24 * 3600 * 1000);
      await bench.start();
      await bench.quiet();
    }
    expect(await removed()).toEqual([]);
    expect(bench.engine.removed.table.size).toBe(0);
    bench.elsewhere.expunge('INBOX', 'Letter 2');
    await bench.quiet();
    expect(await removed()).toHaveLength(1);
    await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
    expect(bench.engine.removed.table.size).toBe(0);
    expect(bench.engine.accounts.list().map((a) => a.incoming.user)).toEqual([OTHER]);
  });

  it('nothing is kept where the person wants nothing kept', async () => {
    await given();
    await bench.ui.api.updateSettings({ keepRemovedDays: 0 });
    bench.elsewhere.expunge('INBOX', 'Letter 1');
    await bench.quiet();
    expect(await removed()).toEqual([]);
  });
});
