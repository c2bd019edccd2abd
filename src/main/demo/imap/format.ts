import { isAscii, utf8 } from '../bytes';
import { encodeUtf7 } from '../utf7';

/** A quoted string, or a literal where quoting cannot say it. */
export function quote(bytes: string): string {
  if (/[\r\n\0]/.test(bytes) || !isAscii(bytes)) return literal(bytes);
  return `"${bytes.replace(/["\\]/g, '\\$&')}"`;
}
export const literal = (bytes: string): string => `{${bytes.length}}\r\n${bytes}`;
export const nstring = (bytes: string | null | undefined): string =>
  bytes === null || bytes === undefined ? 'NIL' : quote(bytes);
/** A mailbox name as a quoted string in the form this session reads. */
export const mailboxName = (name: string, isUtf8: boolean): string =>
  `"${(isUtf8 ? utf8(name) : encodeUtf7(name)).replace(/["\\]/g, '\\$&')}"`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** INTERNALDATE in UTC, e.g. `"17-Jul-1996 02:44:25 +0000"` (RFC 3501 date-time). */
export function dateTime(ms: number): string {
  const d = new Date(ms);
  return `"${String(d.getUTCDate()).padStart(2, ' ')}-${MONTHS[d.getUTCMonth()] ?? 'Jan'}-${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000"`;
}
/** The ms of a date-time, or null. */
export function parseDateTime(text: string): number | null {
  const match = /^\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (match === null) return null;
  const [, day, month = '', year, hour, minute, second, sign, zh, zm] = match;
  const index = MONTHS.findIndex((name) => name.toLowerCase() === month.toLowerCase());
  if (index < 0) return null;
  const utc = Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
  return utc - (sign === '-' ? -1 : 1) * (Number(zh) * 60 + Number(zm)) * 60_000;
}
/** The ms at which the day of a SEARCH date begins in UTC, or null. */
export function parseDay(text: string): number | null {
  return parseDateTime(`${text} 00:00:00 +0000`);
}
