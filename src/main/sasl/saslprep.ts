import { MailError } from '@shared/errors/mail-error';

/** RFC 3454 table B.1: characters mapped to nothing. */
const MAPPED_TO_NOTHING = /[\u00AD\u034F\u1806\u180B-\u180D\u200B-\u200D\u2060\uFE00-\uFE0F\uFEFF]/gu;
/** RFC 3454 table C.1.2: blanks other than the ASCII one. */
const OTHER_SPACES = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu;
/** RFC 3454 tables C.2.1–C.9: controls, private use, non-characters, surrogates, tagging, BiDi overrides. */
const PROHIBITED = new RegExp(
  '[\\u0000-\\u001F\\u007F-\\u009F\\u0340\\u0341\\u06DD\\u070F\\u180E\\u200E\\u200F\\u2028-\\u202E\\u206A-\\u206F' +
    '\\u2FF0-\\u2FFB\\uE000-\\uF8FF\\uFFF9-\\uFFFF\\uFDD0-\\uFDEF\\u{E0001}\\u{E0020}-\\u{E007F}' +
    '\\u{F0000}-\\u{10FFFF}\\p{Cs}]',
  'u',
);

/**
 * Prepares a user name or password (RFC 4013) as a query string: unassigned code points are allowed. The BiDi rule is
 * left out on purpose: it could only refuse a password that the server has accepted.
 */
export function saslprep(text: string): string {
  const prepared = text.replace(OTHER_SPACES, ' ').replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  if (!PROHIBITED.test(prepared)) return prepared;
  throw new MailError({
    kind: 'refused',
    code: 'unsafe-credentials',
    message: 'The user name or password contains a character that SCRAM does not allow.',
  });
}
