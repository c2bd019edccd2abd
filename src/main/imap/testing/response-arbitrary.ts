import fc from 'fast-check';
import { encodeUtf8, decodeLatin1 } from '../codec/bytes';
import { UidSet } from '../sets';
import type { BodyStructure, ImapAddress, ImapEnvelope, Params } from '../types';

/** A response as a server may write it (one character per octet, no line end), and what it says. */
export interface Said {
  readonly wire: string;
  /** For `toMatchObject`: the parsed response has at least this. */
  readonly means: Readonly<Record<string, unknown>>;
}
/** A piece of the grammar, and its value. */
interface Piece<T> {
  readonly wire: string;
  readonly value: T;
}
type Arb<T> = fc.Arbitrary<T>;

const octets = (text: string): string => decodeLatin1(encodeUtf8(text));
const quote = (text: string): string => `"${octets(text).replace(/["\\]/g, '\\$&')}"`;
const literal = (text: string, marker = ''): string =>
  `${marker}{${String(octets(text).length)}}\r\n${octets(text)}`;
const join = (wires: readonly string[]): string => wires.join(' ');

const word = fc.stringMatching(/^[A-Za-z0-9$._-]{1,12}$/).filter((w) => w.toUpperCase() !== 'NIL');
/** Any text that a message may hold, line breaks and quotes included. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
  fc.constantFrom('', 'NIL', '"', '\\', 'a\\"b', '{5}', ')', '(', ' ', '\r\n* BYE\r\n', '=?utf-8?q?x?='),
);
const noBreaks = text.map((t) => t.replace(/[\r\n\0]/g, ''));
/** `string` in either form. */
const string: Arb<Piece<string>> = fc.tuple(text, fc.boolean()).map(([value, asLiteral]) => ({
  value,
  wire: asLiteral || /[\r\n\0]/.test(value) ? literal(value) : quote(value),
}));
const nstring: Arb<Piece<string | null>> = fc.oneof(
  string,
  fc.constant<Piece<string | null>>({ wire: 'NIL', value: null }),
);
/** A name: atom, quoted, literal; compared as on the wire. */
const name: Arb<Piece<string>> = fc.oneof(
  word.map((value) => ({ wire: value, value })),
  noBreaks.map((value) => ({ wire: quote(value), value: octets(value) })),
  noBreaks.map((value) => ({ wire: literal(value), value: octets(value) })),
);
const natural = fc.nat(0xffff_ffff);
const positive = fc.integer({ min: 1, max: 0xffff_ffff });
const modseq = fc.bigInt({ min: 1n, max: (1n << 63n) - 1n });
const listOf = <T>(item: Arb<T>, maxLength = 5): Arb<T[]> => fc.array(item, { maxLength });

const flags: Arb<Piece<string[]>> = listOf(
  fc.oneof(fc.constantFrom('\\Seen', '\\Answered', '\\*'), word),
).map((value) => ({ wire: `(${join(value)})`, value }));

const uidSet: Arb<Piece<UidSet>> = fc
  .array(fc.tuple(positive, positive), { minLength: 1, maxLength: 6 })
  .map((pairs) => {
    const ranges = pairs.map(([a, b]) => (a === b ? String(a) : `${String(a)}:${String(b)}`));
    return { wire: ranges.join(','), value: UidSet.parse(ranges.join(',')) ?? UidSet.empty };
  });

/** Not such an address as servers are known to mean otherwise (G3, U5). */
const address: Arb<Piece<ImapAddress>> = fc
  .tuple(nstring, string, string)
  .filter(([n, , h]) => !(n.value?.startsWith('<') ?? false) && !/MISSING/.test(h.value))
  .map(([n, m, h]) => ({
    wire: `(${n.wire} NIL ${m.wire} ${h.wire})`,
    value: { name: n.value ?? '', mailbox: m.value, host: h.value },
  }));
const addresses: Arb<Piece<ImapAddress[]>> = listOf(address, 3).map((all) => ({
  wire: all.length === 0 ? 'NIL' : `(${all.map(({ wire }) => wire).join('')})`,
  value: all.map(({ value }) => value),
}));
const envelope: Arb<Piece<ImapEnvelope>> = fc
  .tuple(nstring, nstring, fc.tuple(...Array.from({ length: 6 }, () => addresses)), nstring, nstring)
  .map(([date, subject, lists, inReplyTo, messageId]) => {
    const [from, sender, replyTo, to, cc, bcc] = lists.map(({ value }) => value) as [
      ImapAddress[],
      ImapAddress[],
      ImapAddress[],
      ImapAddress[],
      ImapAddress[],
      ImapAddress[],
    ];
    return {
      wire: `(${join([date.wire, subject.wire, ...lists.map(({ wire }) => wire), inReplyTo.wire, messageId.wire])})`,
      value: {
        ...{ date: date.value, subject: subject.value, from, sender, replyTo, to, cc, bcc },
        ...{ inReplyTo: inReplyTo.value, messageId: messageId.value },
      },
    };
  });

