import type { Person } from './compose';
import type { Entry } from './entry';

interface Issue {
  readonly title: string;
  readonly lead: string;
  readonly items: ReadonlyArray<readonly [head: string, text: string]>;
}
interface Publication {
  readonly sender: Person;
  readonly colour: string;
  readonly host: string;
  /** Days between issues. */
  readonly every: number;
  readonly issues: readonly Issue[];
}

const PUBLICATIONS: readonly Publication[] = [
  {
    sender: { name: 'The Slow Boat', address: 'letter@slowboat.example' },
    colour: '#1d5c63',
    host: 'slowboat.example',
    every: 7,
    issues: [
      {
        title: 'No. 118: Varnish is a conversation',
        lead: 'This week: three readers on the coat they regret, and a knot that ties itself.',
        items: [
          ['The thin coat', 'Why the fourth is always the best and nobody gets that far.'],
          ['Tools we inherited', 'A spokeshave from Åland, still sharp.'],
          ['Tide', 'A calendar to cut out.'],
        ],
      },
      {
        title: 'No. 117: The museum that floats',
        lead: 'We spent a night aboard. Breakfast was herring.',
        items: [
          ['Below deck', 'Forty bunks, one stove.'],
          ['The cat', 'There is always a cat.'],
        ],
      },
      {
        title: 'No. 116: Rope, and what it remembers',
        lead: 'Hemp, manila, and an argument about nylon.',
        items: [
          ['A splice in six drawings', 'Fold along the line.'],
          ['Letters', 'You wrote about anchors. You wrote a lot about anchors.'],
        ],
      },
      {
        title: 'No. 115: Ice',
        lead: 'How harbours sleep, and who stays awake.',
        items: [
          ['The bubbler', 'Two hoses and a timer.'],
          ['Soup', 'With dill, obviously.'],
        ],
      },
      {
        title: 'No. 114: Small engines, large opinions',
        lead: 'One cylinder is enough if it is the right one.',
        items: [
          ['Bolinder weather', 'How to start at minus ten.'],
          ['Electric?', 'Yes. Sometimes. Let us talk.'],
        ],
      },
      {
        title: 'No. 113: What lighthouses do now',
        lead: 'They let rooms. We let you know which.',
        items: [['Twelve rooms', 'Bring your own bread.']],
      },
    ],
  },
  {
    sender: { name: 'Fjord & Field Outfitters', address: 'news@fjordfield.example' },
    colour: '#9c3d1f',
    host: 'fjordfield.example',
    every: 9,
    issues: [
      {
        title: 'Wool that forgives: 20 % off until Sunday 🧶',
        lead: 'The jumper you already own, in a colour you do not.',
        items: [
          ['Fisherman, navy', 'Back after two winters.'],
          ['Socks, three pairs', 'One more than you have feet.'],
        ],
      },
      {
        title: 'Your basket misses you',
        lead: 'One lantern, brass. It is still waiting, and it is still on.',
        items: [['Lantern, brass', 'Burns eleven hours.']],
      },
      {
        title: 'New: oilskins without the oil',
        lead: 'Dry inside, honest outside.',
        items: [
          ['Jacket', 'Three pockets, all of them deep.'],
          ['Hat', 'Yes, that hat.'],
        ],
      },
      {
        title: 'Spring sale starts at six in the morning',
        lead: 'We will be up. Will you?',
        items: [
          ['Boots', 'Sizes 36 to 47.'],
          ['Mugs', 'Enamel, chipped by hand. No, really: unchipped.'],
        ],
      },
      {
        title: 'How to wash a blanket',
        lead: 'Rarely, coldly, and with an apology.',
        items: [['Soap', 'Ours smells of juniper.']],
      },
    ],
  },
  {
    sender: { name: 'Hafen heute', address: 'redaktion@hafenheute.example' },
    colour: '#27408b',
    host: 'hafenheute.example',
    every: 6,
    issues: [
      {
        title: 'Neue Fähre, alte Rampe: wer zahlt?',
        lead: 'Der Kreistag streitet, die Möwen warten.',
        items: [
          ['Stralsund', 'Elf Hülsen, kein Kran.'],
          ['Rügen', 'Der Leuchtturm bekommt einen Aufzug. Für Farbe.'],
        ],
      },
      {
        title: 'Größtes Segelschiff der Ostsee kommt zu Besuch',
        lead: 'Am Wochenende, bei jedem Wetter außer Westwind.',
        items: [
          ['Anfahrt', 'Bitte mit dem Rad.'],
          ['Führungen', 'Stündlich, auf Deutsch, Englisch und Platt.'],
        ],
      },
      {
        title: 'Ein Hering erzählt',
        lead: 'Unsere Serie über Fische mit Meinung.',
        items: [['Rezept', 'Matjes mit Apfel, für vier.']],
      },
      {
        title: 'Winterlager: zwölf Fragen, dreizehn Antworten',
        lead: 'Die dreizehnte ist von unserem Hausmeister.',
        items: [['Planen', 'Lüften, lüften, lüften.']],
      },
      {
        title: 'Schlepper zu verkaufen',
        lead: 'Baujahr 1954, ein Besitzer, ein Anker.',
        items: [['Probefahrt', 'Nach Vereinbarung und mit Mütze.']],
      },
    ],
  },
];

