import type { Clock } from '@shared/ports/clock';
import { toBytes } from './bytes';
import { compose, type Letter, type Person } from './mailbox/compose';
import type { Entry, Folder } from './mailbox/entry';
import { harbour } from './mailbox/harbour';
import { junk } from './mailbox/junk';
import { newsletters } from './mailbox/newsletters';
import { ada, bo, VOICES } from './mailbox/people';
import { peopleMail } from './mailbox/people-mail';
import { routine } from './mailbox/routine';
import { sailingList } from './mailbox/sailing-list';
import { MailWorld, type AcceptedMail, type SpecialUse, type WorldAccount } from './mail-world';
import { field, parseMime } from './mime-walk';
import { decodeHeader, plainText } from './text-of';

const DAY = 86_400_000;
/** A correspondent answers this long after a message reached them. */
const ANSWER_MS = 2000;
const FOLDERS: ReadonlyArray<readonly [Folder, SpecialUse | null]> = [
  ['Sent', '\\Sent'],
  ['Drafts', '\\Drafts'],
  ['Archive', '\\Archive'],
  ['Junk', '\\Junk'],
  ['Trash', '\\Trash'],
  ['Projects/Harbour', null],
  ['Lists/Baltic sailing', null],
  ['Familj & vänner', null],
];
const FLAGS: Readonly<Record<string, string>> = {
  S: '\\Seen',
  F: '\\Flagged',
  A: '\\Answered',
  D: '\\Draft',
  W: '$Forwarded',
  J: '$Junk',
};

export interface DemoAccount {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  readonly password: string;
}
export interface DemoMailbox {
  readonly world: MailWorld;
  /** Ada's first: the one the demo opens. Bo is there so that two accounts can write to each other. */
  readonly accounts: readonly [DemoAccount, DemoAccount];
  /** Stops the answers that are still to come. */
  close(): void;
}

/** Some 300 messages dated relative to the clock's now, and correspondents who answer what is sent to them. */
export function createDemoMailbox(clock: Clock): DemoMailbox {
  const world = new MailWorld(clock);
  const account = addAccount(world, ada, 'demo');
  const other = addAccount(world, bo, 'demo');
  for (const [name, use] of FOLDERS) world.createMailbox(account, name, use === null ? {} : { use });
  for (const [name, use] of FOLDERS.slice(0, 5)) if (use !== null) world.createMailbox(other, name, { use });
  const letters = written(clock.now());
  for (const { entry, letter } of letters) put(world, account, entry.in, letter, entry);
  // What Bo got and sent lies in his own account as well.
  for (const { entry, letter } of letters) {
    if (letter.from === bo) put(world, other, 'Sent', letter, { flags: 'S' });
    else if ([...letter.to, ...(letter.cc ?? [])].includes(bo)) put(world, other, 'INBOX', letter, entry);
  }
  const close = answer(world, account, clock);
  const of = (person: Person): DemoAccount => ({ ...person, user: person.address, password: 'demo' });
  return { world, accounts: [of(ada), of(bo)], close };
}

function addAccount(world: MailWorld, person: Person, password: string): WorldAccount {
  return world.addAccount({
    user: person.address,
    password,
    addresses: [person.address],
    quota: 2 * 1024 ** 3,
  });
}

const flagsOf = (letters: string): string[] => [...letters].flatMap((letter) => FLAGS[letter] ?? []);

function put(
  world: MailWorld,
  account: WorldAccount,
  folder: Folder,
  letter: Letter,
  { flags = '', forged = false }: Pick<Entry, 'flags' | 'forged'>,
): void {
  const mailbox = account.mailbox(folder);
  if (mailbox === undefined) throw new Error(`the demo has no folder ${folder}`);
  const signed = letter.headers?.['DKIM-Signature'] !== undefined;
  const received = OWN.has(folder) ? '' : checked(letter.from, forged, signed);
  world.append(account, mailbox, toBytes(received + compose(letter)), {
    flags: flagsOf(flags),
    internalDate: letter.date,
  });
}

/** Nobody else has sent what is in these. */
const OWN: ReadonlySet<Folder> = new Set(['Sent', 'Drafts']);

/** What the server found out about the sender when it took the letter in (RFC 8601). */
function checked({ address }: Person, forged: boolean, signed: boolean): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const result = forged ? 'fail' : 'pass';
  const dkim = signed ? ` dkim=${result} header.d=${domain} header.s=letter;\r\n` : '';
  return `Authentication-Results: mail.tern.example;\r\n${dkim} dmarc=${result} header.from=${domain}\r\n`;
}

