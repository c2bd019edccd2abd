import type { MailError } from '@shared/errors/mail-error';
import { CommandWriter, type Part } from '../codec/writer';
import { lost, unusable } from '../errors';
import type { Limits } from '../limits';
import { compatible, type Command } from './command';
import type { SessionState } from './state';
import type { Trace } from './trace';

/** A command and where it is. */
export interface Flight<T = unknown> {
  readonly command: Command<T>;
  tag: string;
  parts: readonly Part[];
  next: number;
  sent: boolean;
  /** Asked to end (IDLE), as soon as it can be. */
  ending: boolean;
  /** And told the server. */
  interrupted: boolean;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  /** The caller no longer wants it; its answer is awaited all the same. */
  abandoned: boolean;
  /** What its answer has come to so far (`Limits.answer`). */
  taken: number;
}

/** A place in the queue. */
export interface Ticket {
  /**
   * The caller gives up. A command that was not sent is taken back; one that was runs on unheard, and if it cannot be
   * repeated the caller is told `uncertain`.
   */
  abandon(error: MailError): void;
  readonly sent: boolean;
}

export interface PipelinePort {
  readonly limits: Limits;
  readonly trace: Trace;
  /** Letters in front of every tag. */
  readonly tagPrefix: string;
  /** False while nothing may go out: before the greeting, and while the layer below changes. */
  open(): boolean;
  send(part: Exclude<Part, { kind: 'sync' }>): void;
  /** Something is expected of the server from now on. */
  touch(): void;
  /** A command goes out: what comes unasked is counted from here. */
  started(): void;
}

/**
 * Commands waiting and in flight: who may go together (RFC 9051 §5.5), in which order, and which of them is held up
 * by a literal that waits for the server's `+`. Order is that of `submit`, except for urgent ones.
 */
export class Pipeline {
  private queue: Flight[] = [];
  private readonly inFlight = new Map<string, Flight>();
  /** The command whose octets are going out, while it waits for a `+`. */
  private writing: Flight | null = null;
  private counter = 0;

  constructor(
    private readonly port: PipelinePort,
    private readonly state: SessionState,
  ) {}

  get busy(): boolean {
    return [...this.inFlight.values()].some((flight) => flight.command.patient !== true || flight.ending);
  }
  get waiting(): boolean {
    return this.queue.length > 0;
  }
  get full(): boolean {
    return this.queue.length >= this.port.limits.queue;
  }
  /** Commands in flight, oldest first. */
  flights(): IterableIterator<Flight> {
    return this.inFlight.values();
  }
  /** The command in flight where there is but one. */
  get only(): Flight | null {
    if (this.inFlight.size !== 1) return null;
    for (const flight of this.inFlight.values()) return flight;
    return null;
  }
  get(tag: string): Flight | undefined {
    return this.inFlight.get(tag);
  }
  /** Whether a literal of the command has not been asked for yet: the server cannot have done it. */
  incomplete(flight: Flight): boolean {
    return this.writing === flight;
  }

  submit<T>(
    command: Command<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
    urgent: boolean,
  ): Ticket {
    const flight: Flight<T> = {
      command,
      tag: '',
      parts: [],
      next: 0,
      sent: false,
      ending: false,
      interrupted: false,
      resolve,
      reject,
      abandoned: false,
      taken: 0,
    };
    const held = flight as unknown as Flight;
    if (urgent) this.queue.unshift(held);
    else this.queue.push(held);
    this.pump();
    return {
      abandon: (error) => this.abandon(held, error),
      get sent() {
        return flight.sent;
      },
    };
  }

  /** Sends what may be sent. */
  pump(): void {
    while (this.writing === null && this.queue.length > 0 && this.port.open()) {
      const flight = this.queue[0] as Flight;
      if (!this.admits(flight.command)) {
        this.interruptIdle();
        return;
      }
      this.queue.shift();
      this.start(flight);
    }
  }

