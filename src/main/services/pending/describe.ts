import type { ChangeDetail, ChangeSubject } from '@shared/contract/pending';
import type { Operation } from '@shared/contract/operations';
import { isMailError } from '@shared/errors/mail-error';
import { type BlobHash, messageKey, type MessageRef, uid } from '@shared/model/ids';
import { countUids, parseUidRanges } from '@shared/model/uid-ranges';
import { isVaultError } from '@shared/ports/vault';
import { RpcError } from '@shared/rpc/wire';
import { parseEnvelope } from '../../mime/parse-envelope';
import type { Engine } from '../engine';

/** Enough of a change to know it again. */
const SHOWN = 3;
/** A header block that is longer than this is not read for a line in a list. */
const HEADER_OCTETS = 65_536;

/** The messages that operations are about, as the cache and the vault know them now. */
export async function describe(engine: Engine, operations: readonly Operation[]): Promise<ChangeDetail[]> {
  const wanted = operations.map((operation) => ({ operation, refs: firstRefs(engine, operation) }));
  const rows = await subjects(
    engine,
    wanted.flatMap(({ refs }) => refs),
  );
  return Promise.all(
    wanted.map(async ({ operation, refs }) => ({
      id: operation.id,
      total: totalOf(operation),
      messages:
        operation.intent.kind === 'append'
          ? await appended(engine, operation)
          : refs.flatMap((ref) => rows.get(messageKey(ref)) ?? []),
    })),
  );
}

function totalOf({ intent }: Operation): number {
  if ('messages' in intent) return countUids(intent.messages.uids);
  return intent.kind === 'append' ? 1 : 0;
}

/** Where the first messages are now: a chain of moves leads on. */
function firstRefs(engine: Engine, { intent }: Operation): MessageRef[] {
  if (!('messages' in intent)) return [];
  const { mailbox, generation, uids } = intent.messages;
  const refs: MessageRef[] = [];
  for (const [first, last] of parseUidRanges(uids)) {
    for (let n = first; n <= last && refs.length < SHOWN; n++)
      refs.push(engine.forwarding.resolve({ mailbox, generation, uid: uid(n) }));
    if (refs.length >= SHOWN) break;
  }
  return refs;
}

async function subjects(engine: Engine, refs: readonly MessageRef[]): Promise<Map<string, ChangeSubject>> {
  const found = new Map<string, ChangeSubject>();
  const { store } = engine;
  if (!store || refs.length === 0) return found;
  try {
    const rows = await store.api.rows({ refs: [...refs] });
    rows.forEach((row, i) => {
      const ref = refs[i];
      if (!row || !ref) return;
      const { subject, from, date } = row.envelope;
      found.set(messageKey(ref), { key: messageKey(ref), mailbox: ref.mailbox, subject, from, date });
    });
  } catch (error) {
    // The cache went away in the middle: what the changes want is still told, without subjects.
    if (!(error instanceof RpcError) && !isMailError(error)) throw error;
  }
  return found;
}

/** A message that is to be put into a mailbox is not in the cache yet; its file says what it is. */
async function appended(engine: Engine, { intent }: Operation): Promise<ChangeSubject[]> {
  if (intent.kind !== 'append') return [];
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of engine.parts.vault.blobs.openStream(intent.blob as BlobHash)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= HEADER_OCTETS) break;
    }
    const { subject, from, date } = parseEnvelope(Buffer.concat(chunks).subarray(0, HEADER_OCTETS));
    const key = messageKey({ mailbox: intent.to, generation: 0 as MessageRef['generation'], uid: uid(0) });
    return [{ key, mailbox: intent.to, subject, from, date }];
  } catch (error) {
    if (isVaultError(error)) return [];
    throw error;
  }
}
