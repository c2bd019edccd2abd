import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { RawClient } from '../../../tests/fakes/raw-client';
import { NodeCompression } from '@main/net/node-compression';
import { connectInMemory, type WorldServers } from './listen';
import { MailWorld, type WorldAccount, type WorldMailbox } from './mail-world';
import type { ImapProfileName } from './imap/profiles';
import * as lies from './lies';
import { Script, type Rule } from './script';

const nodeCompression = new NodeCompression();

let clock: ManualClock;
let world: MailWorld;
let ada: WorldAccount;
let inbox: WorldMailbox;
let archive: WorldMailbox;
beforeEach(() => {
  clock = new ManualClock();
  world = new MailWorld(clock);
  ada = world.addAccount({ user: 'ada', password: 'tern', tokens: ['token-1'] });
  inbox = world.mailbox('ada', 'INBOX');
  archive = world.createMailbox(ada, 'Archive', { use: '\\Archive' });
});

const letter = (n: number): string =>
  `From: bo@tern.example\r\nSubject: Letter ${n}\r\nMessage-ID: <${n}@tern.example>\r\n\r\nText ${n}\r\n`;
const add = (count: number, flags: string[] = []): void => {
  for (let n = 1; n <= count; n += 1) world.append(ada, inbox, letter(n), { flags });
};

async function open(
  profile: ImapProfileName = 'everything',
  rules: Rule[] = [],
  more: WorldServers = {},
): Promise<RawClient> {
  const client = new RawClient(
    connectInMemory(world, 'imap', {
      imap: { profile },
      scripts: { imap: new Script().add(...rules) },
      ...more,
    }),
  );
  await client.line();
  return client;
}
async function loggedIn(
  profile: ImapProfileName = 'everything',
  rules: Rule[] = [],
  more: WorldServers = {},
): Promise<RawClient> {
  const client = await open(profile, rules, more);
  expect((await client.imap('LOGIN ada tern')).at(-1)).toMatch(/^OK/);
  return client;
}
async function selected(profile: ImapProfileName = 'everything', rules: Rule[] = []): Promise<RawClient> {
  const client = await loggedIn(profile, rules);
  expect((await client.imap('SELECT INBOX')).at(-1)).toMatch(/^OK \[READ-WRITE\]/);
  return client;
}

