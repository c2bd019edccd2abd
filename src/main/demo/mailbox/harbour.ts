import { ada, aoife, bo, eleni, jana, jonas, marta, priya, sven, tom } from './people';
import { berthPlan, harbourPicture, pdf } from './files';
import type { Entry } from './entry';

const folder = 'Projects/Harbour' as const;
const team = [ada, bo, jonas, aoife, priya];

/** The long thread: fourteen messages about rebuilding the north quay. */
export const harbour: readonly Entry[] = [
  {
    in: folder,
    days: 34,
    from: tom,
    to: [ada, bo, aoife],
    cc: [priya],
    key: 'quay1',
    flags: 'SA',
    subject: 'North quay: what do we do about the piles?',
    text: `Dear all,

The divers have been down. Of the forty-two oak piles under the north quay, nine are sound, twenty are tired, and thirteen are, in the words of the chief diver, "mostly memory".

The Trust has money for one thing this year. I would like us to agree what that thing is before the meeting on the 12th.

Photographs to follow when I understand the camera.

Tom`,
  },
  {
    in: folder,
    days: 33.6,
    from: aoife,
    to: team,
    re: 'quay1',
    key: 'quay2',
    flags: 'S',
    text: `Thirteen out of forty-two is bad but not mad. If the thirteen are spread out, we can sleeve them and leave the rest alone. If they stand together, the deck will tell us before the piles do.

Tom, can the divers say which ones? A sketch on a napkin will do.

Aoife`,
  },
  {
    in: folder,
    days: 33.2,
    from: tom,
    to: team,
    re: 'quay2',
    key: 'quay3',
    flags: 'S',
    text: `The napkin is attached. The numbers are counted from the crane.

> can the divers say which ones?

Numbers 4, 5, 6, 7, 11, 19, 20, 21, 30, 33, 37, 40 and 41.

Tom`,
    attachments: [{ filename: 'napkin.png', type: 'image/png', bytes: berthPlan() }],
  },
  {
    in: 'Sent',
    days: 33,
    from: ada,
    to: [tom, aoife, bo, priya],
    re: 'quay3',
    key: 'quay4',
    flags: 'S',
    text: `Four to seven is the stretch where the ferry's ramp comes down. So that is where we start, whatever else we do.

I can have a drawing for sleeves on those four by Friday. Jonas's yard made something similar in Stralsund – I have copied him in.

Ada`,
  },
  {
    in: folder,
    days: 32.5,
    from: jonas,
    to: team,
    re: 'quay4',
    key: 'quay5',
    flags: 'S',
    text: `Moin zusammen,

we did eleven sleeves in Stralsund in 2023: glass fibre, grouted from below. Four days of work, no crane. Cost was about 2,100 euro each, and the oak inside has not moved since.

I can send two people in the first week of May. After that the season starts and nobody here answers the phone.

Gruß
Jonas`,
  },
  {
    in: folder,
    days: 32.1,
    from: priya,
    to: team,
    re: 'quay5',
    key: 'quay6',
    flags: 'S',
    text: `Four sleeves at €2,100 fits under the small-works limit, so no tender. Thirteen does not.

If we split it over two budget years we stay under the limit both times, and the heritage office has said (on the phone, not yet in writing) that sleeves count as repair and not as alteration.

Priya`,
  },
  {
    in: folder,
    days: 31.4,
    from: bo,
    to: team,
    re: 'quay6',
    key: 'quay7',
    flags: 'SF',
    text: `For what it is worth: I tied up at number 6 for twenty years, and it moved the whole time. I always thought it was being friendly.

Sleeves. Yes.

Bo`,
  },
  {
    in: 'Sent',
    days: 30.2,
    from: ada,
    to: [...team, tom],
    re: 'quay7',
    key: 'quay8',
    flags: 'S',
    flowed: true,
    text: `The drawing is attached. Three things to look at before Thursday:

1. The sleeve stops 40 cm above mean water. Higher looks wrong from the square, lower and the ice gets at the edge.
2. I have drawn the ladder at number 7 as new. The old one is held up by habit.
3. The ramp keeps its bolts. Nobody wants to talk to the ferry company again.

Ada`,
    attachments: [
      {
        filename: 'north-quay-sleeves-rev-B.pdf',
        type: 'application/pdf',
        bytes: pdf([
          'North quay, piles 4-7: glass fibre sleeves',
          'Revision B - A. Lindqvist',
          '',
          'Sleeve: 620 mm outside, 8 mm wall, grouted from below',
          'Top edge: +0.40 m over mean water',
          'Ladder at pile 7: new, galvanised, 9 rungs',
        ]),
      },
    ],
  },
  {
    in: folder,
    days: 29.7,
    from: aoife,
    to: team,
    re: 'quay8',
    key: 'quay9',
    flags: 'S',
    text: `Checked against the load from the ramp: fine with a factor of 2.3. If the ferry company ever buys the bigger boat it is 1.6, still fine.

> The old one is held up by habit.

Stealing this.

Aoife`,
  },
  {
    in: folder,
    days: 21.3,
    from: sven,
    to: [ada],
    cc: [tom, priya],
    re: 'quay8',
    key: 'quay10',
    flags: 'SA',
    text: `Hej Ada,

kommunen har inga invändningar. Ni behöver anmäla arbetet fjorton dagar före start, och kranen får inte stå på torget under marknaden den 9 maj.

Med vänlig hälsning
Sven Åkerman
Hamnförvaltningen`,
  },
  {
    in: folder,
    days: 20.8,
    from: jonas,
    to: team,
    re: 'quay10',
    key: 'quay11',
    flags: 'S',
    text: `First week of May is in the book: 4–7 May, Heike and Malte. They need a raft, 230 volts and a place to sleep that is not the raft.

Jonas`,
  },
  {
    in: folder,
    days: 6.4,
    from: bo,
    to: team,
    re: 'quay11',
    key: 'quay12',
    flags: 'S',
    text: `Raft: mine. Electricity: the smokehouse, I have asked. Beds: the loft over the sail shop, provided they don't mind the smell of tar.

Picture of the raft attached so that you may lower your expectations.

Bo`,
    attachments: [{ filename: 'raft.png', type: 'image/png', bytes: harbourPicture() }],
  },
  {
    in: folder,
    days: 1.3,
    from: priya,
    to: team,
    re: 'quay12',
    key: 'quay13',
    flags: 'S',
    text: `Heritage office in writing, finally: "repair". I am framing it.

The first instalment can be paid when we have a signed start notice. Ada, that one is yours.

Priya`,
  },
  {
    in: folder,
    days: 0.12,
    from: tom,
    to: team,
    re: 'quay13',
    key: 'quay14',
    text: `Then there is nothing left to worry about, which worries me.

I propose cake on the quay on the 8th, when the ramp comes down on something solid for the first time since 1958. My wife has already decided which cake.

Tom`,
  },
  {
    in: folder,
    days: 12.2,
    from: jana,
    subject: 'Výkresy trupu – verze 3',
    flags: 'S',
    key: 'trup1',
    text: `Ahoj Ado,

posílám třetí verzi výkresů trupu. Změnila jsem uložení kýlu a přidala dvě žebra pod stěžněm, protože se mi to minule nelíbilo.

Podívej se prosím hlavně na list 4. Dřevo bychom mohli objednat už příští týden – dub z Třeboně, suchý, krásný.

Měj se hezky a pozdravuj moře
Jana`,
    attachments: [
      {
        filename: 'výkres-trupu-v3.pdf',
        type: 'application/pdf',
        bytes: pdf(['Trup - verze 3', 'List 4: zebra pod steznem']),
      },
    ],
  },
  {
    in: 'Sent',
    days: 11.9,
    from: ada,
    to: [jana],
    re: 'trup1',
    key: 'trup2',
    flags: 'S',
    text: `Ahoj Jano,

sheet 4 is much better. Order the oak before somebody else falls in love with it!

(My Czech ends here, as you know. Děkuju.)

Ada`,
  },
  {
    in: folder,
    days: 11.2,
    from: jana,
    re: 'trup2',
    flags: 'S',
    text: `Objednáno! Přijede začátkem dubna. A tvoje čeština je lepší než moje švédština: umím jen „fika“.

Jana`,
  },
  {
    in: folder,
    days: 9.1,
    from: eleni,
    subject: 'Ανταλλαγή: μικρά λιμάνια της Ευρώπης',
    flags: 'S',
    key: 'limani',
    text: `Αγαπητή Άντα,

το δίκτυο των μικρών λιμανιών συναντιέται φέτος στη Σύρο, στις αρχές Ιουνίου. Θα χαρούμε πολύ να μας μιλήσεις για τους πασσάλους και τα «μανίκια» σας.

Τα έξοδα του ταξιδιού τα καλύπτει το πρόγραμμα. Η θάλασσα είναι ήδη ζεστή.

Με εκτίμηση
Ελένη Παπαδάκη
Λιμενικό Ταμείο`,
  },
  {
    in: folder,
    days: 5.5,
    from: marta,
    subject: 'Łańcuchy i odbijacze – wycena',
    flags: 'S',
    text: `Cześć Ada,

w załączniku wycena na łańcuchy (12 mm, ocynk) i odbijacze. Przy zamówieniu do końca miesiąca transport mamy za darmo, bo i tak płyniemy w waszą stronę.

Pozdrawiam
Marta Kowalska
Stocznia Żuławy`,
    attachments: [
      {
        filename: 'wycena.csv',
        type: 'text/csv',
        bytes:
          'item;quantity;unit price;total\r\nchain 12 mm;60 m;9.40;564.00\r\nfender, oak;14;78.00;1092.00\r\nshackle;28;6.20;173.60\r\n',
      },
    ],
  },
];
