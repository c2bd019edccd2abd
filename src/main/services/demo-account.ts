import type { AccountConfig } from '@shared/contract/account';
import type { Engine } from './engine';
import type { DemoServers } from './engine-host';

/** The account on the embedded servers. They live as long as it does. */
export class DemoAccount {
  #servers: DemoServers | null = null;

  constructor(private readonly engine: Engine) {}

  /** Adds the demo account, or gives the one that is there. */
  async add(): Promise<AccountConfig> {
    const { accounts, secrets, parts } = this.engine;
    const there = accounts.list().find((a) => a.demo);
    if (there) return there;
    this.#servers ??= await parts.startDemo();
    const demo = this.#servers;
    const server = (port: number) => ({
      host: '127.0.0.1',
      port,
      tls: 'none' as const,
      user: demo.user,
      auth: 'password' as const,
    });
    const config = await accounts.add(
      {
        label: 'Demo',
        fullName: demo.fullName,
        address: demo.address,
        color: 0,
        incoming: { protocol: 'imap', ...server(demo.imapPort) },
        outgoing: server(demo.smtpPort),
        password: demo.password,
      },
      true,
    );
    await secrets.keepForSession(config.id, demo.password);
    this.engine.startRunner(config.id);
    this.engine.statusChanged();
    return config;
  }

  /** The demo's newsletters have no servers: the demo answers for them, and nothing leaves the machine. */
  answerForm(url: string, form: string): { readonly status: number } {
    return this.#servers?.answerForm(url, form) ?? { status: 503 };
  }

  /** Ends the servers. */
  async close(): Promise<void> {
    await this.#servers?.close();
    this.#servers = null;
  }
}
