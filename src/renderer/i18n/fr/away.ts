import type { away as english } from '../en/away';
import type { Translation } from '../translation';

export const away: Translation<typeof english> = {
  title: 'Pendant votre absence, depuis {{since}}',
  label: 'Pendant votre absence',
  dismiss: 'Fermer',
  arrived_one: '{{formatted}} nouveau',
  arrived_many: '{{formatted}} nouveaux',
  arrived_other: '{{formatted}} nouveaux',
  read_one: '{{formatted}} lu ailleurs',
  read_many: '{{formatted}} lus ailleurs',
  read_other: '{{formatted}} lus ailleurs',
  starred_one: '{{formatted}} suivi ailleurs',
  starred_many: '{{formatted}} suivis ailleurs',
  starred_other: '{{formatted}} suivis ailleurs',
  movedIn_one: '{{formatted}} déplacé ici',
  movedIn_many: '{{formatted}} déplacés ici',
  movedIn_other: '{{formatted}} déplacés ici',
  movedOut_one: '{{formatted}} déplacé hors d’ici',
  movedOut_many: '{{formatted}} déplacés hors d’ici',
  movedOut_other: '{{formatted}} déplacés hors d’ici',
  deleted_one: '{{formatted}} supprimé',
  deleted_many: '{{formatted}} supprimés',
  deleted_other: '{{formatted}} supprimés',
  more_one: 'et {{count}} autre dossier',
  more_many: 'et {{count}} autres dossiers',
  more_other: 'et {{count}} autres dossiers',
};
