import type { loginErrors as english } from '../en/errors-login';
import type { Translation } from '../translation';

export const loginErrors: Translation<typeof english> = {
  'outgoing-auth-failed': {
    title: 'Le serveur de courrier sortant n’a pas accepté le nom d’utilisateur ou le mot de passe.',
    text: 'Ce que vous avez écrit attend dans la boîte d’envoi. Saisissez le mot de passe du courrier sortant, et cela partira.',
  },
  'mechanism-downgrade': {
    title: '{{host}} demande une connexion plus faible qu’avant.',
    text: 'Ce qu’il propose maintenant en révèle davantage sur votre mot de passe à qui répond. Quelqu’un se fait peut-être passer pour votre serveur, ou son exploitant a changé quelque chose. Rien n’a été envoyé. Le courrier présent reste utilisable, ce que vous écrivez et faites attend, et Tern réessaie de lui-même.',
  },
  'oauth-sign-in': {
    title: 'Le fournisseur demande une nouvelle connexion.',
    text: 'Votre courrier est ici et y reste ; ce que vous écrivez et faites attend. Connectez-vous dans votre navigateur pour continuer.',
  },
  'oauth-not-accepted': {
    title: '{{host}} n’a pas accepté la connexion.',
    text: 'Vous vous êtes peut-être connecté avec un autre compte, ou les logiciels de messagerie sont désactivés dans les paramètres du compte, sur le site du fournisseur. Rien n’a été perdu ; reconnectez-vous quand ce sera réglé.',
  },
  'oauth-not-offered': {
    title: '{{host}} n’admet pas les logiciels de messagerie par une connexion dans un navigateur.',
    text: 'Utilisez un mot de passe pour ce serveur. Rien n’a été envoyé.',
  },
  'oauth-denied': {
    title: 'Le fournisseur n’a pas admis Tern.',
    text: 'Vous y avez peut-être appuyé sur « annuler », ou votre organisation doit d’abord autoriser les logiciels de messagerie. Rien n’a été modifié.',
  },
  'oauth-timeout': {
    title: 'Personne ne s’est connecté en cinq minutes.',
    text: 'Rien n’a été modifié. Recommencez quand vous aurez un moment.',
  },
  'oauth-client': {
    title: 'Le fournisseur n’accepte pas cet ID client.',
    text: 'Se reconnecter n’y changera rien. Comparez l’ID client avec celui du site du fournisseur, et vérifiez qu’il est destiné à un logiciel de bureau.',
  },
  'oauth-code-rejected': {
    title: 'Le fournisseur a donné une réponse, puis ne l’a pas acceptée.',
    text: 'Cela a peut-être pris trop de temps, ou les horloges de Tern et du fournisseur diffèrent. Recommencez ; rien n’a été modifié.',
  },
  'oauth-wrong-issuer': {
    title: 'La réponse à la connexion est venue d’un autre serveur.',
    text: 'Quelqu’un s’en mêle peut-être. Tern ne lui a rien donné. Recommencez, depuis un autre réseau si cela se répète.',
  },
  'auth-unavailable': {
    title: 'Le serveur ne peut pas vérifier les mots de passe en ce moment.',
    text: 'Le vôtre n’a pas changé. Tern réessaie de lui-même.',
  },
  'oauth-refused': {
    title: 'Le fournisseur a refusé l’accès à Tern.',
    text: 'Rien n’a été modifié. Les mots du fournisseur, ci-dessous, disent peut-être pourquoi.',
  },
  'oauth-unavailable': {
    title: 'Le service de connexion du fournisseur ne fonctionne pas en ce moment.',
    text: 'Votre mot de passe et votre connexion n’ont pas changé. Tern réessaie de lui-même.',
  },
  'oauth-bad-answer': {
    title: 'Le service de connexion du fournisseur a donné une réponse dénuée de sens.',
    text: 'Rien n’a été modifié. Réessayez plus tard.',
  },
  'oauth-no-discovery': {
    title: 'Ce serveur ne dit pas comment se connecter.',
    text: 'Vérifiez l’adresse. C’est celle que son exploitant appelle « issuer » ; elle commence par https.',
  },
  'oauth-bad-discovery': {
    title: 'Ce que ce serveur dit de la connexion est inutilisable.',
    text: 'Il doit être joignable par https, parler pour lui-même et connaître PKCE. Demandez à son exploitant, ou utilisez un mot de passe.',
  },
  'https-failed': {
    title: 'Le service de connexion du fournisseur est injoignable pour le moment.',
    text: 'Ce qui est ici peut être lu, et vous pouvez écrire. Tern réessaie de lui-même au retour de la connexion.',
  },
};
