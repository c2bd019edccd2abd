import { type BenchLine, peer } from './support/line';
import { benchMailbox, PASSWORD, USER } from './support/mailbox';
import { wholeAt } from './support/page';
import { addAccount, startTern } from './support/tern';

/** Texts and attachments of so many messages; `TERN_BENCH_N` for others. */
const COUNT = Number(process.env['TERN_BENCH_N'] ?? 2_000);

/**
 * From choosing "everything with attachments" for an INBOX whose headers are here until the last of it is kept: Dovecot,
 * the engine, Chromium's database and the files of the vault, each of them durable. No budget: it runs when nothing else
 * does.
 */
export async function run(): Promise<BenchLine[]> {
  const { dovecot } = await benchMailbox(COUNT);
  try {
    const tern = await startTern();
    try {
      await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
      const { id } = await addAccount(tern, dovecot, USER, PASSWORD);
      await wholeAt(tern.page, COUNT);
      const { folders } = await tern.engine.api.inspectAccount({ account: id });
      const inbox = folders.find(({ role }) => role === 'inbox')?.mailbox;
      if (inbox === undefined) throw new Error('there is no inbox');
      await tern.figures(true);
      const start = performance.now();
      await tern.engine.api.setKeepPolicy({ account: id, mailbox: inbox, policy: { kind: 'everything' } });
      let bytes = 0;
      await new Promise<void>((resolve) => {
        tern.engine.on('offline', (status) => {
          const folder = status.folders.find(({ mailbox }) => mailbox === inbox);
          if (folder === undefined || folder.listing || folder.kept < COUNT) return;
          bytes = folder.bytes;
          resolve();
        });
      });
      const took = performance.now() - start;
      const { p99 } = await tern.figures();
      return [
        peer('keep', COUNT, took, 'ms'),
        peer('keep.bytes', COUNT, bytes, 'octets'),
        peer('keep.loop-p99', COUNT, p99, 'ms'),
      ];
    } finally {
      await tern.close();
    }
  } finally {
    await dovecot.stop();
  }
}
