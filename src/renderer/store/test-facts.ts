import { deflateRaw } from 'pako';
import type { Mailbox, MailboxCursor } from '@shared/contract/mailbox';
import { packRows } from '@shared/contract/pack-rows';
import type { Intent, Operation, OperationState } from '@shared/contract/operations';
import type { SnoozeState } from '@shared/contract/snooze';
import type { Fact, FactBatch, MessagesFact } from '@shared/contract/store-api';
import {
  type AccountId,
  type Generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  type OperationId,
  section,
  uid,
} from '@shared/model/ids';
import { toLines } from '@shared/model/lines';
import type { BodyText, MailboxRole, MessageRow } from '@shared/model/message';
import { formatUids } from '@shared/model/uid-ranges';
import { searchLine } from '@shared/search/line';
import { hash53 } from '@shared/util/hash';
import { BLANK_ROW } from './row-cache';

/** Facts, operations and keys in few words, for tests and benchmarks. */

export const ACCOUNT = 'acc' as AccountId;
export const box = (id: string): MailboxId => id as MailboxId;
export const gen = (n: number): Generation => n as Generation;
export const key = (mailbox: string, n: number, generation = 1): MessageKey =>
  messageKey({ mailbox: box(mailbox), generation: gen(generation), uid: uid(n) });

export function mailbox(id: string, role: MailboxRole = null, more: Partial<Mailbox> = {}): Mailbox {
  return {
    id: box(id),
    account: ACCOUNT,
    name: id,
    delimiter: '/',
    leaf: id,
    parent: null,
    role,
    selectable: true,
    subscribed: true,
    generation: gen(1),
    serverTotal: null,
    serverUnseen: null,
    label: false,
    local: false,
    trouble: null,
    ...more,
  };
}

export const mailboxes = (list: readonly Mailbox[], account = ACCOUNT): Fact => ({
  kind: 'mailboxes',
  account,
  mailboxes: [...list],
});

export interface TestMessage {
  readonly uid: number;
  readonly flags?: number;
  readonly keywords?: number;
  readonly date?: number;
  readonly id?: string;
  readonly refs?: readonly string[];
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly size?: number;
  readonly preview?: string;
  readonly identity?: string;
}

export function rowOf(message: TestMessage): MessageRow {
  const from = message.from ?? 'Ada';
  return {
    ...BLANK_ROW,
    envelope: {
      ...BLANK_ROW.envelope,
      subject: message.subject ?? `Subject ${message.uid}`,
      from: [{ name: from, address: `${from.toLowerCase()}@example.org` }],
      to: [{ name: message.to ?? 'Me', address: 'me@example.org' }],
      messageId: message.id ?? '',
      references: message.refs ?? [],
    },
    preview: message.preview ?? '',
    identity: message.identity ?? message.id ?? `${message.uid}`,
  };
}

export function messages(mailboxId: string, list: readonly TestMessage[], generation = 1): MessagesFact {
  const sorted = [...list].sort((a, b) => a.uid - b.uid);
  const rows = sorted.map(rowOf);
  let end = 0;
  return {
    kind: 'messages',
    mailbox: box(mailboxId),
    generation: gen(generation),
    uids: Uint32Array.from(sorted, (m) => m.uid),
    flags: Uint32Array.from(sorted, (m) => m.flags ?? 0),
    keywords: Uint32Array.from(sorted, (m) => m.keywords ?? 0),
    dates: Float64Array.from(sorted, (m) => m.date ?? m.uid * 60_000),
    sizes: Uint32Array.from(sorted, (m) => m.size ?? 1000),
    idHashes: Float64Array.from(sorted, (m) => ((m.id ?? '') === '' ? 0 : hash53(m.id ?? ''))),
    refHashes: Float64Array.from(sorted.flatMap((m) => (m.refs ?? []).map(hash53))),
    refEnds: Uint32Array.from(sorted, (m) => (end += m.refs?.length ?? 0)),
    rows: toLines(rows.map((row) => JSON.stringify(row))),
    search: toLines(rows.map(searchLine)),
  };
}

/** The same as it comes in bulk. */
export const packed = (fact: MessagesFact): MessagesFact =>
  packRows(fact, { pack: (octets) => deflateRaw(octets) });

export const range = (first: number, last: number): TestMessage[] =>
  Array.from({ length: last - first + 1 }, (_, i) => ({ uid: first + i, id: `m${first + i}` }));

