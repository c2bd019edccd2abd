import type { openpgp as english } from '../en/openpgp';
import type { Translation } from '../translation';

export const openpgp: Translation<typeof english> = {
  intro:
    'Schlüssel für OpenPGP. Ihre geheimen Schlüssel bleiben auf diesem Computer, verschlossen durch ihre Passphrase. Tern sucht nie im Netz nach Schlüsseln.',
  own: 'Ihre Schlüssel',
  others: 'Schlüssel anderer',
  none: 'Noch keine Schlüssel',
  noneHint:
    'Mit einem eigenen Schlüssel lesen Sie, was für ihn verschlüsselt wurde, und signieren. Schlüssel anderer sagen, von wem eine Signatur ist; mit ihnen verschlüsseln Sie.',
  userIds: 'Gehört',
  noUserId: 'niemandem, den er nennt',
  fingerprint: 'Fingerabdruck',
  created: 'Erzeugt',
  validity: 'Gültig',
  never: 'Ohne Ende',
  until: 'Bis {{date}}',
  expired: 'Abgelaufen am {{date}}',
  over: 'abgelaufen',
  revoked: 'vom Besitzer widerrufen',
  uses: 'Taugt zum',
  usesNone: 'Zu nichts mehr',
  signs: 'Signieren',
  encrypts: 'Verschlüsseln',
  isOpen: 'Passphrase bekannt',
  isLocked: 'verschlossen',
  isAccepted: 'angenommen',
  notAccepted: 'noch nicht angenommen',
  acceptedFor: 'Angenommen für {{address}}.',
  unaccept: 'Nicht mehr für {{address}} verwenden',
  menu: 'Mehr zum Schlüssel von {{name}}',
  export: 'Öffentlichen Schlüssel speichern…',
  lock: 'Passphrase vergessen',
  backup: {
    title: 'Geheimen Schlüssel sichern',
    text: 'Die Datei enthält Ihren geheimen Schlüssel, verschlossen durch seine Passphrase. Wer beides hat, kann lesen, was für Sie verschlüsselt wurde: Bewahren Sie sie auf, wo nur Sie herankommen.',
    do: 'Speichern',
  },
  remove: {
    title: 'Schlüssel {{id}} entfernen?',
    do: 'Schlüssel entfernen',
    ownText:
      'Das entfernt Ihren geheimen Schlüssel. Was für ihn verschlüsselt wurde, kann nie wieder gelesen werden, weder hier noch anderswo, außer Sie haben eine Sicherung des Schlüssels.',
    otherText: 'Signaturen dieses Schlüssels sind dann wieder unbekannt. Nachrichten bleiben, wie sie sind.',
  },
  generate: {
    title: 'Schlüssel erzeugen',
    text: 'Ein Schlüsselpaar für eine Ihrer Adressen. Wählen Sie eine Passphrase, die Sie sonst nirgends verwenden; ohne sie ist der Schlüssel wertlos, und niemand kann sie Ihnen wieder sagen.',
    nobody: 'Fügen Sie erst ein Konto hinzu: Ein Schlüssel wird für eine Ihrer Adressen erzeugt.',
    for: 'Für',
    years: 'Gültig für',
    inYears_one: '{{count}} Jahr',
    inYears_other: '{{count}} Jahre',
    do: 'Erzeugen',
  },
  passphrase: {
    title: 'Passphrase eingeben',
    text: 'Für den Schlüssel von {{user}} ({{id}}). Sie ist bekannt, bis Tern endet, wenn sie nicht aufbewahrt wird.',
    label: 'Passphrase',
    new: 'Neue Passphrase',
    again: 'Noch einmal',
    differs: 'Die beiden sind verschieden.',
    keep: 'Im Schlüsselbund des Systems aufbewahren',
    session: 'Bis Tern endet',
    do: 'Aufschließen',
  },
  import: {
    title: 'Schlüssel importieren',
    do: 'Importieren',
    file: 'Aus einer Datei importieren…',
    pasteTitle: 'Schlüssel einfügen…',
    paste: 'Text des Schlüssels, von „-----BEGIN PGP“ bis zum Ende',
    added: 'Dieser Schlüssel ist hier neu.',
    updated: 'Was an diesem Schlüssel neu war, wurde übernommen.',
    known: 'Dieser Schlüssel war schon hier.',
    secret: {
      added: 'Ihr geheimer Schlüssel ist jetzt hier.',
      updated: 'Ihr geheimer Schlüssel ist jetzt hier.',
      known: 'Dieser geheime Schlüssel war schon hier.',
    },
  },
  accept: {
    title: 'Diesen Schlüssel für {{address}} verwenden?',
    text: 'Jeder kann einen Schlüssel mit jedem Namen erzeugen. Vergleichen Sie den Fingerabdruck mit dem Besitzer, am Telefon oder persönlich, bevor Sie dem vertrauen, was er signiert.',
    for: 'Diesen Schlüssel für {{address}} verwenden…',
    do: 'Verwenden',
    replace: 'Stattdessen diesen verwenden',
    notNamed: 'Dieser Schlüssel nennt {{address}} nicht.',
    otherTitle: 'Für {{address}} wird ein anderer Schlüssel verwendet.',
    otherText:
      'Menschen wechseln ihre Schlüssel selten. Fragen Sie nach, bevor Sie ihn ersetzen. Der Fingerabdruck des anderen:',
  },
  write: {
    encrypt: 'Verschlüsseln (OpenPGP)',
    sign: 'Signieren (OpenPGP)',
    attachKey: 'Meinen öffentlichen Schlüssel anhängen',
    signAlways: 'Nachrichten von dieser Adresse signieren (OpenPGP)',
    encrypted:
      'Geht verschlüsselt hinaus, auch Betreff und Anhänge; Sie können sie ebenfalls lesen. Sie ist nicht signiert: Niemand kann erkennen, dass sie von Ihnen ist.',
    encryptedSigned:
      'Geht verschlüsselt und signiert hinaus, auch Betreff und Anhänge; Sie können sie ebenfalls lesen. Wer wem schreibt, bleibt sichtbar.',
    signed: 'Geht mit Ihrem Schlüssel signiert hinaus, für alle lesbar.',
    answers: 'Dies beantwortet eine verschlüsselte Nachricht.',
    answersOpen: 'Dies beantwortet eine verschlüsselte Nachricht und geht unverschlüsselt hinaus.',
    without: 'Sie kann nicht für alle verschlüsselt werden, die sie bekommen sollen:',
    missing: {
      none: '{{address}}: Hier ist kein Schlüssel. Bitten Sie um den öffentlichen Schlüssel und importieren Sie ihn.',
      'not-accepted':
        '{{address}}: Ein Schlüssel, der diese Adresse nennt, ist hier. Ob er der richtige ist, haben Sie noch nicht entschieden.',
      expired:
        '{{address}}: Der Schlüssel ist abgelaufen. Bitten Sie um einen neuen und importieren Sie ihn.',
      revoked:
        '{{address}}: Der Schlüssel wurde von seinem Besitzer widerrufen. Bitten Sie um einen neuen und importieren Sie ihn.',
      unusable:
        '{{address}}: Mit dem Schlüssel kann man nicht verschlüsseln. Bitten Sie um einen anderen und importieren Sie ihn.',
    },
    own: {
      none: 'Sie haben keinen geheimen Schlüssel für {{address}}. Erzeugen oder importieren Sie einen in den Einstellungen unter Verschlüsselung.',
      expired:
        'Ihr Schlüssel für {{address}} ist abgelaufen. Erzeugen Sie einen neuen in den Einstellungen unter Verschlüsselung.',
      revoked:
        'Ihr Schlüssel für {{address}} ist widerrufen. Erzeugen Sie einen neuen in den Einstellungen unter Verschlüsselung.',
      unusable:
        'Ihr Schlüssel für {{address}} kann dafür nicht verwendet werden. Erzeugen Sie einen neuen in den Einstellungen unter Verschlüsselung.',
    },
    refused: 'Nicht gesendet: Verschlüsseln ist nicht möglich',
    refusedSign: 'Nicht gesendet: Signieren ist nicht möglich',
    refusedText:
      'Ohne Verschlüsselung kann jeder Server unterwegs diese Nachricht, ihren Betreff und ihre Anhänge lesen.',
    sendOpen: 'Unverschlüsselt senden',
    sendUnsigned: 'Unsigniert senden',
  },
  line: {
    reading: 'Diese Nachricht ist verschlüsselt. Sie wird entschlüsselt…',
    checking: 'Die Signatur wird geprüft…',
    read: 'Entschlüsseln',
    check: 'Signatur prüfen',
    largeEncrypted: 'Diese Nachricht ist verschlüsselt und groß. Zum Entschlüsseln wird sie ganz geholt.',
    largeSigned: 'Diese Nachricht ist signiert und groß. Zum Prüfen der Signatur wird sie ganz geholt.',
    failed: 'Sie konnte nicht geholt werden: {{reason}}',
    notWhole:
      'Nur ein Teil dieser Nachricht ist verschlüsselt oder signiert (OpenPGP). Tern lässt diesen Teil, wie er ist: Neben fremden Worten beweist er nichts und könnte missbraucht werden.',
    accept: 'Schlüssel verwenden…',
    answers:
      'Auch eine Antwort wird verschlüsselt, wenn Sie einen Schlüssel haben; Tern zitiert darin nichts aus dieser Nachricht.',
    enter: 'Passphrase eingeben…',
    keys: 'Schlüssel…',
    subject: 'Betreff innen:',
    around: 'Um das Geschützte steht anderer Text; er wird nicht gezeigt (siehe Quelltext).',
    unsigned: 'Niemand hat sie signiert: Wer sie schrieb, ist nicht bewiesen.',
    images:
      'Diese Nachricht war verschlüsselt: Beim Laden erfährt ihr Server, wann und von wo Sie sie lesen.',
    brings:
      'Diese Nachricht bringt einen OpenPGP-Schlüssel mit ({{name}}). Woher er kommt, beweist noch nichts.',
    noKeyHidden:
      'Verschlüsselt (OpenPGP), ohne zu sagen, für welchen Schlüssel. Keiner der Ihren öffnet sie.',
    encryption: {
      read: 'Verschlüsselt und mit Ihrem Schlüssel gelesen.',
      'no-key': 'Für andere Schlüssel verschlüsselt ({{ids}}). Keiner der Ihren öffnet sie.',
      passphrase: 'Für einen Ihrer Schlüssel verschlüsselt, der verschlossen ist.',
      unprotected:
        'Auf alte Art verschlüsselt, die nicht zeigt, ob jemand sie verändert hat. Entschlüsseln könnte ihre Worte an andere verraten; darum lässt Tern es.',
      damaged: 'Verschlüsselt, aber beschädigt oder unterwegs verändert. Nichts davon kann gezeigt werden.',
      'too-large': 'Verschlüsselt und zu groß, um hier entschlüsselt zu werden.',
    },
    signature: {
      good: 'Signiert von {{user}} am {{date}}, mit dem Schlüssel, den Sie für {{address}} verwenden.',
      'not-accepted':
        'Die Signatur stimmt, und der Schlüssel nennt {{user}}. Ob er dieser Person gehört, haben Sie noch nicht entschieden.',
      'other-accepted':
        'Die Signatur stimmt, aber von einem anderen Schlüssel als dem, den Sie für {{address}} verwenden. Dieser nennt {{user}}, was jeder kann.',
      'other-address': 'Die Signatur stimmt, ist aber von {{user}} und nicht von {{address}}.',
      bad: 'Die Signatur stimmt nicht: Diese Nachricht wurde nach dem Signieren verändert.',
      weak: 'Von {{user}} auf eine Art signiert, die nichts mehr beweist.',
      expired: 'Signiert von {{user}}; der Schlüssel oder die Signatur ist abgelaufen.',
      revoked:
        'Signiert mit einem Schlüssel von {{user}}, den der Besitzer widerrufen hat: Es kann jemand anderes sein.',
      'unknown-key':
        'Signiert mit einem Schlüssel, der nicht hier ist ({{id}}): Wer signiert hat, ist nicht bekannt.',
      damaged: 'Die Signatur ist beschädigt; über sie lässt sich nichts sagen.',
      part: 'Nur ein Teil dieser Nachricht ist signiert; darum wird nichts darüber gesagt.',
    },
  },
};
