import type { Fact } from '@shared/contract/store-api';
import { isProvisional } from '@shared/model/identity';
import type { MessageRef } from '@shared/model/ids';
import { fromLines } from '@shared/model/lines';
import { MailError } from '@shared/errors/mail-error';
import type { BodyPart, BodyText, MessageBody, MessageRow } from '@shared/model/message';
import { readRow } from '@shared/model/row-text';
import { fetch, type FetchItem, type FetchedMessage, type LiteralSink, UidSet } from '../imap';
import { bodyFromMessage, bodyOf } from '../mime/body-from-message';
import { decodePart } from '../mime/decode-part';
import { preview } from '../mime/preview';
import { selectTexts } from '../mime/select-texts';
import { checkedSender, checkerOf, hasSenders, RESULTS_ITEM, RESULTS_SECTION } from './checked-sender';
import { keywordsOf, mailboxGone, type SyncContext } from './context';
import { fetchRows, rowFacts } from './fetch-rows';
import { enterMailbox } from './open-mailbox';

/** Text beyond this is read from the saved source, not on a screen. */
const MAX_TEXT = 8 * 1024 * 1024;
/** A message without a structure is fetched whole to be taken apart here. */
const MAX_WHOLE = 32 * 1024 * 1024;

export const notOnServer = (ref: MessageRef): MailError =>
  new MailError({
    kind: 'refused',
    code: 'message-gone',
    message: 'The message is no longer on the server',
    details: { uid: ref.uid },
  });

/**
 * Fetches the display text of a message, by section, and stores it under the message's identity together with the words
 * for the list. A text that came short is shown with a notice and is not kept as whole (C3).
 */
export async function fetchBody(ctx: SyncContext, ref: MessageRef): Promise<MessageBody> {
  const [listed] = await ctx.store.rows({ refs: [ref] });
  if (!listed) throw notOnServer(ref);
  await enterMailbox(ctx, ref.mailbox, ref.generation);
  // What is kept under an identity is lost with it.
  const row = isProvisional(listed.identity) ? await complete(ctx, ref) : listed;
  const body = await readBody(ctx, ref, row);
  await ctx.facts.commit(bodyFacts([{ ref, body }]));
  return body;
}

/** Asks for everything that a row says of a message of which only the first screen told. */
async function complete(ctx: SyncContext, ref: MessageRef): Promise<MessageRow> {
  const known = ctx.registry.get(ref.mailbox);
  if (!known) throw mailboxGone(ref.mailbox);
  const rows = { known, generation: ref.generation, keywords: keywordsOf(ctx, ref.mailbox) };
  const { fact } = await fetchRows(ctx, rows, UidSet.of(ref.uid));
  const [text] = fromLines(fact.rows);
  if (text === undefined) throw notOnServer(ref);
  await ctx.facts.push(rowFacts(rows, fact));
  return readRow(text);
}

/** The display text of a message of the mailbox that is selected; nothing is stored. @throws MailError `message-gone`. */
export const readBody = (ctx: SyncContext, ref: MessageRef, row: MessageRow): Promise<MessageBody> =>
  row.structure ? fetchTexts(ctx, ref, row, row.structure) : fetchWhole(ctx, ref, row);

/** Texts of messages of one mailbox, and their first words for the list. */
export function bodyFacts(
  texts: readonly { readonly ref: MessageRef; readonly body: MessageBody }[],
): Fact[] {
  const [first] = texts;
  if (!first) return [];
  const { mailbox, generation } = first.ref;
  const ascending = [...texts].sort((a, b) => a.ref.uid - b.ref.uid);
  return [
    ...texts.map(({ ref, body }): Fact => ({ kind: 'body', ref, body })),
    {
      kind: 'previews',
      mailbox,
      generation,
      uids: Uint32Array.from(ascending, ({ ref }) => ref.uid),
      previews: ascending.map(
        ({ body }) => body.parts.map((part) => preview(part)).find((text) => text !== '') ?? '',
      ),
    },
  ];
}

