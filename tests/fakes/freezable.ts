import type { Transport } from '@shared/ports/transport';

export interface Freezable extends Transport {
  /** From now on nothing arrives and nothing gets through; only closing it ends it. */
  freeze(): void;
}

/** A transport whose line can go dead without a word, as after sleep or when a NAT forgot it (C9). */
export function freezable(inner: Transport): Freezable {
  let frozen = false;
  let wake = (): void => undefined;
  const never = new Promise<void>((resolve) => (wake = resolve));
  return {
    get security() {
      return inner.security;
    },
    async receive() {
      const bytes = await inner.receive();
      if (!frozen) return bytes;
      await never;
      return null;
    },
    async send(bytes) {
      if (!frozen) return inner.send(bytes);
      await never;
    },
    startTls: () => inner.startTls(),
    close() {
      wake();
      inner.close();
    },
    freeze() {
      frozen = true;
    },
  };
}
