import { describe, expect, it } from 'vitest';
import { readMailto } from './mailto';

const nobody = { to: [], cc: [], bcc: [], subject: '', body: '' };

describe('readMailto', () => {
  it.each([
    ['mailto:chris@example.com', { to: ['chris@example.com'] }],
    // RFC 6068 §6.1 and §6.2.
    [
      'mailto:infobot@example.com?subject=current-issue',
      { to: ['infobot@example.com'], subject: 'current-issue' },
    ],
    [
      'mailto:infobot@example.com?body=send%20current-issue%0D%0Asend%20index',
      { to: ['infobot@example.com'], body: 'send current-issue\nsend index' },
    ],
    [
      'mailto:joe@example.com?cc=bob@example.com&body=hello',
      { to: ['joe@example.com'], cc: ['bob@example.com'], body: 'hello' },
    ],
    ['mailto:gorby%25kremvax@example.com', { to: ['gorby%kremvax@example.com'] }],
    ['mailto:unlikely%3Faddress@example.com?blat=foop', { to: ['unlikely?address@example.com'] }],
    ['mailto:%22not%40me%22@example.org', { to: ['"not@me"@example.org'] }],
    [
      'mailto:user@example.org?subject=caf%C3%A9&body=caf%C3%A9',
      { to: ['user@example.org'], subject: 'café', body: 'café' },
    ],
    ['mailto:?to=addr1@an.example,addr2@an.example', { to: ['addr1@an.example', 'addr2@an.example'] }],
    ['MAILTO:a@b.example?BCC=c@d.example', { to: ['a@b.example'], bcc: ['c@d.example'] }],
    ['mailto:%2Clast@example.com,x@example.com', { to: [',last@example.com', 'x@example.com'] }],
    ['mailto:a+b@example.com?subject=1+1', { to: ['a+b@example.com'], subject: '1+1' }],
    ['mailto:', {}],
    ['mailto:x@y.example?subject=100%', { to: ['x@y.example'], subject: '100%' }],
  ])('%s', (text, expected) => {
    expect(readMailto(text)).toEqual({ ...nobody, ...expected });
  });

  it('takes no attachment, no sender and no further header', () => {
    const read = readMailto(
      'mailto:a@b.example?attach=/etc/passwd&attachment=file:///x&From=evil@x.example&subject=Hi%0D%0ABcc:%20evil@x.example&to=c@d.example%0D%0AX:%20y',
    );
    expect(read).toEqual({
      ...nobody,
      to: ['a@b.example', 'c@d.example X: y'],
      subject: 'Hi Bcc: evil@x.example',
    });
  });

  it('keeps lines and drops controls in the body', () => {
    expect(readMailto('mailto:?body=a%0Db%0A%00%1B[31mc%09d')?.body).toBe('a\nb\n[31mc\td');
  });

  it.each(['https://example.com', 'mail:a@b', `mailto:${'a'.repeat(70_000)}`, ''])(
    'is nothing else: %#',
    (text) => {
      expect(readMailto(text)).toBeNull();
    },
  );
});
