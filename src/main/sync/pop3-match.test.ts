import { describe, expect, it } from 'vitest';
import type { AccountId } from '@shared/model/ids';
import type { MessageNumber } from '../pop3';
import type { StoredLetter } from './pop3-delivery';
import { type LedgerEntry, ledgerKey } from './pop3-ledger';
import type { ListedLetter } from './pop3-listing';
import { type Matching, matchListing } from './pop3-match';

const account = 'a' as AccountId;
const listed = (uid: string, size: number, number = 1): ListedLetter => ({
  number: number as MessageNumber,
  uid,
  size,
});
const entryOf = (uid: string, size: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  account,
  uid,
  ordinal: 0,
  size,
  fingerprint: 'print',
  at: 1,
  deletedHere: false,
  missingSince: 0,
  ...more,
});
const storedOf = (uid: string, size: number, headersOnly = false): StoredLetter => ({
  key: ledgerKey(uid, 0),
  fingerprint: 'print',
  size,
  headersOnly,
});

function match(
  letters: readonly ListedLetter[],
  entries: readonly LedgerEntry[],
  held: readonly StoredLetter[],
): Promise<Matching> {
  return matchListing({
    account,
    listed: letters,
    ledger: new Map(entries.map((entry) => [ledgerKey(entry.uid, entry.ordinal), entry])),
    held,
    now: 2,
    fingerprint: () => Promise.resolve('print'),
    ahead: () => Promise.resolve(),
  });
}

describe('a message under the same id with the same header', () => {
  it('that has grown is fetched again: the server was still writing it when we did', async () => {
    const { known, fresh, absent } = await match(
      [listed('u', 9000)],
      [entryOf('u', 3000)],
      [storedOf('u', 3000)],
    );
    expect(known).toEqual([]);
    expect(fresh).toMatchObject([{ listed: { uid: 'u' }, key: '1 u' }]);
    // What is here stays, and is what is looked at first when the same bytes come again.
    expect(absent).toMatchObject([{ uid: 'u', ordinal: 0 }]);
  });

  it('is known with lines more, as servers add them to a header, and where a size is not told', async () => {
    for (const [there, here] of [
      [3060, 3000],
      [2980, 3000],
      [0, 3000],
      [3000, 0],
    ] as const) {
      const { known, fresh } = await match([listed('u', there)], [entryOf('u', here)], [storedOf('u', here)]);
      expect(fresh).toEqual([]);
      expect(known).toMatchObject([{ was: ledgerKey('u', 0), entry: { size: there } }]);
    }
  });

  it('is known, whatever its size, while only its header is here or when it was deleted here', async () => {
    const partly = await match(
      [listed('u', 9000)],
      [entryOf('u', 3000, { headersOnly: true })],
      [storedOf('u', 3000, true)],
    );
    expect(partly.fresh).toEqual([]);
    const deleted = await match([listed('u', 9000)], [entryOf('u', 3000, { deletedHere: true })], []);
    expect(deleted.fresh).toEqual([]);
  });
});

describe('how much of a message is here', () => {
  it('is what is stored, whatever the ledger says', async () => {
    const whole = await match(
      [listed('u', 3000)],
      [entryOf('u', 3000, { headersOnly: true, wanted: true })],
      [storedOf('u', 3000)],
    );
    expect(whole.known[0]?.entry).toEqual(entryOf('u', 3000));
    const partly = await match([listed('u', 3000)], [entryOf('u', 3000)], [storedOf('u', 3000, true)]);
    expect(partly.known[0]?.entry).toEqual(entryOf('u', 3000, { headersOnly: true }));
  });
});
