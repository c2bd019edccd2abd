import { beforeEach, describe, expect, it } from 'vitest';
import { type Settings, settingsSchema } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, MailboxId, MessageKey } from '@shared/model/ids';
import type { Arrival } from '../sync/context';
import { Announcer } from './announcer';

const ada = 'ada' as AccountId;
const inbox = 'inbox' as MailboxId;
const lists = 'lists' as MailboxId;
/** A Tuesday noon, wherever this runs. */
const NOON = new Date(2026, 2, 3, 12).getTime();
const clockTime = (hours: number, minutes = 0): number => new Date(2026, 2, 3, hours, minutes).getTime();

let settings: Settings;
let now: number;
let known: ReadonlySet<string>;
let told: string[];
let store: 'there' | 'none' | 'broken';
beforeEach(() => {
  settings = settingsSchema.parse({});
  [now, known, told, store] = [NOON, new Set(), [], 'there'];
});

const announcer = new Announcer({
  now: () => now,
  settings: () => settings,
  mailbox: (id) => (id === inbox ? { role: 'inbox' } : { role: null }),
  store: () =>
    store === 'none'
      ? null
      : {
          wroteTo: ({ addresses }) =>
            store === 'broken'
              ? Promise.reject(new MailError({ kind: 'unreachable', code: 'closed', message: 'gone' }))
              : Promise.resolve(addresses.map((address) => known.has(address))),
        },
  tell: ({ mailbox, count, letters }) =>
    told.push(`${mailbox} ${count}: ${letters.map(({ from, subject }) => `${from} ${subject}`).join(', ')}`),
});

const arrival = (mailbox: MailboxId, from: readonly string[], count = from.length, date = NOON): Arrival => ({
  mailbox,
  count,
  letters: from.map((name, i) => ({
    message: `${mailbox}:1:${i + 1}` as MessageKey,
    from: name === '' ? null : { name, address: `${name.toLowerCase()}@tern.example` },
    subject: `from ${name}`,
    date,
  })),
});
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('new mail', () => {
  it('is told of in inboxes, and where the person says so', () => {
    announcer.announce(ada, arrival(inbox, ['Bo', '']));
    announcer.announceFiled(ada, arrival(lists, ['Cy']));
    settings = settingsSchema.parse({ notifyIn: { inbox: false, lists: true } });
    announcer.announce(ada, arrival(inbox, ['Di']));
    announcer.announceFiled(ada, arrival(lists, ['Ed'], 40));
    expect(told).toEqual(['inbox 2: Bo from Bo,  from ', 'lists 40: Ed from Ed']);
  });

  it('is not what was put into a folder long after it came in', () => {
    settings = settingsSchema.parse({ notifyIn: { lists: true } });
    announcer.announceFiled(ada, arrival(lists, ['Old'], 1, NOON - 90_000_000));
    const [fresh] = arrival(lists, ['New']).letters;
    const [old] = arrival(lists, ['Old'], 1, NOON - 90_000_000).letters;
    if (fresh && old) announcer.announceFiled(ada, { mailbox: lists, count: 2, letters: [fresh, old] });
    expect(told).toEqual(['lists 1: New from New']);
  });

  it('waits for nobody while notifications are paused, and is told of again when that is over', () => {
    settings = settingsSchema.parse({ notifyPausedUntil: NOON + 1000 });
    announcer.announce(ada, arrival(inbox, ['Bo']));
    now = NOON + 1000;
    announcer.announce(ada, arrival(inbox, ['Cy']));
    expect(told).toEqual(['inbox 1: Cy from Cy']);
  });

  it.each([
    [
      '22:00 to 7:00',
      22 * 60,
      7 * 60,
      [
        [21, 59],
        [7, 0],
        [12, 0],
      ],
      [
        [22, 0],
        [23, 59],
        [0, 0],
        [6, 59],
      ],
    ],
    [
      '9:30 to 17:00',
      570,
      1020,
      [
        [9, 29],
        [17, 0],
        [0, 0],
      ],
      [
        [9, 30],
        [16, 59],
      ],
    ],
    [
      'no time at all',
      600,
      600,
      [
        [9, 59],
        [10, 0],
        [10, 1],
      ],
      [],
    ],
  ] as const)('is not told of in quiet hours: %s', (_what, from, until, loud, quiet) => {
    settings = settingsSchema.parse({ quietHours: { from, until } });
    for (const [hours, minutes] of quiet) {
      now = clockTime(hours, minutes);
      announcer.announce(ada, arrival(inbox, ['Bo']));
    }
    expect(told).toEqual([]);
    for (const [hours, minutes] of loud) {
      now = clockTime(hours, minutes);
      announcer.announce(ada, arrival(inbox, ['Bo']));
    }
    expect(told).toHaveLength(loud.length);
  });

  describe('of people one has written to only', () => {
    beforeEach(() => {
      settings = settingsSchema.parse({ notifyOf: 'known' });
      known = new Set(['bo@tern.example']);
    });

    it('is theirs, and counts only what is known to be', async () => {
      announcer.announce(ada, arrival(inbox, ['Bo', 'Spam', ''], 500));
      announcer.announce(ada, arrival(inbox, ['Spam']));
      await settled();
      expect(told).toEqual(['inbox 1: Bo from Bo']);
    });

    it.each(['none', 'broken'] as const)('is nobody’s while the store is %s', async (state) => {
      store = state;
      announcer.announce(ada, arrival(inbox, ['Bo']));
      await settled();
      expect(told).toEqual([]);
    });
  });
});
