import {
  getMetadata,
  getQuotaRoot,
  list,
  myRights,
  namespace,
  notifyNone,
  notifySet,
  status,
  type ListedMailbox,
} from '../../../imap';
import { failed, held, unclear } from '../report';
import type { Check } from './check';

const selectable = (box: ListedMailbox): boolean =>
  !box.attributes.includes('\\noselect') && !box.attributes.includes('\\nonexistent');

const enabled: Check = {
  claim: 'ENABLE',
  try: async ({ patient: { client } }) => {
    const wanted = ['QRESYNC', 'CONDSTORE'].find((name) => client.capabilities.has(name));
    if (wanted === undefined) return unclear('Nothing that Tern would switch on is offered.');
    return client.enabled.has(wanted)
      ? held(`${wanted} is on.`)
      : failed(`ENABLE ${wanted} was answered OK, but nothing was enabled.`);
  },
};

const namespaces: Check = {
  claim: 'NAMESPACE',
  try: async ({ patient }) => {
    const { personal } = await patient.run(namespace());
    return personal.length > 0
      ? held(
          `Personal prefix “${personal[0]?.prefix ?? ''}”, delimiter “${personal[0]?.delimiter ?? 'none'}”.`,
        )
      : failed('There is no personal namespace.');
  },
};

const listExtended: Check = {
  claim: 'LIST-EXTENDED',
  try: async ({ patient, mailboxes }) => {
    const answered = new Set((await patient.run(list('extended', {}))).map(({ wire }) => wire));
    const missing = mailboxes.filter(({ wire }) => !answered.has(wire));
    return missing.length === 0
      ? held(`LIST RETURN names the same mailboxes as LIST (${mailboxes.length}).`)
      : failed(`LIST RETURN leaves out ${missing.length} of ${mailboxes.length} mailboxes.`);
  },
};

const listStatus: Check = {
  claim: 'LIST-STATUS',
  try: async ({ patient }) => {
    const items = ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY'] as const;
    const boxes = (await patient.run(list('extended', { status: items }))).filter(selectable);
    const counted = boxes.filter((box) => items.every((_, i) => counters(box)[i] !== undefined));
    if (counted.length < boxes.length)
      return failed(`Counters came for ${counted.length} of ${boxes.length} mailboxes.`);
    const one = counted.find(({ name }) => name.toUpperCase() === 'INBOX') ?? counted[0];
    if (!one) return unclear('There is no mailbox to count.');
    const { messages } = await patient.run(status(one, items));
    return messages === one.status?.messages
      ? held(`Counters of ${boxes.length} mailboxes in one answer, as STATUS gives them.`)
      : failed(
          `LIST says ${one.status?.messages ?? 0} messages in ${one.name}, STATUS says ${messages ?? 0}.`,
        );
  },
};
const counters = ({ status: s }: ListedMailbox): readonly (number | undefined)[] => [
  s?.messages,
  s?.uidNext,
  s?.uidValidity,
];

const ROLES = ['\\all', '\\archive', '\\drafts', '\\flagged', '\\junk', '\\sent', '\\trash'];

const specialUse: Check = {
  claim: 'SPECIAL-USE',
  try: async ({ patient }) => {
    const boxes = await patient.run(list('extended', {}));
    const uses = new Set(
      boxes.flatMap(({ attributes }) => attributes.filter((word) => ROLES.includes(word))),
    );
    return uses.size > 0
      ? held(`Marked: ${[...uses].sort().join(' ')}.`)
      : unclear('No mailbox is marked with its use; Tern goes by their names.');
  },
};

const counts: Check = {
  claim: null,
  title: 'STATUS',
  try: async ({ patient }) => {
    const answer = await patient.run(status('INBOX', ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY']));
    const missing = (['messages', 'unseen', 'uidNext', 'uidValidity'] as const).filter(
      (item) => answer[item] === undefined,
    );
    return missing.length === 0
      ? held(`INBOX has ${answer.messages ?? 0} messages, ${answer.unseen ?? 0} unread.`)
      : failed(`STATUS leaves out ${missing.map((item) => item.toUpperCase()).join(', ')}.`);
  },
};

const sizes: Check = {
  claim: 'STATUS=SIZE',
  try: async ({ patient }) => {
    const { size, messages } = await patient.run(status('INBOX', ['SIZE', 'MESSAGES']));
    if (size === undefined) return failed('STATUS gives no SIZE.');
    return (size === 0) === (messages === 0)
      ? held(`INBOX has ${size} octets.`)
      : failed(`${messages ?? 0} messages are said to have ${size} octets.`);
  },
};

const quota: Check = {
  claim: 'QUOTA',
  try: async ({ patient }) => {
    const limits = (await patient.run(getQuotaRoot('INBOX'))).flatMap(({ resources }) => resources);
    return limits.length > 0
      ? held(limits.map(({ name, usage, limit }) => `${name} ${usage} of ${limit}`).join(', ') + '.')
      : unclear('No limit is set for this account.');
  },
};

const rights: Check = {
  claim: 'ACL',
  try: async ({ patient }) => {
    const own = await patient.run(myRights('INBOX'));
    return own.includes('r') ? held(`Own rights on INBOX: ${own}.`) : failed(`MYRIGHTS on INBOX: “${own}”.`);
  },
};

const metadata: Check = {
  claim: 'METADATA',
  try: async ({ patient }) => {
    await patient.run(getMetadata('INBOX', ['/private/comment']));
    return held('GETMETADATA is answered.');
  },
};

const notify: Check = {
  claim: 'NOTIFY',
  try: async ({ patient }) => {
    const events = ['MessageNew', 'MessageExpunge'] as const;
    const statuses = await patient.run(notifySet([{ which: 'personal', events }], true));
    await patient.run(notifyNone());
    return statuses.length > 0
      ? held(`Accepted, with the counters of ${statuses.length} mailboxes.`)
      : failed('Accepted, but the STATUS that was asked for did not come.');
  },
};

const identified: Check = {
  claim: 'ID',
  try: async ({ patient: { client } }) => {
    const named = [...(client.serverId ?? [])].filter(([, value]) => value !== null);
    return named.length > 0
      ? held('It says what it is.')
      : unclear('It answers, but does not say what it is.');
  },
};

/** Before any mailbox is selected, in this order. */
export const ACCOUNT_CHECKS: readonly Check[] = [
  identified,
  enabled,
  namespaces,
  listExtended,
  listStatus,
  specialUse,
  counts,
  sizes,
  quota,
  rights,
  metadata,
  notify,
];
