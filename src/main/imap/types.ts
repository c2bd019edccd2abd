import type { ModSeq, SeqNum, Uid } from '@shared/model/ids';
import type { CopyMapping, UidRuns, UidSet } from './sets';

/** One FETCH attribute: its value, or the raw octets of what could not be read. */
export type Attr<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly raw: Uint8Array };

/** An address of an ENVELOPE (RFC 9051 §7.5.2). Strings as the server sent them; encoded words not decoded. */
export interface ImapAddress {
  readonly name: string;
  /** Local part; empty for a group without members, whose name is then in `name`. */
  readonly mailbox: string;
  readonly host: string;
}

/** ENVELOPE (RFC 9051 §7.5.2), strings as on the wire. */
export interface ImapEnvelope {
  readonly date: string | null;
  readonly subject: string | null;
  readonly from: readonly ImapAddress[];
  readonly sender: readonly ImapAddress[];
  readonly replyTo: readonly ImapAddress[];
  readonly to: readonly ImapAddress[];
  readonly cc: readonly ImapAddress[];
  readonly bcc: readonly ImapAddress[];
  readonly inReplyTo: string | null;
  readonly messageId: string | null;
}

/** Name (lower case) and value, in the order of the wire; not an object, so that no name can be `__proto__`. */
export type Params = readonly (readonly [string, string])[];

/** One part of BODYSTRUCTURE (RFC 9051 §7.5.2), with the parts below it. */
export interface BodyStructure {
  /** `1.2` as in BODY[1.2]; '' for the root of a multipart message. */
  readonly section: string;
  /** Lower case. */
  readonly type: string;
  readonly subtype: string;
  readonly params: Params;
  readonly id: string | null;
  readonly description: string | null;
  /** Lower case; '7bit' when the server left it out. */
  readonly encoding: string;
  /** Octets in their transfer encoding; 0 for multiparts. Untrusted: several servers are wrong. */
  readonly size: number;
  readonly lines: number | null;
  readonly md5: string | null;
  readonly disposition: { readonly type: string; readonly params: Params } | null;
  readonly language: readonly string[];
  readonly location: string | null;
  /** Of a message/rfc822 part, when the server gave it. */
  readonly envelope: ImapEnvelope | null;
  /** Parts of a multipart; the one body of a message/rfc822. */
  readonly children: readonly BodyStructure[];
}

/** The bytes of a BODY[…] or BINARY[…]: held, streamed to the command's sink, or absent (NIL). */
export type SectionData =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'streamed'; readonly size: number; readonly complete: boolean }
  | { readonly kind: 'absent' };

/** One BODY[…] or BINARY[…] of a FETCH. */
export interface FetchedSection {
  readonly item: 'BODY' | 'BINARY';
  /** As written between the brackets, e.g. `1.2`, `HEADER.FIELDS (FROM)`, ''. */
  readonly section: string;
  /** First octet when a partial was asked for, else null. */
  readonly origin: number | null;
  readonly data: Attr<SectionData>;
}

/** One FETCH response (RFC 9051 §7.5.2). Attributes that were not sent are undefined. */
export class FetchedMessage {
  uid: Uid | null = null;
  flags: Attr<readonly string[]> | undefined = undefined;
  /** Milliseconds since 1970. */
  internalDate: Attr<number> | undefined = undefined;
  size: Attr<number> | undefined = undefined;
  /** What was found of the response and not taken apart yet. */
  wire: WireAttributes | null = null;
  private envelopeRead: Attr<ImapEnvelope> | undefined = undefined;
  private structureRead: Attr<BodyStructure> | undefined = undefined;
  modseq: Attr<ModSeq> | undefined = undefined;
  emailId: Attr<string> | undefined = undefined;
  threadId: Attr<string | null> | undefined = undefined;
  gmailMessageId: Attr<bigint> | undefined = undefined;
  gmailThreadId: Attr<bigint> | undefined = undefined;
  gmailLabels: Attr<readonly string[]> | undefined = undefined;
  preview: Attr<string | null> | undefined = undefined;
  saveDate: Attr<number | null> | undefined = undefined;
  sections: FetchedSection[] | undefined = undefined;
  binarySizes: { readonly section: string; readonly size: number }[] | undefined = undefined;
  /** Names of attributes that were not understood and were skipped. */
  unknown: string[] | undefined = undefined;

