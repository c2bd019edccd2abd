import { describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import type { ImapClientOptions } from './client-options';
import {
  append,
  fetch,
  ImapClient,
  move,
  noop,
  search,
  select,
  store,
  uidExpunge,
  UidSet,
  type ImapEvent,
} from './index';
import { ManualClock } from './testing/manual-clock';
import { ScriptedServer } from './testing/scripted-server';

const LOGIN = `
  S: * OK [CAPABILITY IMAP4rev1 SASL-IR UIDPLUS MOVE ESEARCH LITERAL+ IDLE ENABLE CONDSTORE QRESYNC] ready
  C: l LOGIN "ann" "secret"
  S: l OK [CAPABILITY IMAP4rev1 SASL-IR UIDPLUS MOVE ESEARCH LITERAL+ IDLE ENABLE CONDSTORE QRESYNC] in
`;
const SELECT = `
  C: s SELECT INBOX
  S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
  S: * 3 EXISTS
  S: * 0 RECENT
  S: * OK [UIDVALIDITY 3857529045] UIDs valid
  S: * OK [UIDNEXT 4392] Predicted next UID
  S: * OK [HIGHESTMODSEQ 715194045007]
  S: s OK [READ-WRITE] SELECT completed
`;

async function start(
  script: string,
  options: Partial<ImapClientOptions> = {},
): Promise<{ client: ImapClient; server: ScriptedServer; clock: ManualClock; events: ImapEvent[] }> {
  const server = new ScriptedServer(LOGIN + script);
  const clock = new ManualClock();
  const events: ImapEvent[] = [];
  const client = await ImapClient.connect(server, {
    clock,
    tls: 'tls',
    onEvent: (event) => events.push(event),
    ...options,
  });
  await client.login('ann', new Secret('secret'));
  return { client, server, clock, events };
}

describe('ImapClient', () => {
  it('selects, fetches as a stream, and keeps the view', async () => {
    const { client, server, events } = await start(`${SELECT}
      C: f UID FETCH 1:* (UID FLAGS)
      S: * 1 FETCH (UID 4390 FLAGS (\\Seen))
      S: * 2 FETCH (UID 4391 FLAGS ())
      S: * 4 EXISTS
      S: f OK done
      C: n NOOP
      S: * 1 EXPUNGE
      S: n OK done`);
    const box = await client.run(select('INBOX'));
    expect(box).toMatchObject({
      exists: 3,
      uidValidity: 3857529045,
      uidNext: 4392,
      highestModSeq: 715194045007n,
    });
    const seen = await client.fetch(UidSet.all, ['FLAGS']).all();
    expect(seen.map((m) => [m.uid, m.flags?.ok && m.flags.value])).toEqual([
      [4390, ['\\Seen']],
      [4391, []],
    ]);
    await client.run(noop());
    await server.finished;
    expect(events.filter((e) => e.type === 'exists' || e.type === 'expunge')).toEqual([
      { type: 'exists', count: 4, previous: 3 },
      { type: 'expunge', seq: 1, uid: 4390 },
    ]);
    expect(client.view?.uidOf(1)).toBe(4391);
    expect(client.view?.exists).toBe(3);
  });

  it('pipelines what is not ambiguous and waits where it is', async () => {
    const { client, server } = await start(`${SELECT}
      C: a UID FETCH 1:10 (UID FLAGS)
      C: b UID STORE 20 +FLAGS.SILENT (\\Seen)
      S: a OK done
      S: b OK done
      C: c UID STORE 5 +FLAGS.SILENT (\\Seen)
      S: c OK done
      C: d UID FETCH 5 (UID FLAGS)
      S: * 1 FETCH (UID 5 FLAGS (\\Seen))
      S: d OK done`);
    await client.run(select('INBOX'));
    const count: number[] = [];
    await Promise.all([
      client.run(fetch(UidSet.range(1, 10), ['FLAGS'], {}, () => undefined)),
      client.run(store(UidSet.from([20]), { mode: 'add', flags: ['\\Seen'] })),
      client.run(store(UidSet.from([5]), { mode: 'add', flags: ['\\Seen'] })),
      client.run(fetch(UidSet.from([5]), ['FLAGS'], {}, (m) => void count.push(m.uid ?? 0))),
    ]);
    await server.finished;
    expect(count).toEqual([5]);
  });

  it('moves, appends, searches and expunges by UID', async () => {
    const { client, server } = await start(`${SELECT}
      C: m UID MOVE 42:69 foo
      S: * OK [COPYUID 432432 42:69 1202:1229]
      S: * 22 EXPUNGE
      S: m OK Done
      C: a APPEND saved-messages (\\Seen) {5+}
      C+ hello
      S: a OK [APPENDUID 38505 3955] APPEND completed
      C: e UID EXPUNGE 3000:3002
      S: e OK done
      C: q UID SEARCH RETURN (ALL) UNSEEN
      S: * ESEARCH (TAG "{tag:q}") UID ALL 1:3,7
      S: q OK done`);
    await client.run(select('INBOX'));
    const moved = await client.run(move(UidSet.range(42, 69), 'foo'));
    expect(moved.mapping?.map(43 as never)).toBe(1203);
    const appended = await client.run(
      append('saved-messages', [{ content: new TextEncoder().encode('hello'), flags: ['\\Seen'] }]),
    );
    expect(appended).toEqual({ uidValidity: 38505, uids: [[3955, 3955]] });
    await client.run(uidExpunge(UidSet.range(3000, 3002)));
    const found = await client.run(search({ seen: false }));
    expect(found.uids.toString()).toBe('1:3,7');
    await server.finished;
  });

  it('ends IDLE when another command is run', async () => {
    const { client, server, events } = await start(`${SELECT}
      C: i IDLE
      S: * 5 EXISTS
      S: + idling
      C+ DONE
      S: i OK done
      C: n NOOP
      S: n OK done`);
    await client.run(select('INBOX'));
    const idling = client.idle();
    await idling.started;
    await client.run(noop());
    await idling.done;
    await server.finished;
    expect(events).toContainEqual({ type: 'exists', count: 5, previous: 3 });
  });

  it('tells uncertain from unreachable when the connection is cut', async () => {
    const { client } = await start(`${SELECT}
      C: m UID MOVE 1 foo
      CUT`);
    await client.run(select('INBOX'));
    const results = await Promise.allSettled([client.run(move(UidSet.from([1]), 'foo')), client.run(noop())]);
    expect(
      results.map((r) => (r.status === 'rejected' ? (r.reason as { kind: string }).kind : 'ok')),
    ).toEqual(['uncertain', 'unreachable']);
  });
});
