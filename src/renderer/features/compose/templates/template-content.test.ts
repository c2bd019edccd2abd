import { describe, expect, it } from 'vitest';
import type { Identity } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import type { TemplateContent } from '@shared/contract/templates';
import { besides, templateOf, wordsWith } from './template-content';

const file = (blob: string, change: Partial<DraftContent['attachments'][number]> = {}) => ({
  blob,
  name: `${blob}.txt`,
  type: 'text/plain',
  size: 1,
  contentId: null,
  ...change,
});
const identity = { id: 'i', name: 'Ada', address: 'ada@tern.example', signature: 'Ada' } as Identity;
const letter = (change: Partial<DraftContent> = {}): DraftContent =>
  ({ to: [], subject: '', text: '', html: null, attachments: [], ...change }) as unknown as DraftContent;
const template = (change: Partial<TemplateContent> = {}): TemplateContent => ({
  subject: 'For {{name}}',
  text: 'Dear {{name}}',
  html: null,
  attachments: [],
  ...change,
});
const facts = { to: [{ name: 'Anna', address: 'anna@example.com' }], me: identity };

describe('a template and a plain letter', () => {
  it('keeps subject, words and files, and neither signature nor pictures that plain words do not show', () => {
    const content = letter({
      subject: 'Minutes',
      text: 'Dear {{name}},\n\nas agreed.\n\n-- \nAda',
      attachments: [file('a'), file('b', { contentId: 'x@tern' })],
    });
    expect(templateOf(content, identity)).toEqual({
      subject: 'Minutes',
      text: 'Dear {{name}},\n\nas agreed.',
      html: null,
      attachments: [file('a')],
    });
  });

  it('goes in where one writes, above the signature of a letter that is new', () => {
    expect(wordsWith(letter({ text: '\n\n-- \nAda' }), false, identity, template(), facts, 0)).toEqual({
      text: 'Dear Anna\n\n-- \nAda',
      html: null,
    });
    expect(wordsWith(letter({ text: 'a  b' }), false, identity, template(), facts, 2).text).toBe(
      'a Dear Anna b',
    );
  });

  it('gives a subject to a letter that has none, and brings each file once', () => {
    const change = besides(template({ attachments: [file('a'), file('b')] }), facts);
    expect(change(letter({ attachments: [file('b')] }))).toEqual({
      subject: 'For Anna',
      attachments: [file('b'), file('a')],
    });
    expect(change(letter({ subject: 'Mine', attachments: [file('a', { name: 'other name' })] }))).toEqual({
      subject: 'Mine',
      attachments: [file('a', { name: 'other name' }), file('a'), file('b')],
    });
    const picture = file('p', { contentId: 'x@tern' });
    expect(
      besides(template({ attachments: [picture] }), facts)(letter({ attachments: [picture] })),
    ).toMatchObject({ attachments: [picture] });
  });
});
