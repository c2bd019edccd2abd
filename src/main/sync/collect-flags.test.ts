import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flag } from '@shared/model/flags';
import type { FetchedMessage } from '../imap';
import { FlagCollector } from './collect-flags';
import { KeywordTable } from './keywords';

const response = (uid: number | null, ...names: string[]): FetchedMessage =>
  ({ uid, flags: { ok: true, value: names } }) as unknown as FetchedMessage;

describe('FlagCollector', () => {
  it('gathers flags and keywords below the watermark', () => {
    const table = new KeywordTable();
    const flags = new FlagCollector(table, 10);
    flags.take(response(1, '\\Seen', '$Later'));
    flags.take(response(null, '\\Seen'));
    flags.take(response(5));
    flags.take(response(10, '\\Flagged'));
    flags.take({ uid: 6, flags: { ok: false } } as unknown as FetchedMessage);
    expect(flags.columns()).toEqual({
      uids: Uint32Array.of(1, 5),
      flags: Uint32Array.of(Flag.Seen, 0),
      keywords: Uint32Array.of(1, 0),
    });
    expect(table.names).toEqual(['$Later']);
  });

  it('puts them in order, the last word for each message, whatever order they come in', () => {
    const uid = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(fc.array(fc.tuple(uid, fc.boolean()), { maxLength: 3000 }), (said) => {
        const flags = new FlagCollector(new KeywordTable(), 100);
        const last = new Map<number, number>();
        for (const [id, seen] of said) {
          flags.take(response(id, ...(seen ? ['\\Seen'] : [])));
          last.set(id, seen ? Flag.Seen : 0);
        }
        const { uids, flags: bits, keywords } = flags.columns();
        const ids = [...last.keys()].sort((a, b) => a - b);
        expect([...uids]).toEqual(ids);
        expect([...bits]).toEqual(ids.map((id) => last.get(id)));
        expect(keywords.length).toBe(ids.length);
      }),
    );
  });

  it('holds more than it first has room for', () => {
    const flags = new FlagCollector(new KeywordTable(), 1_000_000);
    for (let id = 1; id <= 5000; id++) flags.take(response(id, '\\Seen'));
    expect(flags.columns().uids.length).toBe(5000);
    expect(flags.columns().flags.at(-1)).toBe(Flag.Seen);
  });
});
