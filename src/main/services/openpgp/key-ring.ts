import type { Key, PrivateKey } from 'openpgp';
import type { ImportedKey, OpenPgpKey, Remembering } from '@shared/contract/openpgp';
import { MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import { Table } from '@shared/ports/fold';
import { Secret } from '@shared/ports/secret';
import { SecretStoreError } from '@shared/ports/secret-store';
import type { Journal } from '@shared/ports/vault';
import type { KeptSecrets } from '../kept-secrets';
import { armourIn, keyBlocks } from './key-blocks';
import { factsOf, type KeyFacts } from './key-facts';
import { openPgp } from './library';

/** A key as the journal has it. */
interface KeptKey {
  /** What `factsOf` found when it was taken in; dates are compared when it is shown. */
  readonly facts: KeyFacts;
  /** The public key, armoured. */
  readonly armour: string;
  /** The secret key, armoured and always locked by a passphrase. */
  readonly locked: string | null;
  /** The passphrase is in the secret store. */
  readonly remembered: boolean;
  /** Addresses (lower-case) it is accepted for, and since when (ms since 1970). */
  readonly accepted: Readonly<Record<string, number>>;
}

/** Keys that are kept: a person's contacts, several times over. */
const MAX_KEYS = 2000;
/** Characters of one key: those with a photograph fit, those that were flooded with signatures don't. */
const MAX_KEY = 400_000;
/** Octets of what is imported at once: a ring of some hundred keys. */
const MAX_IMPORT = 4_000_000;
/** Parsed keys that stay in memory. */
const MAX_PARSED = 200;

const secretOf = (fingerprint: string): string => `openpgp/${fingerprint}`;

export interface KeyRingPorts {
  readonly journal: Journal;
  readonly clock: Pick<Clock, 'now'>;
  readonly secrets: KeptSecrets;
  /** Addresses of the person's identities, lower-case. */
  ownAddresses(): ReadonlySet<string>;
}

/**
 * The person's keys and other people's (RFC 9580). At rest a secret key is locked by a passphrase, always; the passphrase is
 * asked for once in a session, or kept in the secret store. Pages never see either of them.
 */
export class KeyRing {
  readonly table = new Table<KeptKey>('openpgp-key');
  onChange: (() => void) | null = null;
  readonly #parsed = new Map<string, Promise<Key>>();
  /** Secret keys whose passphrase was right in this session. */
  readonly #open = new Map<string, PrivateKey>();
  /** Rises when a key is locked or removed: what was being opened meanwhile is not kept open. */
  #locks = 0;

  constructor(private readonly ports: KeyRingPorts) {
    this.table.onChange = (id) => this.#parsed.delete(id);
  }

  /** One's own first, then by user id. */
  list(): OpenPgpKey[] {
    return [...this.table.values()]
      .map((kept) => this.#shown(kept))
      .toSorted(
        (a, b) => Number(b.own) - Number(a.own) || (a.userIds[0] ?? '').localeCompare(b.userIds[0] ?? ''),
      );
  }
  get(fingerprint: string): OpenPgpKey | null {
    const kept = this.table.get(fingerprint);
    return kept ? this.#shown(kept) : null;
  }

  /** The key accepted for an address, or null. */
  acceptedFor(address: string): OpenPgpKey | null {
    const kept = this.#acceptedFor(address.toLowerCase());
    return kept ? this.#shown(kept) : null;
  }

  /** Keys that have a (sub)key with this id; more than one only when somebody made it so. */
  withKeyId(keyId: string): OpenPgpKey[] {
    return this.list().filter(({ keyIds }) => keyIds.includes(keyId));
  }

  /** The public key. @throws MailError `key-gone` */
  async publicKey(fingerprint: string): Promise<Key> {
    const { armour } = this.#kept(fingerprint);
    const { readKey } = await openPgp();
    let parsed = this.#parsed.get(fingerprint);
    if (!parsed) {
      parsed = readKey({ armoredKey: armour });
      this.#parsed.set(fingerprint, parsed);
      for (const oldest of this.#parsed.keys()) {
        if (this.#parsed.size <= MAX_PARSED) break;
        this.#parsed.delete(oldest);
      }
    }
    return parsed;
  }

  /** The secret key, when its passphrase is known; null when the person has to be asked. */
  async secretKey(fingerprint: string): Promise<PrivateKey | null> {
    const open = this.#open.get(fingerprint);
    if (open) return open;
    if (!this.#kept(fingerprint).remembered) return null;
    const secret = await this.#remembered(fingerprint);
    return secret === null ? null : this.#tryOpen(fingerprint, secret.reveal());
  }

  /** See `openPgpMethods.importOpenPgpKeys`. @param from whoever writes a letter can put a secret key of any name in it */
  async import(
    bytes: Uint8Array,
    protect: string | null,
    from: 'person' | 'letter' = 'person',
  ): Promise<ImportedKey[]> {
    if (bytes.length > MAX_IMPORT) throw refused('key-too-large', 'That is more than a ring of keys has');
    const pgp = await openPgp();
    const text = armourIn(bytes);
    let keys: Key[];
    try {
      keys =
        text === null
          ? await pgp.readKeys({ binaryKeys: bytes })
          : (await Promise.all(keyBlocks(text).map((armoredKeys) => pgp.readKeys({ armoredKeys })))).flat();
    } catch (error) {
      throw refused('key-damaged', 'What is there of a key cannot be read', {}, error);
    }
    if (keys.length === 0) throw refused('no-keys-found', 'There is no OpenPGP key in it');
    // All of them or none: half of a ring is hard to tell from all of it.
    const fresh = new Set(keys.map((key) => key.getFingerprint()).filter((one) => !this.table.latest(one)));
    if (this.table.latestValues().length + fresh.size > MAX_KEYS) throw tooManyKeys();
    const locked = await Promise.all(
      keys.map(async (key) => (key.isPrivate() ? this.#lock(key, protect) : null)),
    );
    const done: ImportedKey[] = [];
    for (const [at, key] of keys.entries()) done.push(await this.#take(key, locked[at] ?? null, from));
    this.onChange?.();
    return done;
  }

  /** See `openPgpMethods.generateOpenPgpKey`. */
  async generate(name: string, address: string, passphrase: string, years: number): Promise<OpenPgpKey> {
    const pgp = await openPgp();
    const { privateKey, publicKey } = await pgp.generateKey({
      // What is neither a name nor an address would be taken for the other of the two.
      userIDs: [{ name: name.replace(/[<>()\p{Cc}]/gu, ' ').trim(), email: address }],
      passphrase,
      format: 'object',
      // A key of the future is no key; clocks of a minute's difference are usual.
      date: new Date(this.ports.clock.now() - 60_000),
      ...(years === 0 ? {} : { keyExpirationTime: years * 365 * 86_400 }),
    });
    const { key } = await this.#take(publicKey, privateKey.armor(), 'person');
    await this.#tryOpen(key.fingerprint, passphrase);
    // A key that one makes for oneself takes the place of the one before.
    await this.#accept(key.fingerprint, address.toLowerCase());
    this.onChange?.();
    return this.#shown(this.#kept(key.fingerprint));
  }

  /** See `openPgpMethods.unlockOpenPgpKey`. */
  async unlock(fingerprint: string, passphrase: string, remember: Remembering): Promise<void> {
    if (!(await this.#tryOpen(fingerprint, passphrase)))
      throw refused('wrong-passphrase', 'The passphrase does not open this key');
    if (remember !== 'no') {
      const { secrets } = this.ports;
      const key = secretOf(fingerprint);
      await secrets.keepAs(key, remember, () => secrets.set(key, new Secret(passphrase)));
      await this.#change(fingerprint, (kept) => ({ ...kept, remembered: true }));
    }
    this.onChange?.();
  }

  async lock(fingerprint: string): Promise<void> {
    this.#locks++;
    this.#open.delete(fingerprint);
    await this.ports.secrets.delete(secretOf(fingerprint));
    if (this.#kept(fingerprint).remembered)
      await this.#change(fingerprint, (kept) => ({ ...kept, remembered: false }));
    this.onChange?.();
  }

  /** See `openPgpMethods.acceptOpenPgpKey`. */
  async accept(fingerprint: string, named: string, instead: string | null): Promise<void> {
    const address = named.toLowerCase();
    this.#kept(fingerprint);
    const other = this.#acceptedFor(address)?.facts.fingerprint;
    if (other !== undefined && other !== fingerprint && other !== instead)
      throw refused('other-key', 'Another key is accepted for this address', { fingerprint: other });
    await this.#accept(fingerprint, address);
    this.onChange?.();
  }

  async unaccept(fingerprint: string, address: string): Promise<void> {
    await this.#change(fingerprint, (kept) => without(kept, address.toLowerCase()));
    this.onChange?.();
  }

  async remove(fingerprint: string): Promise<void> {
    if (!this.table.latest(fingerprint)) return;
    this.#locks++;
    this.#open.delete(fingerprint);
    await this.ports.journal.appendAll([this.table.drop(fingerprint)]);
    await this.ports.secrets.delete(secretOf(fingerprint));
    this.onChange?.();
  }

  /** See `openPgpMethods.exportOpenPgpKey`. */
  async export(fingerprint: string, passphrase: string | null): Promise<string> {
    const { armour, locked } = this.#kept(fingerprint);
    if (passphrase === null) return armour;
    // To show that it is one's own; the key is no more open than before.
    if (locked === null || !(await opened(locked, passphrase)))
      throw refused('wrong-passphrase', 'The passphrase does not open this key');
    return locked;
  }

  /** Locks a secret key that comes from elsewhere, if it is not. */
  async #lock(key: PrivateKey, protect: string | null): Promise<string> {
    const pgp = await openPgp();
    if (!key.isDecrypted()) return key.armor();
    if (protect === null)
      throw refused('key-unprotected', 'The secret key has no passphrase', {
        user: key.getUserIDs()[0] ?? '',
      });
    return (await pgp.encryptKey({ privateKey: key, passphrase: protect })).armor();
  }

  async #take(key: Key, locked: string | null, from: 'person' | 'letter'): Promise<ImportedKey> {
    const fingerprint = key.getFingerprint();
    const before = this.table.latest(fingerprint);
    if (!before && this.table.latestValues().length >= MAX_KEYS) throw tooManyKeys();
    // A copy of somewhere may be older than this one: only what is new of it is taken over, and revocations stay.
    const fresh = key.toPublic();
    const merged = before ? await (await this.publicKey(fingerprint)).update(fresh) : fresh;
    const armour = merged.armor();
    if (armour.length + (locked?.length ?? 0) > MAX_KEY)
      throw refused('key-too-large', 'The key is too large', { user: key.getUserIDs()[0] ?? '' });
    const kept: KeptKey = {
      facts: await factsOf(merged, this.ports.clock.now()),
      armour,
      // Behind a passphrase nobody sees whether it is the same: the one that is here is not given up for another.
      locked: before?.locked ?? locked,
      remembered: before?.remembered ?? false,
      accepted: before?.accepted ?? {},
    };
    const as = !before
      ? 'added'
      : before.armour === armour && (locked === null || before.locked !== null)
        ? 'known'
        : 'updated';
    // What is known of it may have been found by a clock that was wrong.
    if (as !== 'known' || JSON.stringify(before?.facts) !== JSON.stringify(kept.facts))
      await this.ports.journal.appendAll([this.table.put(fingerprint, kept)]);
    // Whose secret key one has at one's own address is nobody else.
    if (locked !== null && from === 'person')
      for (const address of kept.facts.addresses)
        if (this.ports.ownAddresses().has(address) && !this.#acceptedFor(address))
          await this.#accept(fingerprint, address);
    return { key: this.#shown(this.#kept(fingerprint)), as, secret: locked !== null };
  }

  #acceptedFor(address: string): KeptKey | undefined {
    return this.table.latestValues().find(({ accepted }) => Object.hasOwn(accepted, address));
  }

  /** In one unit: no address has two keys. */
  async #accept(fingerprint: string, address: string): Promise<void> {
    const others = this.table
      .latestEntries()
      .filter(([id, { accepted }]) => id !== fingerprint && Object.hasOwn(accepted, address));
    const kept = this.#kept(fingerprint);
    await this.ports.journal.appendAll([
      ...others.map(([id, other]) => this.table.put(id, without(other, address))),
      this.table.put(fingerprint, {
        ...kept,
        accepted: { ...kept.accepted, [address]: this.ports.clock.now() },
      }),
    ]);
  }

  async #change(fingerprint: string, by: (kept: KeptKey) => KeptKey): Promise<void> {
    await this.ports.journal.appendAll([this.table.put(fingerprint, by(this.#kept(fingerprint)))]);
  }

  async #tryOpen(fingerprint: string, passphrase: string): Promise<PrivateKey | null> {
    const { locked } = this.#kept(fingerprint);
    if (locked === null) return null;
    const locks = this.#locks;
    const open = await opened(locked, passphrase);
    if (open === null || locks !== this.#locks) return null;
    this.#open.set(fingerprint, open);
    return open;
  }

  async #remembered(fingerprint: string): Promise<Secret | null> {
    try {
      return await this.ports.secrets.get(secretOf(fingerprint));
    } catch (error) {
      // Locked is not lost: the person is asked.
      if (error instanceof SecretStoreError) return null;
      throw error;
    }
  }

  #kept(fingerprint: string): KeptKey {
    const kept = this.table.latest(fingerprint);
    if (kept) return kept;
    throw refused('key-gone', 'The key was removed meanwhile');
  }

  #shown({ facts, locked, remembered, accepted }: KeptKey): OpenPgpKey {
    return {
      ...facts,
      own: locked !== null,
      open: this.#open.has(facts.fingerprint) || remembered,
      remembered,
      acceptedFor: Object.keys(accepted),
    };
  }
}

function without(kept: KeptKey, address: string): KeptKey {
  const rest = Object.entries(kept.accepted).filter(([one]) => one !== address);
  return { ...kept, accepted: Object.fromEntries(rest) };
}

/** A secret key; null when the passphrase is another. */
async function opened(armoredKey: string, passphrase: string): Promise<PrivateKey | null> {
  const pgp = await openPgp();
  try {
    return await pgp.decryptKey({ privateKey: await pgp.readPrivateKey({ armoredKey }), passphrase });
  } catch {
    // Whatever it says: with these words this key does not open.
    return null;
  }
}

const tooManyKeys = (): MailError =>
  refused('too-many-keys', 'There are as many keys as can be kept', { most: MAX_KEYS });

const refused = (
  code: string,
  message: string,
  details: Record<string, string | number> = {},
  cause?: unknown,
): MailError =>
  new MailError({ kind: 'refused', code, message, details, ...(cause === undefined ? {} : { cause }) });