async function fetchTexts(
  ctx: SyncContext,
  ref: MessageRef,
  row: MessageRow,
  structure: BodyPart,
): Promise<MessageBody> {
  const parts = selectTexts(structure).texts.flatMap(({ html, plain }) => {
    const part = html ?? plain;
    return part ? [part] : [];
  });
  if (parts.length === 0) return { identity: row.identity, parts: [], notices: [] };
  const items: FetchItem[] = parts.map((part) => ({
    section: part.section,
    partial: [0, MAX_TEXT] as const,
  }));
  const asked = hasSenders(ctx, ref.mailbox);
  const [bytes, checker] = await Promise.all([
    sections(ctx, ref, asked ? [...items, RESULTS_ITEM] : items),
    asked ? checkerOf(ctx, ref) : null,
  ]);
  const texts: BodyText[] = [];
  const notices = new Set<string>();
  for (const part of parts) {
    const encoded = bytes.get(part.section.toUpperCase());
    if (!encoded) {
      notices.add('part-missing');
      continue;
    }
    const { text, notices: own } = decodePart(part, encoded, encoded.length < Math.min(part.size, MAX_TEXT));
    texts.push(text);
    for (const notice of own) notices.add(notice);
  }
  const sender = checkedSender(checker, bytes.get(RESULTS_SECTION), row.envelope);
  return {
    identity: row.identity,
    parts: texts,
    notices: [...notices],
    ...(sender === null ? {} : { sender }),
  };
}

async function fetchWhole(ctx: SyncContext, ref: MessageRef, row: MessageRow): Promise<MessageBody> {
  const bytes = (await sections(ctx, ref, [{ section: '', partial: [0, MAX_WHOLE] }])).get('');
  if (!bytes) throw notOnServer(ref);
  return bodyOf(bodyFromMessage(bytes), row.identity);
}

/** The bytes of some sections of one message, by section. @throws MailError `message-gone`. */
export async function sections(
  ctx: SyncContext,
  ref: MessageRef,
  items: readonly FetchItem[],
): Promise<Map<string, Uint8Array>> {
  const out = new Map<string, Uint8Array>();
  let seen = false;
  await ctx.client.run(
    fetch(
      UidSet.of(ref.uid),
      items,
      { literal: (info) => collector((bytes) => out.set(sectionKey(info.section), bytes)) },
      (message: FetchedMessage) => {
        if (message.uid !== ref.uid) return;
        seen = true;
        for (const section of message.sections ?? []) {
          if (section.data.ok && section.data.value.kind === 'bytes')
            out.set(sectionKey(section.section), section.data.value.bytes);
        }
      },
    ),
  );
  if (!seen) throw notOnServer(ref);
  return out;
}

/** Some servers write the names of fields in quotes (RFC 9051 §9, `header-fld-name = astring`). */
const sectionKey = (section: string): string => section.toUpperCase().replaceAll('"', '');

/** Keeps a literal in memory and hands it over when it is whole. */
export function collector(done: (bytes: Uint8Array) => void): LiteralSink {
  const chunks: Uint8Array[] = [];
  return {
    write(chunk: Uint8Array) {
      chunks.push(chunk.slice());
    },
    end() {
      const out = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        out.set(chunk, at);
        at += chunk.length;
      }
      done(out);
    },
    // The command rejects as well; what was collected is dropped.
    abort: () => undefined,
  };
}

/**
 * Streams one part, still encoded, to `sink`.
 * @returns octets received; fewer than the structure says means that the server cut it.
 * @throws MailError `message-gone`.
 */
export async function fetchEncodedPart(
  ctx: SyncContext,
  ref: MessageRef,
  sectionName: string,
  sink: (chunk: Uint8Array) => void | Promise<void>,
  /** Only this piece: first octet, and how many. */
  partial?: readonly [first: number, count: number],
): Promise<number> {
  await enterMailbox(ctx, ref.mailbox, ref.generation);
  let received = 0;
  let seen = false;
  let whole = true;
  await ctx.client.run(
    fetch(
      UidSet.of(ref.uid),
      [{ section: sectionName, ...(partial ? { partial } : {}) }],
      {
        literal: () => ({
          write(chunk: Uint8Array) {
            received += chunk.length;
            return sink(chunk);
          },
          end: () => undefined,
          abort() {
            whole = false;
          },
        }),
      },
      async (message) => {
        if (message.uid !== ref.uid) return;
        seen = true;
        const data = message.sections?.[0]?.data;
        if (data?.ok === true && data.value.kind === 'bytes') {
          received += data.value.bytes.length;
          await sink(data.value.bytes);
        }
      },
    ),
  );
  if (!seen) throw notOnServer(ref);
  if (!whole) {
    throw new MailError({
      kind: 'unreachable',
      code: 'cut',
      message: 'The connection broke before the whole part was here',
    });
  }
  return received;
}
