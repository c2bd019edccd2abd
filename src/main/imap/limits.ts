/** Bounds on what a server can make the client hold, each with its reason. A server never needs to come near them. */
export interface Limits {
  /** Octets of one line before login: greeting and capabilities are hundreds of bytes (Stalwart CVE-2025-61600 class). */
  readonly lineBeforeLogin: number;
  /** Octets of one line after login: a SEARCH answer of a million UIDs is one line of 8 MB. */
  readonly line: number;
  /** Octets of one response held in memory, literals included; larger literals must be streamed or are dropped. */
  readonly response: number;
  /** FETCH literals from this size go to the command's sink instead of memory. */
  readonly streamFrom: number;
  /** The largest literal read at all: what is bigger cannot be a message that people want (2 GiB). */
  readonly literal: number;
  /** Parentheses in parentheses. Real body structures stay below 20. */
  readonly depth: number;
  /** Values in one list, addresses in one header, parts of one message: real ones stay in the thousands. */
  readonly width: number;
  /** Sections in one FETCH answer: each was asked for by name, and a command line holds a few hundred names. */
  readonly sections: number;
  /** Answers to answers in THREAD: people stop at some hundred, and each level is an object to keep. */
  readonly threadDepth: number;
  /** Messages in one THREAD answer: more than the largest mailbox that people have. */
  readonly threadNodes: number;
  /** Untagged responses that no command asked for between two tagged ones: a flood is an attack or a loop. */
  readonly unsolicited: number;
  /** Octets of them, dropped literals included: with megabytes in each, a flood is few responses. */
  readonly unsolicitedOctets: number;
  /**
   * What the answer to one command may come to, octets as they are kept: each response counts `KEPT` more than it is long.
   * The flags and MODSEQs of two million messages are 650 MB of them. Literals that go to a sink do not count.
   */
  readonly answer: number;
  /** Commands waiting in the client; a caller that queues more has lost control. */
  readonly queue: number;
  /** Responses without an answerable command (unparseable) before the connection is given up. */
  readonly invalid: number;
  /** A DEFLATE stream that grows more than this is a bomb; text compresses 5 to 20 times. */
  readonly inflateRatio: number;
  /** Commands in flight at once (RFC 9051 §5.5); hides the round trip, keeps user actions close to the front. */
  readonly pipeline: number;
  /** Milliseconds until the greeting must be complete. */
  readonly greetingMs: number;
  /** Milliseconds without progress (a complete response, or `progressBytes` of one) before a command fails. */
  readonly commandMs: number;
  /** Octets that count as progress: one byte every ten seconds does not (slow loris). */
  readonly progressBytes: number;
}

/** Octets that a response is kept in beside its own: the objects that it was taken apart into. */
export const KEPT = 256;

/** Those that the parser enforces. */
export type ParserLimits = Pick<Limits, 'depth' | 'width' | 'sections' | 'threadDepth' | 'threadNodes'>;

/** The bounds that hold where none are given; each field of `Limits` says why. */
export const DEFAULT_LIMITS: Limits = {
  lineBeforeLogin: 64 * 1024,
  line: 16 * 1024 * 1024,
  response: 64 * 1024 * 1024,
  streamFrom: 256 * 1024,
  literal: 2 * 1024 * 1024 * 1024,
  depth: 100,
  width: 100_000,
  sections: 10_000,
  threadDepth: 10_000,
  threadNodes: 2_000_000,
  unsolicited: 10_000_000,
  unsolicitedOctets: 256 * 1024 * 1024,
  answer: 768 * 1024 * 1024,
  queue: 10_000,
  invalid: 1_000,
  inflateRatio: 1_000,
  pipeline: 8,
  greetingMs: 60_000,
  commandMs: 120_000,
  progressBytes: 4_096,
};
