import { describe, expect, it } from 'vitest';
import { parseSearch } from '@shared/search/parse';
import { gmailQuery, imapQuery } from './imap-query';

const NOW = new Date(2026, 10, 26, 12).getTime();
const DAY = 86_400_000;
const utc = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day);
const asked = (text: string, here: boolean | null = null) =>
  imapQuery(parseSearch(text).node, (term) => (term.kind === 'in' ? here : null), NOW);

describe('a query as IMAP keys', () => {
  it.each<[string, unknown]>([
    ['lunch', { text: 'lunch' }],
    ['"annual report" -draft', { and: [{ text: 'annual report' }, { not: { text: 'draft' } }] }],
    ['subject:a OR body:b', { or: [{ subject: 'a' }, { body: 'b' }] }],
    ['from:anna is:unread', { and: [{ from: 'anna' }, { seen: false }] }],
    ['to:bob', { or: [{ to: 'bob' }, { or: [{ cc: 'bob' }, { bcc: 'bob' }] }] }],
    ['list:dev', { header: ['List-Id', 'dev'] }],
    ['larger:1k smaller:2k', { and: [{ larger: 1024 }, { smaller: 2048 }] }],
    ['is:forwarded', { keyword: '$Forwarded' }],
    ['label:todo', { or: [{ keyword: 'todo' }, { keyword: '$todo' }] }],
    // Tags by the keyword that is shown by this name, not by the name as it is typed.
    ['label:"to do"', { keyword: 'to_do' }],
    ['tag:Größe', { keyword: 'Gr&APYA3w-e' }],
    ['-label:"to do"', { not: { keyword: 'to_do' } }],
    ['label:$label1', { or: [{ keyword: '$label1' }, { keyword: 'label1' }] }],
    // Days are taken a day wider, and a day narrower where they must not be.
    ['before:2024-03-10', { before: utc(2024, 3, 10) + DAY }],
    ['after:2024-03-10', { since: utc(2024, 3, 10) - DAY }],
    ['-after:2024-03-10', { not: { since: utc(2024, 3, 10) + DAY } }],
    ['on:2024-03-10', { and: [{ since: utc(2024, 3, 9) }, { before: utc(2024, 3, 12) }] }],
    // Nothing is lost for what a server has no key for.
    ['has:attachment lunch', { text: 'lunch' }],
    ['-has:attachment', true],
    ['filename:pdf', true],
    ['filename:pdf OR lunch', true],
  ])('%s', (text, wanted) => {
    expect(asked(text)).toEqual(wanted);
  });

  it('knows beforehand what holds for a whole mailbox', () => {
    expect(asked('in:archive lunch', true)).toEqual({ text: 'lunch' });
    expect(asked('in:archive lunch', false)).toBe(false);
    expect(asked('-in:archive lunch', true)).toBe(false);
    expect(asked('in:archive OR lunch', false)).toEqual({ text: 'lunch' });
  });
});

describe('a query in Gmail’s language', () => {
  const gmail = (text: string): string | null => gmailQuery(parseSearch(text).node, () => null, NOW);
  it.each<[string, string | null]>([
    ['lunch from:anna', 'lunch from:anna'],
    ['(a b) OR -c', '(a b) OR -(c)'],
    ['has:attachment larger:5M "x y"', 'has:attachment larger:5m "x y"'],
    ['after:2024-03-10', `after:${new Date(2024, 2, 10).getTime() / 1000}`],
    ['body:x', null],
    ['is:answered x', null],
  ])('%s', (text, wanted) => {
    expect(gmail(text)).toBe(wanted);
  });
});
