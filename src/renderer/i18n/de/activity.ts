import type { activity as english } from '../en/activity';
import type { Translation } from '../translation';

export const activity: Translation<typeof english> = {
  title: 'Aktivität',
  statusLine: 'Was Tern gerade tut',
  headers: '{{folder}}: {{done}} von {{total}} Kopfzeilen',
  waitingCount_one: '{{formatted}} Änderung wartet',
  waitingCount_other: '{{formatted}} Änderungen warten',
  refusedCount_one: '{{formatted}} Änderung wurde abgelehnt',
  refusedCount_other: '{{formatted}} Änderungen wurden abgelehnt',
  outboxCount_one: '{{formatted}} Nachricht im Postausgang',
  outboxCount_other: '{{formatted}} Nachrichten im Postausgang',
  doing: {
    unsaved: 'Auf diesem Computer lässt sich nichts speichern',
    noRoom: 'Kein Platz für weitere E-Mails',
    idle: 'Online. Alles ist auf dem neuesten Stand.',
    syncing: 'E-Mails werden abgerufen…',
    connecting: 'Verbindung wird hergestellt…',
    offline: 'Offline',
    trouble: 'Ein Konto braucht Ihre Aufmerksamkeit',
    paused: 'Alle Konten sind angehalten',
    noEngine: 'Keine Verbindung zum Kern von Tern',
  },
  notice: {
    'file-failed':
      'Aus „{{name}}“ konnte keine Datei gemacht werden ({{message}}). Die Nachricht selbst ist unverändert.',
    'draft-copy-failed':
      'Ein Entwurf konnte nicht auf dem Server abgelegt werden ({{message}}). Hier ist er sicher.',
    'job-unfinished':
      'Ein Import, ein Export, eine Sicherung oder eine Prüfung war nicht fertig, als Tern beendet wurde. „Importieren und exportieren“ zeigt, wie weit sie kam, und beginnt sie erneut.',
    'cache-rebuilt': 'Die lokale Kopie wurde neu aufgebaut; die E-Mails werden noch einmal abgerufen.',
    'disk-low':
      'Der Speicherplatz ist knapp: Ältere E-Mails und Texte werden erst wieder im Voraus geholt, wenn mehr frei ist. Ihre Änderungen sind gespeichert.',
    'disk-critical':
      'Der Datenträger ist fast voll: Gespeichert wird hier nur noch, was Sie tun und schreiben. Geben Sie bald Platz frei.',
    'disk-reserve-used':
      'Der Datenträger ist voll: Tern nutzt den Platz, den es für Ihre Änderungen zurückgelegt hat. Geben Sie jetzt Platz frei.',
    'disk-full':
      'Der Datenträger ist voll: Sie können die vorhandenen E-Mails lesen, aber nichts, was Sie tun oder schreiben, lässt sich speichern, und nichts wird gesendet, bis Platz ist. Geben Sie jetzt Platz frei.',
    'disk-broken':
      'Auf den Datenträger lässt sich nicht schreiben: Sie können die vorhandenen E-Mails lesen, aber nichts, was Sie tun oder schreiben, lässt sich speichern, und nichts wird gesendet, bis es wieder geht. Sehen Sie nach dem Datenträger oder nach dem Profilordner von Tern.',
    'disk-taken-over':
      'Der Ordner, in dem Tern Ihre Daten aufbewahrt, wurde verschoben oder entfernt, oder ein anderes Tern arbeitet damit. Nichts, was Sie hier tun oder schreiben, lässt sich speichern: Kopieren Sie, was Sie gerade schreiben, beenden Sie Tern, achten Sie darauf, dass kein anderes läuft, und starten Sie es neu.',
    'vault-repaired_one':
      'Ein Teil dessen, was Tern aufbewahrt, war beschädigt und wurde beiseitegelegt; der Rest ist heil.',
    'vault-repaired_other':
      '{{formatted}} Teile dessen, was Tern aufbewahrt, waren beschädigt und wurden beiseitegelegt; der Rest ist heil.',
    'many-removed_one':
      '{{formatted}} Nachricht wurde auf dem Server auf einmal aus {{folder}} gelöscht. Ansehen…',
    'many-removed_other':
      '{{formatted}} Nachrichten wurden auf dem Server auf einmal aus {{folder}} gelöscht. Ansehen…',
    'removed-not-kept_one':
      'Der Datenträger ist voll: {{formatted}} Nachricht, die anderswo gelöscht wurde, wird hier nicht aufbewahrt.',
    'removed-not-kept_other':
      'Der Datenträger ist voll: {{formatted}} Nachrichten, die anderswo gelöscht wurden, werden hier nicht aufbewahrt.',
    'pop3-expire_zero':
      'Der Server von {{account}} löscht E-Mails, sobald sie abgerufen sind. Was abgerufen wurde, bleibt hier.',
    'pop3-expire_one':
      'Der Server von {{account}} löscht E-Mails nach {{formatted}} Tag. Was abgerufen wurde, bleibt hier.',
    'pop3-expire_other':
      'Der Server von {{account}} löscht E-Mails nach {{formatted}} Tagen. Was abgerufen wurde, bleibt hier.',
    'pop3-refused_one':
      'Der Server von {{account}} führt {{formatted}} Nachricht auf, die er nicht herausgibt. Sie bleibt dort und wird jedes Mal wieder verlangt.',
    'pop3-refused_other':
      'Der Server von {{account}} führt {{formatted}} Nachrichten auf, die er nicht herausgibt. Sie bleiben dort und werden jedes Mal wieder verlangt.',
    'no-delivery-receipt':
      'Der Server von {{account}} stellt keine Zustellbestätigungen aus: „{{subject}}“ wurde ohne diese Bitte gesendet.',
    'keeping-failed':
      'E-Mails konnten nicht zum Offline-Lesen aufbewahrt werden ({{message}}). Auf dem Server sind sie sicher.',
    'snooze-failed':
      'Etwas Zurückgestelltes konnte nicht zurückgeholt werden ({{message}}). Es wird wieder versucht und liegt bis dahin in „Zurückgestellt“.',
    'local-mail-failed':
      'Bei E-Mails, die es nur hier gibt, ging etwas schief ({{message}}). Verloren ging dadurch nichts.',
    'cache-full': 'Der Datenträger ist voll: Hier werden keine weiteren E-Mails aufbewahrt, bis Platz ist.',
  },
  account: {
    unreachable: '{{account}} ist nicht erreichbar',
    paused: '{{account}} ist angehalten',
    password: '{{account}} braucht sein Passwort',
    signIn: '{{account}} verlangt eine neue Anmeldung',
    trouble: '{{account}} kann sich nicht verbinden',
    more_one: 'und {{count}} weiteres Konto',
    more_other: 'und {{count}} weitere Konten',
  },
  switch: {
    online: 'Online',
    offline: 'Offline-Modus',
  },
  accounts: 'Konten',
  changes: 'Änderungen unterwegs',
  noChanges: 'Jede Änderung hat ihren Server erreicht.',
  showChanges: 'Ausstehende Änderungen anzeigen',
  outbox: 'Postausgang',
  showOutbox: 'Postausgang anzeigen',
  phase: {
    connecting: 'Verbindet sich',
    syncing: 'Ruft E-Mails ab',
    idle: 'Auf dem neuesten Stand, {{when}}',
    idleNever: 'Verbunden',
    offline: 'Offline',
    paused: 'Angehalten',
    'needs-password': 'Braucht sein Passwort',
    'needs-sign-in': 'Verlangt eine neue Anmeldung',
    trouble: 'Kann sich nicht verbinden',
    removing: 'Wird entfernt',
  },
  retryAt: 'Versucht es {{when}} wieder.',
  resume: 'Fortsetzen',
  checkNow: 'Jetzt abrufen',
  serverSettings: 'Servereinstellungen',
  weakerLogin: {
    change: 'Bisher: {{before}}. Jetzt: {{mechanism}}.',
    hint: 'Erlauben Sie es nur, wo Sie dem Netz vertrauen und der Betreiber des Servers sagt, dass es so sein soll.',
    allow: 'Schwächere Anmeldung erlauben',
  },
  certificate: 'Zertifikat anzeigen',
  op: {
    flags: 'Markierungen von {{messages}} in {{folder}} ändern',
    flag: {
      seen: '{{messages}} in {{folder}} als gelesen markieren',
      unseen: '{{messages}} in {{folder}} als ungelesen markieren',
      star: '{{messages}} in {{folder}} mit Stern versehen',
      unstar: 'Stern von {{messages}} in {{folder}} entfernen',
    },
    move: '{{messages}} von {{folder}} nach {{to}} verschieben',
    copy: '{{messages}} von {{folder}} nach {{to}} kopieren',
    destroy: '{{messages}} in {{folder}} endgültig löschen',
    append: 'Eine Nachricht in {{to}} ablegen',
    draft: 'Einen Entwurf in {{to}} speichern',
    draftRemove: 'Einen Entwurf aus {{to}} herausnehmen',
    'create-mailbox': 'Ordner „{{name}}“ anlegen',
    'rename-mailbox': '{{folder}} in „{{name}}“ umbenennen',
    'delete-mailbox': 'Ordner {{folder}} löschen',
    subscribe: 'Abonnement von {{folder}} ändern',
  },
  messages_one: '{{count}} Nachricht',
  messages_other: '{{count}} Nachrichten',
  state: {
    waiting: 'Wartet',
    waitingUntil: 'Wartet, nächster Versuch {{when}}',
    running: 'Läuft',
    verifying: 'Es wird geprüft, ob es angekommen ist',
    settling: 'Erledigt, wird bestätigt',
    done: 'Erledigt',
    refused: 'Der Server hat abgelehnt',
    uncertain: 'Nicht bekannt, ob es angekommen ist',
    superseded: 'Nicht mehr nötig',
  },
  trouble: 'Nachrichten, die nicht gesendet werden konnten',
  out: {
    empty: 'Nichts wartet auf das Senden.',
    emptyHint: 'Nachrichten bleiben hier, bis der Server sie angenommen hat.',
    to: 'An {{names}}',
    moreRecipients_one: 'und {{count}} weitere',
    moreRecipients_other: 'und {{count}} weitere',
    created: 'Geschrieben {{when}}',
    tries_one: 'Einmal versucht',
    tries_other: '{{count}}-mal versucht',
    state: {
      held: 'Geht {{when}} hinaus. Bis dahin können Sie sie zurückholen.',
      heldNow: 'Geht jetzt hinaus.',
      scheduled: 'Geht am {{when}} hinaus.',
      late: 'Sie wartet hier seit {{when}}.',
      wentBefore: 'Sie ist schon hinausgegangen, am {{when}}.',
      missed: 'Sie sollte am {{when}} hinausgehen; da lief Tern nicht oder konnte nicht senden.',
      queued: 'Wartet, bis sie an der Reihe ist.',
      queuedOffline:
        'Wartet auf die Verbindung. Sobald sie zurück ist, geht die Nachricht von selbst hinaus.',
      connecting: 'Verbindung zum Server wird hergestellt.',
      envelope: 'Der Server erfährt Absender und Empfänger.',
      'data-started': 'Die Nachricht wird übergeben.',
      'dot-sent': 'Übergeben; der Server muss noch bestätigen.',
      accepted: 'Vom Server angenommen. Eine Kopie wird in „Gesendet“ abgelegt.',
      filed: 'Gesendet und in „Gesendet“ abgelegt.',
      refused: 'Konnte nicht gesendet werden.',
      retry: 'Noch nicht gesendet. Nächster Versuch {{when}}.',
      uncertain: 'Es ist nicht bekannt, ob dies gesendet wurde.',
    },
    uncertainText:
      'Die Verbindung brach ab, nachdem die Nachricht übergeben war und bevor der Server sie bestätigte. Tern hat sie in „Gesendet“ gesucht und nicht gefunden. Ein zweites Senden könnte sie doppelt zustellen.',
    lookingText:
      'Die Verbindung brach ab, nachdem die Nachricht übergeben war und bevor der Server sie bestätigte. Tern sucht sie in „Gesendet“, sobald das Konto verbunden ist. Ein zweites Senden könnte sie doppelt zustellen.',
    cantTellText:
      'Die Verbindung brach ab, nachdem die Nachricht übergeben war und bevor der Server sie bestätigte. Eine Kopie in „Gesendet“ würde nicht zeigen, ob die noch Wartenden sie haben. Ein zweites Senden könnte sie ihnen doppelt zustellen.',
    wentText:
      'Tern führt Buch darüber, was es gesendet hat, und diese Nachricht steht darin. Vielleicht ist sie wegen einer Sicherung wieder hier. Ein zweites Senden würde sie doppelt zustellen.',
    lateText:
      'Das ist lange her: Vielleicht möchten Sie sie nicht mehr senden, oder sie stammt aus einer Sicherung und ging längst hinaus. Nichts wird gesendet, bis Sie es sagen.',
    missedText: 'Nichts wurde gesendet. Senden Sie sie jetzt oder wählen Sie eine andere Zeit.',
    someText:
      'Wer angenommen wurde, hat sie und bekommt sie nicht doppelt. Prüfen Sie die Adressen der anderen.',
    result: {
      accepted_one: '{{count}} dem Server zugestellt',
      accepted_other: '{{count}} dem Server zugestellt',
      refused_one: '{{count}} abgelehnt: {{reasons}}',
      refused_other: '{{count}} abgelehnt: {{reasons}}',
      waiting_one: '{{count}} noch zuzustellen',
      waiting_other: '{{count}} noch zuzustellen',
    },
    refusal: {
      'no-such-mailbox': 'diese Adresse gibt es nicht',
      'mailbox-disabled': 'das Postfach ist abgeschaltet',
      'mailbox-full': 'Postfach voll',
      'too-large': 'die Nachricht ist zu groß',
      'sender-refused': 'Ihre Adresse ist nicht erlaubt',
      policy: 'gegen die Regeln des Servers',
      greylisted: 'später wiederkommen',
      'content-refused': 'der Inhalt wurde abgelehnt',
      refused: 'der Server nennt keinen Grund, den Tern kennt',
    },
    recipient: {
      waiting: 'wartet',
      accepted: 'dem Server zugestellt',
    },
    recipients: 'Empfänger',
    undo: 'Zurückholen',
    edit: 'Bearbeiten',
    editRest: 'Für die anderen bearbeiten',
    retry: 'Jetzt senden',
    againRest: 'Die anderen noch einmal versuchen',
    otherTime: 'Andere Zeit…',
    again: 'Erneut senden',
    sent: 'Sie wurde gesendet',
    discard: 'Verwerfen',
    discardTitle: '„{{subject}}“ verwerfen?',
    discardText: 'Die Nachricht wird gelöscht. Sie lässt sich nicht zurückholen.',
    title: 'Postausgang',
  },
};
