import type { Action, Output } from './script';

const lie = (change: (output: Output) => Output): Action => ({ do: 'rewrite', with: change });

/** COPYUID names other destination UIDs than the true ones (scenario A7). */
export const wrongCopyUid = (shift = 1000): Action =>
  lie(({ data, reply }) => {
    const change = (text: string): string =>
      text.replace(
        /(\[COPYUID \d+ \S+ )([\d:,]+)\]/g,
        (_, head: string, set: string) => `${head}${set.replace(/\d+/g, (n) => String(Number(n) + shift))}]`,
      );
    return { data: change(data), reply: change(reply) };
  });
/** APPENDUID names another UID than the true one. */
export const wrongAppendUid = (shift: number): Action =>
  lie(({ data, reply }) => ({
    data,
    reply: reply.replace(
      /(\[APPENDUID \d+ )(\d+)/,
      (_, head: string, n: string) => head + String(Math.max(1, Number(n) + shift)),
    ),
  }));
/** UIDPLUS is advertised, yet COPYUID and APPENDUID never come. */
export const withoutUidPlusCodes = (): Action =>
  lie(({ data, reply }) => {
    const strip = (text: string): string => text.replace(/\[(?:COPYUID|APPENDUID)[^\]]*\] ?/g, '');
    return { data: strip(data), reply: strip(reply) };
  });
/** Exchange: empty sets in COPYUID (quirk M5). */
export const emptyCopyUid = (): Action =>
  lie(({ data, reply }) => {
    const empty = (text: string): string => text.replace(/\[COPYUID (\d+)[^\]]*\]/g, '[COPYUID $1  ]');
    return { data: empty(data), reply: empty(reply) };
  });
/** SELECT without UIDNEXT (163.com, quirk U8), and STATUS too. */
export const withoutUidNext = (): Action =>
  lie(({ data, reply }) => ({
    data: data
      .replace(/\* OK \[UIDNEXT \d+\][^\r]*\r\n/g, '')
      .replace(/^(\* STATUS [^\r]*?)UIDNEXT \d+ ?/gm, '$1'),
    reply,
  }));
/** UIDNEXT is lower than it is: numbers that are given away already. */
export const uidNextBehind = (by: number): Action =>
  lie(({ data, reply }) => ({
    data: data.replace(/\bUIDNEXT (\d+)/g, (_, n: string) => `UIDNEXT ${Math.max(1, Number(n) - by)}`),
    reply,
  }));
/** `VANISHED (EARLIER)` for everything at a QRESYNC SELECT (scenario B7). */
export const vanishedEverything = (): Action =>
  lie(({ data, reply }) => ({
    data: `${data.replace(/\* VANISHED[^\r]*\r\n/g, '')}* VANISHED (EARLIER) 1:4294967295\r\n`,
    reply,
  }));
/** HIGHESTMODSEQ and MODSEQ smaller than they are (scenario B8). */
export const modseqBackwards = (by: number): Action =>
  lie(({ data, reply }) => {
    const lower = (n: string): string => String(Math.max(1, Number(n) - by));
    return {
      data: data
        .replace(/(\[HIGHESTMODSEQ )(\d+)/g, (_, head: string, n: string) => head + lower(n))
        .replace(/(MODSEQ \()(\d+)/g, (_, head: string, n: string) => head + lower(n)),
      reply,
    };
  });
/** Zoho: MODSEQ −1 (quirk Z1). */
export const modseqNegative = (): Action =>
  lie(({ data, reply }) => ({ data: data.replace(/MODSEQ \(\d+\)/g, 'MODSEQ (-1)'), reply }));
/** Yahoo: SEARCH stops after so many results without saying so (quirk Y1). */
export const truncatedSearch = (limit: number): Action =>
  lie(({ data, reply }) => ({
    data: data.replace(
      /\* SEARCH((?: \d+)*)/g,
      (_, numbers: string) =>
        `* SEARCH${numbers
          .split(' ')
          .slice(0, limit + 1)
          .join(' ')}`,
    ),
    reply,
  }));
/** The first literal of the answer has fewer octets than announced; the rest follows as if nothing were (Domino, D2). */
export const shortLiteral = (missing = 2): Action =>
  lie(({ data, reply }) => {
    const match = /\{(\d+)\}\r\n/.exec(data);
    if (match === null) return { data, reply };
    const start = match.index + match[0].length;
    const end = start + Number(match[1]);
    return { data: data.slice(0, Math.max(start, end - missing)) + data.slice(end), reply };
  });
/** A tagged OK without any data at all. */
export const noData = (): Action => lie(({ reply }) => ({ data: '', reply }));
/** iCloud: ENABLE is answered OK without `* ENABLED` (quirk A3). */
export const withoutEnabled = (): Action =>
  lie(({ data, reply }) => ({ data: data.replace(/\* ENABLED[^\r]*\r\n/g, ''), reply }));
/** The bytes of a capability that a proxy or a bug puts into the data (quirk A1). */
export const extraUntagged = (line: string): Action => ({ do: 'inject', bytes: `${line}\r\n`, at: 'start' });
/** What was asked of a message's text and header comes as NIL, and its size not at all: a server that can't read its file. */
export const withoutSections = (uid: number): Action =>
  lie(({ data, reply }) => {
    let out = '';
    let rest = data;
    const head = /\* \d+ FETCH \(UID (\d+) [^\r]*\r\n/;
    for (let match = head.exec(rest); match; match = head.exec(rest)) {
      out += rest.slice(0, match.index);
      let end = match.index + match[0].length;
      let line = match[0];
      // A line that ends with a literal goes on behind it.
      for (let size = /\{(\d+)\}\r\n$/.exec(line); size; size = /\{(\d+)\}\r\n$/.exec(line)) {
        const after = end + Number(size[1]);
        const next = rest.indexOf('\r\n', after) + 2;
        line =
          line.slice(0, size.index) +
          (Number(match[1]) === uid ? 'NIL' : `${size[0]}${rest.slice(end, after)}`) +
          rest.slice(after, next);
        end = next;
      }
      out += Number(match[1]) === uid ? line.replace(/ RFC822\.SIZE \d+/, '') : line;
      rest = rest.slice(end);
    }
    return { data: out + rest, reply };
  });
