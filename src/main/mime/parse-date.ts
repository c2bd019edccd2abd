const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 §4.3, in minutes. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};
const DATE =
  /^(?:[a-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{2,4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,5}))?/i;

/**
 * The Date header (RFC 5322 §3.3 and §4.3, lenient) in milliseconds since 1970, or null. A zone that is unknown or
 * absurd counts as UTC, as the RFC asks for unknown letters.
 */
export function parseDate(text: string): number | null {
  const usual = ofUsualText(text);
  if (usual !== null) return usual;
  const plain = withoutComments(text.slice(0, 1000)).trim();
  const match = DATE.exec(plain);
  if (!match) {
    const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(plain) ? Date.parse(plain) : Number.NaN;
    return Number.isFinite(iso) ? iso : null;
  }
  const [, day = '', monthName = '', yearText = '', hour = '', minute = '', second = '0'] = match;
  const month = MONTHS.indexOf(monthName.toLowerCase());
  if (month < 0 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59)
    return null;
  let year = Number(yearText);
  if (yearText.length === 2) year += year < 50 ? 2000 : 1900;
  else if (yearText.length === 3) year += 1900;
  const time = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Math.min(59, Number(second)));
  const [sign, zoneHours, zoneMinutes, zoneName] = match.slice(7);
  let offset = 0;
  if (sign) {
    offset = Number(zoneHours) * 60 + Number(zoneMinutes);
    if (offset > 24 * 60) offset = 0;
    if (sign === '-') offset = -offset;
  } else if (zoneName) offset = ZONES[zoneName.toLowerCase()] ?? 0;
  const result = time - offset * 60_000;
  return Number.isFinite(result) ? result : null;
}

/** The usual form and what comments behind it are worth looking at. */
const MAX_USUAL = 40;
const scratch = new Uint8Array(MAX_USUAL);

function ofUsualText(text: string): number | null {
  const length = Math.min(text.length, MAX_USUAL);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    scratch[i] = unit < 0x80 ? unit : 0;
  }
  return usualDate(scratch, 0, length);
}

/**
 * The date of `Sat, 21 Nov 2026 10:14:07 +0100`, which is how nearly all dates are written, in the octets [from, to):
 * what `parseDate` says of it. Null when it is written in any other way.
 */
export function usualDate(bytes: Uint8Array, from: number, to: number): number | null {
  // With one digit for the day everything behind it stands one further to the left.
  const shift = bytes[from + 6] === SPACE ? 1 : 0;
  const at = from - shift;
  const end = at + 31;
  if (to < end || bytes[from + 3] !== COMMA || bytes[from + 4] !== SPACE) return null;
  if (to > end && bytes[end] !== SPACE) return null;
  const day = shift === 1 ? digits(bytes, from + 5, 1) : digits(bytes, from + 5, 2);
  const month = monthAt(bytes, at + 8);
  const year = digits(bytes, at + 12, 4);
  const hour = digits(bytes, at + 17, 2);
  const minute = digits(bytes, at + 20, 2);
  const second = digits(bytes, at + 23, 2);
  const zone = digits(bytes, at + 27, 4);
  const sign = bytes[at + 26];
  if (
    bytes[at + 7] !== SPACE ||
    bytes[at + 11] !== SPACE ||
    bytes[at + 16] !== SPACE ||
    bytes[at + 19] !== COLON ||
    bytes[at + 22] !== COLON ||
    bytes[at + 25] !== SPACE ||
    (sign !== PLUS && sign !== MINUS) ||
    month < 0 ||
    year < 0 ||
    hour < 0 ||
    minute < 0 ||
    second < 0 ||
    zone < 0 ||
    day < 1 ||
    day > 31 ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    zone > 2359
  ) {
    return null;
  }
  const offset = Math.floor(zone / 100) * 60 + (zone % 100);
  return Date.UTC(year, month, day, hour, minute, second) - (sign === MINUS ? -offset : offset) * 60_000;
}

const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** The number that `length` digits at `from` make, −1 when one of them is none. */
function digits(bytes: Uint8Array, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** 0 for January, in letters of any case; −1 for those of no month. */
function monthAt(bytes: Uint8Array, at: number): number {
  for (let i = 0; i < MONTHS.length; i++) {
    const name = MONTHS[i] as string;
    if (
      ((bytes[at] as number) | 0x20) === name.charCodeAt(0) &&
      ((bytes[at + 1] as number) | 0x20) === name.charCodeAt(1) &&
      ((bytes[at + 2] as number) | 0x20) === name.charCodeAt(2)
    )
      return i;
  }
  return -1;
}

function withoutComments(text: string): string {
  if (!text.includes('(')) return text.replace(/\s+/g, ' ');
  let out = '';
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (depth === 0) out += character;
  }
  return out.replace(/\s+/g, ' ');
}
