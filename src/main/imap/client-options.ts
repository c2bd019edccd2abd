import type { Clock } from '@shared/ports/clock';
import type { Compression, Crypto } from '@shared/ports/crypto';
import type { TlsMode } from '@shared/ports/transport';
import type { Limits } from './limits';
import type { ImapEvent } from './session/events';
import type { TraceLine } from './session/trace';

/** What a client needs of the world, and what it may do in it. */
export interface ImapClientOptions {
  readonly clock: Clock;
  /** What was agreed for this connection. `starttls` means required. */
  readonly tls: TlsMode;
  /** The person has accepted, visibly, that the password goes out in clear. Loopback needs no such permission. */
  readonly allowPlaintext?: boolean;
  /** For tags that cannot be guessed. */
  readonly crypto?: Pick<Crypto, 'randomBytes'>;
  readonly compression?: Pick<Compression, 'deflate' | 'inflate'>;
  readonly limits?: Partial<Limits>;
  /** Capabilities that this account has seen fail. */
  readonly learnt?: readonly string[];
  readonly onEvent?: (event: ImapEvent) => void;
  /** Takes every line of the trace while it is not null; asked for each line. */
  readonly trace?: () => ((line: TraceLine) => void) | null;
}

/** For one command: how it is given up, and whether it goes before those that wait. */
export interface RunOptions {
  /** Gives up waiting. Not sent: taken back. Sent: `uncertain` when it may not be repeated. */
  readonly signal?: AbortSignal;
  /** Milliseconds from now until the whole command must be answered. The connection is closed when it is not. */
  readonly deadlineMs?: number;
  /** Goes before commands that are waiting. */
  readonly urgent?: boolean;
}

/** An IDLE that is running. */
export interface Idling {
  /** Resolves when the server has said `+`. */
  readonly started: Promise<void>;
  /** Resolves when it has ended: stopped, or because another command was run. Rejects when the connection ends. */
  readonly done: Promise<void>;
  /** Sends DONE and waits for the end. */
  stop(): Promise<void>;
}
