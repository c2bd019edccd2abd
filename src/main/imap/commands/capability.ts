import type { Command } from '../session/command';

/** CAPABILITY (RFC 9051 §6.1.1). */
export const capability = (): Command<void> => ({
  name: 'CAPABILITY',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw('CAPABILITY'),
  finish: () => undefined,
});
