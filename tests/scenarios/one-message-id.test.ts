import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '@shared/contract/import-export';
import { parseMessageKey } from '@shared/model/ids';
import { MailboxReader } from '@main/services/import-export/mailbox-reader';
import { Bench, OTHER, USER } from '../fakes/bench';

/**
 * Different letters that share one Message-ID: what came directly and what a list made of it, versions of a draft, a
 * program that gives all its reports the same. All of them are wanted.
 */
let bench: Bench;
afterEach(() => bench.stop());

const raw = (subject: string, text = `Text of ${subject}`): string =>
  `From: Bo <bo@far.example>\r\nTo: ada@tern.example\r\nSubject: ${subject}\r\nMessage-ID: <same@far.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n${text}\r\n`;
const deliver = (box: string, ...letters: string[]): void => {
  for (const one of letters) bench.world.append(bench.world.account(USER), bench.box(box), one);
};
const texts = (box: string, user = USER): string[] =>
  bench
    .box(box, user)
    .messages.map((m) => m.content.raw.split('\r\n\r\n')[1]?.trim() ?? '')
    .sort();
async function given(...args: ConstructorParameters<typeof Bench>): Promise<void> {
  bench = new Bench(...args);
  // The invariants know a message by its Message-ID alone.
  bench.copied.add('<same@far.example>');
  await bench.start();
  await bench.quiet();
}
async function importInto(box: string, ...letters: string[]): Promise<Job> {
  bench.files.plant('/in.mbox', letters.map((one) => `From a@b c\n${one.replaceAll('\r', '')}\n`).join(''));
  const { token } = await bench.ui.api.namePlace({ purpose: 'import-file', path: '/in.mbox' });
  await bench.ui.api.inspectImport({ place: token });
  const into = { mailbox: bench.idOf(box) };
  const { job } = await bench.ui.api.startImport({ place: token, mailboxes: [0], into });
  return vi.waitFor(
    async () => {
      const found = (await bench.ui.api.jobs({})).find(({ id, ended }) => id === job && ended !== null);
      if (!found) throw new Error('it still runs');
      return found;
    },
    { timeout: 10_000, interval: 10 },
  );
}

describe.each(['everything', 'exchange', 'bare'] as const)(
  'letters that share a Message-ID (%s)',
  (profile) => {
    it('are all imported into an empty folder of a server, and once', async () => {
      await given(profile);
      const letters = [raw('One'), raw('Two'), raw('Six'), raw('One', 'More text'), raw('Two')];
      const job = await importInto('Archive', ...letters);
      expect(job).toMatchObject({ state: 'done', already: 1, problems: [] });
      await bench.quiet();
      expect(texts('Archive')).toEqual(['More text', 'Text of One', 'Text of Six', 'Text of Two']);
      expect(await importInto('Archive', ...letters)).toMatchObject({ state: 'done', already: 5 });
      await bench.quiet();
      expect(texts('Archive')).toHaveLength(4);
    });

    it('one that the folder has does not keep the other out; what may be there twice is said', async () => {
      await given(profile);
      deliver('Archive', raw('One'), raw('Draft', 'First version'));
      await bench.quiet();
      const job = await importInto('Archive', raw('One'), raw('Two'), raw('Draft', 'Other version'));
      expect(job).toMatchObject({
        state: 'done',
        already: 1,
        problems: [{ which: '3', code: 'alike-there' }],
      });
      await bench.quiet();
      expect(texts('Archive')).toEqual(['First version', 'Other version', 'Text of One', 'Text of Two']);
    });

    it('come back when others have removed them, each of them', async () => {
      await given(profile);
      deliver('INBOX', raw('One'), raw('Two'));
      await bench.quiet();
      for (const subject of ['One', 'Two']) {
        const ref = parseMessageKey(bench.key('INBOX', subject));
        await bench.ui.api.source({ ref, limit: 1_000_000 });
      }
      for (const subject of ['One', 'Two']) bench.elsewhere.expunge('INBOX', subject);
      await bench.quiet();
      const removed = await bench.ui.api.removedMessages({ account: null, mailbox: null });
      expect(removed).toHaveLength(2);
      // The answer to the first is lost: it is looked for, and neither is taken for the other.
      bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'cut', execute: true } });
      await bench.ui.api.restoreRemoved({ ids: removed.map(({ id }) => id), to: null });
      await bench.quiet();
      expect(texts('INBOX')).toEqual(['Text of One', 'Text of Two']);
    });

    it('one that was refused and is tried again is not taken for the one that came meanwhile', async () => {
      await given(profile);
      bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'answer', reply: 'NO [OVERQUOTA] full' } });
      await importInto('Archive', raw('Draft', 'First version'), raw('Draft', 'Other version'));
      await bench.quiet();
      expect(texts('Archive')).toEqual(['Other version']);
      await bench.ui.api.retryOperation({ id: bench.refused[0]!.id });
      await bench.quiet();
      expect(texts('Archive')).toEqual(['First version', 'Other version']);
    });

    it.each([true, false])(
      'both arrive in another account before either leaves this one, also when an answer is lost (done: %s)',
      async (execute) => {
        await given('everything', { second: profile });
        deliver('INBOX', raw('Draft', 'First version'), raw('Draft', 'Other version'), raw('Two'));
        await bench.quiet();
        bench.imap.add({ verb: 'APPEND', nth: 1, act: { do: 'cut', execute } });
        const to = [...bench.store.mailboxes.values()].find(
          (m) => m.name === 'Archive' && m.account !== bench.account.id,
        )!.id;
        await bench.act({ kind: 'move', to }, 'INBOX', 'Draft', 'Two');
        await bench.quiet();
        expect(texts('Archive', OTHER)).toHaveLength(2);
        expect([...texts('INBOX'), ...texts('Archive', OTHER)].sort()).toEqual([
          'First version',
          'Other version',
          'Text of Two',
        ]);
      },
    );
  },
);

it('thousands of them are compared some at a time, and none is taken for another', async () => {
  await given('everything');
  deliver('Archive', ...Array.from({ length: 2100 }, (_, n) => raw('Report', `Report ${n}`)));
  await bench.quiet();
  const asked = vi.spyOn(MailboxReader.prototype, 'beginnings');
  const job = await importInto(
    'Archive',
    raw('Report', 'Report 7'),
    raw('Report', 'Report 2099'),
    raw('New'),
  );
  const sizes = asked.mock.calls.map(([, uids]) => uids.length);
  asked.mockRestore();
  expect(job).toMatchObject({ state: 'done', already: 2, problems: [] });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024);
  expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(2100);
});
