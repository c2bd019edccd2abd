import { flagNames } from '@shared/model/flags';
import { type Generation, type MailboxId, uid as asUid } from '@shared/model/ids';
import type { BlobSlice } from '@shared/ports/vault';
import { hash53 } from '@shared/util/hash';
import type { StoreApi } from '../../sync/fact-stream';
import { WHOLE_MESSAGE } from '../offline/kept-parts';
import { rebuildMessage } from './rebuild-message';

/** What is kept of one message. */
export interface Entry {
  readonly uid: number;
  readonly from: string;
  readonly subject: string;
  /** INTERNALDATE, ms since 1970. */
  readonly date: number;
  readonly size: number;
  readonly flags: readonly string[];
  readonly messageId: string;
  /** The message made again; null when nothing of it but this is here. */
  readonly content: BlobSlice | null;
  /** Attachments that are not in it. */
  readonly missing: number;
  /** It is the very bytes of the server, not made again. */
  readonly exact?: boolean;
}

/** Parts of messages that are here as files. */
export interface KeptFiles {
  /** Bytes of a part, transfer encoding undone, or of the whole message; null when they are not here. */
  read(identity: string, section: string): Promise<Uint8Array | null>;
}

export interface Gathered extends Omit<Entry, 'content'> {
  readonly bytes: Uint8Array | null;
}

/** Long subjects are junk or an attack; the list shows less. */
const MAX_SUBJECT = 500;

/** What the store has of messages that it still knows; those that it doesn't are left out. At most 1,000. */
export async function gather(
  store: StoreApi,
  kept: KeptFiles,
  of: {
    readonly mailbox: MailboxId;
    readonly generation: Generation;
    readonly uids: readonly number[];
    readonly keywords: readonly string[];
  },
): Promise<Gathered[]> {
  const { mailbox, generation, uids, keywords } = of;
  const rows = await store.rows({ refs: uids.map((n) => ({ mailbox, generation, uid: asUid(n) })) });
  const range = { first: uids[0] ?? 1, last: uids.at(-1) ?? 1 };
  const held = await store.columns({ mailbox, generation, ...range });
  const at = new Map([...held.uids].map((n, i) => [n, i]));
  const present = await store.bodiesPresent({ identities: rows.map((row) => row?.identity ?? '') });
  const out: Gathered[] = [];
  for (const [i, row] of rows.entries()) {
    const n = uids[i] ?? 0;
    const column = at.get(n);
    if (!row || column === undefined) continue;
    const date = held.dates[column] ?? 0;
    const whole = await kept.read(row.identity, WHOLE_MESSAGE);
    const body = !whole && present[i] === true ? await store.body({ identity: row.identity }) : null;
    const fallbackId = `${hash53(row.identity)}.${n}@restored.invalid`;
    const made = whole
      ? { bytes: whole, missing: 0 }
      : await rebuildMessage(row, body, date, fallbackId, (section) => kept.read(row.identity, section));
    const { envelope } = row;
    const [sender] = envelope.from;
    const bits = held.keywords[column] ?? 0;
    out.push({
      uid: n,
      from: sender ? sender.name || sender.address : '',
      subject: envelope.subject.slice(0, MAX_SUBJECT),
      date,
      size: held.sizes[column] ?? 0,
      flags: [
        ...flagNames(held.flags[column] ?? 0).filter((flag) => flag !== '\\Deleted'),
        ...keywords.filter((_, bit) => ((bits >>> bit) & 1) === 1),
      ],
      messageId: envelope.messageId,
      bytes: made?.bytes ?? null,
      missing: made?.missing ?? 0,
      ...(whole ? { exact: true } : {}),
    });
  }
  return out;
}
