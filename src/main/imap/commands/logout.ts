import type { Command } from '../session/command';

/** LOGOUT (RFC 9051 §6.1.3). */
export const logout = (): Command<void> => ({
  name: 'LOGOUT',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw('LOGOUT'),
  // The BYE is the answer, not news.
  collect: (response) => response.type === 'condition' && response.status === 'BYE',
  finish: () => undefined,
});
