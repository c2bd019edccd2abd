import { describe, expect, it } from 'vitest';
import type { BodyPart, BodyText } from '@shared/model/message';
import { walkMessage } from '@main/mime/walk-message';
import { protectionOf } from './protection';

const structure = (type: string, body = ''): BodyPart =>
  walkMessage(new Uint8Array(Buffer.from(`Content-Type: ${type}\n\n${body}`))).structure;
const two = '--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: application/x\n\nx\n--b--\n';
const text = (words: string): BodyText[] => [
  { section: '1' as BodyText['section'], type: 'text/plain', text: words, flowed: false, delsp: false },
];

describe('protectionOf', () => {
  it.each([
    ['multipart/signed; protocol="application/pgp-signature"; boundary=b', 'signed-openpgp'],
    ['multipart/signed; protocol="application/pkcs7-signature"; boundary=b', 'signed-smime'],
    ['multipart/signed; protocol="application/x-pkcs7-signature"; boundary=b', 'signed-smime'],
    ['multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', 'encrypted-openpgp'],
    ['application/pkcs7-mime; smime-type=enveloped-data', 'encrypted-smime'],
    ['application/x-pkcs7-mime', 'encrypted-smime'],
    ['application/pkcs7-mime; smime-type=signed-data', 'signed-smime'],
    ['multipart/mixed; boundary=b', null],
    ['text/plain', null],
  ] as const)('%s', (type, expected) => {
    expect(protectionOf(structure(type, two))).toBe(expected);
  });

  it('sees armour inside of a text, not a quotation of it', () => {
    expect(protectionOf(structure('text/plain'), text('-----BEGIN PGP MESSAGE-----\n\nhQ'))).toBe(
      'encrypted-openpgp',
    );
    expect(protectionOf(structure('text/plain'), text('-----BEGIN PGP SIGNED MESSAGE-----\nHash'))).toBe(
      'signed-openpgp',
    );
    expect(protectionOf(structure('text/plain'), text('> -----BEGIN PGP MESSAGE-----'))).toBeNull();
  });

  it('a signed part inside of a message signs nothing else (Johnny, you are fired)', () => {
    const inner = `--b\nContent-Type: multipart/signed; protocol="application/pgp-signature"; boundary=c\n\n--c\n\nx\n--c--\n--b--\n`;
    expect(protectionOf(structure('multipart/mixed; boundary=b', inner))).toBeNull();
    expect(protectionOf(null)).toBeNull();
  });
});
