import type { Generation, MailboxId, MessageKey } from '@shared/model/ids';
import { type ColumnsRecord, type StoreDatabase, TABLE_NAMES } from './database';

/** One law every database of the store keeps. Throws when it does not. */
export interface ConformanceCase {
  readonly name: string;
  run(database: StoreDatabase): Promise<void>;
}

const INBOX = 'inbox' as MailboxId;
const OTHER = 'inbox2' as MailboxId;
const gen = (n: number): Generation => n as Generation;

function page(mailbox: MailboxId, generation: number, number: number, count = 2): ColumnsRecord {
  const uids = Uint32Array.from({ length: count }, (_, i) => number * 256 + i);
  return {
    mailbox,
    generation: gen(generation),
    page: number,
    uids,
    flags: uids.map((uid) => uid * 2),
    keywords: new Uint32Array(count),
    dates: Float64Array.from(uids, (uid) => uid * 1000.5),
    sizes: new Uint32Array(count),
    idHashes: Float64Array.from(uids, () => 2 ** 53 - 1),
    refHashes: new Float64Array(0),
    refEnds: new Uint32Array(count),
  };
}

function equal(actual: unknown, expected: unknown): void {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'bigint'
        ? `${part}n`
        : ArrayBuffer.isView(part)
          ? [part.constructor.name, ...(part as Uint32Array)]
          : part,
    ) ?? 'undefined';
  if (text(actual) !== text(expected)) throw new Error(`expected ${text(expected)}, got ${text(actual)}`);
}

async function rejects(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('should have been rejected');
}

