import { describe, expect, it } from 'vitest';
import type { Uid } from '@shared/model/ids';
import { encodeLatin1 } from './codec/bytes';
import {
  append,
  copy,
  fetch,
  move,
  namespace,
  noop,
  notifyNone,
  notifySet,
  SAVED,
  search,
  select,
  status,
  store,
  uidExpunge,
  UidSet,
  type ImapEvent,
} from './index';
import { CAPS, open, outcome, SEL } from './testing/connect';

const types = (events: readonly ImapEvent[]): string[] => events.map(({ type }) => type);

describe('literals', () => {
  it('sends no octet of a literal that was refused, and the next command is whole', async () => {
    const { client, server } = await open(
      'C: a APPEND x () {5}\nS: a NO [OVERQUOTA] full\nC: n NOOP\nS: n OK',
      { caps: 'IMAP4rev1' },
    );
    expect(await outcome(client.run(append('x', [{ content: encodeLatin1('HELLO') }])))).toBe(
      'refused overquota',
    );
    expect(await outcome(client.run(noop()))).toBe('ok');
    await server.finished;
    expect(server.secret).not.toContain('HELLO');
  });
  it('stops at the literal that was refused, of several', async () => {
    const { client, server } = await open(
      'C: a APPEND x () {1}\nS: + go\nC+ A () {1}\nS: a BAD no more\nC: n NOOP\nS: n OK',
      { caps: 'IMAP4rev1 MULTIAPPEND' },
    );
    const message = (text: string) => ({ content: encodeLatin1(text) });
    expect(await outcome(client.run(append('x', [message('A'), message('B')])))).toBe('refused bad');
    expect(await outcome(client.run(noop()))).toBe('ok');
    await server.finished;
  });
  it('takes news between the command and the +', async () => {
    const { client, events } = await open(
      `${SEL}C: a APPEND x () {1}\nS: * 4 EXISTS\nS: * OK still here\nS: + go\nC+ A\nS: a OK`,
      { caps: 'IMAP4rev1' },
    );
    await client.run(select('INBOX'));
    expect(await outcome(client.run(append('x', [{ content: encodeLatin1('A') }])))).toBe('ok');
    expect(events).toContainEqual({ type: 'exists', count: 4, previous: 3 });
  });
  it('knows that a message whose octets were never asked for is not there', async () => {
    const cut = await open('C: a APPEND x () {5}\nCUT', { caps: 'IMAP4rev1' });
    expect(await outcome(cut.client.run(append('x', [{ content: encodeLatin1('HELLO') }])))).toBe(
      'unreachable reset',
    );
    const after = await open('C: a APPEND x () {5}\nS: + go\nC+ HELLO\nCUT', { caps: 'IMAP4rev1' });
    expect(await outcome(after.client.run(append('x', [{ content: encodeLatin1('HELLO') }])))).toBe(
      'uncertain no-answer',
    );
  });
  it('does not know about one whose OK came before its octets', async () => {
    const { client } = await open('C: a APPEND x () {1}\nS: a OK done', { caps: 'IMAP4rev1' });
    expect(await outcome(client.run(append('x', [{ content: encodeLatin1('y') }])))).toBe(
      'uncertain no-answer',
    );
    expect(client.closed?.code).toBe('early-answer');
  });
  it('gives no sink when it cannot be known who asked: the text stays with its message', async () => {
    const { client } = await open(
      `${SEL}C: a UID FETCH 1 (UID BODY.PEEK[])
       C: b UID FETCH 2 (UID BODY.PEEK[])
       S- * 1 FETCH (BODY[] {2000}\\r\\n${'x'.repeat(2_000)} UID 2)\\r\\n
       S: a OK
       S: b OK`,
      { limits: { streamFrom: 1_000 } },
    );
    await client.run(select('INBOX'));
    let given = 0;
    const literal = () => (given++, { write: () => undefined, end: () => undefined, abort: () => undefined });
    const read = (uid: number) => client.fetch(UidSet.from([uid]), [{ section: '' }], { literal }).all();
    const [, second] = await Promise.all([read(1), read(2)]);
    expect(given).toBe(0);
    expect(second[0]?.sections?.[0]?.data).toMatchObject({ value: { kind: 'bytes' } });
  });
});

