import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessagesFact } from '@shared/contract/store-api';
import { fromLines } from '@shared/model/lines';
import { readRow } from '@shared/model/row-text';
import { OctetWriter } from '@shared/util/octet-writer';
import type { FetchedMessage } from '../imap';
import { decodeLatin1, encodeLatin1 } from '../imap/codec/bytes';
import { Parser } from '../imap/codec/parse-response';
import { response as anyResponse } from '../imap/testing/response-arbitrary';
import { usualFetch } from '../imap/testing/usual-fetch';
import { KeywordTable } from './keywords';
import { MessagesBuilder } from './rows';
import { WireEnvelope } from './wire-envelope';
import { WireStructure } from './wire-structure';

function messageOf(text: string): FetchedMessage | null {
  const response = new Parser().parse(encodeLatin1(text));
  return response.type === 'fetch' ? response.message : null;
}

function factOf(message: FetchedMessage): MessagesFact {
  const builder = new MessagesBuilder('box' as never, 1 as never, new KeywordTable());
  builder.add(message);
  return builder.build();
}

it('what was built says the same when the next is written where it was', () => {
  const text = (uid: number, subject: string): string =>
    `* 1 FETCH (UID ${uid} FLAGS () INTERNALDATE "17-Mar-2026 09:00:00 +0000" ENVELOPE (NIL "${subject}" NIL NIL NIL NIL NIL NIL NIL NIL))`;
  const build = (uids: readonly number[], subject: string, packs: boolean): MessagesFact => {
    const builder = new MessagesBuilder('box' as never, 1 as never, new KeywordTable());
    for (const uid of uids) builder.add(messageOf(text(uid, subject)) as FetchedMessage);
    return builder.build(packs ? { pack: (octets) => octets.slice() } : null);
  };
  for (const packs of [false, true])
    for (const uids of [
      [1, 2, 3],
      [3, 1, 2],
    ]) {
      const first = build(uids, 'first', packs);
      const before = structuredClone(first);
      build(uids, 'other', packs);
      expect(first).toEqual(before);
      expect(JSON.stringify([...(first.packed?.rows ?? [first.rows])].map(fromLines))).toContain('first');
    }
});

/** The same message with everything taken apart, as for a response that is not as usual. */
function takenApart(message: FetchedMessage): FetchedMessage {
  const { envelope, structure } = message;
  message.wire = null;
  message.envelope = envelope;
  message.structure = structure;
  return message;
}

/** Found by chance on 2026-11-27: a file's name came into another field of the search line one way and not the other. */
const SEPARATOR_IN_LIST_ID =
  '* 1 FETCH (UID 1 FLAGS (\\Seen) INTERNALDATE "17-Mar-2026 09:00:00 +0000" RFC822.SIZE 1827 ENVELOPE (NIL NIL ' +
  '(("Ada" NIL "ada" "tern.example")) (("Ada" NIL "ada" "tern.example")) (("Ada" NIL "ada" "tern.example")) ' +
  '(("Ada" NIL "ada" "tern.example")) NIL (("Ada" NIL "ada" "tern.example")) "<0.x@tern.example>" "") ' +
  'BODYSTRUCTURE (("message" "rfc822" ("name" " ") "" "" "7bit" 007) "mixed") ' +
  'BODY[HEADER.FIELDS (REFERENCES LIST-ID)] {16}\r\nList-Id: A\u0001B\r\n\r\n)';

