import type { serverErrors as english } from '../en/errors-server';
import type { Translation } from '../translation';

export const serverErrors: Translation<typeof english> = {
  'authorization-failed': {
    title: '{{host}} vous connaît mais ne vous laisse pas entrer.',
    text: 'Le mot de passe est bon ; ce compte ne peut pas être utilisé ainsi. L’exploitant du serveur peut y remédier.',
  },
  'auth-expired': {
    title: 'Le mot de passe n’est plus valable.',
    text: 'Définissez-en un nouveau sur le site du fournisseur, puis saisissez-le ici. Rien n’a été perdu.',
  },
  'login-refused': {
    title: '{{host}} ne vous laisse pas entrer pour le moment.',
    text: 'Il ne dit pas que le mot de passe est faux. Tern réessaie de lui-même ; les mots du serveur, ci-dessous, disent peut-être pourquoi.',
  },
  'auth-required': {
    title: '{{host}} demande une connexion avant de prendre du courrier.',
    text: 'Saisissez un nom d’utilisateur et un mot de passe pour le courrier sortant dans les paramètres du compte. Ce que vous avez écrit attend dans la boîte d’envoi.',
  },
  'encryption-required': {
    title: '{{host}} demande une connexion chiffrée.',
    text: 'Choisissez TLS ou STARTTLS pour ce serveur dans les paramètres du compte. Rien n’a été perdu.',
  },
  'contact-admin': {
    title: '{{host}} a besoin de l’aide de son exploitant.',
    text: 'Les mots ci-dessous sont pour lui. Rien n’a été perdu ; Tern réessaie de lui-même.',
  },
  'over-limit': {
    title: '{{host}} ne fait plus rien pour vous en ce moment.',
    text: 'Beaucoup de serveurs limitent ce qu’on peut faire en un certain temps, ou le nombre de logiciels connectés. Tern attend et réessaie de lui-même ; rien n’a été perdu.',
  },
  'has-children': {
    title: 'Ce dossier contient d’autres dossiers.',
    text: 'Rien n’a été supprimé. Supprimez-les ou déplacez-les d’abord.',
  },
  'already-exists': {
    title: 'Un dossier de ce nom existe déjà.',
    text: 'Rien n’a été modifié. Choisissez un autre nom.',
  },
  cannot: {
    title: 'Ce n’est pas possible avec ce dossier.',
    text: 'Il a peut-être une fonction, comme la boîte de réception, ou le nom contient un caractère interdit. Rien n’a été modifié.',
  },
  'no-inbox': {
    title: 'Ce compte n’a pas de boîte de réception.',
    text: 'Rien n’a été déplacé. Choisissez un autre dossier.',
  },
  corruption: {
    title: '{{host}} dit que quelque chose est endommagé dans son propre stockage.',
    text: 'Rien n’a été modifié. L’exploitant du serveur devrait le savoir ; ses mots sont ci-dessous.',
  },
  'server-hides-mail': {
    title: '{{host}} énumère moins de messages qu’il n’en compte.',
    text: 'Rien n’est supprimé ici sur une telle parole : ce que vous avez reste. Réessayez plus tard.',
  },
  'message-mismatch': {
    title: 'Le serveur a un autre message à cette place.',
    text: 'Rien n’a été modifié, pour ne pas toucher au mauvais message. Regardez de nouveau le dossier, puis recommencez.',
  },
  'message-unreadable': {
    title: '{{host}} ne parvient pas lui-même à lire ce message.',
    text: 'Il n’a rien donné de son texte ; rien n’a donc été transporté, et l’original reste où il est. L’exploitant du serveur peut le réparer.',
  },
  'draft-not-removed': {
    title: 'Une version antérieure du brouillon reste sur le serveur.',
    text: 'Le serveur a refusé de la supprimer. Rien n’a été perdu ; supprimez-la dans le dossier des brouillons.',
  },
  'part-missing': {
    title: 'Cette partie du message n’est pas là.',
    text: 'Le serveur n’en sait plus rien. Les autres parties peuvent être lues.',
  },
  truncated: {
    title: '{{host}} a envoyé moins d’un message qu’il n’en annonçait.',
    text: 'Ce qui est venu n’est pas pris pour le tout. Réessayez ; le message lui-même est intact sur le serveur.',
  },
  'no-such-mailbox': {
    title: 'Cette adresse n’existe pas.',
    text: 'C’est ce que dit le serveur d’un destinataire. Vérifiez-en l’orthographe, corrigez et renvoyez.',
  },
  'mailbox-disabled': {
    title: 'La boîte d’un destinataire est désactivée.',
    text: 'Elle ne prend pas de courrier. Demandez une autre adresse, puis modifiez et renvoyez.',
  },
  'mailbox-full': {
    title: 'La boîte d’un destinataire est pleine.',
    text: 'Elle ne prend plus de courrier tant qu’il n’y a pas de place. Renvoyez plus tard.',
  },
  'too-many-recipients': {
    title: '{{host}} n’envoie pas à autant de personnes à la fois.',
    text: 'Envoyez à moins de personnes à la fois.',
  },
  policy: {
    title: 'Le message est contraire aux règles du serveur.',
    text: 'C’est souvent l’adresse d’expédition, ou quelque chose dans le texte. Les mots du serveur, ci-dessous, disent peut-être quoi.',
  },
  'some-later': {
    title: 'Le serveur demande de revenir plus tard pour certains destinataires.',
    text: 'Les autres sont servis. Tern réessaie de lui-même, pour ceux-là seulement.',
  },
};
