import type { MessageInsight, PartInsight } from '@shared/contract/inspect';
import { flagNames } from '@shared/model/flags';
import { type MessageKey, messageKey, type MessageRef } from '@shared/model/ids';
import type { MessageBody, MessageRow } from '@shared/model/message';
import { hasUid } from '@shared/model/uid-ranges';
import { selectTexts } from '../../mime/select-texts';
import { publicOperation } from '../../operations/queue';
import { isCut } from '../offline/is-cut';
import type { Engine } from '../engine';

/** Everything Tern knows of one message: what the cache and the journal say, nothing is asked of a server. */
export async function inspectMessage(engine: Engine, asked: MessageRef): Promise<MessageInsight> {
  const { registry, forwarding, queue, store, accounts } = engine;
  const ref = forwarding.resolve(asked);
  const known = registry.get(ref.mailbox);
  const [row = null] = store ? await store.api.rows({ refs: [ref] }) : [];
  const columns = await store?.api.columns({ ...place(ref), first: ref.uid, last: ref.uid });
  const body = store && row ? await store.api.body({ identity: row.identity }) : null;
  const operations = queue.all().filter(({ intent }) => {
    if (!('messages' in intent)) return false;
    const { mailbox, generation, uids } = intent.messages;
    return [asked, ref].some(
      (one) => one.mailbox === mailbox && one.generation === generation && hasUid(uids, one.uid),
    );
  });
  const keywords = keywordNames(store?.facts.keywordsOf(ref.mailbox) ?? [], columns?.keywords[0] ?? 0);
  return {
    subject: row?.envelope.subject ?? '',
    asked: messageKey(asked),
    ref,
    folder: known?.name ?? '',
    account: known ? (accounts.get(known.account)?.label ?? '') : '',
    current: known?.generation === ref.generation,
    known: row !== null,
    forwarding: chain(engine, asked),
    identity: row?.identity ?? '',
    messageId: row?.envelope.messageId ?? '',
    flags: [...flagNames(columns?.flags[0] ?? 0), ...keywords],
    size: columns?.sizes[0] ?? 0,
    internalDate: columns?.dates[0] ?? null,
    body: bodyState(body),
    parts: row ? partsOf(engine, row) : [],
    operations: operations.map(publicOperation),
  };
}

const place = ({ mailbox, generation }: MessageRef): Pick<MessageRef, 'mailbox' | 'generation'> => ({
  mailbox,
  generation,
});

function bodyState(body: MessageBody | null): MessageInsight['body'] {
  if (!body) return 'on-server';
  return isCut(body) ? 'cut' : 'here';
}

function partsOf(engine: Engine, { structure, identity }: MessageRow): PartInsight[] {
  if (!structure) return [];
  const { attachments, inline } = selectTexts(structure);
  return [...attachments, ...inline.values()].map(({ section, type, filename, size }) => ({
    section,
    type,
    name: filename,
    size,
    here: engine.keptParts.has(identity, section),
  }));
}

/** The forwarding addresses that lead on from a reference, and the last one that led to it. */
function chain(engine: Engine, asked: MessageRef): { from: MessageKey; to: MessageKey }[] {
  const { from, to } = engine.forwarding.entries();
  const next = new Map(from.map((key, i) => [key, to[i] as MessageKey]));
  const steps: { from: MessageKey; to: MessageKey }[] = [];
  const first = messageKey(asked);
  const before = to.indexOf(first);
  if (before >= 0) steps.push({ from: from[before] as MessageKey, to: first });
  for (let key = first; next.has(key) && steps.length < 64; key = next.get(key) as MessageKey)
    steps.push({ from: key, to: next.get(key) as MessageKey });
  return steps;
}

const keywordNames = (names: readonly string[], bits: number): string[] =>
  names.filter((_, i) => (bits & (1 << i)) !== 0);
