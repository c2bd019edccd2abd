import { corpus, type CorpusMessage } from '../../servers/corpus';
import { type Dovecot, type DovecotOptions, startDovecot } from '../../servers/dovecot';

export const USER = 'ada@tern.example';
export const PASSWORD = 'secret';

/** Messages of a benchmark's mailbox; `TERN_BENCH_N=10000` for a quick look. */
export const messageCount = (): number => Number(process.env['TERN_BENCH_N'] ?? 100_000);

export interface BenchMailbox {
  readonly dovecot: Dovecot;
  /** Rows of the threaded list. */
  readonly threads: number;
}

/** A Dovecot whose INBOX holds `count` messages, its caches filled. */
export async function benchMailbox(
  count: number,
  options: Partial<DovecotOptions> = {},
): Promise<BenchMailbox> {
  const dovecot = await startDovecot({ users: [{ user: USER, password: PASSWORD }], ...options });
  let threads = 0;
  function* counted(): Generator<CorpusMessage> {
    for (const message of corpus({ count })) {
      if (!message.raw.includes('\r\nIn-Reply-To:')) threads++;
      yield message;
    }
  }
  dovecot.load(USER, 'INBOX', counted());
  dovecot.warm(USER, 'INBOX');
  return { dovecot, threads };
}
