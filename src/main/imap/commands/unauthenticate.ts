import type { Command } from '../session/command';

/** UNAUTHENTICATE (RFC 8437): back to before login on the same connection; everything enabled is off again. */
export const unauthenticate = (): Command<void> => ({
  name: 'UNAUTHENTICATE',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw('UNAUTHENTICATE'),
  finish(_done, state) {
    state.select(null);
    state.enabled.clear();
    state.notifying = false;
    state.forgetCapabilities();
    state.phase = 'not-authenticated';
  },
});
