import { command, type Command } from './line';

/** RFC 3030 §2. The octets follow the line at once. */
export const bdat = (octets: number, last: boolean): Command =>
  last ? command('BDAT', String(octets), 'LAST') : command('BDAT', String(octets));
