import { quoted } from './header';

export type Participation = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';

/** What a reply repeats of the event, so that the organiser's calendar finds it (RFC 5546 §3.2.3). */
const REPEATED = new Set([
  'UID',
  'SEQUENCE',
  'RECURRENCE-ID',
  'DTSTART',
  'DTEND',
  'DURATION',
  'SUMMARY',
  'ORGANIZER',
]);
const MAX_LINES = 20_000;

export interface InvitationToAnswer {
  /** iCalendar text of the answer. */
  readonly text: string;
  /** The organiser's address. */
  readonly organizer: string;
  readonly summary: string;
  /** The event's UID and RECURRENCE-ID, '' where it has none, and its SEQUENCE. */
  readonly uid: string;
  readonly recurrence: string;
  readonly sequence: number;
}

/**
 * The answer to an invitation, or null when it is not one that can be answered: no event, no organiser to answer to, or a
 * cancellation.
 * @param now ms since 1970.
 */
export function calendarReply(
  invitation: string,
  me: { readonly name: string; readonly address: string },
  participation: Participation,
  now: number,
): InvitationToAnswer | null {
  const lines = invitation.replace(/\r?\n[ \t]/g, '').split(/\r?\n/, MAX_LINES);
  if (lines.some((line) => /^METHOD:(?!REQUEST|PUBLISH)/i.test(line))) return null;
  const begin = lines.findIndex((line) => /^BEGIN:VEVENT\s*$/i.test(line));
  const end = lines.findIndex((line, i) => i > begin && /^END:VEVENT\s*$/i.test(line));
  if (begin < 0 || end < 0) return null;
  const event: string[] = [];
  let depth = 0;
  for (const line of lines.slice(begin + 1, end)) {
    // Alarms inside of the event are the invitation's business.
    if (/^BEGIN:/i.test(line)) depth++;
    else if (/^END:/i.test(line)) depth--;
    else if (depth === 0 && REPEATED.has(nameOf(line))) event.push(clean(line));
  }
  const organizer = event.find((line) => nameOf(line) === 'ORGANIZER') ?? '';
  const to = /mailto:([^\s;,"<>]+@[^\s;,"<>]+)\s*$/i.exec(organizer)?.[1];
  if (to === undefined || !event.some((line) => nameOf(line) === 'UID')) return null;
  const valueOf = (name: string): string => {
    const line = event.find((one) => nameOf(one) === name) ?? '';
    return line.slice(line.indexOf(':') + 1).trim();
  };
  const who = clean(me.name)
    .replace(/["\\:;,]/g, ' ')
    .trim();
  const attendee = `ATTENDEE;PARTSTAT=${participation}${who === '' ? '' : `;CN=${quoted(who)}`}:mailto:${clean(me.address)}`;
  const text = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Tern//Tern//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `DTSTAMP:${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`,
    ...event,
    attendee,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n');
  return {
    text,
    organizer: to,
    summary: valueOf('SUMMARY').replace(/\\([,;\\])/g, '$1'),
    uid: valueOf('UID'),
    recurrence: valueOf('RECURRENCE-ID'),
    sequence: Number.parseInt(valueOf('SEQUENCE'), 10) || 0,
  };
}

const nameOf = (line: string): string => (/^[A-Za-z-]+/.exec(line)?.[0] ?? '').toUpperCase();
const clean = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trimEnd();

/** RFC 5545 §3.1: at most 75 octets a line, no character cut in two. */
function fold(line: string): string {
  const out: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const octets = new TextEncoder().encode(character).length;
    if (size + octets > (out.length === 0 ? 75 : 74)) {
      out.push(part);
      part = '';
      size = 0;
    }
    part += character;
    size += octets;
  }
  return [...out, part].join('\r\n ');
}
