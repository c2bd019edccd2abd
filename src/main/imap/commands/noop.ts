import type { Command } from '../session/command';
import { simple } from './simple';

/** NOOP (RFC 9051 §6.1.2): gives the server a chance to say what is new. */
export const noop = (): Command<void> => simple('NOOP');

/** CHECK (RFC 3501 §6.4.1): a checkpoint; some servers show appended messages only after it. */
export const check = (): Command<void> => simple('CHECK');