describe('a row', () => {
  it('is the same straight from the response as from all that was taken out of it', () => {
    const quick = { envelopes: 0, structures: 0 };
    const written = { envelopes: 0, structures: 0 };
    const envelope = new WireEnvelope();
    const structure = new WireStructure();
    fc.assert(
      fc.property(usualFetch, (text) => {
        const message = messageOf(text);
        const twin = messageOf(text);
        if (!message || !twin) return;
        if (message.wire?.envelope) quick.envelopes++;
        if (message.wire?.structure) quick.structures++;
        if (envelope.write(message, new OctetWriter(), new OctetWriter())) written.envelopes++;
        if (message.wire && structure.write(message.wire, new OctetWriter())) written.structures++;
        expect(factOf(message)).toEqual(factOf(takenApart(twin)));
      }),
      { numRuns: 1000, examples: [[SEPARATOR_IN_LIST_ID]] },
    );
    // What usual text says is not always usual; mostly it is.
    expect(quick.envelopes).toBeGreaterThan(500);
    expect(quick.structures).toBeGreaterThan(300);
    expect(written.envelopes).toBeGreaterThan(150);
    expect(written.structures).toBeGreaterThan(80);
  });

  it('whatever the server writes', () => {
    fc.assert(
      fc.property(anyResponse, ({ wire }) => {
        const message = messageOf(wire);
        const twin = messageOf(wire);
        if (!message || !twin) return;
        message.uid ??= 1 as never;
        twin.uid ??= 1 as never;
        expect(factOf(message)).toEqual(factOf(takenApart(twin)));
      }),
      { numRuns: 500 },
    );
  });

  it('says what the message says', () => {
    const text =
      '* 1 FETCH (UID 9 FLAGS (\\Seen) INTERNALDATE "17-Mar-2026 09:00:00 +0000" RFC822.SIZE 1827 ENVELOPE ' +
      '("Tue, 17 Mar 2026 09:00:00 +0000" "Re: Tide =?UTF-8?Q?t=C3=A1bles?=" (("Bo \\"B\\" Ek" NIL "bo" "x.example")) ' +
      '(("Bo \\"B\\" Ek" NIL "bo" "x.example")) (("List" NIL "list" "x.example")) (("Ada" NIL "ada" "tern.example")) ' +
      'NIL NIL "<1@x.example>" "<2@x.example>") BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 444 7 ' +
      'NIL NIL NIL NIL)("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 99 NIL ("attachment" ("filename" "b.pdf")) ' +
      'NIL NIL) "mixed" ("boundary" "x y") NIL NIL NIL) BODY[HEADER.FIELDS (REFERENCES)] {41}\r\n' +
      'References: <0@x.example>\r\n <1@x.example>\r\n\r\n)';
    const message = messageOf(
      text.replace('{41}', `{${String(text.length - text.indexOf('References:') - 1)}}`),
    );
    const fact = factOf(message as FetchedMessage);
    expect(message?.wire).toMatchObject({ envelope: expect.any(Array), structure: expect.any(Array) });
    expect(readRow(fromLines(fact.rows)[0] as string)).toMatchObject({
      envelope: {
        subject: 'Re: Tide tábles',
        from: [{ name: 'Bo "B" Ek', address: 'bo@x.example' }],
        sender: [{ name: 'Bo "B" Ek', address: 'bo@x.example' }],
        replyTo: [{ name: 'List', address: 'list@x.example' }],
        to: [{ name: 'Ada', address: 'ada@tern.example' }],
        cc: [],
        date: Date.UTC(2026, 2, 17, 9),
        messageId: '2@x.example',
        inReplyTo: ['1@x.example'],
        references: ['0@x.example', '1@x.example'],
      },
      structure: {
        section: '',
        type: 'multipart/mixed',
        params: { boundary: 'x y' },
        children: [
          { section: '1', type: 'text/plain', params: { charset: 'utf-8' }, encoding: '7bit', size: 444 },
          { section: '2', type: 'application/pdf', disposition: 'attachment', filename: 'b.pdf', size: 99 },
        ],
      },
    });
    expect(fromLines(fact.search)[0]).toBe(
      're: tide tábles\u0001bo "b" ek bo@x.example\u0001ada ada@tern.example\u0001\u0001\u0001b.pdf',
    );
    expect(fact.refHashes).toHaveLength(2);
  });

  it('keeps octets beyond ASCII as the parser reads them', () => {
    const utf8 = decodeLatin1(new TextEncoder().encode('Čaj'));
    const text = `* 1 FETCH (UID 9 ENVELOPE (NIL "${utf8}" NIL NIL NIL NIL NIL NIL NIL NIL))`;
    const message = messageOf(text) as FetchedMessage;
    expect(message.wire).toBeNull();
    expect(readRow(fromLines(factOf(message).rows)[0] as string).envelope.subject).toBe('Čaj');
  });
});
