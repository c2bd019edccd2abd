import {
  ada,
  aoife,
  bo,
  crew,
  elin,
  hanako,
  ines,
  ivan,
  jonas,
  luca,
  mum,
  nameless,
  noa,
  nour,
  priya,
  sven,
  tom,
} from './people';
import { berthPlan, harbourPicture, pdf, zip } from './files';
import type { Entry } from './entry';

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

const GUESTS = [
  'Anna Berg',
  'Göran Öst',
  'Maja Lind',
  'Nils Håkansson',
  'Åsa Ström',
  'Farbror Erik',
  'Lotta',
  'Per-Olof Ek',
  'Birgit',
  'Familjen Wång',
];

/** What people write to Ada, newest first; and what she answered. */
export const peopleMail: readonly Entry[] = [
  {
    in: 'INBOX',
    days: 0.04,
    from: bo,
    subject: 'Coffee on the quay?',
    key: 'coffee',
    text: `I am down at the boat until six with a full thermos and nobody to share it.

There is also a small matter of a hole, but it is above the waterline, so it can wait until after the coffee. ☕⛵

Bo`,
  },
  {
    in: 'INBOX',
    days: 0.21,
    from: hanako,
    subject: '港の写真展のご案内',
    key: 'shashin',
    text: `アダさん

ご無沙汰しております。四月に横浜で、北欧の小さな港の写真展を開くことになりました。

アダさんの港の写真を三枚ほどお借りできないでしょうか。古い桟橋の写真がとても評判です。締め切りは今月末です。

どうぞよろしくお願いいたします。

山田 花子`,
  },
  {
    in: 'INBOX',
    days: 0.33,
    from: priya,
    subject: 'Invitation: Harbour Trust board, spring meeting',
    flags: 'F',
    text: `Dear Ada,

the board meets in the sail loft. You are item two, after the minutes and before the cake.

Priya`,
    calendar: (now) => {
      const start = now + 6 * 86_400_000;
      return {
        method: 'REQUEST',
        ics: [
          'BEGIN:VCALENDAR',
          'VERSION:2.0',
          'PRODID:-//Harbour Trust//Calendar//EN',
          'METHOD:REQUEST',
          'BEGIN:VEVENT',
          'UID:spring-meeting@harbourtrust.example',
          `DTSTAMP:${stamp(now)}`,
          `DTSTART:${stamp(start)}`,
          `DTEND:${stamp(start + 5_400_000)}`,
          'SUMMARY:Harbour Trust board\\, spring meeting',
          'LOCATION:The sail loft\\, North quay 3',
          'ORGANIZER;CN=Priya Nair:mailto:priya.nair@harbourtrust.example',
          'ATTENDEE;CN=Ada Lindqvist;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@tern.example',
          'DESCRIPTION:1. Minutes\\n2. North quay (Ada)\\n3. Cake',
          'END:VEVENT',
          'END:VCALENDAR',
          '',
        ].join('\n'),
      };
    },
  },
  {
    in: 'INBOX',
    days: 0.45,
    from: nour,
    subject: 'أسعار الأخشاب لهذا الموسم',
    text: `عزيزتي آدا،

وصلتنا أمس شحنة جديدة من خشب الساج والأرز، وهي من أجود ما رأيت منذ سنوات. أرفقت لك قائمة الأسعار.

إذا أردتِ أن نحجز لك شيئاً فأخبريني قبل يوم الخميس، لأن الناس هنا بدأوا يسألون.

مع أطيب التحيات
نور حدّاد`,
    attachments: [
      {
        filename: 'timber-prices.csv',
        type: 'text/csv',
        bytes: 'wood,thickness mm,price per m3 EUR\r\nteak,50,4100\r\ncedar,40,1850\r\niroko,50,2300\r\n',
      },
    ],
  },
  {
    in: 'INBOX',
    days: 0.6,
    from: nameless,
    subject: 'Kranen',
    text: `Kranen är ledig torsdag mellan 7 och 9. Sen blåser det.`,
  },
  {
    in: 'INBOX',
    days: 0.9,
    from: ivan,
    subject: 'Смета на ремонт двигателя',
    key: 'smeta',
    flags: 'S',
    text: `Здравствуйте, Ада!

Мы разобрали двигатель. Блок цилиндров в порядке, поршневые кольца нужно менять, а топливный насос помнит ещё моего деда.

Подробная смета во вложении. Если согласны, начнём в понедельник и закончим к концу месяца. Запчасти уже нашёл – в Калининграде, у одного коллекционера.

С уважением,
Иван Петров`,
    attachments: [
      {
        filename: 'смета.pdf',
        type: 'application/pdf',
        bytes: pdf([
          'Engine overhaul, two-cylinder Bolinder 1936',
          'Piston rings        2 sets   180 EUR',
          'Fuel pump           1        420 EUR',
          'Labour              46 h    1610 EUR',
          'Total                       2210 EUR',
        ]),
      },
    ],
  },
  {
    in: 'Sent',
    days: 0.7,
    from: ada,
    to: [ivan],
    re: 'smeta',
    flags: 'S',
    text: `Hello Ivan,

yes, please begin on Monday. And keep the old pump for me, grandfather's memory included.

Ada`,
  },
  {
    in: 'INBOX',
    days: 1.1,
    from: noa,
    subject: 'הרצאה על סירות עץ – תאריך חדש',
    flags: 'S',
    text: `היי עדה,

ההרצאה שלך נדחתה בשבוע בגלל החג. התאריך החדש הוא יום שלישי בשש בערב, באותו אולם, והפעם עם מקרן שעובד.

כבר נרשמו שמונים איש. תביאי בבקשה את המודל הקטן של הסירה, הילדים שואלים עליו.

נועה`,
  },
  {
    in: 'INBOX',
    days: 1.4,
    from: jonas,
    subject: 'Hallentor, Schlüssel und ein Kätzchen',
    flags: 'SA',
    key: 'katze',
    text: `Moin Ada,

drei Dinge:

1. Das Hallentor klemmt wieder. Größer machen hilft nicht, ölen schon.
2. Dein Schlüssel liegt beim Bäcker, weil er früher aufsteht als wir.
3. In eurem Beiboot wohnt seit Dienstag ein Kätzchen. Es heißt jetzt Fräulein Müller und geht nicht mehr weg.

Schöne Grüße
Jonas`,
  },
  {
    in: 'Sent',
    days: 1.35,
    from: ada,
    to: [jonas],
    re: 'katze',
    flags: 'S',
    text: `Danke, Jonas! Bitte grüße Fräulein Müller. Sie darf bleiben, muss aber Wache halten.

Ada`,
  },
  {
    in: 'INBOX',
    days: 1.8,
    from: aoife,
    cc: crew,
    flags: 'S',
    key: 'beam',
    subject: 'The beam calculation for the slipway winch, with every assumption written down this time',
    text: `Everybody,

last time I sent a number without its assumptions, and three of you used it for three different winches. So:

  - breaking load of the wire: 86 kN
  - boat: 9.5 tonnes, wet, with Bo's tools aboard
  - slope: 1 in 12, measured by me, with a level, in the rain
  - friction: greased, but pessimistically

The beam stays at HEB 160. Anyone who wants to argue is welcome to come and lift it.

Aoife`,
  },
  {
    in: 'INBOX',
    days: 1.7,
    from: bo,
    to: [aoife],
    cc: [ada],
    re: 'beam',
    flags: 'S',
    key: 'beam2',
    text: `> boat: 9.5 tonnes, wet, with Bo's tools aboard

I feel seen. The tools are 400 kg on their own, not counting the anvil.

Bo`,
  },
  {
    in: 'INBOX',
    days: 1.65,
    from: aoife,
    to: [bo],
    cc: [ada],
    re: 'beam2',
    flags: 'S',
    text: `>> boat: 9.5 tonnes, wet, with Bo's tools aboard
>
> I feel seen. The tools are 400 kg on their own, not counting the anvil.

The *anvil*, Bo?`,
  },
  {
    in: 'INBOX',
    days: 2.2,
    from: tom,
    flags: 'S',
    subject: 'Photographs, at last',
    text: `Dear Ada,

I have understood the camera. The pictures of the piles are in the archive; the one below I took by accident and like best.

Tom`,
    html: `<p>Dear Ada,</p><p>I have understood the camera. The pictures of the piles are in the archive; the one below I took by accident and like best.</p><p><img src="cid:accident@harbourtrust" alt="A sail against a low sun" width="320"></p><p>Tom</p>`,
    attachments: [
      { filename: 'accident.png', type: 'image/png', bytes: harbourPicture(), cid: 'accident@harbourtrust' },
      {
        filename: 'piles.zip',
        type: 'application/zip',
        bytes: zip([
          ['pile-04.png', berthPlan()],
          ['readme.txt', 'Pile 4 from the west, pile 5 behind it, my thumb on the left.\n'],
        ]),
      },
    ],
  },
  {
    in: 'INBOX',
    days: 2.9,
    from: mum,
    subject: 'Söndag',
    flags: 'S',
    key: 'sondag',
    text: `Hej gumman!

Kommer ni på söndag? Jag gör janssons fast det inte är jul, för pappa har fått tag på bra ansjovis. Ta med Elin om hon inte jobbar.

Glöm inte att äta ordentligt.

Kram
Mamma`,
  },
  {
    in: 'Sent',
    days: 2.8,
    from: ada,
    to: [mum],
    re: 'sondag',
    flags: 'S',
    text: `Hej mamma,

vi kommer båda! Jag tar med brödet från Bo:s bagare.

Kram
Ada`,
  },
  {
    in: 'INBOX',
    days: 3.3,
    from: elin,
    subject: '🎂🎈',
    flags: 'SF',
    text: `Pappa fyller 70 om tre veckor och ingen har gjort NÅGOT. 😱

Förslag: vi bogserar ut honom till Långskär i roddbåten, alla fyrtio står redan där, och så sjunger vi. 🎶🚣‍♀️🌊

Ja / Ja?`,
    key: 'pappa',
  },
  {
    in: 'Sent',
    days: 3.2,
    from: ada,
    to: [elin],
    re: 'pappa',
    flags: 'S',
    key: 'pappa2',
    text: `Ja. Men jag ror. 🚣`,
  },
  {
    in: 'INBOX',
    days: 3.1,
    from: elin,
    flags: 'S',
    re: 'pappa2',
    subject: 'Re: 🎂🎈',
    to: [
      ada,
      mum,
      bo,
      ...Array.from({ length: 37 }, (_, i) => ({
        name: GUESTS[i % GUESTS.length] ?? '',
        address: `gast${i + 1}@langskar.example`,
      })),
    ],
    text: `Hej alla fyrtio!

Båten går från norra kajen klockan tre. Tag med filt, tag med kaka, säg INGET till pappa.

Elin`,
  },
  {
    in: 'INBOX',
    days: 4.1,
    from: ines,
    subject: '¿Puedes traducir una página del reglamento?',
    flags: 'S',
    text: `Hola Ada:

¿te acuerdas del reglamento sueco de amarres que mencionaste en Cádiz? Nos vendría de maravilla una traducción de la página sobre pantalanes de madera. ¡Solo esa página!

A cambio te mando jamón. Del bueno.

Un abrazo,
Inés`,
  },
  {
    in: 'INBOX',
    days: 5.2,
    from: luca,
    subject: 'Vernice – finalmente',
    flags: 'S',
    text: `Ciao Ada,

la vernice è arrivata: dodici latte, colore «tramonto onesto» (giuro, si chiama così). Te le spedisco lunedì con il corriere.

Ricordati: tre mani sottili, mai una spessa, e mai, mai di domenica.

Luca`,
  },
  {
    in: 'INBOX',
    days: 6.6,
    from: sven,
    subject: 'Parkeringstillstånd för släpvagn',
    flags: 'S',
    text: `Hej,

tillståndet för släpvagnen gäller till och med den 30 september. Sätt det synligt i rutan. Förra året satt det under vagnen.

Med vänlig hälsning
Sven Åkerman`,
  },
  {
    in: 'INBOX',
    days: 7.4,
    from: priya,
    subject: 'Grant report, second draft',
    flags: 'SW',
    flowed: true,
    text: `Ada, here is the second draft of the report to the foundation. I have taken out every "robust" and every "holistic" and it is now two pages shorter and, I think, twice as true.

Could you look at the paragraph about the slipway? I wrote that it is "in use", and then I remembered that the only one using it at the moment is a heron.

Priya`,
    attachments: [
      {
        filename: 'grant-report-draft-2.pdf',
        type: 'application/pdf',
        bytes: pdf(['Report to the foundation, draft 2', '', 'The slipway is in use.']),
      },
    ],
  },
  {
    in: 'Familj & vänner',
    days: 15,
    from: mum,
    subject: 'Receptet på kanelbullar',
    flags: 'SF',
    text: `50 g jäst, 5 dl mjölk, 150 g smör, 1 dl socker, en nypa salt, 1 msk kardemumma (stött, inte köpt mald!), 850 g mjöl.

Resten kan du. Den som säger att det räcker med en matsked kardemumma har fel, det är därför det står en.

Mamma`,
  },
  {
    in: 'Familj & vänner',
    days: 41,
    from: elin,
    subject: 'Nya lägenheten!',
    flags: 'S',
    text: `Fjärde våningen, ingen hiss, men man ser vattnet om man lutar sig ut lite för långt.

Flyttgubbar sökes lördag. Betalning i pizza.

E`,
  },
  {
    in: 'Familj & vänner',
    days: 66,
    from: bo,
    subject: 'Tärnan, 1961',
    flags: 'SF',
    text: `I found this in my father's drawer: your boat, the summer she was launched. The boy at the tiller is me, and no, I was not allowed.

Bo`,
    attachments: [{ filename: 'tarnan-1961.png', type: 'image/png', bytes: harbourPicture() }],
  },
  {
    in: 'Drafts',
    days: 0.15,
    from: ada,
    to: [hanako],
    subject: 'Re: 港の写真展のご案内',
    re: 'shashin',
    flags: 'SD',
    text: `Dear Hanako,

of course you may have the photographs. I would suggest the one with the ice, and`,
  },
  {
    in: 'Drafts',
    days: 1.9,
    from: ada,
    to: [],
    subject: 'Talk in Syros: outline',
    flags: 'SD',
    text: `- why oak lasts four hundred years and our patience does not
- nine sound, twenty tired, thirteen memory
- the ladder held up by habit (Aoife's favourite)
- what it costs, honestly
- one joke, short`,
  },
  {
    in: 'Drafts',
    days: 8.2,
    from: ada,
    to: [sven],
    subject: 'Startanmälan norra kajen',
    flags: 'SD',
    text: `Hej Sven,

härmed anmäler vi att arbetet med pålarna 4–7 börjar den`,
  },
  {
    in: 'Drafts',
    days: 19,
    from: ada,
    to: [ines],
    subject: 'La página 14',
    flags: 'SD',
    text: `Hola Inés,\n\naquí va la traducción de la página 14:\n\n`,
  },
  {
    in: 'Trash',
    days: 3.8,
    from: tom,
    subject: 'Is this thing on?',
    flags: 'S',
    text: `Testing the new telephone. Please ignore.\n\nTom`,
  },
  {
    in: 'Trash',
    days: 3.79,
    from: tom,
    subject: 'Is this thing on?',
    flags: 'S',
    text: `It was. Sorry.\n\nTom`,
  },
];
