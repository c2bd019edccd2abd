import type { Command } from '../session/command';

/** STARTTLS (RFC 9051 §6.2.1). Not a byte may come behind its OK before TLS. */
export const starttls = (): Command<void> => ({
  name: 'STARTTLS',
  lane: 'alone',
  idempotent: true,
  layer: 'tls',
  write: (w) => void w.raw('STARTTLS'),
  finish: () => undefined,
});
