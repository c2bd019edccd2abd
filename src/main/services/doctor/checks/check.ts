import type { ListedMailbox, SelectedMailbox, UidSet } from '../../../imap';
import type { Patient } from '../patient';
import type { Finding } from '../report';

/** The mailbox that messages are looked at in, EXAMINEd. */
export interface Sample {
  readonly wire: string;
  readonly name: string;
  readonly selected: SelectedMailbox;
  /** UIDs of the last messages by sequence number, at most `NEWEST`: the truth that other answers are held against. */
  readonly newest: UidSet;
}

export const NEWEST = 50;

export interface CheckContext {
  readonly patient: Patient;
  /** Every mailbox, as plain LIST tells. */
  readonly mailboxes: readonly ListedMailbox[];
}

export interface SampleContext extends CheckContext {
  readonly sample: Sample;
}

/** How to find out, by reading only, whether a server does what it claims. */
export interface Check<C extends CheckContext = CheckContext> {
  /** Tried when this is claimed; `null` for the base protocol, tried always. */
  readonly claim: string | null;
  /** In the report; the claim unless told. */
  readonly title?: string;
  /** A refusal with NO or BAD need not be caught: it is a finding. */
  readonly try: (context: C) => Promise<Finding>;
}
