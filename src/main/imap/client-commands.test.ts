import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SaslMechanism } from '@shared/ports/sasl';
import { Secret } from '@shared/ports/secret';
import { CAPS, open, outcome, SEL, settle } from './testing/connect';
import { decodeLatin1, encodeLatin1 } from './codec/bytes';
import {
  append,
  capability,
  copy,
  enable,
  fetch,
  getQuotaRoot,
  ImapClient,
  myRights,
  noop,
  notifySet,
  replace,
  search,
  select,
  sort,
  status,
  store,
  thread,
  unauthenticate,
  UidSet,
} from './index';
import { ManualClock } from './testing/manual-clock';
import { ScriptedServer } from './testing/scripted-server';

describe('commands against a script', () => {
  it('authenticates with and without SASL-IR, and cancels on a bad challenge', async () => {
    const mechanism = (step: (c: Uint8Array) => Uint8Array, done = true): SaslMechanism => ({
      name: 'X-TEST',
      initial: () => encodeLatin1('ir'),
      step,
      done,
    });
    const run = async (caps: string, script: string, sasl: SaslMechanism): Promise<string> => {
      const server = new ScriptedServer(`S: * OK [CAPABILITY ${caps}] hi\n${script}`);
      const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
      const result = await outcome(client.authenticate(sasl));
      if (result === 'ok') await server.finished;
      return result;
    };
    const echo = mechanism((c) => encodeLatin1(`re:${decodeLatin1(c)}`));
    expect(
      await run(
        'IMAP4rev1 SASL-IR',
        'C: a AUTHENTICATE X-TEST aXI=\nS: + Yw==\nC+ cmU6Yw==\nS: a OK [CAPABILITY IMAP4rev1] in',
        echo,
      ),
    ).toBe('ok');
    expect(
      await run(
        'IMAP4rev1',
        'C: a AUTHENTICATE X-TEST\nS: +\nC+ aXI=\nS: + Yw==\nC+ cmU6Yw==\nS: a OK [CAPABILITY IMAP4rev1] in',
        echo,
      ),
    ).toBe('ok');
    expect(
      await run(
        'IMAP4rev1 SASL-IR',
        'C: a AUTHENTICATE X-TEST aXI=\nS: + %%%\nC+ *\nS: a BAD cancelled',
        echo,
      ),
    ).toBe('broken sasl-challenge');
    expect(
      await run(
        'IMAP4rev1 SASL-IR',
        'C: a AUTHENTICATE X-TEST aXI=\nS: a NO [AUTHENTICATIONFAILED] no',
        echo,
      ),
    ).toBe('refused auth-failed');
    expect(
      await run(
        'IMAP4rev1 SASL-IR',
        'C: a AUTHENTICATE X-TEST aXI=\nS: a OK in',
        mechanism((c) => c, false),
      ),
    ).toBe('broken sasl-unverified');
  });

  it('opens with QRESYNC and sees nothing of the mailbox before', async () => {
    const { client, server } = await open(`
      C: e ENABLE QRESYNC
      S: * ENABLED QRESYNC
      S: e OK
      C: s SELECT INBOX (QRESYNC (67890007 90060115194045000 41:211 (1,5,9 41,45,50)))
      S: * 99 EXISTS
      S: * OK [CLOSED] the old one
      S: * 100 EXISTS
      S: * OK [UIDVALIDITY 67890007] UIDVALIDITY
      S: * OK [UIDNEXT 600] x
      S: * OK [HIGHESTMODSEQ 90060115205545359] x
      S: * OK [MAILBOXID (F1)] x
      S: * VANISHED (EARLIER) 41,43:116
      S: * 49 FETCH (UID 117 FLAGS (\\Seen) MODSEQ (90060115194045001))
      S: s OK [READ-ONLY] opened`);
    await client.run(enable(['QRESYNC']));
    const box = await client.run(
      select('INBOX', {
        qresync: {
          uidValidity: 67890007,
          modseq: 90060115194045000n,
          known: UidSet.range(41, 211),
          match: { seqs: (await import('./sets')).SeqSet.from([1, 5, 9]), uids: UidSet.from([41, 45, 50]) },
        },
      }),
    );
    await server.finished;
    expect(box).toMatchObject({
      exists: 100,
      readOnly: true,
      mailboxId: 'F1',
      highestModSeq: 90060115205545359n,
    });
    expect(box.vanished.toString()).toBe('41,43:116');
    expect(box.changed.map((m) => m.uid)).toEqual([117]);
    expect(client.view?.uidOf(49)).toBe(117);
  });

  it('leaves the mailbox when SELECT is refused', async () => {
    const { client } = await open(`${SEL}C: t SELECT x\nS: t NO [NONEXISTENT] x`);
    await client.run(select('INBOX'));
    expect(await outcome(client.run(select('x')))).toBe('refused nonexistent');
    expect([client.view, client.phase]).toEqual([null, 'authenticated']);
  });

  it('speaks the other extensions', async () => {
    const { client, server } = await open(
      `${SEL}C: a UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 12345 VANISHED)
      S: * VANISHED (EARLIER) 300:310,405
      S: * 1 FETCH (UID 404 MODSEQ (65402) FLAGS (\\Seen))
      S: a OK
      C: b UID FETCH 1:* (UID FLAGS) (PARTIAL -1:-50)
      S: b OK [MESSAGELIMIT 1000 2344] x
      C: c UID STORE 5:7 (UNCHANGEDSINCE 12121230045) +FLAGS.SILENT (\\Deleted)
      S: * 1 FETCH (UID 5 MODSEQ (320162342))
      S: c OK [MODIFIED 7] x
      C: p UID COPY 1:9 x
      S: p OK x
      C: d UID STORE 5 +X-GM-LABELS.SILENT (\\Inbox Entw&APw-rfe)
      S: d OK
      C: e UID SEARCH RETURN (MIN MAX COUNT SAVE) UID 1:* MODSEQ 62
      S: * ESEARCH (TAG "{tag:e}") UID MIN 7 MAX 3800 COUNT 12 MODSEQ 1236
      S: e OK
      C: f UID SORT (REVERSE DATE SUBJECT) UTF-8 ALL
      S: * SORT 5 3 4
      S: f OK
      C: g UID THREAD REFERENCES UTF-8 ALL
      S: * THREAD (2)(3 6)
      S: g OK
      C: h GETQUOTAROOT INBOX
      S: * QUOTAROOT INBOX ""
      S: * QUOTA "" (STORAGE 10 512)
      S: h OK
      C: j MYRIGHTS INBOX
      S: * MYRIGHTS INBOX rwiptsldaex
      S: j OK
      C: k NOTIFY SET STATUS (SELECTED (MessageNew (UID FLAGS) MessageExpunge)) (SUBTREE (Lists) (MessageNew MessageExpunge))
      S: * STATUS Lists/x (UIDNEXT 3)
      S: k OK
      C: m UID REPLACE 4 Drafts (\\Draft) {3+}
      C+ new
      S: * OK [APPENDUID 1 9] x
      S: * 2 EXPUNGE
      S: m OK
      C: n UNAUTHENTICATE
      S: n OK
      C: o CAPABILITY
      S: * CAPABILITY IMAP4rev1 X
      S: o OK`,
      { caps: `${CAPS} SEARCHRES X-GM-EXT-1` },
    );
    await client.run(select('INBOX'));
    const changed = client.fetch(UidSet.all, ['FLAGS'], { changedSince: 12345n, vanished: true });
    expect((await changed.all()).map((m) => m.uid)).toEqual([404]);
    expect((await changed.done).vanished.toString()).toBe('300:310,405');
    const window = client.fetch(UidSet.all, ['FLAGS'], { partial: [-1, -50] });
    expect(await window.drain()).toMatchObject({ complete: false, processedFrom: 2344 });
    const stored = await client.run(
      store(UidSet.range(5, 7), { mode: 'add', flags: ['\\Deleted'] }, { unchangedSince: 12121230045n }),
    );
    expect([stored.modified.toString(), stored.messages[0]?.modseq]).toEqual([
      '7',
      { ok: true, value: 320162342n },
    ]);
    expect(await client.run(copy(UidSet.range(1, 9), 'x'))).toEqual({ mapping: null, processedFrom: null });
    await client.run(store(UidSet.from([5]), { mode: 'add', flags: ['\\Inbox', 'Entwürfe'], labels: true }));
    expect(
      await client.run(
        search({ uids: UidSet.all, modseq: 62n }, { returns: ['MIN', 'MAX', 'COUNT', 'SAVE'] }),
      ),
    ).toMatchObject({ min: 7, max: 3800, count: 12, modseq: 1236n });
    expect(await client.run(sort(['-DATE', 'SUBJECT'], {}))).toEqual([5, 3, 4]);
    expect(await client.run(thread('REFERENCES', {}))).toHaveLength(2);
    expect(await client.run(getQuotaRoot('INBOX'))).toMatchObject([{ resources: [{ usage: 10n }] }]);
    expect(await client.run(myRights('INBOX'))).toBe('rwiptsldaex');
    expect(
      await client.run(
        notifySet(
          [
            { which: 'selected', events: ['MessageNew', 'MessageExpunge'], fetch: ['FLAGS'] },
            { which: { subtree: ['Lists'] }, events: ['MessageNew', 'MessageExpunge'] },
          ],
          true,
        ),
      ),
    ).toMatchObject([{ name: 'Lists/x', uidNext: 3 }]);
    expect(
      await client.run(replace(4 as never, 'Drafts', { content: encodeLatin1('new'), flags: ['\\Draft'] })),
    ).toEqual({ uidValidity: 1, uids: [[9, 9]] });
    await client.run(unauthenticate());
    expect(client.phase).toBe('not-authenticated');
    await client.run(capability());
    await server.finished;
    expect(client.capabilities.has('X')).toBe(true);
  });

  it('lists with counters in one command, and sends names back as they came', async () => {
    const { client, server } = await open(
      `C: a LIST "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN))
      S: * LIST (\\Sent) "/" "&bad"
      S: * STATUS "&bad" (MESSAGES 3 UNSEEN 1)
      S: * LIST (\\HasNoChildren) NIL INBOX
      S: a OK
      C: b STATUS &bad (UIDNEXT)
      S: * STATUS &bad (UIDNEXT 5)
      S: b OK`,
      { caps: 'IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE' },
    );
    const boxes = await client.list({ status: ['MESSAGES', 'UNSEEN'] });
    expect(boxes.map((box) => [box.name, box.attributes, box.status?.messages])).toEqual([
      ['&bad', ['\\sent'], 3],
      ['INBOX', ['\\hasnochildren'], undefined],
    ]);
    const [first] = boxes;
    if (!first) throw new Error('none');
    expect((await client.run(status(first, ['UIDNEXT']))).uidNext).toBe(5);
    await server.finished;
  });

  it('waits for + with a synchronising literal, and takes a NO instead', async () => {
    const caps = 'IMAP4rev1 APPENDLIMIT=10';
    const { client, server } = await open(
      'C: a APPEND x () {2}\nS: + go\nC+ hi\nS: a OK\nC: b APPEND x () {2}\nS: b NO [TRYCREATE] no\nC: c NOOP\nS: c OK',
      { caps },
    );
    const one = {
      content: {
        size: 2,
        chunks: (async function* () {
          yield encodeLatin1('h');
          yield encodeLatin1('i');
        })(),
      },
    };
    expect(await client.run(append('x', [one]))).toBeNull();
    expect(await outcome(client.run(append('x', [{ content: encodeLatin1('hi') }])))).toBe(
      'refused trycreate',
    );
    await client.run(noop());
    expect(await outcome(client.run(append('x', [{ content: new Uint8Array(11) }])))).toBe('refused too-big');
    expect(
      await outcome(
        client.run(append('x', [{ content: new Uint8Array(1) }, { content: new Uint8Array(1) }])),
      ),
    ).toBe('refused no-capability');
    await server.finished;
  });

  it('closes when a source is not as long as it said', async () => {
    const { client } = await open('C: a APPEND x () {5+}');
    const short = {
      content: {
        size: 5,
        chunks: (async function* () {
          yield encodeLatin1('h');
        })(),
      },
    };
    expect(await outcome(client.run(append('x', [short])))).toBe('uncertain no-answer');
  });

  it('compresses both ways, with the first compressed bytes in the same packet', async () => {
    const squeeze = (text: string): string =>
      decodeLatin1(deflateRawSync(encodeLatin1(text), { finishFlush: constants.Z_SYNC_FLUSH }));
    const compression = {
      deflate: () => ({
        push: (bytes: Uint8Array) =>
          new Uint8Array(deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })),
      }),
      inflate: () => ({
        push: (bytes: Uint8Array) =>
          new Uint8Array(inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })),
      }),
    };
    const { client, server, events } = await open(`${SEL}`, { compression });
    await client.run(select('INBOX'));
    const done = client.compress();
    await settle();
    const tag = /(\S+) COMPRESS DEFLATE\r\n$/.exec(server.secret)?.[1] ?? '';
    Reflect.apply(Reflect.get(server, 'put') as (text: string, chunk: number) => void, server, [
      `${tag} OK on\r\n${squeeze('* 4 EXISTS\r\n')}`,
      0,
    ]);
    await done;
    await settle();
    expect(events).toContainEqual({ type: 'exists', count: 4, previous: 3 });
    const before = server.secret.length;
    void outcome(client.run(noop()));
    await settle();
    expect(
      decodeLatin1(
        new Uint8Array(
          inflateRawSync(encodeLatin1(server.secret.slice(before)), { finishFlush: constants.Z_SYNC_FLUSH }),
        ),
      ),
    ).toMatch(/ NOOP\r\n$/);
  });

  it('reports alerts and progress after login', async () => {
    const { client, events } = await open(
      'C: n NOOP\nS: * OK [ALERT] disk is full\nS: * OK [INPROGRESS ("x" 5 10)] busy\nS: * OK [UNKNOWN-CODE x] y\nS: n OK',
    );
    await client.run(noop());
    expect(events).toContainEqual({ type: 'alert', text: 'disk is full' });
    expect(events).toContainEqual({ type: 'progress', tag: 'x', done: 5, total: 10 });
  });

  it('turns dirty when UIDVALIDITY changes while selected', async () => {
    const { client, events } = await open(`${SEL}C: n NOOP\nS: * OK [UIDVALIDITY 2] x\nS: n OK`);
    await client.run(select('INBOX'));
    await client.run(noop());
    expect(events).toContainEqual({ type: 'uidvalidity', value: 2, expected: 1 });
    expect(events).toContainEqual({ type: 'dirty', reason: 'uidvalidity-changed' });
  });
});

