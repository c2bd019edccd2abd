/**
 * Everything that can go wrong with a server, in four kinds (design §4):
 * - `refused`: the server understood and said no (NO, BAD, 5xx, -ERR). The connection is fine.
 * - `broken`: the protocol was violated by the peer. Reconnect.
 * - `unreachable`: transport (DNS, refused, timeout, TLS, cut). Later.
 * - `uncertain`: it was sent and no answer came. Verify before doing anything again.
 */
export type ErrorKind = 'refused' | 'broken' | 'unreachable' | 'uncertain';

/** What may be done about it without asking a person. */
export type Retry =
  | { readonly kind: 'never' }
  | { readonly kind: 'later'; readonly afterMs?: number }
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'verify' };

export interface MailErrorInit {
  readonly kind: ErrorKind;
  /** A stable machine-readable word in kebab-case: `auth-failed`, `dns`, `tls-expired`, `literal-too-large` … */
  readonly code: string;
  /** One plain English sentence for logs; what people read is made from `code` through i18n. */
  readonly message: string;
  readonly retry?: Retry;
  /** The server's own words, untrusted plain text. */
  readonly server?: string;
  /** Data for the sentence: host, port, mailbox, recipient … never a secret. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  readonly cause?: unknown;
}

const DEFAULT_RETRY: Record<ErrorKind, Retry> = {
  refused: { kind: 'never' },
  broken: { kind: 'reconnect' },
  unreachable: { kind: 'later' },
  uncertain: { kind: 'verify' },
};

/** The only error that protocol code throws: its kind says what may be done, its code what it was. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly retry: Retry;
  readonly server: string | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(init: MailErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.kind = init.kind;
    this.code = init.code;
    this.retry = init.retry ?? DEFAULT_RETRY[init.kind];
    this.server = init.server;
    this.details = init.details ?? {};
  }
}

export const isMailError = (error: unknown): error is MailError => error instanceof MailError;
