import type { MessageRef } from '@shared/model/ids';
import type { BodyPart } from '@shared/model/message';
import { fetch, UidSet } from '../imap';
import { decodePart } from '../mime/decode-part';
import { preview } from '../mime/preview';
import { selectTexts } from '../mime/select-texts';
import type { SyncContext } from './context';
import { enterMailbox } from './open-mailbox';

/** Enough of a text for its first words, even behind a style sheet. */
const PLAIN_OCTETS = 2_048;
const HTML_OCTETS = 16_384;

/**
 * Fetches the first words of messages that someone is looking at in a list, where the server gave no preview. Only the
 * beginning of the first text, and all messages of a kind in one command. The messages are of one mailbox.
 */
export async function fetchPreviews(ctx: SyncContext, refs: readonly MessageRef[]): Promise<void> {
  const [first] = refs;
  if (!first) return;
  const rows = await ctx.store.rows({ refs: [...refs] });
  const groups = new Map<string, { section: string; octets: number; parts: Map<number, BodyPart> }>();
  rows.forEach((row, i) => {
    const ref = refs[i];
    if (!row?.structure || row.preview !== '' || !ref) return;
    const text = selectTexts(row.structure).texts[0];
    const part = text?.plain ?? text?.html;
    if (!part) return;
    const octets = part.type === 'text/html' ? HTML_OCTETS : PLAIN_OCTETS;
    const key = `${part.section}/${octets}`;
    const group = groups.get(key) ?? { section: part.section, octets, parts: new Map<number, BodyPart>() };
    groups.set(key, group);
    group.parts.set(ref.uid, part);
  });
  if (groups.size === 0) return;
  await enterMailbox(ctx, first.mailbox, first.generation);
  const found = new Map<number, string>();
  for (const { section, octets, parts } of groups.values()) {
    const uids = UidSet.from([...parts.keys()].sort((a, b) => a - b));
    await ctx.client.run(
      fetch(uids, [{ section, partial: [0, octets] }], {}, (message) => {
        const part = message.uid === null ? undefined : parts.get(message.uid);
        const data = message.sections?.[0]?.data;
        if (!part || message.uid === null || data?.ok !== true || data.value.kind !== 'bytes') return;
        const words = preview(decodePart(part, data.value.bytes).text);
        if (words !== '') found.set(message.uid, words);
      }),
    );
  }
  if (found.size === 0) return;
  const uids = [...found.keys()].sort((a, b) => a - b);
  await ctx.facts.push([
    {
      kind: 'previews',
      mailbox: first.mailbox,
      generation: first.generation,
      uids: Uint32Array.from(uids),
      previews: uids.map((uid) => found.get(uid) ?? ''),
    },
  ]);
}
