import { existsSync } from 'node:fs';

const NEEDED = ['/usr/sbin/dovecot', '/usr/bin/doveadm', '/usr/sbin/postfix', '/usr/bin/openssl'];

/** Why Dovecot and Postfix cannot be started here, in a sentence; null when they can. */
export function whyNoServers(): string | null {
  if (process.getuid?.() !== 0) return 'Dovecot and Postfix are started by root only.';
  const missing = NEEDED.filter((path) => !existsSync(path));
  return missing.length === 0 ? null : `Not installed: ${missing.join(', ')}.`;
}
