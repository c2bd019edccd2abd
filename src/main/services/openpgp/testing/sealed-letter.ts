/** A message whose only content is encrypted (RFC 3156 §4). @param header its lines, without those that say so */
export const sealedLetter = (armour: string, header: readonly string[]): string =>
  [
    ...header,
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=out',
    '',
    '--out',
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    '--out',
    'Content-Type: application/octet-stream; name=encrypted.asc',
    '',
    armour.trim().replaceAll(/\r?\n/g, '\r\n'),
    '--out--',
    '',
  ].join('\r\n');
