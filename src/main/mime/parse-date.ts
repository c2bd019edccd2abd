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
  const usual = usualDate(text);
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

/** Where the fields of `Sat, 21 Nov 2026 10:14:07 +0100` stand, which is how nearly all dates are written. */
function usualDate(text: string): number | null {
  // With one digit for the day everything behind it stands one further to the left.
  const shift = text.charCodeAt(6) === SPACE ? 1 : 0;
  const end = 31 - shift;
  if (text.length < end || text.charCodeAt(3) !== COMMA || text.charCodeAt(4) !== SPACE) return null;
  if (text.length > end && text.charCodeAt(end) !== SPACE) return null;
  const day = shift === 1 ? digits(text, 5, 1) : digits(text, 5, 2);
  const month = MONTHS.indexOf(text.slice(8 - shift, 11 - shift).toLowerCase());
  const year = digits(text, 12 - shift, 4);
  const hour = digits(text, 17 - shift, 2);
  const minute = digits(text, 20 - shift, 2);
  const second = digits(text, 23 - shift, 2);
  const zone = digits(text, 27 - shift, 4);
  const sign = text.charCodeAt(26 - shift);
  if (
    text.charCodeAt(7 - shift) !== SPACE ||
    text.charCodeAt(11 - shift) !== SPACE ||
    text.charCodeAt(16 - shift) !== SPACE ||
    text.charCodeAt(19 - shift) !== COLON ||
    text.charCodeAt(22 - shift) !== COLON ||
    text.charCodeAt(25 - shift) !== SPACE ||
    (sign !== PLUS && sign !== MINUS) ||
    Math.min(month, year, hour, minute, second, zone) < 0 ||
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
function digits(text: string, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
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
