import { bodyFromMessage, partsOf } from '@main/mime/body-from-message';
import { decodeHeader } from '@main/mime/decode-header';
import { parseAddresses } from '@main/mime/parse-addresses';
import { parseDate } from '@main/mime/parse-date';
import { parseParameters } from '@main/mime/parse-params';
import { preview } from '@main/mime/preview';
import { generator } from '../labs/random';
import type { LabResult } from '../labs/vault-torn';

/** What MIME parsers trip over, glued together at random. */
const BITS = [
  'From: ', 'To: ', 'Subject: ', 'Content-Type: ', 'Content-Transfer-Encoding: ', 'Content-Disposition: ', 'Date: ',
  'multipart/mixed; boundary=', 'multipart/alternative; boundary="b"', 'multipart/related;boundary=bb', 'message/rfc822',
  'text/plain; charset=', 'text/html; charset=utf-8', 'utf-8', 'iso-2022-jp', 'utf-7', 'x-unknown', 'base64',
  'quoted-printable', 'x-uuencode', '7bit', 'b', 'bb', '"b"', '\r\n', '\n', '\r', '\n\n', '\r\n\r\n', '--b', '--bb', '--b--',
  '--', '=?utf-8?Q?', '=?utf-8?B?', '=?', '?=', '=C5=BE', '=', '==', '=\r\n', "*0*=utf-8''", 'name*1=', 'filename="', ';',
  '(', ')', '<', '>', '"', '\\', ',', ':', '@', 'a@b.cz', 'žluť', '\u202e', '\0', '\ud83d\ude00', '<div hidden>', '<style>',
  '</style>', '<!--', '-->', '&#x17e;', '&amp', '> quote', '-- \n', 'begin 644 x\n', 'M' + 'A'.repeat(60), ' ', '\t', 'x'.repeat(300),
  'Sat, 21 Nov 2026 10:14:07 +0100', '<1@x>', 'xb5sdcWl', '\x1b$B$3\x1b(B', '+AOQ-', '%C5%BE', '*', "'",
]; // prettier-ignore

/**
 * Random messages through every public parser: nothing throws, every part's bytes can be reached, nothing shown holds
 * a control character.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const input = randomInput(seed + n);
    const problem = check(input);
    if (problem) failed.push(`seed ${seed + n}: ${problem}`);
    if (n % 1000 === 999) await Promise.resolve();
  }
  return { lab: 'fuzz-mime', runs, seed, failed, ok: failed.length === 0 };
}

function randomInput(seed: number): Buffer {
  const { int, chance } = generator(seed);
  let text = '';
  for (let i = 1 + int(60); i > 0; i--) text += BITS[int(BITS.length)] ?? '';
  const bytes = Buffer.from(text, chance(0.8) ? 'utf8' : 'utf16le');
  for (let flips = chance(0.3) ? int(20) : 0; flips > 0; flips--) bytes[int(bytes.length)] = int(256);
  return bytes;
}

function check(bytes: Buffer): string | null {
  try {
    const { envelope, texts, structure } = bodyFromMessage(bytes);
    if (structure.type === '') return 'no type';
    for (const text of texts) if (/\p{Cc}/u.test(preview(text))) return 'control character in a preview';
    const shown = [envelope.subject, ...envelope.from.flatMap(({ name, address }) => [name, address])];
    for (const part of partsOf(bytes)) {
      shown.push(part.part.filename);
      if (part.bytes().length > bytes.length) return 'a part is larger than its message';
    }
    const text = bytes.toString('utf8');
    shown.push(decodeHeader(bytes), ...parseAddresses(bytes).flatMap(({ name, address }) => [name, address]));
    shown.push(...Object.values(parseParameters(text).params));
    const date = parseDate(text);
    if (date !== null && !Number.isFinite(date)) return 'a date that is none';
    const bad = shown.find((line) => /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(line));
    return bad === undefined ? null : `forging characters in ${JSON.stringify(bad)}`;
  } catch (error) {
    return `threw ${String(error)}`;
  }
}
