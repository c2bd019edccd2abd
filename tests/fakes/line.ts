import { MailError } from '@shared/errors/mail-error';
import type { Transport } from '@shared/ports/transport';
import type { Life } from './life';

/** The network between an engine and its servers: how many bytes it still carries each way before it breaks. */
export interface Line {
  up: number;
  down: number;
}

export interface Link extends Transport {
  /** From now on nothing arrives and nothing gets through; only closing it ends it. */
  freeze(): void;
}

/**
 * One connection over a line that can go dead without a word (C9: sleep, a NAT that forgot), break at any byte in either
 * direction, and ends with the life of its engine as the system ends the sockets of a killed process.
 */
export function overLine(inner: Transport, line: Line, life: Life): Link {
  let frozen = false;
  let broken = false;
  let wake = (): void => undefined;
  const never = new Promise<void>((resolve) => (wake = resolve));
  const lost = (): MailError =>
    new MailError({ kind: 'unreachable', code: 'closed', message: 'The line broke.' });
  const end = (): void => {
    broken = true;
    inner.close();
  };
  life.atTheEnd(() => {
    frozen = true;
    inner.close();
  });
  return {
    get security() {
      return inner.security;
    },
    async receive() {
      if (broken) throw lost();
      const bytes = await inner.receive();
      if (frozen) {
        await never;
        return null;
      }
      if (broken) throw lost();
      if (bytes === null) return null;
      if (bytes.length <= line.down) {
        line.down -= bytes.length;
        return bytes;
      }
      const part = bytes.slice(0, line.down);
      line.down = Infinity;
      end();
      if (part.length === 0) throw lost();
      return part;
    },
    async send(bytes) {
      if (!life.step('wire') || frozen) {
        await never;
        return;
      }
      if (broken) throw lost();
      if (bytes.length <= line.up) {
        line.up -= bytes.length;
        return inner.send(bytes);
      }
      const part = bytes.slice(0, line.up);
      line.up = Infinity;
      await inner.send(part);
      // The server reads what got through before it sees the end.
      await Promise.resolve();
      end();
      throw lost();
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
