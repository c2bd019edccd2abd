import type { Person } from './compose';
import type { Entry } from './entry';

const list: Person = { name: 'Baltic sailing', address: 'baltic-sailing@lists.example' };
const members: readonly Person[] = [
  { name: 'Henrik Dahl', address: 'henrik@dahl.example' },
  { name: 'Kaisa Virtanen', address: 'kaisa@virtanen.example' },
  { name: 'Piet de Vries', address: 'piet@devries.example' },
  { name: 'Jānis Bērziņš', address: 'janis@berzins.example' },
  { name: 'Ruth O’Neill', address: 'ruth@oneill.example' },
  { name: 'Tõnu Tamm', address: 'tonu@tamm.example' },
];

/** A question of the list and what came back; each answer quotes the first line of the question. */
const TALK: ReadonlyArray<readonly [subject: string, question: string, ...answers: string[]]> = [
  [
    'Anchoring off Utö in a northerly?',
    'Has anyone lain there overnight with the wind in the north? The chart says rock, my book says sand, and my crew says hotel.',
    'Sand in the western bay, rock everywhere else. Drop at four metres and be patient.',
    'Listen to your crew. The hotel has a sauna.',
    'We dragged twice and then it held so well that we needed a neighbour to get it up again.',
  ],
  [
    'Best paper charts, now that ours are gone',
    'Our chandler has stopped selling paper. Where do you order, and do you laminate?',
    'The Finnish ones, folded, never rolled. Laminate only what you will never want to draw on.',
    'I print my own and feel like a pirate.',
    'Pencil on paper has never once asked me to update it.',
  ],
  [
    'Diesel bug',
    'Black slime in the filter again. Third time this season. Is it the tank, the fuel, or me?',
    'It is the water in the tank. Empty it, clean it, and keep it full in winter.',
    'In my case it was me.',
  ],
  [
    'Gotland round in a 26-footer',
    'We are two, the boat is old and the calendar says July. Four days or five?',
    'Five, and one of them will be spent in Visby whatever you plan.',
    'Go clockwise. Everybody else goes the other way and you will get every berth.',
    'Take more bread than you think.',
    'Clockwise is for people who like headwinds.',
  ],
  [
    'Which VHF, please do not say the expensive one',
    'Twenty-five watts, works with gloves, survives my brother-in-law.',
    'The second cheapest. It is always the second cheapest.',
    'Whichever has a real knob.',
  ],
  [
    'Lost: red dinghy, answers to Ketchup',
    'Drifted off from Nynäshamn on Tuesday night. Oars inside, also a sandwich.',
    'Seen off Torö on Wednesday, making two knots. No sandwich.',
    'Found! It is at the pilot station. They deny everything about the sandwich.',
  ],
  [
    'Night watch snacks',
    'Serious question. What do you eat at three in the morning that is neither loud nor sad?',
    'Cold potatoes with salt. Trust me.',
    'Dates. Quiet, sweet, and they stick you to the seat.',
    'Whatever it is, do not store it near the compass if it comes in a tin.',
  ],
  [
    'Wooden mast: oil or varnish?',
    'I know what I am starting here.',
    'Oil.',
    'Varnish.',
    'Oil, then varnish, then regret, then oil.',
    'Aluminium.',
  ],
  [
    'Shore power in Kalmar',
    'Are the posts on the new pier working yet? Last year mine was decorative.',
    'All but number nine. Nobody knows about number nine.',
    'Number nine works if you park a bicycle against it.',
  ],
  [
    'First boat, honest advice wanted',
    'She is thirty years old, I am forty, neither of us has been to sea. The surveyor coughed twice. Should I worry?',
    'Worry when he whistles.',
    'Buy the one whose seller is sad to see it go.',
    'Whatever it costs, keep the same again for the first winter. And then enjoy her.',
  ],
  [
    'Kümmelbrot?',
    'Wo auf Åland bekommt man um sechs Uhr früh Brot, ohne jemanden zu wecken?',
    'In Mariehamn am Westhafen, Tür links, klopfen ist erlaubt.',
    'Backen. Der Ofen wärmt auch die Kajüte.',
  ],
  [
    'Photos from the regatta 🏁',
    'Two hundred pictures, of which nine are sharp. Whoever recognises a boat may keep it. The picture, I mean.',
    'Number 41 is me, going the wrong way with great confidence.',
    'Lovely! Could you send the one with the dog at the helm?',
  ],
  [
    'List etiquette',
    'Please trim your quotes. That is all. Fair winds.',
    'Hear, hear.',
    'I would quote you in full to show agreement, but.',
  ],
];

export const sailingList: readonly Entry[] = TALK.flatMap(([subject, question, ...answers], topic) => {
  const start = 2.4 + topic * 5.3;
  const headers = {
    'List-Id': 'Sailing in the Baltic <baltic-sailing.lists.example>',
    'List-Post': '<mailto:baltic-sailing@lists.example>',
    'List-Unsubscribe': '<mailto:baltic-sailing-leave@lists.example>',
    Precedence: 'list',
  };
  const asker = members[topic % members.length] ?? list;
  const thread: Entry[] = [
    {
      in: 'Lists/Baltic sailing',
      days: start,
      from: asker,
      to: [list],
      subject: `[baltic] ${subject}`,
      text: `${question}\n\n${asker.name}\n`,
      flags: topic < 2 ? '' : 'S',
      key: `list${topic}`,
      headers,
    },
  ];
  answers.forEach((answer, n) => {
    const from = members[(topic + n + 1) % members.length] ?? list;
    const first = question.split('. ')[0] ?? question;
    thread.push({
      in: 'Lists/Baltic sailing',
      days: start - 0.2 * (n + 1),
      from,
      to: [list],
      re: `list${topic}`,
      text: `${asker.name} wrote:\n> ${first}\n\n${answer}\n\n${from.name}\n`,
      flags: topic < 1 ? '' : 'S',
      headers,
    });
  });
  return thread;
});
