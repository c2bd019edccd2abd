import type { Command } from '../session/command';
import { simple } from './simple';

/** UNSELECT (RFC 3691): leaves the mailbox and expunges nothing. */
export const unselect = (): Command<void> =>
  simple('UNSELECT', { lane: 'alone', finish: (_done, state) => state.select(null) });
