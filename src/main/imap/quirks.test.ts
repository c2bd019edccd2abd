import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { Secret } from '@shared/ports/secret';
import { encodeLatin1 } from './codec/bytes';
import { Framer } from './codec/framer';
import { Parser } from './codec/parse-response';
import {
  append,
  create,
  enable,
  fetch,
  id,
  ImapClient,
  move,
  namespace,
  noop,
  search,
  select,
  status,
  uidExpunge,
  UidSet,
  type FetchedMessage,
  type ImapEvent,
  type Response,
  type SelectedMailbox,
} from './index';
import { DEFAULT_LIMITS } from './limits';
import { profile } from './quirks';
import { ManualClock } from './testing/manual-clock';
import { ScriptedServer } from './testing/scripted-server';

/** Every line that the rows below are about: all of them also go through a session. */
const LINES = new Set<string>();

const parse = (text: string): Response => {
  LINES.add(text);
  const out: Response[] = [];
  const parser = new Parser();
  const framer = new Framer(
    { response: (b, l) => out.push(parser.parse(b, l)) > 0, literal: () => null, slow: () => undefined },
    DEFAULT_LIMITS,
  );
  framer.push(encodeLatin1(`${text}\r\n`));
  if (out.length !== 1) throw new Error(`${String(out.length)} responses`);
  return out[0] as Response;
};
const fetchOf = (items: string): FetchedMessage => {
  const r = parse(`* 1 FETCH (${items})`);
  if (r.type !== 'fetch') throw new Error(JSON.stringify(r));
  return r.message;
};
const ok = <T>(attr: { ok: true; value: T } | { ok: false } | undefined): T => {
  if (!attr?.ok) throw new Error('invalid');
  return attr.value;
};
const envelope = (fields: string) => ok(fetchOf(`ENVELOPE (${fields})`).envelope);
const from = (list: string) => envelope(`"d" "s" ${list} NIL NIL NIL NIL NIL NIL NIL`).from;
const structure = (text: string) => ok(fetchOf(`BODYSTRUCTURE ${text} UID 77`).structure);

async function session(
  script: string,
  act: (client: ImapClient) => Promise<unknown>,
  caps = 'IMAP4rev1 UIDPLUS MOVE IDLE LITERAL+',
  greeting = 'ready',
) {
  const head = `S: * OK [CAPABILITY ${caps}] ${greeting}\nC: l LOGIN "u" "p"\nS: l OK [CAPABILITY ${caps}] in\n`;
  const server = new ScriptedServer(head + script);
  const events: ImapEvent[] = [];
  const client = await ImapClient.connect(server, {
    clock: new ManualClock(),
    tls: 'tls',
    onEvent: (e) => events.push(e),
  });
  await client.login('u', new Secret('p'));
  const result = await act(client).catch((error: unknown) => error);
  await server.finished;
  return { client, events, result, server };
}
const SEL =
  'C: s SELECT INBOX\nS: * 3 EXISTS\nS: * OK [UIDVALIDITY 1] x\nS: * OK [UIDNEXT 100] x\nS: s OK [READ-WRITE] x\n';
const code = (error: unknown): string =>
  error instanceof MailError ? `${error.kind} ${error.code}` : String(error);

type Row = readonly [id: string, what: string, test: (() => unknown) | string];
/** Why a row has no test here: it is about something else than IMAP, or about what is done with what IMAP says. */
const SMTP = 'not IMAP: src/main/smtp';

