import { describe, expect, it } from 'vitest';
import { decodeText, encodeLatin1, fromBase64, toBase64 } from './bytes';

describe('bytes', () => {
  it('drops a NUL behind base64 (X16)', () => {
    expect(fromBase64('VXNlcm5hbWU6\0')).toEqual(encodeLatin1('Username:'));
    expect(fromBase64('not base64!')).toBeNull();
    expect(toBase64(Uint8Array.of(0, 255))).toBe('AP8=');
  });
  it('reads UTF-8 where it is, else one character per octet', () => {
    expect(decodeText(encodeLatin1('\xc3\xa4'))).toBe('ä');
    expect(decodeText(encodeLatin1('\xe4\xff'))).toBe('\u00e4\u00ff');
  });
});
