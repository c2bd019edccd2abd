import { describe, expect, it } from 'vitest';
import type { DraftContent } from '@shared/contract/compose';
import { concernsOf } from '../checks/before-sending';
import { fromText, toText } from '../editor/serialise';
import { fill, fillable, fillModel, placeholdersIn } from './placeholders';

const person = (name: string, address = 'anna@example.com') => ({ name, address });
const facts = (...to: readonly { name: string; address: string }[]) => ({
  to,
  me: person('Ada Lovelace', 'ada@tern.example'),
});

describe('placeholders', () => {
  it('are filled with what is known of the one recipient and of whoever writes', () => {
    const text =
      'Dear {{first name}} ({{ Name }}, {{address}}), {{my first  name}} {{my name}} {{MY ADDRESS}}';
    expect(fill(text, facts(person('Anna Berg')))).toBe(
      'Dear Anna (Anna Berg, anna@example.com), Ada Ada Lovelace ada@tern.example',
    );
  });

  it.each([
    ['Berg, Anna', 'Anna'],
    ['Dr. Anna Berg', 'Anna'],
    ['  Anna  ', 'Anna'],
    ['李 明', '李'],
  ])('first name of %j is %j', (name, first) => {
    expect(fill('{{first name}}', facts(person(name)))).toBe(first);
  });

  it('stay where nothing is known, or it could be any of several people', () => {
    const text = '{{first name}} {{name}} {{amount}}';
    for (const to of [[], [person('')], [person('anna@example.com')], [person('Anna'), person('Bo', 'bo@x')]])
      expect(fill(text, facts(...to))).toBe(text);
    expect(fillable(text, facts(person('Anna')))).toEqual(['{{first name}}', '{{name}}']);
  });

  it('put in text as it is: neither markup nor another placeholder', () => {
    const name = '<b>$& {{my name}}</b>';
    expect(fill('{{name}}', facts(person(name)))).toBe(name);
    expect(toText(fillModel(fromText('Hello\n{{name}}!'), facts(person(name))))).toBe(`Hello\n${name}!`);
  });

  it('are found, each once, and not across lines or without a word', () => {
    expect(placeholdersIn('{{a}} {{a}} {{ b }} {{}} {{c\n}} {x} }}{{')).toEqual(['{{a}}', '{{ b }}']);
  });

  it('are asked about before sending, in subject and words', () => {
    const content = {
      to: [person('Anna')],
      cc: [],
      bcc: [],
      subject: 'For {{amount}}',
      text: 'Dear {{first name}}',
      quote: null,
      attachments: [],
    } as unknown as DraftContent;
    expect(concernsOf(content, false)).toEqual([
      { kind: 'unfilled', severity: 'ask', words: '{{amount}}, {{first name}}' },
    ]);
    expect(concernsOf({ ...content, subject: 'x', text: 'Dear {Anna}' }, false)).toEqual([]);
  });
});
