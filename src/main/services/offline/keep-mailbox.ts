import type { KnownColumns } from '@shared/contract/store-api';
import { isMailError } from '@shared/errors/mail-error';
import { type Generation, generation, type MessageRef, uid } from '@shared/model/ids';
import type { BodyPart, MessageBody, MessageRow } from '@shared/model/message';
import { UidSet } from '../../imap';
import { selectTexts } from '../../mime/select-texts';
import type { ConnectedStore } from '../../sync/account-runner';
import type { PriorityLevel } from '../../sync/job-queue';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import type { Runner } from '../../sync/runner';
import type { BlobShelf } from '../blob-shelf';
import { fetchPartAhead, fetchTextsAhead, type Listed } from './fetch-ahead';
import { isCut } from './is-cut';
import type { Kept } from './kept-record';
import type { KeptParts } from './kept-parts';
import type { Want } from './policies';

/** Messages looked at together. */
const BATCH = 40;

export interface KeepPorts {
  readonly store: ConnectedStore;
  readonly runner: Runner;
  readonly parts: KeptParts;
  readonly shelf: BlobShelf;
  now(): number;
  /** Nothing more is to be fetched: stopped, offline, the disk is low. What is here is still counted. */
  mayFetch(): boolean;
  /** The whole thing is to end. */
  stopped(): boolean;
  /** UIDs that failed a while ago and are left alone for now. */
  readonly failed: Set<number>;
  /** Called after each batch. */
  progress(kept: Kept, wanted: Wanted): Promise<void>;
  readonly priority: PriorityLevel;
}

/** What is wanted of one mailbox. */
export interface Wanted {
  readonly texts: UidSet;
  /** Those wanted with their attachments; within `texts`. */
  readonly whole: UidSet;
}

/** The messages that any of the wants names, by when they came. */
export function wantedOf({ uids, dates }: KnownColumns, wants: readonly Want[]): Wanted {
  const from = (chosen: readonly Want[]): UidSet => {
    if (chosen.length === 0) return UidSet.empty;
    const since = Math.min(...chosen.map((want) => want.since));
    return UidSet.from(uids.filter((_, i) => (dates[i] as number) >= since));
  };
  return { texts: from(wants), whole: from(wants.filter(({ attachments }) => attachments)) };
}

/** Only what is still in the mailbox. */
export function clipped(kept: Kept, present: UidSet): Kept {
  return {
    ...kept,
    texts: kept.texts.intersection(present),
    whole: kept.whole.intersection(present),
    cut: kept.cut.intersection(present),
  };
}

/**
 * Brings here what is wanted of one mailbox, newest first. What is here already, by whatever way it came, is found and
 * not fetched again. Ends when nothing is left, or nothing may be fetched any more.
 * @throws MailError `unreachable`, VaultError `space-low`, RpcError when the store went away: it goes on next time.
 */
export async function keepMailbox(
  ports: KeepPorts,
  known: KnownMailbox,
  wanted: Wanted,
  before: Kept,
): Promise<Kept> {
  let kept = before;
  const { failed } = ports;
  let skip = UidSet.from(failed);
  for (;;) {
    const missing = wanted.texts
      .difference(kept.texts)
      .union(wanted.whole.difference(kept.whole))
      .difference(skip);
    if (missing.isEmpty || ports.stopped()) return kept;
    const { newest } = missing.splitNewest(BATCH);
    const uids = [...newest].reverse();
    const batch = await keepBatch(ports, known, uids, wanted, kept);
    kept = batch.kept;
    for (const n of batch.failed) failed.add(n);
    skip = skip.union(UidSet.from([...batch.failed, ...batch.later]));
    await ports.progress(kept, wanted);
  }
}

interface Batch {
  kept: Kept;
  readonly failed: number[];
  /** Left for the next time. */
  readonly later: number[];
}

