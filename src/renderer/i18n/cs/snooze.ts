import type { snooze as english } from '../en/snooze';
import type { Translation } from '../translation';

export const snooze: Translation<typeof english> = {
  title: 'Odložit do',
  submit: 'Odložit',
  hint: 'Do té doby není v doručené poště a na serveru se nic nemění. Pak se vrátí nahoru, nepřečtená. Nová zpráva v konverzaci ji vrátí hned.',
  time: {
    later: 'Dnes později',
    tomorrow: 'Zítra',
    weekend: 'Tento víkend',
    nextWeek: 'Příští týden',
  },
  done_one: 'Odloženo do {{when}}',
  done_few: '{{formatted}} zprávy odloženy do {{when}}',
  done_other: '{{formatted}} zpráv odloženo do {{when}}',
  without_one: 'Jedna zůstává: nemá Message-ID, podle kterého by se poznala.',
  without_few: '{{count}} zůstávají: nemají Message-ID, podle kterého by se poznaly.',
  without_other: '{{count}} zůstává: nemají Message-ID, podle kterého by se poznaly.',
  woken_one: 'Zpět v doručené poště',
  woken_few: '{{formatted}} zprávy jsou zpět v doručené poště',
  woken_other: '{{formatted}} zpráv je zpět v doručené poště',
  until: 'Odloženo do {{when}}',
  back: 'Byla odložená, zpět od {{when}}',
  empty: 'Nic není odloženo',
  emptyHint: 'Co odložíte z doručené pošty, tu čeká na svůj čas.',
};
