import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenPgpKey, ProtectedReading, SignatureState } from '@shared/contract/openpgp';
import { startI18n, t } from '../../../i18n';
import { isClosed, protectionWords, toneOf } from './protection-words';

const KEY: OpenPgpKey = {
  fingerprint: '0123456789abcdef0123456789abcdef01234567',
  keyIds: ['89abcdef01234567'],
  userIds: ['Bo\u202e <bo@tern.example>'],
  addresses: ['bo@tern.example'],
  createdAt: 0,
  expiresAt: null,
  revoked: false,
  algorithm: 'ed25519',
  signs: true,
  encrypts: true,
  own: false,
  open: false,
  remembered: false,
  acceptedFor: [],
};
const said = (
  encryption: ProtectedReading['encryption'],
  state: SignatureState | null = null,
  more: { readonly keys?: string[]; readonly around?: boolean; readonly instead?: string } = {},
): ProtectedReading => ({
  encryption,
  keys: more.keys ?? [],
  signature: state && {
    state,
    keyId: '89abcdef01234567',
    key: state === 'unknown-key' ? null : KEY,
    signedAt: state === 'good' ? 0 : null,
    instead: more.instead ?? null,
  },
  letter: null,
  subject: null,
  around: more.around ?? false,
});
const STATES: readonly SignatureState[] = [
  'good',
  'not-accepted',
  'other-address',
  'bad',
  'weak',
  'expired',
  'revoked',
  'unknown-key',
  'damaged',
  'part',
];
const words = (reading: ProtectedReading): string => protectionWords(t, reading, 'bo@tern.example');

beforeAll(() => startI18n('en'));

describe('what the reader says of a protected message', () => {
  it('is green for one state alone, and red for what was changed', () => {
    const green = STATES.filter((state) => toneOf(said('none', state)) === 'success');
    expect(green).toEqual(['good']);
    expect(toneOf(said('read', 'good'))).toBe('success');
    expect(toneOf(said('read', 'good', { around: true }))).toBe('warning');
    expect(toneOf(said('read'))).toBe('info');
    expect(toneOf(said('none', 'bad'))).toBe('danger');
    expect(toneOf(said('unprotected'))).toBe('danger');
    expect(toneOf(said('none', 'not-accepted', { instead: KEY.fingerprint }))).toBe('warning');
  });

  it('has words of its own for each state, with whose key it is, and nothing invisible in them', () => {
    const all = STATES.map((state) => words(said('none', state)));
    expect(new Set(all).size).toBe(STATES.length);
    for (const one of all) expect(one).not.toMatch(/openpgp\.line|\{\{|\u202e/);
    expect(words(said('none', 'good'))).toContain('Signed by Bo <bo@tern.example> on');
    expect(words(said('none', 'unknown-key'))).toContain('(89AB\u00a0CDEF\u00a00123\u00a04567)');
    expect(words(said('none', 'not-accepted', { instead: KEY.fingerprint }))).toContain('another key');
  });

  it('says that an encrypted letter is unsigned, and for which keys one is that can’t be read', () => {
    expect(words(said('read'))).toBe(
      'Encrypted, and read with your key. Nobody signed it: who wrote it isn’t proven. An answer is encrypted too when you have a key; Tern quotes nothing of this letter in it.',
    );
    expect(words(said('no-key', null, { keys: ['89abcdef01234567'] }))).toContain('89AB\u00a0CDEF');
    expect(words(said('no-key'))).toContain('without saying for which key');
    for (const state of ['no-key', 'passphrase', 'unprotected', 'damaged', 'too-large'] as const)
      expect(isClosed(said(state))).toBe(true);
    expect(isClosed(said('read'))).toBe(false);
    expect(isClosed(said('none', 'bad'))).toBe(false);
  });
});
