import type { unsubscribe as english } from '../en/unsubscribe';
import type { Translation } from '../translation';

export const unsubscribe: Translation<typeof english> = {
  command: 'Se désabonner…',
  left: {
    request: 'Vous vous êtes désabonné le {{when}}',
    mail: 'Vous vous êtes désabonné par e-mail le {{when}}',
    page: 'Vous avez ouvert leur page de désabonnement le {{when}}',
  },
  title: 'Se désabonner de {{name}} ?',
  looking: 'Recherche d’un moyen de se désabonner…',
  oneClick:
    'Tern demandera à {{host}} de retirer {{address}}. Cela leur apprend que cette adresse est lue. Tern n’envoie rien d’autre.',
  mail: '{{to}} désabonne par e-mail. Tern écrit le message depuis {{address}} ; vous le relisez et l’envoyez.',
  page: 'On ne peut se désabonner que sur leur page web, chez {{host}}. L’ouvrir leur apprend que cette adresse est lue.',
  unproven:
    'Ils proposent de le faire en une requête, mais rien ne prouve que la proposition vienne d’eux : Tern ne s’en sert pas.',
  confirm: 'Se désabonner',
  write: 'Écrire le message',
  writeInstead: 'Leur écrire plutôt',
  openPage: 'Ouvrir {{host}}',
  asking: 'Demande à {{host}}…',
  result: {
    done: '{{host}} le confirme. Ce qui est déjà en route peut encore arriver.',
    refused:
      '{{host}} a refusé la demande ({{status}}). Vous êtes sans doute encore sur la liste. Rien d’autre n’a été envoyé.',
    elsewhere:
      '{{host}} a seulement renvoyé à une autre adresse, où Tern n’est pas allé. Vous êtes sans doute encore sur la liste.',
    'no-answer':
      '{{host}} a été interrogé, mais n’a pas répondu. Vous êtes peut-être retiré de la liste, ou non : voyez si du courrier arrive encore.',
    unreachable:
      '{{host}} est injoignable pour le moment, ou ne peut être interrogé. Rien n’a été envoyé, et vous êtes toujours sur la liste.',
  },
};