describe('login', () => {
  it('refuses a wrong password with AUTHENTICATIONFAILED', async () => {
    const client = await open();
    expect(await client.imap('LOGIN ada wrong')).toEqual(['NO [AUTHENTICATIONFAILED] Invalid credentials']);
  });
  it.each([
    ['AUTHENTICATE PLAIN AGFkYQB0ZXJu', []],
    ['AUTHENTICATE PLAIN', ['AGFkYQB0ZXJu']],
    ['AUTHENTICATE LOGIN', ['', 'YWRh', 'dGVybg==']],
    [`AUTHENTICATE XOAUTH2 ${btoa('user=ada\x01auth=Bearer token-1\x01\x01')}`, []],
    [`AUTHENTICATE OAUTHBEARER ${btoa('n,a=ada,\x01auth=Bearer token-1\x01\x01')}`, []],
  ])('accepts %s', async (command, answers) => {
    const client = await open();
    const lines = answers.filter((line) => line !== '');
    await client.send(`a ${command}\r\n`);
    for (const line of lines) {
      await client.until(/\+ [^\r]*\r\n/);
      await client.send(`${line}\r\n`);
    }
    expect(await client.until(/a [^\r]*\r\n/)).toMatch(/a OK \[CAPABILITY IMAP4rev1 /);
  });
  it('answers a wrong token with a challenge before the NO', async () => {
    const client = await open();
    await client.send(`a AUTHENTICATE XOAUTH2 ${btoa('user=ada\x01auth=Bearer old\x01\x01')}\r\n`);
    expect(atob((await client.line()).slice(2, -2))).toContain('"status":"401"');
    await client.send('\r\n');
    expect(await client.line()).toMatch(/^a NO \[AUTHENTICATIONFAILED\]/);
  });
  it('has no commands but LOGIN on the bare profile', async () => {
    const client = await open('bare');
    expect((await client.imap('AUTHENTICATE PLAIN')).at(-1)).toMatch(/^NO/);
    await client.imap('LOGIN ada tern');
    for (const command of [
      'IDLE',
      'ENABLE QRESYNC',
      'NAMESPACE',
      'ID NIL',
      'COMPRESS DEFLATE',
      'GETQUOTAROOT INBOX',
    ]) {
      expect((await client.imap(command)).at(-1)).toMatch(/^BAD/);
    }
    await client.imap('SELECT INBOX');
    for (const command of ['UID MOVE 1 Archive', 'UNSELECT', 'UID EXPUNGE 1', 'FETCH 1 (MODSEQ)']) {
      expect((await client.imap(command)).at(-1)).toMatch(/^BAD/);
    }
  });
});

describe('framing', () => {
  it('does not depend on how the bytes are cut', async () => {
    const session = [
      'a LOGIN {3}\r\nada {4+}\r\ntern\r\n',
      'b APPEND INBOX (\\Seen) {8+}\r\nA: b\r\n\r\n\r\nc SELECT INBOX\r\n',
      'd UID STORE 1 +FLAGS.SILENT (\\Flagged)\r\ne IDLE\r\nDONE\r\nf UID FETCH 1 (FLAGS BODY.PEEK[])\r\ng LOGOUT\r\n',
    ].join('');
    const answers = new Set<string>();
    for (const size of [1, 2, 3, 7, 64, session.length]) {
      world = new MailWorld(clock);
      ada = world.addAccount({ user: 'ada', password: 'tern' });
      const client = new RawClient(connectInMemory(world, 'imap'));
      for (let at = 0; at < session.length; at += size) await client.send(session.slice(at, at + size));
      answers.add(await client.until(/g OK[^\r]*\r\n/));
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('BODY[] {8}\r\nA: b\r\n\r\n)');
  });
  it('refuses what cannot be read and goes on', async () => {
    const client = await loggedIn();
    await client.send('x\r\n\r\ny FETCH\r\nz NOSUCH\r\nw SELECT INBOX extra(\r\n');
    const lines = (await client.until(/w BAD[^\r]*\r\n/)).split('\r\n');
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'x BAD',
      'y BAD',
      'z BAD',
      'w BAD',
      '',
    ]);
    expect((await client.imap('NOOP')).at(-1)).toMatch(/^OK/);
  });
});

describe('selecting', () => {
  it('says what RFC 3501 asks for, and the extensions when they are there', async () => {
    add(2, ['\\Seen']);
    add(1, ['Harbour']);
    const bare = await loggedIn('bare');
    expect(await bare.imap('EXAMINE INBOX')).toEqual([
      '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft Harbour)',
      '* OK [PERMANENTFLAGS ()] Flags permitted',
      '* 3 EXISTS',
      '* 3 RECENT',
      '* OK [UNSEEN 3] First unseen',
      '* OK [UIDVALIDITY 1700000001] UIDs valid',
      '* OK [UIDNEXT 4] Predicted next UID',
      'OK [READ-ONLY] Examined',
    ]);
    const full = await loggedIn();
    const lines = await full.imap('SELECT INBOX');
    expect(lines).toContain('* OK [HIGHESTMODSEQ 4] Highest');
    expect(lines).toContain('* OK [MAILBOXID (F1)] Ok');
  });
  it('resyncs with QRESYNC: VANISHED (EARLIER) before the changes', async () => {
    add(5);
    const client = await loggedIn();
    expect(await client.imap('ENABLE QRESYNC')).toEqual(['* ENABLED QRESYNC', 'OK Enabled']);
    const before = inbox.highestModseq;
    world.expunge(ada, inbox, [2, 3]);
    world.setFlags(ada, inbox, [4], 'add', ['\\Flagged']);
    const lines = await client.imap(`SELECT INBOX (QRESYNC (${inbox.uidValidity} ${before} 1:5))`);
    expect(lines.slice(-3)).toEqual([
      '* VANISHED (EARLIER) 2:3',
      `* 2 FETCH (UID 4 FLAGS (\\Flagged \\Recent) MODSEQ (${inbox.highestModseq}))`,
      'OK [READ-WRITE] Selected',
    ]);
  });
  it('lists with LIST-STATUS and special use', async () => {
    const client = await loggedIn();
    expect(await client.imap('LIST "" "*" RETURN (SPECIAL-USE STATUS (MESSAGES))')).toEqual([
      '* LIST (\\HasNoChildren) "/" "INBOX"',
      '* STATUS "INBOX" (MESSAGES 0)',
      '* LIST (\\HasNoChildren \\Archive) "/" "Archive"',
      '* STATUS "Archive" (MESSAGES 0)',
      'OK Listed',
    ]);
    await client.imap('CREATE "Projekte/&APY-ffentlich"');
    expect([...ada.mailboxes.keys()]).toContain('Projekte/öffentlich');
    expect(await client.imap('LIST "" %')).toEqual([
      '* LIST (\\HasNoChildren) "/" "INBOX"',
      '* LIST (\\HasNoChildren \\Archive) "/" "Archive"',
      '* LIST (\\Noselect \\HasChildren) "/" "Projekte"',
      'OK Listed',
    ]);
  });
});

