import { afterEach, describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import { Bench, letter, USER } from '../../../tests/fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

describe.each(['bare', 'exchange', 'cyrus', 'gmail', 'everything'] as const)(
  'engine on a %s server',
  (profile) => {
    it('lists, synchronises newest first, and follows what others do', async () => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 120);
      bench.deliver('Archive', 200, 203);
      await bench.start();
      await bench.settled('INBOX', 'Archive');
      expect(bench.here('INBOX')).toHaveLength(120);
      expect([...bench.store.mailboxes.values()].map((m) => m.role)).toEqual(
        expect.arrayContaining(['inbox', 'archive', 'sent', 'trash', 'junk', 'drafts']),
      );

      // Without IDLE there is a clock, and the person who asks.
      const look = (): unknown =>
        profile === 'bare' ? bench.ui.api.syncNow({ account: null, mailbox: null }) : null;
      bench.deliver('INBOX', 121);
      await look();
      await bench.settled('INBOX');
      const inbox = bench.box('INBOX');
      bench.world.expunge(bench.world.account(USER), inbox, [3, 5]);
      await look();
      await bench.settled('INBOX');
      bench.world.setFlags(bench.world.account(USER), inbox, [121], 'add', ['\\Flagged']);
      await look();
      await bench.store.until(() => ((bench.store.shown('INBOX').get(121)?.flags ?? 0) & Flag.Flagged) !== 0);
    });

    it('marks, moves, deletes and takes back', async () => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 5);
      await bench.start();
      await bench.settled('INBOX');
      const { api } = bench.ui;
      await api.act({
        action: { kind: 'flag', add: ['\\Seen', '\\Flagged'], remove: [] },
        keys: [bench.key('INBOX', 'Letter 1')],
      });
      await bench.settled('INBOX');
      expect([...(bench.box('INBOX').find(1)?.flags ?? [])].sort()).toEqual(['\\Flagged', '\\Seen']);

      const { group } = await api.act({
        action: { kind: 'archive' },
        keys: [bench.key('INBOX', 'Letter 2'), bench.key('INBOX', 'Letter 3')],
      });
      await bench.store.until(
        () => bench.here('Archive').length === 2 && bench.engine.queue.all().length === 0,
      );
      expect(bench.there('Archive')).toEqual(['Letter 2', 'Letter 3']);
      expect(
        bench.there('INBOX').filter((_, i) => !bench.box('INBOX').messages[i]?.flags.has('\\Deleted')),
      ).toEqual(['Letter 1', 'Letter 4', 'Letter 5']);

      await api.undo({ group });
      await bench.store.until(
        () =>
          bench.engine.queue.all().length === 0 &&
          bench.here('INBOX').filter((s) => s === 'Letter 2').length >= 1,
      );
      expect(bench.there('INBOX')).toContain('Letter 2');
      expect(bench.there('INBOX')).toContain('Letter 3');

      await api.act({ action: { kind: 'delete' }, keys: [bench.key('INBOX', 'Letter 4')] });
      await bench.store.until(() => bench.here('Trash').length === 1);
      expect(bench.there('Trash')).toEqual(['Letter 4']);
    });

    it('acts offline and catches up', async () => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 3);
      await bench.start();
      await bench.settled('INBOX');
      await bench.ui.api.setWorkOffline({ offline: true });
      const key = bench.key('INBOX', 'Letter 2');
      await bench.ui.api.act({ action: { kind: 'archive' }, keys: [key] });
      await bench.ui.api.act({ action: { kind: 'move', to: bench.idOf('Junk') }, keys: [key] });
      await bench.ui.api.act({ action: { kind: 'flag', add: ['\\Flagged'], remove: [] }, keys: [key] });
      expect(bench.there('INBOX')).toHaveLength(3);
      expect(bench.engine.queue.all()).toHaveLength(3);
      await bench.ui.api.setWorkOffline({ offline: false });
      await bench.store.until(() => bench.engine.queue.all().length === 0 && bench.here('Junk').length === 1);
      expect(bench.there('Junk')).toEqual(['Letter 2']);
      expect(bench.box('Junk').messages[0]?.flags.has('\\Flagged')).toBe(true);
    });
  },
);

