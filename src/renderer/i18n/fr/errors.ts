import type { errors as english } from '../en/errors';
import type { Translation } from '../translation';
import { hereErrors } from './errors-here';
import { loginErrors } from './errors-login';
import { serverErrors } from './errors-server';

export const errors: Translation<typeof english> = {
  theServer: 'le serveur',
  unknown: {
    title: 'Un problème est survenu ({{code}}).',
    text: 'Rien n’a été modifié. Réessayer peut aider ; les détails disent ce que le serveur a répondu.',
  },
  'not-kept': {
    title: 'Ce message ne peut pas être remis.',
    text: 'Seul son en-tête était sur cet ordinateur. Rien n’a été modifié.',
  },
  'no-such-place': {
    title: 'Ce fichier ou dossier n’existe pas.',
    text: 'Vérifiez le chemin, et que vous avez le droit de le lire.',
  },
  'not-a-folder': {
    title: 'C’est un fichier, pas un dossier.',
    text: 'Choisissez le dossier où il se trouve, ou un autre.',
  },
  'no-such-job': {
    title: 'Cela ne peut pas être recommencé d’ici.',
    text: 'Rien n’a été modifié. Relancez-le depuis « Importer et exporter ».',
  },
  'nothing-found': {
    title: 'Il n’y a là aucun courrier que Tern connaisse.',
    text: 'Tern lit les profils Thunderbird, les Maildir, les fichiers mbox, les exportations d’Apple Mail, les fichiers .eml et .emlx, et ses propres sauvegardes.',
  },
  'no-folders-inside': {
    title: 'Ce serveur n’a pas de dossiers dans les dossiers.',
    text: 'Importez un dossier à la fois, ou importez-les d’abord sur cet ordinateur.',
  },
  'other-backup': {
    title: 'Ce dossier contient la sauvegarde d’un autre compte.',
    text: 'Rien n’y a été modifié. Choisissez un autre dossier.',
  },
  'begun-gone': {
    title: 'Ce qui avait été écrit n’est plus dans son dossier.',
    text: 'Rien de plus n’y a été écrit. Si c’est sur un autre disque, branchez-le et recommencez ; cela reprend où c’en était.',
  },
  'no-backup': {
    title: 'Il n’y a pas de sauvegarde dans ce dossier.',
    text: 'Choisissez le dossier qui contient un fichier nommé tern-backup.json.',
  },
  'disk-enospc': {
    title: 'Le disque est plein.',
    text: 'Ce qui était terminé reste. Faites de la place et recommencez ; cela reprend où c’en était.',
  },
  'disk-edquot': {
    title: 'Votre quota sur ce disque est épuisé.',
    text: 'Ce qui était terminé reste. Faites de la place et recommencez ; cela reprend où c’en était.',
  },
  'disk-eacces': {
    title: 'Ce dossier ne peut pas être lu ou écrit.',
    text: 'Modifiez ses droits, ou choisissez-en un autre.',
  },
  'disk-eperm': {
    title: 'Le système n’autorise pas Tern à utiliser ce dossier.',
    text: 'Autorisez-le dans les réglages de confidentialité du système, ou choisissez-en un autre.',
  },
  'disk-erofs': {
    title: 'Ce disque est protégé en écriture.',
    text: 'Choisissez un dossier sur un autre.',
  },
  'disk-enoent': {
    title: 'Un fichier ou un dossier a disparu.',
    text: 'Il a été déplacé ou supprimé entre-temps. Ce qui était terminé reste ; recommencez pour continuer.',
  },
  'disk-eio': {
    title: 'Le disque a un défaut.',
    text: 'Il n’a pas pu être lu ou écrit à un endroit. Sauvegardez son contenu sur un autre.',
  },
  internal: {
    title: 'Tern a commis une erreur.',
    text: 'Rien n’a été modifié. Réessayer peut aider. Les détails ci-dessous aident ceux qui la corrigent.',
  },
  'no-space': {
    title: 'Le disque est plein.',
    text: 'Ceci n’a pas été enregistré ; tout ce qui l’était déjà est en sécurité. Libérez de l’espace, puis recommencez.',
  },
  'space-low': {
    title: 'Le disque est presque plein.',
    text: 'Ce qui peut être repris sur le serveur n’est pas conservé ici tant qu’il n’y a pas d’espace. Rien n’est perdu : tout est sur le serveur. Libérez de l’espace, puis réessayez.',
  },
  io: {
    title: 'Le disque a refusé l’écriture.',
    text: 'Ceci n’a pas été enregistré ; tout ce qui l’était déjà est en sécurité. Vérifiez le disque, puis recommencez.',
  },
  'taken-over': {
    title: 'Le dossier de Tern a disparu, ou un autre Tern s’en sert.',
    text: 'Ceci n’a pas été enregistré ; tout ce qui l’était déjà est en sécurité. Copiez ce que vous écrivez, quittez Tern et relancez-le.',
  },
  'queue-full': {
    title: 'Le disque ne suit pas.',
    text: 'Ceci n’a pas été enregistré ; tout ce qui l’était déjà est en sécurité. Attendez un instant, puis recommencez.',
  },
  missing: {
    title: 'Un fichier que Tern conservait n’est plus sur le disque.',
    text: 'Autre chose l’a supprimé. S’il venait d’un serveur, il y est toujours et sera repris quand vous le rouvrirez.',
  },
  corrupt: {
    title: 'Un fichier que Tern conservait a été endommagé sur le disque.',
    text: 'Les octets endommagés ont été mis de côté et ne sont pas montrés. S’il venait d’un serveur, il y est toujours et sera repris quand vous le rouvrirez.',
  },
  closed: {
    title: 'La connexion à {{host}} a été coupée.',
    text: 'Ce qui était en cours sera retenté au retour de la connexion.',
  },
  cancelled: {
    title: 'Arrêté.',
    text: 'Rien n’a été modifié.',
  },
  overloaded: {
    title: 'Trop à la fois.',
    text: 'Attendez un instant et réessayez.',
  },
  'auth-failed': {
    title: 'Le nom d’utilisateur ou le mot de passe n’a pas été accepté.',
    text: 'Vérifiez les deux. Certains fournisseurs demandent un mot de passe d’application, créé sur leur site dans les paramètres de votre compte, ou y désactivent les logiciels de messagerie tant que vous ne les autorisez pas.',
  },
  'auth-missing': {
    title: '{{host}} ne demande pas de mot de passe, ou d’aucune façon connue de Tern.',
    text: 'Vérifiez que le serveur et le port sont ceux des logiciels de messagerie. Rien n’a été envoyé en clair.',
  },
  'no-safe-mechanism': {
    title: '{{host}} n’accepte les mots de passe qu’en clair.',
    text: 'Tern n’a pas envoyé le vôtre, car n’importe qui sur le trajet pourrait le lire. Choisissez TLS pour ce serveur.',
  },
  'server-not-verified': {
    title: '{{host}} n’a pas pu prouver qu’il connaît votre mot de passe.',
    text: 'Quelqu’un se fait peut-être passer pour votre serveur. Rien n’a été envoyé. Vérifiez le nom du serveur avant de réessayer.',
  },
  ...loginErrors,
  ...serverErrors,
  ...hereErrors,
  dns: {
    title: 'Il n’y a pas de serveur nommé {{host}}.',
    text: 'Vérifiez l’orthographe du nom. S’il est juste, le DNS du réseau est peut-être en panne ; Tern réessaie de lui-même.',
  },
  refused: {
    title: '{{host}} refuse les connexions sur le port {{port}}.',
    text: 'L’ordinateur est là, mais rien n’écoute sur ce port. Vérifiez le port, ou le serveur est en train de redémarrer.',
  },
  timeout: {
    title: '{{host}} n’a pas répondu à temps.',
    text: 'Le serveur est peut-être en panne, ou un pare-feu avale la connexion. Vérifiez le serveur et le port ; Tern réessaie de lui-même.',
  },
  offline: {
    title: 'Il n’y a pas de réseau.',
    text: 'Le courrier présent peut être lu, trié, et vous pouvez y répondre. Tout partira au retour de la connexion.',
  },
  intercepted: {
    title: 'Quelque chose répond à la place de {{host}}.',
    text: 'C’est souvent la page de connexion d’un Wi-Fi : ouvrez une page web et identifiez-vous. Rien n’y a été envoyé. Le courrier présent reste utilisable, et Tern réessaie de lui-même.',
  },
  'tls-self-signed': {
    title: '{{host}} a présenté un certificat qui ne se porte garant que de lui-même.',
    text: 'Quelqu’un écoute peut-être, ou l’exploitant a créé le certificat lui-même. Rien n’a été envoyé. Si c’est votre propre serveur, comparez l’empreinte et faites confiance à ce seul certificat.',
  },
  'tls-expired': {
    title: 'Le certificat de {{host}} est périmé.',
    text: 'Son exploitant a oublié de le renouveler, ou l’horloge de cet ordinateur est fausse. Rien n’a été envoyé. Vérifiez l’horloge, puis demandez au fournisseur.',
  },
  'tls-wrong-host': {
    title: '{{host}} a présenté un certificat pour un autre nom.',
    text: 'Quelqu’un écoute peut-être, ou le serveur est mal configuré. Rien n’a été envoyé. Le certificat nomme le serveur auquel il est destiné ; utiliser ce nom aide en général.',
  },
  'tls-untrusted': {
    title: 'Le certificat de {{host}} est signé par une autorité que cet ordinateur ne connaît pas.',
    text: 'Quelqu’un écoute peut-être, ou votre organisation a sa propre autorité. Rien n’a été envoyé. Comparez l’empreinte avec celle que donne l’exploitant du serveur.',
  },
  'tls-pin-changed': {
    title: '{{host}} a présenté un autre certificat que celui que vous avez approuvé.',
    text: 'L’exploitant l’a peut-être remplacé, ou quelqu’un écoute. Rien n’a été envoyé. Demandez à l’exploitant avant de faire confiance au nouveau.',
  },
  'tls-version': {
    title: '{{host}} ne propose qu’un chiffrement qui n’est plus sûr.',
    text: 'Rien n’a été envoyé. Le fournisseur doit activer TLS 1.2 ou plus récent.',
  },
  'tls-failed': {
    title: 'Aucune connexion chiffrée à {{host}} n’a pu s’établir.',
    text: 'Rien n’a été envoyé. Vérifiez le port, et s’il est pour TLS ou pour STARTTLS.',
  },
  'not-tls': {
    title: '{{host}} ne parle pas TLS sur le port {{port}}.',
    text: 'Ce port est peut-être pour STARTTLS : 143 ou 110 pour le courrier entrant, 587 pour le sortant. Rien n’a été envoyé.',
  },
  'no-starttls': {
    title: '{{host}} ne propose pas de chiffrement sur ce port.',
    text: 'Votre mot de passe n’a pas été envoyé. Essayez TLS sur le port 993 (IMAP), 995 (POP3) ou 465 (SMTP).',
  },
  'starttls-injection': {
    title: 'Quelqu’un s’est immiscé dans la connexion à {{host}}.',
    text: 'Des commandes avaient été glissées avant le chiffrement. Rien n’a été envoyé. Essayez depuis un autre réseau.',
  },
  'not-imap': {
    title: 'Ce qui répond sur {{host}}, port {{port}}, n’est pas un serveur IMAP.',
    text: 'Vérifiez le serveur et le port. IMAP est en général sur le port 993.',
  },
  'not-pop3': {
    title: 'Ce qui répond sur {{host}}, port {{port}}, n’est pas un serveur POP3.',
    text: 'Vérifiez le serveur et le port. POP3 est en général sur le port 995.',
  },
  'not-smtp': {
    title: 'Ce qui répond sur {{host}}, port {{port}}, n’est pas un serveur d’envoi.',
    text: 'Vérifiez le serveur et le port. L’envoi se fait en général sur le port 465 ou 587.',
  },
  protocol: {
    title: '{{host}} a donné une réponse dénuée de sens.',
    text: 'Tern a coupé la connexion et recommence. Les autres dossiers et comptes continuent ; rien n’a été perdu.',
  },
  'server-temporary': {
    title: '{{host}} ne peut pas le faire en ce moment.',
    text: 'Tern réessaie de lui-même.',
  },
  'server-permanent': {
    title: '{{host}} refuse.',
    text: 'Réessayer de la même façon n’aidera pas. Les mots du serveur, ci-dessous, disent peut-être pourquoi.',
  },
  'greeting-refused': {
    title: '{{host}} ne veut pas parler à Tern.',
    text: 'Il est peut-être surchargé ou a bloqué ce réseau pour un temps. Tern réessaie plus tard.',
  },
  busy: {
    title: '{{host}} est trop occupé.',
    text: 'Tern attend et réessaie de lui-même.',
  },
  'mailbox-locked': {
    title: 'La boîte est utilisée par un autre logiciel.',
    text: 'Tern réessaie de lui-même quand l’autre logiciel a fini.',
  },
  'mailbox-gone': {
    title: 'Le dossier n’existe plus.',
    text: 'Il a été supprimé ou renommé ailleurs, ou son compte a été supprimé de Tern. Choisissez un autre dossier.',
  },
  'mailbox-has-news': {
    title: 'Ce dossier contient du courrier que vous n’avez pas vu.',
    text: 'Il n’a donc pas été supprimé. Regardez-le (affichez-le d’abord s’il est masqué), puis supprimez-le de nouveau.',
  },
  'no-trash': {
    title: 'Rien n’a été supprimé.',
    text: 'Tern ne connaît pas de corbeille dans ce compte. Si ses dossiers sont encore en cours de lecture, réessayez dans un instant ; s’il n’en a pas, Tern demande avant de supprimer quoi que ce soit définitivement.',
  },
  'no-permission': {
    title: 'Le serveur ne l’autorise pas.',
    text: 'Vous n’en avez pas le droit dans ce dossier. La liste montre de nouveau ce que le serveur a.',
  },
  'over-quota': {
    title: 'La boîte sur le serveur est pleine.',
    text: 'Supprimez-y quelque chose, puis réessayez.',
  },
  gone: {
    title: 'Le message n’est plus sur le serveur.',
    text: 'Il a été supprimé ou déplacé ailleurs. Ce qu’on en sait reste visible ici.',
  },
  'flag-not-kept': {
    title: 'Le serveur ne conserve pas cette marque.',
    text: 'Elle n’est visible ici que jusqu’à la prochaine comparaison du dossier avec le serveur.',
  },
  'mark-stays': {
    title: 'Le serveur n’enlève pas cette marque.',
    text: 'Elle reste sur le message, ici et dans d’autres logiciels.',
  },
  'mark-not-shown': {
    title: 'La marque est sur le message, mais ne peut pas être montrée ici.',
    text: 'Le serveur la conserve. Tern montre 32 étiquettes différentes par dossier, et celui-ci en a plus. D’autres logiciels la montrent.',
  },
  'move-not-done': {
    title: 'Le serveur a dit avoir déplacé le message, mais ne l’a pas fait.',
    text: 'Il est toujours où il était, et rien n’est perdu. Réessayer peut aider.',
  },
  'not-proven': {
    title: 'L’arrivée de la copie n’a pas pu être prouvée.',
    text: 'L’original a donc été laissé où il est. Regardez le dossier de destination avant de réessayer.',
  },
  'original-stays': {
    title: 'La copie est faite, mais le serveur a refusé de supprimer l’original.',
    text: 'Il est maintenant dans les deux dossiers, et rien n’est perdu. Réessayez, ou supprimez l’un des deux.',
  },
  'copies-stay': {
    title: 'L’original est où il était, et une copie reste dans l’autre dossier.',
    text: 'Tern n’a pas pu prouver que la copie est la sienne, ou le serveur la garde. Regardez les deux, et supprimez celle qui est en trop.',
  },
  'too-large': {
    title: 'C’est plus volumineux que permis.',
    text: 'Le serveur ou Tern a une limite. Envoyez-le en plusieurs parties ou sous forme de lien.',
  },
  'sender-refused': {
    title: 'Le serveur ne vous laisse pas envoyer depuis cette adresse.',
    text: 'Choisissez une identité qui appartient à ce compte.',
  },
  'recipient-refused': {
    title: 'Le serveur refuse un destinataire.',
    text: 'Vérifiez l’adresse. Rien n’est parti aux autres non plus, tant que vous n’avez pas décidé.',
  },
  'some-refused': {
    title: 'Le serveur refuse certains destinataires.',
    text: 'Vérifiez leurs adresses, ou envoyez aux autres seulement.',
  },
  'no-recipients': {
    title: 'Il n’y a personne à qui l’envoyer.',
    text: 'Ajoutez un destinataire.',
  },
  'bad-address': {
    title: 'Une adresse est mal écrite.',
    text: 'Corrigez-la et réessayez.',
  },
  greylisted: {
    title: 'Le serveur demande de revenir plus tard.',
    text: 'C’est un contrôle courant contre le spam. Tern réessaie de lui-même.',
  },
  'message-refused': {
    title: 'Le serveur refuse le message.',
    text: 'Il le prend peut-être pour du spam, ou le trouve trop volumineux. Ses mots, ci-dessous, en disent plus.',
  },
  'requiretls-unsupported': {
    title: '{{host}} ne peut pas garantir des connexions chiffrées sur tout le trajet.',
    text: 'Le message n’a été envoyé à personne. Modifiez-le et retirez ce souhait, ou envoyez-le depuis un compte dont le serveur le peut.',
  },
  'not-supported': {
    title: '{{host}} ne sait pas faire ce que ce message demande.',
    text: 'Envoyez-le sous une forme plus simple : des lettres ordinaires dans les adresses, des lignes plus courtes.',
  },
  uncertain: {
    title: 'On ne sait pas si c’est arrivé.',
    text: 'La connexion a été coupée avant la réponse du serveur. Tern vérifie avant de refaire quoi que ce soit.',
  },
  'needs-consent': {
    title: 'Cet ordinateur n’a pas de trousseau qui fonctionne.',
    text: 'Décidez comment conserver le mot de passe.',
  },
  'needs-password': {
    title: 'Le mot de passe manque.',
    text: 'Saisissez-le pour continuer.',
  },
  keyring: {
    title: 'Le trousseau ne peut pas être ouvert.',
    text: 'Il est peut-être verrouillé. Votre mot de passe y est toujours ; déverrouillez-le et réessayez.',
  },
  'cache-full': {
    title: 'Le disque est plein.',
    text: 'Plus aucun courrier n’est conservé ici tant qu’il n’y a pas d’espace. Ce que vous écrivez et faites va dans l’espace prévu pour cela.',
  },
  'cache-failed': {
    title: 'La copie locale de votre courrier ne peut pas être ouverte.',
    text: 'Un nouvel essai sera fait. Rien de ce que vous avez écrit n’y est, et tout peut être relevé sur le serveur.',
  },
  'store-lost': {
    title: 'La copie locale de votre courrier a dû être fermée.',
    text: 'Elle est reconstruite depuis le serveur. Rien de ce que vous avez écrit n’y est.',
  },
  'unsent-mail': {
    title: 'Il y a du courrier non envoyé dans ce compte.',
    text: 'Envoyez-le ou abandonnez-le d’abord, ou supprimez le compte avec lui.',
  },
  'already-sent': {
    title: 'Il a déjà été envoyé.',
    text: 'Il ne peut plus être repris.',
  },
  'not-https': {
    title: 'L’adresse n’est pas sécurisée.',
    text: 'Tern ne va chercher que par https.',
  },
  'private-address': {
    title: 'L’adresse mène dans votre propre réseau.',
    text: 'Tern ne va pas chercher cela pour un message, car c’est ainsi qu’on attaque les appareils à domicile.',
  },
  'bad-url': {
    title: 'L’adresse est incompréhensible.',
    text: 'Rien n’a été relevé.',
  },
  'rest-unavailable': {
    title: 'Il n’y a rien de plus à relever de ce message.',
    text: 'Tout est ici, ou ce qui manque n’est sur aucun serveur connu de Tern. Ce qui est ici reste.',
  },
  'headers-only': {
    title: 'Seuls les en-têtes d’un message sont ici.',
    text: 'Il n’a pas été déplacé, pour que rien n’en soit perdu. Chargez d’abord le reste du message, puis déplacez-le de nouveau.',
  },
  'no-unique-ids': {
    title: '{{host}} ne sait pas distinguer ses messages.',
    text: 'Il ne connaît ni UIDL ni TOP : Tern relèverait le courrier deux fois. Rien n’a été relevé ni supprimé.',
  },
  'not-a-container': {
    title: 'Ce fichier ne peut pas être ouvert.',
    text: 'Il s’appelle winmail.dat, mais rien n’a pu y être lu. Il peut tout de même être enregistré tel quel.',
  },
  'not-found': {
    title: 'Ce n’est pas là.',
    text: 'Cela a peut-être été déplacé ou supprimé entre-temps.',
  },
  'server-limit': {
    title: '{{host}} a envoyé plus que Tern n’accepte.',
    text: 'Une limite protège la mémoire de cet ordinateur. Tern a coupé la connexion ; rien n’a été perdu.',
  },
};
