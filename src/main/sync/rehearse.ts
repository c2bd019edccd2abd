import type { MessagesFact } from '@shared/contract/store-api';
import { generation, type MailboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Compression, Crypto } from '@shared/ports/crypto';
import { Secret } from '@shared/ports/secret';
import type { Transport } from '@shared/ports/transport';
import { fetch, select, SeqSet } from '../imap';
import { listItems } from './context';
import { KeywordTable } from './keywords';
import { openSession } from './open-session';
import { MessagesBuilder } from './rows';

/** Enough of them for the compiler to take what every one goes through for work worth its time. */
const MESSAGES = 256;
/** Sent at once: between two pieces the process is free for some milliseconds of work each. */
const AT_ONCE = 16;

/**
 * Plays the way from a login to the first screen against a server that is not there, so that what runs on it has been
 * compiled when somebody waits for it: of 60 ms that the first rows cost a process that has just begun, 40 are the
 * compiler's. Nothing leaves the process, and nothing of it is kept.
 * @returns the rows of the last act.
 */
export async function rehearse(
  clock: Clock,
  crypto: Crypto,
  compression: Compression,
): Promise<MessagesFact> {
  const stage = new Stage(clock);
  const client = await openSession(
    { protocol: 'imap', host: 'rehearsal.invalid', port: 143, tls: 'none', user: 'nobody', auth: 'password' },
    new Secret('none'),
    { dialer: { dial: () => Promise.resolve(stage) }, clock, crypto, compression },
    { learnt: [], logins: null },
  );
  try {
    await client.run(select({ wire: 'INBOX' }, { condstore: true }));
    const rows = new MessagesBuilder('rehearsal' as MailboxId, generation(0), new KeywordTable(), false);
    const items = listItems(client, { previews: true, sizes: false });
    await client.run(fetch(SeqSet.range(1, MESSAGES), items, {}, (message) => rows.add(message)));
    return rows.build();
  } finally {
    client.close();
  }
}

/** The server's part. */
class Stage implements Transport {
  readonly security = { kind: 'plain', loopback: true } as const;
  readonly #said: string[] = [`* OK [CAPABILITY ${WORDS}] ready\r\n`];
  #heard = '';
  #closed = false;
  #listener: (() => void) | null = null;

  constructor(private readonly clock: Clock) {}

  send(bytes: Uint8Array): Promise<void> {
    const lines = (this.#heard + latin1.decode(bytes)).split('\r\n');
    this.#heard = lines.pop() ?? '';
    for (const line of lines) this.#said.push(...answer(line));
    this.#wake();
    return Promise.resolve();
  }

  async receive(): Promise<Uint8Array | null> {
    // A turn of its own for each piece, as with a socket.
    await new Promise<void>((resolve) => this.clock.after(0, resolve));
    while (!this.#closed) {
      const next = this.#said.shift();
      if (next !== undefined) return utf8.encode(next);
      await new Promise<void>((resolve) => (this.#listener = resolve));
    }
    return null;
  }

  startTls(): Promise<void> {
    return Promise.reject(new Error('nobody asked for TLS'));
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #wake(): void {
    this.#listener?.();
    this.#listener = null;
  }
}

const latin1 = new TextDecoder('latin1');
const utf8 = new TextEncoder();
const WORDS = 'IMAP4rev1 SASL-IR AUTH=PLAIN ID ENABLE IDLE CONDSTORE QRESYNC';

/** Everything is done that is asked for. */
function* answer(line: string): Iterable<string> {
  const [tag = '', verb = ''] = line.split(' ', 2);
  if (verb === 'ID') yield '* ID ("name" "Rehearsal")\r\n';
  if (verb === 'ENABLE') yield '* ENABLED QRESYNC\r\n';
  if (verb === 'SELECT') yield OPENED;
  if (verb === 'FETCH') {
    for (let n = 1; n <= MESSAGES; n += AT_ONCE) {
      yield Array.from({ length: AT_ONCE }, (_, i) => message(n + i)).join('');
    }
  }
  yield `${tag} OK ${verb === 'AUTHENTICATE' ? `[CAPABILITY ${WORDS}] ` : ''}done\r\n`;
}

const OPENED = `* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r
* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags permitted.\r
* ${MESSAGES} EXISTS\r
* OK [UIDVALIDITY 1] UIDs valid\r
* OK [UIDNEXT ${MESSAGES + 1}] Predicted next UID\r
* OK [HIGHESTMODSEQ 2] Highest\r
`;

/** As servers write most mail: words plain and encoded, one part and several, a thread and none, a list and none. */
function message(n: number): string {
  const day = `${10 + (n % 18)}`;
  const flags = FLAGS[n % FLAGS.length] ?? '';
  const subject = SUBJECTS[n % SUBJECTS.length] ?? '';
  const from = `((${NAMES[n % NAMES.length] ?? ''} NIL "sender${n % 40}" "mail.invalid"))`;
  const to =
    n % 5 === 0
      ? '((NIL NIL "a" "mail.invalid")("B" NIL "b" "mail.invalid"))'
      : '(("A" NIL "a" "mail.invalid"))';
  const before = n % 3 === 0 ? 'NIL' : `"<${n - 1}.rehearsal@mail.invalid>"`;
  const envelope =
    `("Tue, ${day} Mar 2026 09:00:00 +0100" "${subject} ${n}" ${from} ${from} ${from} ${to} NIL NIL ${before} ` +
    `"<${n}.rehearsal@mail.invalid>")`;
  const header =
    (n % 3 === 0
      ? ''
      : `References: <${n - 2}.rehearsal@mail.invalid>\r\n <${n - 1}.rehearsal@mail.invalid>\r\n`) +
    (n % 4 === 0
      ? 'List-Id: Rehearsal <list.mail.invalid>\r\nList-Unsubscribe: <mailto:off@mail.invalid>\r\n'
      : '');
  return (
    `* ${n} FETCH (UID ${n} FLAGS (${flags}) INTERNALDATE "${day}-Mar-2026 09:00:00 +0100" ENVELOPE ${envelope} ` +
    `BODYSTRUCTURE ${STRUCTURES[n % STRUCTURES.length] ?? ''} BODY[HEADER.FIELDS (REFERENCES LIST-ID LIST-POST ` +
    'LIST-UNSUBSCRIBE LIST-UNSUBSCRIBE-POST AUTO-SUBMITTED DISPOSITION-NOTIFICATION-TO)] ' +
    `{${header.length + 2}}\r\n${header}\r\n)\r\n`
  );
}

const FLAGS = ['\\Seen', '', '\\Answered \\Seen', '\\Seen $Label1', '\\Flagged'];
const NAMES = ['"A. Person"', '"=?UTF-8?Q?J=C3=A9r=C3=B4me?="', 'NIL', '"=?UTF-8?B?0JjQstCw0L0=?="'];
const SUBJECTS = [
  'Minutes of the meeting',
  'Re: Minutes of the meeting',
  '=?UTF-8?B?zqPPh86tzrTOuc6/?=',
  '=?utf-8?Q?D=C3=A9j=C3=A0_vu?= again',
];
const text = (type: string): string =>
  `("text" "${type}" ("charset" "utf-8") NIL NIL "quoted-printable" 442 7 NIL NIL NIL NIL)`;
const STRUCTURES = [
  text('plain'),
  `(${text('plain')}${text('html')} "alternative" ("boundary" "b") NIL NIL NIL)`,
  `(${text('plain')}("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 344 NIL ("attachment" ("filename" "a.pdf")) ` +
    'NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL)',
];
