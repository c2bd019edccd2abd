import type { removed as english } from '../en/removed';
import type { Translation } from '../translation';

export const removed: Translation<typeof english> = {
  menu: 'Supprimés récemment…',
  title: 'Supprimés récemment de {{name}}',
  text: 'Les messages qui ont quitté le serveur sans que Tern y soit pour rien et ne sont dans aucun autre dossier. Ils sont conservés {{days}} jours sur cet ordinateur.',
  none: 'Rien n’a été supprimé récemment.',
  noneHint: 'Les messages supprimés sur un autre appareil apparaissent ici pendant {{days}} jours.',
  off: 'La conservation des messages supprimés est désactivée dans les paramètres.',
  loading: 'Recherche…',
  when: 'Disparu {{when}}, conservé jusqu’au {{until}}',
  madeAgain:
    'Recomposé à partir de ce qui est ici : texte et pièces jointes, mais pas chaque ligne d’en-tête',
  texts_one: 'Recomposé sans sa pièce jointe, qui n’est pas sur cet ordinateur',
  texts_many: 'Recomposé sans ses {{count}} pièces jointes, qui ne sont pas sur cet ordinateur',
  texts_other: 'Recomposé sans ses {{count}} pièces jointes, qui ne sont pas sur cet ordinateur',
  onlyLine: 'Seule cette ligne est ici : le message n’a jamais été ouvert sur cet ordinateur',
  noSubject: '(aucun objet)',
  restore: 'Restaurer sur le serveur',
  restoreAll_one: 'Restaurer {{formatted}} message',
  restoreAll_many: 'Restaurer {{formatted}} messages',
  restoreAll_other: 'Restaurer {{formatted}} messages',
  forget: 'Oublier',
  restored_one: '{{formatted}} message retourne sur le serveur.',
  restored_many: '{{formatted}} messages retournent sur le serveur.',
  restored_other: '{{formatted}} messages retournent sur le serveur.',
  more: 'Seuls les {{formatted}} plus récents sont listés.',
  setting: 'Conserver les messages supprimés par d’autres',
  settingHint:
    'Ce qu’un autre appareil ou le serveur supprime reste un temps sur cet ordinateur et peut être remis.',
  settingDays: '{{days}} jours',
  settingNone: 'Ne pas les conserver',
};
