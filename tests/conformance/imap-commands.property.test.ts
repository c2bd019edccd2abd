import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectInMemory } from '@main/demo/listen';
import { withCapabilities } from '@main/demo/imap/profiles';
import { Cursor, parseSet } from '@main/demo/imap/cursor';
import { MailWorld } from '@main/demo/mail-world';
import * as imap from '@main/imap';
import { ImapClient, UidSet, type SearchQuery } from '@main/imap';
import { decodeLatin1, encodeUtf8 } from '@main/imap/codec/bytes';
import { CommandWriter } from '@main/imap/codec/writer';
import { NodeClock } from '@main/net/node-clock';
import { Secret } from '@shared/ports/secret';

/** What the embedded server, which shares no code with the client, reads of what the client writes. */
function read<T>(
  write: (w: CommandWriter) => unknown,
  take: (cursor: Cursor) => T,
  utf8 = false,
  literals: '+' | '-' | 'sync' = '+',
): T {
  const writer = new CommandWriter({ literals, utf8 });
  write(writer);
  const line = writer
    .end()
    .map((part) => (part.kind === 'bytes' ? decodeLatin1(part.bytes) : ''))
    .join('');
  const cursor = new Cursor(line.replace(/\r\n$/, ''));
  const value = take(cursor);
  cursor.end();
  return value;
}
const octets = (text: string): string => decodeLatin1(encodeUtf8(text));
/** As in a header: an encoded word for what is not ASCII. */
const encoded = (words: string): string =>
  /^[ -~]*$/.test(words) ? words : `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`;
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('', '"', '\\', 'NIL', '{5}', 'a b', '\r\nA1 LOGOUT\r\n', '(', '%*', 'ä'.repeat(600)),
  )
  .map((t) => t.replaceAll('\0', ''));
const literals = fc.constantFrom('+', '-', 'sync');

