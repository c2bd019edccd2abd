import type { AccountId } from '@shared/model/ids';
import type { MessageNumber, Pop3Client } from '../pop3';
import type { FetchedLetter, LocalDelivery } from './pop3-delivery';
import { ledgerKey, type Pop3Ledger } from './pop3-ledger';
import type { NewLetter } from './pop3-match';

/** What is kept in memory before it is stored: enough to share an fsync, little enough to lose. */
const BATCH_OCTETS = 4 * 1024 * 1024;
const BATCH_LETTERS = 512;

export interface FetchPorts {
  readonly account: AccountId;
  readonly ledger: Pop3Ledger;
  readonly delivery: LocalDelivery;
  now(): number;
  progress(done: number, total: number): void;
}

/**
 * Fetches messages, newest first, and stores them in groups: while one group goes to the disk the next comes over the
 * line.
 * @param free keys of stored letters that the server does not list: the same bytes are not stored a second time.
 * @returns messages stored, and messages that the server would not give.
 * @throws MailError, VaultError: what was stored by then stays.
 */
export async function fetchLetters(
  client: Pop3Client,
  fresh: readonly NewLetter[],
  free: ReadonlySet<string>,
  ports: FetchPorts,
): Promise<{ stored: number; refused: number }> {
  const { account, ledger, delivery } = ports;
  const ascending = [...fresh].sort((a, b) => a.listed.number - b.listed.number);
  const first = delivery.reserve(account, ascending.length);
  const places = new Map<MessageNumber, { letter: NewLetter; uid: number }>(
    ascending.map((letter, i) => [letter.listed.number, { letter, uid: first + i }]),
  );
  let batch: FetchedLetter[] = [];
  let octets = 0;
  let writing: Promise<void> = Promise.resolve();
  let stored = 0;
  let refused = 0;
  let chunks: Uint8Array[] = [];
  const byKey = new Map(fresh.map((letter) => [ledgerKey(letter.listed.uid, letter.ordinal), letter]));

  const write = async (letters: readonly FetchedLetter[]): Promise<void> => {
    await delivery.deliver(account, letters, free, (done) =>
      done.flatMap(({ key, fingerprint, size }) => {
        const letter = byKey.get(key);
        if (!letter) return [];
        const { uid } = letter.listed;
        return [
          ledger.put({
            account,
            uid,
            ordinal: letter.ordinal,
            size: letter.listed.size === 0 ? size : letter.listed.size,
            fingerprint,
            at: ports.now(),
            deletedHere: false,
            missingSince: 0,
          }),
        ];
      }),
    );
    stored += letters.length;
    ports.progress(stored, fresh.length);
  };
  const flush = async (): Promise<void> => {
    const letters = batch;
    batch = [];
    octets = 0;
    await writing;
    if (letters.length === 0) return;
    writing = write(letters);
    // Looked at when the next group is full, or at the end.
    writing.catch(() => undefined);
  };

  try {
    await client.retrieve(
      ascending.map(({ listed }) => listed.number).reverse(),
      {
        begin: () => {
          chunks = [];
        },
        content: (_message, bytes) => {
          chunks.push(bytes.slice());
        },
        end: (message) => {
          const place = places.get(message);
          if (!place) return;
          const { listed, ordinal } = place.letter;
          const bytes = join(chunks);
          chunks = [];
          batch.push({ bytes, key: ledgerKey(listed.uid, ordinal), uid: place.uid });
          octets += bytes.length;
          if (octets >= BATCH_OCTETS || batch.length >= BATCH_LETTERS) return flush();
        },
        refused: () => {
          refused += 1;
        },
      },
      { sizeOf: (message) => places.get(message)?.letter.listed.size },
    );
  } finally {
    // Whole messages are kept also when the line broke behind them.
    await flush();
    await writing;
  }
  return { stored, refused };
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
