import type { AccountConfig, AccountPhase, AccountStatus } from '@shared/contract/account';
import { isLoginTrouble } from '@shared/errors/login-trouble';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { MailboxId } from '@shared/model/ids';
import type { Secret } from '@shared/ports/secret';
import { notConnected, troubleOf } from './account-trouble';
import { Backoff } from './backoff';
import type { Arrival } from './context';
import { logIn, loginPhase, type SecretSource } from './log-in';
import type { LoginMemory } from './login-memory';
import type { Pop3Client } from '../pop3';
import type { SessionPorts } from './open-session';
import type { LocalDelivery } from './pop3-delivery';
import type { Pop3Ledger } from './pop3-ledger';
import { type DayCount, poll } from './pop3-poll';
import { Rest } from './rest';
import type { Runner } from './runner';

export interface Pop3RunnerPorts {
  readonly session: SessionPorts;
  readonly ledger: Pop3Ledger;
  readonly delivery: LocalDelivery;
  readonly days: DayCount;
  readonly secret: SecretSource;
  /** Of the server as the account has it now. */
  logins(config: AccountConfig): LoginMemory;
  inbox(): { readonly id: MailboxId; readonly name: string } | null;
  /** Makes the account's mailboxes where they are missing. */
  openMailboxes(): Promise<void>;
  /** Does what waits for this account; needs no network. Must not throw. */
  runOperations(): void;
  onStatus(status: AccountStatus): void;
  onArrived(arrival: Arrival): void;
  /** A session is over. @param whole it came to its end: everything that the server has was looked at. */
  onPolled(whole: boolean): void;
  onReady(): void;
  /** The server keeps read mail for so many days only (RFC 2449 §6.7). */
  onExpire(days: number): void;
  /** The server lists so many messages and does not give them out, and that is news. */
  onRefused(count: number): void;
  isHeld(): boolean;
}

const POLL_MS = 300_000;
/** A mailbox that another session has open is free again in minutes, not in seconds (RFC 2449 §8.1.2, IN-USE). */
const LOCKED_MS = 60_000;

/** One POP3 account: looks for mail every five minutes and when asked; what is done to messages needs no server. */
export class Pop3Runner implements Runner {
  readonly #backoff: Backoff;
  readonly #rest: Rest;
  #status: AccountStatus;
  #stopped = false;
  #dropped = false;
  #running: Promise<void> | null = null;
  #session: AbortController | null = null;
  /** Monotonic ms before which the server wants no login (LOGIN-DELAY). */
  #notBefore = 0;
  /** After how many days the server deletes mail, as it said last: told when that is news. */
  #expire: Pop3Client['capabilities']['expire'] = null;

  /** How many messages the server would not give in the last session. */
  #refused = 0;

  constructor(
    private readonly ports: Pop3RunnerPorts,
    config: AccountConfig,
  ) {
    this.#backoff = new Backoff(ports.session.crypto);
    this.#rest = new Rest(ports.session.clock);
    this.#status = notConnected(config);
  }

  get status(): AccountStatus {
    return this.#status;
  }
  get config(): AccountConfig {
    return this.#status.account;
  }

  start(): void {
    this.#running ??= this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#session?.abort(new Error('stopped'));
    this.kick();
    await this.#running;
  }

  kick(): void {
    this.#backoff.reset();
    this.#rest.end();
  }

  update(config: AccountConfig): void {
    // What is left on the server, and what is fetched, holds at once: not only for the session after this one.
    const rules = ({ incoming, pop3 }: AccountConfig): string => JSON.stringify([incoming, pop3 ?? null]);
    const reconnect = rules(config) !== rules(this.config);
    this.#report({ account: config });
    if (reconnect) this.disconnect();
    this.kick();
  }

  disconnect(): void {
    this.#dropped = this.#session !== null;
    this.#session?.abort(new MailError({ kind: 'unreachable', code: 'closed', message: 'Disconnected' }));
  }

  operationsWaiting(): void {
    this.ports.runOperations();
  }

  syncNow(): void {
    this.kick();
  }

  request<T>(): Promise<T> {
    return Promise.reject(
      new MailError({
        kind: 'refused',
        code: 'not-on-server',
        message: 'Mail of this account lives here only',
      }),
    );
  }

