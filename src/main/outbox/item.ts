import type { DraftContent, OutboxItem, OutboxState } from '@shared/contract/compose';
import { isMailError } from '@shared/errors/mail-error';
import { addrSpec } from '../mime/build/address';
import type { AccountId, BlobHash, MessageRef, OutboxId } from '@shared/model/ids';

/** A recipient of the SMTP envelope and what became of it. */
export interface OutboxRecipient {
  readonly address: string;
  readonly state: 'waiting' | 'accepted' | 'refused';
  /** The server's words, '' until it spoke. */
  readonly server: string;
  /** What a refusal is about: `mailbox-full`, `no-such-mailbox` … */
  readonly code?: string;
  /** The attempt that was made last was told "not now" for this one: whatever became of the message, it doesn't have it. */
  readonly deferred?: true;
}

/** A frozen message in the journal: bytes, hash, Message-ID, Date and envelope are never rebuilt for a retry. */
export interface StoredMail {
  readonly id: OutboxId;
  readonly account: AccountId;
  readonly state: OutboxState;
  readonly subject: string;
  readonly messageId: string;
  readonly envelopeFrom: string;
  readonly recipients: readonly OutboxRecipient[];
  /** What goes on the wire: no Bcc. */
  readonly blob: BlobHash;
  readonly size: number;
  /** What is filed to Sent: Bcc kept (security.md O-04). */
  readonly filedBlob: BlobHash;
  readonly filedSize: number;
  readonly created: number;
  readonly at: number | null;
  /** The time the person chose, when it is to go out later. */
  readonly scheduled?: number;
  readonly tries: number;
  /** When the person last said that it is to go out. */
  readonly wanted?: number;
  /** When it went out already, as the ledger knows. */
  readonly went?: number;
  readonly reason: { readonly code: string; readonly server: string } | null;
  /** What it was made from, so that it can be edited again while it has not gone out; null: a message passed on as it is. */
  readonly draft: DraftContent | null;
  /** Marked once it is accepted: the message that was passed on or confirmed, with its keyword. */
  readonly marks?: { readonly ref: MessageRef; readonly flag: string };
  /** Passed on as it is: the Message-ID in its header is its author's, not the one that names it here. */
  readonly filedId?: string;
  /** Nothing for Sent: a notification, or its copy is on its way there. */
  readonly unfiled?: boolean;
  /** Bytes above 127 are in it: it was not built here. */
  readonly eightBit?: boolean;
}

export function publicItem(mail: StoredMail): OutboxItem {
  return {
    id: mail.id,
    account: mail.account,
    state: mail.state,
    subject: mail.subject,
    from: mail.envelopeFrom,
    to: mail.recipients.map((r) => r.address),
    messageId: mail.messageId,
    size: mail.size,
    created: mail.created,
    at: mail.at,
    ...(mail.scheduled === undefined ? {} : { scheduled: mail.scheduled }),
    ...(mail.went === undefined ? {} : { went: mail.went }),
    editable: mail.draft !== null,
    tries: mail.tries,
    reason: mail.reason,
    recipients: mail.recipients,
  };
}

/**
 * What a state found at start means, after a crash: before `dot-sent` nothing can have been accepted, because that
 * state is durable before the final dot is on the wire; from then on only the server knows (scenarios E1–E3).
 */
export function stateAfterCrash(state: OutboxState): OutboxState {
  switch (state) {
    case 'connecting':
    case 'envelope':
    case 'data-started':
      return 'queued';
    case 'dot-sent':
      return 'uncertain';
    case 'held':
    case 'missed':
    case 'queued':
    case 'accepted':
    case 'filed':
    case 'refused':
    case 'retry':
    case 'uncertain':
      return state;
  }
}

/** Waiting times between attempts, in ms: soon, then ever more patiently for about two days. */
const SCHEDULE = [
  60_000,
  300_000,
  900_000,
  3_600_000,
  3_600_000 * 4,
  3_600_000 * 8,
  3_600_000 * 12,
  3_600_000 * 24,
];

/** When attempt number `tries` + 1 is due, or null when it is time to ask the person. */
export const retryDelay = (tries: number): number | null => SCHEDULE[tries - 1] ?? null;

/** When a server that offered no login that may be used is asked again, in ms: often it is the network between. */
export const OFFER_MS = 300_000;

/** Clocks are put right by less than this all the time; nobody's time for thinking better of it is cut short by that. */
const CLOCK_STEP_MS = 60_000;

