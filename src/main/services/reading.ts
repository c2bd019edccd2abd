import type { PreparedPart } from '@shared/contract/engine-api';
import { accountGone } from '@shared/errors/account-gone';
import { isMailError, MailError } from '@shared/errors/mail-error';
import { type AccountId, type MessageRef, messageKey, type Section } from '@shared/model/ids';
import type { BodyPart } from '@shared/model/message';
import { fetchBody, fetchEncodedPart } from '../sync/bodies';
import { type CheckedHeader, headerOf } from '../sync/header-of';
import type { ConnectedStore } from '../sync/account-runner';
import type { MailboxRegistry } from '../sync/mailbox-registry';
import type { Runner } from '../sync/runner';
import type { BlobShelf } from './blob-shelf';
import type { FileDesk } from './file-desk';
import type { LocalMail } from './local-mail';
import { type KeptParts, WHOLE_MESSAGE } from './offline/kept-parts';
import { assertWhole } from './offline/whole';
import type { OpenLetters } from './open-letters';
import { decodeStream, Handover } from './part-stream';

export interface ReadingPorts {
  readonly registry: MailboxRegistry;
  readonly shelf: BlobShelf;
  readonly files: FileDesk;
  runnerOf(ref: MessageRef): Runner | undefined;
  /** Parts that are here for reading without a connection. */
  readonly kept: KeptParts;
  now(): number;
  /** Messages whose only copy is here. */
  readonly local: Pick<LocalMail, 'serves' | 'fetchBody' | 'header' | 'part' | 'bytes' | 'wantRest'>;
  /** Letters that are in no mailbox. */
  readonly letters: Pick<OpenLetters, 'serves' | 'part' | 'bytes' | 'isSealed'>;
  /** Lets an account look for mail now. */
  syncNow(account: AccountId): void;
  store(): ConnectedStore | null;
  resolve(ref: MessageRef): MessageRef;
  onProgress(ref: MessageRef, section: Section, received: number, total: number): void;
  fetchImage(url: string): Promise<{ readonly type: string; readonly bytes: Uint8Array }>;
}

/** Progress is told this often, in bytes. */
const STEP = 64 * 1024;
/** What is taken apart in memory. */
const MAX_WHOLE = 100 * 1024 * 1024;
/** Images fetched at once: polite to their servers, quick for the reader. */
const IMAGES_AT_ONCE = 6;

/** Fetching what is read: bodies, parts, sources, remote images. */
export class Reading {
  readonly #running = new Map<string, Promise<PreparedPart>>();

  constructor(private readonly ports: ReadingPorts) {}

