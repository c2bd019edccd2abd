import { describe, expect, it } from 'vitest';
import { MemoryFiles } from '../testing/memory-files';
import { findMailboxes } from './find-mailboxes';
import type { FoundMailbox, SourceLetter } from './letter';

const letter = (subject: string, more = ''): string => `Subject: ${subject}\r\n${more}\r\ntext\r\n`;
const mbox = (from: string, ...subjects: string[]): string =>
  subjects.map((subject) => `From ${from}\n${letter(subject).replaceAll('\r', '')}\n`).join('');

async function all(mailbox: FoundMailbox | undefined): Promise<SourceLetter[]> {
  const out: SourceLetter[] = [];
  for await (const one of mailbox?.letters(() => undefined) ?? []) out.push(one);
  return out;
}
const subject = ({ bytes }: SourceLetter): string =>
  /^Subject: (.*?)\r?$/m.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '';
const overview = (mailboxes: readonly FoundMailbox[] | undefined) =>
  mailboxes?.map((m) => `${m.kind} ${m.path.join('/')} ${m.messages ?? '?'}`);

describe('a Thunderbird profile', () => {
  const profile = (files: MemoryFiles, at: string): void => {
    files.plant(
      `${at}/prefs.js`,
      [
        '// Mozilla User Preferences',
        'user_pref("mail.server.server1.directory-rel", "[ProfD]Mail/Local Folders");',
        'user_pref("mail.server.server1.name", "Local Folders");',
        'user_pref("mail.server.server2.directory-rel", "[ProfD]ImapMail/mail.tern.example");',
        'user_pref("mail.server.server2.name", "ada \\"the boss\\"");',
        'user_pref("mail.server.server3.name", "without a folder");',
      ].join('\n'),
    );
    files.plant(`${at}/Mail/Local Folders/Inbox`, mbox('- Sat Nov 21 10:00:00 2026', 'one', 'two'));
    files.plant(`${at}/Mail/Local Folders/Inbox.msf`, '// <!-- <mdb:mork:z v="1.4"/> -->');
    files.plant(`${at}/Mail/Local Folders/Empty`, '');
    files.plant(`${at}/Mail/Local Folders/Inbox.sbd/Projects`, mbox('- Sat Nov 21 10:00:00 2026', 'three'));
    files.plant(`${at}/Mail/Local Folders/msgFilterRules.dat`, 'version="9"');
    files.plant(`${at}/ImapMail/mail.tern.example/INBOX`, mbox('- Sat Nov 21 10:00:00 2026', 'four'));
    files.plant(
      `${at}/ImapMail/mail.tern.example/Notes`,
      'From where I stand this is no mailbox? It is one by its look',
    );
    files.plant(`${at}/ImapMail/mail.tern.example/odd`, 'no mailbox');
  };

  it('gives its folders by account, under the names the person gave', async () => {
    const files = new MemoryFiles();
    profile(files, '/home/ada/abc.default');
    const found = await findMailboxes(files, '/home/ada/abc.default');
    expect(found?.kind).toBe('thunderbird');
    expect(overview(found?.mailboxes)).toEqual([
      'mbox Local Folders/Inbox ?',
      'mbox Local Folders/Inbox/Projects ?',
      'mbox ada "the boss"/INBOX ?',
      'mbox ada "the boss"/Notes ?',
    ]);
    expect(found?.strange).toEqual(['/home/ada/abc.default/ImapMail/mail.tern.example/odd']);
    expect((await all(found?.mailboxes[0])).map(subject)).toEqual(['one', 'two']);
  });

  it('is found from the folder above, also where there are two', async () => {
    const files = new MemoryFiles();
    profile(files, '/home/ada/.thunderbird/Profiles/abc.default');
    expect((await findMailboxes(files, '/home/ada/.thunderbird'))?.mailboxes).toHaveLength(4);
    profile(files, '/home/ada/.thunderbird/Profiles/xyz.work');
    const two = await findMailboxes(files, '/home/ada/.thunderbird');
    expect(two?.kind).toBe('thunderbird');
    expect(two?.mailboxes[0]?.path).toEqual(['abc.default', 'Local Folders', 'Inbox']);
    expect(two?.mailboxes).toHaveLength(8);
  });
});

