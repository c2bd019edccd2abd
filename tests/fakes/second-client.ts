import type { MailWorld, WorldAccount, WorldMailbox } from '@main/demo/mail-world';

/** Another client of the same account: it acts on the server at once, by subject or UID, and never through Tern. */
export class SecondClient {
  readonly account: WorldAccount;
  constructor(
    readonly world: MailWorld,
    user: string,
    /** Hears the Message-IDs of what it changed or moved (`touched`) and of what it removed for good. */
    private readonly hears: (what: 'touched' | 'deleted', messageId: string) => void = () => undefined,
  ) {
    this.account = world.account(user);
  }
  #tell(what: 'touched' | 'deleted', mailbox: WorldMailbox, uids: readonly number[]): void {
    for (const { uid, content } of mailbox.messages)
      if (uids.includes(uid)) this.hears(what, content.header('message-id').trim());
  }
  #box(name: string): WorldMailbox {
    return this.world.mailbox(this.account.user, name);
  }
  /** UIDs of the messages with this subject; a UID stays itself. */
  #uids(mailbox: WorldMailbox, which: string | number): number[] {
    if (typeof which === 'number') return [which];
    const uids = mailbox.messages.filter(({ subject }) => subject === which).map(({ uid }) => uid);
    if (uids.length === 0) throw new Error(`no message “${which}” in ${mailbox.name}`);
    return uids;
  }
  /** A plain message; its Message-ID is made of the subject. @returns its UID. */
  deliver(
    mailbox: string,
    subject: string,
    options: { text?: string; flags?: string[]; from?: string } = {},
  ): number {
    const id = subject.replace(/[^A-Za-z0-9]+/g, '-');
    const raw = [
      `Message-ID: <${id}@tern.example>`,
      `From: ${options.from ?? 'Bo Ek <bo@tern.example>'}`,
      `To: <${this.account.addresses[0] ?? this.account.user}>`,
      `Subject: ${subject}`,
      `Date: ${new Date(this.world.clock.now()).toUTCString().replace('GMT', '+0000')}`,
      '',
      `${options.text ?? subject}\r\n`,
    ].join('\r\n');
    return this.world.append(this.account, this.#box(mailbox), raw, { flags: options.flags ?? [] }).uid;
  }
  flag(mailbox: string, which: string | number, ...flags: string[]): void {
    const box = this.#box(mailbox);
    this.#tell('touched', box, this.#uids(box, which));
    this.world.setFlags(this.account, box, this.#uids(box, which), 'add', flags);
  }
  unflag(mailbox: string, which: string | number, ...flags: string[]): void {
    const box = this.#box(mailbox);
    this.#tell('touched', box, this.#uids(box, which));
    this.world.setFlags(this.account, box, this.#uids(box, which), 'remove', flags);
  }
  move(from: string, which: string | number, to: string): void {
    const box = this.#box(from);
    this.#tell('touched', box, this.#uids(box, which));
    this.world.move(this.account, box, this.#uids(box, which), this.#box(to));
  }
  expunge(mailbox: string, which: string | number): void {
    const box = this.#box(mailbox);
    this.#tell('deleted', box, this.#uids(box, which));
    this.world.expunge(this.account, box, this.#uids(box, which));
  }
  create(mailbox: string): void {
    this.world.createMailbox(this.account, mailbox);
  }
  rename(from: string, to: string): void {
    const box = this.#box(from);
    this.#tell(
      'touched',
      box,
      box.messages.map(({ uid }) => uid),
    );
    this.world.renameMailbox(this.account, from, to);
  }
  delete(mailbox: string): void {
    const box = this.#box(mailbox);
    this.#tell(
      'deleted',
      box,
      box.messages.map(({ uid }) => uid),
    );
    this.world.deleteMailbox(this.account, mailbox);
  }
  /** Deletes and makes anew under the same name: another UIDVALIDITY and MAILBOXID (scenario B11). */
  recreate(mailbox: string): void {
    this.delete(mailbox);
    this.create(mailbox);
  }
}
