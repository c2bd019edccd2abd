import type { Spoken } from '@shared/model/spoken';

/** What the Electron host says itself: dialogs that no page draws, and the tray until a page has spoken. */
export interface HostTexts {
  readonly openWeb: (host: string) => string;
  readonly openMail: string;
  readonly open: string;
  readonly cancel: string;
  readonly startFailed: string;
  readonly openTern: string;
  readonly quit: string;
  readonly alreadyOpen: string;
  readonly openThere: (computer: string) => string;
  readonly perhapsThere: (computer: string) => string;
  readonly perhapsThereDetail: (computer: string) => string;
  readonly perhapsHere: string;
  readonly perhapsHereDetail: string;
  readonly openAnyway: string;
}

export const HOST_TEXTS: Readonly<Record<Spoken, HostTexts>> = {
  en: {
    openWeb: (host) => `Open ${host} in your browser?`,
    openMail: 'Write to this address with your default mail program?',
    open: 'Open',
    cancel: 'Cancel',
    startFailed: 'Tern could not start',
    openTern: 'Open Tern',
    quit: 'Quit',
    alreadyOpen: 'Tern is already open with this profile.',
    openThere: (computer) => `Tern is open with this profile on ${computer}. Close it there first.`,
    perhapsThere: (computer) => `Was Tern closed on ${computer}?`,
    perhapsThereDetail: (computer) =>
      `It was open there with this profile and gives no sign of life: it may have crashed, or ${computer} is asleep or cut off. Opened in two places, one of them can save nothing more.`,
    perhapsHere: 'Is Tern open with this profile already?',
    perhapsHereDetail: 'It was not closed the last time. Opened twice, one of them can save nothing more.',
    openAnyway: 'Open anyway',
  },
  cs: {
    openWeb: (host) => `Otevřít ${host} v prohlížeči?`,
    openMail: 'Napsat na tuto adresu ve výchozím poštovním programu?',
    open: 'Otevřít',
    cancel: 'Zrušit',
    startFailed: 'Tern se nepodařilo spustit',
    openTern: 'Otevřít Tern',
    quit: 'Ukončit',
    alreadyOpen: 'Tern je s tímto profilem už otevřený.',
    openThere: (computer) =>
      `Tern je s tímto profilem otevřený na počítači ${computer}. Nejdřív ho tam zavřete.`,
    perhapsThere: (computer) => `Byl Tern na počítači ${computer} zavřen?`,
    perhapsThereDetail: (computer) =>
      `Byl tam s tímto profilem otevřený a nejeví známky života: možná spadl, nebo je ${computer} uspaný či odpojený. Kdyby byl otevřený na dvou místech, na jednom už nepůjde nic uložit.`,
    perhapsHere: 'Není Tern s tímto profilem už otevřený?',
    perhapsHereDetail: 'Naposledy nebyl zavřen. Kdyby byl otevřený dvakrát, v jednom už nepůjde nic uložit.',
    openAnyway: 'Přesto otevřít',
  },
  de: {
    openWeb: (host) => `${host} im Browser öffnen?`,
    openMail: 'Mit Ihrem Standard-E-Mail-Programm an diese Adresse schreiben?',
    open: 'Öffnen',
    cancel: 'Abbrechen',
    startFailed: 'Tern konnte nicht starten',
    openTern: 'Tern öffnen',
    quit: 'Beenden',
    alreadyOpen: 'Tern ist mit diesem Profil schon geöffnet.',
    openThere: (computer) =>
      `Tern ist mit diesem Profil auf ${computer} geöffnet. Schließen Sie es zuerst dort.`,
    perhapsThere: (computer) => `Wurde Tern auf ${computer} geschlossen?`,
    perhapsThereDetail: (computer) =>
      `Es war dort mit diesem Profil geöffnet und gibt kein Lebenszeichen: Vielleicht ist es abgestürzt, oder ${computer} schläft oder ist nicht verbunden. An zwei Orten geöffnet, kann eines von beiden nichts mehr speichern.`,
    perhapsHere: 'Ist Tern mit diesem Profil schon geöffnet?',
    perhapsHereDetail:
      'Beim letzten Mal wurde es nicht geschlossen. Zweimal geöffnet, kann eines von beiden nichts mehr speichern.',
    openAnyway: 'Trotzdem öffnen',
  },
  es: {
    openWeb: (host) => `¿Abrir ${host} en el navegador?`,
    openMail: '¿Escribir a esta dirección con el programa de correo predeterminado?',
    open: 'Abrir',
    cancel: 'Cancelar',
    startFailed: 'Tern no ha podido iniciarse',
    openTern: 'Abrir Tern',
    quit: 'Salir',
    alreadyOpen: 'Tern ya está abierto con este perfil.',
    openThere: (computer) => `Tern está abierto con este perfil en ${computer}. Ciérrelo allí primero.`,
    perhapsThere: (computer) => `¿Se cerró Tern en ${computer}?`,
    perhapsThereDetail: (computer) =>
      `Estaba abierto allí con este perfil y no da señales de vida: quizá falló, o ${computer} está en reposo o sin conexión. Abierto en dos lugares, uno de ellos ya no puede guardar nada.`,
    perhapsHere: '¿Está Tern ya abierto con este perfil?',
    perhapsHereDetail: 'La última vez no se cerró. Abierto dos veces, uno de ellos ya no puede guardar nada.',
    openAnyway: 'Abrir de todos modos',
  },
  fr: {
    openWeb: (host) => `Ouvrir ${host} dans votre navigateur\u202f?`,
    openMail: 'Écrire à cette adresse avec votre messagerie par défaut\u202f?',
    open: 'Ouvrir',
    cancel: 'Annuler',
    startFailed: 'Tern n’a pas pu démarrer',
    openTern: 'Ouvrir Tern',
    quit: 'Quitter',
    alreadyOpen: 'Tern est déjà ouvert avec ce profil.',
    openThere: (computer) => `Tern est ouvert avec ce profil sur ${computer}. Fermez-le d’abord là-bas.`,
    perhapsThere: (computer) => `Tern a-t-il été fermé sur ${computer}\u202f?`,
    perhapsThereDetail: (computer) =>
      `Il y était ouvert avec ce profil et ne donne pas signe de vie\u00a0: il a peut-être planté, ou ${computer} est en veille ou coupé du réseau. Ouvert à deux endroits, l’un des deux ne peut plus rien enregistrer.`,
    perhapsHere: 'Tern est-il déjà ouvert avec ce profil\u202f?',
    perhapsHereDetail:
      'Il n’a pas été fermé la dernière fois. Ouvert deux fois, l’un des deux ne peut plus rien enregistrer.',
    openAnyway: 'Ouvrir quand même',
  },
};
