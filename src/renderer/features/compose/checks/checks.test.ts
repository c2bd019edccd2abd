import { describe, expect, it } from 'vitest';
import type { DraftContent } from '@shared/contract/compose';
import type { AccountId } from '@shared/model/ids';
import { addPeople, isAddress, pastedPeople, readAddresses } from './addresses';
import { concernsOf, isBlank } from './before-sending';
import { announcesAttachment } from './forgotten';
import { growsInProportion } from '../../../../../tests/support/growth';

describe('readAddresses', () => {
  it('reads what people paste', () => {
    expect(
      readAddresses(
        'a@b.example, "Last, First" <c@d.example>; Ing. Jan Novák <jan@x.example>\nmailto:e@f.example,,',
      ),
    ).toEqual([
      { name: '', address: 'a@b.example' },
      { name: 'Last, First', address: 'c@d.example' },
      { name: 'Ing. Jan Novák', address: 'jan@x.example' },
      { name: '', address: 'e@f.example' },
    ]);
  });

  it('keeps what it can’t read, without line ends', () => {
    expect(readAddresses('just words')).toEqual([{ name: '', address: 'just words' }]);
    expect(readAddresses('x <a@b.example\r\nBcc: evil@x.example>')).toEqual([
      { name: 'x', address: 'a@b.example Bcc: evil@x.example' },
    ]);
  });

  it('adds people once', () => {
    expect(
      addPeople([{ name: 'A', address: 'a@b.example' }], readAddresses('A@B.example, c@d.example')),
    ).toHaveLength(2);
  });
});

describe('isAddress', () => {
  it.each([
    'a@b.example',
    'a.b+c@d-e.example',
    '"a b"@c.example',
    'jan@háčky.example',
    'a@[127.0.0.1]',
    'root@localhost',
  ])('accepts %s', (text) => expect(isAddress(text)).toBe(true));
  it.each([
    '',
    'a',
    '@b',
    'a@',
    'a b@c.example',
    'a@b c',
    'a@b.example\r\nRCPT',
    'a@-b.example',
    'a..b@c.example',
    '.a@b.example',
    'a@b@c',
    '<a@b.example>',
  ])('refuses %j', (text) => expect(isAddress(text)).toBe(false));
});

describe('announcesAttachment', () => {
  it.each([
    'Please find attached the report', 'Im Anhang die Rechnung', 'Ci-joint le devis', 'Adjunto el informe', 'In allegato la fattura', 'V příloze posílám',
    'Во вложении договор', 'ファイルを添付します', '请见附件', 'στέλνω το συνημμένο', 'W załączniku umowa', 'الملف المرفق',
  ])('hears %s', (text) => expect(announcesAttachment(text, '')).not.toBeNull()); // prettier-ignore
  it.each([
    'We are very fond of this',
    'the unattached one',
    '> see attached\nthanks',
    'ok\n-- \nAttachment policy',
  ])('does not hear %j', (text) => expect(announcesAttachment(text, '')).toBeNull());
});

const content = (over: Partial<DraftContent>): DraftContent => ({
  account: 'a' as AccountId, identity: 'i', to: [{ name: '', address: 'a@b.example' }], cc: [], bcc: [], subject: 's', text: 't', html: null,
  quote: null, inReplyTo: [], references: [], relates: null, attachments: [], ...over,
}); // prettier-ignore

describe('concernsOf', () => {
  const kinds = (over: Partial<DraftContent>) =>
    concernsOf(content(over), false).map((concern) => concern.kind);
  it('is silent when all is well', () => expect(kinds({})).toEqual([]));
  it('names what is missing', () => {
    expect(kinds({ to: [], subject: ' ', text: '' })).toEqual(['no-recipient', 'no-subject', 'empty']);
    expect(kinds({ cc: [{ name: '', address: 'nobody' }] })).toEqual(['bad-address']);
    expect(kinds({ text: 'see attached' })).toEqual(['forgotten-attachment']);
    expect(concernsOf(content({}), true)).toEqual([{ kind: 'uploading', severity: 'stop' }]);
  });
  it('does not count an inline image as the promised file', () => {
    const image = { blob: 'x', name: 'i.png', type: 'image/png', size: 1, contentId: 'c' };
    expect(kinds({ text: 'attached', attachments: [image] })).toEqual(['forgotten-attachment']);
    expect(kinds({ text: 'attached', attachments: [{ ...image, contentId: null }] })).toEqual([]);
  });
  it('asks about many who see each other', () => {
    const many = Array.from({ length: 25 }, (_, n) => ({ name: '', address: `p${n}@x.example` }));
    expect(kinds({ to: many })).toEqual(['many-visible']);
    expect(kinds({ bcc: many })).toEqual([]);
  });
});

it('isBlank means nothing to lose', () => {
  expect(isBlank(content({ to: [], subject: '', text: ' \n' }))).toBe(true);
  expect(isBlank(content({ to: [], subject: '', text: 'x' }))).toBe(false);
});

it('adds thousands of people, each once, in proportion to their number', () => {
  const people = (length: number) =>
    Array.from({ length }, (_, n) => ({ name: '', address: `p${n}@far.example` }));
  const few = people(3000);
  expect(addPeople(few, [...few, { name: 'P', address: 'P1@far.example' }])).toEqual(few);
  expect(growsInProportion((n) => void addPeople(people(n), people(n)), 1000)).toBe(true);
});

it('what is pasted stands in the place of what is selected', () => {
  const field = (value: string, selectionStart: number, selectionEnd: number) => ({
    value,
    selectionStart,
    selectionEnd,
  });
  expect(pastedPeople(field('jo', 0, 2), 'anna@far.example')).toEqual([
    { name: '', address: 'anna@far.example' },
  ]);
  expect(pastedPeople(field('<>', 1, 1), 'anna@far.example')).toEqual([
    { name: '', address: 'anna@far.example' },
  ]);
  expect(pastedPeople(field('anna@', 5, 5), 'far.example')).toEqual([
    { name: '', address: 'anna@far.example' },
  ]);
  expect(pastedPeople(field('', 0, 0), 'Anna')).toBeNull();
});
