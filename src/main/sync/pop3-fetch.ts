import type { AccountId } from '@shared/model/ids';
import type { MessageNumber, Pop3Client } from '../pop3';
import type { FetchedLetter, LocalDelivery } from './pop3-delivery';
import { ledgerKey, type Pop3Ledger } from './pop3-ledger';
import type { NewLetter } from './pop3-match';

/** What is kept in memory before it is stored: enough to share an fsync, little enough to lose. */
const BATCH_OCTETS = 4 * 1024 * 1024;
const BATCH_LETTERS = 1024;

export interface FetchPorts {
  readonly account: AccountId;
  readonly ledger: Pop3Ledger;
  readonly delivery: LocalDelivery;
  /** Whether only the header of a message is to come now. */
  onlyHeader(letter: NewLetter): boolean;
  now(): number;
  progress(done: number, total: number): void;
}

/**
 * Fetches messages, newest first, and stores them in groups: while one group goes to the disk the next comes over the
 * line.
 * @param free keys of stored letters that the server does not list: the same bytes are not stored a second time.
 * @returns keys of the messages stored, and how many the server would not give.
 * @throws MailError, VaultError: what was stored by then stays.
 */
export async function fetchLetters(
  client: Pop3Client,
  fresh: readonly NewLetter[],
  free: ReadonlySet<string>,
  ports: FetchPorts,
): Promise<{ stored: string[]; refused: number }> {
  const { account, ledger, delivery } = ports;
  const ascending = [...fresh].sort((a, b) => a.listed.number - b.listed.number);
  const first = delivery.reserve(account, ascending.length);
  const places = new Map<MessageNumber, { letter: NewLetter; uid: number }>(
    ascending.map((letter, i) => [letter.listed.number, { letter, uid: first + i }]),
  );
  let batch: FetchedLetter[] = [];
  let writing: Promise<void> = Promise.resolve();
  const stored: string[] = [];
  let refused = 0;
  /** One is being filled while the other goes to the disk. */
  let [tray, spare] = [new Tray(), new Tray()];
  let octets = 0;
  const byKey = new Map(fresh.map((letter) => [ledgerKey(letter.listed.uid, letter.ordinal), letter]));

  const write = async (letters: readonly FetchedLetter[]): Promise<void> => {
    await delivery.deliver(account, letters, free, (done) => [
      ledger.fetched(
        account,
        ports.now(),
        done.flatMap(({ key, fingerprint, size, headersOnly }) => {
          const letter = byKey.get(key);
          if (!letter) return [];
          const { uid, size: listed } = letter.listed;
          const known = { uid, ordinal: letter.ordinal, size: listed === 0 ? size : listed, fingerprint };
          return [{ ...known, headersOnly }];
        }),
      ),
    ]);
    for (const { key } of letters) stored.push(key);
    ports.progress(stored.length, fresh.length);
  };
  const flush = async (): Promise<void> => {
    const letters = batch;
    batch = [];
    octets = 0;
    await writing;
    if (letters.length === 0) return;
    [tray, spare] = [spare, tray];
    tray.empty();
    writing = write(letters);
    // Looked at when the next group is full, or at the end.
    writing.catch(() => undefined);
  };

  /** A server without TOP, or whose TOP fails: the whole message is better than none. */
  const noHeader = new Set<MessageNumber>();
  const onlyHeader = (message: MessageNumber): boolean => {
    const place = places.get(message);
    if (!place || !client.capabilities.top || noHeader.has(message)) return false;
    return ports.onlyHeader(place.letter);
  };
  const retrieve = (messages: readonly MessageNumber[]): Promise<void> =>
    client.retrieve(
      messages,
      {
        begin: () => {
          tray.begin();
        },
        content: (_message, bytes) => {
          tray.add(bytes);
        },
        end: (message) => {
          const place = places.get(message);
          if (!place) return;
          const { listed, ordinal } = place.letter;
          const bytes = tray.end();
          batch.push({
            bytes,
            key: ledgerKey(listed.uid, ordinal),
            uid: place.uid,
            ...(onlyHeader(message) ? { octetsThere: listed.size } : {}),
          });
          octets += bytes.length;
          if (octets >= BATCH_OCTETS || batch.length >= BATCH_LETTERS) return flush();
        },
        refused: (message) => {
          if (onlyHeader(message)) noHeader.add(message);
          else refused += 1;
        },
      },
      { sizeOf: (message) => places.get(message)?.letter.listed.size, onlyHeader },
    );

  try {
    await retrieve(ascending.map(({ listed }) => listed.number).reverse());
    if (noHeader.size > 0) await retrieve([...noHeader]);
  } finally {
    // Whole messages are kept also when the line broke behind them.
    await flush();
    await writing;
  }
  return { stored, refused };
}

/** Where letters lie one behind the other as they come: every octet is copied once. */
class Tray {
  #bytes = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /** What was in it is no longer needed. */
  empty(): void {
    this.#start = 0;
    this.#end = 0;
    // One large message must not be paid for until the session ends.
    if (this.#bytes.length > 2 * BATCH_OCTETS) this.#bytes = new Uint8Array(0);
  }
  /** What came of an unfinished letter does not count. */
  begin(): void {
    this.#end = this.#start;
  }
  add(piece: Uint8Array): void {
    const end = this.#end + piece.length;
    if (end > this.#bytes.length) {
      // Letters that were finished stay where they are: only the unfinished one moves.
      const more = new Uint8Array(Math.max(BATCH_OCTETS + BATCH_OCTETS / 4, 2 * (end - this.#start)));
      more.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = more;
      this.#end -= this.#start;
      this.#start = 0;
    }
    this.#bytes.set(piece, this.#end);
    this.#end += piece.length;
  }
  end(): Uint8Array {
    const letter = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return letter;
  }
}
