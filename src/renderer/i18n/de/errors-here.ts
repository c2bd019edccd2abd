import type { hereErrors as english } from '../en/errors-here';
import type { Translation } from '../translation';

export const hereErrors: Translation<typeof english> = {
  'letter-sealed': {
    title: 'Diese Nachricht war verschlüsselt.',
    text: 'Eine Antwort darauf ginge unverschlüsselt hinaus, mit ihren Worten darin. Nichts wurde geschrieben.',
  },
  'key-locked': {
    title: 'Ihr geheimer Schlüssel ist verschlossen.',
    text: 'Geben Sie seine Passphrase in den Einstellungen unter Verschlüsselung ein und versuchen Sie es noch einmal.',
  },
  'keys-missing': {
    title: 'Sie kann nicht für alle verschlüsselt werden.',
    text: 'Für {{addresses}} ist kein verwendbarer Schlüssel hier. Nichts wurde gesendet; die Nachricht ist noch ein Entwurf.',
  },
  'own-key-missing': {
    title: 'Für {{address}} gibt es keinen geheimen Schlüssel.',
    text: 'Nichts wurde gesendet. Erzeugen oder importieren Sie einen Schlüssel in den Einstellungen unter Verschlüsselung, oder senden Sie die Nachricht ohne beides.',
  },
  'own-key-unusable': {
    title: 'Ihr Schlüssel für {{address}} kann nicht verwendet werden.',
    text: 'Er ist abgelaufen, widerrufen oder nicht dafür gemacht. Nichts wurde gesendet; die Nachricht ist noch ein Entwurf.',
  },
  'too-large-to-protect': {
    title: 'Die Nachricht ist zu groß, um verschlüsselt oder signiert zu werden.',
    text: 'Mit ihren Anhängen darf sie etwa 20 MB haben. Nichts wurde gesendet; die Nachricht ist noch ein Entwurf.',
  },
  'letter-unreadable': {
    title: 'Die Nachricht kann nicht wieder geöffnet werden.',
    text: 'Sie ist verschlüsselt, und der Schlüssel dafür ist nicht mehr hier. Sie wartet weiter im Postausgang.',
  },
  'no-keys-found': {
    title: 'Darin ist kein OpenPGP-Schlüssel.',
    text: 'Nichts wurde geändert. Ein Schlüssel beginnt mit „-----BEGIN PGP PUBLIC KEY BLOCK-----“ oder „PRIVATE“.',
  },
  'key-damaged': {
    title: 'Der Schlüssel lässt sich nicht lesen.',
    text: 'Nichts wurde geändert. Vielleicht ist er abgeschnitten; bitten Sie noch einmal darum.',
  },
  'key-too-large': {
    title: 'Der Schlüssel ist zu groß.',
    text: 'Nichts wurde geändert. Vielleicht hat ihn jemand mit Signaturen überschwemmt; bitten Sie den Besitzer um einen sauberen.',
  },
  'too-many-keys': {
    title: 'Es sind so viele Schlüssel da, wie Tern aufbewahrt.',
    text: 'Entfernen Sie einige, die Sie nicht brauchen.',
  },
  'other-key': {
    title: 'Für diese Adresse gilt ein anderer Schlüssel.',
    text: 'Nichts wurde geändert. Vergleichen Sie die Fingerabdrücke und wählen Sie den richtigen.',
  },
  'key-unprotected': {
    title: 'Dieser geheime Schlüssel hat keine Passphrase.',
    text: 'Tern bewahrt geheime Schlüssel verschlossen auf. Wählen Sie eine Passphrase für ihn.',
  },
  'key-gone': {
    title: 'Dieser Schlüssel wurde inzwischen entfernt.',
    text: 'Nichts wurde geändert.',
  },
  'wrong-passphrase': {
    title: 'Diese Passphrase öffnet den Schlüssel nicht.',
    text: 'Nichts wurde geändert. Versuchen Sie es noch einmal; Groß- und Kleinschreibung zählen.',
  },
  'account-gone': {
    title: 'Dieses Konto ist nicht mehr in Tern.',
    text: 'Es wurde inzwischen entfernt. Seine E-Mails auf dem Server sind unberührt.',
  },
  'account-removed': {
    title: 'Das andere Konto wurde aus Tern entfernt.',
    text: 'Was bis dahin auf seinem Server ankam, bleibt dort. Alles andere ist, wo es war.',
  },
  'gave-up': {
    title: 'Tern versucht nicht länger, dies zu senden.',
    text: 'Der Server war etwa zwei Tage lang nicht erreichbar oder bat um späteres Wiederkommen. Nichts wurde zugestellt. Senden Sie es jetzt, um neu zu beginnen.',
  },
  'waited-long': {
    title: 'Dies wartet hier seit Tagen.',
    text: 'Nichts geht hinaus, bis Sie es sagen.',
  },
  'no-account': {
    title: 'Es gibt kein Konto, von dem sich schreiben lässt.',
    text: 'Was Sie geschrieben haben, bleibt erhalten. Fügen Sie ein Konto hinzu oder wählen Sie einen anderen Absender.',
  },
  'no-unsubscribe': {
    title: 'Diese Nachricht sagt nicht mehr, wie man ihre Liste verlässt.',
    text: 'Niemandem wurde etwas mitgeteilt. Öffnen Sie eine andere Nachricht der Liste oder suchen Sie, welchen Weg sie selbst anbietet.',
  },
  'local-only': {
    title: 'Die E-Mails dieses Ordners gibt es nur hier.',
    text: 'Es gibt keinen Server, den man fragen könnte.',
  },
  'never-synchronised': {
    title: 'Dieser Ordner wurde noch nicht abgerufen.',
    text: 'Öffnen Sie ihn und versuchen Sie es erneut, wenn seine Nachrichten da sind.',
  },
  running: {
    title: 'Das geschieht gerade.',
    text: 'Warten Sie, bis es fertig ist; dann lässt es sich rückgängig machen.',
  },
  'no-message-id': {
    title: 'Diese Nachrichten lassen sich nicht von anderen unterscheiden.',
    text: 'Sie haben keine Message-ID, an der sie und ihre Antworten zu erkennen wären. Nichts wurde getan.',
  },
  'rule-broken': {
    title: 'Ein Ordner, den diese Regel braucht, ist weg.',
    text: 'Nichts wurde getan. Wählen Sie einen anderen Ordner und führen Sie sie erneut aus.',
  },
  'too-many-snoozed': {
    title: 'Es sind zu viele Nachrichten zurückgestellt.',
    text: 'Nichts wurde geändert. Holen Sie einige zurück oder stellen Sie weniger auf einmal zurück.',
  },
  'not-in-inbox': {
    title: 'Nur was in einem Posteingang ist, lässt sich zurückstellen.',
    text: 'Nichts wurde geändert. Verschieben Sie es zuerst in den Posteingang.',
  },
  'not-sent': {
    title: 'Nur auf Antworten auf gesendete Nachrichten kann gewartet werden.',
    text: 'Es wurde nichts geändert.',
  },
  'already-answered': {
    title: 'Es hat schon jemand geantwortet.',
    text: 'Es wurde nichts geändert. Die Antwort steht in der Konversation und lässt sich zurückstellen.',
  },
  'too-many-blocked': {
    title: 'Die Liste der blockierten Absender ist voll.',
    text: 'Nichts wurde geändert. Geben Sie einige frei, von denen nichts mehr kommt, oder blockieren Sie deren ganze Domain.',
  },
  'identity-gone': {
    title: 'Den Absender, als der dies geschrieben wurde, gibt es nicht mehr.',
    text: 'Gesendet wurde nichts. Wählen Sie bei „Von“, von wem es kommt.',
  },
  'draft-gone': {
    title: 'Dieser Entwurf ist nicht mehr hier.',
    text: 'Er wurde inzwischen gesendet oder verworfen, vielleicht in einem anderen Fenster.',
  },
  'attachment-missing': {
    title: 'Ein Anhang ist nicht mehr auf diesem Computer.',
    text: 'Nichts wurde gesendet. Hängen Sie ihn noch einmal an oder nehmen Sie ihn heraus und senden Sie dann erneut.',
  },
  'too-many-templates': {
    title: 'Es gibt schon so viele Vorlagen, wie Tern aufbewahrt.',
    text: 'Der Brief bleibt, wie er ist. Entfernen Sie eine Vorlage, die Sie nicht mehr brauchen, und speichern Sie diese erneut.',
  },
  'template-too-large': {
    title: 'Für eine Vorlage ist das zu lang.',
    text: 'Der Brief bleibt, wie er ist. Ein langer Text ist als angehängte Datei besser aufgehoben.',
  },
  'template-gone': {
    title: 'Diese Vorlage ist nicht mehr hier.',
    text: 'Sie wurde inzwischen entfernt, vielleicht in einem anderen Fenster. Sonst wurde nichts geändert.',
  },
  'template-file-missing': {
    title: 'Eine Datei dieser Vorlage ist nicht mehr auf diesem Computer.',
    text: 'Die Vorlage wurde nicht gespeichert. Hängen Sie die Datei noch einmal an oder nehmen Sie sie heraus und speichern Sie erneut.',
  },
  'no-receipt-wanted': {
    title: 'Diese Nachricht verlangt keine Bestätigung.',
    text: 'Nichts wurde gesendet.',
  },
  'no-invitation': {
    title: 'Diese Einladung lässt sich nicht beantworten.',
    text: 'Sie sagt nicht, an wen die Antwort geht, oder ist keine Einladung. Nichts wurde gesendet.',
  },
};