/** The suite behind the port: run on the in-memory twin, on fake-indexeddb and in Chromium. Each case gets an empty database. */
export const CONFORMANCE: readonly ConformanceCase[] = [
  {
    name: 'gives back what was put, typed arrays and big integers included',
    async run(database) {
      const record = page(INBOX, 1, 3);
      const cursor = {
        mailbox: INBOX,
        generation: gen(1),
        uidValidity: 7,
        uidNext: 9,
        floor: 1,
        modseq: 12345678901234567n,
        exists: 2,
        provenAt: 0,
      };
      await database.write(['columns', 'cursors'], (tx) => {
        tx.put('columns', record);
        tx.put('cursors', cursor);
        return Promise.resolve();
      });
      const [columns, cursors] = await database.read(['columns', 'cursors'], (tx) =>
        Promise.all([tx.get('columns', [INBOX, 1, 3]), tx.all('cursors')]),
      );
      equal(columns, record);
      equal(cursors, [cursor]);
    },
  },
  {
    name: 'keeps no hold on what was put or given',
    async run(database) {
      const record = page(INBOX, 1, 0);
      await database.write(['columns'], (tx) => {
        tx.put('columns', record);
        return Promise.resolve();
      });
      record.flags[0] = 99;
      const first = await database.read(['columns'], (tx) => tx.get('columns', [INBOX, 1, 0]));
      equal(first?.flags[0], 0);
      if (first) first.flags[0] = 98;
      const second = await database.read(['columns'], (tx) => tx.get('columns', [INBOX, 1, 0]));
      equal(second?.flags[0], 0);
    },
  },
  {
    name: 'reads and deletes ranges by prefix, in numeric order, and nothing beside them',
    async run(database) {
      await database.write(['columns'], (tx) => {
        for (const [mailbox, generation, number] of [
          [INBOX, 1, 10],
          [INBOX, 1, 9],
          [INBOX, 1, 16_777_215],
          [INBOX, 2, 1],
          [INBOX, 11, 1],
          [OTHER, 1, 1],
        ] as const) {
          tx.put('columns', page(mailbox, generation, number));
        }
        return Promise.resolve();
      });
      const range = await database.read(['columns'], (tx) => tx.range('columns', [INBOX, 1]));
      equal(
        range.map((record) => record.page),
        [9, 10, 16_777_215],
      );
      await database.write(['columns'], (tx) => {
        tx.deleteRange('columns', [INBOX, 1]);
        return Promise.resolve();
      });
      const rest = await database.read(['columns'], (tx) => tx.all('columns'));
      equal(
        rest.map((record) => [record.mailbox, record.generation]),
        [
          [INBOX, 2],
          [INBOX, 11],
          [OTHER, 1],
        ],
      );
      await database.write(['columns'], (tx) => {
        tx.deleteRange('columns', [INBOX]);
        return Promise.resolve();
      });
      equal((await database.read(['columns'], (tx) => tx.all('columns'))).length, 1);
    },
  },
  {
    name: 'reads a range in portions, each going on after the last key of the one before',
    async run(database) {
      await database.write(['columns'], (tx) => {
        for (const number of [0, 9, 10, 300, 16_777_215]) tx.put('columns', page(INBOX, 1, number));
        tx.put('columns', page(INBOX, 2, 5));
        tx.put('columns', page(OTHER, 1, 1));
        return Promise.resolve();
      });
      const portions: number[][] = [];
      for (let after = -1; ;) {
        const from = after;
        const records = await database.read(['columns'], (tx) => tx.next('columns', [INBOX, 1], from, 2));
        if (records.length === 0) break;
        portions.push(records.map((record) => record.page));
        after = records.at(-1)?.page ?? 0;
      }
      equal(portions, [[0, 9], [10, 300], [16_777_215]]);
    },
  },
  {
    name: 'answers many keys in the order asked, and which of them exist',
    async run(database) {
      await database.write(['bodies', 'columns'], (tx) => {
        tx.put('bodies', { identity: 'b', parts: [], notices: [] });
        tx.put('bodies', { identity: 'a', parts: [], notices: ['x'] });
        tx.put('columns', page(INBOX, 1, 1));
        return Promise.resolve();
      });
      const [many, has, compound] = await database.read(['bodies', 'columns'], (tx) =>
        Promise.all([
          tx.getMany('bodies', ['a', 'c', 'b']),
          tx.has('bodies', ['c', 'b', 'a']),
          tx.has('columns', [
            [INBOX, 1, 1],
            [INBOX, 1, 2],
          ]),
        ]),
      );
      equal(
        many.map((body) => body?.identity ?? null),
        ['a', null, 'b'],
      );
      equal(has, [false, true, true]);
      equal(compound, [true, false]);
    },
  },
  {
    name: 'sees its own writes, in order',
    async run(database) {
      const seen = await database.write(['meta'], async (tx) => {
        tx.put('meta', { key: 'marker', marker: 'one' });
        const first = await tx.get('meta', 'marker');
        tx.delete('meta', 'marker');
        const second = await tx.get('meta', 'marker');
        tx.put('meta', { key: 'marker', marker: 'two' });
        return [first, second ?? null];
      });
      equal(seen, [{ key: 'marker', marker: 'one' }, null]);
      const last = await database.read(['meta'], (tx) => tx.all('meta'));
      equal(last, [{ key: 'marker', marker: 'two' }]);
    },
  },
  {
    name: 'writes all or nothing',
    async run(database) {
      const thrown = new Error('no');
      const error = await rejects(
        database.write(['meta', 'bodies'], async (tx) => {
          tx.put('meta', { key: 'marker', marker: 'x' });
          tx.put('bodies', { identity: 'a', parts: [], notices: [] });
          await tx.get('meta', 'marker');
          throw thrown;
        }),
      );
      equal(String(error).includes('no'), true);
      const left = await database.read(['meta', 'bodies'], (tx) =>
        Promise.all([tx.all('meta'), tx.all('bodies')]),
      );
      equal(left, [[], []]);
    },
  },
  {
    name: 'writes nothing when one record of several cannot be kept',
    async run(database) {
      await rejects(
        database.write(['meta', 'columns'], (tx) => {
          tx.put('columns', page(INBOX, 1, 0));
          tx.put('columns', { ...page(INBOX, 1, 1), uids: (() => undefined) as unknown as Uint32Array });
          tx.put('columns', page(INBOX, 1, 2));
          tx.put('meta', { key: 'marker', marker: 'v' });
          return Promise.resolve();
        }),
      );
      const [columns, meta] = await database.read(['meta', 'columns'], (tx) =>
        Promise.all([tx.all('columns'), tx.all('meta')]),
      );
      equal([columns.length, meta.length], [0, 0]);
    },
  },
  {
    name: 'commits in the order of asking, each seeing the one before',
    async run(database) {
      const order: number[] = [];
      await Promise.all(
        [1, 2, 3, 4].map(async (number) => {
          await database.write(TABLE_NAMES, async (tx) => {
            const before = await tx.get('meta', 'batch');
            equal(before?.key === 'batch' ? before.number : 0, number - 1);
            tx.put('meta', { key: 'batch', epoch: 'e', number });
            for (let n = 0; n < 10; n++) tx.put('columns', page(INBOX, 1, number * 100 + n, 50));
          });
          order.push(number);
        }),
      );
      equal(order, [1, 2, 3, 4]);
    },
  },
  {
    name: 'clears a table and no other',
    async run(database) {
      await database.write(['meta', 'forwarding'], (tx) => {
        tx.put('meta', { key: 'marker', marker: 'x' });
        tx.put('forwarding', { id: '1', from: ['a/1/1' as MessageKey], to: ['b/1/1' as MessageKey], at: 5 });
        return Promise.resolve();
      });
      await database.write(['forwarding'], (tx) => {
        tx.clear('forwarding');
        return Promise.resolve();
      });
      const left = await database.read(['meta', 'forwarding'], (tx) =>
        Promise.all([tx.all('meta'), tx.all('forwarding')]),
      );
      equal(left, [[{ key: 'marker', marker: 'x' }], []]);
    },
  },
  {
    name: 'refuses with cache-lost once it is closed',
    async run(database) {
      database.close();
      const error = await rejects(database.read(['meta'], (tx) => tx.all('meta')));
      equal((error as { code?: string }).code, 'cache-lost');
    },
  },
];
