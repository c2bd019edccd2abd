import type { ModSeq } from '@shared/model/ids';
import { unusable } from '../errors';
import { UidSet, type SeqSet } from '../sets';
import { MailboxView } from '../session/mailbox-view';
import type { Command } from '../session/command';
import { displayName } from '../codec/parse-common';
import { encodeUtf7 } from '@shared/util/utf7';
import type { FetchedMessage, MailboxName, Response } from '../types';

/** How to open a mailbox: to read only, with CONDSTORE, or from what is known of it (QRESYNC). */
export interface SelectOptions {
  /** EXAMINE: nothing can be changed. */
  readonly readOnly?: boolean;
  /** Ask for MODSEQs (RFC 7162 §3.1.8). */
  readonly condstore?: boolean;
  /** Ask for everything that changed since (RFC 7162 §3.2.5). QRESYNC must have been enabled. */
  readonly qresync?: {
    readonly uidValidity: number;
    readonly modseq: bigint;
    /** The UIDs that are known; left out, the server takes 1 … UIDNEXT−1. */
    readonly known?: UidSet;
    /** Sequence numbers and their UIDs, ascending and of equal length, so that a server without history says less. */
    readonly match?: { readonly seqs: SeqSet; readonly uids: UidSet };
  };
}

/** What SELECT or EXAMINE said of the mailbox (RFC 9051 §6.3.2), with QRESYNC also what is new in it. */
export interface SelectedMailbox {
  readonly wire: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly exists: number;
  readonly recent: number;
  readonly flags: readonly string[];
  /** Null when the server did not say: then every flag may be set (RFC 9051 §7.1). */
  readonly permanentFlags: readonly string[] | null;
  /** 0 when the server did not say. */
  readonly uidValidity: number;
  /** 0 when the server did not say (Winmail, 163: U8). */
  readonly uidNext: number;
  readonly highestModSeq: ModSeq | null;
  /** The server keeps no MODSEQs for this mailbox: forget those that were stored. */
  readonly noModSeq: boolean;
  readonly uidNotSticky: boolean;
  readonly mailboxId: string | null;
  /** QRESYNC: messages gone since, possibly more than were known. */
  readonly vanished: UidSet;
  /** QRESYNC: messages whose flags changed since. */
  readonly changed: readonly FetchedMessage[];
}

type Collected = { -readonly [K in keyof SelectedMailbox]: SelectedMailbox[K] };

/** SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3). Nothing that arrives on the way counts before the OK. */
export function select(mailbox: MailboxName, options: SelectOptions = {}): Command<SelectedMailbox> {
  const fresh = (): Collected => ({
    wire: typeof mailbox === 'string' ? mailbox : mailbox.wire,
    name: typeof mailbox === 'string' ? mailbox : displayName(mailbox.wire),
    readOnly: options.readOnly === true,
    exists: 0,
    recent: 0,
    flags: [],
    permanentFlags: null,
    uidValidity: 0,
    uidNext: 0,
    highestModSeq: null,
    noModSeq: false,
    uidNotSticky: false,
    mailboxId: null,
    vanished: UidSet.empty,
    changed: [],
  });
  let box = fresh();
  let changed: FetchedMessage[] = [];
  let vanished: UidSet[] = [];
  const readOnly = options.readOnly === true;
  return {
    name: readOnly ? 'EXAMINE' : 'SELECT',
    lane: 'alone',
    idempotent: true,
    begin: (state) => state.select(null),
    write(w, state) {
      const word = readOnly && !state.quirks.selectInsteadOfExamine ? 'EXAMINE' : 'SELECT';
      w.raw(`${word} `).mailbox(mailbox);
      if (typeof mailbox === 'string' && !w.context.utf8) box.wire = encodeUtf7(mailbox);
      const { qresync } = options;
      if (qresync && !state.enabled.has('QRESYNC'))
        throw unusable('not-enabled', 'QRESYNC has not been enabled.');
      if (qresync) {
        w.raw(` (QRESYNC (${String(qresync.uidValidity)} ${String(qresync.modseq)}`);
        if (qresync.known) w.raw(` ${qresync.known.toString()}`);
        if (qresync.match) w.raw(` (${qresync.match.seqs.toString()} ${qresync.match.uids.toString()})`);
        w.raw('))');
      } else if (options.condstore === true) w.raw(' (CONDSTORE)');
    },
    collect(response) {
      if (
        response.type === 'condition' &&
        response.code?.name === 'OTHER' &&
        response.code.atom === 'CLOSED'
      ) {
        // Everything so far was about the mailbox before (RFC 7162 §3.2.11).
        const { wire } = box;
        box = fresh();
        box.wire = wire;
        changed = [];
        vanished = [];
        return true;
      }
      return take(box, changed, vanished, response);
    },
    finish(done, state) {
      if (done.code?.name === 'OTHER' && done.code.atom === 'READ-ONLY') box.readOnly = true;
      box.changed = changed;
      box.vanished = UidSet.empty.unionAll(vanished);
      const view = new MailboxView({ ...box, sequence: !state.enabled.has('UIDONLY') });
      for (const message of changed) if (message.uid !== null) view.learnUid(message.seq, message.uid);
      state.select(view);
      return box;
    },
  };
}

/** One untagged response of a SELECT; true when it was about the mailbox. */
function take(box: Collected, changed: FetchedMessage[], vanished: UidSet[], response: Response): boolean {
  switch (response.type) {
    case 'exists':
      box.exists = response.count;
      return true;
    case 'recent':
      box.recent = response.count;
      return true;
    case 'flags':
      box.flags = response.flags;
      return true;
    case 'fetch':
      changed.push(response.message);
      return true;
    case 'vanished':
      vanished.push(response.uids);
      return true;
    case 'expunge':
      box.exists = Math.max(0, box.exists - 1);
      return true;
    case 'condition':
      return takeCode(box, response);
    default:
      return false;
  }
}

function takeCode(box: Collected, response: Response & { type: 'condition' }): boolean {
  const { code } = response;
  switch (code?.name) {
    case 'PERMANENTFLAGS':
      box.permanentFlags = code.flags;
      return true;
    case 'UIDVALIDITY':
      box.uidValidity = code.value;
      return true;
    case 'UIDNEXT':
      box.uidNext = code.value;
      return true;
    case 'UNSEEN':
      return true;
    case 'HIGHESTMODSEQ':
      box.highestModSeq = code.value as ModSeq;
      return true;
    case 'MAILBOXID':
      box.mailboxId = code.id;
      return true;
    case 'OTHER':
      if (code.atom === 'NOMODSEQ') box.noModSeq = true;
      else if (code.atom === 'UIDNOTSTICKY') box.uidNotSticky = true;
      else return false;
      return true;
    default:
      return false;
  }
}
