import type { snooze as english } from '../en/snooze';
import type { Translation } from '../translation';

export const snooze: Translation<typeof english> = {
  title: 'Mettre en attente jusqu’à',
  submit: 'Mettre en attente',
  hint: 'D’ici là, il n’est plus dans la boîte de réception, et rien ne change sur le serveur. Puis il revient en tête, non lu. Un nouveau message de la conversation le ramène aussitôt.',
  time: {
    later: 'Plus tard aujourd’hui',
    tomorrow: 'Demain',
    weekend: 'Ce week-end',
    nextWeek: 'La semaine prochaine',
  },
  done_one: 'En attente jusqu’à {{when}}',
  done_many: '{{formatted}} messages en attente jusqu’à {{when}}',
  done_other: '{{formatted}} messages en attente jusqu’à {{when}}',
  without_one: 'Un reste : il n’a pas de Message-ID, à quoi on le distinguerait d’autres.',
  without_many: '{{count}} restent : ils n’ont pas de Message-ID, à quoi on les distinguerait d’autres.',
  without_other: '{{count}} restent : ils n’ont pas de Message-ID, à quoi on les distinguerait d’autres.',
  woken_one: 'De retour dans la boîte de réception',
  woken_many: '{{formatted}} messages sont de retour dans la boîte de réception',
  woken_other: '{{formatted}} messages sont de retour dans la boîte de réception',
  until: 'En attente jusqu’à {{when}}',
  back: 'Était en attente, de retour depuis {{when}}',
  empty: 'Rien n’est en attente',
  emptyHint: 'Ce que vous mettez en attente dans la boîte de réception attend ici son heure.',
};