describe('what comes when nobody asked', () => {
  it('capabilities at any time', async () => {
    const { client, events } = await open('C: n NOOP\nS: * CAPABILITY IMAP4rev1 X-NEW\nS: n OK');
    await client.run(noop());
    expect(client.capabilities.all).toEqual(['IMAP4REV1', 'X-NEW']);
    expect(events).toContainEqual({ type: 'capability', capabilities: ['IMAP4REV1', 'X-NEW'] });
  });
  it('a continuation request when nothing waits for one ends the connection', async () => {
    const { client } = await open('C: n NOOP\nS: + what\nS: n OK');
    expect(await outcome(client.run(noop()))).toBe('broken unexpected-continuation');
  });
  it('a second answer to the same command ends the connection', async () => {
    const { client } = await open('C: n NOOP\nS: n OK\nS: n OK\nC: m NOOP');
    await client.run(noop());
    expect(await outcome(client.run(noop()))).toMatch(/^(broken|unreachable) /);
    expect(client.closed?.code).toBe('unknown-tag');
  });
  it('BYE in the middle of commands: what may be repeated is unreachable, the rest uncertain', async () => {
    const { client, events } = await open(
      `${SEL}C: a UID MOVE 1 x\nC: b UID FETCH 5 (UID FLAGS)\nS: * BYE [UNAVAILABLE] going down\nS: a OK`,
    );
    await client.run(select('INBOX'));
    const both = await Promise.all([
      outcome(client.run(move(UidSet.from([1]), 'x'))),
      outcome(client.run(fetch(UidSet.from([5]), ['FLAGS'], {}, () => undefined))),
    ]);
    expect(both).toEqual(['uncertain no-answer', 'unreachable bye']);
    expect(events).toContainEqual({ type: 'bye', text: 'going down', code: 'UNAVAILABLE' });
  });
  it('a message of another mailbox than the new one does not count: CLOSED', async () => {
    const { client, events } = await open(
      `${SEL}C: t SELECT Other
       S: * 3 EXPUNGE
       S: * 1 FETCH (UID 9 FLAGS (\\Seen))
       S: * OK [CLOSED] the old one
       S: * 7 EXISTS
       S: * OK [UIDVALIDITY 4] x
       S: t OK [READ-WRITE] x`,
    );
    await client.run(select('INBOX'));
    const box = await client.run(select('Other'));
    expect(box).toMatchObject({ exists: 7, uidValidity: 4, changed: [] });
    expect(client.view?.uidOf(1)).toBeNull();
    expect(types(events)).not.toContain('expunge');
  });
  it('EXPUNGE between FETCH answers without UID: each is the message that had the number then', async () => {
    const { client, events } = await open(
      `${SEL}C: f UID FETCH 1:9 (UID FLAGS)
       S: * 1 FETCH (UID 4 FLAGS ())
       S: * 2 FETCH (UID 5 FLAGS ())
       S: * 3 FETCH (UID 9 FLAGS ())
       S: f OK
       C: n NOOP
       S: * 2 FETCH (FLAGS (\\Seen))
       S: * 2 EXPUNGE
       S: * 2 FETCH (FLAGS (\\Flagged))
       S: * 1 FETCH (FLAGS (\\Answered))
       S: n OK`,
    );
    await client.run(select('INBOX'));
    await client.run(fetch(UidSet.range(1, 9), ['FLAGS'], {}, () => undefined));
    await client.run(noop());
    expect(events.flatMap((e) => (e.type === 'fetch' ? [[e.uid, e.flags]] : []))).toEqual([
      [5, ['\\Seen']],
      [9, ['\\Flagged']],
      [4, ['\\Answered']],
    ]);
    expect(client.view?.dirty).toBeNull();
  });
  it('UIDs that do not ascend make the view dirty', async () => {
    const { client, events } = await open(
      `${SEL}C: f UID FETCH 1:9 (UID FLAGS)\nS: * 1 FETCH (UID 8 FLAGS ())\nS: * 2 FETCH (UID 5 FLAGS ())\nS: f OK`,
    );
    await client.run(select('INBOX'));
    await client.run(fetch(UidSet.range(1, 9), ['FLAGS'], {}, () => undefined));
    expect(events).toContainEqual({ type: 'dirty', reason: 'uid-order' });
  });
});

