import { command, type Command } from './line';

/** RFC 3207. */
export const starttls = (): Command => command('STARTTLS');
/** RFC 5321 §4.1.1.5. */
export const rset = (): Command => command('RSET');
/** RFC 5321 §4.1.1.9. */
export const noop = (): Command => command('NOOP');
/** RFC 5321 §4.1.1.10. */
export const quit = (): Command => command('QUIT');