const params: Arb<Piece<Params>> = listOf(fc.tuple(string, string), 3).map((all) => ({
  wire: all.length === 0 ? 'NIL' : `(${join(all.flatMap(([n, v]) => [n.wire, v.wire]))})`,
  value: all.map(([n, v]) => [n.value.toLowerCase(), v.value] as const),
}));
const disposition: Arb<Piece<BodyStructure['disposition']>> = fc.oneof(
  fc.constant({ wire: 'NIL', value: null }),
  fc.tuple(fc.constantFrom('INLINE', 'attachment'), params).map(([type, p]) => ({
    wire: `("${type}" ${p.wire})`,
    value: { type: type.toLowerCase(), params: p.value },
  })),
);
const language: Arb<Piece<string[]>> = fc
  .array(fc.constantFrom('en', 'de', 'fr'), { maxLength: 2 })
  .map((value) => ({ wire: value.length === 0 ? 'NIL' : `(${join(value.map(quote))})`, value }));
const tail = fc.tuple(disposition, language, nstring);

type Part = Piece<(section: string) => BodyStructure>;
const single: Arb<Part> = fc
  .record({
    type: fc.constantFrom('TEXT', 'image', 'APPLICATION', 'x-own'),
    subtype: word,
    params,
    id: nstring,
    description: nstring,
    encoding: fc.constantFrom('7BIT', 'base64', 'QUOTED-PRINTABLE'),
    size: natural,
    lines: natural,
    md5: nstring,
    tail,
  })
  .map((p) => {
    const [d, l, loc] = p.tail;
    const isText = p.type === 'TEXT';
    const fields = [quote(p.type), quote(p.subtype), p.params.wire, p.id.wire, p.description.wire];
    fields.push(quote(p.encoding), String(p.size), ...(isText ? [String(p.lines)] : []));
    fields.push(p.md5.wire, d.wire, l.wire, loc.wire);
    return {
      wire: `(${join(fields)})`,
      value: (section) => ({
        ...{ section, type: p.type.toLowerCase(), subtype: p.subtype.toLowerCase(), params: p.params.value },
        ...{ id: p.id.value, description: p.description.value, encoding: p.encoding.toLowerCase() },
        ...{ size: p.size, lines: isText ? p.lines : null, md5: p.md5.value, disposition: d.value },
        ...{ language: l.value, location: loc.value, envelope: null, children: [] },
      }),
    };
  });
const { part } = fc.letrec<{ part: Part; multi: Part; message: Part }>((tie) => ({
  part: fc.oneof({ maxDepth: 3, depthSize: 'small' }, single, tie('multi'), tie('message')),
  multi: fc
    .tuple(fc.array(tie('part'), { minLength: 1, maxLength: 3 }), word, params, tail)
    .map(([parts, subtype, p, [d, l, loc]]) => ({
      wire: `(${parts.map(({ wire }) => wire).join('')} ${join([quote(subtype), p.wire, d.wire, l.wire, loc.wire])})`,
      value: (section) => ({
        ...{ section, type: 'multipart', subtype: subtype.toLowerCase(), params: p.value, id: null },
        ...{ description: null, encoding: '7bit', size: 0, lines: null, md5: null, disposition: d.value },
        ...{ language: l.value, location: loc.value, envelope: null },
        children: parts.map(({ value }, i) =>
          value(section === '' ? String(i + 1) : `${section}.${String(i + 1)}`),
        ),
      }),
    })),
  message: fc.tuple(envelope, tie('part'), natural, natural).map(([e, inner, size, lines]) => ({
    wire: `("MESSAGE" "RFC822" NIL NIL NIL "7BIT" ${String(size)} ${e.wire} ${inner.wire} ${String(lines)})`,
    value: (section) => ({
      ...{
        section: section === '' ? '1' : section,
        type: 'message',
        subtype: 'rfc822',
        params: [],
        id: null,
      },
      ...{ description: null, encoding: '7bit', size, lines, md5: null, disposition: null, language: [] },
      ...{ location: null, envelope: e.value },
      children: [inner.value(inner.wire.startsWith('((') ? own(section) : `${own(section)}.1`)],
    }),
  })),
}));
const own = (section: string): string => (section === '' ? '1' : section);

