import type { settings as english } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof english> = {
  title: 'Paramètres',
  tab: {
    appearance: 'Apparence',
    reading: 'Lecture',
    notifications: 'Notifications',
    writing: 'Rédaction',
    templates: 'Modèles',
    accounts: 'Comptes',
    encryption: 'Chiffrement',
    senders: 'Expéditeurs de confiance',
    rules: 'Règles et blocage',
  },
  theme: 'Couleurs',
  density: 'Hauteur des lignes',
  language: 'Langue',
  languageSystem: 'Comme le système',
  threaded: 'Afficher les messages en conversations',
  threadedHint: 'Les messages qui se répondent forment une seule ligne.',
  markRead: 'Marquer un message comme lu',
  markReadNow: 'Dès qu’il est ouvert',
  markReadAfter: 'Après {{seconds}} secondes',
  markReadNever: 'Seulement quand je le dis',
  remote: 'Images distantes',
  remoteText:
    'Les images du web apprennent à l’expéditeur que vous lisez un message, quand et où. Tern ne les charge que si vous le demandez, ou pour les expéditeurs de confiance.',
  undoSend: 'Délai pour reprendre un message envoyé',
  undoSendNone: 'Aucun : envoyer aussitôt',
  undoSendSeconds: '{{seconds}} secondes',
  mailProgram: 'Adresses e-mail',
  mailProgramIs: 'Une adresse e-mail que vous ouvrez n’importe où sur cet ordinateur s’ouvre dans Tern.',
  mailProgramIsNot:
    'Les adresses e-mail des pages web et des autres logiciels s’ouvrent dans un autre logiciel de messagerie.',
  mailProgramMake: 'Les ouvrir avec Tern',
  mailProgramConfirm:
    'Votre système vous laisse le choix : choisissez Tern pour le courrier dans ses réglages des applications par défaut.',
  signatureHint: 'Les signatures appartiennent aux identités : voir Comptes.',
  sendersText: 'Les images des messages de ces expéditeurs sont toujours chargées.',
  sendersEmpty: 'Aucun expéditeur n’a encore votre confiance pour les images.',
  sendersEmptyHint: 'Choisissez « Toujours de … » au-dessus d’un message pour en ajouter un.',
  senderRemove: 'Ne plus faire confiance à {{address}}',
  secrets: {
    secure: 'Les mots de passe sont dans le trousseau du système.',
    weak: 'Les mots de passe sont dans un fichier faiblement protégé.',
    session: 'Les mots de passe restent en mémoire et sont demandés à chaque démarrage.',
  },
  version: 'Tern {{version}}',
};
