import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mboxEntry, readMbox } from './mbox';
import { readState, takeState, withState } from './mbox-state';
import { mboxLetters } from './sources/mbox-source';
import type { SourceLetter } from './sources/letter';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (data: Uint8Array): string => Buffer.from(data).toString('latin1');
const FLAGS = ['\\Seen', '\\Answered', '\\Flagged', '\\Draft', '$Forwarded', '$Junk', 'harbour', '$label1'];

async function letters(file: string): Promise<SourceLetter[]> {
  const out: SourceLetter[] = [];
  const pieces = (async function* () {
    yield await Promise.resolve(bytes(file));
  })();
  for await (const one of mboxLetters(pieces, 'mboxrd')) out.push(one);
  return out;
}

describe('what a mailbox file notes of a message', () => {
  it('is written as mutt, Dovecot and Thunderbird read it', () => {
    const message = bytes('Subject: a\r\n\r\nStatus: in the text\r\n');
    expect(text(withState(message, ['\\Seen', '\\Answered', '\\Flagged', '$Forwarded', 'harbour']))).toBe(
      'Subject: a\r\nStatus: RO\r\nX-Status: AF\r\nX-Keywords: $Forwarded harbour\r\nX-Mozilla-Status: 1007\r\n' +
        'X-Mozilla-Keys: $Forwarded harbour\r\n\r\nStatus: in the text\r\n',
    );
    expect(text(withState(message, []))).toBe(
      'Subject: a\r\nStatus: O\r\nX-Mozilla-Status: 0000\r\n\r\nStatus: in the text\r\n',
    );
  });

  it('says of a deleted message only that it is there: others would drop it without a word', () => {
    expect(text(withState(bytes('a: b\r\n\r\n'), ['\\Deleted', '\\Seen']))).toBe(
      'a: b\r\nStatus: RO\r\nX-Mozilla-Status: 0001\r\n\r\n',
    );
  });

  it.each([
    ['mutt', 'Status: RO\nX-Status: AF\n', ['\\Seen', '\\Answered', '\\Flagged'], null],
    [
      'Dovecot',
      'Status: O\nX-Status: T\nX-Keywords: $Junk  harbour   \nX-UID: 7\n',
      ['\\Draft', '$Junk', 'harbour'],
      null,
    ],
    ['folded keywords', 'X-Keywords: one\n two\n', ['one', 'two'], null],
    [
      'Thunderbird',
      'X-Mozilla-Status: 1005\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: $label1   \n',
      ['\\Seen', '\\Flagged', '$Forwarded', '$label1'],
      null,
    ],
    ['Thunderbird, thrown away', 'X-Mozilla-Status: 0009\n', ['\\Seen'], 'deleted'],
    ['c-client, thrown away', 'Status: RO\nX-Status: D\n', ['\\Seen'], 'deleted'],
    ['somebody’s own header', 'Status: resolved\nX-Status: see below\n', [], null],
    ['nothing', '', [], null],
  ])('%s', async (_, head, flags, problem) => {
    const [found] = await letters(`From a@b x\n${head}Subject: s\n\nbody\n`);
    expect([found?.flags, found?.problem]).toEqual([flags, problem]);
  });

  it('comes off again; a header that only has such a name stays', async () => {
    const [found] = await letters(
      'From a@b x\nStatus: RO\nSubject: s\nStatus: open\nX-Keywords: a\n b\n\nbody\n',
    );
    expect(found && text(found.bytes)).toBe('Subject: s\r\nStatus: open\r\n\r\nbody\r\n');
    const saved = bytes('X-Mozilla-Status: 0001\r\nSubject: s\r\n\r\n');
    expect(readState(saved)).toEqual({ flags: ['\\Seen'], deleted: false });
  });

  it('a letter cannot mark itself read, starred or thrown away on its way through a file', () => {
    const sly = bytes('Status: RO\r\nX-Status: FD\r\nX-Mozilla-Status: 0009\r\nSubject: s\r\n\r\n');
    const { bytes: bare, ...state } = takeState(withState(sly, []));
    expect(text(bare)).toBe('Subject: s\r\n\r\n');
    expect(state).toEqual({ flags: [], deleted: false });
  });

  it('gives back any message with any flags', async () => {
    const line = fc.oneof(
      fc.constantFrom('Subject: x', ' folded', 'X-Spam: no', 'Status: open', 'From: a@b', 'x'),
      fc.string({ unit: fc.constantFrom('a', ':', ' ', 'S', '\u00e9'), minLength: 1, maxLength: 12 }),
    );
    const message = fc
      .tuple(fc.array(line, { maxLength: 4 }), fc.array(line, { maxLength: 3 }))
      .map(([head, body]) => `Date: now\r\n${[...head, '', ...body].map((one) => `${one}\r\n`).join('')}`);
    await fc.assert(
      fc.asyncProperty(message, fc.subarray(FLAGS), async (original, flags) => {
        const file = text(mboxEntry(withState(bytes(original), flags), 'a@b.example', Date.UTC(2020, 1, 3)));
        const [found] = await letters(file);
        expect(found && text(found.bytes)).toBe(original);
        expect([...(found?.flags ?? [])].sort()).toEqual([...flags].sort());
        expect(found?.date).toBe(Date.UTC(2020, 1, 3));
      }),
      { numRuns: 300 },
    );
  });

  it('the separator says when it arrived, where that is anybody’s word', async () => {
    const dateOf = async (from: string): Promise<number | null | undefined> => {
      const pieces = (async function* () {
        yield await Promise.resolve(bytes(`${from}\na: b\n\n`));
      })();
      for await (const { date } of readMbox(pieces, 'mboxrd')) return date;
      return undefined;
    };
    expect(await dateOf('From a@b.example Mon Feb  3 04:05:06 2020')).toBe(Date.UTC(2020, 1, 3, 4, 5, 6));
    expect(await dateOf('From - Mon Feb  3 04:05:06 2020')).toBeNull();
    expect(await dateOf('From MAILER-DAEMON Thu Jan  1 00:00:00 1970')).toBeNull();
    expect(await dateOf('From a@b Mon Xyz  3 04:05:06 2020')).toBeNull();
    expect(await dateOf('From somebody')).toBeNull();
  });
});
