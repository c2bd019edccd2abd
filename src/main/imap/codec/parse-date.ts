const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/**
 * `date-time` (RFC 9051 §9): ` 1-Jan-2026 09:30:00 +0100`.
 * @returns milliseconds since 1970, or null when it is not one.
 */
export function parseDateTime(text: string): number | null {
  const at = text.charCodeAt(1) === 0x2d ? -1 : 0;
  const day = two(text, at);
  const month = MONTHS.indexOf(text.slice(at + 3, at + 6).toLowerCase());
  const year = two(text, at + 7) * 100 + two(text, at + 9);
  const hour = two(text, at + 12);
  const minute = two(text, at + 15);
  const second = two(text, at + 18);
  const sign = text.charCodeAt(at + 21);
  const zone = sign === 0x2b || sign === 0x2d ? two(text, at + 22) * 60 + two(text, at + 24) : 0;
  const ms = Date.UTC(year, month / 3, day, hour, minute, second) - (sign === 0x2d ? -zone : zone) * 60_000;
  return month < 0 || month % 3 !== 0 || day < 1 || day > 31 || Number.isNaN(ms) ? null : ms;
}

/** A quoted `date-time` of the usual form. */
export const DATE_TIME_OCTETS = 28;

/**
 * The date of `"17-Jul-2026 02:44:25 -0700"`, quotes included, which begins at `from`: what `parseDateTime` says of it.
 * Null when it is written in any other way.
 */
export function usualDateTime(bytes: Uint8Array, from: number, end: number): number | null {
  if (from + DATE_TIME_OCTETS > end) return null;
  if (bytes[from] !== 0x22 || bytes[from + 27] !== 0x22) return null;
  if (bytes[from + 3] !== 0x2d || bytes[from + 7] !== 0x2d || bytes[from + 12] !== 0x20) return null;
  if (bytes[from + 15] !== 0x3a || bytes[from + 18] !== 0x3a || bytes[from + 21] !== 0x20) return null;
  const sign = bytes[from + 22];
  if (sign !== 0x2b && sign !== 0x2d) return null;
  const day = twoOf(bytes, from + 1);
  const month = monthOf(bytes, from + 4);
  const year = twoOf(bytes, from + 8) * 100 + twoOf(bytes, from + 10);
  const time = twoOf(bytes, from + 13) * 60 + twoOf(bytes, from + 16);
  const zone = twoOf(bytes, from + 23) * 60 + twoOf(bytes, from + 25);
  const ms = Date.UTC(year, month, day, 0, time - (sign === 0x2d ? -zone : zone), twoOf(bytes, from + 19));
  return month < 0 || day < 1 || day > 31 || Number.isNaN(ms) ? null : ms;
}

/** Two digits, or a blank and one; NaN otherwise. */
function twoOf(bytes: Uint8Array, at: number): number {
  const a = bytes[at] as number;
  const tens = a === 0x20 ? 0 : a - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** 0 for the letters of January, −1 for those of no month. */
function monthOf(bytes: Uint8Array, at: number): number {
  for (let i = 0; i < MONTHS.length; i += 3) {
    if (
      ((bytes[at] as number) | 0x20) === MONTHS.charCodeAt(i) &&
      ((bytes[at + 1] as number) | 0x20) === MONTHS.charCodeAt(i + 1) &&
      ((bytes[at + 2] as number) | 0x20) === MONTHS.charCodeAt(i + 2)
    )
      return i / 3;
  }
  return -1;
}

/** Two digits, the first of which may be a blank; NaN otherwise. */
function two(text: string, at: number): number {
  const a = at < 0 ? 0x20 : text.charCodeAt(at);
  const b = text.charCodeAt(at + 1) - 0x30;
  const tens = a === 0x20 ? 0 : a - 0x30;
  return tens >= 0 && tens <= 9 && b >= 0 && b <= 9 ? tens * 10 + b : Number.NaN;
}

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** `date-time` in UTC for APPEND. */
export function formatDateTime(ms: number): string {
  const d = new Date(ms);
  const day = pad(d.getUTCDate());
  const time = `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
  return `${day}-${NAMES[d.getUTCMonth()] ?? 'Jan'}-${pad(d.getUTCFullYear(), 4)} ${time} +0000`;
}

/** `date` (RFC 9051 §9) for SEARCH, in UTC. */
export function formatDate(ms: number): string {
  const d = new Date(ms);
  return `${String(d.getUTCDate())}-${NAMES[d.getUTCMonth()] ?? 'Jan'}-${pad(d.getUTCFullYear(), 4)}`;
}
