import { describe, expect, it } from 'vitest';
import { OctetWriter } from '@shared/util/octet-writer';
import { identityHash, writeIdentity } from './list-identity';

function listIdentity(
  envelope: Parameters<typeof identityHash>[0],
  idHash: number,
  internalDate: number,
  size: number,
): string {
  const row = new OctetWriter();
  writeIdentity(row, internalDate, size, idHash, identityHash(envelope));
  return new TextDecoder().decode(row.octets.subarray(0, row.length));
}

describe('writeIdentity', () => {
  const envelope = { subject: 'Lunch', sender: 'a@b.example', date: 1 };

  it('is shared by copies, and by nothing that arrived at another time or with another size (H8)', () => {
    const base = listIdentity(envelope, 7, 1000, 200);
    expect(base).toMatch(/^"f:1000\.200\.[\w-]{20}"$/);
    expect(listIdentity({ ...envelope }, 7, 1000, 200)).toBe(base);
    expect(listIdentity(envelope, 7, 2000, 200)).not.toBe(base);
    expect(listIdentity(envelope, 7, 1000, 201)).not.toBe(base);
    expect(listIdentity(envelope, 8, 1000, 200)).not.toBe(base);
    expect(listIdentity({ ...envelope, subject: 'Dinner' }, 7, 1000, 200)).not.toBe(base);
    expect(listIdentity({ ...envelope, date: null }, 7, 1000, 200)).not.toBe(base);
  });
});
