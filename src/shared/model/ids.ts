import type { Brand } from './brand';

/** An IMAP unique identifier, 1 … 2³²−1 (RFC 9051 §2.3.1.1). */
export type Uid = Brand<number, 'Uid'>;
/** A message sequence number in the selected mailbox, 1 … 2³²−1 (RFC 9051 §2.3.1.2). Never stored. */
export type SeqNum = Brand<number, 'SeqNum'>;
/** UIDVALIDITY, 1 … 2³²−1; 0 means the server did not say. */
export type UidValidity = Brand<number, 'UidValidity'>;
/** MODSEQ, a 63-bit number (RFC 7162 §3). */
export type ModSeq = Brand<bigint, 'ModSeq'>;

/** Opaque, made by Tern when the account is added. */
export type AccountId = Brand<string, 'AccountId'>;
/** "On this computer": mail that lives in the vault and has no servers. It is no account that could be configured. */
export const THIS_COMPUTER = 'this-computer' as AccountId;
/** Opaque, made by Tern when a mailbox is first seen; survives renames. Never derived from the name. */
export type MailboxId = Brand<string, 'MailboxId'>;
/** Counts genuine UIDVALIDITY changes of one mailbox as Tern saw them; part of every message reference. */
export type Generation = Brand<number, 'Generation'>;
export type OperationId = Brand<string, 'OperationId'>;
export type DraftId = Brand<string, 'DraftId'>;
export type OutboxId = Brand<string, 'OutboxId'>;
/** SHA-256 of a file's bytes, lower-case hex. */
export type BlobHash = Brand<string, 'BlobHash'>;
/** The dotted section of a body part, e.g. `1.2` (RFC 9051 §6.4.5.1). */
export type Section = Brand<string, 'Section'>;

export const uid = (n: number): Uid => n as Uid;
export const generation = (n: number): Generation => n as Generation;
export const section = (s: string): Section => s as Section;

/** Names one message in one mailbox. After a move, a forwarding address in the journal leads to the new one. */
export interface MessageRef {
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly uid: Uid;
}

/** A string that is equal exactly when two references are. */
export type MessageKey = Brand<string, 'MessageKey'>;
export const messageKey = (ref: MessageRef): MessageKey =>
  `${ref.mailbox}/${ref.generation}/${ref.uid}` as MessageKey;
export function parseMessageKey(key: MessageKey): MessageRef {
  // By places, not by `split`: a person marks a hundred thousand at once.
  const first = key.indexOf('/');
  const second = key.indexOf('/', first + 1);
  return {
    mailbox: key.slice(0, first) as MailboxId,
    generation: Number(key.slice(first + 1, second)) as Generation,
    uid: Number(key.slice(second + 1)) as Uid,
  };
}
