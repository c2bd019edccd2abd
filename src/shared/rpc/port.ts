/**
 * One end of a message channel between two parts of Tern. Adapters of a few lines exist for MessagePort, Electron's
 * MessagePortMain, WebSocket and an in-memory pair; nothing above them knows which one it has.
 */
export interface Port {
  /** Hands a structured-cloneable value to the other end. Messages arrive in order or not at all. */
  post(message: unknown): void;
  /** Registers the one receiver. Messages that came before are delivered on registration. */
  onMessage(handler: (message: unknown) => void): void;
  /** Called once when the channel is gone, for whatever reason; at once if it already is. */
  onClose(handler: () => void): void;
  close(): void;
}

/** Delivery of early messages, single receiver and close-once: the part every adapter needs. */
export class PortCore {
  #receiver: ((message: unknown) => void) | null = null;
  #early: unknown[] = [];
  #closers: (() => void)[] = [];
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }
  deliver(message: unknown): void {
    if (this.#closed) return;
    if (this.#receiver) this.#receiver(message);
    else this.#early.push(message);
  }
  onMessage(handler: (message: unknown) => void): void {
    this.#receiver = handler;
    const early = this.#early;
    this.#early = [];
    for (const message of early) handler(message);
  }
  onClose(handler: () => void): void {
    if (this.#closed) handler();
    else this.#closers.push(handler);
  }
  /** Returns false when it was closed before. */
  close(): boolean {
    if (this.#closed) return false;
    this.#closed = true;
    const closers = this.#closers;
    this.#closers = [];
    for (const closer of closers) closer();
    return true;
  }
}
