import { expect, it } from 'vitest';
import { readInvitation } from './calendar';

const ICS = `BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Prague\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID: u1@x\r\nSEQUENCE:2\r\nRECURRENCE-ID:20261124T093000Z\r\nSUMMARY:Plan\\, with\r\n  lunch\r\nLOCATION:Room 1\\nSecond floor\r\nDTSTART;TZID="Europe/Prague":20261124T093000\r\nDTEND:20261124T103000Z\r\nORGANIZER;CN="Novák; Jan":MAILTO:jan@x.example\r\nATTENDEE;CN=Anna:mailto:anna@x.example\r\nATTENDEE:mailto:bob@x.example\r\nATTACH:file:///C:/evil.exe\r\nBEGIN:VALARM\r\nSUMMARY:no\r\nEND:VALARM\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:second\r\nEND:VEVENT\r\nEND:VCALENDAR`;

it('reads the first event', () => {
  expect(readInvitation(ICS)).toEqual({
    method: 'REQUEST',
    summary: 'Plan, with lunch',
    location: 'Room 1\nSecond floor',
    organizer: 'Novák; Jan <jan@x.example>',
    attendees: ['Anna <anna@x.example>', 'bob@x.example'],
    start: { at: Date.UTC(2026, 10, 24, 9, 30), allDay: false, absolute: false, zone: 'Europe/Prague' },
    end: { at: Date.UTC(2026, 10, 24, 10, 30), allDay: false, absolute: true, zone: '' },
    repeats: true,
    description: '',
    cancelled: false,
    uid: 'u1@x',
    recurrence: '20261124T093000Z',
    sequence: 2,
  });
});

it('reads days and cancellations, and is null for anything else', () => {
  const day = readInvitation(
    'BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\nEND:VCALENDAR',
  );
  expect(day?.start).toEqual({ at: Date.UTC(2026, 0, 1), allDay: true, absolute: false, zone: '' });
  expect(day?.cancelled).toBe(true);
  for (const text of ['', 'hello', 'BEGIN:VCALENDAR\nEND:VCALENDAR', '\0'.repeat(1000)])
    expect(readInvitation(text)).toBeNull();
});
