import type { serverErrors as english } from '../en/errors-server';
import type { Translation } from '../translation';

export const serverErrors: Translation<typeof english> = {
  'authorization-failed': {
    title: '{{host}} kennt Sie, lässt Sie aber nicht hinein.',
    text: 'Das Passwort stimmt; dieses Konto darf so nicht benutzt werden. Der Betreiber des Servers kann das ändern.',
  },
  'auth-expired': {
    title: 'Das Passwort gilt nicht mehr.',
    text: 'Legen Sie auf der Website des Anbieters ein neues fest und geben Sie es dann hier ein. Nichts ging verloren.',
  },
  'login-refused': {
    title: '{{host}} lässt Sie im Moment nicht hinein.',
    text: 'Er sagt nicht, dass das Passwort falsch ist. Tern versucht es von selbst wieder; der Wortlaut des Servers unten nennt vielleicht den Grund.',
  },
  'auth-required': {
    title: '{{host}} verlangt eine Anmeldung, bevor er E-Mails annimmt.',
    text: 'Geben Sie in den Kontoeinstellungen Benutzername und Passwort für ausgehende E-Mails ein. Was Sie geschrieben haben, wartet im Postausgang.',
  },
  'encryption-required': {
    title: '{{host}} verlangt eine verschlüsselte Verbindung.',
    text: 'Wählen Sie in den Kontoeinstellungen TLS oder STARTTLS für diesen Server. Nichts ging verloren.',
  },
  'contact-admin': {
    title: '{{host}} braucht die Hilfe seines Betreibers.',
    text: 'Der Wortlaut unten ist für ihn bestimmt. Nichts ging verloren; Tern versucht es von selbst wieder.',
  },
  'over-limit': {
    title: '{{host}} tut im Moment nichts mehr für Sie.',
    text: 'Viele Server begrenzen, wie viel man in einer gewissen Zeit tun darf oder wie viele Programme verbunden sind. Tern wartet und versucht es von selbst wieder; nichts ging verloren.',
  },
  'has-children': {
    title: 'In diesem Ordner sind weitere Ordner.',
    text: 'Nichts wurde gelöscht. Löschen oder verschieben Sie zuerst diese.',
  },
  'already-exists': {
    title: 'Einen Ordner dieses Namens gibt es schon.',
    text: 'Nichts wurde geändert. Wählen Sie einen anderen Namen.',
  },
  cannot: {
    title: 'Mit diesem Ordner geht das nicht.',
    text: 'Vielleicht hat er eine Aufgabe wie der Posteingang, oder der Name enthält ein Zeichen, das nicht erlaubt ist. Nichts wurde geändert.',
  },
  'no-inbox': {
    title: 'Dieses Konto hat keinen Posteingang.',
    text: 'Nichts wurde verschoben. Wählen Sie einen anderen Ordner.',
  },
  corruption: {
    title: '{{host}} meldet, dass in seinem eigenen Speicher etwas beschädigt ist.',
    text: 'Nichts wurde geändert. Der Betreiber des Servers sollte es wissen; der Wortlaut steht unten.',
  },
  'server-hides-mail': {
    title: '{{host}} listet weniger Nachrichten auf, als er zählt.',
    text: 'Daraufhin wird hier nichts gelöscht: Was Sie haben, bleibt. Versuchen Sie es später erneut.',
  },
  'message-mismatch': {
    title: 'Der Server hat an dieser Stelle eine andere Nachricht.',
    text: 'Nichts wurde geändert, damit nicht die falsche Nachricht betroffen ist. Sehen Sie sich den Ordner noch einmal an und wiederholen Sie es dann.',
  },
  'message-unreadable': {
    title: '{{host}} kann diese Nachricht selbst nicht lesen.',
    text: 'Er gab nichts von ihrem Text heraus; deshalb wurde nichts fortgebracht, und das Original bleibt, wo es ist. Der Betreiber des Servers kann sie reparieren.',
  },
  'draft-not-removed': {
    title: 'Eine frühere Fassung des Entwurfs bleibt auf dem Server.',
    text: 'Der Server hat abgelehnt, sie zu entfernen. Nichts ging verloren; löschen Sie sie im Ordner „Entwürfe“.',
  },
  'part-missing': {
    title: 'Dieser Teil der Nachricht ist nicht da.',
    text: 'Der Server weiß nichts mehr davon. Die anderen Teile lassen sich lesen.',
  },
  truncated: {
    title: '{{host}} hat weniger von einer Nachricht gesendet als angekündigt.',
    text: 'Was kam, gilt nicht als das Ganze. Versuchen Sie es erneut; die Nachricht selbst ist auf dem Server unberührt.',
  },
  'no-such-mailbox': {
    title: 'Diese Adresse gibt es nicht.',
    text: 'Das sagt der Server über einen Empfänger. Prüfen Sie die Schreibweise, berichtigen Sie sie und senden Sie erneut.',
  },
  'mailbox-disabled': {
    title: 'Das Postfach eines Empfängers ist abgeschaltet.',
    text: 'Es nimmt keine E-Mails an. Erfragen Sie eine andere Adresse, dann bearbeiten und senden Sie erneut.',
  },
  'mailbox-full': {
    title: 'Das Postfach eines Empfängers ist voll.',
    text: 'Es nimmt erst wieder E-Mails an, wenn Platz ist. Senden Sie später erneut.',
  },
  'too-many-recipients': {
    title: '{{host}} sendet nicht an so viele Personen auf einmal.',
    text: 'Senden Sie an weniger Personen gleichzeitig.',
  },
  policy: {
    title: 'Die Nachricht verstößt gegen die Regeln des Servers.',
    text: 'Oft liegt es an der Absenderadresse oder an etwas im Text. Der Wortlaut des Servers unten sagt vielleicht, woran.',
  },
  'some-later': {
    title: 'Der Server bittet für einige Empfänger um späteres Wiederkommen.',
    text: 'Die anderen sind bedient. Tern versucht es von selbst wieder, nur für die übrigen.',
  },
};