describe('pipelining', () => {
  it('COPYUID goes to the MOVE whose messages it names', async () => {
    const { client, server } = await open(
      `${SEL}C: a UID MOVE 1 x
       C: b UID MOVE 2 y
       S: * OK [COPYUID 7 2 20] b was faster
       S: * OK [COPYUID 7 1 10] a
       S: b OK
       S: a OK`,
    );
    await client.run(select('INBOX'));
    const [a, b] = await Promise.all([
      client.run(move(UidSet.from([1]), 'x')),
      client.run(move(UidSet.from([2]), 'y')),
    ]);
    await server.finished;
    expect([a.mapping?.map(1 as Uid), b.mapping?.map(2 as Uid)]).toEqual([10, 20]);
  });
  it('STATUS takes the counters of its mailbox, others are news', async () => {
    const { client, events } = await open(
      'C: s STATUS x (MESSAGES)\nS: * STATUS other (MESSAGES 9)\nS: * STATUS x (MESSAGES 1)\nS: s OK',
    );
    expect(await client.run(status('x', ['MESSAGES']))).toMatchObject({ messages: 1 });
    expect(events).toContainEqual({ type: 'status', status: { wire: 'other', name: 'other', messages: 9 } });
  });
  it('a STATUS answered under another spelling is still answered', async () => {
    const { client } = await open('C: s STATUS Inbox (MESSAGES)\nS: * STATUS "INBOX." (MESSAGES 1)\nS: s OK');
    expect(await client.run(status({ wire: 'Inbox' }, ['MESSAGES']))).toMatchObject({ messages: 1 });
  });
});

describe('saved results (RFC 5182)', () => {
  const caps = `${CAPS} SEARCHRES`;
  it('searches and fetches in one round trip', async () => {
    const { client, server } = await open(
      `${SEL}C: s UID SEARCH RETURN (SAVE) UNSEEN
       C: f UID FETCH $ (UID FLAGS)
       S: s OK saved
       S: * 1 FETCH (UID 4 FLAGS ())
       S: f OK`,
      { caps },
    );
    await client.run(select('INBOX'));
    const saved = client.run(search({ seen: false }, { returns: ['SAVE'] }));
    const found = client.fetch(SAVED, ['FLAGS']).all();
    await saved;
    expect((await found).map(({ uid }) => uid)).toEqual([4]);
    await server.finished;
  });
  it('changes only what a SEARCH that succeeded has saved', async () => {
    const { client, server } = await open(
      `${SEL}C: s UID SEARCH RETURN (SAVE) SEEN
       S: s OK
       C: t UID STORE $ +FLAGS.SILENT (\\Flagged)
       S: * 1 FETCH (UID 4 MODSEQ (7))
       S: t OK
       C: c UID COPY $ x
       S: c OK [COPYUID 1 4 9] x
       C: m UID MOVE $ y
       S: m OK
       C: e UID EXPUNGE $
       S: e OK`,
      { caps },
    );
    await client.run(select('INBOX'));
    const all = await Promise.all([
      client.run(search({ seen: true }, { returns: ['SAVE'] })),
      client.run(store(SAVED, { mode: 'add', flags: ['\\Flagged'] })),
      client.run(copy(SAVED, 'x')),
      client.run(move(SAVED, 'y')),
      client.run(uidExpunge(SAVED)),
    ]);
    await server.finished;
    expect(all[1].messages.map(({ uid }) => uid)).toEqual([4]);
    expect(all[2].mapping?.map(4 as Uid)).toBe(9);
  });
  it('is not asked of a server that cannot', async () => {
    const { client } = await open('', { caps: 'IMAP4rev1 ESEARCH' });
    for (const command of [
      search({}, { returns: ['SAVE'] }),
      search({ saved: true }),
      store(SAVED, { mode: 'add', flags: [] }),
      fetch(SAVED, [], {}, () => undefined),
    ])
      expect(await outcome(client.run<unknown>(command))).toBe('refused no-capability');
  });
});

