import type { QuirkReason } from './events';
import type { Capabilities } from '../capabilities';
import type { QuirkProfile } from '../quirks';
import type { MailboxView } from './mailbox-view';

/** Where a session stands (RFC 9051 §3), with `greeting` before and `closed` after it. */
export type Phase = 'greeting' | 'not-authenticated' | 'authenticated' | 'selected' | 'closed';

/** What commands may know of the connection, and what they change when they succeed. */
export interface SessionState {
  phase: Phase;
  capabilities: Capabilities;
  /** False until the server has said what it can do in this phase. */
  capabilitiesKnown: boolean;
  readonly enabled: Set<string>;
  /** The selected mailbox. */
  view: MailboxView | null;
  /** NOTIFY is set and the server has not given up on it. */
  notifying: boolean;
  /** The server's answer to ID. */
  serverId: ReadonlyMap<string, string | null> | null;
  greeting: string;
  quirks: QuirkProfile;
  /** Takes the words of a CAPABILITY response or code. */
  learn(words: readonly string[]): void;
  /** Applies the quirk table again after ID or ENABLE changed what is known. */
  assess(): void;
  /** A capability did not do what it claims: not used again in this session, and told as a `quirk` event. */
  distrust(capability: string, reason: QuirkReason): void;
  /** What was claimed may no longer hold (login, UNAUTHENTICATE). */
  forgetCapabilities(): void;
  /** Login succeeded. */
  authenticated(): void;
  /** Nothing more is read from the server until this resolves. */
  slow(until: Promise<void>): void;
  /** Enters a mailbox or, with null, leaves it. */
  select(view: MailboxView | null): void;
}
