import { describe, expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { Secret } from '@shared/ports/secret';
import { decodeBase64, encodeBase64 } from '@shared/util/base64';
import { testCrypto } from '../../../tests/support/test-crypto';
import { ScramMechanism, type ChannelBinding, type ScramHash } from './scram';
import { saslprep } from './saslprep';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

const make = (
  algorithm: ScramHash,
  nonce: string,
  binding: ChannelBinding = { kind: 'unable' },
): ScramMechanism =>
  new ScramMechanism(
    algorithm,
    'user',
    new Secret('pencil'),
    testCrypto(decodeBase64(nonce) ?? undefined),
    binding,
  );

const VECTORS = [
  {
    source: 'RFC 5802 §5',
    algorithm: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    clientFirst: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    clientFinal: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    source: 'RFC 7677 §3',
    algorithm: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    clientFinal:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;

describe('SCRAM', () => {
  it.each(VECTORS)('follows the exchange of $source', async (v) => {
    const scram = make(v.algorithm, v.nonce);
    expect(text(scram.initial())).toBe(v.clientFirst);
    expect(text(await scram.step(bytes(v.serverFirst)))).toBe(v.clientFinal);
    expect(scram.done).toBe(false);
    expect(await scram.step(bytes(v.serverFinal))).toHaveLength(0);
    expect(scram.done).toBe(true);
  });

  it('does not believe a server that cannot prove itself', async () => {
    const v = VECTORS[0];
    const scram = make(v.algorithm, v.nonce);
    scram.initial();
    await scram.step(bytes(v.serverFirst));
    expect(() => scram.step(bytes('v=smF9pqV8S7suAoZWja4dJRkFsKQ='))).toThrow(
      expect.objectContaining({ kind: 'broken', code: 'server-not-verified' }),
    );
    expect(scram.done).toBe(false);
  });

  it('reports the server error attribute as refused', async () => {
    const v = VECTORS[0];
    const scram = make(v.algorithm, v.nonce);
    scram.initial();
    await scram.step(bytes(v.serverFirst));
    expect(() => scram.step(bytes('e=invalid-proof'))).toThrow(
      expect.objectContaining({ code: 'auth-failed', server: 'invalid-proof' }),
    );
  });

  it.each([
    ['a nonce that is not a continuation', 'r=other,s=QSXCR+Q6sek8bf92,i=4096', 'sasl-broken'],
    ['our nonce alone', 'r=fyko+d2lbbFgONRv9qkxdawL,s=QSXCR+Q6sek8bf92,i=4096', 'sasl-broken'],
    ['no salt', 'r=fyko+d2lbbFgONRv9qkxdawLx,s=,i=4096', 'sasl-broken'],
    ['a salt that is not base64', 'r=fyko+d2lbbFgONRv9qkxdawLx,s=!!,i=4096', 'sasl-broken'],
    ['no count', 'r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92', 'sasl-broken'],
    ['a mandatory extension', 'm=x,r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=4096', 'sasl-broken'],
    ['too few iterations', 'r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=1', 'scram-iterations'],
    [
      'a billion iterations',
      'r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=1000000000',
      'scram-iterations',
    ],
  ])('refuses %s', async (_what, serverFirst, code) => {
    const scram = make('sha1', VECTORS[0].nonce);
    scram.initial();
    const error: unknown = await Promise.resolve(scram.step(bytes(serverFirst))).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({ code });
  });

  it('binds to the channel: the exporter material is in c=, and the name says -PLUS', async () => {
    const v = VECTORS[0];
    const material = Uint8Array.from({ length: 32 }, (_x, i) => i);
    const scram = make(v.algorithm, v.nonce, { kind: 'bind', material });
    expect(scram.name).toBe('SCRAM-SHA-1-PLUS');
    expect(text(scram.initial())).toMatch(/^p=tls-exporter,,n=user/);
    const final = text(await scram.step(bytes(v.serverFirst)));
    const bound = new Uint8Array([...bytes('p=tls-exporter,,'), ...material]);
    expect(final.split(',')[0]).toBe(`c=${encodeBase64(bound)}`);
  });

  it('tells a server whose -PLUS was stripped that we could have', () => {
    expect(text(make('sha256', 'AAAA', { kind: 'unoffered' }).initial())).toMatch(/^y,,n=user/);
  });

  it('escapes the user name', () => {
    const scram = new ScramMechanism('sha256', 'a=b,c', new Secret('x'), testCrypto(), { kind: 'unable' });
    expect(text(scram.initial())).toMatch(/^n,,n=a=3Db=2Cc,r=/);
  });
});

describe('saslprep (RFC 4013 §3)', () => {
  it.each([
    ['I\u00ADX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00AA', 'a'],
    ['\u2168', 'IX'],
    ['a\u00A0b', 'a b'],
  ])('%j becomes %j', (input, output) => {
    expect(saslprep(input)).toBe(output);
  });

  it.each(['\u0007', 'a\u202Eb', '\uD800'])('refuses %j', (input) => {
    expect(() => saslprep(input)).toThrow(expect.objectContaining({ code: 'unsafe-credentials' }));
  });
});
