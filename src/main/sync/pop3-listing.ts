import { isMailError, MailError } from '@shared/errors/mail-error';
import type { Crypto } from '@shared/ports/crypto';
import type { Listing, MessageNumber, Pop3Client, UidlEntry } from '../pop3';
import { fingerprintOf } from './pop3-fingerprint';

/** One message as the server lists it in this session. */
export interface ListedLetter {
  readonly number: MessageNumber;
  /** Its unique id; `h:` and a fingerprint where the server has none. */
  readonly uid: string;
  /** Octets as LIST says; 0 when it does not. */
  readonly size: number;
}

export interface ServerListing {
  readonly letters: readonly ListedLetter[];
  /** False where the server has no UIDL and headers stand for it. */
  readonly byUidl: boolean;
  /** Whether this can prove that a message is no longer there. */
  readonly complete: boolean;
}

/** Asks for headers once a session, each. Null where the server has no TOP. */
export class Headers {
  readonly #known = new Map<MessageNumber, string>();
  #refused = false;

  constructor(
    private readonly client: Pop3Client,
    private readonly crypto: Pick<Crypto, 'hash'>,
  ) {}

  async fingerprint(message: MessageNumber): Promise<string | null> {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const print = await this.askAnew(message);
    if (print !== null) this.#known.set(message, print);
    return print;
  }

  /** Without believing an earlier answer. */
  async askAnew(message: MessageNumber): Promise<string | null> {
    if (this.#refused || !this.client.capabilities.top) return null;
    try {
      return fingerprintOf(await this.client.top(message, 0), this.crypto);
    } catch (error) {
      if (!isMailError(error) || error.code !== 'top-refused') throw error;
      // Listed but not supported (neomutt #2707).
      this.#refused = true;
      return null;
    }
  }
}

/**
 * What is on the server now. Where it does not know UIDL, a message is known by its header.
 * @throws MailError `no-unique-ids`: neither UIDL nor TOP, nothing can be left there safely.
 */
export async function listServer(client: Pop3Client, headers: Headers): Promise<ServerListing> {
  const { messages } = await client.stat();
  if (messages === 0) return { letters: [], byUidl: true, complete: true };
  const sizes = await client.list();
  const sizeOf = new Map(sizes.entries.map((entry) => [entry.number, entry.size]));
  const uidl = await askUidl(client);
  if (uidl) {
    // Numbers that come twice are no sense at all; the first one counts, and the listing proves nothing.
    const unique = [
      ...new Map(uidl.entries.toReversed().map((entry) => [entry.number, entry])).values(),
    ].reverse();
    return {
      letters: unique.map(({ number, uid }) => ({ number, uid, size: sizeOf.get(number) ?? 0 })),
      byUidl: true,
      complete: uidl.malformed === 0 && unique.length === uidl.entries.length && unique.length === messages,
    };
  }
  const letters: ListedLetter[] = [];
  for (const { number, size } of sizes.entries) {
    const print = await headers.fingerprint(number);
    if (print === null) {
      throw new MailError({
        kind: 'refused',
        code: 'no-unique-ids',
        message: 'The server knows neither UIDL nor TOP: its messages cannot be told apart',
        retry: { kind: 'later' },
      });
    }
    letters.push({ number, uid: `h:${print}:${size}`, size });
  }
  return { letters, byUidl: false, complete: sizes.malformed === 0 && letters.length === messages };
}

async function askUidl(client: Pop3Client): Promise<Listing<UidlEntry> | null> {
  try {
    return await client.uidl();
  } catch (error) {
    if (isMailError(error) && error.code === 'uidl-refused') return null;
    throw error;
  }
}
