import type { Person } from './compose';
import { ada, aoife, bo, jana, jonas, priya, sven, tom } from './people';
import type { Entry, Folder } from './entry';
import { pdf } from './files';

/** The small regular mail of a working life: timetables, receipts, reminders, club notes, short answers. */
const ferry: Person = { name: 'Skärgårdsfärjan', address: 'no-reply@farjan.example' };
const bank: Person = { name: 'Kustbanken', address: 'meddelande@kustbanken.example' };
const library: Person = { name: 'Stadsbiblioteket', address: 'lan@biblioteket.example' };
const parcel: Person = { name: 'PostBåt', address: 'track@postbat.example' };
const weather: Person = { name: 'Sea weather', address: 'bulletin@seaweather.example' };
const club: Person = { name: 'Roddklubben', address: 'styrelsen@roddklubben.example' };
const tickets: Person = { name: 'Harbour tickets', address: 'tickets@harbourtrust.example' };

const where = (days: number): Folder => (days < 25 ? 'INBOX' : 'Archive');
const seen = (days: number): string => (days < 0.8 ? '' : 'S');

const WINDS = [
  'North-west 8 to 10 m/s, backing and easing. Good visibility. Sea 1 m.',
  'Variable 3 m/s. Fog patches until ten. Sea calm as a plate.',
  'South-west 14 m/s, gale in the evening. Stay where the cake is.',
  'East 6 m/s. Rain from the south, clearing by night.',
  'North 11 m/s, cold. Icing on rails possible.',
  'South 5 m/s and sun. Everybody will be out; look twice.',
];
const bulletins: readonly Entry[] = Array.from({ length: 40 }, (_, n): Entry => {
  const days = 0.25 + n * 1.5;
  return {
    in: n % 9 === 5 ? 'Trash' : where(days),
    days,
    from: weather,
    flags: n === 0 ? '' : 'S',
    subject: `Northern Baltic: ${(WINDS[n % WINDS.length] ?? '').split('.')[0] ?? ''}`,
    text: `${WINDS[n % WINDS.length] ?? ''}\n\nOutlook: ${WINDS[(n + 2) % WINDS.length] ?? ''}\n\nThis bulletin is made by people who look out of the window as well.\n`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
});

const BOOKS = [
  'Vinterhamn',
  'The Shape of Hulls',
  'Knop och stek',
  'Atlas över små öar',
  'A Field Guide to Fog',
  'Ostindiefararen',
];
const loans: readonly Entry[] = BOOKS.map((book, n): Entry => {
  const days = 2.1 + n * 11;
  return {
    in: where(days),
    days,
    from: library,
    subject: `Påminnelse: ”${book}” ska lämnas tillbaka`,
    flags: seen(days),
    text: `Hej Ada,\n\nlånet av ”${book}” går ut om tre dagar. Du kan låna om två gånger, sedan blir bibliotekarien ledsen.\n\nStadsbiblioteket\n`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
});

const statements: readonly Entry[] = Array.from({ length: 6 }, (_, n): Entry => {
  const days = 4.3 + n * 30;
  return {
    in: 'Archive',
    days,
    from: bank,
    subject: `Kontoutdrag ${String(n + 1)} av 6`,
    flags: 'S',
    text: 'Ditt kontoutdrag finns i bilagan.\n\nVi frågar aldrig efter dina koder, varken per telefon, e-post eller flaskpost.\n\nKustbanken\n',
    attachments: [
      {
        filename: `kontoutdrag-${n + 1}.pdf`,
        type: 'application/pdf',
        bytes: pdf([`Kontoutdrag ${n + 1}`, 'Ingen dramatik denna manad.']),
      },
    ],
  };
});

const PARCELS = [
  'twelve tins of varnish',
  'brass screws, 4 kg',
  'one lantern',
  'sailcloth, 6 m',
  'a book about fog',
];
const parcels: readonly Entry[] = PARCELS.flatMap((what, n): Entry[] =>
  ['is on the boat', 'has come ashore'].map((step, i) => {
    const days = 1.2 + n * 8 - i * 0.9;
    return {
      in: where(days),
      days,
      from: parcel,
      subject: `Your parcel (${what}) ${step}`,
      flags: seen(days),
      text: `Parcel TB${7001 + n * 13}SE, ${what}, ${step}.\n\nFollow it: https://postbat.example/t/TB${7001 + n * 13}SE\n`,
      html: `<p>Parcel <b>TB${7001 + n * 13}SE</b>, ${what}, <b>${step}</b>.</p><p><a href="https://postbat.example/t/TB${7001 + n * 13}SE">Follow it</a></p><img src="https://postbat.example/px/${n}${i}.gif" width="1" height="1" alt="">`,
    };
  }),
);

const TICKETS = [
  'Bollard 3 wobbles',
  'Lamp on the pier head is out',
  'Gull nest in the electricity box',
  'Ladder at pile 7',
  'Slipway: heron',
  'Hose leaks at berth 12',
  'Crane key missing',
  'Ice on the ramp',
];
const issues: readonly Entry[] = TICKETS.flatMap((title, n): Entry[] => {
  const days = 3.5 + n * 6;
  const key = `ticket${n}`;
  return [
    {
      in: where(days),
      days,
      from: tickets,
      subject: `[#${240 - n}] ${title}`,
      key,
      flags: 'S',
      text: `New ticket from ${(n % 2 === 0 ? tom : bo).name}:\n\n${title}. Somebody should look at it, preferably in daylight.\n`,
    },
    {
      in: where(days - 0.6),
      days: days - 0.6,
      from: tickets,
      re: key,
      flags: seen(days - 0.6),
      text: `${(n % 3 === 0 ? aoife : priya).name} changed the status to "looked at".\n`,
    },
    ...(n % 2 === 0
      ? [
          {
            in: where(days - 1.1),
            days: days - 1.1,
            from: tickets,
            re: key,
            flags: 'S',
            text: `${bo.name} closed this: "Done. It needed a wedge."\n`,
          } satisfies Entry,
        ]
      : []),
  ];
});

const NOTES = [
  'Tuesday: technique, in the small boats. Bring dry socks and an open mind.',
  'The new oars are here. They are beautiful and nobody may use them yet.',
  'Saturday we row to the lighthouse and back, with soup in the middle.',
  'Whoever has the boathouse key: no questions, just put it back.',
  'Annual meeting on the 3rd. We need a treasurer. It is less work than it sounds, says the treasurer.',
  'The ice has left the bay! First outing on Thursday at six.',
  'Thank you for forty-one kilos of fudge. The roof fund is grateful and slightly ill.',
  'Coxes wanted. Must be light, loud and kind.',
];
const clubNotes: readonly Entry[] = Array.from({ length: 28 }, (_, n): Entry => {
  const days = 1.6 + n * 7;
  return {
    in: where(days),
    days,
    from: club,
    to: [{ name: 'Medlemmar', address: 'alla@roddklubben.example' }],
    flags: seen(days),
    subject: `Veckobrev ${n === 0 ? '– denna vecka' : `– för ${n} ${n === 1 ? 'vecka' : 'veckor'} sedan`}`,
    text: `Hej roddare,\n\n${NOTES[n % NOTES.length] ?? ''}\n\n${NOTES[(n + 3) % NOTES.length] ?? ''}\n\nStyrelsen\n`,
  };
});

const crossings: readonly Entry[] = Array.from({ length: 14 }, (_, n): Entry => {
  const days = 5.7 + n * 13;
  return {
    in: where(days),
    days,
    from: ferry,
    subject: `Biljett: Norra kajen – Långskär, avgång ${7 + (n % 5)}.15`,
    flags: 'S',
    text: `Tack för din bokning!\n\n1 vuxen, 1 cykel. Var på kajen tio minuter före. Cykeln också.\n\nSkärgårdsfärjan\n`,
  };
});

/** Short things Ada sent, month after month. */
const REPLIES: ReadonlyArray<readonly [Person, string, string]> = [
  [bo, 'Thursday', 'Thursday is fine. I bring the level, you bring the boat.'],
  [
    tom,
    'Minutes',
    'Two corrections: I did not say "never", I said "not in March". And it was eleven metres.',
  ],
  [aoife, 'HEB 160', 'I will take your word for it. Lifting it was not on my list.'],
  [jonas, 'Schlüssel', 'Beim Bäcker gefunden, danke. Mit Croissant.'],
  [priya, 'Receipts', 'All of March, in order, with one coffee stain that I declare as authentic.'],
  [jana, 'Dub', 'It arrived. It smells wonderful. We all stood around it for a while.'],
  [sven, 'Kajen', 'Tack! Då anmäler vi start så snart datumen är klara.'],
  [bo, 'Lost hammer', 'Under the bench, where you said it could not be.'],
  [tom, 'Camera', 'It is the other button.'],
  [priya, 'Board', 'I can do the 12th, not the 11th. Item two suits me well.'],
];
const sent: readonly Entry[] = Array.from({ length: 30 }, (_, n): Entry => {
  const [to, subject, text] = REPLIES[n % REPLIES.length] ?? [bo, 'Hello', 'Hello!'];
  const round = Math.floor(n / REPLIES.length);
  const more = ['', '\n\nPS. The heron says hello.', '\n\nPS. Same again as last time, I know.'][round] ?? '';
  return {
    in: 'Sent',
    days: 2.05 + n * 3.7,
    from: ada,
    to: [to],
    subject: round === 0 ? subject : `${subject}, again`,
    text: `${text}${more}\n\nAda\n`,
    flags: 'S',
  };
});

export const routine: readonly Entry[] = [
  ...bulletins,
  ...loans,
  ...statements,
  ...parcels,
  ...issues,
  ...clubNotes,
  ...crossings,
  ...sent,
];
