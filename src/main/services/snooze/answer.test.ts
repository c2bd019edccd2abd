import { describe, expect, it } from 'vitest';
import { EMPTY_ENVELOPE, type MessageRow } from '@shared/model/message';
import { section } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import { answeredIds, isAnswer } from './answer';

const address = (of: string) => ({ name: '', address: of });
const row = (more: Partial<MessageRow['envelope']>, type = 'text/plain'): MessageRow => ({
  envelope: { ...EMPTY_ENVELOPE, from: [address('bo@club.example')], ...more },
  structure: {
    section: section(''),
    type,
    params: {},
    disposition: '',
    filename: '',
    contentId: '',
    encoding: '7bit',
    size: 1,
    children: [],
  },
  preview: '',
  identity: 'one',
});
const isMine = (of: string): boolean => of === 'ada@tern.example';
const auto = (value: string) => row({ extra: { 'auto-submitted': value } });

describe('an answer', () => {
  it('is what somebody else wrote, whoever wrote it with one, and in whatever it is', () => {
    expect(isAnswer(row({}), isMine)).toBe(true);
    expect(isAnswer(row({}, 'multipart/mixed'), isMine)).toBe(true);
    expect(isAnswer({ ...row({}), structure: null }, isMine)).toBe(true);
    expect(isAnswer(row({ from: [] }), isMine)).toBe(true);
    const mine = address('ada@tern.example');
    expect(isAnswer(row({ from: [mine, address('bo@club.example')] }), isMine)).toBe(true);
    expect(isAnswer(row({ from: [mine] }), isMine)).toBe(false);
  });

  it('is no program’s, unless it says that a person wrote it (RFC 3834 §5)', () => {
    expect(['auto-replied', 'auto-generated', 'Auto-Notified; x=y', 'nothing-known'].map(auto)).toSatisfy(
      (rows: MessageRow[]) => rows.every((one) => !isAnswer(one, isMine)),
    );
    expect([' No', 'no; owner-email="x"', 'no (typed)'].map(auto)).toSatisfy((rows: MessageRow[]) =>
      rows.every((one) => isAnswer(one, isMine)),
    );
  });

  it('is no report on delivery or reading (RFC 6522)', () => {
    expect(isAnswer(row({}, 'multipart/report'), isMine)).toBe(false);
  });

  it('answers what it names in either field, each once', () => {
    const named = row({ references: ['a@x', 'b@x'], inReplyTo: ['b@x', 'c@x'] });
    expect(answeredIds(named)).toEqual(['a@x', 'b@x', 'c@x'].map(hash53));
  });
});
