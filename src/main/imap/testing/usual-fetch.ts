import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

/** The first of them mostly. */
const mostly = (usual: readonly string[], ...odd: readonly string[]): Text =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );

const words = fc.array(
  fc.constantFrom('Re:', 'lunch', 'Harbour', 'a', '2026', '=?utf-8?Q?caf=C3=A9?=', 'x=?y'),
  {
    maxLength: 4,
  },
);
const characters = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
/** What a quoted string may hold, mostly as people and programs write it. */
const said: Text = fc.oneof(
  { weight: 6, arbitrary: words.map((all) => all.join(' ')) },
  { weight: 2, arbitrary: characters },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      ' a ',
      '"',
      '\\',
      'a\tb',
      'A\u0001B',
      '\u007f',
      'caf\u00e9',
      'na \\"\\" =?utf-8?Q?=CE=91=CE=A3?=',
      'NIL',
      '{3}',
      '(',
      ')',
    ),
  },
);
const quoted = (text: Text): Text =>
  text.map((t) => `"${t.replace(/[\r\n\0]/g, '').replace(/["\\]/g, '\\$&')}"`);
const nstring = (text: Text): Text =>
  fc.oneof({ weight: 3, arbitrary: quoted(text) }, { weight: 1, arbitrary: fc.constant('NIL') });

const id: Text = fc.oneof(
  { weight: 4, arbitrary: fc.nat(30).map((n) => `<${String(n)}.x@tern.example>`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '<>', '<a b>', '<a><b>', 'bare', '<<a>', '<a"b>', ' <a> ', '<a\tb>'),
  },
  { weight: 1, arbitrary: characters },
);
const date: Text = fc.oneof(
  { weight: 3, arbitrary: fc.nat(27).map((day) => `Tue, ${String(day + 1)} Mar 2026 09:00:00 +0100`) },
  { weight: 1, arbitrary: characters },
);
const host = fc.constantFrom('tern.example', 'MISSING_DOMAIN', '.MISSING-HOST-NAME.', 'x');
const address: Text = fc
  .tuple(
    nstring(fc.oneof(said, fc.constantFrom('Ada', '<ada@tern.example>'))),
    nstring(fc.constant('')),
    nstring(fc.oneof(fc.constantFrom('ada', 'bo', 'Friends'), said)),
    nstring(host),
  )
  .map((fields) => `(${fields.join(' ')})`);
/** Whoever it is, and whatever the name is, they can be written to. */
const somebody: Text = fc
  .tuple(
    nstring(said),
    fc.constantFrom('NIL', '""'),
    fc.constantFrom('"ada"', '"Bo.Ek"', '"a=?b"'),
    fc.constantFrom('"tern.example"', '"MIT.EDU"', '"x"'),
  )
  .map((fields) => `(${fields.join(' ')})`);
const addresses: Text = fc.oneof(
  { weight: 1, arbitrary: fc.constant('NIL') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('(("Ada" NIL "ada" "tern.example"))', '((NIL NIL "bo" "tern.example"))'),
  },
  {
    weight: 4,
    arbitrary: fc.array(somebody, { minLength: 1, maxLength: 4 }).map((all) => `(${all.join('')})`),
  },
  {
    weight: 1,
    arbitrary: fc.array(address, { minLength: 1, maxLength: 4 }).map((all) => `(${all.join('')})`),
  },
);
/** The people of a list as another server would write them; mostly they are others. */
const sameInOtherWords = (list: string): fc.Arbitrary<string | null> =>
  fc.constantFrom(
    null,
    null,
    list,
    list.replaceAll(' NIL "', ' "" "'),
    list.replaceAll(' "" "', ' NIL "'),
    list.replaceAll('(NIL ', '("" '),
    list.replace('"Ada"', '"\\Ada"'),
  );
/** An ENVELOPE as nearly all servers write it; whatever odd text is in its strings. */
export const usualEnvelope: Text = fc
  .tuple(
    nstring(date),
    nstring(said),
    fc.array(addresses, { minLength: 6, maxLength: 6 }),
    nstring(id),
    nstring(id),
  )
  .chain(([d, s, lists, reply, own]) =>
    sameInOtherWords(lists[0] ?? 'NIL').map((sender) => {
      const all = sender === null ? lists : [lists[0], sender, ...lists.slice(2)];
      return `(${[d, s, ...all, reply, own].join(' ')})`;
    }),
  );