/** All entries as letters from the oldest to the newest, with ids and references. */
function written(now: number): Array<{ entry: Entry; letter: Letter }> {
  const entries = [...harbour, ...peopleMail, ...newsletters, ...sailingList, ...routine, ...junk].sort(
    (a, b) => b.days - a.days,
  );
  const byKey = new Map<string, Letter>();
  return entries.map((entry, n) => {
    const parent = entry.re === undefined ? undefined : byKey.get(entry.re);
    if (entry.re !== undefined && parent === undefined)
      throw new Error(`the demo's ${entry.re} is not older than its answer`);
    // Whole minutes, so that Date and INTERNALDATE agree.
    const date = Math.floor((now - entry.days * DAY) / 60_000) * 60_000;
    const subject =
      entry.subject ?? (parent === undefined ? '' : `Re: ${parent.subject.replace(/^Re: /, '')}`);
    const letter: Letter = {
      from: entry.from,
      to: entry.to ?? [ada],
      subject,
      text: entry.text.endsWith('\n') ? entry.text : `${entry.text}\n`,
      id:
        `demo.${n + 1}.${entry.from.address.replace('@', '.at.')}`.replace(/[^A-Za-z0-9.-]/g, '') +
        '@tern.example',
      date,
      ...(parent === undefined ? {} : { references: [...(parent.references ?? []), parent.id] }),
      ...(entry.cc === undefined ? {} : { cc: entry.cc }),
      ...(entry.html === undefined ? {} : { html: entry.html }),
      ...(entry.attachments === undefined ? {} : { attachments: entry.attachments }),
      ...(entry.flowed === undefined ? {} : { flowed: entry.flowed }),
      ...(entry.headers === undefined ? {} : { headers: entry.headers }),
      ...(entry.calendar === undefined ? {} : { calendar: entry.calendar(now) }),
    };
    if (entry.key !== undefined) byKey.set(entry.key, letter);
    return { entry, letter };
  });
}

/** Correspondents answer Ada: once each, two seconds later and then one after the other. */
function answer(world: MailWorld, account: WorldAccount, clock: Clock): () => void {
  const pending = new Set<() => void>();
  let count = 0;
  const stop = world.onAccepted((mail) => {
    if (mail.from.toLowerCase() !== ada.address) return;
    const voices = VOICES.filter(({ person }) => mail.to.some((to) => to.toLowerCase() === person.address));
    voices.forEach((voice, place) => {
      count += 1;
      const turn = count;
      const cancel = clock.after(ANSWER_MS + place * 700, () => {
        pending.delete(cancel);
        const inbox = account.mailbox('INBOX');
        if (inbox === undefined) return;
        const letter = reply(mail, voice, turn, clock.now());
        world.append(account, inbox, toBytes(checked(letter.from, false, false) + compose(letter)));
      });
      pending.add(cancel);
    });
  });
  return () => {
    stop();
    for (const cancel of pending) cancel();
    pending.clear();
  };
}

function reply(mail: AcceptedMail, voice: (typeof VOICES)[number], turn: number, now: number): Letter {
  const { header } = parseMime(mail.raw);
  const ids = (name: string): string[] =>
    ((field(header, name) ?? '').match(/<[^<>\s]+>/g) ?? []).map((id) => id.slice(1, -1));
  const subject = decodeHeader(field(header, 'subject') ?? '').trim();
  const bare = subject.replace(/^(?:(?:Re|Sv|Aw|Fwd?):\s*)+/i, '');
  const said = (voice.answers[turn % voice.answers.length] ?? '').replace(
    '{subject}',
    bare === '' ? '…' : bare,
  );
  const lines = textOf(mail).split(/\r?\n/);
  const quoted = lines.filter((line) => line.trim() !== '' && !line.startsWith('>')).slice(0, 3);
  const quote = quoted.length === 0 ? '' : `\n${quoted.map((line) => `> ${line}`).join('\n')}\n`;
  return {
    from: voice.person,
    to: [ada],
    subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
    text: `${voice.hello}\n\n${said}\n${quote}\n${voice.bye}\n`,
    id: `demo.answer.${turn}.${now}@tern.example`,
    references: [...ids('references'), ...ids('message-id')],
    date: now,
  };
}

const textOf = (mail: AcceptedMail): string => plainText({ raw: mail.raw, mime: parseMime(mail.raw) });
