import type { Command } from '../session/command';

/** Show only in answers to commands that ask for what they bring. */
const TOLD_BY_COMMANDS: ReadonlySet<string> = new Set(['CONDSTORE', 'QRESYNC']);

/**
 * ENABLE (RFC 5161 §3.1). Enabled is what `* ENABLED` says, not what was asked: iCloud answers OK alone (A3).
 * @returns the capabilities now on, upper case.
 */
export const enable = (capabilities: readonly string[]): Command<readonly string[]> => ({
  name: 'ENABLE',
  // Other words change how what follows is written (UTF8=ACCEPT, RFC 6855 §3) or read (UIDONLY, RFC 9586 §3).
  lane: capabilities.every((name) => TOLD_BY_COMMANDS.has(name.toUpperCase()))
    ? { answers: ['ENABLED'] }
    : 'alone',
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
