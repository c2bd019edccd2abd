import type { Command } from '../session/command';

/** COMPRESS DEFLATE (RFC 4978 §3). Everything behind its OK is compressed. */
export const compress = (): Command<void> => ({
  name: 'COMPRESS',
  lane: 'alone',
  idempotent: true,
  layer: 'deflate',
  write: (w) => void w.raw('COMPRESS DEFLATE'),
  finish: () => undefined,
});
