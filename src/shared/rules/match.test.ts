import { describe, expect, it } from 'vitest';
import type { RuleCondition } from '../contract/rules';
import { Flag } from '../model/flags';
import type { AccountId } from '../model/ids';
import { EMPTY_ENVELOPE, type Envelope } from '../model/message';
import { matcherOf, type RuleSubject } from './match';

const subject = (envelope: Partial<Envelope>, more: Partial<RuleSubject> = {}): RuleSubject => ({
  account: 'a1' as AccountId,
  row: { envelope: { ...EMPTY_ENVELOPE, ...envelope }, structure: null, preview: '', identity: 'i' },
  flags: 0,
  size: 1000,
  ...more,
});
const text = (
  field: 'from' | 'to' | 'subject' | 'list',
  how: 'contains' | 'lacks' | 'is' | 'begins',
  words: string,
): RuleCondition => ({ kind: 'text', field, how, text: words });
const holds = (condition: RuleCondition, message: RuleSubject): boolean =>
  matcherOf({ match: 'all', conditions: [condition] })(message);

describe('a condition', () => {
  const letter = subject({
    from: [{ name: 'Åsa Öberg', address: 'Asa@Example.org' }],
    to: [{ name: '', address: 'ada@tern.example' }],
    cc: [{ name: 'The Board', address: 'board@club.example' }],
    subject: 'Übergröße: Rechnung',
    extra: { 'list-id': 'Sailing in the Baltic <baltic.lists.example>' },
  });

  it.each([
    [text('from', 'is', 'asa@example.org'), true],
    [text('from', 'is', 'asa oberg'), true],
    [text('from', 'is', 'asa'), false],
    [text('from', 'begins', 'ÅSA'), true],
    [text('from', 'contains', 'example.org'), true],
    [text('from', 'lacks', 'example.org'), false],
    [text('to', 'is', 'BOARD@club.example'), true],
    [text('to', 'contains', 'bo@'), false],
    [text('subject', 'begins', 'ubergrosse'), true],
    [text('subject', 'is', 'rechnung'), false],
    [text('list', 'is', 'baltic.lists.example'), true],
    [text('list', 'contains', 'sailing'), true],
    [text('list', 'is', 'lists.example'), false],
    [{ kind: 'attachment', has: true }, false],
    [{ kind: 'attachment', has: false }, true],
    [{ kind: 'size', how: 'larger', octets: 999 }, true],
    [{ kind: 'size', how: 'larger', octets: 1000 }, false],
    [{ kind: 'size', how: 'smaller', octets: 1000 }, false],
    [{ kind: 'account', account: 'a1' as AccountId }, true],
    [{ kind: 'account', account: 'a2' as AccountId }, false],
  ] as const)('%j: %s', (condition, expected) => {
    expect(holds(condition, letter)).toBe(expected);
  });

  it('without words holds for nothing, lacking them included', () => {
    expect(holds(text('from', 'contains', ' '), letter)).toBe(false);
    expect(holds(text('from', 'lacks', ''), letter)).toBe(false);
  });

  it('of attachments sees the sign of the list', () => {
    expect(holds({ kind: 'attachment', has: true }, subject({}, { flags: Flag.HasAttachment }))).toBe(true);
  });

  it('all and any; a rule without conditions holds for nothing', () => {
    const one = text('subject', 'contains', 'rechnung');
    const other = text('subject', 'contains', 'picnic');
    expect(matcherOf({ match: 'all', conditions: [one, other] })(letter)).toBe(false);
    expect(matcherOf({ match: 'any', conditions: [one, other] })(letter)).toBe(true);
    expect(matcherOf({ match: 'all', conditions: [] })(letter)).toBe(false);
  });
});
