import { expect, it } from 'vitest';
import { fromLines } from '@shared/model/lines';
import { Flag } from '@shared/model/flags';
import { readRow } from '@shared/model/row-text';
import { HastyClock } from '../../../tests/fakes/clocks';
import { SeededCrypto } from '../../../tests/fakes/seeded-crypto';
import { NodeCompression } from '../net/node-compression';
import { rehearse } from './rehearse';

it('goes the whole way to readable rows', async () => {
  const fact = await rehearse(new HastyClock(), new SeededCrypto(1), new NodeCompression());
  expect(fact.uids).toHaveLength(256);
  expect([...fact.flags].some((flags) => flags & Flag.Unreadable)).toBe(false);
  const rows = fromLines(fact.rows).map(readRow);
  expect(rows[0]).toMatchObject({
    envelope: {
      subject: 'Re: Minutes of the meeting 1',
      from: [{ name: 'Jérôme', address: 'sender1@mail.invalid' }],
    },
    structure: { type: 'multipart/alternative' },
  });
  expect(rows.filter(({ structure }) => structure?.type === 'multipart/mixed').length).toBeGreaterThan(80);
  expect(fact.refHashes.length).toBeGreaterThan(256);
});
