import type { signInTexts as english } from '../en/sign-in';
import type { Translation } from '../translation';

export const signInTexts: Translation<typeof english> = {
  how: 'Comment se connecter',
  withPassword: 'Mot de passe',
  withBrowser: 'Se connecter dans un navigateur',
  browserHint:
    'Vous vous connectez sur la page du fournisseur. Tern ne voit jamais votre mot de passe, seulement une autorisation que vous pouvez y retirer à tout moment.',
  appPassword: {
    google:
      'Le plus simple sans ID client : un mot de passe d’application. Google en crée un sur la page de sécurité de votre compte, une fois la validation en deux étapes activée. Choisissez « Mot de passe » et saisissez-le.',
    microsoft:
      'Microsoft n’admet les logiciels de messagerie que de cette façon ; un mot de passe, même d’application, n’est plus accepté pour la plupart des comptes.',
    yahoo:
      'Le plus simple sans ID client : un mot de passe d’application. Yahoo en crée un sur la page de sécurité de votre compte. Choisissez « Mot de passe » et saisissez-le.',
    fastmail:
      'Le plus simple sans ID client : un mot de passe d’application. Fastmail en crée un sous « Settings », « Privacy & Security ». Choisissez « Mot de passe » et saisissez-le.',
    other:
      'Si votre fournisseur crée des mots de passe d’application, c’est plus simple : choisissez « Mot de passe » et saisissez-le.',
  },
  provider: 'Fournisseur',
  providers: {
    google: 'Google',
    microsoft: 'Microsoft',
    yahoo: 'Yahoo',
    fastmail: 'Fastmail',
    other: 'Autre serveur',
  },
  issuer: 'Adresse du serveur de connexion',
  issuerHint: 'Son exploitant l’appelle « issuer ».',
  scopes: 'Portées (scopes)',
  scopesHint: 'Ce que Tern demande, séparé par des espaces.',
  clientId: 'ID client',
  clientIdHint: {
    google:
      'Qui est Tern pour Google. Le vôtre ou celui de votre organisation, créé une fois dans la console Google Cloud : « ID client OAuth » pour une « Application de bureau ».',
    microsoft:
      'Qui est Tern pour Microsoft. Le vôtre ou celui de votre organisation, créé une fois dans le centre d’administration Entra sous « Inscriptions d’applications », avec l’adresse de redirection http://localhost pour « Applications de bureau et mobiles ».',
    yahoo:
      'Qui est Tern pour Yahoo. Créé une fois sur les pages développeurs de Yahoo ; il doit autoriser l’adresse de redirection http://127.0.0.1.',
    fastmail: 'Qui est Tern pour Fastmail. Fastmail le donne à qui le demande.',
    other:
      'Qui est Tern pour ce serveur ; son exploitant le sait. L’adresse de redirection est http://127.0.0.1.',
  },
  more: 'Code secret du client',
  clientSecret: 'Code secret du client',
  clientSecretHint:
    'Seulement si le fournisseur vous en a donné un avec l’ID client, comme Google. Conservé avec la connexion.',
  begin: 'Se connecter',
  beginAndAdd: 'Se connecter et ajouter',
  waiting: 'En attente de votre connexion',
  openYourself: 'Connectez-vous dans votre navigateur',
  waitingText:
    'Une page de {{provider}} vous demande dans le navigateur si Tern peut lire et envoyer votre courrier. Revenez quand elle le dit ; Tern continue de lui-même. Il attend cinq minutes.',
  open: 'Ouvrir la page de {{provider}}',
  openAgain: 'Elle ne s’est pas ouverte ? L’ouvrir de nouveau',
  signedIn:
    'Vous êtes connecté. Pour utiliser un autre compte, changez le nom d’utilisateur et reconnectez-vous.',
  title: 'Connexion : {{name}}',
  text: 'Le fournisseur demande que {{user}} se connecte dans un navigateur. Le courrier présent reste ici, et ce qui attend partira ensuite.',
  consentTitle: 'Comment conserver la connexion ?',
  consentSession: 'Se connecter à chaque démarrage',
  usePassword: 'Utiliser plutôt un mot de passe',
  again: 'Se reconnecter…',
  instead: 'Se connecter dans un navigateur…',
  state: 'Se connecte chez {{provider}} dans le navigateur. Tern n’a pas de mot de passe pour ce compte.',
  passwordInstead:
    'Le compte se connecte maintenant dans un navigateur. Avec un mot de passe conservé ici, d’application par exemple, il ne le fera plus, et l’autorisation sera retirée.',
};
