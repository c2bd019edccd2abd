import type { EngineContract } from '@shared/contract/engine-api';
import type { openPgpMethods, ProtectedReading } from '@shared/contract/openpgp';
import { MailError } from '@shared/errors/mail-error';
import { type BlobHash, type MessageRef, THIS_COMPUTER } from '@shared/model/ids';
import type { Handlers } from '@shared/rpc/contract';
import { toUtf8 } from '../../mime/bytes';
import { parseEnvelope } from '../../mime/parse-envelope';
import { rootEntities } from '../../mime/root-entities';
import type { Engine } from '../engine';
import { KeyRing } from './key-ring';
import { uncover } from './read-protected';

export type { KeyRing } from './key-ring';

/** What is decrypted and checked at once, in octets: all of it is in memory, several times over. */
const MAX_OCTETS = 40 * 1024 * 1024;

/** The part of the composition that keeps keys. */
export function keyRingOf(engine: Engine): KeyRing {
  const { vault, clock } = engine.parts;
  const ring = new KeyRing({
    journal: vault,
    clock,
    secrets: engine.secrets.store,
    ownAddresses: () =>
      new Set(
        engine.accounts
          .list()
          .flatMap(({ identities }) => identities.map(({ address }) => address.toLowerCase())),
      ),
  });
  ring.onChange = () => engine.tell('openPgpKeys', { keys: ring.list() });
  return ring;
}

/** The part of EngineApi about OpenPGP. */
export function openPgpHandlers(engine: Engine): Pick<Handlers<EngineContract>, keyof typeof openPgpMethods> {
  const { keyRing: ring, files, letters, shelf, parts } = engine;
  /** Who locks a key does not mean that what it opened stays open. */
  const forget = (): void => {
    letters.forgetSealed();
    files.forgetInMemory();
  };
  return {
    openPgpKeys: () => ring.list(),
    importOpenPgpKeys: async ({ from, protect }) => {
      if ('armour' in from) return ring.import(toUtf8(from.armour), protect);
      if ('url' in from) return ring.import(await files.bytesOf(from.url), protect, 'letter');
      const blob = from.blob as BlobHash;
      const bytes = (await shelf.read(blob)) ?? new Uint8Array(0);
      try {
        return await ring.import(bytes, protect);
      } finally {
        // It may hold a secret key that nothing locks, and must not stay, unless a letter has it attached.
        const owned = engine.blobOwners.some((owner) => [...owner()].includes(blob));
        if (!owned) await parts.vault.blobs.delete(blob);
      }
    },
    generateOpenPgpKey: ({ name, address, passphrase, years }) =>
      ring.generate(name, address, passphrase, years),
    unlockOpenPgpKey: ({ fingerprint, passphrase, remember }) =>
      ring.unlock(fingerprint, passphrase, remember),
    lockOpenPgpKey: ({ fingerprint }) => {
      forget();
      return ring.lock(fingerprint);
    },
    acceptOpenPgpKey: ({ fingerprint, address, instead }) => ring.accept(fingerprint, address, instead),
    unacceptOpenPgpKey: ({ fingerprint, address }) => ring.unaccept(fingerprint, address),
    removeOpenPgpKey: ({ fingerprint }) => {
      forget();
      return ring.remove(fingerprint);
    },
    exportOpenPgpKey: async ({ fingerprint, passphrase }) => {
      const armour = toUtf8(await ring.export(fingerprint, passphrase));
      const name = `${fingerprint.slice(-16).toUpperCase()}-${passphrase === null ? 'public' : 'secret'}.asc`;
      return files.offer({ blob: armour, name, type: 'application/pgp-keys', size: armour.length });
    },
    attachOpenPgpKey: async ({ fingerprint }) => {
      const stored = await shelf.put(toUtf8(await ring.export(fingerprint, null)));
      const name = `OpenPGP_0x${fingerprint.slice(-16).toUpperCase()}.asc`;
      return { blob: stored.hash, name, type: 'application/pgp-keys', size: stored.size, contentId: null };
    },
    readProtected: ({ ref }) => readProtected(engine, ref),
  };
}

/** What was decrypted does not go out in the clear. @throws MailError `letter-sealed` */
export function notSealed({ letters }: Pick<Engine, 'letters'>, ref: MessageRef): void {
  if (letters.serves(ref.mailbox) && letters.isSealed(ref))
    throw new MailError({
      kind: 'refused',
      code: 'letter-sealed',
      message: 'The letter was encrypted, and would go out in the clear',
    });
}

async function readProtected(engine: Engine, ref: MessageRef): Promise<ProtectedReading | null> {
  const { letters, reading, keyRing, parts } = engine;
  const shown = letters.serves(ref.mailbox) ? letters.shown(ref) : await engine.row(ref);
  const { text, truncated } = await reading.source(ref, MAX_OCTETS);
  if (truncated)
    return { encryption: 'too-large', keys: [], signature: null, letter: null, subject: null, around: false };
  const bytes = Buffer.from(text, 'latin1');
  // Whom the person sees as the sender, whatever else the message says.
  const envelope = shown?.envelope ?? parseEnvelope(bytes);
  const [from, other] = envelope.from;
  const sender = from && !other ? from.address.toLowerCase() : null;
  const now = parts.clock.now();
  const found = await uncover(bytes, { ring: keyRing, sender, now });
  if (!found) return null;
  const { letter, ...said } = found;
  if (letter === null) return { ...said, letter: null, subject: null };
  const subject = protectedSubject(letter);
  const account = letters.serves(ref.mailbox)
    ? letters.shown(ref).account
    : (engine.registry.get(ref.mailbox)?.account ?? THIS_COMPUTER);
  const message = await letters.openSealed(
    letter,
    { account, envelope, date: envelope.date ?? now },
    () => subject ?? envelope.subject,
  );
  return { ...said, letter: message, subject: subject === envelope.subject ? null : subject };
}

/** The subject that was protected with the words (RFC 9788 §2.1, and `protected-headers` before it); null: there is none. */
function protectedSubject(letter: Uint8Array): string | null {
  const { headers, params } = rootEntities(letter);
  if (params['hp'] === undefined && params['protected-headers'] === undefined) return null;
  return headers.first('subject') === '' ? null : parseEnvelope(headers).subject;
}