describe('a Maildir', () => {
  it('gives messages with the flags of their names, subfolders by either layout, and no undelivered ones', async () => {
    const files = new MemoryFiles();
    const root = '/var/mail/ada';
    files.plant(`${root}/cur/1700000002.M1.host:2,RS`, letter('answered'));
    files.plant(`${root}/cur/1700000001.M2.host;2,Fab`, letter('starred'));
    files.plant(`${root}/cur/1700000003.M3.host:2,ST`, letter('thrown away'));
    files.plant(`${root}/new/1700000004.M4.host`, letter('new'));
    files.plant(`${root}/tmp/1700000005.M5.host`, letter('half'));
    files.plant(`${root}/dovecot-keywords`, '0 $Forwarded\n1 harbour\n');
    files.plant(`${root}/dovecot.index.log`, 'binary');
    files.plant(`${root}/.Sent.Jos&AOk-/cur/1.x:2,S`, letter('sent'));
    files.plant(`${root}/.Sent.Jos&AOk-/new/.keep`, '');
    files.plant(`${root}/Nested/cur/1.x:2,D`, letter('draft'));
    files.plant(`${root}/Nested/new/.keep`, '');
    const found = await findMailboxes(files, root);
    expect(found?.kind).toBe('maildir');
    expect(overview(found?.mailboxes)).toEqual(['maildir  4', 'maildir Sent/José 1', 'maildir Nested 1']);
    const letters = await all(found?.mailboxes[0]);
    expect(letters.map((one) => [subject(one), one.flags, one.problem])).toEqual([
      ['starred', ['\\Flagged', '$Forwarded', 'harbour'], null],
      ['answered', ['\\Answered', '\\Seen'], null],
      ['thrown away', ['\\Seen'], 'deleted'],
      ['new', [], null],
    ]);
  });
});

describe('files and folders', () => {
  it('one message, one mbox, Apple’s exports, and folders of messages are found as what they are', async () => {
    const files = new MemoryFiles();
    files.plant('/x/hello.eml', letter('hello'));
    files.plant('/x/old.mbox', mbox('bo@tern.example Sat Nov 21 10:00:00 2026', 'old'));
    const one = await findMailboxes(files, '/x/hello.eml');
    expect([one?.kind, one?.name, overview(one?.mailboxes)]).toEqual(['files', 'hello', ['files  1']]);
    const two = await findMailboxes(files, '/x/old.mbox');
    expect([two?.kind, two?.name, overview(two?.mailboxes)]).toEqual(['mbox', 'old', ['mbox old ?']]);
    files.plant('/y/Harbour.mbox/mbox', mbox('a@b c', 'apple'));
    files.plant('/y/Harbour.mbox/table_of_contents', 'toc');
    const message = letter('from apple');
    files.plant('/y/Letters/7.emlx', `${message.length}\n${message}<?xml version="1.0"?><plist/>`);
    const tree = await findMailboxes(files, '/y');
    expect(overview(tree?.mailboxes)).toEqual(['mbox Harbour ?', 'files Letters 1']);
    expect(tree?.strange).toEqual(['/y/Harbour.mbox/table_of_contents']);
    const [apple] = await all(tree?.mailboxes[1]);
    expect(apple && Buffer.from(apple.bytes).toString()).toBe(message);
  });

  it('nothing, and what is not there, are said', async () => {
    const files = new MemoryFiles();
    files.plant('/z/photo.jpg', '\xff\xd8\xff');
    expect((await findMailboxes(files, '/z'))?.mailboxes).toEqual([]);
    expect((await findMailboxes(files, '/z'))?.strange).toEqual(['/z/photo.jpg']);
    expect(await findMailboxes(files, '/none')).toBeNull();
  });

  it('a search that is stopped ends', async () => {
    const files = new MemoryFiles();
    files.plant('/z/a/b/c.eml', letter('x'));
    await expect(findMailboxes(files, '/z', AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });
});
