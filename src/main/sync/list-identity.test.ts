import { describe, expect, it } from 'vitest';
import { listIdentity } from './list-identity';

describe('listIdentity', () => {
  const envelope = { subject: 'Lunch', sender: 'a@b.example', date: 1 };

  it('is shared by copies, and by nothing that arrived at another time or with another size (H8)', () => {
    const base = listIdentity(envelope, 7, 1000, 200);
    expect(listIdentity({ ...envelope }, 7, 1000, 200)).toBe(base);
    expect(listIdentity(envelope, 7, 2000, 200)).not.toBe(base);
    expect(listIdentity(envelope, 7, 1000, 201)).not.toBe(base);
    expect(listIdentity(envelope, 8, 1000, 200)).not.toBe(base);
    expect(listIdentity({ ...envelope, subject: 'Dinner' }, 7, 1000, 200)).not.toBe(base);
    expect(listIdentity({ ...envelope, date: null }, 7, 1000, 200)).not.toBe(base);
  });
});
