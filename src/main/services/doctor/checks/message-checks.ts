import { decodeTransfer } from '../../../mime/transfer-encoding';
import {
  fetch,
  search,
  select,
  sort,
  thread,
  UidSet,
  type BodyStructure,
  type FetchedMessage,
  type FetchItem,
  type FetchOptions,
  type ThreadNode,
} from '../../../imap';
import type { Patient } from '../patient';
import { failed, held, unclear, type Finding } from '../report';
import type { Check, Sample, SampleContext } from './check';

export async function fetchAll(
  patient: Patient,
  set: UidSet,
  items: readonly FetchItem[],
  options: FetchOptions = {},
): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  await patient.run(fetch(set, items, options, (message) => void messages.push(message)));
  return messages;
}

const lowestOf = ({ newest }: Sample): number => newest.min ?? 1;
const lowerHalf = ({ newest }: Sample): UidSet => newest.splitNewest(Math.ceil(newest.size / 2)).newest;

const completeSearch: Check<SampleContext> = {
  claim: null,
  title: 'SEARCH',
  try: async ({ patient, sample }) => {
    const all = await patient.run(search({}));
    const exists = patient.client.view?.exists ?? sample.selected.exists;
    if (all.uids.size !== exists)
      return failed(`UID SEARCH ALL finds ${all.uids.size} messages, EXISTS says ${exists}.`);
    const newest = all.uids.clip(lowestOf(sample));
    return newest.equals(sample.newest)
      ? held(`UID SEARCH ALL finds all ${exists} messages.`)
      : failed('UID SEARCH ALL and FETCH give different UIDs.');
  },
};

const charset: Check<SampleContext> = {
  claim: null,
  title: 'SEARCH CHARSET UTF-8',
  try: async ({ patient }) => {
    await patient.run(search({ subject: 'zażółć' }));
    return held('Text beyond ASCII is accepted.');
  },
};

const esearch: Check<SampleContext> = {
  claim: 'ESEARCH',
  try: async ({ patient, sample }) => {
    const range = { uids: UidSet.startingAt(lowestOf(sample)) };
    const { min, max, count } = await patient.run(search(range, { returns: ['MIN', 'MAX', 'COUNT'] }));
    const { uids } = await patient.run(search(range));
    return count === uids.size && min === uids.min && max === uids.max
      ? held(`COUNT, MIN and MAX agree with the ${uids.size} UIDs that ALL gives.`)
      : failed(
          `COUNT ${String(count)}, MIN ${String(min)}, MAX ${String(max)}, but ALL has ${uids.size} UIDs, ${String(uids.min)} to ${String(uids.max)}.`,
        );
  },
};

const searchRes: Check<SampleContext> = {
  claim: 'SEARCHRES',
  try: async ({ patient, sample }) => {
    const part = lowerHalf(sample);
    await patient.run(search({ uids: part }, { returns: ['SAVE'] }));
    const { uids } = await patient.run(search({ saved: true }));
    return uids.equals(part)
      ? held(`$ stands for the ${part.size} UIDs that were saved.`)
      : failed(`${part.size} UIDs were saved, $ stands for ${uids.size}.`);
  },
};

const partial: Check<SampleContext> = {
  claim: 'PARTIAL',
  try: async ({ patient, sample }) => {
    const expected = sample.newest.splitNewest(3).newest;
    const { uids } = await patient.run(search({}, { partial: [-1, -3] }));
    return uids.equals(expected)
      ? held('The newest three can be asked for alone.')
      : failed(`PARTIAL -1:-3 gives ${uids.toString()}, the newest are ${expected.toString()}.`);
  },
};

const within: Check<SampleContext> = {
  claim: 'WITHIN',
  try: async ({ patient, sample }) => {
    const range = UidSet.startingAt(lowestOf(sample));
    const [younger, older] = [
      await patient.run(search({ uids: range, younger: 86_400 })),
      await patient.run(search({ uids: range, older: 86_400 })),
    ];
    return younger.uids.size + older.uids.size === sample.newest.size && !younger.uids.intersects(older.uids)
      ? held('YOUNGER and OLDER share the messages between them.')
      : failed('A message is neither YOUNGER nor OLDER than a day, or both.');
  },
};

