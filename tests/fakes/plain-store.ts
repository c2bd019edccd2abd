import { inflateRawSync } from 'node:zlib';
import type { Mailbox, MailboxCursor } from '@shared/contract/mailbox';
import type { Operation } from '@shared/contract/operations';
import type { SnoozeState } from '@shared/contract/snooze';
import { type Fact, type FactBatch, storeContract } from '@shared/contract/store-api';
import { SERVER_FLAGS } from '@shared/model/flags';
import { type MailboxId, type MessageRef, uid as uidOf } from '@shared/model/ids';
import { fromLines } from '@shared/model/lines';
import type { MessageBody, MessageRow } from '@shared/model/message';
import { readRow } from '@shared/model/row-text';
import { memoryPortPair } from '@shared/rpc/memory-port';
import type { Port } from '@shared/rpc/port';
import { type Server, serve } from '@shared/rpc/server';
import { hash53 } from '@shared/util/hash';
import type { Life } from './life';

interface Held {
  flags: number;
  keywords: number;
  date: number;
  size: number;
  idHash: number;
  row: MessageRow;
}

/**
 * The store as plain as it can be: maps, no pages, no views. What the engine's tests look into, and a second opinion on
 * what facts mean. It survives the connection, as a database would.
 */
export class PlainStore {
  marker = '';
  readonly cursors = new Map<string, MailboxCursor>();
  mailboxes = new Map<MailboxId, Mailbox>();
  readonly keywords = new Map<MailboxId, readonly string[]>();
  readonly messages = new Map<string, Map<number, Held>>();
  /** Texts that are only to be found by their words, by key. */
  readonly texts = new Map<string, string>();
  readonly bodies = new Map<string, MessageBody>();
  readonly operations = new Map<string, Operation>();
  readonly forwarding = new Map<string, string>();
  /** As it was told last. */
  snoozed: readonly SnoozeState[] = [];
  batches = 0;
  /** Batches from this number on are lost together with the connection. */
  dieAt = Infinity;
  /** Whose facts come over connections made from now on: none after its end, and it can end before an acknowledgement. */
  life: Life | null = null;
  /** The connection ends while it is asked what it holds. */
  hangUpOnColumns = false;
  #last = new Map<string, number>();
  #changed = new Set<() => void>();
  #server: Server<typeof storeContract> | null = null;

