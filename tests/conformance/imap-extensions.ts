import { describe, expect, it } from 'vitest';
import * as imap from '@main/imap';
import { UidSet } from '@main/imap';
import { bytes, flagsOf, letter, uidsOf, type Desk } from './imap-subject';

/** Servers gather news for a while before they tell. */
const SOON = { timeout: 15_000 };

/** Extensions that are claimed, each by what it is for. */
export function changesAndExtensions(desk: Desk, claims: readonly string[]): void {
  const offers = (...names: readonly string[]): boolean => names.every((name) => claims.includes(name));

  describe('changes since', () => {
    if (offers('CONDSTORE')) {
      it('CONDSTORE: what changed since, and only that', async () => {
        const { client, name } = await desk.work(3);
        const before = await client.run(imap.select(name, { condstore: true }));
        expect(before.highestModSeq).toBeGreaterThan(0n);
        await client.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Seen'] }));
        const changed = await client
          .fetch(UidSet.all, ['FLAGS', 'MODSEQ'], { changedSince: before.highestModSeq ?? 0n })
          .all();
        expect(changed.map(({ uid }) => uid)).toEqual([2]);
        const [{ modseq } = { modseq: undefined }] = changed;
        expect(modseq?.ok === true && modseq.value > (before.highestModSeq ?? 0n)).toBe(true);
      });

      it('CONDSTORE: a change is not made over somebody else’s', async () => {
        const { client, name } = await desk.work(2);
        const { highestModSeq } = await client.run(imap.select(name, { condstore: true }));
        const { client: other } = await desk.open();
        await other.run(imap.select(name));
        await other.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Flagged'] }));
        const { modified } = await client.run(
          imap.store(UidSet.all, { mode: 'add', flags: ['\\Seen'] }, { unchangedSince: highestModSeq ?? 0n }),
        );
        expect([...modified]).toEqual([2]);
        expect(await flagsOf(client)).toEqual({ 1: ['\\Seen'], 2: ['\\Flagged'] });
      });
    }

    if (offers('QRESYNC', 'ENABLE')) {
      it('QRESYNC: one SELECT tells what changed and what is gone', async () => {
        const { client } = await desk.open();
        expect(await client.run(imap.enable(['QRESYNC']))).toEqual(['QRESYNC']);
        const name = await desk.fill(client, 6);
        const before = await client.run(imap.select(name));
        const { client: other } = await desk.open();
        await other.run(imap.select(name));
        await other.run(imap.store(UidSet.from([2]), { mode: 'add', flags: ['\\Answered'] }));
        await other.run(imap.store(UidSet.from([4, 5]), { mode: 'add', flags: ['\\Deleted'] }));
        await other.run(imap.uidExpunge(UidSet.from([4, 5])));
        const qresync = {
          uidValidity: before.uidValidity,
          modseq: before.highestModSeq ?? 1n,
          known: UidSet.range(1, 6),
        };
        const after = await client.run(imap.select(name, { qresync }));
        expect([...after.vanished]).toEqual([4, 5]);
        expect(after.changed.map(({ uid }) => uid)).toEqual([2]);
        expect(after.exists).toBe(4);
        const quiet = await client.run(
          imap.select(name, {
            qresync: { ...qresync, modseq: after.highestModSeq ?? 1n, known: UidSet.from([1, 2, 3, 6]) },
          }),
        );
        expect(quiet.vanished.isEmpty && quiet.changed.length === 0).toBe(true);
      });

      it('QRESYNC: deletions come as VANISHED and the view keeps up', async () => {
        const { client } = await desk.open();
        await client.run(imap.enable(['QRESYNC']));
        const name = await desk.fill(client, 4);
        await client.run(imap.select(name));
        await client.fetch(UidSet.all, ['RFC822.SIZE']).all();
        const { client: other } = await desk.open();
        await other.run(imap.select(name));
        await other.run(imap.store(UidSet.from([1, 3]), { mode: 'add', flags: ['\\Deleted'] }));
        await other.run(imap.uidExpunge(UidSet.from([1, 3])));
        await client.run(imap.noop());
        expect(client.view).toMatchObject({ exists: 2, dirty: null });
        expect([1, 2].map((seq) => client.view?.uidOf(seq as never))).toEqual([2, 4]);
      });
    } else {
      it('QRESYNC is not asked for where it was not enabled', async () => {
        const { client, name, box } = await desk.work(1);
        const ask = imap.select(name, { qresync: { uidValidity: box.uidValidity, modseq: 1n } });
        await expect(client.run(ask)).rejects.toMatchObject({ kind: 'refused', code: 'not-enabled' });
      });
    }
  });

  describe('extensions', () => {
    if (offers('COMPRESS=DEFLATE')) {
      it('COMPRESS: everything works behind it', async () => {
        const { client } = await desk.open();
        await client.compress();
        const name = await desk.fill(client, 20);
        await client.run(imap.select(name));
        expect((await client.fetch(UidSet.all, ['ENVELOPE', 'BODYSTRUCTURE']).all()).length).toBe(20);
        expect(await uidsOf(client)).toHaveLength(20);
      });
    } else {
      it('COMPRESS is refused by the client where the server has none', async () => {
        const { client } = await desk.open();
        await expect(client.compress()).rejects.toMatchObject({ kind: 'refused', code: 'no-compress' });
        await client.run(imap.noop());
      });
    }
    if (offers('ID')) {
      it('ID: the server says what it is', async () => {
        const { client } = await desk.open();
        const answer = await client.run(
          imap.id(
            new Map([
              ['name', 'Tern'],
              ['version', '0'],
            ]),
          ),
        );
        expect(answer.get('name')).toBeTruthy();
        expect(client.serverId).toBe(answer);
      });
    }
    if (offers('NAMESPACE')) {
      it('NAMESPACE: the personal one', async () => {
        const { client } = await desk.open();
        expect((await client.run(imap.namespace())).personal).toEqual([{ prefix: '', delimiter: '/' }]);
      });
    }
    if (offers('UNSELECT')) {
      it('UNSELECT leaves and deletes nothing', async () => {
        const { client, name } = await desk.work(1);
        await client.run(imap.store(UidSet.all, { mode: 'add', flags: ['\\Deleted'] }));
        await client.run(imap.unselect());
        expect(client.view).toBeNull();
        expect((await client.run(imap.status(name, ['MESSAGES']))).messages).toBe(1);
      });
    }
    if (offers('SPECIAL-USE')) {
      it('SPECIAL-USE: Sent is marked', async () => {
        const { client } = await desk.open();
        const marked = (await client.list()).filter(({ attributes }) => attributes.includes('\\sent'));
        expect(marked).toHaveLength(1);
      });
    }
    if (offers('STATUS=SIZE')) {
      it('STATUS=SIZE: octets of a mailbox', async () => {
        const { client } = await desk.open();
        const name = await desk.fill(client, 2);
        const { size } = await client.run(imap.status(name, ['SIZE']));
        expect(size).toBe(letter(1).length + letter(2).length);
      });
    }
    if (offers('OBJECTID')) {
      it('OBJECTID: a copy is known as the same message, a renamed mailbox as the same mailbox', async () => {
        const { client, name, box } = await desk.work(1);
        const target = await desk.fill(client, 0);
        await client.run(imap.copy(UidSet.all, target));
        const [one] = await client.fetch(UidSet.all, ['EMAILID']).all();
        await client.run(imap.select(target));
        const [two] = await client.fetch(UidSet.all, ['EMAILID']).all();
        expect(one?.emailId?.ok).toBe(true);
        expect(two?.emailId).toEqual(one?.emailId);
        await client.run(imap.rename(name, `${name}-renamed`));
        expect((await client.run(imap.select(`${name}-renamed`))).mailboxId).toBe(box.mailboxId);
      });
    }
    if (offers('PREVIEW')) {
      it('PREVIEW: the first words', async () => {
        const { client } = await desk.work(1);
        const [message] = await client.fetch(UidSet.all, ['PREVIEW']).all();
        expect(message?.preview).toMatchObject({
          ok: true,
          value: expect.stringContaining('line 1 of letter 1'),
        });
      });
    }
    if (offers('SAVEDATE')) {
      it('SAVEDATE: when it came here', async () => {
        const { client } = await desk.work(1);
        const [message] = await client.fetch(UidSet.all, ['SAVEDATE']).all();
        expect(message?.saveDate?.ok === true && typeof message.saveDate.value).toBe('number');
      });
    }
    if (offers('BINARY')) {
      it('BINARY: a part decoded by the server', async () => {
        const { client, name } = await desk.work(0);
        const raw =
          'Subject: b\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQF\r\n';
        await client.run(imap.append(name, [{ content: bytes(raw) }]));
        await client.run(imap.noop());
        const [message] = await client.fetch(UidSet.all, [{ section: '1', binary: true }]).all();
        const data = message?.sections?.[0]?.data;
        expect(data).toEqual({ ok: true, value: { kind: 'bytes', bytes: Uint8Array.of(0, 1, 2, 3, 4, 5) } });
      });
    }
    if (offers('CREATE-SPECIAL-USE')) {
      it('CREATE-SPECIAL-USE: made with its use', async () => {
        const { client } = await desk.open();
        await client.run(imap.create('Keep', '\\Archive'));
        expect((await client.list()).find(({ name }) => name === 'Keep')?.attributes).toContain('\\archive');
        await client.run(imap.deleteMailbox('Keep'));
      });
    }
    if (offers('REPLACE')) {
      it('REPLACE: the new version in place of the old', async () => {
        const { client, name } = await desk.work(1);
        await client.run(imap.replace(1 as never, name, { content: bytes(letter(2)), flags: ['\\Draft'] }));
        await client.run(imap.noop());
        expect(await flagsOf(client)).toEqual({ 2: ['\\Draft'] });
      });
    }
    if (offers('METADATA')) {
      it('METADATA: goes there and back, and away', async () => {
        const { client } = await desk.open();
        const name = await desk.fill(client, 0);
        const read = async (): Promise<string | null> => {
          const [entry] = await client.run(imap.getMetadata(name, ['/private/comment']));
          return entry?.value ? Buffer.from(entry.value).toString() : null;
        };
        await client.run(imap.setMetadata(name, new Map([['/private/comment', 'grün "x"\r\ny']])));
        expect(await read()).toBe('grün "x"\r\ny');
        await client.run(imap.setMetadata(name, new Map([['/private/comment', null]])));
        expect(await read()).toBeNull();
      });
    }
    if (offers('ACL')) {
      it('ACL: own rights', async () => {
        const { client } = await desk.open();
        expect(await client.run(imap.myRights('INBOX'))).toMatch(/^[a-z]*r[a-z]*$/);
      });

      it('ACL: what others may do is given, added to, taken back', async () => {
        const { client } = await desk.open();
        const name = await desk.fill(client, 0);
        const rights = async (): Promise<string | undefined> =>
          (await client.run(imap.getAcl(name))).find(({ identifier }) => identifier === 'bo ek')?.rights;
        expect(await client.run(imap.listRights(name, 'bo ek'))).toContain('r');
        await client.run(imap.setAcl(name, 'bo ek', 'lr'));
        expect(await rights()).toBe('lr');
        await client.run(imap.setAcl(name, 'bo ek', '+s'));
        await client.run(imap.setAcl(name, 'bo ek', '-r'));
        expect(await rights()).toBe('ls');
        await client.run(imap.deleteAcl(name, 'bo ek'));
        expect(await rights()).toBeUndefined();
      });
    }
    if (offers('NOTIFY')) {
      it('NOTIFY: a mailbox that is not selected tells of its mail', async () => {
        const { client } = await desk.open();
        const name = await desk.fill(client, 1);
        await client.run(
          imap.notifySet([{ which: 'personal', events: ['MessageNew', 'MessageExpunge'] }], true),
        );
        const told = new Promise<number | undefined>((resolve) => {
          client.listen((event) => {
            if (event.type === 'status' && event.status.name === name) resolve(event.status.messages);
          });
        });
        const { client: other } = await desk.open();
        await other.run(imap.append(name, [{ content: bytes(letter(2)) }]));
        expect(await told).toBe(2);
      });

      it('NOTIFY: mailboxes that come, are renamed and go; and silence when it is asked for', async () => {
        const { client, events } = await desk.open();
        await client.run(
          imap.notifySet([{ which: 'personal', events: ['MailboxName', 'SubscriptionChange'] }]),
        );
        expect(client.notifying).toBe(true);
        const heard = (name: string): imap.ListEntry | undefined =>
          events.flatMap((e) => (e.type === 'list' && e.entry.name === name ? [e.entry] : [])).at(-1);
        const { client: other } = await desk.open();
        const name = await desk.fill(other, 0);
        await expect.poll(() => heard(name), SOON).toBeDefined();
        await other.run(imap.rename(name, `${name}-now`));
        await expect.poll(() => heard(`${name}-now`)?.oldName, SOON).toBe(name);
        await other.run(imap.deleteMailbox(`${name}-now`));
        await expect
          .poll(() => heard(`${name}-now`)?.attributes.some((a) => /nonexistent|noselect/.test(a)), SOON)
          .toBe(true);
        await client.run(imap.notifyNone());
        expect(client.notifying).toBe(false);
        const before = events.length;
        await desk.fill(other, 0);
        await client.run(imap.noop());
        expect(events.slice(before).filter(({ type }) => type === 'list')).toEqual([]);
      });
    }
    if (offers('QUOTA')) {
      it('QUOTA: by root as by mailbox', async () => {
        const { client } = await desk.open();
        const [byMailbox] = await client.run(imap.getQuotaRoot('INBOX'));
        expect(byMailbox).toBeDefined();
        expect(await client.run(imap.getQuota(byMailbox?.root ?? ''))).toEqual(byMailbox);
      });
    }
    if (offers('SORT')) {
      it('SORT: in the order that was asked for', async () => {
        const { client } = await desk.work(12);
        expect(await client.run(imap.sort(['SIZE'], { uids: UidSet.range(2, 4) }))).toEqual([2, 3, 4]);
        expect(await client.run(imap.sort(['-ARRIVAL', 'SIZE'], { larger: letter(11).length }))).toEqual([
          12,
        ]);
        expect(await client.run(imap.sort(['-SIZE'], {}))).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
      });
    }
    if (offers('THREAD=REFERENCES')) {
      it('THREAD: an answer below what it answers', async () => {
        const { client, name } = await desk.work(2);
        const answer = letter(3, 'In-Reply-To: <letter-1@conformance.tern.example>');
        await client.run(imap.append(name, [{ content: bytes(answer) }]));
        await client.run(imap.noop());
        expect(await client.run(imap.thread('REFERENCES', {}))).toEqual([
          { id: 1, children: [{ id: 3, children: [] }] },
          { id: 2, children: [] },
        ]);
      });
    }
    if (offers('X-GM-EXT-1')) {
      it('X-GM-EXT-1: ids and labels', async () => {
        const { client } = await desk.work(1);
        await client.run(imap.store(UidSet.all, { mode: 'add', flags: ['To do [soon]'], labels: true }));
        const [message] = await client.fetch(UidSet.all, ['X-GM-MSGID', 'X-GM-THRID', 'X-GM-LABELS']).all();
        expect(message?.gmailMessageId).toMatchObject({ ok: true, value: expect.any(BigInt) });
        expect(message?.gmailLabels).toMatchObject({ ok: true, value: ['To do [soon]'] });
      });
    }
  });
}
