import type { Uid } from '@shared/model/ids';
import { hex } from '@shared/util/hex';
import {
  append,
  copy,
  create,
  deleteMailbox,
  enable,
  fetch,
  move,
  namespace,
  replace,
  search,
  select,
  store,
  uidExpunge,
  UidSet,
  type AppendResult,
} from '../../../imap';
import type { Patient } from '../patient';
import { failed, held, type Finding } from '../report';
import type { Check, CheckContext } from './check';

/** Two mailboxes made for the examination and deleted behind it. Nothing else is ever written to. */
export interface Bench extends CheckContext {
  readonly here: string;
  readonly there: string;
}

/** Makes the mailboxes. @throws MailError when the server refuses. */
export async function setUp(context: CheckContext): Promise<Bench> {
  const { patient } = context;
  const { personal } = patient.client.capabilities.has('NAMESPACE')
    ? await patient.run(namespace())
    : { personal: [] };
  const name = `${personal[0]?.prefix ?? ''}Tern-doctor-${hex(patient.ports.crypto.randomBytes(6))}`;
  const [here, there] = [`${name}-1`, `${name}-2`];
  await patient.run(create(here));
  await patient.run(create(there));
  return { ...context, here, there };
}

/** Deletes them. @returns the names of those that could not be. */
export async function cleanUp({ patient, here, there }: Bench): Promise<string[]> {
  const left: string[] = [];
  await patient.recover();
  // The mailbox that is open is not deleted from under oneself.
  await patient.run(select('INBOX', { readOnly: true }));
  for (const name of [here, there]) {
    try {
      await patient.run(deleteMailbox(name));
    } catch {
      left.push(name);
    }
  }
  return left;
}

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const letter = (n: number, subject = `Tern doctor ${String(n)}`): { content: Uint8Array } => ({
  content: octets(
    `From: Tern <tern@localhost>\r\nSubject: ${subject}\r\nMessage-ID: <doctor-${String(n)}@localhost>\r\n\r\nWritten by tern doctor, and deleted again.\r\n`,
  ),
});
const uidOf = (result: AppendResult): number | null => result?.uids[0]?.[0] ?? null;

/** Message-IDs of the mailbox by UID, as the server has them now. */
async function contents(patient: Patient, mailbox: string): Promise<Map<number, string>> {
  await patient.run(select(mailbox));
  const found = new Map<number, string>();
  await patient.run(
    fetch(UidSet.all, ['ENVELOPE'], {}, ({ uid, envelope }) => {
      if (uid !== null && envelope?.ok) found.set(uid, envelope.value.messageId ?? '');
    }),
  );
  return found;
}
const isThere = (found: Map<number, string>, uid: number | null, n: number): boolean =>
  uid !== null && found.get(uid) === `<doctor-${String(n)}@localhost>`;

const uidPlus: Check<Bench> = {
  claim: 'UIDPLUS',
  try: async ({ patient, here, there }) => {
    const first = uidOf(await patient.run(append(here, [letter(1)])));
    const second = uidOf(await patient.run(append(here, [letter(2)])));
    const found = await contents(patient, here);
    if (!isThere(found, first, 1) || !isThere(found, second, 2))
      return failed('APPENDUID does not name the message that was appended.');
    const copied = await patient.run(copy(UidSet.from([first ?? 0]), there));
    await patient.run(store(UidSet.from([first ?? 0, second ?? 0]), { mode: 'add', flags: ['\\Deleted'] }));
    await patient.run(uidExpunge(UidSet.from([first ?? 0])));
    const { uids } = await patient.run(search({}));
    if (uids.has(first ?? 0) || !uids.has(second ?? 0))
      return failed('UID EXPUNGE does not take exactly the message that it names.');
    const target = copied.mapping?.map(first as Uid) ?? null;
    return isThere(await contents(patient, there), target, 1)
      ? held('APPENDUID and COPYUID name the right messages, UID EXPUNGE takes exactly those named.')
      : failed('COPYUID does not name the copy.');
  },
};

const moved: Check<Bench> = {
  claim: 'MOVE',
  try: async ({ patient, here, there }) => {
    const uid = uidOf(await patient.run(append(here, [letter(3)])));
    const source = await contents(patient, here);
    const own = uid ?? [...source].find(([, id]) => id === '<doctor-3@localhost>')?.[0];
    if (own === undefined) return failed('The message that was appended is not there.');
    const { mapping } = await patient.run(move(UidSet.from([own]), there));
    if ((await contents(patient, here)).has(own)) return failed('The message is still where it was.');
    const target = await contents(patient, there);
    if (![...target.values()].includes('<doctor-3@localhost>')) return failed('The message did not arrive.');
    const told = mapping?.map(own as Uid) ?? null;
    return told === null || isThere(target, told, 3)
      ? held('The message is in the other mailbox and nowhere else.')
      : failed('The message moved, but COPYUID names another one.');
  },
};

const multiAppend: Check<Bench> = {
  claim: 'MULTIAPPEND',
  try: async ({ patient, here }) => {
    await patient.run(append(here, [letter(4), letter(5)]));
    const ids = [...(await contents(patient, here)).values()];
    return ids.includes('<doctor-4@localhost>') && ids.includes('<doctor-5@localhost>')
      ? held('Two messages are stored by one command.')
      : failed('Not both messages are there.');
  },
};

const replaced: Check<Bench> = {
  claim: 'REPLACE',
  try: async ({ patient, here }) => {
    const old = uidOf(await patient.run(append(here, [letter(6)])));
    if (old === null) return failed('APPENDUID, which it needs, does not come.');
    await patient.run(select(here));
    await patient.run(replace(old as Uid, here, letter(7)));
    const found = await contents(patient, here);
    return !found.has(old) && [...found.values()].includes('<doctor-7@localhost>')
      ? held('The new message is there and the old one is not.')
      : failed('The old message is still there, or the new one is not.');
  },
};

/** The last one: it changes how the connection speaks. */
const utf8: Check<Bench> = {
  claim: 'UTF8=ACCEPT',
  try: async ({ patient, here }): Promise<Finding> => {
    await patient.run(enable(['UTF8=ACCEPT']));
    if (!patient.client.enabled.has('UTF8=ACCEPT'))
      return failed('It is claimed, but ENABLE does not switch it on.');
    await patient.run(append(here, [{ ...letter(8, 'Größe'), utf8: true }]));
    await patient.run(select(here));
    const { uids } = await patient.run(search({ subject: 'Größe' }));
    return uids.size === 1
      ? held('A message with UTF-8 in its header is stored and found.')
      : failed('A message with UTF-8 in its header is not found by it.');
  },
};

/** In mailboxes of their own, in this order. */
export const WRITING_CHECKS: readonly Check<Bench>[] = [uidPlus, moved, multiAppend, replaced, utf8];