/**
 * When there is something to do about a message that waits (ms since 1970), null for one that does not. Nothing but what
 * the person has chosen waits longer than it was told to, whatever the clock was set to since.
 */
export function dueAt({ state, at, scheduled, tries, created }: StoredMail, now: number): number | null {
  if (state !== 'held' && state !== 'retry') return null;
  const due = at ?? 0;
  if (scheduled !== undefined && state === 'held') return due;
  // A message that is to be made yet, a wait longer than any: the clock was set back.
  const impossible =
    state === 'held' ? created - now > CLOCK_STEP_MS : due - now > Math.max(OFFER_MS, retryDelay(tries) ?? 0);
  return impossible ? now : due;
}

/** How late a message that was to go out at a certain time may go without asking. */
const GRACE_MS = 10 * 60_000;

/** Whether the time that the person chose passed while nothing could be sent (E12). */
export const isMissed = (mail: StoredMail, now: number): boolean =>
  mail.state === 'held' && mail.scheduled !== undefined && now - mail.scheduled > GRACE_MS;

/** Past its time by so much it is looked for in Sent before it goes out, in ms. */
const WHILE_MS = 3_600_000;
/** Past its time by so much it does not go out without asking, in ms: longer than the longest wait between attempts. */
const LONG_MS = 3 * 86_400_000;

/** Since when it could have gone out: nobody was here, or it was offline, or the account could not log in. */
const waitsSince = ({ created, at, wanted }: StoredMail): number => Math.max(created, at ?? 0, wanted ?? 0);

/**
 * A letter that lay here past its time may be one of a whole profile brought back from a backup, ledger and all: what has
 * gone out since is looked for first, and what is very late goes out when the person says so (E11).
 */
export const hasWaitedWhile = (mail: StoredMail, now: number): boolean => now - waitsSince(mail) > WHILE_MS;
export const hasWaitedLong = (mail: StoredMail, now: number): boolean => now - waitsSince(mail) > LONG_MS;
export const waitedLong = (mail: StoredMail): StoredMail => ({
  ...mail,
  state: 'missed',
  at: null,
  reason: { code: 'waited-long', server: '' },
});

/** It may have gone out, and what the person is asked says all that is known. */
export const isAsked = ({ reason }: StoredMail): boolean =>
  reason?.code === 'not-found-in-sent' || reason?.code === 'already-sent';
export const notFound = (mail: StoredMail): StoredMail => ({
  ...mail,
  reason: { code: 'not-found-in-sent', server: mail.reason?.server ?? '' },
});

/**
 * Whether finding its Message-ID in Sent would say that it went out to those who wait: what was passed on carries its
 * author's, and the copy of a letter that others have already is there in any case.
 */
export const provesSending = ({ filedId, recipients }: StoredMail): boolean =>
  filedId === undefined && !recipients.some(({ state }) => state === 'accepted');

/** Before its first byte is out: may be taken back, edited, sent at once. */
export const isTakeable = ({ state }: StoredMail): boolean =>
  state === 'held' || state === 'missed' || state === 'queued' || state === 'retry' || state === 'refused';

/** As it is when a person wants it sent: now, to those who do not have it. */
export const sendNow = (
  { scheduled: _scheduled, went: _went, ...mail }: StoredMail,
  now: number,
): StoredMail => ({
  ...mail,
  wanted: now,
  state: 'queued',
  at: null,
  reason: null,
  recipients: mail.recipients.map((r) => (r.state === 'refused' ? { ...r, state: 'waiting' } : r)),
});

/** The letter to edit again: to those who have it already it does not go once more (E8). */
export function draftOf({ draft, recipients }: StoredMail): DraftContent | null {
  if (!draft) return null;
  const had = new Set(recipients.flatMap((r) => (r.state === 'accepted' ? [r.address.toLowerCase()] : [])));
  if (had.size === 0) return draft;
  const left = (people: DraftContent['to']): DraftContent['to'] =>
    people.filter(({ address }) => !had.has(wire(address).toLowerCase()));
  return { ...draft, to: left(draft.to), cc: left(draft.cc), bcc: left(draft.bcc) };
}

/** An address as the envelope has it; one that can't be there went to nobody. */
function wire(address: string): string {
  try {
    return addrSpec(address);
  } catch (error) {
    if (isMailError(error)) return address;
    throw error;
  }
}