/** As a sender signs it; nobody looks at the octets, and the demo's server says that they are good. */
const signature = (host: string): string =>
  `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${host}; s=letter; h=from:to:subject:date:list-id:list-unsubscribe:list-unsubscribe-post; bh=ZGVtbw==; b=ZGVtbyBvbmx5`;

/** What a newsletter's own server would say to a request to be left (RFC 8058). */
export function answerUnsubscribe(url: string, form: string): { readonly status: number } {
  const known = PUBLICATIONS.some(({ host }) => url.startsWith(`https://${host}/leave?t=`));
  return { status: known && form === 'List-Unsubscribe=One-Click' ? 200 : 404 };
}

/** HTML newsletters with remote pictures, tracking pixels and a way to unsubscribe; none of the hosts exists. */
export const newsletters: readonly Entry[] = PUBLICATIONS.flatMap((publication, which) =>
  publication.issues.map((issue, n): Entry => {
    const { sender, host, colour, every } = publication;
    const isOld = n > 3;
    const token = `${which}${n}f3a9`;
    const plain = `${issue.title}\n\n${issue.lead}\n\n${issue.items.map(([head, text]) => `* ${head}\n  ${text}`).join('\n')}\n\nRead on the web: https://${host}/issues/${n}\nUnsubscribe: https://${host}/leave?t=${token}\n`;
    const rows = issue.items
      .map(
        (
          [head, text],
          i,
        ) => `<tr><td width="120" valign="top" style="padding:12px"><img src="https://img.${host}/${n}/${i}.jpg" width="96" height="96" alt=""></td>
<td valign="top" style="padding:12px;font-family:Georgia,serif"><h2 style="margin:0 0 6px;font-size:18px;color:${colour}">${head}</h2><p style="margin:0;line-height:1.5">${text} <a href="https://click.${host}/r/${token}/${i}" style="color:${colour}">More</a></p></td></tr>`,
      )
      .join('\n');
    const html = `<!doctype html>
<html><head><meta charset="utf-8"><style>body{margin:0;background:#f4f1ea} @media (max-width:600px){table{width:100% !important}}</style></head>
<body style="background:#f4f1ea"><div style="display:none;max-height:0">${issue.lead}</div>
<table align="center" width="600" cellpadding="0" cellspacing="0" style="background:#ffffff;border-collapse:collapse">
<tr><td colspan="2" style="background:${colour};padding:24px;color:#ffffff;font-family:Georgia,serif"><img src="https://img.${host}/masthead.png" width="180" height="36" alt="${sender.name}"><h1 style="font-size:24px;margin:12px 0 0">${issue.title}</h1></td></tr>
<tr><td colspan="2" style="padding:18px 24px;font-family:Georgia,serif;font-size:17px">${issue.lead}</td></tr>
${rows}
<tr><td colspan="2" style="padding:18px 24px;font-family:Arial,sans-serif;font-size:12px;color:#777777">You get this because you asked for it, once. <a href="https://${host}/leave?t=${token}">Unsubscribe</a></td></tr>
</table><img src="https://track.${host}/open.gif?u=${token}" width="1" height="1" alt=""></body></html>
`;
    return {
      in: isOld ? 'Archive' : 'INBOX',
      days: 0.5 + which * 1.3 + n * every,
      from: sender,
      subject: issue.title,
      text: plain,
      html,
      flags: n === 0 ? '' : 'S',
      headers: {
        'List-Id': `${sender.name} <letter.${host}>`,
        'List-Unsubscribe': `<https://${host}/leave?t=${token}>, <mailto:leave@${host}?subject=${token}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'DKIM-Signature': signature(host),
        Precedence: 'bulk',
      },
    };
  }),
);
