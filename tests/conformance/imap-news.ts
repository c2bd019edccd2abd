import { describe, expect, it } from 'vitest';
import * as imap from '@main/imap';
import { UidSet, type ImapClient } from '@main/imap';
import { bytes, letter, nextEvent, uidsOf, type Desk } from './imap-subject';

/** What another client does, and how this one hears of it. */
export function news(desk: Desk, claims: readonly string[]): void {
  const offers = (name: string): boolean => claims.includes(name);

  /** Another client deletes one message for good; without UIDPLUS by the plain words that Tern itself never sends. */
  const expungeElsewhere = async (other: ImapClient, uid: number): Promise<void> => {
    await other.run(imap.store(UidSet.from([uid]), { mode: 'add', flags: ['\\Deleted'] }));
    await other.run({
      name: 'EXPUNGE',
      lane: 'alone',
      idempotent: true,
      write: (w) => void w.raw('EXPUNGE'),
      finish: () => undefined,
    });
  };
  const both = async (count: number): Promise<{ client: ImapClient; other: ImapClient; name: string }> => {
    const { client, name } = await desk.work(count);
    const { client: other } = await desk.open();
    await other.run(imap.select(name));
    return { client, other, name };
  };

  describe('what others do', () => {
    it('is heard with the next NOOP: arrivals, flags, deletions', async () => {
      const { client, other, name } = await both(3);
      await client.fetch(UidSet.all, ['RFC822.SIZE']).all();
      await other.run(imap.append(name, [{ content: bytes(letter(4)) }]));
      await other.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Flagged'] }));
      const arrived = nextEvent(client, 'exists', ({ count }) => count === 4);
      const flagged = nextEvent(client, 'fetch', ({ flags }) => flags?.includes('\\Flagged') === true);
      await client.run(imap.noop());
      expect(await arrived).toMatchObject({ previous: 3 });
      expect((await flagged).uid).toBe(2);

      await expungeElsewhere(other, 1);
      await client.run(imap.noop());
      expect(client.view).toMatchObject({ exists: 3, dirty: null });
      expect(client.view?.uidOf(1)).toBe(2);
      expect(await uidsOf(client)).toEqual([2, 3, 4]);
    });

    it('several deletions at once leave numbers and UIDs together', async () => {
      const { client, other } = await both(10);
      await client.fetch(UidSet.all, ['RFC822.SIZE']).all();
      await other.run(imap.store(UidSet.from([2, 3, 7]), { mode: 'add', flags: ['\\Deleted'] }));
      await expungeElsewhere(other, 10);
      await client.run(imap.noop());
      const { view } = client;
      expect(view).toMatchObject({ exists: 6, dirty: null });
      expect([1, 2, 3, 4, 5, 6].map((seq) => view?.uidOf(seq as never))).toEqual([1, 4, 5, 6, 8, 9]);
    });

    it('a message that is gone is not fetched as another', async () => {
      const { client, other } = await both(3);
      await expungeElsewhere(other, 2);
      const found = await client.fetch(UidSet.from([1, 3]), ['ENVELOPE']).all();
      expect(
        found.map(({ uid, envelope }) => [uid, envelope?.ok === true && envelope.value.subject]),
      ).toEqual([
        [1, 'Letter 1'],
        [3, 'Letter 3'],
      ]);
    });

    if (offers('IDLE')) {
      it('is heard at once in IDLE, and another command ends it', async () => {
        const { client, other, name } = await both(2);
        const idling = client.idle();
        await idling.started;
        const arrived = nextEvent(client, 'exists', ({ count }) => count === 3);
        await other.run(imap.append(name, [{ content: bytes(letter(3)) }]));
        await arrived;
        const flagged = nextEvent(client, 'fetch', ({ flags }) => flags?.includes('\\Answered') === true);
        await other.run(imap.store(UidSet.from([1]), { mode: 'add', flags: ['\\Answered'] }));
        await flagged;
        expect(await uidsOf(client)).toEqual([1, 2, 3]);
        await idling.done;

        const again = client.idle();
        await again.started;
        const gone = nextEvent(client, 'expunge', ({ seq }) => seq === 1);
        await expungeElsewhere(other, 1);
        await gone;
        await again.stop();
        expect(client.view).toMatchObject({ exists: 2, dirty: null });
      });
    } else {
      it('without IDLE a refusal, or an IDLE that ends: the connection lives', async () => {
        const { client } = await desk.work(1);
        const idling = client.idle();
        await idling.started;
        await idling.stop().catch((error: unknown) => expect(error).toMatchObject({ kind: 'refused' }));
        expect(await uidsOf(client)).toEqual([1]);
      });
    }
  });
}
