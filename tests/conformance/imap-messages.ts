import { describe, expect, it } from 'vitest';
import * as imap from '@main/imap';
import { SeqSet, UidSet } from '@main/imap';
import { corpus } from '../servers/corpus';
import { binary, bytes, flagsOf, letter, section, uidsOf, type Desk } from './imap-subject';

const MIME = [
  'Message-ID: <mime@conformance.tern.example>',
  'From: =?utf-8?q?=C3=85sa?= <asa@tern.example>',
  'Subject: =?utf-8?q?Gr=C3=BCn?= {5}',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'gr\u00c3\u00bcn, {3}',
  ')"\\ * 1 EXISTS',
  '--b',
  'Content-Type: application/octet-stream; name="a b.bin"',
  'Content-Disposition: attachment; filename="a b.bin"',
  'Content-Transfer-Encoding: base64',
  '',
  'AAECAwQFBgcICQ==',
  '--b--',
  '',
].join('\r\n');

export function messages(desk: Desk, claims: readonly string[]): void {
  const offers = (...names: readonly string[]): boolean => names.every((name) => claims.includes(name));

  describe('reading', () => {
    it('gives every item of every message, in order', async () => {
      const { client } = await desk.work(5);
      const all = await client
        .fetch(UidSet.all, ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE'])
        .all();
      expect(all.map(({ seq, uid }) => [seq, uid])).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]));
      for (const [i, { flags, internalDate, size, envelope, structure }] of all.entries()) {
        expect(size).toEqual({ ok: true, value: letter(i + 1).length });
        expect(flags?.ok && internalDate?.ok).toBe(true);
        expect(envelope).toMatchObject({
          ok: true,
          value: {
            subject: `Letter ${i + 1}`,
            messageId: `<letter-${i + 1}@conformance.tern.example>`,
            from: [{ name: 'Bo Ek', mailbox: 'bo', host: 'tern.example' }],
            to: [{ name: 'Ada' }, { name: 'Lovelace, A.', mailbox: 'al' }],
            cc: [],
            inReplyTo: null,
          },
        });
        expect(structure).toMatchObject({
          ok: true,
          value: { type: 'text', subtype: 'plain', section: '1' },
        });
      }
    });

    it('by sequence number and by UID, one, some and none', async () => {
      const { client } = await desk.work(4);
      const seen = async (set: UidSet | SeqSet): Promise<(number | null)[]> =>
        (await client.fetch(set, ['RFC822.SIZE']).all()).map(({ uid }) => uid);
      expect(await seen(SeqSet.range(2, 3))).toEqual([2, 3]);
      expect(await seen(UidSet.from([1, 4]))).toEqual([1, 4]);
      expect(await seen(UidSet.from([77]))).toEqual([]);
      expect(await seen(UidSet.startingAt(3))).toEqual([3, 4]);
      // RFC 9051 §6.4.9: n:* always holds the last message.
      expect(await seen(UidSet.startingAt(99))).toEqual([4]);
    });

    it('gives back what was appended, octet for octet', async () => {
      const { client, name } = await desk.work(0);
      const long = `Subject: long\r\n\r\n${'0123456789abcdef'.repeat(20_000)}\r\n`;
      const odd = [
        MIME,
        long,
        'Subject: no body\r\n\r\n',
        'Subject: 8 bit \u00e9\u00ff\r\n\r\n\u00e9\r\n.\r\n..\r\n',
      ];
      for (const raw of odd) await client.run(imap.append(name, [{ content: binary(raw) }]));
      await client.run(imap.noop());
      for (const [i, raw] of odd.entries()) expect(await section(client, i + 1, { section: '' })).toBe(raw);
    });

    it('reads parts, headers and pieces', async () => {
      const { client, name } = await desk.work(0);
      await client.run(imap.append(name, [{ content: binary(MIME) }]));
      await client.run(imap.noop());
      const [message] = await client.fetch(UidSet.all, ['BODYSTRUCTURE']).all();
      const structure = message?.structure;
      if (!structure?.ok) throw new Error('no structure');
      expect(structure.value).toMatchObject({ type: 'multipart', subtype: 'mixed' });
      expect(structure.value.children.map(({ section: at, type, encoding }) => [at, type, encoding])).toEqual(
        [
          ['1', 'text', '8bit'],
          ['2', 'application', 'base64'],
        ],
      );
      expect(structure.value.children[1]?.disposition).toMatchObject({
        type: 'attachment',
        params: [['filename', 'a b.bin']],
      });
      expect(await section(client, 1, { section: '2' })).toBe('AAECAwQFBgcICQ==');
      expect(await section(client, 1, { section: '1' })).toBe('gr\u00c3\u00bcn, {3}\r\n)"\\ * 1 EXISTS');
      expect(await section(client, 1, { section: '', partial: [12, 6] })).toBe(MIME.slice(12, 18));
      expect(await section(client, 1, { section: '', partial: [100_000, 6] })).toBe('');
      expect(await section(client, 1, { headers: ['Subject', 'From'] })).toContain('Gr=C3=BCn');
      expect(await section(client, 1, { headers: ['Subject'] })).not.toContain('From:');
    });

    it('marks nothing as read', async () => {
      const { client } = await desk.work(1);
      await section(client, 1, { section: '' });
      await section(client, 1, { section: '1' });
      expect(await flagsOf(client)).toEqual({ 1: [] });
    });

    it('thirty fetches at once are answered each with its own', async () => {
      const { client } = await desk.work(30);
      const pieces = await Promise.all(
        Array.from({ length: 30 }, (_, i) => client.fetch(UidSet.from([i + 1]), ['ENVELOPE']).all()),
      );
      expect(
        pieces.map(([message]) => message?.envelope?.ok === true && message.envelope.value.subject),
      ).toEqual(Array.from({ length: 30 }, (_, i) => `Letter ${i + 1}`));
      expect(client.view?.uidOf(30)).toBe(30);
    });

    it('of a corpus of many kinds every attribute can be read', async () => {
      const { client, name } = await desk.work(0);
      const raws = [...corpus({ count: 60 })].map(({ raw }) => bytes(raw));
      await Promise.all(raws.map((content) => client.run(imap.append(name, [{ content }]))));
      await client.run(imap.noop());
      const all = await client
        .fetch(UidSet.all, ['RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE', { section: '' }])
        .all();
      expect(all).toHaveLength(raws.length);
      for (const [i, { size, envelope, structure, sections }] of all.entries()) {
        expect([envelope?.ok, structure?.ok]).toEqual([true, true]);
        expect(size).toEqual({ ok: true, value: raws[i]?.length });
        expect(sections?.[0]?.data).toEqual({ ok: true, value: { kind: 'bytes', bytes: raws[i] } });
      }
    });

    it('a reader who leaves early gets the next command answered', async () => {
      const { client } = await desk.work(10);
      for await (const message of client.fetch(UidSet.all, ['ENVELOPE'])) if (message.uid === 2) break;
      expect(await uidsOf(client)).toHaveLength(10);
    });
  });

  describe('searching', () => {
    it('by everything that a person searches by', async () => {
      const { client, name } = await desk.work(4);
      const when = Date.UTC(2020, 1, 2, 12);
      await client.run(
        imap.append(name, [{ content: binary(MIME), flags: ['\\Flagged', '$Work'], internalDate: when }]),
      );
      await client.run(imap.noop());
      const found = async (query: imap.SearchQuery): Promise<number[]> => [
        ...(await client.run(imap.search(query))).uids,
      ];
      expect(await found({})).toEqual([1, 2, 3, 4, 5]);
      expect(await found({ subject: 'letter 3' })).toEqual([3]);
      expect(await found({ subject: 'grün' })).toEqual([5]);
      expect(await found({ from: 'bo@' })).toEqual([1, 2, 3, 4]);
      expect(await found({ body: 'line 4' })).toEqual([4]);
      expect(await found({ header: ['Message-ID', '<letter-2@conformance.tern.example>'] })).toEqual([2]);
      expect(await found({ flagged: true })).toEqual([5]);
      expect(await found({ keyword: '$Work' })).toEqual([5]);
      expect(await found({ unkeyword: '$Work', seen: false })).toEqual([1, 2, 3, 4]);
      expect(await found({ before: Date.UTC(2020, 1, 3) })).toEqual([5]);
      expect(await found({ on: when })).toEqual([5]);
      expect(await found({ since: Date.UTC(2020, 1, 3) })).toEqual([1, 2, 3, 4]);
      expect(await found({ larger: letter(3).length })).toEqual([4, 5]);
      expect(await found({ not: { from: 'bo@' } })).toEqual([5]);
      expect(await found({ or: [{ subject: 'letter 1' }, { subject: 'letter 2' }] })).toEqual([1, 2]);
      expect(
        await found({ and: [{ from: 'bo@' }, { not: { subject: 'letter 1' } }], smaller: letter(3).length }),
      ).toEqual([2]);
      expect(await found({ uids: UidSet.range(2, 3) })).toEqual([2, 3]);
      expect(await found({ subject: 'nothing "like" \\ this' })).toEqual([]);
    });

    it('in an empty mailbox', async () => {
      const { client } = await desk.work(0);
      expect(await client.run(imap.search({}))).toMatchObject({ complete: true, uids: UidSet.empty });
    });

    if (offers('ESEARCH')) {
      it('ESEARCH counts without listing', async () => {
        const { client } = await desk.work(5);
        const result = await client.run(
          imap.search({ uids: UidSet.range(2, 4) }, { returns: ['MIN', 'MAX', 'COUNT'] }),
        );
        expect(result).toMatchObject({ min: 2, max: 4, count: 3 });
      });
    }
    if (offers('SEARCHRES', 'UIDPLUS', 'MOVE')) {
      it('SEARCHRES: what was found is fetched, marked, copied, moved and deleted without being named', async () => {
        const { client, name } = await desk.work(6);
        const target = await desk.fill(client, 0);
        await client.run(imap.select(name));
        const found = client.run(imap.search({ uids: UidSet.from([2, 4, 5, 6]) }, { returns: ['SAVE'] }));
        // Behind the search in one go: the whole takes one round trip.
        const subjects = await client.fetch(imap.SAVED, ['ENVELOPE']).all();
        await found;
        expect(subjects.map(({ uid }) => uid)).toEqual([2, 4, 5, 6]);
        await client.run(imap.store(imap.SAVED, { mode: 'add', flags: ['\\Flagged'] }));
        await client.run(imap.search({ uids: UidSet.from([2, 4]) }, { returns: ['SAVE'] }));
        expect(
          [...((await client.run(imap.copy(imap.SAVED, target))).mapping ?? [])].map(([uid]) => uid),
        ).toEqual([2, 4]);
        await client.run(imap.search({ uids: UidSet.from([5]) }, { returns: ['SAVE'] }));
        await client.run(imap.move(imap.SAVED, target));
        await client.run(imap.search({ uids: UidSet.from([6]) }, { returns: ['SAVE'] }));
        await client.run(imap.store(imap.SAVED, { mode: 'add', flags: ['\\Deleted'] }));
        await client.run(imap.uidExpunge(imap.SAVED));
        expect(await flagsOf(client)).toEqual({ 1: [], 2: ['\\Flagged'], 3: [], 4: ['\\Flagged'] });
        expect((await client.run(imap.status(target, ['MESSAGES']))).messages).toBe(3);
      });
    }
    if (offers('SEARCHRES')) {
      it('SEARCHRES: a saved result is searched in', async () => {
        const { client } = await desk.work(5);
        await client.run(imap.search({ uids: UidSet.range(2, 4) }, { returns: ['SAVE'] }));
        expect([...(await client.run(imap.search({ saved: true, subject: 'letter 3' }))).uids]).toEqual([3]);
      });
    }
    if (offers('PARTIAL')) {
      it('PARTIAL: the newest alone', async () => {
        const { client } = await desk.work(5);
        expect([...(await client.run(imap.search({}, { partial: [-1, -2] }))).uids]).toEqual([4, 5]);
      });
    }
  });

  describe('flags', () => {
    it('adds, removes and replaces, system flags and keywords', async () => {
      const { client } = await desk.work(3);
      const change = (mode: 'add' | 'remove' | 'replace', uids: UidSet, ...flags: string[]) =>
        client.run(imap.store(uids, { mode, flags }));
      await change('add', UidSet.range(1, 2), '\\Seen', '$Forwarded', 'own-word');
      expect(await flagsOf(client)).toEqual({
        1: ['$Forwarded', '\\Seen', 'own-word'],
        2: ['$Forwarded', '\\Seen', 'own-word'],
        3: [],
      });
      await change('remove', UidSet.from([2]), '\\Seen', 'own-word');
      await change('replace', UidSet.from([1]), '\\Answered');
      expect(await flagsOf(client)).toEqual({ 1: ['\\Answered'], 2: ['$Forwarded'], 3: [] });
    });

    it('tells the new flags when asked to', async () => {
      const { client } = await desk.work(2);
      const { messages: told } = await client.run(
        imap.store(UidSet.all, { mode: 'add', flags: ['\\Flagged'] }, { silent: false }),
      );
      expect(
        told.map(({ uid, flags }) => [uid, flags?.ok === true && flags.value.includes('\\Flagged')]),
      ).toEqual([
        [1, true],
        [2, true],
      ]);
    });

    it('of messages that are not there: nothing happens, nothing fails', async () => {
      const { client } = await desk.work(1);
      await client.run(imap.store(UidSet.from([77]), { mode: 'add', flags: ['\\Seen'] }));
      expect(await flagsOf(client)).toEqual({ 1: [] });
    });
  });

  describe('appending', () => {
    it('with flags and date, and the proof that it is there', async () => {
      const { client, name, box } = await desk.work(1);
      const internalDate = Date.UTC(2001, 8, 9, 1, 46, 40);
      const result = await client.run(
        imap.append(name, [{ content: bytes(letter(7)), flags: ['\\Draft', '$Forwarded'], internalDate }]),
      );
      if (offers('UIDPLUS')) expect(result).toEqual({ uidValidity: box.uidValidity, uids: [[2, 2]] });
      await client.run(imap.noop());
      const { uids } = await client.run(
        imap.search({ header: ['Message-ID', '<letter-7@conformance.tern.example>'] }),
      );
      expect([...uids]).toEqual([2]);
      const [message] = await client.fetch(uids, ['INTERNALDATE']).all();
      expect(message?.internalDate).toEqual({ ok: true, value: internalDate });
      expect((await flagsOf(client))[2]).toEqual(['$Forwarded', '\\Draft']);
    });

    it('to nowhere is refused as trycreate, and the connection lives', async () => {
      const { client } = await desk.open();
      const nowhere = client.run(imap.append('no such mailbox', [{ content: bytes(letter(1)) }]));
      await expect(nowhere).rejects.toMatchObject({ kind: 'refused', code: 'trycreate' });
      await client.run(imap.noop());
    });

    if (offers('MULTIAPPEND')) {
      it('MULTIAPPEND: several in one', async () => {
        const { client, name } = await desk.work(0);
        const result = await client.run(
          imap.append(
            name,
            [1, 2, 3].map((n) => ({ content: bytes(letter(n)), flags: n === 2 ? ['\\Seen'] : [] })),
          ),
        );
        expect(result?.uids).toEqual([[1, 3]]);
        await client.run(imap.noop());
        expect(await flagsOf(client)).toEqual({ 1: [], 2: ['\\Seen'], 3: [] });
      });
    } else {
      it('several at once are refused by the client where the server cannot', async () => {
        const { client, name } = await desk.work(0);
        const several = client.run(
          imap.append(
            name,
            [1, 2].map((n) => ({ content: bytes(letter(n)) })),
          ),
        );
        await expect(several).rejects.toMatchObject({ kind: 'refused', code: 'no-capability' });
        expect((await client.run(imap.status(name, ['MESSAGES'])).catch(() => null))?.messages ?? 0).toBe(0);
      });
    }
  });

  describe('copying, moving, deleting', () => {
    it('copies, with flags, and the map of UIDs', async () => {
      const { client } = await desk.work(3);
      const target = await desk.fill(client, 1);
      await client.run(imap.store(UidSet.from([3]), { mode: 'add', flags: ['\\Flagged'] }));
      const { mapping } = await client.run(imap.copy(UidSet.range(2, 3), target));
      if (offers('UIDPLUS'))
        expect([...(mapping ?? [])]).toEqual([
          [2, 2],
          [3, 3],
        ]);
      expect(await uidsOf(client)).toEqual([1, 2, 3]);
      await client.run(imap.select(target));
      expect((await flagsOf(client))[3]).toEqual(['\\Flagged']);
      expect(await section(client, 2, { section: '' })).toBe(letter(2));
    });

    it('to nowhere is refused as trycreate, and nothing is gone', async () => {
      const { client } = await desk.work(1);
      await expect(client.run(imap.copy(UidSet.all, 'no such mailbox'))).rejects.toMatchObject({
        kind: 'refused',
        code: 'trycreate',
      });
      expect(await uidsOf(client)).toEqual([1]);
    });

    it(offers('MOVE') ? 'moves' : 'moves or is refused: no message is in both, none in neither', async () => {
      const { client, name } = await desk.work(3);
      const target = await desk.fill(client, 0);
      const moved = await client.run(imap.move(UidSet.range(1, 2), target)).catch((error: unknown) => {
        expect(offers('MOVE')).toBe(false);
        expect(error).toMatchObject({ kind: 'refused', code: 'bad' });
        return null;
      });
      if (moved && offers('UIDPLUS'))
        expect([...(moved.mapping ?? [])]).toEqual([
          [1, 1],
          [2, 2],
        ]);
      const left = await uidsOf(client);
      await client.run(imap.select(target));
      const there = await uidsOf(client);
      expect([left, there]).toEqual(moved ? [[3], [1, 2]] : [[1, 2, 3], []]);
      await client.run(imap.select(name));
      expect(client.view?.exists).toBe(left.length);
    });

    it('expunges these and no other that is marked', async () => {
      const { client } = await desk.work(4);
      await client.run(imap.store(UidSet.from([1, 3, 4]), { mode: 'add', flags: ['\\Deleted'] }));
      const gone = await client.run(imap.uidExpunge(UidSet.from([2, 3]))).then(
        () => true,
        (error: unknown) => {
          expect(offers('UIDPLUS')).toBe(false);
          expect(error).toMatchObject({ kind: 'refused', code: 'bad' });
          return false;
        },
      );
      expect(await uidsOf(client)).toEqual(gone ? [1, 2, 4] : [1, 2, 3, 4]);
      expect(client.view?.exists).toBe(gone ? 3 : 4);
      expect(client.view?.dirty).toBeNull();
    });
  });
}