  constructor(
    /** 0 for UIDFETCH (RFC 9586), where there are no sequence numbers. */
    readonly seq: SeqNum,
  ) {}

  get envelope(): Attr<ImapEnvelope> | undefined {
    if (this.envelopeRead === undefined && this.wire?.envelope)
      this.envelopeRead = { ok: true, value: this.wire.readEnvelope() };
    return this.envelopeRead;
  }
  set envelope(value: Attr<ImapEnvelope> | undefined) {
    this.envelopeRead = value;
    if (this.wire) this.wire.envelope = null;
  }

  get structure(): Attr<BodyStructure> | undefined {
    if (this.structureRead === undefined && this.wire?.structure)
      this.structureRead = { ok: true, value: this.wire.readStructure() };
    return this.structureRead;
  }
  set structure(value: Attr<BodyStructure> | undefined) {
    this.structureRead = value;
    if (this.wire) this.wire.structure = null;
  }
}

/**
 * The octets of a FETCH response and where its pieces stand in them (`codec/spans.ts`). Whoever makes a thousand rows of
 * a thousand responses copies out of it what a row needs and no more. What was found is ASCII.
 */
export interface WireAttributes {
  /** The whole response. */
  readonly bytes: Uint8Array;
  /** Null when there is none, or when it is not as usual and was read at once. */
  envelope: readonly number[] | null;
  structure: readonly number[] | null;
  /** The octets of the only BODY[HEADER…] literal: begin and end. They may be anything. */
  header: readonly [number, number] | null;
  readEnvelope(): ImapEnvelope;
  readStructure(): BodyStructure;
}

/** One LIST, LSUB or XLIST response. */
export interface ListEntry {
  readonly kind: 'LIST' | 'LSUB' | 'XLIST';
  /** As the server wrote it, to be sent back unchanged: one character per octet. */
  readonly wire: string;
  /** For people: modified UTF-7 or UTF-8 decoded; the wire form when it is neither. */
  readonly name: string;
  readonly delimiter: string | null;
  /** Lower case with backslash, e.g. `\hasnochildren`, `\sent`. */
  readonly attributes: readonly string[];
  readonly oldName: string | null;
  /** RFC 5258 CHILDINFO. */
  readonly childInfo: readonly string[];
}

/** A mailbox name as the commands take it: text for people, or exactly what LIST gave. */
export type MailboxName = string | { readonly wire: string };

/** One STATUS response; what was not said is undefined. */
export interface MailboxStatus {
  readonly wire: string;
  readonly name: string;
  readonly messages?: number;
  readonly recent?: number;
  readonly unseen?: number;
  readonly deleted?: number;
  readonly uidNext?: number;
  readonly uidValidity?: number;
  readonly highestModSeq?: bigint;
  readonly size?: number;
  readonly mailboxId?: string;
  readonly appendLimit?: number | null;
  readonly deletedStorage?: number;
}

/** A prefix below which mailboxes are, and what separates their levels (RFC 2342). */
export interface Namespace {
  readonly prefix: string;
  readonly delimiter: string | null;
}
/** NAMESPACE: own mailboxes, those of others, and shared ones. */
export interface Namespaces {
  readonly personal: readonly Namespace[];
  readonly otherUsers: readonly Namespace[];
  readonly shared: readonly Namespace[];
}

/** One ESEARCH response (RFC 4731, RFC 9394); what was not said is undefined. */
export interface EsearchData {
  readonly tag: string | null;
  readonly uid: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly count?: number;
  /** Pairs lo, hi as written. */
  readonly all?: readonly number[];
  readonly partial?: { readonly range: string; readonly pairs: readonly number[] | null };
  readonly modseq?: bigint;
}

/** A conversation of a THREAD answer (RFC 5256 §4): a message, or null for a missing one, and its answers. */
export interface ThreadNode {
  readonly id: number | null;
  readonly children: readonly ThreadNode[];
}

/** A quota root and its resources (RFC 9208), 64 bits. */
export interface Quota {
  readonly root: string;
  readonly resources: readonly { readonly name: string; readonly usage: bigint; readonly limit: bigint }[];
}

/** What somebody may do with a mailbox (RFC 4314). */
export interface AclEntry {
  readonly identifier: string;
  readonly rights: string;
}

/** One annotation (RFC 5464); null where there is none. */
export interface MetadataEntry {
  readonly name: string;
  readonly value: Uint8Array | null;
}

