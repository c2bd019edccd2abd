import { describe, expect, it } from 'vitest';
import type { DraftContent } from '@shared/contract/compose';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { isRefused, letterState, olderVersion, toggled, unencrypted } from './letter-protection';

const NOW = 1_800_000_000_000;
const key = (address: string, more: Partial<OpenPgpKey> = {}): OpenPgpKey => ({
  fingerprint: address.padEnd(40, '0'),
  keyIds: [],
  userIds: [address],
  addresses: [address],
  createdAt: 0,
  expiresAt: null,
  revoked: false,
  algorithm: 'ed25519',
  signs: true,
  encrypts: true,
  own: false,
  open: false,
  remembered: false,
  acceptedFor: [address],
  ...more,
});
const ADA = 'ada@x.example';
const own = key(ADA, { own: true });
const people = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }));
const state = (to: readonly string[], keys: readonly OpenPgpKey[], protect = { encrypt: true, sign: true }) =>
  letterState({ to: people(...to), cc: [], bcc: people('BO@x.example'), protect }, ADA, keys, NOW);

describe('letterState', () => {
  it('says of each who can’t be encrypted for why, once, in whichever case the address is written', () => {
    const keys = [
      own,
      key('bo@x.example'),
      key('old@x.example', { expiresAt: NOW }),
      key('gone@x.example', { revoked: true }),
      key('signs@x.example', { encrypts: false }),
      key('may@x.example', { acceptedFor: [] }),
      // One that is past its time is no key that might be theirs.
      key('was@x.example', { acceptedFor: [], expiresAt: NOW - 1 }),
    ];
    const to = ['old', 'gone', 'signs', 'may', 'was', 'nobody', 'Nobody', 'bo'].map(
      (who) => `${who}@x.example`,
    );
    const found = state(to, keys);
    expect(found.without.map(({ address, fault }) => [address, fault])).toEqual([
      ['old@x.example', 'expired'],
      ['gone@x.example', 'revoked'],
      ['signs@x.example', 'unusable'],
      ['may@x.example', 'not-accepted'],
      ['was@x.example', 'none'],
      ['Nobody@x.example', 'none'],
    ]);
    expect(isRefused(found)).toBe(true);
    expect(isRefused(state(['bo@x.example'], keys))).toBe(false);
    expect(state(to, keys, { encrypt: false, sign: true }).without).toEqual([]);
  });

  it('knows one’s own key by one’s own address only, and whether it can be used', () => {
    expect(state([], [key('bo@x.example', { own: true })]).ownFault).toBe('none');
    expect(state([], [{ ...own, acceptedFor: [] }]).own).toBeNull();
    expect(state([], [{ ...own, expiresAt: NOW }]).ownFault).toBe('expired');
    expect(state([], [{ ...own, revoked: true }]).ownFault).toBe('revoked');
    expect(state([], [{ ...own, signs: false }]).ownFault).toBe('unusable');
    const short = { ...own, encryptsUntil: NOW };
    expect(state([], [short]).ownFault).toBe('expired');
    expect(state([], [short], { encrypt: false, sign: true }).ownFault).toBeNull();
    expect(state([], [{ ...own, encrypts: false }], { encrypt: false, sign: true }).ownFault).toBeNull();
    expect(isRefused(state([], [], { encrypt: false, sign: true }))).toBe(true);
    expect(isRefused(state([], [], { encrypt: false, sign: false }))).toBe(false);
  });
});

it('encrypting brings the signature along, which can be taken off; what a letter answers is not forgotten', () => {
  const on = toggled({ encrypt: false, sign: false, answersEncrypted: true }, 'encrypt');
  expect(on).toEqual({ encrypt: true, sign: true, answersEncrypted: true });
  expect(toggled(on, 'sign')).toMatchObject({ encrypt: true, sign: false });
  expect(toggled(on, 'encrypt')).toMatchObject({ encrypt: false, sign: true });
  expect(toggled(undefined, 'sign')).toEqual({ encrypt: false, sign: true });
  expect(unencrypted(on, { ownFault: null })).toMatchObject({ encrypt: false, sign: true });
  expect(unencrypted(on, { ownFault: 'none' })).toMatchObject({ encrypt: false, sign: false });
});

it('earlier words come back without switching the encryption off', () => {
  const old = { text: 'earlier', protect: { encrypt: false, sign: false } } as unknown as DraftContent;
  const protect = { encrypt: true, sign: true };
  expect(olderVersion(old, { protect })).toEqual({ text: 'earlier', protect });
});
