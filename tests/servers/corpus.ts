/** Deterministic mail for large mailboxes: threads, several scripts, text, HTML and attachments, 0.6 to 4 KB each. */
export interface CorpusMessage {
  readonly raw: string;
  /** ms since 1970. */
  readonly internalDate: number;
  readonly flags: readonly string[];
}

export interface CorpusOptions {
  readonly count: number;
  readonly seed?: number;
  /** The newest message's date; the others go back ten minutes each. */
  readonly newest?: number;
  readonly to?: string;
}

const NAMES = [
  'Bo Ek',
  'Jana Nováková',
  'Eleni Papadaki',
  'Иван Петров',
  '山田 花子',
  'Marta Kowalska',
  'Tom Baker',
  'Aoife Byrne',
  'Luca Conti',
  'نور حداد',
  'Noa Levi',
  'Sven Åkerman',
  'Priya Nair',
  'Jonas Weber',
  'Inés Ortega',
  'Kwame Mensah',
];
const TOPICS = [
  'Minutes of the harbour meeting',
  'Invoice for March',
  'Tide tables',
  'Příprava výletu',
  'Σχέδιο για το ταξίδι',
  'Смета на ремонт',
  '次の会議について',
  'Lunch on Thursday?',
  'Photos from the crossing',
  'Draft of chapter two',
  'Re-painting the hull',
  'Weekly report',
  'Question about the berth',
  'Your order has shipped',
  'Choir rehearsal moved',
];
const WORDS =
  'we met at the quay and looked at the boat which needs new rope some paint and a patient person to look after it before spring comes and the ferry runs again every hour'.split(
    ' ',
  );

/** A small generator of repeatable numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
const encodeWord = (text: string): string =>
  isAscii(text) ? text : `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;

/** The messages from the oldest to the newest. Message `n` of a seed is the same whatever the count… of what follows. */
export function* corpus({
  count,
  seed = 1,
  newest = Date.UTC(2026, 2, 17, 9),
  to = 'ada@tern.test',
}: CorpusOptions): Generator<CorpusMessage> {
  const next = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const open: Array<{ id: string; references: string[]; topic: string }> = [];
  for (let n = 0; n < count; n += 1) {
    const at = newest - (count - 1 - n) * 600_000;
    const name = pick(NAMES);
    const id = `<c${seed}.${n}@corpus.tern.test>`;
    const parent = open.length > 0 && next() < 0.45 ? pick(open) : null;
    const topic = parent?.topic ?? `${pick(TOPICS)} ${n}`;
    const thread = {
      id,
      references: [...(parent?.references ?? []), ...(parent === null ? [] : [parent.id])].slice(-12),
      topic,
    };
    open.push(thread);
    if (open.length > 40) open.shift();
    const header = [
      `Return-Path: <sender${n % 97}@corpus.tern.test>`,
      `Received: from mx.corpus.tern.test by mail.tern.test with ESMTPS id ${n.toString(36)}; ${rfcDate(at)}`,
      `Message-ID: ${id}`,
      ...(parent === null ? [] : [`In-Reply-To: ${parent.id}`, `References: ${thread.references.join(' ')}`]),
      `From: ${isAscii(name) ? `"${name}"` : encodeWord(name)} <sender${n % 97}@corpus.tern.test>`,
      `To: Ada <${to}>`,
      `Subject: ${encodeWord(parent === null ? topic : `Re: ${topic}`)}`,
      `Date: ${rfcDate(at)}`,
      'MIME-Version: 1.0',
    ];
    const kind = next();
    const text = paragraph(next, 30 + Math.floor(next() * 120));
    const body = kind < 0.55 ? plain(text) : kind < 0.85 ? alternative(text, n) : withAttachment(text, n);
    const isRead = next() < 0.8;
    const flags = [
      ...(isRead ? ['\\Seen'] : []),
      ...(next() < 0.05 ? ['\\Flagged'] : []),
      ...(next() < 0.1 ? ['\\Answered'] : []),
    ];
    yield { raw: `${header.join('\r\n')}\r\n${body}`, internalDate: at, flags };
  }
}

function paragraph(next: () => number, words: number): string {
  let text = '';
  let line = 0;
  for (let i = 0; i < words; i += 1) {
    const word = WORDS[Math.floor(next() * WORDS.length)] ?? 'boat';
    line += word.length + 1;
    text += line > 72 ? `\r\n${word}` : i === 0 ? word : ` ${word}`;
    if (line > 72) line = word.length;
  }
  return `${text}.\r\n`;
}
const plain = (text: string): string =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text}`;
const part = (boundary: string, content: string): string => `--${boundary}\r\n${content}\r\n`;
const alternative = (text: string, n: number): string =>
  `Content-Type: multipart/alternative; boundary="alt-${n}"\r\n\r\n${part(`alt-${n}`, plain(text))}${part(
    `alt-${n}`,
    `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<html><body><p>${text}</p></body></html>\r\n`,
  )}--alt-${n}--\r\n`;
const withAttachment = (text: string, n: number): string =>
  `Content-Type: multipart/mixed; boundary="mix-${n}"\r\n\r\n${part(`mix-${n}`, plain(text))}${part(
    `mix-${n}`,
    `Content-Type: application/pdf; name="report-${n}.pdf"\r\nContent-Disposition: attachment; filename="report-${n}.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`%PDF-1.4 ${n} ${text}`).toString('base64').replace(/.{76}/g, '$&\r\n')}`,
  )}--mix-${n}--\r\n`;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** RFC 5322 date in UTC. */
export function rfcDate(ms: number): string {
  const d = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${DAYS[d.getUTCDay()] ?? ''}, ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()] ?? ''} ${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000`;
}
