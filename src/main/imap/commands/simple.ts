import type { Command, Completion, Lane } from '../session/command';
import type { SessionState } from '../session/state';
import type { MailboxName } from '../types';

interface Shape<T> {
  readonly lane?: Lane;
  readonly idempotent?: boolean;
  readonly mailbox?: MailboxName;
  readonly finish?: (done: Completion, state: SessionState) => T;
}

/** A command of one word and at most a mailbox name. */
export function simple<T = void>(name: string, shape: Shape<T> = {}): Command<T> {
  return {
    name,
    lane: shape.lane ?? { answers: [name] },
    idempotent: shape.idempotent ?? true,
    write(w) {
      w.raw(name);
      if (shape.mailbox !== undefined) w.sp().mailbox(shape.mailbox);
    },
    finish: (done, state) => shape.finish?.(done, state) as T,
  };
}
