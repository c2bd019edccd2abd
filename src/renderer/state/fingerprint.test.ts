import { expect, it } from 'vitest';
import { fingerprintWords, keyIdWords } from './fingerprint';

it('shows fingerprints in groups of four that stay on their line', () => {
  expect(fingerprintWords('0123456789abcdef0123')).toBe('0123\u00a04567\u00a089AB\u00a0CDEF\u00a00123');
  expect(keyIdWords('ffff0123456789abcdef')).toBe('0123\u00a04567\u00a089AB\u00a0CDEF');
  expect(fingerprintWords('')).toBe('');
});
