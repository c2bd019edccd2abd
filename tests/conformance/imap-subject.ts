import { afterEach, expect } from 'vitest';
import * as imap from '@main/imap';
import { UidSet, type ImapClient, type ImapEvent, type SelectedMailbox } from '@main/imap';

export interface Opened {
  readonly client: ImapClient;
  /** All unsolicited events since login. */
  readonly events: ImapEvent[];
}

/** A server to hold the client against: one account, reachable any number of times. */
export interface ImapSubject {
  /** Connects and logs in. */
  open(): Promise<Opened>;
  /** Connects and logs in with a password that is not the account's. */
  openWrongly(): Promise<Opened>;
  stop(): Promise<void>;
}

export interface ImapCase {
  readonly name: string;
  /** Capabilities after login that the suite counts on; it tests what is here, and how the client does without the others. */
  readonly claims: readonly string[];
  /** The list above is all that the server may claim. */
  readonly claimsNothingElse: boolean;
  readonly start: () => Promise<ImapSubject>;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const binary = latin1;

/** A letter whose subject is `Letter n`, its text n times a line, in octets with CRLF. */
export const letter = (n: number, more = ''): string =>
  [
    `Message-ID: <letter-${n}@conformance.tern.example>`,
    'From: "Bo Ek" <bo@tern.example>',
    'To: Ada <ada@tern.example>, "Lovelace, A." <al@tern.example>',
    `Subject: Letter ${n}`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0100',
    ...(more === '' ? [] : [more]),
    '',
    ...Array.from({ length: n }, (_, i) => `line ${i + 1} of letter ${n}`),
    '',
  ].join('\r\n');

/** What a test works with: connections that are closed behind it, and mailboxes of its own. */
export class Desk {
  readonly #opened: ImapClient[] = [];
  #boxes = 0;

  constructor(private readonly subject: () => ImapSubject) {
    afterEach(() => {
      for (const client of this.#opened.splice(0)) client.close();
    });
  }

  async open(): Promise<Opened> {
    const opened = await this.subject().open();
    this.#opened.push(opened.client);
    return opened;
  }

  /** A new mailbox with `count` letters, UIDs 1 to `count`, not selected. */
  async fill(client: ImapClient, count: number): Promise<string> {
    const name = `conformance-${++this.#boxes}`;
    await client.run(imap.create(name));
    for (let n = 1; n <= count; n++) {
      await client.run(imap.append(name, [{ content: bytes(letter(n)), flags: [] }]));
    }
    return name;
  }

  /** A new mailbox with letters, selected. */
  async work(count: number): Promise<Opened & { name: string; box: SelectedMailbox }> {
    const opened = await this.open();
    const name = await this.fill(opened.client, count);
    const box = await opened.client.run(imap.select(name));
    expect(box.exists).toBe(count);
    return { ...opened, name, box };
  }
}

/** UIDs and flags of all messages, as the server tells them now; flags sorted, without \Recent. */
export async function flagsOf(client: ImapClient): Promise<Record<number, string[]>> {
  const messages = await client.fetch(UidSet.all, ['FLAGS']).all();
  return Object.fromEntries(
    messages.map(({ uid, flags }) => [
      uid ?? 0,
      flags?.ok === true ? flags.value.filter((flag) => flag !== '\\Recent').sort() : ['unreadable'],
    ]),
  );
}
export const uidsOf = async (client: ImapClient): Promise<number[]> => [
  ...(await client.run(imap.search({}))).uids,
];

/** The octets of one section. */
export async function section(
  client: ImapClient,
  uid: number,
  item: Extract<imap.FetchItem, object>,
): Promise<string> {
  const [message] = await client.fetch(UidSet.from([uid]), [item]).all();
  const data = message?.sections?.[0]?.data;
  if (data?.ok !== true || data.value.kind !== 'bytes') throw new Error(`no section of ${uid}`);
  return Buffer.from(data.value.bytes).toString('latin1');
}

/** Resolves with the next event that passes; listens from now. */
export function nextEvent<T extends ImapEvent['type']>(
  client: ImapClient,
  type: T,
  test: (event: Extract<ImapEvent, { type: T }>) => boolean = () => true,
): Promise<Extract<ImapEvent, { type: T }>> {
  return new Promise((resolve) => {
    const stop = client.listen((event) => {
      if (event.type !== type || !test(event as Extract<ImapEvent, { type: T }>)) return;
      stop();
      resolve(event as Extract<ImapEvent, { type: T }>);
    });
  });
}