describe('what others do', () => {
  it('comes during IDLE at once', async () => {
    add(3);
    const client = await selected();
    await client.send('i IDLE\r\n');
    await client.until(/\+ idling\r\n/);
    world.append(ada, inbox, letter(4));
    expect(await client.until(/RECENT\r\n/)).toBe('* 4 EXISTS\r\n* 4 RECENT\r\n');
    world.expunge(ada, inbox, [1, 3]);
    expect(await client.until(/\* 1 EXPUNGE\r\n/)).toBe('* 3 EXPUNGE\r\n* 1 EXPUNGE\r\n');
    world.setFlags(ada, inbox, [2], 'add', ['\\Seen']);
    expect(await client.line()).toBe('* 1 FETCH (FLAGS (\\Seen \\Recent))\r\n');
    await client.send('DONE\r\n');
    expect(await client.line()).toBe('i OK Idle done\r\n');
  });
  it('never comes as EXPUNGE while FETCH, STORE and SEARCH by sequence number are answered', async () => {
    add(3);
    const client = await selected('bare');
    world.expunge(ada, inbox, [1]);
    expect((await client.imap('FETCH 1:3 (UID)')).filter((line) => line.includes('EXPUNGE'))).toEqual([]);
    expect((await client.imap('STORE 2 +FLAGS (\\Seen)')).filter((line) => line.includes('EXPUNGE'))).toEqual(
      [],
    );
    expect(await client.imap('SEARCH ALL')).toEqual(['* SEARCH 1 2 3', 'OK Searched']);
    expect(await client.imap('NOOP')).toEqual(['* 1 EXPUNGE', 'OK Nothing done']);
    expect(inbox.find(2)?.has('\\Seen')).toBe(true);
  });
  it('is VANISHED under QRESYNC', async () => {
    add(4);
    const client = await selected();
    await client.imap('ENABLE QRESYNC');
    world.expunge(ada, inbox, [1, 2, 4]);
    expect(await client.imap('NOOP')).toEqual(['* VANISHED 1:2,4', 'OK Nothing done']);
    expect(await client.imap('FETCH 1 (UID)')).toEqual(['* 1 FETCH (UID 3)', 'OK Fetched']);
  });
  it('ends the session when the mailbox gets a new UIDVALIDITY', async () => {
    add(2);
    const client = await selected();
    const old = inbox.uidValidity;
    world.bumpUidValidity(ada, inbox, 10);
    expect(await client.line()).toMatch(/^\* BYE/);
    const again = await loggedIn();
    expect(await again.imap('SELECT INBOX')).toContain(`* OK [UIDVALIDITY ${old + 2}] UIDs valid`);
    expect(inbox.messages.map(({ uid }) => uid)).toEqual([10, 11]);
  });
  it('is told by NOTIFY for mailboxes that are not selected', async () => {
    const client = await selected('everything');
    await client.imap(
      'NOTIFY SET (selected (MessageNew MessageExpunge FlagChange)) (personal (MessageNew MailboxName))',
    );
    world.append(ada, archive, letter(1));
    expect(await client.line()).toBe(
      `* STATUS "Archive" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ${archive.uidValidity} UNSEEN 1 HIGHESTMODSEQ 2)\r\n`,
    );
    world.append(ada, inbox, letter(2));
    expect(await client.until(/RECENT\r\n/)).toContain('* 1 EXISTS');
    world.renameMailbox(ada, 'Archive', 'Old');
    expect(await client.line()).toBe(
      '* LIST (\\HasNoChildren \\Archive) "/" "Old" ("OLDNAME" ("Archive"))\r\n',
    );
  });
});