  /** Serves one connection; give the returned port to the engine. */
  connect(): Port {
    const [mine, theirs] = memoryPortPair();
    const { life } = this;
    this.#server = serve(mine, storeContract, {
      hello: ({ marker }) => {
        if (marker !== this.marker) this.wipe(marker);
        return {
          marker: this.marker,
          cursors: [...this.cursors.values()],
          mailboxes: [...this.mailboxes.values()],
          keywords: [...this.keywords].map(([mailbox, names]) => ({ mailbox, names })),
          rebuilt: null,
        };
      },
      apply: (batch) => {
        if (this.batches + 1 >= this.dieAt) {
          mine.close();
          throw new Error('killed');
        }
        if (life?.dead === true) throw new Error('killed');
        const stored = this.#apply(batch);
        if (life?.step('batch') === false) mine.close();
        return stored;
      },
      columns: ({ mailbox, generation, first, last }) => {
        if (this.hangUpOnColumns) {
          mine.close();
          throw new Error('gone');
        }
        const all = [...(this.messages.get(`${mailbox}/${generation}`) ?? [])]
          .filter(([uid]) => uid >= first && uid <= last)
          .sort((a, b) => a[0] - b[0]);
        return {
          uids: Uint32Array.from(all, ([uid]) => uid),
          flags: Uint32Array.from(all, ([, m]) => m.flags),
          keywords: Uint32Array.from(all, ([, m]) => m.keywords),
          sizes: Uint32Array.from(all, ([, m]) => m.size),
          dates: Float64Array.from(all, ([, m]) => m.date),
          idHashes: Float64Array.from(all, ([, m]) => m.idHash),
        };
      },
      rows: ({ refs }) =>
        refs.map((r) => this.messages.get(`${r.mailbox}/${r.generation}`)?.get(r.uid)?.row ?? null),
      bodiesPresent: ({ identities }) => identities.map((i) => this.bodies.has(i)),
      body: ({ identity }) => this.bodies.get(identity) ?? null,
      findByIdHash: () => [],
      wroteTo: ({ addresses }) => {
        const sent = [...this.mailboxes.values()].filter(({ role }) => role === 'sent');
        const people = sent
          .flatMap((m) => [...(this.messages.get(`${m.id}/${m.generation}`)?.values() ?? [])])
          .flatMap(({ row }) => [...(row?.envelope.to ?? []), ...(row?.envelope.cc ?? [])]);
        return addresses.map((address) =>
          people.some((one) => one.address.toLowerCase() === address.toLowerCase()),
        );
      },
      listed: ({ account, hashes, except }) => {
        const there = new Set(
          [...this.mailboxes.values()]
            .filter((m) => m.account === account && m.id !== except)
            .flatMap((m) => [...(this.messages.get(`${m.id}/${m.generation}`)?.values() ?? [])])
            .map((m) => m.idHash),
        );
        return Array.from(hashes, (hash) => hash !== 0 && there.has(hash));
      },
      naming: ({ hashes }) =>
        Array.from(hashes, (hash) =>
          [...this.mailboxes.values()]
            .filter(({ role }) => role !== 'sent' && role !== 'drafts' && role !== 'junk')
            .flatMap(({ id, generation }) =>
              [...(this.messages.get(`${id}/${generation}`) ?? [])]
                .filter(([, { row }]) =>
                  [...(row?.envelope.references ?? []), ...(row?.envelope.inReplyTo ?? [])].some(
                    (name) => hash53(name) === hash,
                  ),
                )
                .map(([uid]) => ({ mailbox: id, generation, uid: uidOf(uid) })),
            ),
        ),
      inRole: ({ account, role, hashes }) =>
        Array.from(hashes, (hash) =>
          [...this.mailboxes.values()]
            .filter((m) => m.account === account && m.role === role)
            .flatMap(({ id, generation }) =>
              [...(this.messages.get(`${id}/${generation}`) ?? [])]
                .filter(([, m]) => hash !== 0 && m.idHash === hash)
                .map(([uid]) => ({ mailbox: id, generation, uid: uidOf(uid) })),
            ),
        ),
      textsMissing: ({ mailbox, generation, from, limit }) => {
        const place = `${mailbox}/${generation}`;
        const listed = [...(this.messages.get(place)?.keys() ?? [])].sort((a, b) => a - b);
        const missing = listed.filter((uid) => uid >= from && !this.texts.has(`${place}/${uid}`));
        return { uids: Uint32Array.from(missing.slice(0, limit)), waiting: 0 };
      },
      usage: () => ({ messages: 0, bytes: null }),
    });
    return theirs;
  }

  /** The page that served the connection goes away. */
  hangUp(): void {
    this.#server?.close();
  }

  /** Its database as it is now. @returns puts it back, as a disk copy would. */
  copy(): () => void {
    const { marker, snoozed } = this;
    const maps = this.#maps().map((map) => structuredClone(map));
    const last = new Map(this.#last);
    return () => {
      this.marker = marker;
      this.snoozed = snoozed;
      this.#maps().forEach((map, i) => {
        map.clear();
        for (const [key, value] of maps[i] ?? []) map.set(key, value);
      });
      this.#last = new Map(last);
    };
  }

  #maps(): Map<unknown, unknown>[] {
    const { cursors, mailboxes, keywords, messages, texts, bodies, operations, forwarding } = this;
    return [cursors, mailboxes, keywords, messages, texts, bodies, operations, forwarding] as Map<
      unknown,
      unknown
    >[];
  }

  wipe(marker: string): void {
    this.marker = marker;
    for (const map of [this.cursors, this.mailboxes, this.keywords, this.messages, this.bodies]) map.clear();
    this.operations.clear();
    this.forwarding.clear();
    this.snoozed = [];
    this.#last.clear();
  }

  /** Messages of the mailbox with this name as the view would show them without pending operations: UID → subject. */
  shown(name: string): Map<number, { subject: string; flags: number }> {
    return this.shownOf([...this.mailboxes.values()].find((m) => m.name === name));
  }
  shownOf(mailbox: Mailbox | undefined): Map<number, { subject: string; flags: number }> {
    const held = mailbox ? this.messages.get(`${mailbox.id}/${mailbox.generation}`) : undefined;
    return new Map(
      [...(held ?? [])]
        .sort((a, b) => a[0] - b[0])
        .map(([uid, m]) => [uid, { subject: m.row.envelope.subject, flags: m.flags }]),
    );
  }

  /** Somebody looks at these messages in a list. */
  look(refs: MessageRef[]): void {
    this.#server?.emit('looking', { refs });
  }
  previews(name: string): string[] {
    const mailbox = [...this.mailboxes.values()].find((m) => m.name === name);
    const held = mailbox ? this.messages.get(`${mailbox.id}/${mailbox.generation}`) : undefined;
    return [...(held?.values() ?? [])].map((m) => m.row.preview);
  }

  /** Resolves when `test` holds, looking after every batch. Rejects after `ms` with what was seen last. */
  until(test: () => boolean, ms = 6_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!test()) return;
        clearTimeout(timer);
        this.#changed.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#changed.delete(look);
        reject(new Error(`not reached: ${test.toString()}`));
      }, ms);
      this.#changed.add(look);
      look();
    });
  }

  #apply(batch: FactBatch): { number: number } {
    const last = this.#last.get(batch.epoch) ?? 0;
    if (batch.number > last) {
      if (batch.number !== last + 1) throw new Error(`batch ${batch.number} after ${last}`);
      this.#last.set(batch.epoch, batch.number);
      this.batches++;
      for (const fact of batch.facts) this.#take(fact);
      for (const cursor of batch.cursors) this.cursors.set(cursor.mailbox, cursor);
      for (const look of [...this.#changed]) look();
    }
    return { number: batch.number };
  }

  #take(fact: Fact): void {
    switch (fact.kind) {
      case 'mailboxes': {
        for (const [id, m] of this.mailboxes) if (m.account === fact.account) this.mailboxes.delete(id);
        for (const m of fact.mailboxes) this.mailboxes.set(m.id, m);
        for (const key of this.#dropping) this.#drop(key);
        return;
      }
      case 'messages': {
        const held = this.#held(fact.mailbox, fact.generation);
        const rows = (fact.packed?.rows.map((page) => inflateRawSync(page)) ?? [fact.rows]).flatMap(
          fromLines,
        );
        fact.uids.forEach((uid, i) => {
          held.set(uid, {
            flags: fact.flags[i] ?? 0,
            keywords: fact.keywords[i] ?? 0,
            date: fact.dates[i] ?? 0,
            size: fact.sizes[i] ?? 0,
            idHash: fact.idHashes[i] ?? 0,
            row: readRow(rows[i] ?? ''),
          });
        });
        return;
      }
      case 'flags': {
        const held = this.#held(fact.mailbox, fact.generation);
        fact.uids.forEach((uid, i) => {
          const m = held.get(uid);
          if (!m) return;
          m.flags = ((m.flags & ~SERVER_FLAGS) | ((fact.flags[i] ?? 0) & SERVER_FLAGS)) >>> 0;
          m.keywords = fact.keywords[i] ?? 0;
        });
        return;
      }
      case 'gone': {
        const held = this.#held(fact.mailbox, fact.generation);
        for (const uid of fact.uids) held.delete(uid);
        return;
      }
      case 'keywords':
        this.keywords.set(fact.mailbox, fact.names);
        return;
      case 'previews': {
        const held = this.#held(fact.mailbox, fact.generation);
        fact.uids.forEach((uid, i) => {
          const m = held.get(uid);
          if (m) m.row = { ...m.row, preview: fact.previews[i] ?? '' };
        });
        return;
      }
      case 'body':
        this.bodies.set(fact.body.identity, fact.body);
        return;
      case 'texts':
        fact.uids.forEach((uid, i) =>
          this.texts.set(`${fact.mailbox}/${fact.generation}/${uid}`, fact.texts[i] ?? ''),
        );
        return;
      case 'operations':
        for (const op of fact.upsert) this.operations.set(op.id, op);
        for (const id of fact.remove) this.operations.delete(id);
        return;
      case 'all-operations':
        this.operations.clear();
        for (const op of fact.operations) this.operations.set(op.id, op);
        return;
      case 'forwarding':
        fact.from.forEach((key, i) => this.forwarding.set(key, fact.to[i] ?? ''));
        return;
      case 'snoozed':
        this.snoozed = fact.messages;
        return;
      case 'drop-generation':
        this.#drop(`${fact.mailbox}/${fact.generation}`);
        return;
      case 'remove-account': {
        for (const [id, m] of this.mailboxes) {
          if (m.account !== fact.account) continue;
          this.mailboxes.delete(id);
          this.cursors.delete(id);
          for (const key of [...this.messages.keys()])
            if (key.startsWith(`${id}/`)) this.messages.delete(key);
        }
        return;
      }
    }
  }

  readonly #dropping = new Set<string>();
  /** What is still on show goes when its mailbox shows another generation. */
  #drop(key: string): void {
    if ([...this.mailboxes.values()].some((m) => `${m.id}/${m.generation}` === key)) {
      this.#dropping.add(key);
      return;
    }
    this.#dropping.delete(key);
    this.messages.delete(key);
  }

  #held(mailbox: string, generation: number): Map<number, Held> {
    const key = `${mailbox}/${generation}`;
    const held = this.messages.get(key) ?? new Map<number, Held>();
    this.messages.set(key, held);
    return held;
  }
}
