import type { notifications as english } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof english> = {
  hint: 'Tern vous signale le nouveau courrier quand il n’est pas au premier plan.',
  denied:
    'Les notifications sont désactivées pour Tern dans le navigateur. Changez cela dans les réglages du navigateur pour cette page.',
  allow: 'Autoriser les notifications',
  content: 'Afficher l’expéditeur et l’objet',
  contentHint: 'Sinon, une notification dit seulement qu’il y a du courrier, et dans quel compte.',
  of: 'Nouveau courrier de',
  ofEverybody: 'Tout le monde',
  ofKnown: 'Personnes à qui j’ai écrit',
  pausedUntil: 'Suspendu jusqu’à {{until}}.',
  pauseHour: 'Suspendre 1 heure',
  pauseTomorrow: 'Suspendre jusqu’à demain',
  resume: 'Reprendre',
  quiet: 'Heures calmes',
  quietHint: 'Chaque jour, pas de notifications entre ces heures. Le courrier arrive tout de même.',
  quietFrom: 'De',
  quietUntil: 'À',
  where: 'Où',
  whereHint: 'Ajoutez les dossiers où les règles ou votre serveur mettent du nouveau courrier.',
  add: 'Autre dossier',
  addNone: 'Autre dossier…',
  inAccount: '{{folder}} dans {{account}}',
  background: 'Sans sa fenêtre',
  keepRunning: 'Laisser Tern actif quand sa fenêtre est fermée',
  keepRunningHint:
    'Le courrier arrive et part toujours. Une icône dans la zone de notification montre le courrier non lu et ouvre la fenêtre.',
  noTray:
    'Le courrier arrive et part toujours. Ce bureau ne montre pas d’icônes de notification : relancez Tern pour rouvrir sa fenêtre.',
  menuBarIcon: 'Afficher Tern dans la barre des menus',
  menuBarIconHint: 'Avec le courrier non lu, la rédaction et la suspension des notifications.',
  atLogin: 'Lancer Tern à l’ouverture de session',
  startHidden: 'Sans fenêtre',
  startHiddenHint: 'Jusqu’à ce que vous l’ouvriez.',
};
