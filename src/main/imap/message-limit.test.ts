import { describe, expect, it } from 'vitest';
import { copy, move, select, store, uidExpunge, UidSet } from './index';
import { CAPS, open, outcome, SEL } from './testing/connect';

/** The commands of `script` against the client of a server that says its limit. */
async function selected(script: string, caps = `${CAPS} MESSAGELIMIT=3`) {
  const opened = await open(`${SEL}${script}`, { caps });
  await opened.client.run(select('INBOX'));
  return opened;
}

const pairs = (result: { readonly mapping: Iterable<readonly [number, number]> | null }): unknown =>
  result.mapping && [...result.mapping];

describe('MESSAGELIMIT (RFC 9738): what a server leaves is asked for again', () => {
  it('STORE: all of it, and what others had changed meanwhile from each answer', async () => {
    const { client, server } = await selected(`C: a UID STORE 1:8 (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Seen)
      S: * 8 FETCH (UID 8 MODSEQ (11))
      S: a OK [MESSAGELIMIT 3 6] x
      C: b UID STORE 1:5 (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Seen)
      S: * 5 FETCH (UID 5 MODSEQ (12))
      S: b OK [MODIFIED 2,4] x`);
    const change = { mode: 'add', flags: ['\\Seen'] } as const;
    const { modified, messages, processedFrom } = await client.run(
      store(UidSet.range(1, 8), change, { unchangedSince: 9n }),
    );
    await server.finished;
    expect([modified.toString(), messages.map((m) => m.uid), processedFrom]).toEqual(['2,4', [8, 5], null]);
  });

  it('MOVE: as far as the server goes, then the rest; new UIDs of both', async () => {
    const { client, server } = await selected(`C: a UID MOVE 1:5 x
      S: * OK [COPYUID 7 3:5 20:22] x
      S: a OK [MESSAGELIMIT 3 3] x
      C: b UID MOVE 1:2 x
      S: b OK [COPYUID 7 1:2 23:24] x`);
    const told: unknown[] = [];
    const result = await client.run(move(UidSet.range(1, 5), 'x', (mapping) => told.push([...mapping])));
    await server.finished;
    expect(pairs(result)).toEqual([
      [3, 20],
      [4, 21],
      [5, 22],
      [1, 23],
      [2, 24],
    ]);
    expect(told).toHaveLength(2);
    expect(result.processedFrom).toBeNull();
  });

  it('COPY, which is done whole or not at all, is asked for in portions', async () => {
    const { client, server } = await selected(`C: a UID COPY 3:5 x
      S: a OK [COPYUID 7 3:5 20:22] x
      C: b UID COPY 1:2 x
      S: b OK [COPYUID 7 1:2 23:24] x`);
    const result = await client.run(copy(UidSet.range(1, 5), 'x'));
    await server.finished;
    expect(pairs(result)).toHaveLength(5);
  });

  it('COPY: a limit that is only said by refusing', async () => {
    const { client, server } = await selected(
      `C: a UID COPY 1:5 x
      S: a NO [MESSAGELIMIT 3 3] Too many
      C: b UID COPY 3:5 x
      S: b OK [COPYUID 7 3:5 20:22] x
      C: c UID COPY 1:2 x
      S: c OK [COPYUID 7 1:2 23:24] x`,
      CAPS,
    );
    const result = await client.run(copy(UidSet.range(1, 5), 'x'));
    await server.finished;
    expect(pairs(result)).toHaveLength(5);
  });

  it('COPY: what was copied is told also when the rest is refused', async () => {
    const { client } = await selected(`C: a UID COPY 3:5 x
      S: a OK [COPYUID 7 3:5 20:22] x
      C: b UID COPY 1:2 x
      S: b NO [OVERQUOTA] Full`);
    const told: number[] = [];
    const copying = client.run(copy(UidSet.range(1, 5), 'x', ({ source }) => told.push(source.length)));
    expect(await outcome(copying)).toBe('refused overquota');
    expect(told).toEqual([1]);
  });

  it('a server that does nothing more is not asked for ever', async () => {
    const { client, server } = await selected(`C: a UID STORE 1:8 +FLAGS.SILENT (\\Seen)
      S: a OK [MESSAGELIMIT 3 9] x
      C: b UID COPY 1:2 x
      S: b NO [MESSAGELIMIT 3 1] x
      C: c UID EXPUNGE 1:8
      S: c OK [MESSAGELIMIT 3 9] x`);
    const stored = await client.run(store(UidSet.range(1, 8), { mode: 'add', flags: ['\\Seen'] }));
    expect(stored.processedFrom).toBe(9);
    expect(await outcome(client.run(copy(UidSet.range(1, 2), 'x')))).toBe('refused message-limit');
    await client.run(uidExpunge(UidSet.range(1, 8)));
    await server.finished;
  });
});
