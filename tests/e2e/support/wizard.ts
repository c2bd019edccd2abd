import type { Locator } from 'playwright-core';
import type { Tern } from './tern';

export interface ServerEntry {
  readonly host: string;
  readonly port: number;
  readonly tls?: 'TLS' | 'STARTTLS (required)' | 'None';
}
export interface AccountEntry {
  readonly name?: string;
  readonly address: string;
  readonly password: string;
  readonly incoming: ServerEntry;
  readonly outgoing: ServerEntry;
}

/** Ada's account on servers that a test serves itself. */
export const adaOn = (
  ports: { readonly imap: number; readonly smtp: number },
  address: string,
  password = 'secret',
): AccountEntry => ({
  name: 'Ada',
  address,
  password,
  incoming: { host: '127.0.0.1', port: ports.imap, tls: 'None' },
  outgoing: { host: '127.0.0.1', port: ports.smtp, tls: 'None' },
});

/** The account wizard as a person drives it, with settings by hand. */
export class Wizard {
  private constructor(
    readonly tern: Tern,
    readonly dialog: Locator,
  ) {}

  static async open(tern: Tern): Promise<Wizard> {
    const first = tern.page.getByRole('button', { name: 'Add your account' });
    const more = tern.page.getByRole('button', { name: /^Add (an )?account$/ });
    await first.or(more).first().click();
    const dialog = tern.page.getByRole('dialog').or(tern.page.getByRole('alertdialog'));
    await dialog.waitFor();
    return new Wizard(tern, dialog);
  }

  async byHand(entry: AccountEntry): Promise<void> {
    const { dialog } = this;
    await dialog.getByLabel('Your name').fill(entry.name ?? '');
    await dialog.getByLabel('Email address').fill(entry.address);
    await dialog.getByLabel('Password', { exact: true }).fill(entry.password);
    await dialog.getByRole('button', { name: 'Enter settings by hand' }).click();
    await this.server('Incoming mail', entry.incoming);
    await this.server('Outgoing mail', entry.outgoing);
  }
  part(which: 'Incoming mail' | 'Outgoing mail'): Locator {
    return this.dialog.getByRole('group', { name: which });
  }
  async server(which: 'Incoming mail' | 'Outgoing mail', { host, port, tls }: ServerEntry): Promise<void> {
    const part = this.part(which);
    await part.getByLabel('Server').fill(host);
    if (tls !== undefined) {
      await part.getByRole('button', { name: /Encryption/ }).click();
      await this.tern.page.getByRole('option', { name: tls, exact: true }).click();
    }
    await part.getByLabel('Port').fill(String(port));
  }
  async test(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Test and add' }).click();
  }
  /** The sentences about one direction, once it has been tried. */
  async verdict(which: 'Incoming mail' | 'Outgoing mail'): Promise<string> {
    const probe = this.part(which).locator('.probe');
    await probe.waitFor({ timeout: 60_000 });
    return probe.innerText();
  }
  async trust(which: 'Incoming mail' | 'Outgoing mail'): Promise<void> {
    const part = this.part(which);
    await part.getByRole('button', { name: /^Trust this certificate/ }).click();
    await part.getByText(/^This certificate is trusted/).waitFor();
  }
  /** Keeps the password in a file, so that a restart asks for nothing; then goes to the inbox. */
  async finish(): Promise<void> {
    const open = this.dialog.getByRole('button', { name: 'Open inbox' });
    const keep = this.dialog.getByRole('button', { name: /^Keep it weakly protected/ });
    await open.or(keep).first().waitFor({ timeout: 60_000 });
    if (await keep.isVisible()) await keep.click();
    await open.click();
    await this.dialog.waitFor({ state: 'detached' });
  }
}

/** Adds an account whose servers work. */
export async function addAccount(tern: Tern, entry: AccountEntry): Promise<void> {
  const wizard = await Wizard.open(tern);
  await wizard.byHand(entry);
  await wizard.test();
  await wizard.finish();
}