export const flags = (
  mailboxId: string,
  pairs: readonly (readonly [uid: number, flags: number])[],
): Fact => ({
  kind: 'flags',
  mailbox: box(mailboxId),
  generation: gen(1),
  uids: Uint32Array.from(pairs, ([n]) => n),
  flags: Uint32Array.from(pairs, ([, bits]) => bits),
  keywords: new Uint32Array(pairs.length),
});

export const gone = (mailboxId: string, uids: readonly number[], generation = 1): Fact => ({
  kind: 'gone',
  mailbox: box(mailboxId),
  generation: gen(generation),
  uids: Uint32Array.from(uids),
});

/** The text of a message; without one, a body that has none. */
export const body = (
  mailboxId: string,
  n: number,
  identity: string,
  text?: string,
  type: BodyText['type'] = 'text/plain',
): Fact => ({
  kind: 'body',
  ref: { mailbox: box(mailboxId), generation: gen(1), uid: uid(n) },
  body: {
    identity,
    parts: text === undefined ? [] : [{ section: section('1'), type, text, flowed: false, delsp: false }],
    notices: [],
  },
});

export const forwarding = (...pairs: readonly (readonly [from: MessageKey, to: MessageKey])[]): Fact => ({
  kind: 'forwarding',
  from: pairs.map(([from]) => from),
  to: pairs.map(([, to]) => to),
});

export const cursor = (mailboxId: string, uidNext: number): MailboxCursor => ({
  mailbox: box(mailboxId),
  generation: gen(1),
  uidValidity: 1,
  uidNext,
  floor: 1,
  modseq: null,
  exists: uidNext - 1,
  provenAt: 0,
});

const set = (mailboxId: string, uids: readonly number[], generation: number) => ({
  mailbox: box(mailboxId),
  generation: gen(generation),
  uids: formatUids(uids),
});

export const wants = {
  flags: (
    mailboxId: string,
    uids: readonly number[],
    add: string[],
    remove: string[] = [],
    generation = 1,
  ): Intent => ({
    kind: 'flags',
    messages: set(mailboxId, uids, generation),
    add,
    remove,
  }),
  move: (mailboxId: string, uids: readonly number[], to: string, generation = 1): Intent => ({
    kind: 'move',
    messages: set(mailboxId, uids, generation),
    to: box(to),
  }),
  /** A draft's newer version, and the UIDs of those before it. */
  draft: (mailboxId: string, ours: readonly number[], messageId: string | null): Intent => ({
    kind: 'draft',
    to: box(mailboxId),
    draft: 'd1',
    subject: '',
    save: messageId === null ? null : { blob: 'b', size: 1, messageId },
    ours: ours.map((n) => ({ messageId: `m${n}`, generation: 1, uid: n, adopted: false })),
  }),
  destroy: (mailboxId: string, uids: readonly number[], generation = 1): Intent => ({
    kind: 'destroy',
    messages: set(mailboxId, uids, generation),
  }),
};

export function operation(seq: number, intent: Intent, state: OperationState = 'waiting'): Operation {
  return {
    id: `op${seq}` as OperationId,
    account: ACCOUNT,
    seq,
    intent,
    state,
    created: 0,
    tries: 0,
    nextTry: null,
    reason: null,
    group: `g${seq}`,
  };
}

export const operations = (upsert: readonly Operation[], remove: readonly string[] = []): Fact => ({
  kind: 'operations',
  upsert: [...upsert],
  remove: [...remove],
});

export const batch = (
  number: number,
  facts: readonly Fact[],
  cursors: readonly MailboxCursor[] = [],
  epoch = 'e1',
): FactBatch => ({ epoch, number, facts: [...facts], cursors: [...cursors] });

/** All that is snoozed, by Message-ID. */
export const snoozed = (
  ...list: readonly {
    readonly id: string;
    readonly until?: number;
    readonly back?: number;
    /** A letter whose answer is waited for. */
    readonly sent?: number;
  }[]
): Fact => ({
  kind: 'snoozed',
  messages: list.map(({ id, until = 1e12, back, sent }): SnoozeState => ({
    account: ACCOUNT,
    idHash: hash53(id),
    until,
    back: back ?? null,
    ...(sent !== undefined && { sent }),
  })),
});