describe('acting', () => {
  it('stores with UNCHANGEDSINCE and says what was MODIFIED', async () => {
    add(3);
    const client = await selected();
    world.setFlags(ada, inbox, [2], 'add', ['\\Flagged']);
    const lines = await client.imap('UID STORE 1:3 (UNCHANGEDSINCE 4) +FLAGS.SILENT (\\Seen)');
    expect(lines.at(-1)).toBe('OK [MODIFIED 2] Conditional store failed for some');
    expect(inbox.messages.map((message) => message.has('\\Seen'))).toEqual([true, false, true]);
  });
  it('moves with COPYUID before EXPUNGE', async () => {
    add(3);
    const client = await selected();
    expect(await client.imap('UID MOVE 1,3 Archive')).toEqual([
      `* OK [COPYUID ${archive.uidValidity} 1,3 1:2] Moved`,
      '* 3 EXPUNGE',
      '* 1 EXPUNGE',
      'OK [HIGHESTMODSEQ 5] Done',
    ]);
  });
  it('expunges only what UID EXPUNGE names', async () => {
    add(3, ['\\Deleted']);
    const client = await selected();
    await client.imap('UID EXPUNGE 2');
    expect(inbox.messages.map(({ uid }) => uid)).toEqual([1, 3]);
  });
  it('appends with literals of both kinds, several at once, and replaces', async () => {
    const client = await loggedIn();
    await client.send('a APPEND INBOX (\\Seen) "17-Mar-2026 08:00:00 +0100" {8}\r\n');
    expect(await client.line()).toMatch(/^\+ /);
    await client.send('A: b\r\n\r\n {8+}\r\nC: d\r\n\r\n\r\n');
    expect(await client.line()).toBe(`a OK [APPENDUID ${inbox.uidValidity} 1:2] Appended\r\n`);
    expect(inbox.messages[0]?.internalDate).toBe(Date.UTC(2026, 2, 17, 7));
    await client.imap('SELECT INBOX');
    const lines = await client.imap('UID REPLACE 1 INBOX (\\Draft) {8+}\r\nE: f\r\n\r\n');
    expect(lines[0]).toBe(`* OK [APPENDUID ${inbox.uidValidity} 3] Replacement message ready`);
    expect(inbox.messages.map(({ uid }) => uid)).toEqual([2, 3]);
  });
  it('refuses over quota and too big', async () => {
    ada.quota = 4;
    const client = await loggedIn();
    expect((await client.imap('APPEND INBOX {8+}\r\nA: b\r\n\r\n')).at(-1)).toMatch(/^NO \[OVERQUOTA\]/);
    expect((await client.imap('APPEND INBOX {99999999}')).at(-1)).toMatch(/^NO \[TOOBIG\]/);
    expect(inbox.messages).toEqual([]);
  });
});