  async #begin(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.ports.openMailboxes();
        break;
      } catch (error) {
        await this.#failed(error);
      }
    }
    this.ports.runOperations();
    await this.#loop();
  }

  async #loop(): Promise<void> {
    const { session } = this.ports;
    while (!this.#stopped) {
      this.#rest.begin();
      this.#dropped = false;
      if (this.config.paused || this.ports.isHeld()) {
        const phase = this.config.paused ? 'paused' : 'offline';
        this.#report({ phase, trouble: null, retryAt: null, progress: null });
        await this.#rest.wait(null);
        continue;
      }
      const early = this.#notBefore - session.clock.monotonic();
      if (early > 0) {
        // Whoever asks more often than the server allows is refused, and it may be counted against them.
        this.#report({ retryAt: session.clock.now() + early });
        await this.#rest.wait(early);
        continue;
      }
      try {
        if ((await this.ports.secret()) === null) {
          this.#report({ phase: 'needs-password', retryAt: null, progress: null });
          await this.#rest.wait(null);
          continue;
        }
        if (this.#stopped) break;
        this.#report({ phase: 'connecting', retryAt: null });
        await logIn(this.config.incoming, this.ports.secret, (secret) => this.#poll(secret));
        this.#backoff.reset();
        this.#report({ phase: 'idle', trouble: null, progress: null, lastSync: session.clock.now() });
        await this.#rest.wait(POLL_MS);
      } catch (error) {
        if (this.#stopped) break;
        await this.#failed(error);
      }
    }
  }

  async #poll(secret: Secret): Promise<void> {
    const { ports } = this;
    const inbox = ports.inbox();
    const first = ports.ledger.of(this.config.id).size === 0;
    const controller = new AbortController();
    this.#session = controller;
    let whole = false;
    try {
      const result = await poll(this.config, secret, {
        session: ports.session,
        logins: ports.logins(this.config),
        ledger: ports.ledger,
        delivery: ports.delivery,
        days: ports.days,
        signal: controller.signal,
        onSession: ({ capabilities }) => {
          const { loginDelay, expire } = capabilities;
          if (loginDelay !== null) this.#notBefore = ports.session.clock.monotonic() + loginDelay * 1000;
          if (typeof expire === 'number' && expire !== this.#expire) ports.onExpire(expire);
          this.#expire = expire;
          this.#report({ phase: 'syncing', trouble: null });
          ports.onReady();
        },
        progress: (done, total) => {
          this.#report({ progress: done >= total ? null : { mailbox: inbox?.name ?? '', done, total } });
        },
      });
      if (result.refused > this.#refused) ports.onRefused(result.refused);
      this.#refused = result.refused;
      const arrival =
        result.fetched > 0 && !first ? ports.delivery.arrival(this.config.id, result.fetched) : null;
      if (arrival) ports.onArrived(arrival);
      whole = true;
    } finally {
      this.#session = null;
      ports.onPolled(whole);
    }
  }

  async #failed(error: unknown): Promise<void> {
    const trouble = troubleOf(error);
    const { code } = trouble;
    if (isMailError(error) && isLoginTrouble(error)) {
      // Trying again with the same password only gets the account locked.
      this.#report({ phase: loginPhase(this.config), trouble, retryAt: null, progress: null });
      await this.#rest.wait(null);
      return;
    }
    // Our own wish is no trouble of the server's.
    if (this.#dropped) return;
    const wanted = isMailError(error) && error.retry.kind === 'later' ? (error.retry.afterMs ?? 0) : 0;
    const wait = this.#backoff.next(code === 'mailbox-locked' ? Math.max(wanted, LOCKED_MS) : wanted);
    const unreachable = isMailError(error) && error.kind === 'unreachable' && !code.startsWith('tls-');
    const retryAt = this.ports.session.clock.now() + wait;
    this.#report({ phase: unreachable ? 'offline' : 'trouble', trouble, retryAt, progress: null });
    await this.#rest.wait(wait);
  }

  #report(change: Partial<AccountStatus> & { phase?: AccountPhase }): void {
    this.#status = { ...this.#status, ...change };
    this.ports.onStatus(this.#status);
  }
}
