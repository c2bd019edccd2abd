import { describe, expect, it } from 'vitest';
import { corpus } from '../../../tests/servers/corpus';
import { bodyFromMessage, partsOf } from './body-from-message';
import { walkMessage } from './walk-message';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('security.md §7, MIME', () => {
  it('M-01 a corpus of hundreds of messages in many scripts: read, nothing to remark, every part decodes', () => {
    let count = 0;
    for (const { raw } of corpus({ count: 400, seed: 5 })) {
      const message = new Uint8Array(Buffer.from(raw, 'utf8'));
      const parsed = bodyFromMessage(message);
      expect(parsed.notices).toEqual([]);
      expect(parsed.envelope.from).toHaveLength(1);
      expect(parsed.texts.every(({ text }) => text.length > 0 && !text.includes('\uFFFD'))).toBe(true);
      for (const part of partsOf(message)) expect(part.bytes().length).toBeGreaterThan(0);
      count += 1;
    }
    expect(count).toBe(400);
  });

  it('M-09 archives are files: nothing of them is unpacked, whatever they call themselves', () => {
    const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(1000, 7)]);
    for (const type of [
      'application/zip',
      'application/x-rar',
      'application/gzip',
      'application/octet-stream',
    ]) {
      const message = bytes(
        `Content-Type: ${type}; name=a.zip\nContent-Transfer-Encoding: base64\n\n${zip.toString('base64')}`,
      );
      const parts = [...partsOf(message)];
      expect(parts).toHaveLength(1);
      expect(Buffer.from(parts[0]?.bytes() ?? []).equals(zip)).toBe(true);
      expect(bodyFromMessage(message).texts).toEqual([]);
    }
  });

  it.each([
    ['external-body', 'message/external-body; access-type=URL; URL="http://evil.example/x"'],
    ['partial', 'message/partial; id="a@b"; number=1; total=3'],
  ])('M-10 message/%s is a leaf that can be saved: nothing is fetched or put together', (_name, type) => {
    const message = bytes(`Content-Type: ${type}\n\nContent-Type: image/gif\n\nGIF89a`);
    const { structure } = walkMessage(message);
    expect(structure.children).toEqual([]);
    expect(bodyFromMessage(message).texts).toEqual([]);
    const [only] = [...partsOf(message)];
    expect(Buffer.from(only?.bytes() ?? []).toString()).toContain('GIF89a');
  });

  it('an embedded message is opened in place, to its own embedded messages, and its parts can be reached', () => {
    const inner =
      'Subject: inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner text\n--i\nContent-Type: a/b\n\nfile\n--i--\n';
    const middle = `Subject: middle\nContent-Type: message/rfc822\n\n${inner}`;
    const outer = `Content-Type: multipart/mixed; boundary=o\n\n--o\n\nouter text\n--o\nContent-Type: message/rfc822\n\n${middle}--o--\n`;
    const { structure } = walkMessage(bytes(outer));
    const sections: string[] = [];
    const visit = (part: typeof structure): void => {
      sections.push(`${part.section} ${part.type}`);
      part.children.forEach(visit);
    };
    visit(structure);
    expect(sections).toEqual([
      ' multipart/mixed',
      '1 text/plain',
      '2 message/rfc822',
      '2.1 message/rfc822',
      '2.1.TEXT multipart/mixed',
      '2.1.1 text/plain',
      '2.1.2 a/b',
    ]);
  });
});