describe('searching', () => {
  it('answers ESEARCH, SAVE and PARTIAL', async () => {
    add(10);
    const client = await selected();
    expect(await client.imap('UID SEARCH RETURN (MIN MAX COUNT ALL) ALL')).toEqual([
      '* ESEARCH (TAG "t3") UID MIN 1 MAX 10 COUNT 10 ALL 1:10',
      'OK Searched',
    ]);
    expect(await client.imap('UID SEARCH RETURN (PARTIAL -1:-3) ALL')).toContain(
      '* ESEARCH (TAG "t4") UID PARTIAL (-1:-3 8:10)',
    );
    await client.imap('UID SEARCH RETURN (SAVE) SUBJECT "Letter 7"');
    expect(await client.imap('UID FETCH $ (UID)')).toEqual(['* 7 FETCH (UID 7)', 'OK Fetched']);
    expect(await client.imap('UID FETCH 1:* (UID) (PARTIAL -1:-2)')).toEqual([
      '* 9 FETCH (UID 9)',
      '* 10 FETCH (UID 10)',
      'OK Fetched',
    ]);
  });
  it.each([
    ['SUBJECT "příjem"', [1]],
    ['TEXT Ελλάδα', [1]],
    ['FROM bo', [1]],
    ['OR FLAGGED UID 1', [1, 2]],
    ['NOT (SEEN)', [1]],
    ['HEADER Message-ID <x@y>', [1]],
    ['SINCE 16-Mar-2026 BEFORE 18-Mar-2026', [1, 2]],
    ['KEYWORD harbour', [2]],
    ['LARGER 100', [1]],
  ])('finds %s', async (query, uids) => {
    world.append(
      ada,
      inbox,
      'From: =?utf-8?Q?Bo_=C3=85?= <bo@tern.example>\r\nSubject: =?utf-8?B?UMWZw61qZW0=?=\r\nMessage-ID: <x@y>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nΣτην Ελλάδα\r\n',
    );
    world.append(ada, inbox, 'Subject: x\r\n\r\ny\r\n', { flags: ['\\Flagged', '\\Seen', 'Harbour'] });
    const client = await selected();
    const bytes = String.fromCharCode(...new TextEncoder().encode(query.replace(/TEXT (\S+)/, 'TEXT "$1"')));
    // 8-bit quoted strings are not RFC 3501, but this server reads them as it reads literals.
    expect((await client.imap(`UID SEARCH CHARSET UTF-8 ${bytes}`))[0]).toBe(
      `* SEARCH${uids.map((n) => ` ${n}`).join('')}`,
    );
  });
});

describe('extensions', () => {
  it('compresses after COMPRESS', async () => {
    const client = await loggedIn('everything', [], { compression: nodeCompression });
    expect(await client.imap('COMPRESS DEFLATE')).toEqual(['OK DEFLATE active']);
    const deflate = nodeCompression.deflate();
    const inflate = nodeCompression.inflate(1000);
    await client.transport.send(deflate.push(new TextEncoder().encode('x NOOP\r\n')));
    const bytes = await client.transport.receive();
    if (bytes === null) throw new Error('no answer');
    expect(new TextDecoder().decode(inflate.push(bytes))).toBe('x OK Nothing done\r\n');
  });
  it('knows QUOTA, METADATA, MYRIGHTS, PREVIEW, OBJECTID and BINARY', async () => {
    ada.quota = 10 * 1024;
    world.append(ada, inbox, 'Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8gIHdvcmxk\r\n');
    const client = await selected();
    expect(await client.imap('GETQUOTAROOT INBOX')).toContain('* QUOTA "" (STORAGE 1 10)');
    await client.imap('SETMETADATA INBOX (/private/comment "mine")');
    expect(await client.imap('GETMETADATA INBOX (/private/comment)')).toContain(
      '* METADATA "INBOX" (/private/comment "mine")',
    );
    expect(await client.imap('MYRIGHTS INBOX')).toContain('* MYRIGHTS "INBOX" lrswipkxtecda');
    expect(await client.imap('FETCH 1 (PREVIEW (LAZY) EMAILID THREADID)')).toContain(
      '* 1 FETCH (PREVIEW "Hello world" EMAILID (M3) THREADID (T3))',
    );
    expect((await client.imap('FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1]<0.5>)')).slice(0, 2)).toEqual([
      '* 1 FETCH (BINARY.SIZE[1] 12 BINARY[1]<0> {5}',
      'Hello)',
    ]);
  });
  it("has Gmail's labels, shared flags and Trash", async () => {
    world = new MailWorld(clock);
    ada = world.addAccount({ user: 'ada', password: 'tern', gmail: true });
    inbox = world.mailbox('ada', 'INBOX');
    const all = world.createMailbox(ada, '[Gmail]/All Mail', { use: '\\All' });
    const trash = world.createMailbox(ada, '[Gmail]/Trash', { use: '\\Trash' });
    world.createMailbox(ada, 'Boats');
    add(1);
    expect(all.messages).toHaveLength(1);
    const client = await selected('gmail');
    await client.imap('UID STORE 1 +X-GM-LABELS (Boats)');
    expect(await client.imap('UID FETCH 1 (X-GM-LABELS X-GM-MSGID)')).toContain(
      '* 1 FETCH (UID 1 X-GM-LABELS ("Boats") X-GM-MSGID 1278455344230334870)',
    );
    await client.imap('UID STORE 1 +FLAGS (\\Seen)');
    expect(all.messages[0]?.has('\\Seen')).toBe(true);
    await client.imap('UID MOVE 1 "[Gmail]/Trash"');
    expect([
      all.messages.length,
      trash.messages.length,
      world.mailbox('ada', 'Boats').messages.length,
    ]).toEqual([0, 1, 0]);
  });
});