  async fetchBody(named: MessageRef): Promise<void> {
    const ref = this.ports.resolve(named);
    // All of it came when it was opened.
    if (this.ports.letters.serves(ref.mailbox)) return;
    if (this.ports.local.serves(ref.mailbox)) {
      const store = this.ports.store();
      if (store) await this.ports.local.fetchBody(ref, store);
      return;
    }
    await this.#runner(ref).request<unknown>(`body:${messageKey(ref)}:${this.#unique()}`, (ctx) =>
      fetchBody(ctx, ref),
    );
  }

  /** The rest of a message of which only the header was fetched. @throws MailError `rest-unavailable` */
  async fetchRest(named: MessageRef): Promise<void> {
    const ref = this.ports.resolve(named);
    const account = await this.ports.local.wantRest(ref);
    this.ports.syncNow(account);
    // What the reader says about it has changed.
    const store = this.ports.store();
    if (store) await this.ports.local.fetchBody(ref, store);
  }

  /** Fetches a part into the blob store; asking twice at once fetches it once. */
  fetchPart(named: MessageRef, section: Section): Promise<PreparedPart> {
    const ref = this.ports.resolve(named);
    const key = `${messageKey(ref)}/${section}`;
    const running = this.#running.get(key);
    if (running) return running;
    const here = this.#here(ref);
    const work = (here ? this.#partHere(here, ref, section) : this.#fetchPart(ref, named, section)).finally(
      () => this.#running.delete(key),
    );
    this.#running.set(key, work);
    return work;
  }

  async #fetchPart(ref: MessageRef, named: MessageRef, section: Section): Promise<PreparedPart> {
    const { part, identity } = await this.#partOf(ref, section);
    const here = await this.ports.kept.find(identity, section);
    if (here) return this.ports.files.offer({ ...here, name: part.filename, type: part.type });
    const stored = await this.#runner(ref).request(
      `part:${messageKey(ref)}/${section}:${this.#unique()}`,
      async (ctx) => {
        const pipe = new Handover();
        let received = 0;
        let told = 0;
        const saving = this.ports.shelf.put(decodeStream(pipe, part.encoding), { cache: true });
        saving.catch((error: unknown) => pipe.fail(error));
        try {
          await fetchEncodedPart(ctx, ref, section === '' ? '' : section, async (chunk) => {
            received += chunk.length;
            if (received - told >= STEP) {
              told = received;
              this.ports.onProgress(named, section, received, part.size);
            }
            await pipe.write(chunk.slice());
          });
          assertWhole(part, received);
          await pipe.finish();
        } catch (error) {
          pipe.fail(error);
          await saving.catch(() => undefined);
          throw error;
        }
        return saving;
      },
    );
    await this.ports.kept.keep(identity, section, {
      blob: stored.hash,
      size: stored.size,
      at: this.ports.now(),
    });
    this.ports.onProgress(named, section, part.size, part.size);
    return this.ports.files.offer({
      blob: stored.hash,
      name: part.filename,
      type: part.type,
      size: stored.size,
    });
  }

  /** Who has a message whole, when somebody here has. */
  #here({ mailbox }: MessageRef): Pick<OpenLetters, 'part' | 'bytes'> | null {
    const { letters, local } = this.ports;
    return letters.serves(mailbox) ? letters : local.serves(mailbox) ? local : null;
  }

  async #partHere(here: Pick<OpenLetters, 'part'>, ref: MessageRef, section: Section): Promise<PreparedPart> {
    const { bytes, name, type } = await here.part(ref, section);
    const { letters, files } = this.ports;
    if (letters.serves(ref.mailbox) && letters.isSealed(ref))
      return files.offer({ blob: bytes, name, type, size: bytes.length });
    const stored = await this.ports.shelf.put(bytes, { cache: true });
    return this.ports.files.offer({ blob: stored.hash, name, type, size: stored.size });
  }

  /** A whole message. @throws MailError `too-large` above 100 MB, and what fetching throws. */
  async whole(named: MessageRef): Promise<Uint8Array> {
    const { text, truncated } = await this.source(named, MAX_WHOLE);
    if (truncated)
      throw new MailError({
        kind: 'refused',
        code: 'too-large',
        message: 'The message is too large for this',
      });
    return Buffer.from(text, 'latin1');
  }

  /** The header of a message, and whose results on top of it count. @throws MailError `gone`, what fetching throws. */
  async header(named: MessageRef): Promise<CheckedHeader> {
    const ref = this.ports.resolve(named);
    const { letters, local } = this.ports;
    // Nobody knows where a letter from a file was received.
    if (letters.serves(ref.mailbox)) return { bytes: await letters.bytes(ref), checker: null };
    if (local.serves(ref.mailbox)) return local.header(ref);
    return this.#runner(ref).request(`header:${messageKey(ref)}:${this.#unique()}`, (ctx) =>
      headerOf(ctx, ref),
    );
  }

  async source(named: MessageRef, limit: number): Promise<{ text: string; truncated: boolean }> {
    const ref = this.ports.resolve(named);
    const here = this.#here(ref);
    if (here) {
      const whole = await here.bytes(ref);
      return {
        text: Buffer.from(whole.subarray(0, limit)).toString('latin1'),
        truncated: whole.length > limit,
      };
    }
    const identity = await this.#identityOf(ref);
    const kept = await this.ports.kept.find(identity, WHOLE_MESSAGE);
    const whole = kept && kept.size <= MAX_WHOLE ? await this.ports.shelf.read(kept.blob) : null;
    if (whole) {
      return {
        text: Buffer.from(whole.subarray(0, limit)).toString('latin1'),
        truncated: whole.length > limit,
      };
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    await this.#runner(ref).request(`source:${messageKey(ref)}:${this.#unique()}`, (ctx) =>
      fetchEncodedPart(ctx, ref, '', (chunk) => {
        if (size < limit) chunks.push(chunk.slice());
        size += chunk.length;
      }),
    );
    const bytes = Buffer.concat(chunks);
    if (bytes.length === size && size > 0) await this.#keepWhole(identity, bytes);
    return { text: bytes.subarray(0, limit).toString('latin1'), truncated: size > limit };
  }

  /** What came whole is read without a connection the next time, and put back as it was if somebody removes it. */
  async #keepWhole(identity: string, bytes: Uint8Array): Promise<void> {
    if (identity === '') return;
    const { hash, size } = await this.ports.shelf.put(bytes, { cache: true });
    await this.ports.kept.keep(identity, WHOLE_MESSAGE, { blob: hash, size, at: this.ports.now() });
  }

  async #identityOf(ref: MessageRef): Promise<string> {
    const store = this.ports.store();
    const [row] = store ? await store.api.rows({ refs: [ref] }) : [];
    return row?.identity ?? '';
  }

  /** Each address answered by a local one, or null: not https, refused, not an image, too large. */
  async remoteImages(urls: readonly string[]): Promise<(string | null)[]> {
    const out: (string | null)[] = urls.map(() => null);
    let next = 0;
    const one = async (): Promise<void> => {
      for (let i = next++; i < urls.length; i = next++) out[i] = await this.#remoteImage(urls[i] ?? '');
    };
    await Promise.all(Array.from({ length: IMAGES_AT_ONCE }, one));
    return out;
  }

  async #remoteImage(url: string): Promise<string | null> {
    try {
      const { type, bytes } = await this.ports.fetchImage(url);
      const stored = await this.ports.shelf.put(bytes, { cache: true });
      return this.ports.files.offerImage({ blob: stored.hash, name: '', type, size: stored.size });
    } catch (error) {
      if (isMailError(error)) return null;
      throw error;
    }
  }

  async #partOf(
    ref: MessageRef,
    section: Section,
  ): Promise<{ readonly part: BodyPart; readonly identity: string }> {
    const store = this.ports.store();
    const [row] = store ? await store.api.rows({ refs: [ref] }) : [];
    const part = row?.structure ? find(row.structure, section) : null;
    if (row && part) return { part, identity: row.identity };
    throw new MailError({ kind: 'refused', code: 'part-missing', message: 'This message has no such part' });
  }

  #runner(ref: MessageRef): Runner {
    const runner = this.ports.runnerOf(ref);
    if (runner) return runner;
    throw accountGone();
  }

  #count = 0;
  #unique(): number {
    return ++this.#count;
  }
}

function find(part: BodyPart, section: Section): BodyPart | null {
  if (part.section === section && !part.type.startsWith('multipart/')) return part;
  for (const child of part.children) {
    const found = find(child, section);
    if (found) return found;
  }
  return null;
}