const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
const attribute = <T>(
  key: string,
  label: string,
  value: Arb<Piece<T>>,
): Arb<{ wire: string; means: Record<string, unknown> }> =>
  value.map((v) => ({ wire: `${label} ${v.wire}`, means: { [key]: ok(v.value) } }));
const plain = <T>(value: Arb<T>): Arb<Piece<T>> => value.map((v) => ({ wire: String(v), value: v }));
const wrapped = <T>(value: Arb<T>): Arb<Piece<T>> => value.map((v) => ({ wire: `(${String(v)})`, value: v }));
const section = fc
  .tuple(fc.constantFrom('', '1', '1.2', 'HEADER', '1.MIME'), nstring)
  .map(([spec, data]) => ({
    wire: `BODY[${spec}] ${data.wire}`,
    means: {
      sections: [
        {
          ...{ item: 'BODY', section: spec, origin: null },
          data: ok(
            data.value === null
              ? { kind: 'absent' }
              : { kind: 'bytes', bytes: Uint8Array.from(encodeUtf8(data.value)) },
          ),
        },
      ],
    },
  }));
const ATTRIBUTES = [
  positive.map((uid) => ({ wire: `UID ${String(uid)}`, means: { uid } })),
  attribute('flags', 'FLAGS', flags),
  attribute('size', 'RFC822.SIZE', plain(natural)),
  attribute('envelope', 'ENVELOPE', envelope),
  // A multipart is the root itself, a single part its part 1.
  attribute(
    'structure',
    'BODYSTRUCTURE',
    part.map(({ wire, value }) => ({ wire, value: value(wire.startsWith('((') ? '' : '1') })),
  ),
  attribute('modseq', 'MODSEQ', wrapped(modseq)),
  attribute('emailId', 'EMAILID', wrapped(word)),
  attribute('threadId', 'THREADID', fc.oneof(wrapped(word), fc.constant({ wire: 'NIL', value: null }))),
  attribute('gmailMessageId', 'X-GM-MSGID', plain(modseq)),
  attribute(
    'gmailLabels',
    'X-GM-LABELS',
    listOf(string).map((all) => ({
      wire: `(${join(all.map(({ wire }) => wire))})`,
      value: all.map(({ value }) => value),
    })),
  ),
  attribute('preview', 'PREVIEW', nstring),
  section,
] as const;
const fetch: Arb<Said> = fc
  .tuple(
    positive,
    fc.shuffledSubarray([...ATTRIBUTES]).chain((chosen) => fc.tuple(...chosen)),
  )
  .map(([seq, all]) => ({
    wire: `* ${String(seq)} FETCH (${join(all.map(({ wire }) => wire))})`,
    means: { type: 'fetch', message: Object.assign({ seq }, ...all.map(({ means }) => means)) as unknown },
  }));

const say = <T>(arb: Arb<T>, wire: (value: T) => string, means: (value: T) => Said['means']): Arb<Said> =>
  arb.map((value) => ({ wire: wire(value), means: means(value) }));
const counted = (type: string) =>
  say(
    natural,
    (n) => `* ${String(n)} ${type.toUpperCase()}`,
    (count) => ({ type, count }),
  );

const code: Arb<Piece<unknown>> = fc.oneof(
  fc.constant({ wire: '', value: null }),
  natural.map((value) => ({ wire: `[UIDNEXT ${String(value)}] `, value: { name: 'UIDNEXT', value } })),
  modseq.map((value) => ({
    wire: `[HIGHESTMODSEQ ${String(value)}] `,
    value: { name: 'HIGHESTMODSEQ', value },
  })),
  flags.map((f) => ({
    wire: `[PERMANENTFLAGS ${f.wire}] `,
    value: { name: 'PERMANENTFLAGS', flags: f.value },
  })),
  listOf(word).map((w) => ({ wire: `[BADEVENT (${join(w)})] `, value: { name: 'BADEVENT', events: w } })),
  fc.tuple(positive, positive).map(([limit, uid]) => ({
    wire: `[MESSAGELIMIT ${String(limit)} ${String(uid)}] `,
    value: { name: 'MESSAGELIMIT', limit, uid },
  })),
  fc.constantFrom('ALERT', 'READ-ONLY', 'TRYCREATE', 'OVERQUOTA', 'X-OWN').map((atom) => ({
    wire: `[${atom}] `,
    value: { name: 'OTHER', atom, text: '' },
  })),
);
/** Text for people: one line, not beginning like a code; `{5}` at its end is text. */
const human = noBreaks.map((t) => `x${t}`);
const condition: Arb<Said> = fc
  .tuple(fc.constantFrom('*', 'T7'), fc.constantFrom('OK', 'NO', 'BAD'), code, human)
  .map(([tag, status, c, t]) => ({
    wire: `${tag} ${status} ${c.wire}${octets(t)}`,
    means: { type: tag === '*' ? 'condition' : 'tagged', status, code: c.value, text: t },
  }));

