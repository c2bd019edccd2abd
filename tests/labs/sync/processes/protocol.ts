import type { Port } from '@shared/rpc/port';
import { PortCore } from '@shared/rpc/port';

/** What an engine in a process of its own is told when it starts. */
export interface Orders {
  readonly profile: string;
  readonly imapPort: number;
  readonly smtpPort: number;
  /** ms that the wall clock is off. */
  readonly offset: number;
}

/** Parent → engine. */
export type Order =
  | { readonly t: 'open'; readonly kind: 'ui' | 'store'; readonly id: number }
  | { readonly t: 'post'; readonly id: number; readonly message: unknown }
  | { readonly t: 'close'; readonly id: number }
  /** Die at the n-th such step from now on. */
  | { readonly t: 'end-at'; readonly step: 'wire' | 'journal'; readonly n: number }
  | { readonly t: 'jump'; readonly ms: number };

/** Engine → parent. */
export type Report =
  | { readonly t: 'up' }
  | { readonly t: 'post'; readonly id: number; readonly message: unknown }
  | { readonly t: 'close'; readonly id: number };

/** One of several channels between two processes. */
export interface Channel extends Port {
  /** What came from the other process for this channel. */
  deliver(message: unknown): void;
  /** The other end, or the process it lived in, is gone. */
  ended(): void;
}

export function channel(id: number, send: (message: Report & Order) => void): Channel {
  const core = new PortCore();
  return {
    post: (message) => {
      if (!core.closed) send({ t: 'post', id, message });
    },
    onMessage: (handler) => core.onMessage(handler),
    onClose: (handler) => core.onClose(handler),
    close: () => {
      if (core.close()) send({ t: 'close', id });
    },
    deliver: (message) => core.deliver(message),
    ended: () => void core.close(),
  };
}
