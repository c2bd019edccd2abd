import type { errors as english } from '../en/errors';
import type { Translation } from '../translation';
import { hereErrors } from './errors-here';
import { loginErrors } from './errors-login';
import { serverErrors } from './errors-server';

export const errors: Translation<typeof english> = {
  theServer: 'der Server',
  unknown: {
    title: 'Etwas ging schief ({{code}}).',
    text: 'Nichts wurde geändert. Ein neuer Versuch hilft vielleicht; die Details sagen, was der Server geantwortet hat.',
  },
  'not-kept': {
    title: 'Diese Nachricht lässt sich nicht zurücklegen.',
    text: 'Auf diesem Computer waren nur ihre Kopfzeilen. Nichts wurde geändert.',
  },
  'no-such-place': {
    title: 'Eine solche Datei oder einen solchen Ordner gibt es nicht.',
    text: 'Prüfen Sie den Pfad, und ob Sie ihn lesen dürfen.',
  },
  'not-a-folder': {
    title: 'Das ist eine Datei, kein Ordner.',
    text: 'Wählen Sie den Ordner, in dem sie liegt, oder einen anderen.',
  },
  'no-such-job': {
    title: 'Das lässt sich von hier aus nicht neu beginnen.',
    text: 'Nichts wurde geändert. Starten Sie es neu unter „Importieren und exportieren“.',
  },
  'nothing-found': {
    title: 'Dort sind keine E-Mails, die Tern kennt.',
    text: 'Tern liest Thunderbird-Profile, Maildirs, mbox-Dateien, Exporte von Apple Mail, .eml- und .emlx-Dateien und eigene Sicherungen.',
  },
  'no-folders-inside': {
    title: 'Dieser Server hat keine Ordner in Ordnern.',
    text: 'Importieren Sie einen Ordner nach dem anderen, oder importieren Sie zuerst auf diesen Computer.',
  },
  'other-backup': {
    title: 'In diesem Ordner liegt die Sicherung eines anderen Kontos.',
    text: 'Nichts darin wurde geändert. Wählen Sie einen anderen Ordner.',
  },
  'begun-gone': {
    title: 'Was zuvor geschrieben wurde, ist nicht mehr in seinem Ordner.',
    text: 'Dort wurde nichts weiter geschrieben. Liegt es auf einem anderen Datenträger, verbinden Sie ihn und beginnen Sie erneut; es geht weiter, wo es war.',
  },
  'no-backup': {
    title: 'In diesem Ordner ist keine Sicherung.',
    text: 'Wählen Sie den Ordner mit der Datei tern-backup.json.',
  },
  'disk-enospc': {
    title: 'Der Datenträger ist voll.',
    text: 'Was fertig war, bleibt. Schaffen Sie Platz und beginnen Sie erneut; es geht weiter, wo es war.',
  },
  'disk-edquot': {
    title: 'Ihr Kontingent auf diesem Datenträger ist aufgebraucht.',
    text: 'Was fertig war, bleibt. Schaffen Sie Platz und beginnen Sie erneut; es geht weiter, wo es war.',
  },
  'disk-eacces': {
    title: 'Dieser Ordner darf nicht gelesen oder beschrieben werden.',
    text: 'Ändern Sie seine Berechtigungen oder wählen Sie einen anderen.',
  },
  'disk-eperm': {
    title: 'Das System erlaubt Tern nicht, diesen Ordner zu benutzen.',
    text: 'Erlauben Sie es in den Datenschutzeinstellungen des Systems oder wählen Sie einen anderen.',
  },
  'disk-erofs': {
    title: 'Auf diesen Datenträger lässt sich nicht schreiben.',
    text: 'Wählen Sie einen Ordner auf einem anderen.',
  },
  'disk-enoent': {
    title: 'Eine Datei oder ein Ordner ist weg.',
    text: 'Sie wurde inzwischen verschoben oder entfernt. Was fertig war, bleibt; beginnen Sie erneut, um fortzufahren.',
  },
  'disk-eio': {
    title: 'Der Datenträger hat einen Fehler.',
    text: 'An einer Stelle ließ er sich nicht lesen oder beschreiben. Sichern Sie, was darauf ist, auf einen anderen.',
  },
  internal: {
    title: 'Tern hat einen Fehler gemacht.',
    text: 'Nichts wurde geändert. Ein neuer Versuch hilft vielleicht. Die Details unten helfen denen, die ihn beheben.',
  },
  'no-space': {
    title: 'Der Datenträger ist voll.',
    text: 'Dies wurde nicht gespeichert; alles zuvor Gespeicherte ist sicher. Geben Sie Platz frei und tun Sie es dann noch einmal.',
  },
  'space-low': {
    title: 'Der Datenträger ist fast voll.',
    text: 'Was sich wieder vom Server holen lässt, wird hier erst aufbewahrt, wenn Platz ist. Nichts ist verloren: Es liegt auf dem Server. Geben Sie Platz frei und versuchen Sie es erneut.',
  },
  io: {
    title: 'Der Datenträger ließ sich nicht beschreiben.',
    text: 'Dies wurde nicht gespeichert; alles zuvor Gespeicherte ist sicher. Prüfen Sie den Datenträger und tun Sie es dann noch einmal.',
  },
  'taken-over': {
    title: 'Der Ordner von Tern ist weg, oder ein anderes Tern arbeitet damit.',
    text: 'Dies wurde nicht gespeichert; alles zuvor Gespeicherte ist sicher. Kopieren Sie, was Sie gerade schreiben, beenden Sie Tern und starten Sie es neu.',
  },
  'queue-full': {
    title: 'Der Datenträger kommt nicht nach.',
    text: 'Dies wurde nicht gespeichert; alles zuvor Gespeicherte ist sicher. Warten Sie einen Moment und tun Sie es dann noch einmal.',
  },
  missing: {
    title: 'Eine Datei, die Tern aufbewahrt hat, ist nicht mehr auf dem Datenträger.',
    text: 'Etwas anderes hat sie entfernt. Kam sie von einem Server, ist sie noch dort und wird geholt, wenn Sie sie wieder öffnen.',
  },
  corrupt: {
    title: 'Eine Datei, die Tern aufbewahrt hat, wurde auf dem Datenträger beschädigt.',
    text: 'Die beschädigten Bytes wurden beiseitegelegt und werden nicht gezeigt. Kam sie von einem Server, ist sie noch dort und wird geholt, wenn Sie sie wieder öffnen.',
  },
  closed: {
    title: 'Die Verbindung zu {{host}} brach ab.',
    text: 'Was unterwegs war, wird wieder versucht, sobald die Verbindung zurück ist.',
  },
  cancelled: {
    title: 'Angehalten.',
    text: 'Nichts wurde geändert.',
  },
  overloaded: {
    title: 'Zu viel auf einmal.',
    text: 'Warten Sie einen Moment und versuchen Sie es erneut.',
  },
  'auth-failed': {
    title: 'Benutzername oder Passwort wurde nicht akzeptiert.',
    text: 'Prüfen Sie beides. Manche Anbieter verlangen ein App-Passwort, das Sie auf ihrer Website in den Kontoeinstellungen anlegen, oder haben dort E-Mail-Programme abgeschaltet, bis Sie sie erlauben.',
  },
  'auth-missing': {
    title: '{{host}} verlangt kein Passwort, oder keines auf eine Art, die Tern kennt.',
    text: 'Prüfen Sie, ob Server und Port die für E-Mail-Programme sind. Nichts wurde im Klartext gesendet.',
  },
  'no-safe-mechanism': {
    title: '{{host}} akzeptiert Passwörter nur im Klartext.',
    text: 'Tern hat Ihres nicht gesendet, weil es unterwegs jeder lesen könnte. Wählen Sie TLS für diesen Server.',
  },
  'server-not-verified': {
    title: '{{host}} konnte nicht beweisen, dass er Ihr Passwort kennt.',
    text: 'Vielleicht gibt sich jemand als Ihr Server aus. Nichts wurde gesendet. Prüfen Sie den Servernamen, bevor Sie es erneut versuchen.',
  },
  ...loginErrors,
  ...serverErrors,
  ...hereErrors,
  dns: {
    title: 'Es gibt keinen Server namens {{host}}.',
    text: 'Prüfen Sie die Schreibweise des Servernamens. Stimmt sie, ist vielleicht der Namensdienst (DNS) des Netzes gestört; Tern versucht es von selbst wieder.',
  },
  refused: {
    title: '{{host}} weist Verbindungen auf Port {{port}} ab.',
    text: 'Der Computer ist da, aber nichts nimmt auf diesem Port an. Prüfen Sie den Port, oder der Server startet gerade neu.',
  },
  timeout: {
    title: '{{host}} hat nicht rechtzeitig geantwortet.',
    text: 'Vielleicht ist der Server ausgefallen, oder eine Firewall verschluckt die Verbindung. Prüfen Sie Server und Port; Tern versucht es von selbst wieder.',
  },
  offline: {
    title: 'Es gibt kein Netz.',
    text: 'Vorhandene E-Mails lassen sich lesen, ordnen und beantworten. Alles geht hinaus, sobald die Verbindung zurück ist.',
  },
  intercepted: {
    title: 'Etwas antwortet anstelle von {{host}}.',
    text: 'Oft ist es die Anmeldeseite eines WLANs: Öffnen Sie eine Webseite und melden Sie sich dort an. Gesendet wurde nichts. Vorhandene E-Mails lassen sich inzwischen nutzen, und Tern versucht es von selbst wieder.',
  },
  'tls-self-signed': {
    title: '{{host}} zeigte ein Zertifikat vor, das nur für sich selbst bürgt.',
    text: 'Vielleicht hört jemand mit, oder der Betreiber des Servers hat das Zertifikat selbst ausgestellt. Nichts wurde gesendet. Ist es Ihr eigener Server, vergleichen Sie den Fingerabdruck und vertrauen Sie diesem einen Zertifikat.',
  },
  'tls-expired': {
    title: 'Das Zertifikat von {{host}} ist abgelaufen.',
    text: 'Der Betreiber hat vergessen, es zu erneuern, oder die Uhr dieses Computers geht falsch. Nichts wurde gesendet. Prüfen Sie die Uhr, dann fragen Sie den Anbieter.',
  },
  'tls-wrong-host': {
    title: '{{host}} zeigte ein Zertifikat für einen anderen Namen vor.',
    text: 'Vielleicht hört jemand mit, oder der Server ist falsch eingerichtet. Nichts wurde gesendet. Das Zertifikat nennt den Server, für den es gilt; meist hilft es, diesen Namen zu verwenden.',
  },
  'tls-untrusted': {
    title: 'Das Zertifikat von {{host}} stammt von einer Stelle, die dieser Computer nicht kennt.',
    text: 'Vielleicht hört jemand mit, oder Ihre Organisation hat eine eigene Zertifizierungsstelle. Nichts wurde gesendet. Vergleichen Sie den Fingerabdruck mit dem, den der Betreiber des Servers nennt.',
  },
  'tls-pin-changed': {
    title: '{{host}} zeigte ein anderes Zertifikat vor als das, dem Sie vertraut haben.',
    text: 'Der Betreiber hat es vielleicht ersetzt, oder jemand hört mit. Nichts wurde gesendet. Fragen Sie den Betreiber, bevor Sie dem neuen vertrauen.',
  },
  'tls-version': {
    title: '{{host}} bietet nur Verschlüsselung an, die nicht mehr sicher ist.',
    text: 'Nichts wurde gesendet. Der Anbieter muss TLS 1.2 oder neuer einschalten.',
  },
  'tls-failed': {
    title: 'Mit {{host}} kam keine verschlüsselte Verbindung zustande.',
    text: 'Nichts wurde gesendet. Prüfen Sie den Port, und ob er für TLS oder für STARTTLS ist.',
  },
  'not-tls': {
    title: '{{host}} spricht auf Port {{port}} kein TLS.',
    text: 'Vielleicht ist der Port einer für STARTTLS: 143 oder 110 für den Posteingang, 587 für den Postausgang. Nichts wurde gesendet.',
  },
  'no-starttls': {
    title: '{{host}} bietet auf diesem Port keine Verschlüsselung an.',
    text: 'Ihr Passwort wurde nicht gesendet. Versuchen Sie TLS auf Port 993 (IMAP), 995 (POP3) oder 465 (SMTP).',
  },
  'starttls-injection': {
    title: 'Jemand hat in die Verbindung zu {{host}} eingegriffen.',
    text: 'Vor Beginn der Verschlüsselung waren Befehle eingeschleust. Nichts wurde gesendet. Versuchen Sie es aus einem anderen Netz.',
  },
  'not-imap': {
    title: 'Was auf {{host}}, Port {{port}}, antwortet, ist kein IMAP-Server.',
    text: 'Prüfen Sie Server und Port. IMAP ist meist auf Port 993.',
  },
  'not-pop3': {
    title: 'Was auf {{host}}, Port {{port}}, antwortet, ist kein POP3-Server.',
    text: 'Prüfen Sie Server und Port. POP3 ist meist auf Port 995.',
  },
  'not-smtp': {
    title: 'Was auf {{host}}, Port {{port}}, antwortet, ist kein Postausgangsserver.',
    text: 'Prüfen Sie Server und Port. Gesendet wird meist auf Port 465 oder 587.',
  },
  protocol: {
    title: '{{host}} gab eine Antwort, die keinen Sinn ergibt.',
    text: 'Tern hat die Verbindung getrennt und beginnt neu. Andere Ordner und Konten laufen weiter; nichts ging verloren.',
  },
  'server-temporary': {
    title: '{{host}} kann das gerade nicht.',
    text: 'Tern versucht es von selbst wieder.',
  },
  'server-permanent': {
    title: '{{host}} lehnt ab.',
    text: 'Es noch einmal genauso zu versuchen, hilft nicht. Der Wortlaut des Servers unten nennt vielleicht den Grund.',
  },
  'greeting-refused': {
    title: '{{host}} möchte nicht mit Tern sprechen.',
    text: 'Vielleicht ist er überlastet oder hat dieses Netz eine Weile gesperrt. Tern versucht es später wieder.',
  },
  busy: {
    title: '{{host}} ist überlastet.',
    text: 'Tern wartet und versucht es von selbst wieder.',
  },
  'mailbox-locked': {
    title: 'Das Postfach wird von einem anderen Programm benutzt.',
    text: 'Tern versucht es von selbst wieder, wenn das andere Programm fertig ist.',
  },
  'mailbox-gone': {
    title: 'Der Ordner ist weg.',
    text: 'Er wurde anderswo gelöscht oder umbenannt, oder sein Konto wurde aus Tern entfernt. Wählen Sie einen anderen Ordner.',
  },
  'mailbox-has-news': {
    title: 'In dem Ordner sind E-Mails, die Sie nicht gesehen haben.',
    text: 'Deshalb wurde er nicht gelöscht. Sehen Sie ihn an (blenden Sie ihn zuerst ein, falls er ausgeblendet ist) und löschen Sie ihn dann erneut.',
  },
  'no-trash': {
    title: 'Nichts wurde gelöscht.',
    text: 'Tern kennt in diesem Konto keinen Papierkorb dafür. Werden die Ordner noch gelesen, versuchen Sie es gleich noch einmal; gibt es keinen, fragt Tern, bevor es etwas endgültig löscht.',
  },
  'no-permission': {
    title: 'Der Server erlaubt das nicht.',
    text: 'Sie haben in diesem Ordner kein Recht dazu. Die Liste zeigt wieder, was der Server hat.',
  },
  'over-quota': {
    title: 'Das Postfach auf dem Server ist voll.',
    text: 'Löschen Sie dort etwas und versuchen Sie es erneut.',
  },
  gone: {
    title: 'Die Nachricht ist nicht mehr auf dem Server.',
    text: 'Sie wurde anderswo gelöscht oder verschoben. Was von ihr bekannt ist, bleibt hier sichtbar.',
  },
  'flag-not-kept': {
    title: 'Der Server behält diese Markierung nicht.',
    text: 'Sie ist hier nur zu sehen, bis der Ordner wieder mit dem Server verglichen wird.',
  },
  'mark-stays': {
    title: 'Der Server nimmt diese Markierung nicht weg.',
    text: 'Sie bleibt an der Nachricht, hier und in anderen Programmen.',
  },
  'mark-not-shown': {
    title: 'Die Markierung ist an der Nachricht, lässt sich hier aber nicht zeigen.',
    text: 'Der Server behält sie. Tern zeigt in einem Ordner 32 verschiedene Schlagwörter, und dieser hat mehr. Andere Programme zeigen sie.',
  },
  'move-not-done': {
    title: 'Der Server sagte, er habe die Nachricht verschoben, hat es aber nicht getan.',
    text: 'Sie ist noch, wo sie war, und nichts ist verloren. Ein neuer Versuch hilft vielleicht.',
  },
  'not-proven': {
    title: 'Es ließ sich nicht beweisen, dass die Kopie angekommen ist.',
    text: 'Deshalb blieb das Original, wo es ist. Sehen Sie in den Zielordner, bevor Sie es erneut versuchen.',
  },
  'original-stays': {
    title: 'Sie wurde kopiert, aber der Server hat das Original nicht entfernt.',
    text: 'Sie ist jetzt in beiden Ordnern, und nichts ist verloren. Versuchen Sie es erneut oder löschen Sie eine davon.',
  },
  'copies-stay': {
    title: 'Das Original ist, wo es war, und im anderen Ordner bleibt eine Kopie.',
    text: 'Tern konnte nicht beweisen, dass die Kopie seine eigene ist, oder der Server behält sie. Sehen Sie sich beide an und löschen Sie die überzählige.',
  },
  'too-large': {
    title: 'Das ist größer als erlaubt.',
    text: 'Der Server oder Tern hat eine Grenze. Senden Sie es in Teilen oder als Link.',
  },
  'sender-refused': {
    title: 'Der Server lässt Sie nicht von dieser Adresse senden.',
    text: 'Wählen Sie eine Identität, die zu diesem Konto gehört.',
  },
  'recipient-refused': {
    title: 'Der Server lehnt einen Empfänger ab.',
    text: 'Prüfen Sie die Adresse. Auch den anderen wurde nichts gesendet, bis Sie entscheiden.',
  },
  'some-refused': {
    title: 'Der Server lehnt einige Empfänger ab.',
    text: 'Prüfen Sie ihre Adressen oder senden Sie nur an die anderen.',
  },
  'no-recipients': {
    title: 'Es gibt niemanden, an den gesendet werden könnte.',
    text: 'Fügen Sie einen Empfänger hinzu.',
  },
  'bad-address': {
    title: 'Eine Adresse ist nicht richtig geschrieben.',
    text: 'Berichtigen Sie sie und versuchen Sie es erneut.',
  },
  greylisted: {
    title: 'Der Server bittet um späteres Wiederkommen.',
    text: 'Das ist eine übliche Prüfung gegen Spam. Tern versucht es von selbst wieder.',
  },
  'message-refused': {
    title: 'Der Server lehnt die Nachricht ab.',
    text: 'Vielleicht hält er sie für Spam oder für zu groß. Der Wortlaut unten sagt mehr.',
  },
  'requiretls-unsupported': {
    title: '{{host}} kann verschlüsselte Verbindungen nicht durchgehend zusichern.',
    text: 'Die Nachricht wurde niemandem gesendet. Bearbeiten Sie sie und nehmen Sie den Wunsch zurück, oder senden Sie sie von einem Konto, dessen Server das kann.',
  },
  'not-supported': {
    title: '{{host}} kann nicht, was diese Nachricht braucht.',
    text: 'Senden Sie sie in einfacherer Form: einfache Buchstaben in Adressen, kürzere Zeilen.',
  },
  uncertain: {
    title: 'Es ist nicht bekannt, ob dies angekommen ist.',
    text: 'Die Verbindung brach ab, bevor der Server antwortete. Tern sieht nach, bevor es wieder etwas tut.',
  },
  'needs-consent': {
    title: 'Auf diesem Computer gibt es keinen funktionierenden Schlüsselbund.',
    text: 'Entscheiden Sie, wie das Passwort aufbewahrt werden soll.',
  },
  'needs-password': {
    title: 'Das Passwort fehlt.',
    text: 'Geben Sie es ein, um fortzufahren.',
  },
  keyring: {
    title: 'Der Schlüsselbund lässt sich nicht öffnen.',
    text: 'Vielleicht ist er gesperrt. Ihr Passwort ist noch darin; entsperren Sie ihn und versuchen Sie es erneut.',
  },
  'cache-full': {
    title: 'Der Datenträger ist voll.',
    text: 'Hier werden keine weiteren E-Mails aufbewahrt, bis Platz ist. Was Sie schreiben und tun, kommt in den dafür zurückgelegten Platz.',
  },
  'cache-failed': {
    title: 'Die lokale Kopie Ihrer E-Mails lässt sich nicht öffnen.',
    text: 'Es wird wieder versucht. Nichts von Ihnen Geschriebenes ist darin, und alles lässt sich vom Server abrufen.',
  },
  'store-lost': {
    title: 'Die lokale Kopie Ihrer E-Mails musste geschlossen werden.',
    text: 'Sie wird vom Server neu aufgebaut. Nichts von Ihnen Geschriebenes ist darin.',
  },
  'unsent-mail': {
    title: 'In diesem Konto sind ungesendete E-Mails.',
    text: 'Senden oder verwerfen Sie sie zuerst, oder entfernen Sie das Konto mit ihnen.',
  },
  'already-sent': {
    title: 'Das ist schon gesendet.',
    text: 'Es lässt sich nicht mehr zurückholen.',
  },
  'not-https': {
    title: 'Die Adresse ist keine sichere.',
    text: 'Tern holt nur über https.',
  },
  'private-address': {
    title: 'Die Adresse führt in Ihr eigenes Netz.',
    text: 'Für eine Nachricht holt Tern so etwas nicht, denn auf diese Weise werden Geräte zu Hause angegriffen.',
  },
  'bad-url': {
    title: 'Die Adresse ist nicht zu verstehen.',
    text: 'Nichts wurde geholt.',
  },
  'rest-unavailable': {
    title: 'Von dieser Nachricht lässt sich nicht mehr holen.',
    text: 'Alles ist hier, oder was fehlt, liegt auf keinem Server, den Tern kennt. Was hier ist, bleibt.',
  },
  'headers-only': {
    title: 'Von einer Nachricht sind nur die Kopfzeilen hier.',
    text: 'Sie wurde nicht verschoben, damit nichts von ihr verloren geht. Laden Sie zuerst den Rest der Nachricht und verschieben Sie sie dann erneut.',
  },
  'no-unique-ids': {
    title: '{{host}} kann seine Nachrichten nicht unterscheiden.',
    text: 'Er kennt weder UIDL noch TOP; Tern würde deshalb E-Mails doppelt abrufen. Nichts wurde abgerufen oder gelöscht.',
  },
  'not-a-container': {
    title: 'Diese Datei lässt sich nicht öffnen.',
    text: 'Sie nennt sich winmail.dat, aber nichts darin ließ sich lesen. Sie lässt sich trotzdem speichern, wie sie ist.',
  },
  'not-found': {
    title: 'Das ist nicht da.',
    text: 'Vielleicht wurde es inzwischen verschoben oder gelöscht.',
  },
  'server-limit': {
    title: '{{host}} hat mehr gesendet, als Tern annimmt.',
    text: 'Eine Grenze schützt den Speicher dieses Computers. Tern hat die Verbindung getrennt; nichts ging verloren.',
  },
};
