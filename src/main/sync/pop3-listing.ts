import { isMailError, MailError } from '@shared/errors/mail-error';
import type { Crypto } from '@shared/ports/crypto';
import { concatOctets } from '@shared/util/octets';
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

/** Asks for headers once a session, each, many on their way at once. Null where the server has no TOP. */
export class Headers {
  readonly #known = new Map<MessageNumber, string>();
  #refused = false;

  constructor(
    private readonly client: Pop3Client,
    private readonly crypto: Pick<Crypto, 'sha256Hex'>,
  ) {}

  async fingerprint(message: MessageNumber): Promise<string | null> {
    if (!this.#known.has(message)) await this.know([message]);
    return this.#known.get(message) ?? null;
  }

  /** Asks for those that were not asked for yet, in one go: `fingerprint` answers at once then. */
  async know(messages: readonly MessageNumber[]): Promise<void> {
    const missing = messages.filter((message) => !this.#known.has(message));
    for (const [message, print] of await this.askAnew(missing)) this.#known.set(message, print);
  }

  /** Without believing an earlier answer. @returns those that the server gave. */
  async askAnew(messages: readonly MessageNumber[]): Promise<ReadonlyMap<MessageNumber, string>> {
    const prints = new Map<MessageNumber, string>();
    const [first, ...others] = messages;
    if (first === undefined || this.#refused || !this.client.capabilities.top) return prints;
    // Listed but not supported (neomutt #2707): the first answer tells.
    await this.#ask([first], prints);
    this.#refused = this.#known.size === 0 && !prints.has(first);
    if (!this.#refused) await this.#ask(others, prints);
    return prints;
  }

  async #ask(messages: readonly MessageNumber[], prints: Map<MessageNumber, string>): Promise<void> {
    let pieces: Uint8Array[] = [];
    await this.client.retrieve(
      messages,
      {
        begin: () => {
          pieces = [];
        },
        content: (_message, bytes) => void pieces.push(bytes.slice()),
        end: (message) => void prints.set(message, fingerprintOf(concatOctets(pieces), this.crypto)),
        refused: () => undefined,
      },
      { onlyHeader: () => true },
    );
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
    const seen = new Set<MessageNumber>();
    const letters: ListedLetter[] = [];
    for (const { number, uid } of uidl.entries) {
      if (seen.has(number)) continue;
      seen.add(number);
      letters.push({ number, uid, size: sizeOf.get(number) ?? 0 });
    }
    const once = letters.length === uidl.entries.length;
    return {
      letters,
      byUidl: true,
      complete: uidl.malformed === 0 && once && letters.length === messages,
    };
  }
  const letters: ListedLetter[] = [];
  await headers.know(sizes.entries.map(({ number }) => number));
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