describe('engine', () => {
  it('reads a body, keeps it under its identity and gives the list its first words', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1);
    await bench.start();
    await bench.settled('INBOX');
    const [n] = bench.store.shown('INBOX').keys();
    await bench.ui.api.fetchBody({
      ref: { mailbox: bench.idOf('INBOX'), generation: 0 as never, uid: n as never },
    });
    expect([...bench.store.bodies.values()][0]?.parts[0]?.text).toContain('Text of letter 1');
  });

  it('sends, delivers, files one copy and marks the original as answered', async () => {
    bench = new Bench();
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), letter(1));
    await bench.start();
    await bench.settled('INBOX');
    const [n] = bench.store.shown('INBOX').keys();
    const ref = { mailbox: bench.idOf('INBOX'), generation: 0 as never, uid: n as never };
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    const draft = await bench.ui.api.replyDraft({ ref, mode: 'reply' });
    expect(draft.content).toMatchObject({
      subject: 'Re: Letter 1',
      to: [{ name: 'Bo Ek', address: 'bo@tern.example' }],
      inReplyTo: ['letter-1@tern.example'],
    });
    await bench.ui.api.send({
      id: draft.id,
      base: draft.version,
      content: { ...draft.content, text: 'Tack!' },
    });
    await bench.store.until(() => bench.here('Sent').length === 1 && bench.engine.outbox.list().length === 0);
    expect(bench.world.accepted).toHaveLength(1);
    expect(bench.there('Sent')).toEqual(['Re: Letter 1']);
    await bench.store.until(
      () => (([...bench.store.shown('INBOX').values()][0]?.flags ?? 0) & Flag.Answered) !== 0,
    );
    expect(await bench.ui.api.drafts({})).toEqual([]);
  });

  it('rebuilds an empty cache and still knows what waits (H2)', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 10);
    await bench.start();
    await bench.settled('INBOX');
    await bench.ui.api.setWorkOffline({ offline: true });
    await bench.ui.api.act({ action: { kind: 'archive' }, keys: [bench.key('INBOX', 'Letter 7')] });
    bench.store.wipe('');
    await bench.kill();
    await bench.start();
    expect(bench.there('INBOX')).toHaveLength(10);
    await bench.ui.api.setWorkOffline({ offline: false });
    await bench.store.until(() => bench.here('Archive').length === 1 && bench.here('INBOX').length === 9);
    expect(bench.there('Archive')).toEqual(['Letter 7']);
  });

  it('reads the newest messages of INBOX before it asks which mailboxes there are', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 300);
    await bench.start();
    await bench.settled('INBOX');
    const order = bench.verbs('SELECT', 'FETCH', 'LIST');
    expect(order.slice(0, 3)).toEqual(['SELECT', 'FETCH', 'LIST']);
    expect(bench.engine.registry.ofAccount(bench.accounts()[0]?.id as never)).not.toHaveLength(1);
  });

  it('archives a row that is there before the list of mailboxes is', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 3);
    const archived: Promise<unknown>[] = [];
    bench.imap.add({
      verb: 'LIST',
      nth: 1,
      act: {
        do: 'meanwhile',
        run: () => {
          archived.push(
            bench.ui.api.act({ action: { kind: 'archive' }, keys: [bench.key('INBOX', 'Letter 2')] }),
          );
        },
      },
    });
    await bench.start();
    await bench.store.until(() => bench.there('Archive').length === 1);
    await Promise.all(archived);
    expect(bench.there('Archive')).toEqual(['Letter 2']);
  });

  it('a server that keeps INBOX to itself is read by its list', async () => {
    bench = new Bench();
    bench.deliver('Archive', 1, 3);
    bench.imap.add({ verb: 'SELECT', nth: 1, act: { do: 'answer', reply: 'NO not now' } });
    await bench.start();
    await bench.settled('Archive');
    expect(bench.here('Archive')).toHaveLength(3);
  });

  it('shows the old list while a renumbered mailbox is read anew (B1, H6)', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1, 90);
    await bench.start();
    await bench.settled('INBOX');
    const sizes: number[] = [];
    const look = setInterval(() => sizes.push(bench.here('INBOX').length), 1);
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('INBOX'), 500);
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), letter(91));
    await bench.settled('INBOX');
    clearInterval(look);
    expect(bench.here('INBOX')).toHaveLength(91);
    expect(Math.min(...sizes, 91)).toBeGreaterThanOrEqual(90);
    expect([...bench.store.shown('INBOX').keys()][0]).toBe(500);
  });

  it('asks for a password when the server refuses it, and goes on with the right one', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1);
    bench.imap.add({
      verb: 'AUTHENTICATE',
      nth: 1,
      act: { do: 'answer', reply: 'NO [AUTHENTICATIONFAILED] no' },
    });
    await bench.start();
    await new Promise<void>((resolve) => {
      bench.ui.on('status', (s) => {
        if (s.accounts[0]?.phase === 'needs-password') resolve();
      });
    });
    expect(bench.imap.log.filter((o) => o.verb === 'AUTHENTICATE')).toHaveLength(1);
    await bench.ui.api.setPassword({ account: bench.account.id, direction: 'both', password: 'secret' });
    await bench.settled('INBOX');
    expect(bench.here('INBOX')).toEqual(['Letter 1']);
  });
});

describe('acting while the store goes away', () => {
  it('is accepted all the same (lab sync, seed 155)', async () => {
    bench = new Bench();
    bench.deliver('INBOX', 1);
    await bench.start();
    await bench.settled('INBOX');
    const keys = [bench.key('INBOX', 'Letter 1')];
    bench.store.hangUpOnColumns = true;
    const { operations } = await bench.ui.api.act({
      action: { kind: 'flag', add: ['\\Flagged'], remove: [] },
      keys,
    });
    expect(operations).toBe(1);
  });
});

describe('previews', () => {
  it('fetches the first words of messages that are looked at, in one command', async () => {
    bench = new Bench('exchange');
    bench.deliver('INBOX', 1, 3);
    await bench.start();
    await bench.settled('INBOX');
    const before = bench.imap.log.length;
    bench.store.look(
      [...bench.store.shown('INBOX').keys()].map((n) => ({
        mailbox: bench.idOf('INBOX'),
        generation: 0 as never,
        uid: n as never,
      })),
    );
    await bench.store.until(() => bench.store.previews('INBOX').every((p) => p !== ''));
    expect(bench.store.previews('INBOX')).toEqual([
      'Text of letter 1',
      'Text of letter 2',
      'Text of letter 3',
    ]);
    expect(
      bench.imap.log.slice(before).filter((o) => o.verb === 'UID FETCH' && o.line.includes('BODY.PEEK[1]')),
    ).toHaveLength(1);
  });
});
