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
