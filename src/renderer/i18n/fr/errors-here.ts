import type { hereErrors as english } from '../en/errors-here';
import type { Translation } from '../translation';

export const hereErrors: Translation<typeof english> = {
  'letter-sealed': {
    title: 'Ce message était chiffré.',
    text: 'Une réponse partirait en clair, avec ses mots dedans. Rien n’a été écrit.',
  },
  'key-locked': {
    title: 'Votre clé secrète est verrouillée.',
    text: 'Saisissez sa phrase secrète dans les réglages, sous Chiffrement, puis réessayez.',
  },
  'keys-missing': {
    title: 'Il ne peut pas être chiffré pour tous.',
    text: 'Aucune clé utilisable n’est ici pour {{addresses}}. Rien n’a été envoyé ; le message est encore un brouillon.',
  },
  'own-key-missing': {
    title: 'Il n’y a pas de clé secrète pour {{address}}.',
    text: 'Rien n’a été envoyé. Créez ou importez une clé dans les réglages, sous Chiffrement, ou envoyez sans chiffrer ni signer.',
  },
  'own-key-unusable': {
    title: 'Votre clé pour {{address}} ne peut pas servir.',
    text: 'Elle a expiré, a été révoquée ou n’est pas faite pour cela. Rien n’a été envoyé ; le message est encore un brouillon.',
  },
  'too-large-to-protect': {
    title: 'Le message est trop gros pour être chiffré ou signé.',
    text: 'Avec ses pièces jointes, il peut avoir environ 20 Mo. Rien n’a été envoyé ; le message est encore un brouillon.',
  },
  'letter-unreadable': {
    title: 'Le message ne peut pas être rouvert.',
    text: 'Il est chiffré, et la clé pour laquelle il l’a été n’est plus ici. Il attend toujours dans la boîte d’envoi.',
  },
  'no-keys-found': {
    title: 'Il n’y a pas de clé OpenPGP dedans.',
    text: 'Rien n’a été modifié. Une clé commence par « -----BEGIN PGP PUBLIC KEY BLOCK----- » ou « PRIVATE ».',
  },
  'key-damaged': {
    title: 'La clé ne peut pas être lue.',
    text: 'Rien n’a été modifié. Elle est peut-être coupée ; redemandez-la.',
  },
  'key-too-large': {
    title: 'La clé est trop grande.',
    text: 'Rien n’a été modifié. Quelqu’un l’a peut-être inondée de signatures ; demandez-en une propre à son propriétaire.',
  },
  'too-many-keys': {
    title: 'Il y a autant de clés que Tern en garde.',
    text: 'Supprimez-en dont vous n’avez pas besoin.',
  },
  'other-key': {
    title: 'Une autre clé sert pour cette adresse.',
    text: 'Rien n’a été modifié. Comparez les empreintes et choisissez la bonne.',
  },
  'key-unprotected': {
    title: 'Cette clé secrète n’a pas de phrase secrète.',
    text: 'Tern garde les clés secrètes verrouillées. Choisissez-lui une phrase secrète.',
  },
  'key-gone': {
    title: 'Cette clé a été supprimée entre-temps.',
    text: 'Rien n’a été modifié.',
  },
  'wrong-passphrase': {
    title: 'Cette phrase secrète n’ouvre pas la clé.',
    text: 'Rien n’a été modifié. Réessayez ; majuscules et minuscules comptent.',
  },
  'account-gone': {
    title: 'Ce compte n’est plus dans Tern.',
    text: 'Il a été supprimé entre-temps. Son courrier sur le serveur est intact.',
  },
  'account-removed': {
    title: 'L’autre compte a été supprimé de Tern.',
    text: 'Ce qui était déjà arrivé sur son serveur y reste. Tout le reste est où il était.',
  },
  'gave-up': {
    title: 'Tern a cessé d’essayer d’envoyer ceci.',
    text: 'Pendant deux jours environ, le serveur était injoignable ou demandait de revenir plus tard. Rien n’a été distribué. Envoyez maintenant pour recommencer.',
  },
  'waited-long': {
    title: 'Ceci attend ici depuis des jours.',
    text: 'Rien ne part tant que vous ne le dites pas.',
  },
  'no-account': {
    title: 'Il n’y a pas de compte d’où écrire.',
    text: 'Ce que vous avez écrit est gardé. Ajoutez un compte ou choisissez un autre expéditeur.',
  },
  'no-unsubscribe': {
    title: 'Ce message ne dit plus comment quitter sa liste.',
    text: 'Personne n’a été prévenu. Ouvrez un autre message de la liste ou cherchez le moyen qu’elle propose elle-même.',
  },
  'local-only': {
    title: 'Le courrier de ce dossier n’existe qu’ici.',
    text: 'Il n’y a pas de serveur à interroger.',
  },
  'never-synchronised': {
    title: 'Ce dossier n’a pas encore été relevé.',
    text: 'Ouvrez-le et réessayez quand ses messages seront là.',
  },
  running: {
    title: 'C’est en cours.',
    text: 'Attendez la fin ; vous pourrez alors l’annuler.',
  },
  'no-message-id': {
    title: 'Ces messages ne se distinguent pas d’autres.',
    text: 'Ils n’ont pas de Message-ID, à quoi on les reconnaîtrait, eux et leurs réponses. Rien n’a été fait.',
  },
  'rule-broken': {
    title: 'Un dossier dont cette règle a besoin n’existe plus.',
    text: 'Rien n’a été fait. Choisissez un autre dossier, puis relancez-la.',
  },
  'too-many-snoozed': {
    title: 'Trop de messages sont en attente.',
    text: 'Rien n’a été modifié. Ramenez-en quelques-uns, ou mettez-en moins en attente à la fois.',
  },
  'not-in-inbox': {
    title: 'Seul ce qui est dans une boîte de réception peut être mis en attente.',
    text: 'Rien n’a été modifié. Déplacez-le d’abord dans la boîte de réception.',
  },
  'not-sent': {
    title: 'On ne peut attendre de réponse qu’à des messages envoyés.',
    text: 'Rien n’a été changé.',
  },
  'already-answered': {
    title: 'Quelqu’un a déjà répondu.',
    text: 'Rien n’a été changé. La réponse est dans la conversation ; elle peut être mise en attente.',
  },
  'too-many-blocked': {
    title: 'La liste des expéditeurs bloqués est pleine.',
    text: 'Rien n’a été modifié. Débloquez-en dont le courrier n’arrive plus, ou bloquez leur domaine entier.',
  },
  'identity-gone': {
    title: 'L’expéditeur sous lequel ceci a été écrit n’existe plus.',
    text: 'Rien n’a été envoyé. Choisissez sous « De » de qui cela vient.',
  },
  'draft-gone': {
    title: 'Ce brouillon n’est plus ici.',
    text: 'Il a été envoyé ou abandonné entre-temps, peut-être dans une autre fenêtre.',
  },
  'attachment-missing': {
    title: 'Une pièce jointe n’est plus sur cet ordinateur.',
    text: 'Rien n’a été envoyé. Joignez-la de nouveau ou retirez-la, puis renvoyez.',
  },
  'too-many-templates': {
    title: 'Il y a déjà autant de modèles que Tern en garde.',
    text: 'La lettre reste telle quelle. Supprimez un modèle dont vous n’avez plus besoin et enregistrez celui-ci de nouveau.',
  },
  'template-too-large': {
    title: 'C’est trop long pour un modèle.',
    text: 'La lettre reste telle quelle. Un long texte se garde mieux en fichier joint.',
  },
  'template-gone': {
    title: 'Ce modèle n’est plus ici.',
    text: 'Il a été supprimé entre-temps, peut-être dans une autre fenêtre. Rien d’autre n’a changé.',
  },
  'template-file-missing': {
    title: 'Un fichier de ce modèle n’est plus sur cet ordinateur.',
    text: 'Le modèle n’a pas été enregistré. Joignez de nouveau le fichier ou retirez-le, puis enregistrez.',
  },
  'no-receipt-wanted': {
    title: 'Ce message ne demande pas d’accusé.',
    text: 'Rien n’a été envoyé.',
  },
  'no-invitation': {
    title: 'Il n’est pas possible de répondre à cette invitation.',
    text: 'Elle ne dit pas à qui répondre, ou n’est pas une invitation. Rien n’a été envoyé.',
  },
};
