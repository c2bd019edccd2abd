import type { AccountConfig } from '@shared/contract/account';
import { isMailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Secret } from '@shared/ports/secret';
import type { Submission, SubmissionResult } from '../outbox/ports';
import { chooseMechanism } from '../sasl';
import { SmtpClient } from '../smtp';
import { logIn, type SecretSource } from '../sync/log-in';
import { type LoginMemory, saslPolicy } from '../sync/login-memory';
import { credentialsOf, endpointOf, type SessionPorts } from '../sync/open-session';
import { submit } from './submit';

/** How long a connection waits for the next message, in ms: well below the five minutes of RFC 5321 §4.5.3.2.7. */
const IDLE_MS = 30_000;
/** After so long without a word a connection is asked whether it is still there, in ms. */
const SURE_MS = 1_000;
/** How long that answer may take, in ms. */
const PROOF_MS = 10_000;

/**
 * How long a server may take to greet, in ms. RFC 5321 §4.5.3.2.1 has five minutes for servers among themselves; here nothing
 * has been said yet, and while a half-dead line is waited for, looking for mail again can't help the letter.
 */
const GREETING_MS = 60_000;

type Settings = AccountConfig['outgoing'];

/** A connection that carried a message and waits for the next. */
interface Kept {
  readonly client: SmtpClient;
  /** The settings that it was made by. */
  readonly settings: string;
  readonly since: number;
  readonly cancel: () => void;
}

/**
 * Connections for submitting mail: thirty letters that wait go over one. One is kept for each account, for a short time
 * after its last message, while the server takes more on it (421, MAILMAX of RFC 9422, a refused RSET end it).
 */
export class Outgoing {
  readonly #kept = new Map<AccountId, Kept>();
  readonly #leaving = new Set<Promise<void>>();
  #closed = false;

  constructor(private readonly ports: SessionPorts) {}

  /**
   * Hands one frozen message to the account's server. What a kept connection has not heard of goes over a new one at once:
   * that the old one came to its end says nothing about the message.
   * @throws MailError when the session could not begin, or as `SmtpClient.send`.
   */
  async submit(
    submission: Submission,
    settings: Settings,
    source: SecretSource,
    logins: LoginMemory | null,
  ): Promise<SubmissionResult> {
    const kept = await this.#take(submission.account, settings);
    if (kept !== null) {
      const result = await this.#over(kept, submission, settings);
      if (!result.unheard) return result;
      // Nor is a kept connection a better one than what is made now.
      this.rest(submission.account);
    }
    return this.#over(await this.#connect(settings, source, logins), submission, settings);
  }

  /** The account's connection is not needed any more. */
  rest(account: AccountId): void {
    const kept = this.#kept.get(account);
    if (kept === undefined) return;
    this.#kept.delete(account);
    kept.cancel();
    this.#leave(kept.client);
  }

  /** Nothing more goes out. Resolves when every server was told goodbye. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const account of [...this.#kept.keys()]) this.rest(account);
    await Promise.all(this.#leaving);
  }

  async #over(
    client: SmtpClient,
    submission: Submission,
    settings: Settings,
  ): Promise<Awaited<ReturnType<typeof submit>>> {
    try {
      return await submit(client, submission, settings);
    } finally {
      this.#keep(submission.account, client, settings);
    }
  }

  #keep(account: AccountId, client: SmtpClient, settings: Settings): void {
    if (this.#closed || !client.usable) return this.#leave(client);
    this.rest(account);
    this.#kept.set(account, {
      client,
      settings: JSON.stringify(settings),
      since: this.ports.clock.now(),
      cancel: this.ports.clock.after(IDLE_MS, () => this.rest(account)),
    });
  }

  /** The kept connection, if it is the right one and still there. */
  async #take(account: AccountId, settings: Settings): Promise<SmtpClient | null> {
    const kept = this.#kept.get(account);
    if (kept === undefined) return null;
    const idle = this.ports.clock.now() - kept.since;
    // The computer may have slept for hours without a timer having run.
    if (kept.settings !== JSON.stringify(settings) || idle < 0 || idle >= IDLE_MS) {
      this.rest(account);
      return null;
    }
    this.#kept.delete(account);
    kept.cancel();
    if (idle < SURE_MS) return kept.client;
    try {
      await kept.client.noop(PROOF_MS);
      return kept.client;
    } catch (error) {
      this.#leave(kept.client);
      if (!isMailError(error)) throw error;
      return null;
    }
  }

  async #connect(settings: Settings, source: SecretSource, logins: LoginMemory | null): Promise<SmtpClient> {
    const { dialer, clock, crypto } = this.ports;
    const connect = (secret: Secret | null): Promise<SmtpClient> =>
      SmtpClient.connect({
        dialer,
        endpoint: endpointOf(settings),
        clock,
        crypto,
        ...(secret === null ? {} : { credentials: credentialsOf(settings, secret) }),
        sasl: chooseMechanism,
        policy: saslPolicy(settings, logins),
        timeouts: { greeting: GREETING_MS },
      });
    const client = await (settings.auth === 'none' ? connect(null) : logIn(settings, source, connect));
    try {
      if (client.mechanism !== null) await logins?.used(client.mechanism);
      return client;
    } catch (error) {
      this.#leave(client);
      throw error;
    }
  }

  #leave(client: SmtpClient): void {
    const gone = client.quit().finally(() => this.#leaving.delete(gone));
    this.#leaving.add(gone);
  }
}