const parameters: Text = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom('NIL', '("charset" "utf-8")', '("CHARSET" "us-ascii" "format" "flowed")'),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.tuple(
          quoted(
            fc.constantFrom(
              'name',
              'NAME',
              'filename',
              'boundary',
              'name*',
              'filename*0',
              '__proto__',
              '7',
              'x',
            ),
          ),
          quoted(said),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((pairs) => `(${pairs.map((pair) => pair.join(' ')).join(' ')})`),
  },
);
const disposition: Text = fc.oneof(
  { weight: 2, arbitrary: fc.constant('NIL') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(quoted(mostly(['attachment', 'INLINE'], 'in line', '')), parameters)
      .map(([type, p]) => `(${type} ${p})`),
  },
);
const language = fc.constantFrom('NIL', '"en"', '("en" "cs")');
/** From any point on nothing more is said. */
const some = (fields: readonly Text[]): Text =>
  fc.tuple(fc.nat(fields.length), ...fields).map(([count, ...all]) =>
    all
      .slice(0, count)
      .map((one) => ` ${one}`)
      .join(''),
  );
const leaf: Text = fc
  .tuple(
    quoted(mostly(['text', 'TEXT', 'image', 'application'], 'message', '')),
    quoted(mostly(['plain', 'html', 'HTML', 'pdf', 'png', 'pgp-signature', 'calendar'], 'rfc822', '')),
    parameters,
    nstring(fc.oneof(id, said)),
    nstring(said),
    quoted(mostly(['7bit', 'BASE64', '8bit'], '')),
    mostly(['588', '45544', '0'], '007', '-1', '1e3', '99999999999999999'),
    fc.constantFrom('', ' 12', ' 0'),
    some([nstring(said), disposition, language, nstring(said)]),
  )
  .map(
    ([type, subtype, p, contentId, description, encoding, size, lines, tail]) =>
      `(${[type, subtype, p, contentId, description, encoding, size].join(' ')}${lines}${tail})`,
  );
const { part } = fc.letrec<{ part: string; multipart: string }>((tie) => ({
  part: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, tie('multipart')),
  multipart: fc
    .tuple(
      fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
      quoted(mostly(['mixed', 'ALTERNATIVE', 'related', 'signed'], '')),
      some([parameters, disposition, language, nstring(said)]),
    )
    .map(([parts, subtype, tail]) => `(${parts.join('')} ${subtype}${tail})`),
}));
/** A BODYSTRUCTURE as nearly all servers write it. */
export const usualStructure: Text = part;

const field: Text = fc.oneof(
  { weight: 3, arbitrary: fc.array(id, { maxLength: 4 }).map((ids) => `References: ${ids.join(' ')}\r\n`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'References: <a@x>\r\n <b@x>\r\n',
      'references:<a@x>\r\n\t<b@x>\r\n',
      'References: a\n',
    ),
  },
  { weight: 1, arbitrary: said.map((text) => `List-Id: ${text.replace(/[\r\n]/g, '')}\r\n`) },
);
const header: Text = fc
  .array(field, { maxLength: 2 })
  .map((fields) => `${fields.join('')}\r\n`)
  .map((block) => `BODY[HEADER.FIELDS (REFERENCES LIST-ID)] {${String(block.length)}}\r\n${block}`);

/** An answer to what the list asks for; one in a few has an octet changed, so that it is not as usual. */
export const usualFetch: Text = fc
  .tuple(
    fc.integer({ min: 1, max: 1000 }),
    usualEnvelope,
    usualStructure,
    fc.oneof(
      header,
      fc.constant('BODY[HEADER.FIELDS (REFERENCES LIST-ID)] {2}\r\n\r\n'),
      fc.constant('FLAGS ()'),
    ),
    fc.constantFrom('', ' EMAILID (M1)', ' X-GM-THRID 7', ' PREVIEW "hello"'),
  )
  .map(
    ([uid, e, s, h, more]) =>
      `* ${String(uid)} FETCH (UID ${String(uid)} FLAGS (\\Seen) INTERNALDATE "17-Mar-2026 09:00:00 +0000" ` +
      `RFC822.SIZE 1827 ENVELOPE ${e} BODYSTRUCTURE ${s} ${h}${more})`,
  )
  .chain((text) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: damaged(text) }),
  );

/** One character changed, left out or put in. */
export const damaged = (text: string): Text =>
  fc
    .tuple(
      fc.nat(Math.max(0, text.length - 1)),
      fc.constantFrom('', ' ', '"', '(', ')', '\\', 'x', '{', 'NIL'),
      fc.boolean(),
    )
    .map(([at, other, instead]) => text.slice(0, at) + other + text.slice(instead ? at + 1 : at));
