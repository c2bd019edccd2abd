import type { Rule, RuleCondition } from '../contract/rules';
import { Flag } from '../model/flags';
import type { AccountId } from '../model/ids';
import type { Address, MessageRow } from '../model/message';
import { fold } from '../search/fold';
import { listIdOf } from '../util/list-unsubscribe';

/** What a rule looks at: the header of a message, and what the list knows of it. */
export interface RuleSubject {
  readonly account: AccountId;
  readonly row: MessageRow;
  /** `Flag` bits. */
  readonly flags: number;
  /** Octets. */
  readonly size: number;
}

type TextCondition = Extract<RuleCondition, { kind: 'text' }>;

/** Whether a rule holds for a message: made once for a rule, asked for each message. */
export function matcherOf({
  match,
  conditions,
}: Pick<Rule, 'match' | 'conditions'>): (m: RuleSubject) => boolean {
  const tests = conditions.map(testOf);
  // What nobody has filled in holds for nothing, rather than for everything.
  if (tests.length === 0) return () => false;
  return match === 'all' ? (m) => tests.every((test) => test(m)) : (m) => tests.some((test) => test(m));
}

function testOf(condition: RuleCondition): (m: RuleSubject) => boolean {
  switch (condition.kind) {
    case 'text':
      return textTest(condition);
    case 'attachment':
      return ({ flags }) => ((flags & Flag.HasAttachment) !== 0) === condition.has;
    case 'size':
      return ({ size }) => (condition.how === 'larger' ? size > condition.octets : size < condition.octets);
    case 'account':
      return ({ account }) => account === condition.account;
  }
}

/** Compared as the search does: case and accents do not count. */
function textTest({ field, how, text }: TextCondition): (m: RuleSubject) => boolean {
  const wanted = fold(text.trim());
  if (wanted === '') return () => false;
  const holds = (value: string): boolean => {
    const folded = fold(value.trim());
    if (how === 'is') return folded === wanted;
    return how === 'begins' ? folded.startsWith(wanted) : folded.includes(wanted);
  };
  if (how === 'lacks') return (m) => !valuesOf(field, m.row).some(holds);
  return (m) => valuesOf(field, m.row).some(holds);
}

function valuesOf(field: TextCondition['field'], { envelope }: MessageRow): readonly string[] {
  switch (field) {
    case 'from':
      return people(envelope.from);
    case 'to':
      return [...people(envelope.to), ...people(envelope.cc)];
    case 'subject':
      return [envelope.subject];
    case 'list': {
      const list = envelope.extra['list-id'] ?? '';
      const id = listIdOf(envelope);
      return id === null ? [list] : [id, list];
    }
  }
}

/** Each is known by address, by name, and as it is written. */
const people = (list: readonly Address[]): readonly string[] =>
  list.flatMap(({ name, address }) => (name === '' ? [address] : [address, name, `${name} <${address}>`]));
