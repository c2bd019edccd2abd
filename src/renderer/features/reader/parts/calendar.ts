/** One event of an invitation, as far as it can be shown; read only, nothing is answered by itself. */
export interface Invitation {
  readonly method: string;
  readonly summary: string;
  readonly location: string;
  readonly organizer: string;
  readonly attendees: readonly string[];
  readonly start: CalendarTime | null;
  readonly end: CalendarTime | null;
  readonly repeats: boolean;
  readonly description: string;
  readonly cancelled: boolean;
  /** UID and RECURRENCE-ID name the event, SEQUENCE its version. */
  readonly uid: string;
  readonly recurrence: string;
  readonly sequence: number;
}

export interface CalendarTime {
  /** ms since 1970 when the time is absolute; else of the wall clock read as UTC. */
  readonly at: number;
  readonly allDay: boolean;
  /** A zone's name that is not resolved here, '' for absolute or floating times. */
  readonly zone: string;
  readonly absolute: boolean;
}

interface Property {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
}

const MOST_LINES = 5000;

/** Reads the first VEVENT of an iCalendar text (RFC 5545 §3.1 unfolding, §3.3.11 escapes). Null when there is none. */
export function readInvitation(text: string): Invitation | null {
  const lines = text
    .replace(/\r\n|\r/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
    .slice(0, MOST_LINES);
  const event: Property[] = [];
  let method = '';
  const open: string[] = [];
  for (const line of lines) {
    const property = readProperty(line);
    if (property === null) continue;
    if (property.name === 'BEGIN') open.push(property.value.toUpperCase());
    else if (property.name === 'END') {
      const ended = open.pop();
      if (ended === 'VEVENT') break;
    } else if (open.at(-1) === 'VEVENT') event.push(property);
    else if (open.at(-1) === 'VCALENDAR' && property.name === 'METHOD') method = property.value.toUpperCase();
  }
  if (event.length === 0) return null;
  const first = (name: string): Property | undefined => event.find((property) => property.name === name);
  const words = (name: string): string => unescapeText(first(name)?.value ?? '');
  return {
    method,
    summary: words('SUMMARY'),
    location: words('LOCATION'),
    organizer: personOf(first('ORGANIZER')),
    attendees: event
      .filter((property) => property.name === 'ATTENDEE')
      .map(personOf)
      .filter((name) => name !== '')
      .slice(0, 500),
    start: timeOf(first('DTSTART')),
    end: timeOf(first('DTEND')),
    repeats: first('RRULE') !== undefined,
    description: words('DESCRIPTION').slice(0, 5000),
    uid: first('UID')?.value.trim() ?? '',
    recurrence: first('RECURRENCE-ID')?.value.trim() ?? '',
    sequence: Number.parseInt(first('SEQUENCE')?.value ?? '', 10) || 0,
    cancelled: method === 'CANCEL' || first('STATUS')?.value.toUpperCase() === 'CANCELLED',
  };
}

function readProperty(line: string): Property | null {
  const colon = valueStart(line);
  if (colon < 0) return null;
  const [name = '', ...params] = splitOutsideQuotes(line.slice(0, colon), ';');
  return {
    name: name.toUpperCase(),
    params: new Map(
      params.map((param) => {
        const equals = param.indexOf('=');
        return [param.slice(0, equals).toUpperCase(), param.slice(equals + 1).replace(/^"|"$/g, '')];
      }),
    ),
    value: line.slice(colon + 1),
  };
}

function valueStart(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === ':' && !quoted) return at;
  }
  return -1;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const out: string[] = [''];
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    if (char === separator && !quoted) out.push('');
    else out[out.length - 1] += char;
  }
  return out;
}

const unescapeText = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char)).trim();

function personOf(property: Property | undefined): string {
  if (property === undefined) return '';
  const address = property.value.replace(/^mailto:/i, '').trim();
  const name = property.params.get('CN') ?? '';
  return name !== '' && name !== address ? `${name} <${address}>` : address;
}

function timeOf(property: Property | undefined): CalendarTime | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(property?.value.trim() ?? '');
  if (property === undefined || match === null) return null;
  const [, year, month, day, hour, minute, second, utc] = match;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  return { at, allDay: hour === undefined, absolute: utc === 'Z', zone: property.params.get('TZID') ?? '' };
}
