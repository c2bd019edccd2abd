import type { CommandWriter } from '../codec/writer';
import type { LiteralSink } from '../codec/framer';
import type { UidSet } from '../sets';
import type { Response, ResponseCode } from '../types';
import type { SessionState } from './state';

/** Which commands may be in flight together (RFC 9051 §5.5). */
export type Lane =
  /** Nothing else: changes the state, or uses sequence numbers. */
  | 'alone'
  | {
      /** Untagged responses that it takes for its own; two commands must not both take the same. */
      readonly answers: readonly string[];
      /** The messages that it names. Commands that name different ones can share an answer. */
      readonly uids?: UidSet;
      /** Changes what others may read of these messages. */
      readonly writes?: boolean;
    };

/** The tagged OK that ended a command. */
export interface Completion {
  readonly tag: string;
  readonly code: ResponseCode | null;
  readonly text: string;
}

/** A FETCH literal that begins to arrive. */
export interface LiteralInfo {
  readonly seq: number;
  /** Null when the server writes the UID behind the literal. */
  readonly uid: number | null;
  readonly item: 'BODY' | 'BINARY';
  readonly section: string;
  readonly origin: number | null;
  readonly size: number;
}

/** One command: how it is written, what it takes from the stream of responses, and what it gives. */
export interface Command<T> {
  /** For errors and the trace: `UID FETCH`. */
  readonly name: string;
  readonly lane: Lane;
  /** May be sent again when no answer came. False makes a lost answer `uncertain`. */
  readonly idempotent: boolean;
  /** Writes everything after the tag. */
  write(writer: CommandWriter, state: SessionState): void;
  /** It is the next to be sent. */
  begin?(state: SessionState, tag: string): void;
  /** Looks at an untagged response; true when it was meant for this command and is no event. */
  collect?(response: Response, state: SessionState): boolean;
  /** Looks at an answer of a UID and flags alone, of which no response is made; false when it is not meant for it. */
  flags?(uid: number, flags: readonly string[]): boolean;
  /** Asks for somewhere to put a large literal; null refuses it. */
  literal?(info: LiteralInfo): LiteralSink | null;
  /** Answers a `+` that no literal waits for. Null sends nothing. */
  proceed?(text: string): Uint8Array | null | Promise<Uint8Array | null>;
  /** What to send to make a running command (IDLE) end, once. */
  interrupt?(): Uint8Array | null;
  /** Makes the result of the tagged OK. */
  finish(done: Completion, state: SessionState): T;
  /** What the server left undone by its own word (MESSAGELIMIT, RFC 9738): run next, its result is that of both. */
  rest?(): Command<T> | null;
  /** The command ended with NO or BAD; a value makes it a success, undefined leaves the error. */
  recover?(status: 'NO' | 'BAD', code: ResponseCode | null, text: string, state: SessionState): T | undefined;
  /** Called when it will not finish. */
  failed?(state: SessionState): void;
  /** True for commands that wait as long as nothing happens (IDLE): no deadline. */
  readonly patient?: boolean;
  /** What the layer below does after the tagged OK: no byte is parsed before it is done. */
  readonly layer?: 'tls' | 'deflate';
}

/** Whether two commands may be in flight together. */
export function compatible(a: Lane, b: Lane): boolean {
  if (a === 'alone' || b === 'alone') return false;
  const apart = a.uids !== undefined && b.uids !== undefined && !a.uids.intersects(b.uids);
  if (apart) return true;
  if (a.answers.some((answer) => b.answers.includes(answer))) return false;
  return !(a.writes === true || b.writes === true) || a.uids === undefined || b.uids === undefined;
}
