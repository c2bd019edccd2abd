import type { MessageState, Term, TextField } from './query';
import { type DateForms, readDate } from './dates';
import { parseAgo, parseSize } from './values';

/** What stands before a colon, by the names people know from other programs. */
export const OPERATORS = {
  from: 'from',
  to: 'to',
  cc: 'cc',
  subject: 'subject',
  body: 'body',
  text: 'body',
  filename: 'filename',
  attachment: 'filename',
  list: 'list',
  is: 'is',
  has: 'has',
  in: 'in',
  folder: 'in',
  mailbox: 'in',
  account: 'account',
  label: 'keyword',
  keyword: 'keyword',
  tag: 'keyword',
  before: 'before',
  after: 'after',
  since: 'after',
  on: 'on',
  date: 'on',
  older: 'before',
  newer: 'after',
  newer_than: 'newer_than',
  older_than: 'older_than',
  larger: 'larger',
  size: 'larger',
  smaller: 'smaller',
} as const;
export type OperatorName = (typeof OPERATORS)[keyof typeof OPERATORS];

export const operatorOf = (name: string): OperatorName | null => {
  const lower = name.toLowerCase();
  return Object.hasOwn(OPERATORS, lower) ? OPERATORS[lower as keyof typeof OPERATORS] : null;
};

const STATES: Readonly<Record<string, MessageState>> = {
  unread: 'unread',
  unseen: 'unread',
  new: 'unread',
  read: 'read',
  seen: 'read',
  starred: 'starred',
  flagged: 'starred',
  answered: 'answered',
  replied: 'answered',
  forwarded: 'forwarded',
  draft: 'draft',
};
const HAS = ['attachment', 'attachments'];

const TEXT_FIELDS: ReadonlySet<string> = new Set<TextField>([
  'subject',
  'body',
  'from',
  'to',
  'cc',
  'list',
  'filename',
]);
export const isTextField = (name: OperatorName): name is Exclude<TextField, 'any'> & OperatorName =>
  TEXT_FIELDS.has(name);

/**
 * The condition that an operator makes with a value.
 * @param forms how the reader's language writes dates
 * @returns `incomplete` while the value may still become one, null when it never will.
 */
export function termOf(
  name: Exclude<OperatorName, TextField>,
  value: string,
  forms: DateForms,
): Term | 'incomplete' | null {
  const lower = value.toLowerCase();
  const begins = (names: readonly string[]): 'incomplete' | null =>
    names.some((full) => full.startsWith(lower)) ? 'incomplete' : null;
  switch (name) {
    case 'is': {
      const state = Object.hasOwn(STATES, lower) ? STATES[lower] : undefined;
      return state ? { kind: 'is', state } : begins(Object.keys(STATES));
    }
    case 'has':
      if (lower === 'star') return { kind: 'is', state: 'starred' };
      return HAS.includes(lower) ? { kind: 'attachment' } : begins([...HAS, 'star']);
    case 'in':
      return { kind: 'in', name: value };
    case 'account':
      return { kind: 'account', name: value };
    case 'keyword':
      return { kind: 'keyword', name: value };
    case 'before':
    case 'after':
    case 'on': {
      const when = readDate(value, forms);
      return when === null || when === 'incomplete' ? when : { kind: 'date', op: name, when };
    }
    case 'newer_than':
    case 'older_than': {
      const when = parseAgo(value);
      if (when) return { kind: 'date', op: name === 'newer_than' ? 'after' : 'before', when };
      return /^\d+$/.test(value) ? 'incomplete' : null;
    }
    case 'larger':
    case 'smaller': {
      const octets = parseSize(value);
      return octets === null ? null : { kind: 'size', op: name, octets };
    }
  }
}