/** Every IMAP row of protocols.md §4: a test, or the reason why there is none here. */
// prettier-ignore
const ROWS: readonly Row[] = [
  ['G1', 'CONDSTORE only', () => expect(profile('', null, ['X-GM-EXT-1', 'CONDSTORE']).remove.size).toBe(0)],
  ['G2', 'childless multipart', () => expect(structure('("mixed" ("boundary" "x"))')).toMatchObject({ type: 'multipart', subtype: 'mixed', params: [['boundary', 'x']], children: [] })],
  ['G3', 'name and mailbox swapped', () => expect(from('(("<user@host.example>" NIL "Some Name" NIL))')).toEqual([{ name: 'Some Name', mailbox: 'user', host: 'host.example' }])],
  ['G4', 'group without end', () => expect(from('((NIL NIL "group" NIL)("A" NIL "a" "b"))')).toEqual([{ name: 'A', mailbox: 'a', host: 'b' }])],
  ['G5', 'NIL among labels', () => expect(ok(fetchOf('X-GM-LABELS (NIL "a" NIL)').gmailLabels)).toEqual(['a'])],
  ['G6', 'unquoted labels', () => expect(ok(fetchOf('X-GM-LABELS ([Mailbox] +IMNews \\Inbox)').gmailLabels)).toEqual(['[Mailbox]', '+IMNews', '\\Inbox'])],
  ['G7', 'quota beyond 2⁶³', () => expect(parse('* QUOTA "" (STORAGE 1 18446744073709551615)')).toMatchObject({ quota: { resources: [{ limit: 18446744073709551615n }] } })],
  ['G8', 'code without text', () => expect(parse('* OK [HIGHESTMODSEQ 5]')).toMatchObject({ code: { value: 5n }, text: '' })],
  ['G9', 'bare +', () => expect(parse('+')).toEqual({ type: 'continue', text: '' })],
  ['G10', 'CAPABILITY untagged at LOGIN', async () => {
    const server = new ScriptedServer('S: * OK hi\nC: c CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: c OK\nC: l LOGIN "u" "p"\nS: * CAPABILITY IMAP4rev1 MOVE\nS: l OK in');
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await client.login('u', new Secret('p'));
    await server.finished;
    expect(client.capabilities.has('MOVE')).toBe(true);
  }],
  ['G11', 'COPYUID untagged before, or in the OK behind the EXPUNGEs', async () => {
    for (const answer of ['S: * OK [COPYUID 9 5 50] x\nS: * 1 EXPUNGE\nS: m OK done', 'S: * 1 EXPUNGE\nS: m OK [COPYUID 9 5 50] done']) {
      const { result } = await session(`${SEL}C: m UID MOVE 5 x\n${answer}`, async (c) => (await c.run(select('INBOX')), c.run(move(UidSet.from([5]), 'x'))));
      expect((result as { mapping: { map(u: number): number } }).mapping.map(5)).toBe(50);
    }
  }],
  // MOVE to Trash instead is decided in operations/plan.ts.
  ['G12', 'UID EXPUNGE that expunges nothing', async () => {
    const { client, events } = await session(`${SEL}C: e UID EXPUNGE 5\nS: e OK Success`, async (c) => (await c.run(select('INBOX')), c.run(uidExpunge(UidSet.from([5])))));
    expect([client.view?.exists, events.some((e) => e.type === 'expunge')]).toEqual([3, false]);
  }],
  ['G13', 'files what was sent', () => expect(profile('', null, ['X-GM-EXT-1']).autoSavesSent).toBe(true)],
  ['G14', 'OVERQUOTA for bandwidth', async () => {
    const { result } = await session('C: q STATUS x (MESSAGES)\nS: q NO [OVERQUOTA] Account exceeded command or bandwidth limits.', (c) => c.run(status('x', ['MESSAGES'])));
    expect(code(result)).toBe('refused overquota');
  }],
  ['G15', 'too many connections', async () => {
    const server = new ScriptedServer('S: * OK [CAPABILITY IMAP4rev1] hi\nC: l LOGIN "u" "p"\nS: l NO [ALERT] Too many simultaneous connections. (Failure)');
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    expect(code(await client.login('u', new Secret('p')).catch((e: unknown) => e))).toBe('refused no');
  }],
  ['G16', 'WEBALERT', () => expect(parse('* NO [WEBALERT https://x/] Web login required.')).toMatchObject({ code: { atom: 'WEBALERT', text: 'https://x/' } })],
  ['G17', 'UTF8=ACCEPT: SEARCH without CHARSET', async () => {
    await session('C: e ENABLE UTF8=ACCEPT\nS: * ENABLED UTF8=ACCEPT\nS: e OK\nC: q UID SEARCH SUBJECT "\xc3\xa4"\nS: * SEARCH\nS: q OK', async (c) => {
      await c.run(enable(['UTF8=ACCEPT']));
      await c.run(search({ subject: 'ä' }));
    });
    await session('C: q UID SEARCH CHARSET UTF-8 SUBJECT {2+}\nC+ \xc3\xa4\nS: * SEARCH\nS: q OK', (c) => c.run(search({ subject: 'ä' })));
  }],
  ['G18', 'brackets in keywords', () => expect(parse('* FLAGS (\\Seen OIB-Seen-[Google-Mail]/Alle)')).toMatchObject({ flags: ['\\Seen', 'OIB-Seen-[Google-Mail]/Alle'] })],
  ['G19', 'EXPUNGE between FETCHes', async () => {
    const seen: (number | null)[] = [];
    const { client } = await session(`${SEL}C: f UID FETCH 1:9 (UID FLAGS)\nS: * 1 FETCH (UID 4 FLAGS ())\nS: * 1 EXPUNGE\nS: * 1 FETCH (UID 5 FLAGS ())\nS: f OK`, async (c) => {
      await c.run(select('INBOX'));
      await c.run(fetch(UidSet.range(1, 9), ['FLAGS'], {}, (m) => void seen.push(m.uid)));
    });
    expect([seen, client.view?.exists, client.view?.uidOf(1)]).toEqual([[4, 5], 2, 5]);
  }],
  ['G20', 'CREATE with trailing delimiter', async () => session('C: c CREATE a/b\nS: c OK', (c) => c.run(create('a/b')))],
  ['G21', 'MD5 and more body fields', () => expect(structure('("text" "plain" NIL NIL NIL "7bit" 5 1 "md5" NIL NIL NIL "more" (1 2))')).toMatchObject({ md5: 'md5' })],
  ['G22', 'macros FAST, ALL, FULL', 'the type of FetchItem has no macros'],
  ['M1', 'authenticated but not connected', async () => {
    const { result } = await session('C: n NAMESPACE\nS: n BAD User is authenticated but not connected.', (c) => c.run(namespace()));
    expect(code(result)).toBe('refused bad');
  }],
  ['M2', 'Suggested Backoff Time', async () => {
    for (const word of ['NO', 'BAD']) {
      const { result } = await session(`C: n NAMESPACE\nS: n ${word} Request is throttled. Suggested Backoff Time: 41032 milliseconds`, (c) => c.run(namespace()));
      expect(result).toMatchObject({ code: 'throttled', retry: { kind: 'later', afterMs: 41032 } });
    }
  }],
  ['M3', 'a line that is no response', async () => {
    const { events, result } = await session('C: n NAMESPACE\nS: Server Unavailable. 15\nS: * NAMESPACE NIL NIL NIL\nS: n OK', (c) => c.run(namespace()));
    expect(result).toMatchObject({ personal: [] });
    expect(events.map((e) => e.type)).toContain('unreadable');
  }],
  ['M4', 'no CONDSTORE', async () => {
    const { result, client } = await session(SEL, (c) => c.run(select('INBOX')), 'IMAP4 IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+');
    expect([(result as SelectedMailbox).highestModSeq, client.capabilities.has('CONDSTORE')]).toEqual([null, false]);
  }],
  ['M5', 'COPYUID with empty sets', () => expect(parse('A OK [COPYUID 31  ] MOVE completed.')).toMatchObject({ code: { name: 'COPYUID', mapping: null } })],
  ['M6', 'code without OK', () => expect(parse('* [COPYUID 31 7 9] moved')).toMatchObject({ type: 'condition', status: 'OK', code: { name: 'COPYUID' } })],
  ['M7', 'disposition as a string, (NIL NIL), or a description in its place', () => {
    expect(structure('("a" "b" NIL NIL NIL "7bit" 5 NIL "inline")').disposition).toEqual({ type: 'inline', params: [] });
    expect(structure('("a" "b" NIL NIL NIL "7bit" 5 NIL (NIL NIL))').disposition).toBeNull();
    expect(structure('("a" "b" NIL NIL NIL "7bit" 5 NIL ("attachment" "x.pdf"))').disposition).toMatchObject({ type: 'attachment' });
  }],
  ['M8', 'octets −1, encoding NIL or bare', () => {
    expect(structure('("a" "b" NIL NIL NIL NIL -1)')).toMatchObject({ size: 0, encoding: '7bit' });
    expect(structure('("a" "b" NIL NIL NIL BASE64 5)')).toMatchObject({ size: 5, encoding: 'base64' });
  }],
  ['M9', 'all NIL', () => expect(structure('(NIL NIL NIL NIL NIL "7BIT" 0 NIL NIL NIL NIL)')).toMatchObject({ type: 'text', subtype: 'plain' })],
  ['M10', 'TAB in an unquoted name', () => expect(parse('* LIST (\\HasNoChildren) "/" Tab\there and')).toMatchObject({ entry: { name: 'Tab\there and' } })],
  ['M11', 'backslash in a literal name', () => expect(parse('* LIST () "/" {3}\r\na\\b')).toMatchObject({ entry: { wire: 'a\\b' } })],
  ['M12', 'Exchange 2003 and NAMESPACE', () => expect(profile('Microsoft Exchange Server 2003 IMAP4rev1 server', null, []).remove.has('NAMESPACE')).toBe(true)],
  ['M13', 'empty ESEARCH', async () => {
    const { result } = await session(`C: q UID SEARCH RETURN (ALL) ALL\nS: * ESEARCH (TAG "{tag:q}") UID\nS: q OK`, (c) => c.run(search({})), 'IMAP4rev1 ESEARCH');
    expect(result).toMatchObject({ complete: true, uids: UidSet.empty });
  }],
  ['M14', 'BADCHARSET', async () => {
    const { result } = await session('C: q UID SEARCH ALL\nS: q NO [BADCHARSET (US-ASCII)] x', (c) => c.run(search({})));
    expect(code(result)).toBe('refused bad-charset');
  }],
  // That LOGIN is chosen for such a name: sasl/choose-mechanism.test.ts.
  ['M15', 'user/shared in LOGIN', async () => {
    const server = new ScriptedServer('S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\nC: l LOGIN "user@x/shared" "p"\nS: l OK [CAPABILITY IMAP4rev1] in');
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await client.login('user@x/shared', new Secret('p'));
    await server.finished;
  }],
  ['M16', 'LSUB refused in rev2', async () => {
    await session('C: q LIST (SUBSCRIBED) "" "*" RETURN (SUBSCRIBED CHILDREN)\nS: * LIST () "/" a\nS: q OK', (c) => c.list({ subscribed: true }), 'IMAP4rev2');
  }],
  ['M17', 'EXISTS before + idling', async () => {
    const { events } = await session(`${SEL}C: i IDLE\nS: * 4 EXISTS\nS: + idling\nC+ DONE\nS: i OK`, async (c) => {
      await c.run(select('INBOX'));
      const idling = c.idle();
      await idling.started;
      await idling.stop();
    });
    expect(events).toContainEqual({ type: 'exists', count: 4, previous: 3 });
  }],
  ['M18', 'EXPUNGE high to low, low to high, in no order', async () => {
    for (const order of ['3 2', '2 2', '3 2']) {
      const gone = order.split(' ').map((n) => `S: * ${n} EXPUNGE`).join('\n');
      const { client, events } = await session(`${SEL}C: f UID FETCH 1:9 (UID FLAGS)\nS: * 1 FETCH (UID 4 FLAGS ())\nS: * 2 FETCH (UID 5 FLAGS ())\nS: * 3 FETCH (UID 6 FLAGS ())\nS: f OK\nC: n NAMESPACE\n${gone}\nS: n OK`, async (c) => {
        await c.run(select('INBOX'));
        await c.run(fetch(UidSet.range(1, 9), ['FLAGS'], {}, () => undefined));
        await c.run(namespace());
      });
      expect(events.flatMap((e) => (e.type === 'expunge' ? [e.uid] : [])).sort()).toEqual([5, 6]);
      expect([client.view?.exists, client.view?.uidOf(1), client.view?.dirty]).toEqual([1, 4, null]);
    }
  }],
  ['M19', 'blank behind STATUS', () => expect(parse('* STATUS INBOX (MESSAGES 4 UNSEEN 1 ) ')).toMatchObject({ status: { messages: 4, unseen: 1 } })],
  ['M20', 'invalid code', () => expect(parse('A NO [Error="Failed"] x')).toMatchObject({ type: 'tagged', status: 'NO', text: 'x' })],
  ['M21', 'blanks between addresses', () => expect(from('(("A" NIL "a" "b")  ("C" NIL "c" "d"))')).toHaveLength(2)],
  ['M22', 'NO after the data', async () => {
    const { result } = await session(`${SEL}C: f UID FETCH 1:9 (UID FLAGS)\nS: * 1 FETCH (UID 4 FLAGS ())\nS: f NO Some of the requested messages no longer exist.`, async (c) => {
      await c.run(select('INBOX'));
      return c.run(fetch(UidSet.range(1, 9), ['FLAGS'], {}, () => undefined));
    });
    expect(result).toMatchObject({ count: 1, complete: false });
  }],
  // The whole message is fetched then: sync/bodies decides by the size that is told here.
  ['M23', 'zero-length calendar parts', () => expect(structure('(("text" "plain" NIL NIL NIL "7bit" 5 1)("text" "calendar" ("method" "REQUEST") NIL NIL "base64" 0 0) "alternative")').children[1]).toMatchObject({ section: '2', subtype: 'calendar', size: 0 })],
  ['M25', 'log in with a browser first', async () => {
    const server = new ScriptedServer('S: * OK [CAPABILITY IMAP4rev1] hi\nC: l LOGIN "u" "p"\nS: l NO [ALERT] Please log in via your web browser');
    const events: ImapEvent[] = [];
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls', onEvent: (e) => events.push(e) });
    await expect(client.login('u', new Secret('p'))).rejects.toMatchObject({ kind: 'refused', server: 'Please log in via your web browser' });
    // Nobody has logged in: it is the reason of the refusal, not a message from the server.
    expect(events.map((e) => e.type)).not.toContain('alert');
  }],
  ['M26', 'BDAT hangs', SMTP],
  ['M24', 'files what was sent', () => expect(profile('The Microsoft Exchange IMAP4 service is ready.', null, []).autoSavesSent).toBe(true)],
  ['Y1', 'SEARCH is cut short', async () => {
    const { result } = await session('C: q UID SEARCH ALL\nS: * SEARCH 1 2\nS: q OK', (c) => c.run(search({})), 'IMAP4rev1 XYMHIGHESTMODSEQ');
    expect(result).toMatchObject({ complete: false });
  }],
  ['Y2', 'SERVERBUG', async () => {
    const { result } = await session('C: q UID SEARCH HEADER Message-ID "<x>"\nS: q NO [SERVERBUG] SEARCH failed', (c) => c.run(search({ header: ['Message-ID', '<x>'] })));
    expect(result).toMatchObject({ kind: 'refused', code: 'server-bug', retry: { kind: 'later' } });
  }],
  ['Y3', 'sequence numbers drift', async () => {
    const { events } = await session(`${SEL}C: f UID FETCH 1:9 (UID FLAGS)\nS: * 1 FETCH (UID 4 FLAGS ())\nS: * 1 FETCH (UID 5 FLAGS ())\nS: f OK`, async (c) => {
      await c.run(select('INBOX'));
      await c.run(fetch(UidSet.range(1, 9), ['FLAGS'], {}, () => undefined));
    });
    expect(events).toContainEqual({ type: 'dirty', reason: 'uid-mismatch' });
  }],
  ['Y4', 'UNAVAILABLE', async () => {
    const { result } = await session('C: q STATUS x (MESSAGES)\nS: q NO [UNAVAILABLE] x', (c) => c.run(status('x', ['MESSAGES'])));
    expect(result).toMatchObject({ code: 'unavailable', retry: { kind: 'later' } });
  }],
  ['Y5', 'lines of 1,000 octets', () => expect(profile('', null, ['XYMHIGHESTMODSEQ']).lineLimit).toBe(1000)],
  ['Y6', 'no CHARSET', async () => session('C: q UID SEARCH SUBJECT {2+}\nC+ \xc3\xa4\nS: * SEARCH\nS: q OK', (c) => c.run(search({ subject: 'ä' })), 'IMAP4rev1 XYMHIGHESTMODSEQ LITERAL+')],
  ['Y7', 'known by XYMHIGHESTMODSEQ', () => expect(profile('', null, ['xymhighestmodseq']).applied).toEqual(['yahoo'])],
  ['Y9', 'the words of a refused login are kept for those who can help', async () => {
    for (const words of ['[AUTHENTICATIONFAILED] LOGIN Invalid credentials', '[AUTHENTICATIONFAILED] (#MBR1240) Please verify your account by going to https://login.yahoo.com OCF12']) {
      const server = new ScriptedServer(`S: * OK [CAPABILITY IMAP4rev1 XYMHIGHESTMODSEQ] hi\nC: l LOGIN "u" "p"\nS: l NO ${words}`);
      const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
      await expect(client.login('u', new Secret('p'))).rejects.toMatchObject({ code: 'auth-failed', server: words.slice(words.indexOf(']') + 2) });
    }
  }],
  ['Y8', 'NAMESPACE with NIL delimiter', () => expect(parse('* NAMESPACE (("" NIL)) NIL NIL')).toMatchObject({ namespaces: { personal: [{ prefix: '', delimiter: null }] } })],
  ['A1', 'asks CAPABILITY after login', async () => {
    const caps = 'IMAP4rev1 XAPPLEPUSHSERVICE QRESYNC';
    const server = new ScriptedServer(`S: * OK [CAPABILITY ${caps}] hi\nC: l LOGIN "u" "p"\nS: l OK [CAPABILITY ${caps}] in\nC: c CAPABILITY\nS: * CAPABILITY IMAP4rev1 XAPPLEPUSHSERVICE QRESYNC CONDSTORE\nS: c OK`);
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await client.login('u', new Secret('p'));
    await server.finished;
    expect([client.capabilities.has('CONDSTORE'), client.capabilities.has('QRESYNC')]).toEqual([true, false]);
  }],
  ['A2', 'QRESYNC is not used', () => expect(profile('', null, ['XAPPLEPUSHSERVICE']).remove.has('QRESYNC')).toBe(true)],
  ['A3', 'ENABLE without ENABLED', async () => {
    const { result, client } = await session('C: e ENABLE QRESYNC CONDSTORE\nS: e OK Completed', (c) => c.run(enable(['QRESYNC', 'CONDSTORE'])));
    expect(result).toEqual([]);
    await expect(client.run(select('INBOX', { qresync: { uidValidity: 1, modseq: 1n } }))).rejects.toMatchObject({ code: 'not-enabled' });
  }],
  ['A4', 'no RFC822 item', 'the type of FetchItem has BODY.PEEK[] only'],
  ['A5', 'header names as atoms', async () => {
    await session(`${SEL}C: f UID FETCH 1 (UID BODY.PEEK[HEADER.FIELDS (Message-ID List-Id)])\nS: f OK`, async (c) => {
      await c.run(select('INBOX'));
      await c.run(fetch(UidSet.from([1]), [{ headers: ['Message-ID', 'List-Id'] }], {}, () => undefined));
    });
  }],
  ['A6', 'SEARCH LARGER lies', 'LARGER and SMALLER are written as the RFC has them, and nothing above asks a server by size: sizes are in the cache'],
  ['A7', 'unescaped quotes', () => expect(envelope('"d" "s" NIL NIL NIL NIL NIL NIL "<"bad"@x>" "<in"ner@y>"')).toMatchObject({ inReplyTo: '<"bad"@x>', messageId: '<in"ner@y>' })],
  ['A8', 'one message in several mailboxes', 'a session knows one mailbox; what a message is in several is tests/scenarios/a-moves.test.ts'],
  ['A10', 'files what was sent', () => expect(profile('', null, ['XAPPLEPUSHSERVICE']).autoSavesSent).toBe(true)],
  ['A9', 'ANNOTATE', () => expect(profile('', null, ['XAPPLEPUSHSERVICE']).remove.has('ANNOTATE-EXPERIMENT-1')).toBe(true)],
  ['C1', 'ID before SELECT', () => expect(profile('Coremail System IMap Server Ready(163com[x])', null, []).requiresId).toBe(true)],
  ['C2', 'ID in quoted pairs', async () => {
    await session('C: i ID ("name" "Tern" "version" "1")\nS: * ID NIL\nS: i OK', (c) => c.run(id(new Map([['name', 'Tern'], ['version', '1']]))), 'IMAP4rev1 ID');
  }],
  ['C3', 'tags begin with a letter', async () => {
    const { server } = await session('', async () => undefined);
    expect(server.secret).toMatch(/^[A-Z]+\d+ LOGIN/);
  }],
  ['C4', 'empty STATUS', () => expect(parse('* STATUS "INBOX" ()')).toMatchObject({ type: 'status', status: { name: 'INBOX' } })],
  ['C5', 'description """"', () => expect(structure('("text" "html" NIL NIL """" "base64" 100 2)')).toMatchObject({ description: '""', encoding: 'base64', size: 100 })],
  ['C6', 'escape at the end of a string', () => {
    const m = fetchOf('ENVELOPE ("d" "s" (("a" NIL "b" "qq.com\\")) NIL NIL NIL NIL NIL NIL "<i>") UID 5');
    expect(m.envelope?.ok === false || m.uid === 5).toBe(true);
  }],
  ['C7', 'childless multipart', () => expect(structure('("alternative" ("boundary" "x") NIL NIL)')).toMatchObject({ type: 'multipart', subtype: 'alternative' })],
  ['C8', 'ascending sets', () => expect(UidSet.from([9, 3, 4]).toString()).toBe('3:4,9')],
  ['C10', 'authorisation code instead of password', async () => {
    const server = new ScriptedServer('S: * OK [CAPABILITY IMAP4rev1] hi\nC: l LOGIN "u" "p"\nS: l NO Login fail. Please using auth code to login');
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await expect(client.login('u', new Secret('p'))).rejects.toMatchObject({ kind: 'refused', server: 'Login fail. Please using auth code to login' });
  }],
  ['C9', 'SEARCH with trailing blank', () => expect(parse('* SEARCH 1 2 3 ')).toMatchObject({ type: 'search', pairs: Uint32Array.of(1, 3) })],
  ['R1', 'endless BYE', async () => {
    const { events } = await session('C: n NAMESPACE\nS: * BYE one\nS: * BYE two\nS: * BYE three', (c) => c.run(namespace()));
    expect(events.filter((e) => e.type === 'bye')).toHaveLength(1);
  }],
  ['R2', 'item without value', () => expect(fetchOf('BODY[]').sections?.[0]?.data).toEqual({ ok: true, value: { kind: 'absent' } })],
  ['R3', 'childless multipart', () => expect(structure('("mixed" NIL)')).toMatchObject({ type: 'multipart', children: [] })],
  ['R4', 'IDLE closed at random', async () => {
    const { result } = await session('C: i IDLE\nS: + idling\nCLOSE', async (c) => c.idle().done);
    expect(code(result)).toBe('unreachable closed');
  }],
  ['R5', 'XLIST broken', async () => session('C: q LIST "" "*"\nS: * LIST () "/" a\nS: q OK', (c) => c.list(), 'IMAP4rev1 XLIST', 'Yandex IMAP4rev1 at sas1')],
  ['R6', 'numbers in exponents', () => expect(ok(fetchOf('RFC822.SIZE 9.3736e+06').size)).toBe(9373600)],
  ['R7', 'NIL parameter', () => expect(structure('("text" "plain" ("charset" NIL) NIL NIL "7bit" 5 1)').params).toEqual([['charset', '']])],
  ['R8', 'literal shorter than announced', 'cannot be told from a slow server; the deadline ends it, and a cut literal is never taken for the whole'],
  ['R10', 'SMTP refusals with a link', SMTP],
  ['R9', 'empty FETCH', () => expect(parse('* 9 FETCH ()')).toMatchObject({ type: 'fetch' })],
  ['Z1', 'MODSEQ −1', () => expect(fetchOf('MODSEQ (-1) UID 5')).toMatchObject({ uid: 5, modseq: { ok: false } })],
  ['Z2', 'negative number, * among flags', () => {
    expect(parse('* -3 FETCH (UID 5)').type).toBe('other');
    expect(ok(fetchOf('FLAGS (* \\Seen)').flags)).toEqual(['*', '\\Seen']);
  }],
  ['P1', 'LIST RETURN refused', async () => {
    const { result, events } = await session('C: a LIST "" "*" RETURN (SUBSCRIBED CHILDREN)\nS: a BAD no\nC: b LIST "" "*"\nS: * LIST () "/" x\nS: b OK', (c) => c.list(), 'IMAP4rev1 LIST-EXTENDED');
    expect(result).toHaveLength(1);
    expect(events).toContainEqual(expect.objectContaining({ type: 'quirk', id: 'LIST-EXTENDED' }));
  }],
  ['P2', 'unstable UIDs', () => expect(profile('', null, ['XSTOP']).unstableUids).toBe(true)],
  ['D1', 'extra parentheses', () => expect(envelope('("d" "s" NIL NIL NIL NIL NIL NIL NIL "<m>")')).toMatchObject({ subject: 's', messageId: '<m>' })],
  ['D2', 'literal two short', () => expect(fetchOf('UID 3 BODY[HEADER] {8}   \r\nabcdef').uid).toBe(3)],
  ['D3', 'quotes in a charset, empty body', () => {
    expect(structure('("text" "plain" ("charset" "3D"Windows-1252"") NIL NIL "7bit" 5 1)').params).toEqual([['charset', '3D"Windows-1252"']]);
    expect(fetchOf('BODYSTRUCTURE () UID 4').uid).toBe(4);
  }],
  ['H1', 'ascending ranges', () => expect(UidSet.parse('9:4')?.toString()).toBe('4:9')],
  ['H2', 'UTF-8 APPEND refused', () => expect(profile('* OK IMAPrev1 hMailServer', null, []).remove.has('UTF8=ACCEPT')).toBe(true)],
  ['S1', 'NIL for an address', () => expect(from('(NIL ("A" NIL "a" "b"))')).toHaveLength(1)],
  ['S3', 'EHLO after AUTH', SMTP],
  ['S2', 'LIST RETURN gives nothing', async () => {
    const { result } = await session('C: a LIST "" "*" RETURN (SUBSCRIBED CHILDREN)\nS: a OK\nC: b LIST "" "*"\nS: * LIST () "/" x\nS: b OK', (c) => c.list(), 'IMAP4rev1 LIST-EXTENDED');
    expect(result).toHaveLength(1);
  }],
  ['V1', 'no double blank in SEARCH', async () => session('C: q UID SEARCH UNSEEN NOT (DELETED) OR (SEEN) (FROM "x") (LARGER 5)\nS: * SEARCH\nS: q OK', (c) => c.run(search({ seen: false, not: { deleted: true }, or: [{ seen: true }, { from: 'x' }], and: [{ larger: 5 }] })))],
  ['U1', 'UW wants SELECT', async () => {
    await session('C: s SELECT INBOX\nS: * 0 EXISTS\nS: s OK', (c) => c.run(select('INBOX', { readOnly: true })), 'IMAP4rev1', 'mail IMAP4rev1 2007.404 at Mon');
  }],
  ['U2', 'Courier: * 0 FETCH', async () => {
    const { client } = await session(`${SEL}C: f UID FETCH 1 (UID FLAGS)\nS: * 0 FETCH (UID 7 FLAGS ())\nS: f OK`, async (c) => (await c.run(select('INBOX')), c.run(fetch(UidSet.from([1]), ['FLAGS'], {}, () => undefined))));
    expect(client.view?.dirty).toBeNull();
  }],
  ['U3', 'SEARCH in answer to ESEARCH', async () => {
    const { result } = await session('C: q UID SEARCH RETURN (ALL) ALL\nS: * SEARCH 4 9 5\nS: q OK', (c) => c.run(search({})), 'IMAP4rev1 ESEARCH');
    expect((result as { uids: UidSet }).uids.toString()).toBe('4:5,9');
  }],
  ['U4', 'mass VANISHED (EARLIER)', async () => {
    const { events, client } = await session(`${SEL}C: n NAMESPACE\nS: * VANISHED (EARLIER) 1:26183,26185\nS: n OK`, async (c) => (await c.run(select('INBOX')), c.run(namespace())));
    expect(client.view?.exists).toBe(3);
    expect(events).toContainEqual(expect.objectContaining({ type: 'vanished', earlier: true }));
  }],
  ['U5', 'childless (NIL "alternative"), invented hosts', () => {
    expect(structure('(NIL "alternative" ("boundary" "x") NIL NIL NIL)')).toMatchObject({ type: 'multipart', subtype: 'alternative' });
    expect(from('((NIL NIL "a" "MISSING_DOMAIN")(NIL NIL "b" ".MISSING-HOST-NAME."))').map((a) => a.host)).toEqual(['', '']);
  }],
  ['U6', 'arcor and ESEARCH', () => expect(profile('imap.arcor.de ready', null, []).remove.has('ESEARCH')).toBe(true)],
  ['U7', 'various', () => {
    expect(ok(fetchOf('FLAGS (*)').flags)).toEqual(['*']);
    expect(structure('("application" "pdf" NIL NIL NIL "base64" 5 7)').lines).toBe(7);
    expect(structure('("text" "plain")')).toMatchObject({ type: 'text', size: 0 });
    expect(profile('GroupWise', null, []).remove.has('QUOTA')).toBe(true);
  }],
  ['U8', 'no UIDNEXT', async () => {
    const { result } = await session('C: s SELECT INBOX\nS: * 3 EXISTS\nS: s OK', (c) => c.run(select('INBOX')));
    expect(result).toMatchObject({ uidNext: 0, uidValidity: 0 });
  }],
  ['U9', 'DavMail: "" before BODYSTRUCTURE, blanks', () => expect(structure('"" ("text"  "plain" NIL NIL  NIL "7bit" 5 1 )')).toMatchObject({ type: 'text', lines: 1 })],
  ['U10', 'missing line count; flags always sent', async () => {
    expect(structure('("text" "plain" NIL NIL NIL "7bit" 5)').lines).toBeNull();
    await session('C: a APPEND x () {1+}\nC+ y\nS: a OK', (c) => c.run(append('x', [{ content: encodeLatin1('y') }])));
  }],
  ['U11', 'MODSEQ only where CONDSTORE is', 'MODSEQ is an item that the caller names; nothing adds it'],
  ['U12', 'ID unadvertised', async () => {
    const { server } = await session('C: q LIST "" "*"\nS: q OK', (c) => c.list());
    expect(server.secret).not.toMatch(/ ID /);
  }],
  ['U13', 'ID NIL or ()', () => [parse('* ID NIL'), parse('* ID ()')].forEach((r) => expect(r).toMatchObject({ type: 'id' }))],
  // When to begin anew is sync/keep-watch.ts's affair.
  ['U14', 'no keep-alive in IDLE', async () => {
    await session(`${SEL}C: i IDLE\nS: + idling\nC+ DONE\nS: i OK\nC: j IDLE\nS: + idling\nC+ DONE\nS: j OK`, async (c) => {
      await c.run(select('INBOX'));
      for (let i = 0; i < 2; i++) {
        const idling = c.idle();
        await idling.started;
        await idling.stop();
      }
    });
  }],
  // One worker and one watcher an account: sync/account-runner.ts.
  ['U15', 'connections per address', async () => {
    const greeted = ImapClient.connect(new ScriptedServer('S: * BYE [UNAVAILABLE] Maximum number of connections from user+IP exceeded\nCLOSE'), { clock: new ManualClock(), tls: 'tls' });
    expect(code(await greeted.catch((e: unknown) => e))).toBe('unreachable greeting-refused');
    const server = new ScriptedServer('S: * OK [CAPABILITY IMAP4rev1] hi\nC: l LOGIN "u" "p"\nS: l NO [LIMIT] too many');
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await expect(client.login('u', new Secret('p'))).rejects.toMatchObject({ code: 'limit', retry: { kind: 'later' } });
  }],
  ['U16', 'INBOX.INBOX', async () => {
    const { result } = await session('C: n NAMESPACE\nS: * NAMESPACE (("INBOX." ".")) NIL NIL\nS: n OK\nC: c CREATE INBOX.x\nS: c OK', async (c) => {
      const spaces = await c.run(namespace());
      await c.run(create('INBOX.x'));
      return spaces;
    });
    expect(result).toMatchObject({ personal: [{ prefix: 'INBOX.', delimiter: '.' }] });
  }],
  ['X1', 'zeros', async () => {
    expect(parse('A OK [COPYUID 0 0 0] x')).toMatchObject({ code: { mapping: null } });
    const { result } = await session('C: s SELECT INBOX\nS: * 0 EXISTS\nS: * OK [UIDNEXT 0] x\nS: * OK [UIDVALIDITY 0] x\nS: * OK [UNSEEN 0] x\nS: s OK', (c) => c.run(select('INBOX')));
    expect(result).toMatchObject({ uidNext: 0, uidValidity: 0 });
  }],
  ['X2', 'message/rfc822 without envelope', () => expect(structure('("message" "rfc822" NIL NIL NIL "base64" 500)')).toMatchObject({ envelope: null, children: [], size: 500 })],
  ['X3', 'missing subtype', () => expect(structure('("X-ZIP" NIL NIL NIL "base64" 500)')).toMatchObject({ type: 'application', subtype: 'x-zip' })],
  ['X4', 'NIL value and language', () => {
    const s = structure('("text" "plain" ("a" NIL "b" "c") NIL NIL "7bit" 5 1 NIL NIL (NIL "en"))');
    expect([s.params, s.language]).toEqual([[['a', ''], ['b', 'c']], ['en']]);
  }],
  ['X5', 'envelope of 9 or 8 fields', () => {
    expect(envelope('"d" "s" NIL NIL NIL NIL NIL NIL "<r>"')).toMatchObject({ inReplyTo: '<r>', messageId: null });
    expect(envelope('"d" "s" NIL NIL NIL NIL NIL NIL')).toMatchObject({ inReplyTo: null, messageId: null });
  }],
  ['X6', 'address of five', () => expect(from('(("A" NIL "a" "b" "rest"))')).toEqual([{ name: 'A', mailbox: 'a', host: 'b' }])],
  ['X7', 'unescaped quote', () => expect(envelope('"d" "say "hi" now" NIL NIL NIL NIL NIL NIL NIL NIL').subject).toBe('say "hi" now')],
  ['X8', 'keywords with backslash', () => expect(ok(fetchOf('FLAGS (\\Own $x)').flags)).toEqual(['\\Own', '$x'])],
  ['X9', 'NUL in front', () => expect(parse('\0\0* 5 EXISTS')).toEqual({ type: 'exists', count: 5 })],
  ['X10', 'no blank before (, blanks behind', () => {
    expect(parse('* 3 FETCH(UID 6) ')).toMatchObject({ message: { uid: 6 } });
    expect(parse('* 3 EXISTS ')).toMatchObject({ count: 3 });
  }],
  ['X11', 'zero-padded literal', () => expect(fetchOf('BODY[] {003}\r\nabc').sections?.[0]?.data).toMatchObject({ value: { bytes: encodeLatin1('abc') } })],
  ['X12', 'EXISTS lower', async () => {
    const { events, client } = await session(`${SEL}C: n NAMESPACE\nS: * 2 EXISTS\nS: n OK`, async (c) => (await c.run(select('INBOX')), c.run(namespace())));
    expect(events).toContainEqual({ type: 'dirty', reason: 'exists-shrank' });
    expect(client.view?.exists).toBe(2);
  }],
  ['X13', 'inbox in any case, odd names', () => {
    for (const name of ['inbox', '/lead', 'trail/', 'x.lock']) expect(parse(`* LIST () "/" ${name}`)).toMatchObject({ entry: { wire: name } });
  }],
  ['X14', 'LITERAL +', async () => {
    const { client } = await session('', async () => undefined, 'IMAP4rev1 LITERAL + IDLE');
    expect([client.capabilities.has('LITERAL+'), client.capabilities.has('IDLE')]).toEqual([true, true]);
  }],
  ['X15', '<start.length>', () => expect(fetchOf('BODY[1]<5.10> "x"').sections?.[0]).toMatchObject({ origin: 5, section: '1' })],
  ['X16', 'NUL behind a base64 prompt', async () => {
    const asked: string[] = [];
    const server = new ScriptedServer('S: * OK [CAPABILITY IMAP4rev1] hi\nC: a AUTHENTICATE LOGIN\nS: + VXNlciBOYW1lAA==\0\nC+ dQ==\nS: + UGFzc3dvcmQA\nC+ cA==\nS: a OK [CAPABILITY IMAP4rev1] in');
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await client.authenticate({
      name: 'LOGIN',
      initial: () => null,
      step: (challenge) => (asked.push(new TextDecoder().decode(challenge)), encodeLatin1(asked.length === 1 ? 'u' : 'p')),
    });
    expect(asked).toEqual(['User Name\0', 'Password\0']);
  }],
  ['X17', 'raw 8-bit file names', () => {
    expect(structure('("a" "b" ("name" "\xc3\xa4.pdf") NIL NIL "7bit" 5)').params).toEqual([['name', 'ä.pdf']]);
    expect(structure('("a" "b" ("name" "\xe4.pdf") NIL NIL "7bit" 5)').params).toEqual([['name', '\u00e4.pdf']]);
  }],
];

