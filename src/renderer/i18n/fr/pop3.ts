import type { pop3 as english } from '../en/pop3';
import type { Translation } from '../translation';

export const pop3: Translation<typeof english> = {
  title: 'Courrier sur le serveur',
  leaveLabel: 'Les messages qui sont ici en sécurité',
  leave: {
    always: 'Restent sur le serveur',
    days: 'Restent quelques jours sur le serveur',
    'until-deleted': 'Restent sur le serveur jusqu’à leur suppression ici',
    never: 'Sont supprimés du serveur',
  },
  leaveHint: {
    always: 'Les autres appareils et le webmail continuent de les voir',
    days: 'Comptés à partir du jour où Tern les a relevés',
    'until-deleted': 'Supprimés définitivement ici ; la corbeille ne suffit pas',
    never: 'Seulement quand Tern les a enregistrés et vérifiés',
  },
  days: 'Jours',
  neverNotice:
    'Le courrier n’est alors que sur cet ordinateur. Les autres appareils ne le voient plus ; pensez à une sauvegarde.',
  comingLabel: 'Ce qui est relevé',
  coming: {
    whole: 'Les messages entiers',
    limit: 'Les messages entiers jusqu’à une taille',
    headers: 'Les en-têtes seulement',
  },
  comingHint: {
    whole: 'Tout peut être lu sans connexion',
    limit: 'Des plus gros, les en-têtes seulement, jusqu’à ce que vous demandiez le reste',
    headers: 'Le reste d’un message arrive quand vous le demandez',
  },
  limitLabel: 'Jusqu’à',
  intoLabel: 'Le nouveau courrier va dans',
  intoOwn: 'La boîte de réception de ce compte',
  intoOther: 'La boîte de réception de {{name}}',
  rest: {
    title: 'Seuls les en-têtes de ce message sont ici.',
    text: 'Il fait {{size}} sur le serveur.',
    load: 'Charger le reste',
    wanted: 'Le reste de ce message est en route. Hors ligne, il arrive à la prochaine connexion.',
    gone: 'Seuls les en-têtes de ce message sont ici, et le reste n’est plus sur le serveur.',
  },
};
