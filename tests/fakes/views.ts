import libmime from 'libmime';
import { flagNames } from '@shared/model/flags';
import type { Stage } from './stage';

/** What both sides can say of a mailbox: per UID the subject and everything the server keeps about it. */
export type Views = Record<string, string[]>;

/** The mailboxes of a stage's accounts as the server has them. */
export function serverView(stage: Stage): Views {
  const out: Views = {};
  for (const config of stage.accounts()) {
    const { user } = config.incoming;
    for (const [name, box] of stage.world.account(user).mailboxes) {
      if (box.noSelect) continue;
      out[`${user} ${name}`] = box.messages.map(
        (m) =>
          `${m.uid} ${decoded(m.subject)} ${[...m.flags]
            .map((f) => f.toLowerCase())
            .sort()
            .join(' ')}`,
      );
    }
  }
  return sorted(out);
}

/** As people read it: encoded words (RFC 2047) and folds are the header's business. */
const decoded = (subject: string): string =>
  subject.includes('=?') ? libmime.decodeWords(subject.replace(/\r\n(?=[ \t])/g, '')) : subject;

/** The same as the store holds them, without what waits. */
export function localView(stage: Stage): Views {
  const out: Views = {};
  const { store } = stage;
  const users = new Map(stage.accounts().map((config) => [config.id, config.incoming.user]));
  for (const m of store.mailboxes.values()) {
    if (!m.selectable) continue;
    const held = store.messages.get(`${m.id}/${m.generation}`) ?? new Map<number, never>();
    const words = store.keywords.get(m.id) ?? [];
    out[`${users.get(m.account) ?? '?'} ${m.name}`] = [...held]
      .sort((a, b) => a[0] - b[0])
      .map(([n, h]) => {
        const flags = [...flagNames(h.flags), ...words.filter((_, i) => (h.keywords & (1 << i)) !== 0)];
        return `${n} ${h.row.envelope.subject} ${flags
          .map((f) => f.toLowerCase())
          .sort()
          .join(' ')}`;
      });
  }
  return sorted(out);
}

const sorted = (views: Views): Views =>
  Object.fromEntries(Object.entries(views).sort(([a], [b]) => (a < b ? -1 : 1)));
