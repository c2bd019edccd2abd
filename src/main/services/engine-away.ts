import { type Generation, type MailboxId, type MessageKey, messageKey, uid } from '@shared/model/ids';
import { hasUid } from '@shared/model/uid-ranges';
import { AwayBook } from './away/away-book';
import type { Engine } from './engine';

/** UIDs of a mailbox that the person's own operations name, done or not: told apart from what others did. */
export type OwnDoing = (mailbox: MailboxId, generation: Generation) => (uid: number) => boolean;

export function ownDoingOf(engine: Engine): OwnDoing {
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
  return (mailbox, generation) => {
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
  };
}

/** What happened while nobody looked, of what others did. */
export function awayOf(engine: Engine, ownDoing: OwnDoing): AwayBook {
  const { vault, clock } = engine.parts;
  return new AwayBook({
    journal: vault,
    now: () => clock.now(),
    roleOf: (mailbox) => {
      const known = engine.registry.get(mailbox);
      return known ? known.role : undefined;
    },
    ownDoing,
    tell: (report) => engine.tell('away', { report }),
  });
}