const esearch: Arb<Said> = fc
  .record({ count: natural, min: positive, max: positive, all: uidSet, modseq })
  .map(({ count, min, max, all, modseq: m }) => ({
    wire: `* ESEARCH (TAG "T7") UID COUNT ${String(count)} MIN ${String(min)} MAX ${String(max)} ALL ${all.wire} MODSEQ ${String(m)}`,
    means: { type: 'esearch', data: { tag: 'T7', uid: true, count, min, max, modseq: m } },
  }));
const pair = fc.tuple(word, string);

/** Every kind of response that Tern reads. */
export const response: fc.Arbitrary<Said> = fc.oneof(
  { arbitrary: fetch, weight: 6 },
  { arbitrary: condition, weight: 3 },
  esearch,
  counted('exists'),
  counted('recent'),
  say(
    natural,
    (n) => `* ${String(n)} EXPUNGE`,
    (seq) => ({ type: 'expunge', seq }),
  ),
  say(
    flags,
    (f) => `* FLAGS ${f.wire}`,
    (f) => ({ type: 'flags', flags: f.value }),
  ),
  say(
    listOf(word),
    (w) => join(['* CAPABILITY', ...w]),
    (capabilities) => ({ type: 'capability', capabilities }),
  ),
  say(
    listOf(word),
    (w) => join(['* ENABLED', ...w]),
    (capabilities) => ({ type: 'enabled', capabilities }),
  ),
  say(
    fc.tuple(uidSet, fc.boolean()),
    ([s, e]) => `* VANISHED ${e ? '(EARLIER) ' : ''}${s.wire}`,
    ([s, earlier]) => ({ type: 'vanished', earlier, uids: s.value }),
  ),
  say(
    fc.tuple(name, fc.constantFrom('"/"', 'NIL')),
    ([n, d]) => `* LIST (\\HasNoChildren) ${d} ${n.wire}`,
    ([n, d]) => ({
      type: 'list',
      entry: { wire: n.value, delimiter: d === 'NIL' ? null : '/', attributes: ['\\hasnochildren'] },
    }),
  ),
  say(
    fc.tuple(name, natural, modseq),
    ([n, m, q]) => `* STATUS ${n.wire} (MESSAGES ${String(m)} HIGHESTMODSEQ ${String(q)})`,
    ([n, messages, highestModSeq]) => ({
      type: 'status',
      status: { wire: n.value, messages, highestModSeq },
    }),
  ),
  say(
    listOf(positive),
    (n) => join(['* SORT', ...n.map(String)]),
    (n) => ({ type: 'sort', numbers: Uint32Array.from(n) }),
  ),
  say(
    listOf(pair),
    (all) => `* ID (${join(all.map(([k, v]) => `"${k}" ${v.wire}`))})`,
    (all) => ({ type: 'id', params: new Map(all.map(([k, v]) => [k.toLowerCase(), v.value])) }),
  ),
  say(
    fc.tuple(string, modseq, modseq),
    ([r, u, l]) => `* QUOTA ${r.wire} (STORAGE ${String(u)} ${String(l)})`,
    ([r, usage, limit]) => ({
      type: 'quota',
      quota: { root: r.value, resources: [{ name: 'STORAGE', usage, limit }] },
    }),
  ),
  say(
    listOf(pair),
    (all) => join(['* ACL INBOX', ...all.flatMap(([k, v]) => [v.wire, k])]),
    (all) => ({ type: 'acl', entries: all.map(([rights, v]) => ({ identifier: v.value, rights })) }),
  ),
  say(
    fc.tuple(word, nstring),
    ([k, v]) => `* METADATA INBOX (/private/${k} ${v.wire})`,
    ([k, v]) => ({
      type: 'metadata',
      mailbox: 'INBOX',
      entries: [
        { name: `/private/${k}`, value: v.value === null ? null : Uint8Array.from(encodeUtf8(v.value)) },
      ],
    }),
  ),
  say(
    string,
    (p) => `* NAMESPACE ((${p.wire} "/")) NIL NIL`,
    () => ({ type: 'namespace', namespaces: { otherUsers: [], shared: [] } }),
  ),
);
