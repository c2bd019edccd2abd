import { expect, it } from 'vitest';
import { section } from '@shared/model/ids';
import type { Envelope, MessageBody } from '@shared/model/message';
import { quoteOf } from './quote-of';

const ENVELOPE: Envelope = {
  subject: 'Plan', from: [{ name: 'Bo', address: 'bo@tern.example' }], sender: [], replyTo: [], to: [], cc: [], bcc: [],
  date: 0, messageId: 'm@x', inReplyTo: [], references: [], extra: {},
}; // prettier-ignore
const bodyOf = (...texts: readonly [type: 'text/plain' | 'text/html', text: string][]): MessageBody => ({
  identity: 'i',
  parts: texts.map(([type, text], index) => ({
    section: section(String(index + 1)),
    type,
    text,
    flowed: false,
    delsp: false,
  })),
  notices: [],
});
const HTML =
  '<p>Hello Ada,</p><p>one<br>two</p><ul><li>apples</li></ul><div>Cy wrote:</div><blockquote type="cite">Earlier words</blockquote>';

it('an answer in plain text has the lines of a letter with formatting, and what that one quoted', () => {
  expect(quoteOf(bodyOf(['text/html', HTML]), ENVELOPE, 'reply', 0).text).toBe(
    '> Hello Ada,\n>\n> one\n> two\n>\n> - apples\n>\n> Cy wrote:\n>\n>> Earlier words',
  );
});

it('a letter passed on in plain text is all there', () => {
  const { text } = quoteOf(bodyOf(['text/html', HTML]), ENVELOPE, 'forward', 0);
  expect(text).toMatch(/\n\nHello Ada,\n\none\ntwo\n\n- apples\n\nCy wrote:\n\n> Earlier words$/);
});

it('a signature ends its own part, not the next one', () => {
  const body = bodyOf(['text/plain', 'First\n-- \nBo'], ['text/plain', 'Second']);
  expect(quoteOf(body, ENVELOPE, 'reply', 0).text).toBe('> First\n>\n> Second');
});