describe('server quirks (protocols.md §4)', () => {
  it.each(ROWS.filter(([, , test]) => typeof test !== 'string'))('%s %s', async (_id, _what, test) => {
    if (typeof test !== 'string') await test();
  });
  it('has a test or a reason for every row, once', () => {
    const ids = ROWS.map(([row]) => row);
    expect(new Set(ids).size).toBe(ids.length);
    const ranges: readonly (readonly [string, number])[] = [
      ['G', 22],
      ['M', 26],
      ['Y', 9],
      ['A', 10],
      ['C', 10],
      ['R', 10],
      ['Z', 2],
      ['P', 2],
      ['D', 3],
      ['H', 2],
      ['S', 3],
      ['V', 1],
      ['U', 16],
      ['X', 17],
    ];
    const wanted = ranges.flatMap(([letter, n]) =>
      Array.from({ length: n }, (_, i) => `${letter}${String(i + 1)}`),
    );
    // protocols.md §4: 133 rows.
    expect(wanted.length).toBe(133);
    expect(wanted.filter((row) => !ids.includes(row))).toEqual([]);
    expect(ids.filter((row) => !wanted.includes(row))).toEqual([]);
    const reasons = ROWS.filter(([, , test]) => typeof test === 'string');
    expect(reasons.length).toBeLessThan(10);
    for (const [row, , reason] of ROWS)
      if (typeof reason === 'string') expect(reason.length, row).toBeGreaterThan(10);
  });

  it('goes on after every line of the table that a session can be sent', async () => {
    expect(LINES.size).toBeGreaterThan(60);
    for (const line of LINES) {
      // Tagged ones are the answer of NOOP; a `+` that nobody waits for and BYE are tests of their own.
      if (line.startsWith('+') || line.includes('BYE')) continue;
      const answers = /^A (OK|NO)/.test(line);
      const wire = line.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
      const { client, result } = await session(
        `${SEL}C: n NOOP\nS- ${answers ? wire.replace(/^A/, '{tag:n}') : wire}\\r\\n\n${answers ? '' : 'S: n OK\n'}C: m NAMESPACE\nS: * NAMESPACE NIL NIL NIL\nS: m OK`,
        async (c) => {
          await c.run(select('INBOX'));
          await c.run(noop()).catch((error: unknown) => expect(error).toMatchObject({ kind: 'refused' }));
          return c.run(namespace());
        },
      );
      expect([line, client.closed, result]).toMatchObject([line, null, { personal: [] }]);
    }
  });
});
