import { isMailError, MailError } from '@shared/errors/mail-error';
import { generation, type MailboxId, uid } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { isVaultError } from '@shared/ports/vault';
import { accountGone } from '@shared/errors/account-gone';
import type { Beginning } from '../../mime/same-letter';
import { Priority } from '../../sync/job-queue';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import { enterMailbox } from '../../sync/open-mailbox';
import type { Runner } from '../../sync/runner';
import {
  type HeldMessage,
  identifyMessages,
  listMessages,
  type MessageIdentity,
  readBeginnings,
  readMessages,
} from '../../sync/whole-messages';
import type { LocalMail } from '../local-mail';
import { LOCAL_GENERATION } from '../local-mail/local-messages';

/** A message that was read, or why it could not be. */
export interface ReadMessage {
  readonly held: HeldMessage;
  /** Null: it can't be had. */
  readonly bytes: Uint8Array | null;
  /** `message-gone`, `missing`, `corrupt`; '' when it is here. */
  readonly code: string;
}

/** A mailbox as it is now. */
export interface MailboxContents {
  /** What the UIDs belong to: they mean nothing under another one. */
  readonly epoch: string;
  readonly messages: readonly HeldMessage[];
  /** False when the server told of fewer messages than it says it has. */
  readonly complete: boolean;
}

export interface MailboxReaderPorts {
  readonly registry: Pick<MailboxRegistry, 'get'>;
  readonly local: Pick<LocalMail, 'messages' | 'bytes'>;
  readonly clock: Clock;
  runnerOf(mailbox: MailboxId): Runner | undefined;
  /** The network is away, and it waits: people are told. */
  onWaiting(waiting: boolean): void;
}

/** Octets of one command: what is read is held in memory until it has been written. */
const WINDOW_OCTETS = 8 * 1024 * 1024;
const WINDOW_MESSAGES = 64;
/** Trying again after the connection broke: soon, then patiently. */
const WAITS_MS = [2_000, 5_000, 15_000, 30_000];

/**
 * Reads whole mailboxes, from a server or from the vault, for what copies them elsewhere. It stands behind everything a
 * person waits for, and a connection that breaks is waited for.
 */
export class MailboxReader {
  constructor(private readonly ports: MailboxReaderPorts) {}

  /** @throws MailError `mailbox-gone`, refusals of the server; the signal's reason. */
  async contents(id: MailboxId, signal: AbortSignal): Promise<MailboxContents> {
    const known = this.#known(id);
    if (known.local) {
      const messages = [...this.ports.local.messages.in(id).values()].map((message) => ({
        uid: message.uid,
        flags: message.flags,
        date: message.internalDate,
        size: message.slice.size,
      }));
      return { epoch: 'here', messages: messages.sort((a, b) => a.uid - b.uid), complete: true };
    }
    const found = await this.#patiently(known, signal, (runner) =>
      runner.request(
        `contents:${id}`,
        (ctx) => listMessages(ctx, id, generation(known.generation)),
        Priority.Backfill,
      ),
    );
    return { epoch: String(this.#known(id).uidValidity), ...found };
  }

  /** Messages in the order asked for. @throws as `contents`. */
  async *read(
    id: MailboxId,
    messages: readonly HeldMessage[],
    signal: AbortSignal,
  ): AsyncGenerator<ReadMessage> {
    const known = this.#known(id);
    for (const window of windows(messages)) {
      signal.throwIfAborted();
      if (known.local) {
        for (const held of window) yield await this.#here(id, held);
        continue;
      }
      const uids = window.map((held) => held.uid);
      const found = await this.#patiently(known, signal, (runner) =>
        runner.request(
          `whole:${id}:${uids[0] ?? 0}`,
          (ctx) => readMessages(ctx, id, generation(known.generation), uids),
          Priority.Backfill,
        ),
      );
      for (const held of window) {
        const bytes = found.get(held.uid) ?? null;
        yield { held, bytes, code: bytes ? '' : 'message-gone' };
      }
    }
  }

  /** The first octets of messages on a server, by UID; without those that are gone. @throws as `contents`. */
  async beginnings(
    id: MailboxId,
    uids: readonly number[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, Beginning>> {
    const found = new Map<number, Beginning>();
    for (let at = 0; at < uids.length; at += WINDOW_MESSAGES) {
      const part = uids.slice(at, at + WINDOW_MESSAGES);
      const known = this.#known(id);
      const read = await this.#patiently(known, signal, (runner) =>
        runner.request(
          `beginnings:${id}:${part[0] ?? 0}`,
          async (ctx) => {
            await enterMailbox(ctx, id, generation(known.generation));
            return readBeginnings(ctx, part);
          },
          Priority.Backfill,
        ),
      );
      for (const [uid, beginning] of read) found.set(uid, beginning);
    }
    return found;
  }

  /** What the messages of a mailbox on a server are known by, those with a UID below `below`. @throws as `contents`. */
  async identities(id: MailboxId, below: number, signal: AbortSignal): Promise<MessageIdentity[]> {
    const found: MessageIdentity[] = [];
    let upTo = below - 1;
    while (upTo >= 1) {
      const known = this.#known(id);
      const { messages, first } = await this.#patiently(known, signal, (runner) =>
        runner.request(
          `identify:${id}`,
          (ctx) => identifyMessages(ctx, id, generation(known.generation), upTo),
          Priority.Backfill,
        ),
      );
      found.push(...messages);
      upTo = first - 1;
    }
    return found;
  }

  async #here(mailbox: MailboxId, held: HeldMessage): Promise<ReadMessage> {
    try {
      const ref = { mailbox, generation: LOCAL_GENERATION, uid: uid(held.uid) };
      return { held, bytes: await this.ports.local.bytes(ref), code: '' };
    } catch (error) {
      // One damaged message is told and does not keep the others from being saved.
      if (isVaultError(error) || (isMailError(error) && error.kind === 'refused'))
        return { held, bytes: null, code: error.code };
      throw error;
    }
  }

  #known(id: MailboxId): KnownMailbox {
    const known = this.ports.registry.get(id);
    if (known) return known;
    throw new MailError({
      kind: 'refused',
      code: 'mailbox-gone',
      message: 'The mailbox is not there any more',
    });
  }

  async #patiently<T>(
    known: KnownMailbox,
    signal: AbortSignal,
    work: (runner: Runner) => Promise<T>,
  ): Promise<T> {
    for (let tries = 0; ; tries++) {
      signal.throwIfAborted();
      const runner = this.ports.runnerOf(known.id);
      if (!runner) {
        throw accountGone();
      }
      try {
        return await work(runner);
      } catch (error) {
        if (!isMailError(error) || (error.kind !== 'unreachable' && error.kind !== 'broken')) throw error;
        this.ports.onWaiting(true);
        try {
          await this.#wait(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0, signal);
        } finally {
          this.ports.onWaiting(false);
        }
      }
    }
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.ports.clock.after(ms, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
      const stop = (): void => {
        cancel();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}

/** Cuts a list so that no command brings more than fits, and never leaves a large message out. */
function* windows(messages: readonly HeldMessage[]): Generator<HeldMessage[]> {
  let window: HeldMessage[] = [];
  let octets = 0;
  for (const message of messages) {
    if (window.length > 0 && (octets + message.size > WINDOW_OCTETS || window.length >= WINDOW_MESSAGES)) {
      yield window;
      window = [];
      octets = 0;
    }
    window.push(message);
    octets += message.size;
  }
  if (window.length > 0) yield window;
}
