import { describe, expect, it } from 'vitest';
import * as imap from '@main/imap';
import { UidSet } from '@main/imap';
import { bytes, flagsOf, letter, nextEvent, uidsOf, type Desk } from './imap-subject';

/** What one has to ask for (IMAP4rev2, UIDONLY), and what a server says about large work (INPROGRESS, MESSAGELIMIT). */
export function revisionAndLimits(desk: Desk, claims: readonly string[]): void {
  const offers = (...names: readonly string[]): boolean => names.every((name) => claims.includes(name));
  /** A mailbox with many small letters, selected. */
  const many = async (client: imap.ImapClient, count: number): Promise<string> => {
    const name = await desk.fill(client, 0);
    for (let at = 1; at <= count; at += 200) {
      const some = Array.from({ length: Math.min(200, count - at + 1) }, (_, i) => ({
        content: bytes(`Subject: ${at + i}\r\n\r\n`),
      }));
      await client.run(imap.append(name, some));
    }
    await client.run(imap.select(name));
    return name;
  };

  describe('revision and limits', () => {
    if (offers('IMAP4rev2', 'ENABLE')) {
      it('IMAP4rev2: asked for, everything works as before', async () => {
        const { client } = await desk.open();
        expect(await client.run(imap.enable(['IMAP4rev2']))).toEqual(['IMAP4REV2']);
        // Now it has what the revision contains, said or not (RFC 9051 appendix E).
        for (const name of ['UNSELECT', 'MOVE', 'ESEARCH', 'LIST-STATUS', 'STATUS=SIZE'])
          expect(client.capabilities.has(name), name).toBe(true);
        const name = 'Übersicht & mehr';
        await client.run(imap.create(name));
        expect((await client.list()).map((one) => one.name)).toContain(name);
        await client.run(imap.append(name, [{ content: bytes(letter(1)), flags: ['\\Seen'] }]));
        const box = await client.run(imap.select(name));
        expect(box.exists).toBe(1);
        const [message] = await client.fetch(UidSet.all, ['FLAGS']).all();
        expect(message?.flags).toEqual({ ok: true, value: ['\\Seen'] });
        expect(await uidsOf(client)).toEqual([1]);
        expect(client.view).toMatchObject({ exists: 1, dirty: null });
        await client.run(imap.unselect());
        await client.run(imap.deleteMailbox(name));
      });
    }
    it('IMAP4rev2: what it contains is believed only where it was said or switched on', async () => {
      const { client } = await desk.open();
      const said = new Set(client.capabilities.words.map((word) => word.toUpperCase()));
      for (const name of ['UNSELECT', 'MOVE', 'ESEARCH', 'LIST-STATUS'])
        expect(client.capabilities.has(name), name).toBe(said.has(name));
    });

    if (offers('UIDONLY', 'ENABLE')) {
      it('UIDONLY: answers name UIDs, and what goes is told by UID', async () => {
        const { client } = await desk.open();
        const name = await desk.fill(client, 4);
        expect(await client.run(imap.enable(['UIDONLY']))).toEqual(['UIDONLY']);
        await client.run(imap.select(name));
        expect(await flagsOf(client)).toEqual({ 1: [], 2: [], 3: [], 4: [] });
        await client.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Flagged'] }));
        expect(await flagsOf(client)).toEqual({ 1: [], 2: ['\\Flagged'], 3: [], 4: [] });
        const { client: other } = await desk.open();
        await other.run(imap.select(name));
        await other.run(imap.store(UidSet.from([1, 3]), { mode: 'add', flags: ['\\Deleted'] }));
        await other.run(imap.uidExpunge(UidSet.from([1, 3])));
        const gone = nextEvent(client, 'vanished');
        await client.run(imap.noop());
        expect([...(await gone).uids]).toEqual([1, 3]);
        expect(client.view).toMatchObject({ exists: 2, dirty: null });
        const target = await desk.fill(client, 0);
        const { mapping } = await client.run(imap.copy(UidSet.from([4]), target));
        expect(mapping?.map(4 as never)).toBe(1);
      });

      it('UIDONLY: a command with sequence numbers is refused, and only that command', async () => {
        const { client } = await desk.work(1);
        await client.run(imap.enable(['UIDONLY']));
        await expect(client.fetch(imap.SeqSet.from([1]), ['FLAGS']).all()).rejects.toMatchObject({
          kind: 'refused',
        });
        expect(await uidsOf(client)).toEqual([1]);
      });
    }

    if (offers('INPROGRESS')) {
      it('INPROGRESS: long work says how far it is', async () => {
        const { client } = await desk.open();
        await many(client, 150);
        const progress = nextEvent(client, 'progress');
        const all = client.run(imap.store(UidSet.all, { mode: 'add', flags: ['\\Seen'] }));
        expect(await progress).toMatchObject({ done: 75, total: 150 });
        await all;
        expect((await client.run(imap.search({ seen: true }))).uids.size).toBe(150);
      });
    }

    const limit = Number(claims.find((word) => word.startsWith('MESSAGELIMIT='))?.split('=')[1] ?? 0);
    if (limit > 0) {
      it('MESSAGELIMIT: what a server leaves for another time is asked for again, and nothing is missing', async () => {
        const { client } = await desk.open();
        const count = limit + 5;
        const name = await many(client, count);
        expect(client.capabilities.limit('MESSAGELIMIT')).toBe(limit);
        const found = await client.run(imap.search({}));
        expect([found.complete, found.uids.size]).toEqual([true, count]);
        const counted = await client.run(imap.search({}, { returns: ['MIN', 'MAX', 'COUNT'] }));
        expect(counted).toMatchObject({ complete: true, min: 1, max: count, count });
        const messages = client.fetch(UidSet.all, ['RFC822.SIZE']);
        expect((await messages.all()).length).toBe(count);
        expect(await messages.done).toMatchObject({ complete: true, count, processedFrom: null });
        const numbered = await client.fetch(imap.SeqSet.range(1, count), ['RFC822.SIZE']).all();
        expect(new Set(numbered.map(({ uid }) => uid)).size).toBe(count);
        const window = client.fetch(UidSet.all, ['RFC822.SIZE'], { partial: [-1, -3] });
        expect((await window.all()).map(({ uid }) => uid).toSorted()).toEqual([count - 2, count - 1, count]);

        const stored = await client.run(imap.store(UidSet.all, { mode: 'add', flags: ['\\Deleted'] }));
        expect(stored.processedFrom).toBe(null);
        expect((await client.run(imap.search({ deleted: false }))).uids.size).toBe(0);
        const target = await desk.fill(client, 0);
        const told: number[] = [];
        const copied = await client.run(
          imap.copy(UidSet.range(1, count), target, (mapping) => told.push([...mapping].length)),
        );
        expect(copied.processedFrom).toBe(null);
        expect((await client.run(imap.status(target, ['MESSAGES']))).messages).toBe(count);
        if (copied.mapping) {
          expect(told).toEqual([limit, 5]);
          expect(new Set([...copied.mapping].map(([from]) => from)).size).toBe(count);
        }
        const end = await desk.fill(client, 0);
        if (client.capabilities.has('MOVE')) {
          await client.run(imap.move(UidSet.range(1, 3), end));
          const moved = await client.run(imap.move(UidSet.all, end));
          expect(moved.processedFrom).toBe(null);
          expect((await client.run(imap.status(end, ['MESSAGES']))).messages).toBe(count);
        }
        await client.run(imap.uidExpunge(UidSet.all));
        expect((await client.run(imap.status(name, ['MESSAGES']))).messages).toBe(0);
        await client.run(imap.unselect());
        for (const one of [name, target, end]) await client.run(imap.deleteMailbox(one));
      });
    }
  });
}
