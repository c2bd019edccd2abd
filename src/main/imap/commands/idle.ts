import { encodeLatin1 } from '../codec/bytes';
import type { Command } from '../session/command';

/** IDLE (RFC 2177). Data may come before the `+` (Outlook, M17). Ends with DONE when asked or when a command waits. */
export function idle(onStart: () => void): Command<void> {
  let started = false;
  return {
    name: 'IDLE',
    lane: 'alone',
    idempotent: true,
    patient: true,
    write: (w) => void w.raw('IDLE'),
    proceed() {
      started = true;
      onStart();
      return null;
    },
    interrupt: () => (started ? encodeLatin1('DONE\r\n') : null),
    finish: () => undefined,
  };
}
