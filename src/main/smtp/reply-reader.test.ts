import { describe, expect, it } from 'vitest';
import { enhancedText, replyText, type Reply } from './reply';
import { ReplyReader } from './reply-reader';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function push(reader: ReplyReader, chunk: Uint8Array): Reply[] {
  const replies: Reply[] = [];
  reader.feed(chunk);
  for (let reply = reader.next(); reply !== null; reply = reader.next()) replies.push(reply);
  return replies;
}
const read = (text: string): Reply[] => push(new ReplyReader(), bytes(text));

describe('ReplyReader', () => {
  it('reads one line, several lines, and several replies', () => {
    expect(read('250 ok\r\n')).toEqual([{ code: 250, enhanced: null, lines: ['ok'] }]);
    expect(read('250-a\r\n250-b\r\n250 c\r\n354 go\r\n').map(({ code, lines }) => [code, lines])).toEqual([
      [250, ['a', 'b', 'c']],
      [354, ['go']],
    ]);
  });

  it('takes a code alone, a bare LF, and text that is not UTF-8', () => {
    expect(read('250\r\n')[0]?.lines).toEqual(['']);
    expect(read('250 a\n')[0]?.lines).toEqual(['a']);
    expect(push(new ReplyReader(), Uint8Array.of(50, 53, 48, 32, 0xe9, 13, 10))[0]?.lines).toEqual(['é']);
    expect(read('250 žluťoučký\r\n')[0]?.lines).toEqual(['žluťoučký']);
  });

  it('reads enhanced codes when their class agrees (RFC 2034)', () => {
    const [refused] = read('550-5.1.1 no such\r\n550 5.1.1 user\r\n');
    expect(refused && enhancedText(refused)).toBe('5.1.1');
    expect(refused?.lines).toEqual(['no such', 'user']);
    expect(read('250 5.1.1 odd\r\n')[0]?.enhanced).toBeNull();
    expect(read('450 4.2.0.1 odd\r\n')[0]?.enhanced).toBeNull();
  });

  it.each([
    'hello\r\n',
    '25\r\n',
    '250x\r\n',
    '199 x\r\n',
    '600 x\r\n',
    '\r\n',
    '250-a\r\n251 b\r\n',
    '\x16\x03\x01\n',
  ])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ kind: 'broken', code: 'bad-reply' }));
  });

  it('closes at an endless line, in one chunk or in many', () => {
    const tooLong = expect.objectContaining({ kind: 'broken', code: 'line-too-long' });
    expect(() => read(`250 ${'x'.repeat(70_000)}\r\n`)).toThrow(tooLong);
    const reader = new ReplyReader();
    const feed = (): void => {
      for (let i = 0; i < 100_000; i++) push(reader, bytes('xxxxxxxx'));
    };
    expect(feed).toThrow(tooLong);
  });

  it('closes at an endless reply', () => {
    const reader = new ReplyReader();
    const feed = (): void => {
      for (let i = 0; i < 10_000; i++) push(reader, bytes('250-x\r\n'));
    };
    expect(feed).toThrow(expect.objectContaining({ code: 'reply-too-long' }));
  });

  it('shows the words without controls, direction marks or end', () => {
    const [reply] = read(`550 5.7.1 no\u0007 \u202Eevil ${'x'.repeat(5000)}\r\n`);
    const shown = reply ? replyText(reply) : '';
    expect(shown).toMatch(/^550 5\.7\.1 no evil x/);
    expect(shown.length).toBeLessThan(2_100);
  });
});