describe('NOTIFY (RFC 5465)', () => {
  const EVENTS = ['MessageNew', 'MessageExpunge', 'FlagChange'] as const;
  it('tells of messages, mailboxes and annotations, until it overflows', async () => {
    const { client, events } = await open(
      `C: k NOTIFY SET (SELECTED-DELAYED (MessageNew (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)]) MessageExpunge FlagChange)) (PERSONAL (MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange MessageNew MessageExpunge))
       S: k OK
       C: n NAMESPACE
       S: * STATUS Lists (UIDNEXT 5 MESSAGES 3)
       S: * LIST () "/" "New" ("OLDNAME" ("Old"))
       S: * LIST (\\NonExistent) "/" Gone
       S: * LIST (\\Subscribed) "/" Sub
       S: * METADATA Lists /private/comment
       S: * METADATA "" /shared/admin
       S: * OK [NOTIFICATIONOVERFLOW] too much
       S: n OK`,
      { caps: `${CAPS} NOTIFY` },
    );
    await client.run(
      notifySet([
        { which: 'selected-delayed', events: EVENTS, fetch: ['FLAGS', { headers: ['SUBJECT'] }] },
        {
          which: 'personal',
          events: [
            'MailboxName',
            'SubscriptionChange',
            'MailboxMetadataChange',
            'ServerMetadataChange',
            'MessageNew',
            'MessageExpunge',
          ],
        },
      ]),
    );
    expect(client.notifying).toBe(true);
    await client.run(namespace());
    expect(client.notifying).toBe(false);
    expect(events.filter(({ type }) => type !== 'capability')).toMatchObject([
      { type: 'status', status: { name: 'Lists', uidNext: 5, messages: 3 } },
      { type: 'list', entry: { name: 'New', oldName: 'Old' } },
      { type: 'list', entry: { name: 'Gone', attributes: ['\\nonexistent'] } },
      { type: 'list', entry: { name: 'Sub', attributes: ['\\subscribed'] } },
      { type: 'metadata', mailbox: 'Lists', names: ['/private/comment'] },
      { type: 'metadata', mailbox: '', names: ['/shared/admin'] },
      { type: 'notification-overflow' },
    ]);
  });
  it('says which events the server knows, and stops when asked', async () => {
    const { client } = await open(
      `C: k NOTIFY SET (INBOXES (MessageNew MessageExpunge)) (MAILBOXES (a "b c") NONE)
       S: k NO [BADEVENT (MessageNew MessageExpunge)] no
       C: n NOTIFY NONE
       S: n OK`,
    );
    const refused = client.run(
      notifySet([
        { which: 'inboxes', events: ['MessageNew', 'MessageExpunge'] },
        { which: { mailboxes: ['a', 'b c'] }, events: [] },
      ]),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'bad-event',
      details: { supported: 'MessageNew MessageExpunge' },
    });
    await client.run(notifyNone());
    expect(client.notifying).toBe(false);
  });
  it.each([
    ['no group', []],
    ['MessageNew alone', [{ which: 'inboxes', events: ['MessageNew'] }]],
    ['FlagChange alone', [{ which: 'inboxes', events: ['FlagChange'] }]],
    ['mailbox events of the selected one', [{ which: 'selected', events: ['MailboxName'] }]],
    [
      'the selected one twice',
      [
        { which: 'selected', events: [] },
        { which: 'selected-delayed', events: [] },
      ],
    ],
    ['attributes elsewhere', [{ which: 'inboxes', events: EVENTS, fetch: ['FLAGS'] }]],
    ['no mailbox', [{ which: { subtree: [] }, events: [] }]],
  ] as const)('is not sent with %s', async (_what, groups) => {
    const { client } = await open('');
    expect(await outcome(client.run(notifySet(groups)))).toBe('refused invalid-argument');
  });
});
