import type { Command } from '../session/command';

/**
 * ENABLE (RFC 5161 §3.1). Enabled is what `* ENABLED` says, not what was asked: iCloud answers OK alone (A3).
 * @returns the capabilities now on, upper case.
 */
export const enable = (capabilities: readonly string[]): Command<readonly string[]> => ({
  name: 'ENABLE',
  lane: 'alone',
  idempotent: true,
  write: (w) => void w.raw(`ENABLE ${capabilities.join(' ')}`),
  collect(response, state) {
    if (response.type !== 'enabled') return false;
    for (const name of response.capabilities) state.enabled.add(name.toUpperCase());
    return true;
  },
  finish(_done, state) {
    // QRESYNC brings CONDSTORE with it (RFC 7162 §3.2.3).
    if (state.enabled.has('QRESYNC')) state.enabled.add('CONDSTORE');
    state.assess();
    return capabilities.map((name) => name.toUpperCase()).filter((name) => state.enabled.has(name));
  },
});