/** A response code in brackets (RFC 9051 §7.1, RFC 5530 and extensions); unknown ones as `OTHER`. */
export type ResponseCode =
  | { readonly name: 'CAPABILITY'; readonly capabilities: readonly string[] }
  | { readonly name: 'PERMANENTFLAGS'; readonly flags: readonly string[] }
  | { readonly name: 'UIDNEXT' | 'UIDVALIDITY' | 'UNSEEN'; readonly value: number }
  | { readonly name: 'HIGHESTMODSEQ'; readonly value: bigint }
  | { readonly name: 'APPENDUID'; readonly uidValidity: number; readonly uids: UidRuns }
  | { readonly name: 'COPYUID'; readonly mapping: CopyMapping | null }
  | { readonly name: 'MODIFIED'; readonly pairs: readonly number[] }
  | { readonly name: 'BADCHARSET'; readonly charsets: readonly string[] }
  /** RFC 5465 §8: the events that the server knows. */
  | { readonly name: 'BADEVENT'; readonly events: readonly string[] }
  | { readonly name: 'MAILBOXID'; readonly id: string }
  | { readonly name: 'MESSAGELIMIT'; readonly limit: number; readonly uid: number | null }
  | {
      readonly name: 'INPROGRESS';
      readonly tag: string | null;
      readonly done: number | null;
      readonly total: number | null;
    }
  /** Every other code, e.g. `ALERT`, `READ-ONLY`, `CLOSED`; the atom in upper case, what follows as text. */
  | { readonly name: 'OTHER'; readonly atom: string; readonly text: string };

/** What a status response says: its code and its words. */
export interface StatusText {
  readonly code: ResponseCode | null;
  /** The server's words; untrusted. */
  readonly text: string;
}

/** One response, parsed; `invalid` where it does not follow the grammar, with its octets. */
export type Response =
  | ({ readonly type: 'tagged'; readonly tag: string; readonly status: 'OK' | 'NO' | 'BAD' } & StatusText)
  | ({ readonly type: 'condition'; readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH' } & StatusText)
  | { readonly type: 'continue'; readonly text: string }
  | { readonly type: 'capability'; readonly capabilities: readonly string[] }
  | { readonly type: 'enabled'; readonly capabilities: readonly string[] }
  | { readonly type: 'exists' | 'recent'; readonly count: number }
  | { readonly type: 'expunge'; readonly seq: SeqNum }
  | { readonly type: 'fetch'; readonly message: FetchedMessage }
  | { readonly type: 'vanished'; readonly earlier: boolean; readonly uids: UidSet }
  | { readonly type: 'flags'; readonly flags: readonly string[] }
  | { readonly type: 'list'; readonly entry: ListEntry }
  | { readonly type: 'status'; readonly status: MailboxStatus }
  /** Numbers of SEARCH, in pairs lo, hi as runs; `sorted` says that they came ascending. */
  | { readonly type: 'search'; readonly pairs: Uint32Array; readonly modseq: bigint | null }
  | { readonly type: 'sort'; readonly numbers: Uint32Array; readonly modseq: bigint | null }
  | { readonly type: 'esearch'; readonly data: EsearchData }
  | { readonly type: 'thread'; readonly threads: readonly ThreadNode[] }
  | { readonly type: 'namespace'; readonly namespaces: Namespaces }
  | { readonly type: 'id'; readonly params: ReadonlyMap<string, string | null> }
  | { readonly type: 'quota'; readonly quota: Quota }
  | { readonly type: 'quotaroot'; readonly mailbox: string; readonly roots: readonly string[] }
  | { readonly type: 'acl'; readonly mailbox: string; readonly entries: readonly AclEntry[] }
  | {
      readonly type: 'listrights';
      readonly mailbox: string;
      readonly identifier: string;
      readonly rights: readonly string[];
    }
  | { readonly type: 'myrights'; readonly mailbox: string; readonly rights: string }
  | { readonly type: 'metadata'; readonly mailbox: string; readonly entries: readonly MetadataEntry[] }
  /** Understood as a response, not as one that Tern knows. */
  | { readonly type: 'other'; readonly name: string }
  /** A line that is no response; `tag` when it begins like the answer to a command. */
  | {
      readonly type: 'invalid';
      readonly tag: string | null;
      readonly raw: Uint8Array;
      readonly reason: string;
    };
