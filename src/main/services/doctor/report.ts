/**
 * - `held`: it was tried and the answers made sense.
 * - `failed`: it was tried and refused, or the answers contradict each other.
 * - `unclear`: it was accepted, but this mailbox has nothing that would tell.
 * - `not-tried`: trying would write, or Tern's quirk table already says no.
 */
export type Outcome = 'held' | 'failed' | 'unclear' | 'not-tried';

export interface Finding {
  readonly outcome: Outcome;
  /** One English sentence; may end with the server's own words. */
  readonly detail: string;
}

export interface CheckedCapability extends Finding {
  /** As on the wire, upper case; `SEARCH` and `STATUS` stand for the base protocol. */
  readonly capability: string;
}

export interface ConnectionFacts {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** What was agreed: `starttls` means that it was required, and there. */
  readonly tls: 'tls' | 'starttls' | 'none';
  readonly protocol: string | null;
  readonly cipher: string | null;
  /** SHA-256 of the certificate, lower-case hex. */
  readonly fingerprint: string | null;
  /** The SASL mechanism, or `LOGIN command`. */
  readonly login: string;
}

/** Milliseconds, one command and its answer. */
export interface RoundTrip {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
  readonly samples: number;
}

export interface QuirkFacts {
  readonly id: string;
  readonly server: string;
  /** What Tern does differently, in words. */
  readonly effects: readonly string[];
}

/** What Tern does with this server, decided as the sync engine decides it, minus what failed here. */
export interface ImapPlan {
  readonly changes: 'QRESYNC' | 'CONDSTORE' | 'flags';
  readonly move: 'MOVE' | 'COPY and UID EXPUNGE' | 'COPY, originals stay marked deleted';
  readonly push: 'IDLE' | 'polling';
  readonly mailboxes: 'LIST-STATUS' | 'LIST and STATUS';
  readonly identity: 'EMAILID' | 'X-GM-MSGID' | 'fingerprint';
  readonly preview: 'PREVIEW' | 'first text part';
  readonly appendLimit: number | null;
  /** Capabilities that are claimed and not believed. */
  readonly distrusted: readonly string[];
}

export interface ImapReport {
  readonly format: 1;
  readonly protocol: 'imap';
  readonly connection: ConnectionFacts;
  readonly greeting: string;
  /** The answer to ID; null when it was not offered. */
  readonly id: Readonly<Record<string, string>> | null;
  readonly claimed: { readonly beforeLogin: readonly string[]; readonly afterLogin: readonly string[] };
  readonly checks: readonly CheckedCapability[];
  readonly mailboxes: {
    readonly count: number;
    readonly roles: readonly { readonly role: string; readonly name: string }[];
    /** What the message checks were made on; null when every mailbox looked at was empty. */
    readonly sample: { readonly name: string; readonly messages: number } | null;
  };
  readonly roundTripMs: RoundTrip;
  readonly quirks: readonly QuirkFacts[];
  readonly plan: ImapPlan;
  /** Connections that were needed; more than one when a check ended one. */
  readonly connections: number;
}

export interface SmtpReport {
  readonly format: 1;
  readonly protocol: 'smtp';
  readonly connection: ConnectionFacts;
  readonly claimed: readonly string[];
  readonly maxSize: number | null;
  readonly roundTripMs: RoundTrip;
}

export interface Pop3Report {
  readonly format: 1;
  readonly protocol: 'pop3';
  readonly connection: Omit<ConnectionFacts, 'login'>;
  readonly messages: number;
  readonly octets: number;
  readonly checks: readonly CheckedCapability[];
  readonly roundTripMs: RoundTrip;
}

export type DoctorReport = ImapReport | SmtpReport | Pop3Report;

export const held = (detail: string): Finding => ({ outcome: 'held', detail });
export const failed = (detail: string): Finding => ({ outcome: 'failed', detail });
export const unclear = (detail: string): Finding => ({ outcome: 'unclear', detail });