describe('what the client writes is read as it was meant', () => {
  it('strings of any text, in any setting', () => {
    fc.assert(
      fc.property(text, fc.boolean(), literals, (value, utf8, form) => {
        expect(
          read(
            (w) => w.string(value),
            (c) => c.string(),
            utf8,
            form,
          ),
        ).toBe(octets(value));
        expect(
          read(
            (w) => w.astring(value),
            (c) => c.astring(),
            utf8,
            form,
          ),
        ).toBe(octets(value));
        expect(
          read(
            (w) => w.secret(new Secret(value)),
            (c) => c.string(),
            utf8,
            form,
          ),
        ).toBe(octets(value));
      }),
      { numRuns: 400 },
    );
  });
  it('names of mailboxes, in modified UTF-7 and in UTF-8', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (name, utf8) => {
        fc.pre(name.toUpperCase() !== 'INBOX');
        expect(
          read(
            (w) => w.mailbox(name),
            (c) => c.mailbox(utf8),
            utf8,
          ),
        ).toBe(name);
        expect(
          read(
            (w) => w.pattern(name),
            (c) => c.pattern(utf8),
            utf8,
          ),
        ).toBe(name);
      }),
      { numRuns: 400 },
    );
  });
  it('names as the server had sent them, octet by octet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1, maxLength: 30 }), (bytes) => {
        const wire = decodeLatin1(bytes);
        expect(
          read(
            (w) => w.mailbox({ wire }),
            (c) => c.astring(),
          ),
        ).toBe(wire);
      }),
      { numRuns: 300 },
    );
  });
  it('flags and sets', () => {
    const flag = fc.stringMatching(/^[$\\]?[A-Za-z0-9_-]{1,12}$/);
    const ranges = fc.array(fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.nat(50)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(flag, { maxLength: 6 }), ranges, (flags, pairs) => {
        expect(
          read(
            (w) => w.flags(flags),
            (c) => c.flags(),
          ),
        ).toEqual(flags);
        const set = UidSet.fromPairs(pairs.flatMap(([lo, more]) => [lo, lo + more]));
        const read_ = read(
          (w) => w.raw(set.toString()),
          (c) => parseSet(c.set(), 0),
        );
        expect(read_.flatMap(([lo, hi]) => Array.from({ length: hi - lo + 1 }, (_, i) => lo + i))).toEqual([
          ...set,
        ]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('SEARCH', () => {
  const SUBJECTS = ['alpha', 'beta "quoted"', 'gämma', 'alpha beta', ''];
  interface Known {
    readonly uid: number;
    readonly subject: string;
    readonly seen: boolean;
    readonly flagged: boolean;
    readonly keyword: boolean;
  }
  const known: readonly Known[] = Array.from({ length: 24 }, (_, i) => ({
    uid: i + 1,
    subject: SUBJECTS[i % SUBJECTS.length] ?? '',
    seen: i % 2 === 0,
    flagged: i % 3 === 0,
    keyword: i % 5 === 0,
  }));
  const holds = (q: SearchQuery, m: Known): boolean =>
    (q.uids === undefined || q.uids.has(m.uid)) &&
    (q.seen === undefined || q.seen === m.seen) &&
    (q.flagged === undefined || q.flagged === m.flagged) &&
    (q.keyword === undefined || m.keyword) &&
    (q.unkeyword === undefined || !m.keyword) &&
    (q.subject === undefined || m.subject.toLowerCase().includes(q.subject.toLowerCase())) &&
    (q.not === undefined || !holds(q.not, m)) &&
    (q.or === undefined || holds(q.or[0], m) || holds(q.or[1], m)) &&
    (q.and ?? []).every((part) => holds(part, m));
  const leaf: fc.Arbitrary<SearchQuery> = fc.record(
    {
      uids: fc.tuple(fc.integer({ min: 1, max: 24 }), fc.nat(12)).map(([lo, n]) => UidSet.range(lo, lo + n)),
      seen: fc.boolean(),
      flagged: fc.boolean(),
      keyword: fc.constant('$Label1'),
      unkeyword: fc.constant('$Label1'),
      subject: fc.constantFrom('alpha', 'beta', 'gämma', '"quoted"', 'ALPHA BETA'),
    },
    { requiredKeys: [] },
  );
  const { query } = fc.letrec<{ query: SearchQuery }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.tuple(leaf, tie('query')).map(([own, not]) => ({ ...own, not })),
      fc.tuple(tie('query'), tie('query')).map((or): SearchQuery => ({ or })),
      fc.array(tie('query'), { maxLength: 3 }).map((and): SearchQuery => ({ and })),
    ),
  }));

  it.each([
    ['ESEARCH and LITERAL+', []],
    ['neither', ['ESEARCH', 'LITERAL+', 'PARTIAL']],
  ])('finds what the query says, however it is put together: %s', async (_what, remove) => {
    const world = new MailWorld(new NodeClock());
    const account = world.addAccount({ user: 'ada', password: 'x' });
    for (const { subject, seen, flagged, keyword } of known) {
      const flags = [
        ...(seen ? ['\\Seen'] : []),
        ...(flagged ? ['\\Flagged'] : []),
        ...(keyword ? ['$Label1'] : []),
      ];
      world.append(account, world.mailbox('ada', 'INBOX'), `Subject: ${encoded(subject)}\r\n\r\nx\r\n`, {
        flags,
      });
    }
    const transport = connectInMemory(world, 'imap', {
      imap: { profile: withCapabilities('everything', { remove }) },
    });
    const client = await ImapClient.connect(transport, {
      clock: new NodeClock(),
      tls: 'none',
      allowPlaintext: true,
    });
    await client.login('ada', new Secret('x'));
    await client.run(imap.select('INBOX'));
    await fc.assert(
      fc.asyncProperty(query, async (q) => {
        const { uids } = await client.run(imap.search(q));
        expect([...uids]).toEqual(known.filter((m) => holds(q, m)).map(({ uid }) => uid));
      }),
      { numRuns: 150, endOnFailure: true },
    );
    client.close();
  });
});
