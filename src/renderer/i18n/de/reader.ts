import type { reader as english } from '../en/reader';
import type { Translation } from '../translation';

export const reader: Translation<typeof english> = {
  labels: 'Labels',
  labelRemove: 'Label „{{name}}“ entfernen',
  to: 'an {{names}}',
  toMore_one: 'an {{names}} und {{count}} weitere',
  toMore_other: 'an {{names}} und {{count}} weitere',
  toNobody: 'kein Empfänger genannt',
  alsoFrom: 'Auch von',
  when: '{{moment}} · {{ago}}',
  junk: 'Diese Nachricht liegt im Spam-Ordner. Seien Sie vorsichtig mit dem, was sie verlangt.',
  noDate: 'Die Nachricht hat kein Datum; hier steht, wann sie ankam.',
  label: {
    from: 'Von',
    to: 'An',
    cc: 'Cc',
    bcc: 'Bcc',
    replyTo: 'Antwort an',
    date: 'Datum',
  },
  frameLabel: 'Nachricht von {{name}}',
  fold: 'Diese Nachricht einklappen',
  loading: 'Die Nachricht wird geholt',
  emptyText: 'Diese Nachricht hat keinen Text.',
  onlyAttachments: 'Diese Nachricht hat keinen Text, nur Anhänge.',
  showMore: 'Mehr von dieser langen Nachricht anzeigen',
  showRest: 'Rest dieser langen Nachricht anzeigen',
  restComing: 'Der Rest wird angezeigt: {{percent}} %',
  showQuote_one: 'Zitierten Text anzeigen ({{count}} Zeile)',
  showQuote_other: 'Zitierten Text anzeigen ({{count}} Zeilen)',
  showQuoted: 'Zitierten Text anzeigen',
  hideQuote: 'Zitierten Text ausblenden',
  hadForm:
    'Diese Nachricht enthielt ein Formular. Tern hat es entfernt: Geben Sie Passwörter oder Kartennummern nur auf einer Seite ein, die Sie selbst geöffnet haben.',
  cut: 'Diese Nachricht ist zu groß, um ganz gezeigt zu werden. Im Quelltext steht alles.',
  bodyFailed: 'Der Text dieser Nachricht konnte nicht geholt werden. {{reason}}',
  writeFailed: 'Die Antwort konnte nicht begonnen werden.',
  command: {
    reply: 'Antworten',
    replyAll: 'Allen antworten',
    forward: 'Weiterleiten',
    replyList: 'Der Liste antworten',
    forwardAttached: 'Als Anhang weiterleiten',
    redirect: 'Umleiten…',
    editAsNew: 'Als neue Nachricht bearbeiten',
    source: 'Quelltext anzeigen',
    print: 'Drucken',
    saveFile: 'Als Datei speichern…',
    next: 'Nächste Nachricht der Konversation',
    previous: 'Vorige Nachricht der Konversation',
  },
  letter: {
    file: '„{{name}}“ ist eine Datei. Sie liegt in keinem Ihrer Ordner.',
    attached: 'Sie kam als Anhang einer anderen Nachricht, als „{{name}}“.',
    keep: 'Auf diesem Computer behalten',
    folder: 'Geöffnete Dateien',
  },
  dragOut: 'Ziehen Sie dies aus dem Fenster, um die Nachricht als Datei zu behalten',
  draft: {
    text: 'Dies ist ein Entwurf. Er wurde nicht gesendet.',
    edit: 'Weiterschreiben',
  },
  receipt: {
    asked: '{{name}} möchte erfahren, dass Sie dies gelesen haben. Gesendet wurde nichts.',
    askedElsewhere:
      '{{name}} bittet, dass {{address}}, nicht die Adresse des Absenders, erfährt, dass Sie dies gelesen haben. Gesendet wurde nichts.',
    askedSeveral:
      '{{name}} bittet, dass {{address}} erfahren, dass Sie dies gelesen haben. Gesendet wurde nichts.',
    send: 'Bestätigung senden',
    ignore: 'Nicht senden',
    sent: 'Die Bestätigung geht hinaus',
    subject: 'Gelesen',
    body: 'Ihre Nachricht „{{subject}}“ wurde angezeigt. Das heißt nicht, dass sie verstanden oder ihr zugestimmt wurde.',
  },
  sender: {
    failed:
      'Gibt an, von {{domain}} zu sein, das sie nicht signiert hat. Sie kann gefälscht sein, oder eine Mailingliste hat sie verändert.',
  },
  images: {
    blocked_one: '{{count}} Bild nicht geladen, damit der Absender nicht erfährt, dass Sie dies lesen.',
    blocked_other: '{{count}} Bilder nicht geladen, damit der Absender nicht erfährt, dass Sie dies lesen.',
    once: 'Einmal laden',
    always: 'Immer von {{address}}',
    unproven:
      'Die von {{address}} laden Sie immer, aber es ist nicht bewiesen, dass diese Nachricht von dort ist.',
    unreceived:
      'Die von {{address}} laden Sie immer, aber keines Ihrer Konten hat diese Nachricht empfangen: Niemand hat geprüft, ob sie von dort ist.',
    missing_one: '{{count}} Bild konnte nicht geladen werden.',
    missing_other: '{{count}} Bilder konnten nicht geladen werden.',
  },
  attachments: {
    title: 'Anhänge',
    open: 'Öffnen',
    save: 'Speichern…',
    saveAll: 'Alle speichern, {{size}}',
    showAll: 'Alle {{count}} Anhänge anzeigen',
    saveAllStop: 'Speichern anhalten',
    savingAll: 'Alle Anhänge werden gespeichert',
    savedSoFar: '{{saved}} von {{count}}',
    savedAll: {
      here: {
        all: 'Alle {{count}} Dateien sind gespeichert.',
        partly: '{{saved}} von {{count}} Dateien sind gespeichert.',
        stopped: 'Angehalten. {{saved}} von {{count}} Dateien sind gespeichert.',
      },
      browser: {
        all: 'Alle {{count}} Dateien sind dem Browser übergeben; er speichert sie.',
        partly: '{{saved}} von {{count}} Dateien sind dem Browser übergeben; er speichert sie.',
        stopped: 'Angehalten. {{saved}} von {{count}} Dateien sind dem Browser übergeben; er speichert sie.',
      },
    },
    notSaved: 'Nicht gespeichert: {{name}}. {{reason}}',
    notSavedMore_one: 'Und {{count}} weitere wurde nicht gespeichert.',
    notSavedMore_other: 'Und {{count}} weitere wurden nicht gespeichert.',
    saveAnyway: 'Trotzdem speichern',
    actions: 'Was mit {{name}} geschehen soll',
    onServer: 'auf dem Server',
    here: 'hier',
    coming: '{{percent}} %',
    unnamed: 'Teil {{number}} ({{type}})',
    canRun: 'kann Programme ausführen',
    disguised: 'getarnter Name',
    riskyTitle: '{{name}} speichern?',
    risky:
      'Dateien dieser Art können auf Ihrem Computer Programme ausführen. Tern öffnet sie nicht. Speichern Sie sie nur, wenn Sie sie erwartet haben und wissen, wer sie gesendet hat.',
    suspicion: {
      direction:
        'Der Name dieser Datei enthält versteckte Zeichen, die sie wie eine andere Art von Datei aussehen lassen. Speichern Sie sie nur, wenn Sie dem Absender sicher trauen.',
      'double-extension':
        'Der Name dieser Datei gibt vor, ein Dokument zu sein, aber sie ist ein Programm. Speichern Sie sie nur, wenn Sie dem Absender sicher trauen.',
      'long-spaces':
        'Der Name dieser Datei verbirgt ihre wahre Art hinter einer langen Lücke. Speichern Sie sie nur, wenn Sie dem Absender sicher trauen.',
    },
  },
  invitation: {
    title: 'Einladung',
    what: 'Einladung',
    cancelled: 'Abgesagt',
    when: 'Wann',
    where: 'Wo',
    organizer: 'Von',
    who: 'Wer',
    repeats: 'wiederholt sich',
    come: 'Kommen Sie?',
    answer: {
      ACCEPTED: 'Ja',
      TENTATIVE: 'Vielleicht',
      DECLINED: 'Nein',
    },
    subject: {
      ACCEPTED: 'Zugesagt',
      TENTATIVE: 'Vielleicht',
      DECLINED: 'Abgesagt',
    },
    answered: 'Ihre Antwort ist unterwegs zum Organisator.',
    answeredOn: {
      ACCEPTED: 'Sie haben am {{when}} zugesagt.',
      TENTATIVE: 'Sie haben am {{when}} „Vielleicht“ gesagt.',
      DECLINED: 'Sie haben am {{when}} abgesagt.',
    },
    answeredEarlier: {
      ACCEPTED: 'Sie haben am {{when}} zugesagt. Die Einladung wurde seither geändert.',
      TENTATIVE: 'Sie haben am {{when}} „Vielleicht“ gesagt. Die Einladung wurde seither geändert.',
      DECLINED: 'Sie haben am {{when}} abgesagt. Die Einladung wurde seither geändert.',
    },
    more_one: 'und {{count}} weitere',
    more_other: 'und {{count}} weitere',
  },
  trust: {
    claims: 'Der Name zeigt {{claimed}}, aber dies kam von {{address}}.',
    severalSenders: 'Diese Nachricht nennt {{count}} Absender. Nur einer kann sie geschrieben haben.',
    sentBy: 'Gesendet von {{address}}.',
    replyElsewhere: 'Antworten gehen an {{address}}, bei einer anderen Domain als der des Absenders.',
  },
  link: {
    title: 'Diesen Link öffnen?',
    open: '{{host}} öffnen',
    concern: {
      'text-differs': 'Der Text lautet „{{text}}“, aber der Link führt zu {{host}}.',
      'user-info': 'Die Adresse setzt einen anderen Namen vor ein @. Sie führt zu {{host}}.',
      punycode:
        'Der Servername ist mit Buchstaben eines anderen Alphabets geschrieben. In Wirklichkeit heißt er {{host}}.',
      'ip-address': 'Der Link führt zu einer Nummer, {{host}}, nicht zu einer benannten Website.',
      'odd-port': 'Der Link führt zu einem ungewöhnlichen Port.',
      'plain-http': 'Die Verbindung wäre nicht verschlüsselt.',
    },
  },
  source: {
    title: 'Quelltext',
    what: 'Was gezeigt wird',
    headers: 'Alle Kopfzeilen',
    all: 'Ganze Nachricht',
    copy: 'Kopieren',
    copyFailed: 'Der Text konnte nicht kopiert werden.',
    cut: 'Nur die ersten {{size}} werden gezeigt.',
  },
  gone: {
    title: 'Diese Nachricht ist nicht mehr auf dem Server.',
    text: 'Jemand oder etwas hat sie gelöscht oder verschoben. Was Tern von ihr hatte, ist hier noch zu sehen.',
  },
  offline: {
    title: 'Der Text dieser Nachricht ist noch nicht hier.',
    text: 'Tern ist offline. Er kommt von selbst, sobald die Verbindung zurück ist.',
  },
  unreadable: {
    title: 'Diese Nachricht ließ sich nicht lesen.',
    text: 'Sie ist auf eine Weise zusammengesetzt, die Tern nicht versteht. Ihr Quelltext zeigt alles, was kam.',
  },
  unsafe: {
    title: 'Diese Nachricht lässt sich nicht sicher anzeigen.',
    text: 'Nichts davon wurde ausgeführt oder geladen. Ihr Quelltext zeigt alles, was kam.',
  },
  winmail: {
    show: 'Dateien in {{name}} anzeigen',
    title: 'Dateien in {{name}}',
    none: 'Darin sind keine Dateien.',
    save: '{{name}} speichern',
    damaged: 'Ein Teil ist beschädigt oder zu viel; vielleicht waren noch mehr Dateien darin.',
  },
  textFiles: {
    show_one: 'Datei im Text anzeigen: {{names}}',
    show_other: 'Die {{formatted}} Dateien im Text anzeigen: {{names}}',
    title: 'Dateien im Text',
    piece:
      'Dies ist ein Stück einer Datei; die anderen Stücke sind in anderen Nachrichten. Gespeichert lassen sie sich zusammenfügen.',
  },
  protection: {
    'signed-smime':
      'Diese Nachricht ist signiert (S/MIME), aber Tern prüft keine Signaturen: Vertrauen Sie ihr so viel wie jeder anderen Nachricht.',
    'encrypted-smime':
      'Diese Nachricht ist verschlüsselt oder versiegelt (S/MIME). Tern kann sie nicht öffnen: Speichern Sie sie und öffnen Sie sie mit einem Programm, das Ihr Zertifikat hat.',
  },
  notice: {
    'too-deep':
      'Diese Nachricht ist ungewöhnlich groß oder tief verschachtelt; ein Teil ist weggelassen. Im Quelltext steht alles.',
    'too-many-parts':
      'Diese Nachricht ist ungewöhnlich groß oder tief verschachtelt; ein Teil ist weggelassen. Im Quelltext steht alles.',
    'too-many-headers':
      'Diese Nachricht ist ungewöhnlich groß oder tief verschachtelt; ein Teil ist weggelassen. Im Quelltext steht alles.',
    'headers-too-long':
      'Diese Nachricht ist ungewöhnlich groß oder tief verschachtelt; ein Teil ist weggelassen. Im Quelltext steht alles.',
    'text-cut':
      'Der Text ist sehr lang; nur sein Anfang wird gezeigt. Die ganze Nachricht lässt sich speichern.',
    'parser-stopped': 'Das Lesen dieser Nachricht dauerte zu lange. Ihr Quelltext zeigt alles, was kam.',
    'ambiguous-header':
      'Diese Nachricht ist so zusammengesetzt, dass Programme sie verschieden verstehen können. Jeder Teil ist als Anhang aufgeführt.',
    'missing-boundary':
      'Diese Nachricht ist so zusammengesetzt, dass Programme sie verschieden verstehen können. Jeder Teil ist als Anhang aufgeführt.',
    'parts-after-end':
      'Diese Nachricht ist so zusammengesetzt, dass Programme sie verschieden verstehen können. Jeder Teil ist als Anhang aufgeführt.',
    'missing-end': 'Die Nachricht endet vorzeitig: Vielleicht fehlt ein Teil.',
    truncated: 'Die Nachricht endet vorzeitig: Ein Teil kam nicht an.',
    'unknown-charset':
      'Einige Zeichen ließen sich nicht lesen: Die Nachricht nennt eine falsche oder unbekannte Kodierung.',
    'unknown-encoding':
      'Ein Teil dieser Nachricht ist auf eine Art verpackt, die Tern nicht kennt; er wird gezeigt, wie er kam.',
    other: 'An dieser Nachricht ist etwas ungewöhnlich ({{code}}).',
  },
};
