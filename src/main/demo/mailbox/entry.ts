import type { Attachment, Person } from './compose';

/** One message of the demo mailbox; dates are days before "now", everything left out has a plain default. */
export interface Entry {
  readonly in: Folder;
  /** Days before now, e.g. 0.1 for some two hours. */
  readonly days: number;
  readonly from: Person;
  /** The domain it claims to come from denies it. */
  readonly forged?: boolean;
  /** Ada by default. */
  readonly to?: readonly Person[];
  readonly cc?: readonly Person[];
  /** 'Re: ' and the parent's by default. */
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  /** Letters: S seen, F flagged, A answered, D draft, W forwarded, J junk. */
  readonly flags?: string;
  /** A name for `re` of later entries. */
  readonly key?: string;
  /** Answers the entry of this key. */
  readonly re?: string;
  readonly attachments?: readonly Attachment[];
  readonly calendar?: (at: number) => { readonly method: string; readonly ics: string };
  readonly flowed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Folder =
  | 'INBOX'
  | 'Sent'
  | 'Drafts'
  | 'Archive'
  | 'Junk'
  | 'Trash'
  | 'Projects/Harbour'
  | 'Lists/Baltic sailing'
  | 'Familj & vänner';
