import type { reader as english } from '../en/reader';
import type { Translation } from '../translation';

export const reader: Translation<typeof english> = {
  labels: 'Libellés',
  labelRemove: 'Retirer le libellé « {{name}} »',
  to: 'à {{names}}',
  toMore_one: 'à {{names}} et {{count}} autre',
  toMore_many: 'à {{names}} et {{count}} autres',
  toMore_other: 'à {{names}} et {{count}} autres',
  toNobody: 'aucun destinataire indiqué',
  alsoFrom: 'Aussi de',
  when: '{{moment}} · {{ago}}',
  junk: 'Ce message est dans les indésirables. Méfiez-vous de ce qu’il demande.',
  noDate: 'Le message n’a pas de date ; voici quand il est arrivé.',
  label: {
    from: 'De',
    to: 'À',
    cc: 'Cc',
    bcc: 'Cci',
    replyTo: 'Répondre à',
    date: 'Date',
  },
  frameLabel: 'Message de {{name}}',
  fold: 'Replier ce message',
  loading: 'Relève du message',
  emptyText: 'Ce message n’a pas de texte.',
  onlyAttachments: 'Ce message n’a pas de texte, seulement des pièces jointes.',
  showMore: 'Afficher davantage de ce long message',
  showRest: 'Afficher la suite de ce long message',
  restComing: 'Affichage de la suite : {{percent}} %',
  showQuote_one: 'Afficher le texte cité ({{count}} ligne)',
  showQuote_many: 'Afficher le texte cité ({{count}} lignes)',
  showQuote_other: 'Afficher le texte cité ({{count}} lignes)',
  showQuoted: 'Afficher le texte cité',
  hideQuote: 'Masquer le texte cité',
  hadForm:
    'Ce message contenait un formulaire. Tern l’a retiré : ne tapez mots de passe ou numéros de carte que sur un site que vous avez ouvert vous-même.',
  cut: 'Ce message est trop volumineux pour être affiché en entier. Sa source contient tout.',
  bodyFailed: 'Le texte de ce message n’a pas pu être relevé. {{reason}}',
  writeFailed: 'La réponse n’a pas pu être commencée.',
  command: {
    reply: 'Répondre',
    replyAll: 'Répondre à tous',
    forward: 'Transférer',
    replyList: 'Répondre à la liste',
    forwardAttached: 'Transférer en pièce jointe',
    redirect: 'Rediriger…',
    editAsNew: 'Modifier comme nouveau message',
    source: 'Afficher la source',
    print: 'Imprimer',
    saveFile: 'Enregistrer comme fichier…',
    next: 'Message suivant de la conversation',
    previous: 'Message précédent de la conversation',
  },
  letter: {
    file: '« {{name}} » est un fichier. Il n’est dans aucun de vos dossiers.',
    attached: 'Il est arrivé joint à un autre message, sous le nom « {{name}} ».',
    keep: 'Le garder sur cet ordinateur',
    folder: 'Fichiers ouverts',
  },
  dragOut: 'Glissez ceci hors de la fenêtre pour garder le message comme fichier',
  draft: {
    text: 'Ceci est un brouillon. Il n’a pas été envoyé.',
    edit: 'Continuer d’écrire',
  },
  receipt: {
    asked: '{{name}} demande à savoir que vous avez lu ceci. Rien n’a été envoyé.',
    askedElsewhere:
      '{{name}} demande que {{address}}, qui n’est pas l’adresse de l’expéditeur, sache que vous avez lu ceci. Rien n’a été envoyé.',
    askedSeveral: '{{name}} demande que {{address}} sachent que vous avez lu ceci. Rien n’a été envoyé.',
    send: 'Envoyer un accusé',
    ignore: 'Ne pas envoyer',
    sent: 'L’accusé part',
    subject: 'Lu',
    body: 'Votre message « {{subject}} » a été affiché. Cela ne veut pas dire qu’il a été compris ou approuvé.',
  },
  sender: {
    failed:
      'Prétend venir de {{domain}}, qui ne l’a pas signé. Il est peut-être falsifié, ou une liste de diffusion l’a modifié.',
  },
  images: {
    blocked_one: '{{count}} image non chargée, pour que l’expéditeur n’apprenne pas que vous lisez ceci.',
    blocked_many: '{{count}} images non chargées, pour que l’expéditeur n’apprenne pas que vous lisez ceci.',
    blocked_other: '{{count}} images non chargées, pour que l’expéditeur n’apprenne pas que vous lisez ceci.',
    once: 'Charger une fois',
    always: 'Toujours de {{address}}',
    unproven: 'Vous chargez toujours celles de {{address}}, mais rien ne prouve que ce message en vienne.',
    unreceived:
      'Vous chargez toujours celles de {{address}}, mais aucun de vos comptes n’a reçu ce message : personne n’a vérifié qu’il en vient.',
    missing_one: '{{count}} image n’a pas pu être chargée.',
    missing_many: '{{count}} images n’ont pas pu être chargées.',
    missing_other: '{{count}} images n’ont pas pu être chargées.',
  },
  attachments: {
    title: 'Pièces jointes',
    open: 'Ouvrir',
    save: 'Enregistrer…',
    saveAll: 'Tout enregistrer, {{size}}',
    showAll: 'Afficher les {{count}} pièces jointes',
    saveAllStop: 'Arrêter l’enregistrement',
    savingAll: 'Enregistrement de toutes les pièces jointes',
    savedSoFar: '{{saved}} sur {{count}}',
    savedAll: {
      here: {
        all: 'Les {{count}} fichiers sont enregistrés.',
        partly: '{{saved}} fichiers sur {{count}} sont enregistrés.',
        stopped: 'Arrêté. {{saved}} fichiers sur {{count}} sont enregistrés.',
      },
      browser: {
        all: 'Les {{count}} fichiers ont été confiés au navigateur, qui les enregistre.',
        partly: '{{saved}} fichiers sur {{count}} ont été confiés au navigateur, qui les enregistre.',
        stopped:
          'Arrêté. {{saved}} fichiers sur {{count}} ont été confiés au navigateur, qui les enregistre.',
      },
    },
    notSaved: 'Non enregistré : {{name}}. {{reason}}',
    notSavedMore_one: 'Et {{count}} autre n’a pas été enregistré.',
    notSavedMore_many: 'Et {{count}} autres n’ont pas été enregistrés.',
    notSavedMore_other: 'Et {{count}} autres n’ont pas été enregistrés.',
    saveAnyway: 'Enregistrer quand même',
    actions: 'Que faire de {{name}}',
    onServer: 'sur le serveur',
    here: 'ici',
    coming: '{{percent}} %',
    unnamed: 'Partie {{number}} ({{type}})',
    canRun: 'peut exécuter des programmes',
    disguised: 'nom déguisé',
    riskyTitle: 'Enregistrer {{name}} ?',
    risky:
      'Les fichiers de ce type peuvent exécuter des programmes sur votre ordinateur. Tern ne les ouvre pas. Ne l’enregistrez que si vous l’attendiez et savez qui l’a envoyé.',
    suspicion: {
      direction:
        'Le nom de ce fichier contient des marques cachées qui le font passer pour un autre type de fichier. Ne l’enregistrez que si vous êtes sûr de l’expéditeur.',
      'double-extension':
        'Le nom de ce fichier le fait passer pour un document, mais c’est un programme. Ne l’enregistrez que si vous êtes sûr de l’expéditeur.',
      'long-spaces':
        'Le nom de ce fichier cache son vrai type derrière un long blanc. Ne l’enregistrez que si vous êtes sûr de l’expéditeur.',
    },
  },
  invitation: {
    title: 'Invitation',
    what: 'Invitation',
    cancelled: 'Annulée',
    when: 'Quand',
    where: 'Où',
    organizer: 'De',
    who: 'Qui',
    repeats: 'se répète',
    come: 'Viendrez-vous ?',
    answer: {
      ACCEPTED: 'Oui',
      TENTATIVE: 'Peut-être',
      DECLINED: 'Non',
    },
    subject: {
      ACCEPTED: 'Acceptée',
      TENTATIVE: 'Peut-être',
      DECLINED: 'Refusée',
    },
    answered: 'Votre réponse est en route vers l’organisateur.',
    answeredOn: {
      ACCEPTED: 'Vous avez accepté le {{when}}.',
      TENTATIVE: 'Vous avez répondu « peut-être » le {{when}}.',
      DECLINED: 'Vous avez refusé le {{when}}.',
    },
    answeredEarlier: {
      ACCEPTED: 'Vous avez accepté le {{when}}. L’invitation a changé depuis.',
      TENTATIVE: 'Vous avez répondu « peut-être » le {{when}}. L’invitation a changé depuis.',
      DECLINED: 'Vous avez refusé le {{when}}. L’invitation a changé depuis.',
    },
    more_one: 'et {{count}} autre',
    more_many: 'et {{count}} autres',
    more_other: 'et {{count}} autres',
  },
  trust: {
    claims: 'Le nom montre {{claimed}}, mais ceci vient de {{address}}.',
    severalSenders: 'Ce message nomme {{count}} expéditeurs. Un seul peut l’avoir écrit.',
    sentBy: 'Envoyé par {{address}}.',
    replyElsewhere: 'Les réponses vont à {{address}}, dans un autre domaine que celui de l’expéditeur.',
  },
  link: {
    title: 'Ouvrir ce lien ?',
    open: 'Ouvrir {{host}}',
    concern: {
      'text-differs': 'Le texte dit « {{text}} », mais le lien mène à {{host}}.',
      'user-info': 'L’adresse met un autre nom devant un @. Elle mène à {{host}}.',
      punycode:
        'Le nom du serveur est écrit avec les lettres d’un autre alphabet. Son vrai nom est {{host}}.',
      'ip-address': 'Le lien mène à un numéro, {{host}}, et non à un site nommé.',
      'odd-port': 'Le lien mène à un port inhabituel.',
      'plain-http': 'La connexion ne serait pas chiffrée.',
    },
  },
  source: {
    title: 'Source',
    what: 'Que montrer',
    headers: 'Tous les en-têtes',
    all: 'Message entier',
    copy: 'Copier',
    copyFailed: 'Le texte n’a pas pu être copié.',
    cut: 'Seuls les premiers {{size}} sont montrés.',
  },
  gone: {
    title: 'Ce message n’est plus sur le serveur.',
    text: 'Quelqu’un ou quelque chose l’a supprimé ou déplacé. Ce que Tern en avait est encore visible ici.',
  },
  offline: {
    title: 'Le texte de ce message n’est pas encore ici.',
    text: 'Tern est hors ligne. Il arrive de lui-même au retour de la connexion.',
  },
  unreadable: {
    title: 'Ce message n’a pas pu être lu.',
    text: 'Il est composé d’une façon que Tern ne comprend pas. Sa source montre tout ce qui est arrivé.',
  },
  unsafe: {
    title: 'Ce message ne peut pas être affiché en sécurité.',
    text: 'Rien n’en a été exécuté ni chargé. Sa source montre tout ce qui est arrivé.',
  },
  winmail: {
    show: 'Afficher les fichiers de {{name}}',
    title: 'Fichiers de {{name}}',
    none: 'Il ne contient pas de fichiers.',
    save: 'Enregistrer {{name}}',
    damaged: 'Une partie est endommagée ou de trop ; il y avait peut-être d’autres fichiers.',
  },
  textFiles: {
    show_one: 'Afficher le fichier contenu dans le texte : {{names}}',
    show_many: 'Afficher les {{formatted}} fichiers contenus dans le texte : {{names}}',
    show_other: 'Afficher les {{formatted}} fichiers contenus dans le texte : {{names}}',
    title: 'Fichiers contenus dans le texte',
    piece:
      'Ceci est un morceau de fichier ; les autres sont dans d’autres messages. Enregistrés, ils peuvent être réunis.',
  },
  protection: {
    'signed-smime':
      'Ce message est signé (S/MIME), mais Tern ne vérifie pas les signatures : fiez-vous à lui autant qu’à tout autre message.',
    'encrypted-smime':
      'Ce message est chiffré ou scellé (S/MIME). Tern ne peut pas l’ouvrir : enregistrez-le et ouvrez-le avec un logiciel qui a votre certificat.',
  },
  notice: {
    'too-deep':
      'Ce message est inhabituellement gros ou imbriqué ; une partie est laissée de côté. Sa source contient tout.',
    'too-many-parts':
      'Ce message est inhabituellement gros ou imbriqué ; une partie est laissée de côté. Sa source contient tout.',
    'too-many-headers':
      'Ce message est inhabituellement gros ou imbriqué ; une partie est laissée de côté. Sa source contient tout.',
    'headers-too-long':
      'Ce message est inhabituellement gros ou imbriqué ; une partie est laissée de côté. Sa source contient tout.',
    'text-cut':
      'Le texte est très long ; seul son début est affiché. Le message entier peut être enregistré.',
    'parser-stopped': 'Ce message a été trop long à lire. Sa source montre tout ce qui est arrivé.',
    'ambiguous-header':
      'Ce message est composé de telle sorte que les logiciels peuvent le comprendre différemment. Chaque partie est listée comme pièce jointe.',
    'missing-boundary':
      'Ce message est composé de telle sorte que les logiciels peuvent le comprendre différemment. Chaque partie est listée comme pièce jointe.',
    'parts-after-end':
      'Ce message est composé de telle sorte que les logiciels peuvent le comprendre différemment. Chaque partie est listée comme pièce jointe.',
    'missing-end': 'Le message se termine trop tôt : une partie manque peut-être.',
    truncated: 'Le message se termine trop tôt : une partie n’est pas arrivée.',
    'unknown-charset':
      'Certains caractères n’ont pas pu être lus : le message indique un codage faux ou inconnu.',
    'unknown-encoding':
      'Une partie de ce message est codée d’une façon inconnue de Tern ; elle est affichée telle quelle.',
    other: 'Ce message a quelque chose d’inhabituel ({{code}}).',
  },
};