  /** The command was answered. */
  answered(flight: Flight): void {
    this.inFlight.delete(flight.tag);
    if (this.writing === flight) this.writing = null;
  }

  /** The server said `+`. @returns false when no literal waits for it. */
  goAhead(): boolean {
    const flight = this.writing;
    if (!flight) return false;
    flight.next++;
    this.continueWriting(flight);
    return true;
  }

  /** Asks a running IDLE to end. */
  interruptIdle(): void {
    for (const flight of this.inFlight.values()) this.interrupt(flight);
  }

  interrupt(flight: Flight): void {
    if (flight.interrupted || !flight.command.interrupt) return;
    flight.ending = true;
    const bytes = flight.command.interrupt();
    if (bytes === null) return;
    flight.interrupted = true;
    this.port.touch();
    this.write(bytes, 'DONE\r\n');
  }

  /** Octets of an exchange inside a command (SASL, DONE). @param show how the trace shows them. */
  write(bytes: Uint8Array, show: string): void {
    this.port.trace.sent(show, bytes.length);
    this.port.send({ kind: 'bytes', bytes, show });
  }

  /** The connection is over. Every promise is told; what may have been done and must not be repeated as `uncertain`. */
  end(cause: MailError): void {
    const all = [...this.inFlight.values(), ...this.queue];
    const { writing } = this;
    this.inFlight.clear();
    this.queue = [];
    this.writing = null;
    for (const flight of all) {
      flight.command.failed?.(this.state);
      // A command whose end never left cannot have been done, however much of it did.
      const done = flight.sent && flight !== writing;
      if (!flight.abandoned) flight.reject(lost(flight.command.name, done, flight.command.idempotent, cause));
    }
  }

  private admits(command: Command<unknown>): boolean {
    if (this.inFlight.size === 0) return true;
    if (this.state.quirks.noPipelining || this.inFlight.size >= this.port.limits.pipeline) return false;
    for (const other of this.inFlight.values())
      if (!compatible(other.command.lane, command.lane)) return false;
    return true;
  }

  private start(flight: Flight): void {
    const { command } = flight;
    const { capabilities, enabled } = this.state;
    const tag = `${this.port.tagPrefix}${String(++this.counter)}`;
    const literals = capabilities.has('LITERAL+') ? '+' : capabilities.has('LITERAL-') ? '-' : 'sync';
    const utf8 = enabled.has('UTF8=ACCEPT') || enabled.has('IMAP4REV2');
    const writer = new CommandWriter({ literals, utf8 });
    try {
      writer.raw(`${tag} `);
      command.write(writer, this.state);
      flight.parts = writer.end();
    } catch (error) {
      command.failed?.(this.state);
      flight.reject(error);
      return;
    }
    flight.tag = tag;
    if (this.inFlight.size === 0) this.port.touch();
    this.inFlight.set(tag, flight);
    command.begin?.(this.state, tag);
    this.port.started();
    this.writing = flight;
    this.continueWriting(flight);
  }

  private continueWriting(flight: Flight): void {
    while (flight.next < flight.parts.length) {
      const part = flight.parts[flight.next] as Part;
      if (part.kind === 'sync') return;
      flight.next++;
      flight.sent = true;
      if (part.kind === 'bytes') this.write(part.bytes, part.show);
      else {
        this.port.trace.sent(`<${String(part.size)} octets>`, part.size);
        this.port.send(part);
      }
    }
    this.writing = null;
  }

  private abandon(flight: Flight, error: MailError): void {
    if (flight.abandoned) return;
    const queued = this.queue.indexOf(flight);
    if (queued >= 0) {
      this.queue.splice(queued, 1);
      flight.abandoned = true;
      flight.command.failed?.(this.state);
      flight.reject(error);
      return;
    }
    if (!this.inFlight.has(flight.tag)) return;
    flight.abandoned = true;
    this.interrupt(flight);
    flight.reject(lost(flight.command.name, true, flight.command.idempotent, error));
  }
}

export const queueFull = (): MailError => unusable('queue-full', 'Too many commands are waiting.');
