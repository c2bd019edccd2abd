import { describe, expect, it } from 'vitest';
import * as imap from '@main/imap';
import { uidsOf, type Desk } from './imap-subject';

/** Names that servers and clients stumble over: modified UTF-7, quoting, literals, words of the grammar. */
const UNUSUAL = [
  'Entwürfe',
  'a & b',
  '&',
  'q"uote \\',
  '日本語',
  '(1)[2]',
  'NIL',
  '😀',
  'two  blanks',
  '{5}',
  'x~y',
  "it's",
];

export function mailboxes(desk: Desk, claims: readonly string[]): void {
  const offers = (name: string): boolean => claims.includes(name);

  describe('mailboxes', () => {
    it('lists INBOX, with the delimiter', async () => {
      const { client } = await desk.open();
      const inbox = (await client.list()).find(({ name }) => name.toUpperCase() === 'INBOX');
      expect(inbox).toMatchObject({ delimiter: '/' });
    });

    it('every form of LIST names the same mailboxes', async () => {
      const { client } = await desk.open();
      const names = (found: readonly { readonly wire: string }[]): string[] =>
        found.map(({ wire }) => wire).toSorted();
      expect(names(await client.list({ extended: false }))).toEqual(names(await client.list()));
    });

    it('makes, finds, renames and deletes', async () => {
      const { client } = await desk.open();
      const names = async (): Promise<string[]> => (await client.list()).map(({ name }) => name);
      await client.run(imap.create('first'));
      expect(await names()).toContain('first');
      await client.run(imap.append('first', [{ content: new TextEncoder().encode('Subject: x\r\n\r\n') }]));
      await client.run(imap.rename('first', 'second'));
      expect(await names()).toContain('second');
      expect(await names()).not.toContain('first');
      expect((await client.run(imap.status('second', ['MESSAGES']))).messages).toBe(1);
      await client.run(imap.deleteMailbox('second'));
      expect(await names()).not.toContain('second');
    });

    it('makes a mailbox within another', async () => {
      const { client } = await desk.open();
      await client.run(imap.create('outer'));
      await client.run(imap.create('outer/inner'));
      expect((await client.list({ patterns: ['outer/%'] })).map(({ name }) => name)).toEqual(['outer/inner']);
      expect((await client.list({ patterns: ['%'] })).map(({ name }) => name)).not.toContain('outer/inner');
      await client.run(imap.deleteMailbox('outer/inner'));
      await client.run(imap.deleteMailbox('outer'));
    });

    it.each(UNUSUAL)('the name %s goes there and back', async (name) => {
      const { client } = await desk.open();
      await client.run(imap.create(name));
      const entry = (await client.list()).find((box) => box.name === name);
      if (!entry) throw new Error(`${name} was lost`);
      expect((await client.run(imap.select(entry))).exists).toBe(0);
      expect((await client.run(imap.select(name))).wire).toBe(entry.wire);
      await client.run(imap.select('INBOX'));
      await client.run(imap.rename(entry, `${name} 2`));
      await client.run(imap.deleteMailbox(`${name} 2`));
      expect((await client.list()).map((box) => box.name)).not.toContain(name);
    });

    it('subscribes and unsubscribes', async () => {
      const { client } = await desk.open();
      await client.run(imap.create('subscribed'));
      const subscribed = async (): Promise<string[]> =>
        (await client.list({ subscribed: true })).map(({ name }) => name);
      await client.run(imap.subscribe('subscribed'));
      expect(await subscribed()).toContain('subscribed');
      await client.run(imap.unsubscribe('subscribed'));
      expect(await subscribed()).not.toContain('subscribed');
      await client.run(imap.deleteMailbox('subscribed'));
    });

    it('refusals are refusals: made twice, deleted twice, renamed from nothing', async () => {
      const { client } = await desk.open();
      await client.run(imap.create('once'));
      await expect(client.run(imap.create('once'))).rejects.toMatchObject({ kind: 'refused' });
      await client.run(imap.deleteMailbox('once'));
      await expect(client.run(imap.deleteMailbox('once'))).rejects.toMatchObject({ kind: 'refused' });
      await expect(client.run(imap.rename('once', 'twice'))).rejects.toMatchObject({ kind: 'refused' });
      expect(client.closed).toBeNull();
    });

    it('STATUS counts', async () => {
      const { client } = await desk.open();
      const name = await desk.fill(client, 3);
      await client.run(
        imap.append(name, [{ content: new TextEncoder().encode('Subject: x\r\n\r\n'), flags: ['\\Seen'] }]),
      );
      const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY'] as const;
      const counted = await client.run(imap.status(name, items));
      expect(counted).toMatchObject({ messages: 4, unseen: 3, uidNext: 5 });
      const box = await client.run(imap.select(name));
      expect(box).toMatchObject({ exists: 4, uidNext: 5, uidValidity: counted.uidValidity });
      expect(box.readOnly).toBe(false);
      if (!offers('LIST-STATUS')) return;
      const listed = (await client.list({ status: items })).find((entry) => entry.name === name);
      expect(listed?.status).toMatchObject({ messages: 4, unseen: 3, uidNext: 5 });
    });

    it('EXAMINE is read-only, and says so', async () => {
      const { client } = await desk.open();
      const name = await desk.fill(client, 1);
      expect((await client.run(imap.select(name, { readOnly: true }))).readOnly).toBe(true);
      expect(client.view?.readOnly).toBe(true);
      const change = client.run(imap.store(imap.UidSet.all, { mode: 'add', flags: ['\\Flagged'] }));
      await change.catch((error: unknown) => expect(error).toMatchObject({ kind: 'refused' }));
      await client.run(imap.select(name));
      expect((await client.run(imap.search({ flagged: true }))).uids.isEmpty).toBe(true);
    });

    it('one mailbox after another: the view is of the last', async () => {
      const { client } = await desk.open();
      const [one, two] = [await desk.fill(client, 1), await desk.fill(client, 2)];
      await client.run(imap.select(one));
      await client.run(imap.select(two));
      expect(client.view).toMatchObject({ wire: two, exists: 2 });
      expect(await uidsOf(client)).toEqual([1, 2]);
      await expect(client.run(imap.select('no such mailbox'))).rejects.toMatchObject({ kind: 'refused' });
      expect(client.view).toBeNull();
    });
  });
}