const condstore: Check<SampleContext> = {
  claim: 'CONDSTORE',
  try: async ({ patient, sample }) => {
    const { highestModSeq, noModSeq } = sample.selected;
    if (noModSeq) return unclear('This mailbox keeps no MODSEQs (NOMODSEQ).');
    if (highestModSeq === null || highestModSeq <= 0n) return failed('EXAMINE gives no HIGHESTMODSEQ.');
    const messages = await fetchAll(patient, sample.newest, ['FLAGS', 'MODSEQ']);
    const bad = messages.filter(({ modseq }) => !modseq?.ok || modseq.value <= 0n);
    if (bad.length > 0) return failed(`${bad.length} of ${messages.length} messages have no MODSEQ.`);
    const changed = await fetchAll(patient, sample.newest, ['FLAGS', 'MODSEQ'], {
      changedSince: highestModSeq,
    });
    const stale = changed.filter(({ modseq }) => modseq?.ok === true && modseq.value <= highestModSeq);
    return stale.length === 0
      ? held(`HIGHESTMODSEQ ${highestModSeq}; CHANGEDSINCE leaves out what has not changed.`)
      : failed(`CHANGEDSINCE ${highestModSeq} names ${stale.length} messages that have not changed since.`);
  },
};

const qresync: Check<SampleContext> = {
  claim: 'QRESYNC',
  try: async ({ patient, sample }) => {
    const { highestModSeq, noModSeq, uidValidity } = sample.selected;
    if (!patient.client.enabled.has('QRESYNC'))
      return failed('It is claimed, but ENABLE does not switch it on.');
    if (noModSeq || highestModSeq === null) return unclear('This mailbox keeps no MODSEQs.');
    const known = sample.newest;
    const ask = (modseq: bigint) =>
      patient.run(select(sample, { readOnly: true, qresync: { uidValidity, modseq, known } }));
    const now = await ask(highestModSeq);
    const lost = now.vanished.intersection(known);
    if (!lost.isEmpty) return failed(`VANISHED names ${lost.size} messages that are there.`);
    const stale = now.changed.filter(({ modseq }) => modseq?.ok === true && modseq.value <= highestModSeq);
    if (stale.length > 0) return failed(`${stale.length} messages that did not change were told as changed.`);
    const since = (await ask(1n)).vanished.intersection(known);
    return since.isEmpty
      ? held('Resynchronising tells what changed, and no message that is there as gone.')
      : failed(`Asked for all history, VANISHED names ${since.size} messages that are there.`);
  },
};

/** An attribute that every one of the newest messages must have. */
const attribute =
  (items: readonly FetchItem[], has: (message: FetchedMessage) => boolean) =>
  async ({ patient, sample }: SampleContext): Promise<Finding> => {
    const messages = await fetchAll(patient, sample.newest, items);
    const good = messages.filter(has).length;
    return good === sample.newest.size
      ? held(`The newest ${good} messages have it.`)
      : failed(`${good} of the newest ${sample.newest.size} messages have it.`);
  };

const objectId: Check<SampleContext> = {
  claim: 'OBJECTID',
  try: async (context) =>
    context.sample.selected.mailboxId === null
      ? failed('EXAMINE gives no MAILBOXID.')
      : attribute(
          ['EMAILID', 'THREADID'],
          ({ emailId, threadId }) => emailId?.ok === true && threadId?.ok === true,
        )(context),
};
const preview: Check<SampleContext> = {
  claim: 'PREVIEW',
  try: attribute(['PREVIEW (LAZY)'], (message) => message.preview?.ok === true),
};
const saveDate: Check<SampleContext> = {
  claim: 'SAVEDATE',
  try: attribute(['SAVEDATE'], (message) => message.saveDate?.ok === true),
};
const gmail: Check<SampleContext> = {
  claim: 'X-GM-EXT-1',
  try: attribute(
    ['X-GM-MSGID', 'X-GM-THRID', 'X-GM-LABELS'],
    (m) => m.gmailMessageId?.ok === true && m.gmailThreadId?.ok === true && m.gmailLabels?.ok === true,
  ),
};