describe('scripts', () => {
  it('answers NO without executing, once', async () => {
    add(1);
    const client = await selected('everything', [
      { verb: 'UID MOVE', nth: 1, act: { do: 'answer', reply: 'NO [OVERQUOTA] Full' } },
    ]);
    expect(await client.imap('UID MOVE 1 Archive')).toEqual(['NO [OVERQUOTA] Full']);
    expect(inbox.messages).toHaveLength(1);
    expect((await client.imap('UID MOVE 1 Archive')).at(-1)).toMatch(/^OK/);
  });
  it.each([
    [true, 1],
    [false, 0],
  ])('cuts before the tagged reply, executed: %s', async (execute, copies) => {
    add(1);
    const client = await selected('bare', [
      { verb: 'UID COPY', mailbox: 'Archive', act: { do: 'cut', execute } },
    ]);
    await expect(client.imap('UID COPY 1 Archive')).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'closed',
    });
    expect(archive.messages).toHaveLength(copies);
  });
  it('cuts after byte N', async () => {
    add(2);
    const client = await selected('bare', [{ verb: 'FETCH', act: { do: 'cut-after', bytes: 20 } }]);
    await expect(client.imap('FETCH 1:2 (UID FLAGS)')).rejects.toMatchObject({ code: 'closed' });
    expect(client.unread).toBe('* 1 FETCH (UID 1 FLA');
  });
  it('delays by the clock, and what is pipelined waits', async () => {
    const client = await loggedIn('bare', [{ verb: 'NOOP', nth: 1, act: { do: 'delay', ms: 5000 } }]);
    await client.send('a NOOP\r\nb NOOP\r\n');
    await Promise.resolve();
    expect(clock.pending).toBe(1);
    clock.advance(5000);
    expect(await client.until(/b OK[^\r]*\r\n/)).toBe('a OK Nothing done\r\nb OK Nothing done\r\n');
  });
  it('lets another client act between a command and its answer', async () => {
    add(2);
    const client = await selected('bare', [
      { verb: 'UID STORE', act: { do: 'meanwhile', run: () => world.expunge(ada, inbox, [1]) } },
    ]);
    const lines = await client.imap('UID STORE 1:2 +FLAGS.SILENT (\\Seen)');
    expect(lines).toEqual(['* 1 EXPUNGE', 'OK Stored']);
  });
  it.each<[string, Rule, string, RegExp]>([
    ['COPYUID', { verb: 'UID COPY', act: lies.wrongCopyUid() }, 'UID COPY 1 Archive', /COPYUID \d+ 1 1001\]/],
    ['no COPYUID', { verb: 'UID COPY', act: lies.withoutUidPlusCodes() }, 'UID COPY 1 Archive', /OK Copied/],
    [
      'empty COPYUID',
      { verb: 'UID COPY', act: lies.emptyCopyUid() },
      'UID COPY 1 Archive',
      /COPYUID \d+ {2}\]/,
    ],
    ['MODSEQ −1', { verb: 'UID FETCH', act: lies.modseqNegative() }, 'UID FETCH 1 (MODSEQ)', /MODSEQ \(-1\)/],
    ['MODSEQ back', { verb: 'SELECT', act: lies.modseqBackwards(1) }, 'SELECT INBOX', /HIGHESTMODSEQ 3\]/],
    [
      'VANISHED',
      { verb: 'SELECT', act: lies.vanishedEverything() },
      'SELECT INBOX',
      /VANISHED \(EARLIER\) 1:4294967295/,
    ],
    ['SEARCH', { verb: 'UID SEARCH', act: lies.truncatedSearch(2) }, 'UID SEARCH ALL', /\* SEARCH 1 2$/m],
    ['literal', { verb: 'FETCH', act: lies.shortLiteral(2) }, 'FETCH 1 (BODY.PEEK[TEXT])', /\{8\}\nText 1\)/],
    ['ENABLED', { verb: 'ENABLE', act: lies.withoutEnabled() }, 'ENABLE QRESYNC', /^OK Enabled/],
    [
      'injected',
      { verb: 'NOOP', act: lies.extraUntagged('* OK [ALERT] Boo') },
      'NOOP',
      /^\* OK \[ALERT\] Boo/,
    ],
  ])('lies about %s', async (_, rule, command, expected) => {
    add(3);
    const client = await loggedIn();
    const script = new Script().add(rule);
    const liar = new RawClient(connectInMemory(world, 'imap', { scripts: { imap: script } }));
    await liar.line();
    await liar.imap('LOGIN ada tern');
    if (!command.startsWith('SELECT')) await liar.imap('EXAMINE INBOX');
    expect((await liar.imap(command)).join('\n')).toMatch(expected);
    expect((await client.imap('NOOP')).at(-1)).toMatch(/^OK/);
  });
  it('leaves out UIDNEXT', async () => {
    const client = await loggedIn('bare', [{ verb: 'SELECT', act: lies.withoutUidNext() }]);
    expect((await client.imap('SELECT INBOX')).join()).not.toContain('UIDNEXT');
  });
  it('refuses connections in the greeting', async () => {
    const rules: Rule[] = [
      { verb: 'CONNECT', times: 1, act: { do: 'answer', reply: '* BYE Too many connections' } },
    ];
    const script = new Script().add(...rules);
    const refused = new RawClient(connectInMemory(world, 'imap', { scripts: { imap: script } }));
    expect(await refused.line()).toBe('* BYE Too many connections\r\n');
    expect(await refused.transport.receive()).toBeNull();
    const welcome = new RawClient(connectInMemory(world, 'imap', { scripts: { imap: script } }));
    expect(await welcome.line()).toMatch(/^\* OK/);
  });
  it('starts logged in with PREAUTH', async () => {
    const client = new RawClient(
      connectInMemory(world, 'imap', { imap: { preAuth: 'ada', profile: 'bare' } }),
    );
    expect(await client.line()).toBe('* PREAUTH [CAPABILITY IMAP4rev1] Tern embedded server ready\r\n');
    expect((await client.imap('SELECT INBOX')).at(-1)).toMatch(/^OK/);
  });
  it('tells EXPUNGE in the order of the server', async () => {
    add(4);
    const client = await loggedIn('bare', [], { imap: { profile: 'bare', expungeOrder: 'ascending' } });
    await client.imap('SELECT INBOX');
    world.expunge(ada, inbox, [1, 2, 4]);
    expect(await client.imap('NOOP')).toEqual([
      '* 1 EXPUNGE',
      '* 1 EXPUNGE',
      '* 2 EXPUNGE',
      'OK Nothing done',
    ]);
  });
});
