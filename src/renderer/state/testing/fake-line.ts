import type { Port } from '@shared/rpc/port';

/** A line to a fake: it can go dead, and be cut. */
export interface FakeLine {
  readonly dial: () => Promise<Port>;
  /** What is said from now on reaches nobody, until the next connection. */
  readonly deafen: () => void;
  /** Closes the connection; the next one is a good one. */
  readonly cut: () => void;
}

export function fakeLine(open: () => Port): FakeLine {
  let port: Port | null = null;
  let deaf = false;
  return {
    dial: () => {
      const mine = open();
      port = mine;
      deaf = false;
      return Promise.resolve({
        ...mine,
        post: (message) => {
          if (!deaf) mine.post(message);
        },
      });
    },
    deafen: () => {
      deaf = true;
    },
    cut: () => port?.close(),
  };
}