async function keepBatch(
  ports: KeepPorts,
  known: KnownMailbox,
  uids: readonly number[],
  wanted: Wanted,
  before: Kept,
): Promise<Batch> {
  const place = generation(known.generation);
  const refs = uids.map((n) => refOf(known, place, n));
  const rows = await ports.store.api.rows({ refs });
  const result: Batch = { kept: before, failed: [], later: [] };
  const messages = refs.flatMap((ref, i) => {
    const row = rows[i];
    if (row) return [{ ref, row }];
    result.failed.push(ref.uid);
    return [];
  });
  const bodies = await textsOf(ports, messages, before, result);
  const texts: number[] = [];
  const whole: number[] = [];
  const cut: number[] = [];
  let octets = 0;
  for (const { ref, row } of messages) {
    const body = bodies.get(ref.uid);
    if (body === undefined) continue;
    if (body !== 'known') octets += sizeOf(body);
    if (body !== 'known' && isCut(body)) {
      cut.push(ref.uid);
      result.failed.push(ref.uid);
      continue;
    }
    texts.push(ref.uid);
    if (!wanted.whole.has(ref.uid)) continue;
    const parts = await keepParts(ports, ref, row);
    octets += parts.octets;
    if (parts.outcome === 'here') whole.push(ref.uid);
    else if (parts.outcome === 'failed') result.failed.push(ref.uid);
    else result.later.push(ref.uid);
  }
  result.kept = {
    ...before,
    texts: before.texts.union(UidSet.from(texts)),
    whole: before.whole.union(UidSet.from(whole)),
    cut: before.cut.union(UidSet.from(cut)).difference(UidSet.from(texts)),
    bytes: before.bytes + octets,
  };
  return result;
}

const refOf = ({ id }: KnownMailbox, place: Generation, n: number): MessageRef => ({
  mailbox: id,
  generation: place,
  uid: uid(n),
});

/** The texts of messages: those here whole, then those that were fetched. `known`: counted before. */
async function textsOf(
  ports: KeepPorts,
  messages: readonly Listed[],
  before: Kept,
  result: Batch,
): Promise<Map<number, MessageBody | 'known'>> {
  const { api } = ports.store;
  const found = new Map<number, MessageBody | 'known'>();
  const asked = messages.filter(({ ref }) => !before.texts.has(ref.uid));
  for (const { ref } of messages) if (before.texts.has(ref.uid)) found.set(ref.uid, 'known');
  const present = await api.bodiesPresent({ identities: asked.map(({ row }) => row.identity) });
  const absent: Listed[] = [];
  for (const [i, { ref, row }] of asked.entries()) {
    const body = present[i] === true ? await api.body({ identity: row.identity }) : null;
    // One that was cut is asked for again: the server may have mended itself.
    if (body && !isCut(body)) found.set(ref.uid, body);
    else absent.push({ ref, row });
  }
  if (absent.length === 0) return found;
  if (!ports.mayFetch()) {
    for (const { ref } of absent) result.later.push(ref.uid);
    return found;
  }
  const fetched = await fetchTextsAhead(ports.runner, absent, ports.priority);
  absent.forEach(({ ref }, i) => {
    const body = fetched[i];
    if (body === undefined || isMailError(body)) result.failed.push(ref.uid);
    else found.set(ref.uid, body);
  });
  return found;
}

async function keepParts(
  ports: KeepPorts,
  ref: MessageRef,
  { structure, identity }: MessageRow,
): Promise<{ outcome: 'here' | 'failed' | 'later'; octets: number }> {
  let octets = 0;
  for (const part of structure ? attachmentsOf(structure) : []) {
    if ((await ports.parts.find(identity, part.section)) !== null) continue;
    if (!ports.mayFetch()) return { outcome: 'later', octets };
    try {
      const { hash, size } = await fetchPartAhead(ports, ref, part, ports.priority, () => ports.stopped());
      await ports.parts.keep(identity, part.section, { blob: hash, size, at: ports.now() });
      octets += size;
    } catch (error) {
      // Refused or cut short: this message is not whole, the others go on.
      if (!isMailError(error) || (error.kind !== 'refused' && error.code !== 'truncated')) throw error;
      return { outcome: error.code === 'stopped' ? 'later' : 'failed', octets };
    }
  }
  return { outcome: 'here', octets };
}

function attachmentsOf(structure: BodyPart): readonly BodyPart[] {
  const { attachments, inline } = selectTexts(structure);
  return [...attachments, ...inline.values()];
}

/** About what a text takes: UTF-16 in memory, mostly one octet a character on disk. */
const sizeOf = ({ parts }: MessageBody): number => parts.reduce((sum, { text }) => sum + text.length, 0);
