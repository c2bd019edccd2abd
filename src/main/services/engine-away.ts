import { type MessageKey, messageKey, uid } from '@shared/model/ids';
import { hasUid } from '@shared/model/uid-ranges';
import { AwayBook } from './away/away-book';
import type { Engine } from './engine';

/** What happened while nobody looked, of what others did: the person's own operations are told apart here. */
export function awayOf(engine: Engine): AwayBook {
  const { vault, clock } = engine.parts;
  let version = -1;
  let moved: ReadonlySet<MessageKey> = new Set();
  /** Messages that moved by Tern, by their old and their new place. */
  const movedByUs = (): ReadonlySet<MessageKey> => {
    if (version !== engine.forwarding.version) {
      version = engine.forwarding.version;
      const { from, to } = engine.forwarding.entries();
      moved = new Set([...from, ...to]);
    }
    return moved;
  };
  return new AwayBook({
    journal: vault,
    now: () => clock.now(),
    roleOf: (mailbox) => {
      const known = engine.registry.get(mailbox);
      return known ? known.role : undefined;
    },
    ownDoing: (mailbox, generation) => {
      const ours = movedByUs();
      const pending = engine.queue
        .all()
        .flatMap(({ intent }) =>
          'messages' in intent &&
          intent.messages.mailbox === mailbox &&
          intent.messages.generation === generation
            ? [intent.messages.uids]
            : [],
        );
      return (n) =>
        ours.has(messageKey({ mailbox, generation, uid: uid(n) })) || pending.some((uids) => hasUid(uids, n));
    },
    tell: (report) => engine.tell('away', { report }),
  });
}