describe('trace', () => {
  it('holds no secret and no content, and keeps every length', async () => {
    const lines: string[] = [];
    const { client } = await open(
      `${SEL}C: f UID FETCH 1:* (UID ENVELOPE)\nS: * 1 FETCH (UID 7 ENVELOPE ("date" "private subject" NIL NIL NIL NIL NIL NIL NIL NIL) BODY[] {7}\nS: content)\nS: f OK\nC: q UID SEARCH RETURN (ALL) SUBJECT "private words"\nS: q OK`,
      { trace: () => (line) => void lines.push(`${line.direction} ${line.text}`) },
    );
    await client.run(select('INBOX'));
    await client.fetch(UidSet.all, ['ENVELOPE']).drain();
    await client.run(search({ subject: 'private words' }));
    const all = lines.join('\n');
    for (const word of ['hunter2', 'private', 'content']) expect(all).not.toContain(word);
    expect(all).toContain(`"${'x'.repeat('private subject'.length)}"`);
    expect(all).toContain('LOGIN "ann" "•••"');
  });
  it('hides what a server echoes at login', async () => {
    const server = new ScriptedServer(
      'S: * OK [CAPABILITY IMAP4rev1] hi\nC: l LOGIN "ann" "hunter2"\nS: l NO [AUTHENTICATIONFAILED] hunter2 is wrong',
    );
    const client = await ImapClient.connect(server, { clock: new ManualClock(), tls: 'tls' });
    await outcome(client.login('ann', new Secret('hunter2')));
    const text = client
      .traceLines()
      .map((line) => line.text)
      .join('\n');
    expect(text).not.toContain('hunter2');
    expect(text).toContain('NO [AUTHENTICATIONFAILED');
  });
  it('keeps the last lines only, and counts runs of FETCH', async () => {
    const { client } = await open(
      `${SEL}C: f UID FETCH 1:* (UID FLAGS)\n${Array.from({ length: 50 }, () => 'S: * 1 FETCH (UID 7 FLAGS ())').join('\n')}\nS: f OK`,
    );
    await client.run(select('INBOX'));
    await client.run(fetch(UidSet.all, ['FLAGS'], {}, () => undefined));
    expect(client.traceLines().map((line) => line.text)).toContain('* … FETCH (50 of them)');
  });
});
