import { command, type Command } from './line';

/** RFC 5321 §4.1.1.4. */
export const data = (): Command => command('DATA');
