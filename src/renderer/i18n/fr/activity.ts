import type { activity as english } from '../en/activity';
import type { Translation } from '../translation';

export const activity: Translation<typeof english> = {
  title: 'Activité',
  statusLine: 'Ce que fait Tern',
  headers: '{{folder}} : {{done}} en-têtes sur {{total}}',
  waitingCount_one: '{{formatted}} modification attend',
  waitingCount_many: '{{formatted}} modifications attendent',
  waitingCount_other: '{{formatted}} modifications attendent',
  refusedCount_one: '{{formatted}} modification a été refusée',
  refusedCount_many: '{{formatted}} modifications ont été refusées',
  refusedCount_other: '{{formatted}} modifications ont été refusées',
  outboxCount_one: '{{formatted}} message dans la boîte d’envoi',
  outboxCount_many: '{{formatted}} messages dans la boîte d’envoi',
  outboxCount_other: '{{formatted}} messages dans la boîte d’envoi',
  doing: {
    unsaved: 'Rien ne peut être enregistré sur cet ordinateur',
    noRoom: 'Plus de place pour d’autre courrier',
    idle: 'En ligne. Tout est à jour.',
    syncing: 'Relève du courrier…',
    connecting: 'Connexion…',
    offline: 'Hors ligne',
    trouble: 'Un compte demande votre attention',
    paused: 'Tous les comptes sont suspendus',
    noEngine: 'Pas de liaison avec le moteur de Tern',
  },
  notice: {
    'file-failed':
      '« {{name}} » n’a pas pu devenir un fichier ({{message}}). Le message lui-même est intact.',
    'draft-copy-failed':
      'Un brouillon n’a pas pu être déposé sur le serveur ({{message}}). Il est en sécurité ici.',
    'job-unfinished':
      'Une importation, une exportation, une sauvegarde ou une vérification n’était pas terminée quand Tern s’est arrêté. « Importer et exporter » dit où elle en était et la recommence.',
    'cache-rebuilt': 'La copie locale a été reconstruite ; le courrier est de nouveau relevé.',
    'disk-low':
      'L’espace disque est faible : les anciens messages et textes ne sont plus relevés d’avance tant qu’il n’y en a pas plus. Vos modifications sont enregistrées.',
    'disk-critical':
      'Le disque est presque plein : seul ce que vous faites et écrivez est encore enregistré ici. Libérez bientôt de l’espace.',
    'disk-reserve-used':
      'Le disque est plein : Tern utilise l’espace mis de côté pour vos modifications. Libérez de l’espace maintenant.',
    'disk-full':
      'Le disque est plein : vous pouvez lire le courrier présent, mais rien de ce que vous faites ou écrivez ne peut être enregistré et rien n’est envoyé tant qu’il n’y a pas d’espace. Libérez de l’espace maintenant.',
    'disk-broken':
      'Le disque refuse l’écriture : vous pouvez lire le courrier présent, mais rien de ce que vous faites ou écrivez ne peut être enregistré et rien n’est envoyé tant qu’il ne fonctionne pas. Vérifiez le disque, ou le dossier du profil de Tern.',
    'disk-taken-over':
      'Le dossier où Tern garde ce qui est à vous a été déplacé ou supprimé, ou un autre Tern s’en sert. Rien de ce que vous faites ou écrivez ici ne peut être enregistré : copiez ce que vous écrivez, quittez Tern, vérifiez qu’aucun autre ne tourne, puis relancez-le.',
    'vault-repaired_one':
      'Une partie de ce que Tern conserve était endommagée et a été mise de côté ; le reste est intact.',
    'vault-repaired_many':
      '{{formatted}} parties de ce que Tern conserve étaient endommagées et ont été mises de côté ; le reste est intact.',
    'vault-repaired_other':
      '{{formatted}} parties de ce que Tern conserve étaient endommagées et ont été mises de côté ; le reste est intact.',
    'many-removed_one':
      '{{formatted}} message a été supprimé d’un coup de {{folder}} sur le serveur. Examiner…',
    'many-removed_many':
      '{{formatted}} messages ont été supprimés d’un coup de {{folder}} sur le serveur. Examiner…',
    'many-removed_other':
      '{{formatted}} messages ont été supprimés d’un coup de {{folder}} sur le serveur. Examiner…',
    'removed-not-kept_one':
      'Le disque est plein : {{formatted}} message supprimé ailleurs n’est pas conservé ici.',
    'removed-not-kept_many':
      'Le disque est plein : {{formatted}} messages supprimés ailleurs ne sont pas conservés ici.',
    'removed-not-kept_other':
      'Le disque est plein : {{formatted}} messages supprimés ailleurs ne sont pas conservés ici.',
    'pop3-expire_zero':
      'Le serveur de {{account}} supprime le courrier dès qu’il est relevé. Ce qui a été relevé reste ici.',
    'pop3-expire_one':
      'Le serveur de {{account}} supprime le courrier après {{formatted}} jour. Ce qui a été relevé reste ici.',
    'pop3-expire_many':
      'Le serveur de {{account}} supprime le courrier après {{formatted}} jours. Ce qui a été relevé reste ici.',
    'pop3-expire_other':
      'Le serveur de {{account}} supprime le courrier après {{formatted}} jours. Ce qui a été relevé reste ici.',
    'pop3-refused_one':
      'Le serveur de {{account}} annonce {{formatted}} message qu’il ne remet pas. Il y reste et est redemandé chaque fois.',
    'pop3-refused_many':
      'Le serveur de {{account}} annonce {{formatted}} messages qu’il ne remet pas. Ils y restent et sont redemandés chaque fois.',
    'pop3-refused_other':
      'Le serveur de {{account}} annonce {{formatted}} messages qu’il ne remet pas. Ils y restent et sont redemandés chaque fois.',
    'no-delivery-receipt':
      'Le serveur de {{account}} ne délivre pas d’accusés de distribution : « {{subject}} » est parti sans en demander.',
    'keeping-failed':
      'Du courrier n’a pas pu être conservé pour la lecture hors ligne ({{message}}). Il est en sécurité sur le serveur.',
    'snooze-failed':
      'Un message mis en attente n’a pas pu être ramené ({{message}}). Un nouvel essai suivra ; il est d’ici là dans « En attente ».',
    'local-mail-failed':
      'Un problème est survenu avec du courrier qui n’existe qu’ici ({{message}}). Rien n’a été perdu.',
    'cache-full':
      'Le disque est plein : plus aucun courrier n’est conservé ici tant qu’il n’y a pas d’espace.',
  },
  account: {
    unreachable: '{{account}} est injoignable',
    paused: '{{account}} est suspendu',
    password: '{{account}} a besoin de son mot de passe',
    signIn: '{{account}} demande une nouvelle connexion',
    trouble: '{{account}} ne peut pas se connecter',
    more_one: 'et {{count}} autre compte',
    more_many: 'et {{count}} autres comptes',
    more_other: 'et {{count}} autres comptes',
  },
  switch: {
    online: 'En ligne',
    offline: 'Travail hors ligne',
  },
  accounts: 'Comptes',
  changes: 'Modifications en route',
  noChanges: 'Toutes les modifications ont atteint leur serveur.',
  showChanges: 'Afficher les modifications en attente',
  outbox: 'Boîte d’envoi',
  showOutbox: 'Afficher la boîte d’envoi',
  phase: {
    connecting: 'Connexion',
    syncing: 'Relève du courrier',
    idle: 'À jour, {{when}}',
    idleNever: 'Connecté',
    offline: 'Hors ligne',
    paused: 'Suspendu',
    'needs-password': 'A besoin de son mot de passe',
    'needs-sign-in': 'Demande une nouvelle connexion',
    trouble: 'Ne peut pas se connecter',
    removing: 'Suppression en cours',
  },
  retryAt: 'Nouvel essai {{when}}.',
  resume: 'Reprendre',
  checkNow: 'Relever maintenant',
  serverSettings: 'Paramètres du serveur',
  weakerLogin: {
    change: 'Jusqu’ici : {{before}}. Maintenant : {{mechanism}}.',
    hint: 'Ne l’autorisez que si vous faites confiance au réseau et si l’exploitant du serveur dit que c’est voulu.',
    allow: 'Autoriser cette connexion plus faible',
  },
  certificate: 'Afficher le certificat',
  op: {
    flags: 'Modifier les marques de {{messages}} dans {{folder}}',
    flag: {
      seen: 'Marquer comme lu : {{messages}} dans {{folder}}',
      unseen: 'Marquer comme non lu : {{messages}} dans {{folder}}',
      star: 'Ajouter une étoile à {{messages}} dans {{folder}}',
      unstar: 'Retirer l’étoile de {{messages}} dans {{folder}}',
    },
    move: 'Déplacer {{messages}} de {{folder}} vers {{to}}',
    copy: 'Copier {{messages}} de {{folder}} vers {{to}}',
    destroy: 'Supprimer définitivement {{messages}} dans {{folder}}',
    append: 'Déposer un message dans {{to}}',
    draft: 'Enregistrer un brouillon dans {{to}}',
    draftRemove: 'Retirer un brouillon de {{to}}',
    'create-mailbox': 'Créer le dossier « {{name}} »',
    'rename-mailbox': 'Renommer {{folder}} en « {{name}} »',
    'delete-mailbox': 'Supprimer le dossier {{folder}}',
    subscribe: 'Modifier l’abonnement à {{folder}}',
  },
  messages_one: '{{count}} message',
  messages_many: '{{count}} messages',
  messages_other: '{{count}} messages',
  state: {
    waiting: 'En attente',
    waitingUntil: 'En attente, nouvel essai {{when}}',
    running: 'En cours',
    verifying: 'Vérification de l’arrivée',
    settling: 'Fait, en cours de confirmation',
    done: 'Fait',
    refused: 'Le serveur a refusé',
    uncertain: 'On ne sait pas si c’est arrivé',
    superseded: 'N’est plus nécessaire',
  },
  trouble: 'Messages qui n’ont pas pu être envoyés',
  out: {
    empty: 'Rien n’attend d’être envoyé.',
    emptyHint: 'Les messages restent ici jusqu’à ce que le serveur les accepte.',
    to: 'À {{names}}',
    moreRecipients_one: 'et {{count}} autre',
    moreRecipients_many: 'et {{count}} autres',
    moreRecipients_other: 'et {{count}} autres',
    created: 'Écrit {{when}}',
    tries_one: 'Essayé une fois',
    tries_many: 'Essayé {{count}} fois',
    tries_other: 'Essayé {{count}} fois',
    state: {
      held: 'Part {{when}}. D’ici là, il peut être repris.',
      heldNow: 'Part maintenant.',
      scheduled: 'Part le {{when}}.',
      late: 'Il attend ici depuis le {{when}}.',
      wentBefore: 'Il est déjà parti, le {{when}}.',
      missed: 'Il devait partir le {{when}}, mais Tern était arrêté ou ne pouvait pas envoyer.',
      queued: 'Attend son tour.',
      queuedOffline: 'Attend la connexion. Il partira de lui-même à son retour.',
      connecting: 'Connexion au serveur.',
      envelope: 'Le serveur reçoit l’expéditeur et les destinataires.',
      'data-started': 'Remise du message.',
      'dot-sent': 'Remis, en attente de confirmation du serveur.',
      accepted: 'Accepté par le serveur. Une copie est classée dans « Envoyés ».',
      filed: 'Envoyé, et classé dans « Envoyés ».',
      refused: 'N’a pas pu être envoyé.',
      retry: 'Pas encore envoyé. Nouvel essai {{when}}.',
      uncertain: 'On ne sait pas si ce message est parti.',
    },
    uncertainText:
      'La connexion a été coupée après la remise du message et avant la confirmation du serveur. Tern l’a cherché dans « Envoyés » sans le trouver. Un nouvel envoi pourrait le distribuer deux fois.',
    lookingText:
      'La connexion a été coupée après la remise du message et avant la confirmation du serveur. Tern le cherchera dans « Envoyés » dès que le compte sera connecté. Un nouvel envoi pourrait le distribuer deux fois.',
    cantTellText:
      'La connexion a été coupée après la remise du message et avant la confirmation du serveur. Une copie dans « Envoyés » ne dirait pas si ceux qui attendent encore l’ont reçu. Un nouvel envoi pourrait le leur distribuer deux fois.',
    wentText:
      'Tern tient la liste de ce qu’il a envoyé, et ce message y figure. Il est peut-être revenu par une sauvegarde. Un nouvel envoi le distribuerait deux fois.',
    lateText:
      'C’est ancien : peut-être ne souhaitez-vous plus l’envoyer, ou il vient d’une sauvegarde et est parti depuis longtemps. Rien ne part tant que vous ne le dites pas.',
    missedText: 'Rien n’a été envoyé. Envoyez-le maintenant ou choisissez un autre moment.',
    someText:
      'Ceux qui ont été acceptés l’ont et ne le recevront pas deux fois. Vérifiez l’adresse des autres.',
    result: {
      accepted_one: '{{count}} remis au serveur',
      accepted_many: '{{count}} remis au serveur',
      accepted_other: '{{count}} remis au serveur',
      refused_one: '{{count}} refusé : {{reasons}}',
      refused_many: '{{count}} refusés : {{reasons}}',
      refused_other: '{{count}} refusés : {{reasons}}',
      waiting_one: '{{count}} encore à remettre',
      waiting_many: '{{count}} encore à remettre',
      waiting_other: '{{count}} encore à remettre',
    },
    refusal: {
      'no-such-mailbox': 'cette adresse n’existe pas',
      'mailbox-disabled': 'la boîte est désactivée',
      'mailbox-full': 'boîte pleine',
      'too-large': 'le message est trop volumineux',
      'sender-refused': 'votre adresse n’est pas autorisée',
      policy: 'contraire aux règles du serveur',
      greylisted: 'prié de revenir plus tard',
      'content-refused': 'le contenu a été refusé',
      refused: 'le serveur ne donne aucune raison connue de Tern',
    },
    recipient: {
      waiting: 'en attente',
      accepted: 'remis au serveur',
    },
    recipients: 'Destinataires',
    undo: 'Reprendre',
    edit: 'Modifier',
    editRest: 'Modifier pour les autres',
    retry: 'Envoyer maintenant',
    againRest: 'Réessayer pour les autres',
    otherTime: 'Autre moment…',
    again: 'Envoyer de nouveau',
    sent: 'Il a été envoyé',
    discard: 'Abandonner',
    discardTitle: 'Abandonner « {{subject}} » ?',
    discardText: 'Le message est supprimé. Il ne pourra pas être récupéré.',
    title: 'Boîte d’envoi',
  },
};
