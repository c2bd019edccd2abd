import { afterEach, describe, expect, it } from 'vitest';
import type { Action } from '@shared/contract/engine-api';
import { Flag } from '@shared/model/flags';
import { parseMessageKey } from '@shared/model/ids';
import { whyNoServers } from './available';
import { RealStage } from './real-stage';

/** Neither MOVE nor UIDPLUS, CONDSTORE or anything else. */
const BARE = 'IMAP4rev1 LITERAL+';
const archive = { kind: 'archive' } as const;
const star: Action = { kind: 'flag', add: ['\\Flagged'], remove: [] };

const why = whyNoServers();
if (why !== null) it(`scenarios on a real server are left out: ${why}`, () => expect(why).not.toBe(''));
else
  describe('scenarios on Dovecot', () => {
    let stage: RealStage;
    const given = async (letters = 5, capabilities?: string): Promise<RealStage> => {
      stage = await RealStage.open(capabilities);
      stage.fill(letters);
      await stage.bench.start();
      await stage.quiet();
      return stage;
    };
    afterEach(async () => {
      await stage.close();
    });

    it('A1 what another client marked as deleted is left alone, without UIDPLUS', async () => {
      const { bench } = await given(4, BARE);
      stage.flag('INBOX', 1, '\\Deleted');
      await bench.act(archive, 'INBOX', 'Letter 2');
      await stage.quiet();
      expect(stage.there('INBOX')).toContain('Letter 1');
      expect(stage.there('Archive')).toEqual(['Letter 2']);
      expect(stage.flagsOf('INBOX', 2)).toBe('\\deleted');
      expect(stage.flagsOf('INBOX', 3)).toBe('');
    });

    it.each([undefined, 'IMAP4rev1 LITERAL+ UIDPLUS ENABLE CONDSTORE QRESYNC'])(
      'A5 the answer to a move is lost: looked into, done once (%s)',
      async (capabilities) => {
        const { bench, proxy } = await given(5, capabilities);
        proxy.faults.latencyMs = 150;
        await bench.act(archive, 'INBOX', 'Letter 2', 'Letter 3');
        while (stage.there('Archive').length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
        proxy.cut();
        proxy.faults.latencyMs = 0;
        await stage.quiet();
        expect(stage.there('Archive')).toEqual(['Letter 2', 'Letter 3']);
        expect(stage.there('INBOX')).toEqual(['Letter 1', 'Letter 4', 'Letter 5']);
        expect(bench.refused).toEqual([]);
      },
    );

    it('A8 a chain of moves, marks and deletion made offline', async () => {
      const { bench } = await given();
      await bench.offline(true);
      const keys = [bench.key('INBOX', 'Letter 2')];
      const act = (action: Parameters<typeof bench.ui.api.act>[0]['action']) =>
        bench.ui.api.act({ action, keys });
      await act({ kind: 'move', to: bench.idOf('Archive') });
      await act({ kind: 'move', to: bench.idOf('Junk') });
      await act(star);
      await act({ kind: 'delete' });
      await bench.offline(false);
      await stage.quiet();
      expect(stage.flagsOf('Trash', 2)).toBe('\\flagged');
      expect(['INBOX', 'Archive', 'Junk'].flatMap((name) => stage.there(name))).not.toContain('Letter 2');
    });

    it('A13 another client moved it first: said so, no second copy', async () => {
      const { bench } = await given();
      await bench.offline(true);
      await bench.act(archive, 'INBOX', 'Letter 2');
      stage.move('INBOX', 2, 'Junk');
      await bench.offline(false);
      await stage.quiet();
      expect(stage.there('Junk')).toEqual(['Letter 2']);
      expect(stage.there('Archive')).toEqual([]);
      expect(bench.refused.map((op) => op.reason?.code)).toEqual(['already-gone']);
    });

    it('B1 pending operations and bodies survive a renumbering', async () => {
      const { bench } = await given(30);
      await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 9')) });
      await bench.offline(true);
      await bench.act(star, 'INBOX', 'Letter 7', 'Letter 8');
      await bench.act(archive, 'INBOX', 'Letter 5');
      stage.expunge('INBOX', 1);
      await stage.renumber('INBOX');
      await bench.offline(false);
      await stage.quiet();
      expect([7, 8, 9].map((n) => stage.flagsOf('INBOX', n))).toEqual(['\\flagged', '\\flagged', '']);
      expect(stage.there('Archive')).toEqual(['Letter 5']);
      const row = [...bench.store.messages.values()]
        .flatMap((box) => [...box.values()])
        .find((m) => m.row.envelope.subject === 'Letter 9');
      expect(bench.store.bodies.has(row?.row.identity ?? '')).toBe(true);
      expect(bench.refused).toEqual([]);
    });

    it('B10 a renamed tree keeps its mailboxes, operations follow', async () => {
      stage = await RealStage.open();
      const { bench } = stage;
      stage.create('Work', 'Work/Old', 'Spare');
      stage.deliver('Work', 1, 2);
      stage.deliver('Work/Old', 11, 13);
      await bench.start();
      await stage.quiet();
      const [a, b] = [bench.idOf('Work'), bench.idOf('Work/Old')];
      await bench.offline(true);
      await bench.act(star, 'Work/Old', 'Letter 12');
      stage.rename('Work', 'Play');
      stage.rename('Spare', 'Work');
      await bench.offline(false);
      await stage.quiet();
      expect([bench.idOf('Play'), bench.idOf('Play/Old')]).toEqual([a, b]);
      expect(stage.flagsOf('Play/Old', 12)).toBe('\\flagged');
    });

    it('B11 deleted and made anew under the same name: nothing old is shown or done', async () => {
      stage = await RealStage.open();
      const { bench } = stage;
      stage.create('Projects');
      stage.deliver('Projects', 1, 3);
      await bench.start();
      await stage.quiet();
      await bench.offline(true);
      await bench.act({ kind: 'destroy' }, 'Projects', 'Letter 2');
      stage.delete('Projects');
      stage.create('Projects');
      stage.deliver('Projects', 21, 23);
      await bench.offline(false);
      await stage.quiet();
      expect(stage.there('Projects')).toEqual(['Letter 21', 'Letter 22', 'Letter 23']);
      expect(bench.here('Projects')).toEqual(['Letter 21', 'Letter 22', 'Letter 23']);
    });

    it('C2 a line that drops again and again still comes to an end', async () => {
      stage = await RealStage.open();
      stage.fill(120);
      stage.proxy.faults.cutToClientAfter = 30_000;
      await stage.bench.start();
      await stage.quiet(40_000);
      expect(stage.bench.here('INBOX')).toHaveLength(120);
      expect(stage.proxy.total).toBeGreaterThan(2);
    });

    it('C10 NOTIFY: what happens in any mailbox is here without asking', async () => {
      const { bench } = await given(3);
      await bench.store.until(() => stage.proxy.open >= 2);
      stage.deliver('Archive', 50);
      await bench.store.until(() => bench.here('Archive').length === 1, 15_000);
      stage.flag('Archive', 50, '\\Flagged');
      await bench.store.until(
        () => (([...bench.store.shown('Archive').values()][0]?.flags ?? 0) & Flag.Flagged) !== 0,
        15_000,
      );
      stage.move('INBOX', 2, 'Junk');
      await bench.store.until(
        () => bench.here('Junk').length === 1 && bench.here('INBOX').length === 2,
        15_000,
      );
    });

    it('F3 different marks from both sides merge', async () => {
      const { bench } = await given(3);
      await bench.offline(true);
      await bench.act(star, 'INBOX', 'Letter 2');
      stage.flag('INBOX', 2, '\\Seen', 'Blue');
      await bench.offline(false);
      await stage.quiet();
      expect(stage.flagsOf('INBOX', 2)).toBe('\\flagged \\seen blue');
    });

    it('F5 what others removed comes back with its marks and date', async () => {
      const { bench } = await given(3);
      stage.flag('INBOX', 2, '\\Seen', 'Blue');
      await stage.quiet();
      await bench.ui.api.fetchBody({ ref: parseMessageKey(bench.key('INBOX', 'Letter 2')) });
      const date = stage.receivedAt('INBOX', 2);
      stage.expunge('INBOX', 2);
      await stage.quiet();
      const [entry] = await bench.ui.api.removedMessages({ account: null, mailbox: null });
      await bench.ui.api.restoreRemoved({ ids: [entry?.id ?? ''], to: null });
      await stage.quiet();
      expect(stage.flagsOf('INBOX', 2)).toBe('\\seen blue');
      expect(stage.receivedAt('INBOX', 2)).toBe(date);
    });

    it('folders: made, renamed and deleted offline', async () => {
      stage = await RealStage.open();
      const { bench } = stage;
      stage.create('Project');
      stage.deliver('Project', 1, 2);
      await bench.start();
      await stage.quiet();
      const mailbox = bench.idOf('Project');
      await bench.offline(true);
      await bench.ui.api.createMailbox({ account: bench.account.id, name: 'Entwürfe & mehr' });
      await bench.ui.api.renameMailbox({ mailbox, name: 'Old project' });
      await bench.offline(false);
      await stage.quiet();
      expect(stage.names()).toEqual(expect.arrayContaining(['Entwürfe & mehr', 'Old project']));
      expect(bench.idOf('Old project')).toBe(mailbox);
      await bench.ui.api.deleteMailbox({ mailbox });
      await stage.quiet();
      expect(stage.names()).not.toContain('Old project');
    });
  });
