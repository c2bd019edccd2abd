import { describe, expect, it } from 'vitest';
import { fetch, select, UidSet } from './index';
import { CAPS, open, SEL } from './testing/connect';

const ANSWERS = [
  '* 1 FETCH (UID 11 FLAGS (\\Seen))',
  '* 2 FETCH (FLAGS ($x \\Flagged) UID 12)',
  '* 4 EXISTS',
  '* 3 FETCH (UID 13 FLAGS (\\Seen) MODSEQ (77))',
  '* 9 FETCH (UID 99 FLAGS (\\Seen))',
  '* 1 FETCH (FLAGS (\\Deleted))',
  '* 2 EXPUNGE',
  '* 3 FETCH (UID 14 FLAGS ())',
];

/** Everything that can be seen of a client that asks for flags. */
async function asked(atSight: boolean, answers: readonly string[] = ANSWERS) {
  const { client, events } = await open(
    `${SEL}C: f UID FETCH 1:50 (UID FLAGS)\n${answers.map((line) => `S: ${line}`).join('\n')}\nS: f OK`,
    { caps: CAPS },
  );
  await client.run(select('INBOX'));
  const heard: [number | null, readonly string[]][] = [];
  let made = 0;
  const summary = await client.run(
    fetch(
      UidSet.range(1, 50),
      ['FLAGS'],
      atSight ? { flags: (uid, flags) => void heard.push([uid, flags]) } : {},
      ({ uid, flags }) => {
        made++;
        heard.push([uid, flags?.ok ? flags.value : []]);
      },
    ),
  );
  const { view } = client;
  const trace = client.traceLines().map(({ text, octets }) => [text, octets]);
  const uids = [1, 2, 3, 4].map((seq) => view?.uidOf(seq));
  return { heard, made, summary, uids, exists: view?.exists, dirty: view?.dirty, events, trace };
}

describe('flags at sight', () => {
  it('are those that are made messages of, whatever stands between them', async () => {
    const { made, ...seen } = await asked(true);
    const { made: all, ...expected } = await asked(false);
    expect(seen).toEqual(expected);
    expect([made, all]).toEqual([2, 5]);
    expect(seen.heard.map(([uid]) => uid)).toEqual([11, 12, 13, 11, 14]);
  });

  it('are seen to contradict the mailbox', async () => {
    const twisted = ['* 1 FETCH (UID 12 FLAGS ())', '* 2 FETCH (UID 11 FLAGS ())'];
    const { made, ...seen } = await asked(true, twisted);
    expect(seen.dirty).toBe('uid-order');
    expect(seen.events).toContainEqual({ type: 'dirty', reason: 'uid-order' });
    const { made: all, ...expected } = await asked(false, twisted);
    expect(seen).toEqual(expected);
    expect([made, all]).toEqual([0, 2]);
  });
});