const MAX_PART = 64 * 1024;

const binary: Check<SampleContext> = {
  claim: 'BINARY',
  try: async ({ patient, sample }) => {
    const part = await smallPart(patient, sample);
    if (part === null) return unclear('No small part to compare was found.');
    const set = UidSet.from([part.uid]);
    const [plain] = await fetchAll(patient, set, [{ section: part.section }]);
    const [decoded] = await fetchAll(patient, set, [{ section: part.section, binary: true }]);
    const raw = bytesOf(plain);
    const got = bytesOf(decoded);
    if (raw === null || got === null) return failed('The part did not come.');
    const wanted = decodeTransfer(raw, part.encoding).bytes;
    return wanted.length === got.length && wanted.every((byte, i) => byte === got[i])
      ? held(`A ${part.encoding} part of ${got.length} octets comes decoded.`)
      : failed(`BINARY gives ${got.length} octets of a part that has ${wanted.length}.`);
  },
};

/** A part that has to be decoded if there is one, else any. */
async function smallPart(
  patient: Patient,
  sample: Sample,
): Promise<{ uid: number; section: string; encoding: string } | null> {
  let plain: { uid: number; section: string; encoding: string } | null = null;
  for (const { uid, structure } of await fetchAll(patient, sample.newest, ['BODYSTRUCTURE'])) {
    if (uid === null || !structure?.ok) continue;
    for (const { section, encoding } of leaves(structure.value)) {
      if (encoding === 'base64' || encoding === 'quoted-printable') return { uid, section, encoding };
      plain ??= { uid, section, encoding };
    }
  }
  return plain;
}
function* leaves(part: BodyStructure): Generator<BodyStructure> {
  if (part.type === 'message') return;
  if (part.children.length === 0 && part.type !== 'multipart' && part.size > 0 && part.size <= MAX_PART)
    yield part;
  for (const child of part.children) yield* leaves(child);
}
function bytesOf(message: FetchedMessage | undefined): Uint8Array | null {
  const data = message?.sections?.[0]?.data;
  return data?.ok === true && data.value.kind === 'bytes' ? data.value.bytes : null;
}

const sorted: Check<SampleContext> = {
  claim: 'SORT',
  try: async ({ patient, sample }) => {
    const order = await patient.run(sort(['ARRIVAL'], { uids: sample.newest }));
    return order.length === sample.newest.size && UidSet.from(order).equals(sample.newest)
      ? held('Every message is in the order exactly once.')
      : failed(`${order.length} of ${sample.newest.size} messages are in the order.`);
  },
};

const threads: Check<SampleContext> = {
  claim: 'THREAD=REFERENCES',
  try: async ({ patient, sample }) => {
    const uids = idsOf(await patient.run(thread('REFERENCES', { uids: sample.newest })));
    return UidSet.from(uids).equals(sample.newest)
      ? held('Every message is in a thread.')
      : failed(`${uids.length} of ${sample.newest.size} messages are in a thread.`);
  },
};
function idsOf(nodes: readonly ThreadNode[]): number[] {
  const ids: number[] = [];
  const open = [...nodes];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.id !== null) ids.push(node.id);
    open.push(...node.children);
  }
  return ids;
}

/** In an EXAMINEd mailbox with messages, in this order. */
export const MESSAGE_CHECKS: readonly Check<SampleContext>[] = [
  completeSearch,
  charset,
  esearch,
  searchRes,
  partial,
  within,
  condstore,
  qresync,
  objectId,
  preview,
  saveDate,
  binary,
  sorted,
  threads,
  gmail,
];
