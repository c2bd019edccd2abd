import type { AccountId } from '@shared/model/ids';
import type { MessageNumber, Pop3Client } from '../pop3';
import type { FetchedLetter, LocalDelivery } from './pop3-delivery';
import type { NewLetter } from './pop3-match';

/** What is kept in memory before it is stored: enough to share an fsync, little enough to lose. */
const BATCH_OCTETS = 4 * 1024 * 1024;
const BATCH_LETTERS = 1024;
/** A disk is fastest with several things to do. Letters that may be here already are looked for one group after the other. */
const AT_ONCE = 3;

export interface FetchPorts {
  readonly account: AccountId;
  readonly delivery: LocalDelivery;
  /** Whether only the header of a message is to come now. */
  onlyHeader(letter: NewLetter): boolean;
  progress(done: number, total: number): void;
}

export interface FetchResult {
  readonly stored: readonly string[];
  readonly readBack: readonly string[];
  readonly refused: number;
}

/**
 * Fetches messages, newest first, and stores them in groups: while some groups go to the disk the next comes over the
 * line.
 * @param free keys of stored letters that the server does not list: the same bytes are not stored a second time.
 * @returns keys of the messages stored, those of them that were read back from the disk, and how many the server would
 * not give.
 * @throws MailError, VaultError: what was stored by then stays.
 */
export async function fetchLetters(
  client: Pop3Client,
  fresh: readonly NewLetter[],
  free: ReadonlySet<string>,
  ports: FetchPorts,
): Promise<FetchResult> {
  const { account, delivery } = ports;
  const ascending = [...fresh].sort((a, b) => a.listed.number - b.listed.number);
  const { mailbox, first } = delivery.reserve(account, ascending.length);
  const places = new Map<MessageNumber, { letter: NewLetter; uid: number }>(
    ascending.map((letter, i) => [letter.listed.number, { letter, uid: first + i }]),
  );
  let batch: FetchedLetter[] = [];
  const stored: string[] = [];
  const readBack: string[] = [];
  let refused = 0;
  const groups = new Groups(free.size > 0 ? 1 : AT_ONCE);
  let tray = groups.tray();
  let octets = 0;

  const write = async (letters: readonly FetchedLetter[], seal: Uint8Array): Promise<void> => {
    const whole = await delivery.deliver(account, mailbox, letters, free, seal);
    for (const { key } of letters) stored.push(key);
    readBack.push(...whole);
    ports.progress(stored.length, fresh.length);
  };
  const flush = async (): Promise<void> => {
    const letters = batch;
    batch = [];
    octets = 0;
    if (letters.length === 0) return;
    // What came of a letter that was cut off is not kept.
    tray.begin();
    tray.add(delivery.seal());
    const seal = tray.end();
    await groups.send(tray, () => write(letters, seal));
    tray = groups.tray();
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
          const { listed, key } = place.letter;
          const bytes = tray.end();
          const letter = { bytes, key, uid: place.uid, listed: listed.size };
          batch.push(onlyHeader(message) ? { ...letter, octetsThere: listed.size } : letter);
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
    await flush().finally(() => groups.sent());
  }
  return { stored, readBack, refused };
}

/** Groups of letters on their way to the disk, a few at once; the line waits only for a disk that cannot keep up. */
class Groups {
  readonly #writing = new Set<Promise<void>>();
  readonly #empty: Tray[] = [];
  #failed: { readonly error: unknown } | null = null;

  constructor(private readonly most: number) {}

  tray(): Tray {
    return this.#empty.pop() ?? new Tray();
  }

  /** Resolves when the group is on its way. @throws what an earlier one failed with. */
  async send(tray: Tray, write: () => Promise<void>): Promise<void> {
    while (this.#writing.size >= this.most) await Promise.race(this.#writing);
    this.#check();
    const sent = write()
      .catch((error: unknown) => {
        this.#failed ??= { error };
      })
      .finally(() => {
        this.#writing.delete(sent);
        tray.empty();
        this.#empty.push(tray);
      });
    this.#writing.add(sent);
  }

  /** Resolves when every group is stored. @throws what one of them failed with. */
  async sent(): Promise<void> {
    await Promise.all(this.#writing);
    this.#check();
  }

  #check(): void {
    if (this.#failed) throw this.#failed.error;
  }
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
