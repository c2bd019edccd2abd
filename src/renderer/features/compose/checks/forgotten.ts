/** Words by which people announce an attachment, in the languages Tern's readers write; whole words only. */
const WORDS = [
  // English
  'attached', 'attachment', 'attachments', 'attaching', 'enclosed', 'i attach', 'see attached', 'find attached',
  // German
  'anhang', 'angehängt', 'angehangen', 'anbei', 'beigefügt', 'beigelegt', 'anlage',
  // French
  'ci-joint', 'ci-jointe', 'ci-joints', 'pièce jointe', 'pièces jointes', 'en pj',
  // Spanish, Portuguese, Italian
  'adjunto', 'adjunta', 'adjuntos', 'anexo', 'anexos', 'em anexo', 'segue anexo', 'allegato', 'allegati', 'in allegato',
  // Dutch, Danish, Swedish, Norwegian, Finnish
  'bijlage', 'bijgevoegd', 'vedhæftet', 'bifogad', 'bifogat', 'vedlagt', 'vedlegg', 'liitteenä', 'liite',
  // Polish, Czech, Slovak, Hungarian, Romanian
  'załącznik', 'w załączniku', 'załączam', 'v příloze', 'přiloženo', 'přikládám', 'v prílohe', 'csatolva', 'mellékelten', 'atașat', 'atașament',
  // Greek, Russian, Ukrainian, Turkish
  'συνημμένο', 'συνημμένα', 'επισυνάπτω', 'во вложении', 'вложение', 'прикрепил', 'прикрепила', 'прилагаю', 'у вкладенні', 'додаю файл', 'ekte', 'ektedir', 'ekli dosya',
]; // prettier-ignore
/** Scripts that set no spaces between words, or where a prefix clings to the word. */
const PIECES = [
  '添付',
  '附件',
  '附上',
  '随信',
  '첨부',
  'مرفق',
  'المرفقات',
  'מצורף',
  'מצורפת',
  'संलग्न',
  'แนบไฟล์',
];

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+');
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${WORDS.map(escape).join('|')})(?![\\p{L}\\p{N}])|${PIECES.map(escape).join('|')}`,
  'iu',
);

/**
 * The word by which a text announces an attachment, or null. Looks at what was typed only: quoted lines and the
 * signature say things of other letters.
 */
export function announcesAttachment(text: string, subject: string): string | null {
  const own = text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
    .split(/^-- ?$/m)[0];
  return PATTERN.exec(`${subject}\n${own ?? ''}`)?.[0] ?? null;
}
