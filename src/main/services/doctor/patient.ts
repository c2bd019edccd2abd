import type { Credentials } from '@shared/ports/credentials';
import { sleep, type Clock } from '@shared/ports/clock';
import { MailError } from '@shared/errors/mail-error';
import type { Endpoint, Transport, TransportSecurity } from '@shared/ports/transport';
import { enable, id, ImapClient, type Command } from '../../imap';
import { chooseMechanism, downgrade } from '../../sasl';
import { type LoginMemory, saslPolicy } from '../../sync/login-memory';
import type { SessionPorts } from '../../sync/open-session';
import type { ConnectionFacts } from './report';

/** A server and who asks. */
export interface DoctorTarget {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  /** Of an account that is set up. */
  readonly logins?: Pick<LoginMemory, 'strongest'>;
}

/** Long enough for a slow SEARCH of a large mailbox, short enough for a person who waits. */
const DEADLINE_MS = 30_000;
/** A server that ends the connection at every check is not to be hammered. */
const MAX_CONNECTIONS = 4;
const ASIDE = new Map([
  ['name', 'Tern'],
  ['version', '1'],
  ['vendor', 'Tern'],
]);

/**
 * The connection under examination. It is opened as the sync engine opens one, and anew when a check has cost it;
 * nothing that it sends changes a message, a flag or a mailbox.
 */
export class Patient {
  client!: ImapClient;
  beforeLogin: readonly string[] = [];
  login = '';
  connections = 0;
  #transport: Transport | null = null;
  #lastSecurity: TransportSecurity = { kind: 'plain', loopback: false };

  private constructor(
    readonly target: DoctorTarget,
    readonly ports: SessionPorts,
  ) {}

  /** @throws MailError when the server cannot be reached, is not safe, or refuses the login. */
  static async open(target: DoctorTarget, ports: SessionPorts): Promise<Patient> {
    const patient = new Patient(target, ports);
    await patient.#connect();
    return patient;
  }

  get clock(): Clock {
    return this.ports.clock;
  }

  run<T>(command: Command<T>): Promise<T> {
    return this.client.run(command, { deadlineMs: DEADLINE_MS });
  }

  /** Waits for work that has no deadline of its own; the connection does not survive the end of it. */
  async within<T>(what: string, work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const late = sleep(this.clock, DEADLINE_MS, over.signal).then(
      (): never => {
        this.client.close();
        throw new MailError({
          kind: 'unreachable',
          code: 'timeout',
          message: `No answer in time to ${what}.`,
        });
      },
      (): Promise<never> => new Promise(() => undefined),
    );
    try {
      return await Promise.race([work, late]);
    } finally {
      over.abort();
    }
  }

  /** Connects again if the last check ended the connection. @throws MailError when that was once too often. */
  async recover(): Promise<void> {
    if (this.client.closed === null) return;
    if (this.connections >= MAX_CONNECTIONS) throw this.client.closed;
    await this.#connect();
  }

  facts(): ConnectionFacts {
    const { host, port, tls } = this.target.endpoint;
    return {
      host,
      port,
      tls,
      user: this.target.credentials.user,
      protocol: this.#lastSecurity.protocol ?? null,
      cipher: this.#lastSecurity.cipher ?? null,
      fingerprint: this.#lastSecurity.fingerprint ?? null,
      login: this.login,
    };
  }

  async close(): Promise<void> {
    await this.client.logout();
  }

  async #connect(): Promise<void> {
    const { endpoint } = this.target;
    const { dialer, clock, crypto, compression } = this.ports;
    this.connections++;
    this.#transport = await dialer.dial(endpoint);
    this.client = await ImapClient.connect(this.#transport, {
      clock,
      crypto,
      compression,
      tls: endpoint.tls,
      allowPlaintext: endpoint.tls === 'none',
    });
    this.#lastSecurity = this.#transport.security;
    this.beforeLogin = this.client.capabilities.words;
    try {
      await this.#logIn(this.#transport.security);
      const { capabilities } = this.client;
      if (capabilities.has('ID')) await this.run(id(ASIDE));
      const gain = ['QRESYNC', 'CONDSTORE'].find((name) => capabilities.has(name));
      if (capabilities.has('ENABLE') && gain !== undefined) await this.run(enable([gain]));
    } catch (error) {
      this.client.close();
      throw error;
    }
  }

  async #logIn(security: TransportSecurity): Promise<void> {
    if (this.client.phase !== 'not-authenticated') {
      this.login = 'PREAUTH';
      return;
    }
    const { credentials, endpoint, logins = null } = this.target;
    const policy = saslPolicy(endpoint, logins);
    const offered = this.client.capabilities.values('AUTH');
    const choice = chooseMechanism({
      offered,
      credentials,
      security,
      crypto: this.ports.crypto,
      policy,
      host: endpoint.host,
      port: endpoint.port,
    });
    if (!(choice instanceof MailError)) {
      this.login = choice.mechanism.name;
      await this.client.authenticate(choice.mechanism);
      return;
    }
    if (offered.length > 0 || credentials.kind !== 'password') throw choice;
    const weaker = downgrade({ mechanism: 'LOGIN', atLeast: policy.atLeast, offered, host: endpoint.host });
    if (weaker) throw weaker;
    this.login = 'LOGIN command';
    await this.client.login(credentials.user, credentials.password);
  }
}
