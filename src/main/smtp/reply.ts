/** An enhanced status code, `class.subject.detail` (RFC 3463). */
export interface EnhancedStatus {
  readonly class: 2 | 4 | 5;
  readonly subject: number;
  readonly detail: number;
}

/** One complete reply (RFC 5321 §4.2). Its text is the server's: untrusted, plain. */
export interface Reply {
  /** 200 … 599. */
  readonly code: number;
  readonly enhanced: EnhancedStatus | null;
  /** The text of each line, without the codes. */
  readonly lines: readonly string[];
}

const ENHANCED = /^([245])\.(\d{1,3})\.(\d{1,3})(?:\s|$)/;

/**
 * Makes a reply of its lines. The enhanced code is read wherever it stands, advertised or not: it is only believed
 * when its class agrees with the reply's (RFC 2034 §4).
 */
export function makeReply(code: number, rawLines: readonly string[]): Reply {
  const found = ENHANCED.exec(rawLines[0] ?? '');
  const enhanced =
    found && Number(found[1]) === Math.floor(code / 100)
      ? { class: Number(found[1]) as 2 | 4 | 5, subject: Number(found[2]), detail: Number(found[3]) }
      : null;
  const lines = enhanced ? rawLines.map((line) => line.replace(ENHANCED, '')) : rawLines;
  return { code, enhanced, lines };
}

export const isPositive = (reply: Reply): boolean => reply.code >= 200 && reply.code < 300;
export const isTransient = (reply: Reply): boolean => reply.code >= 400 && reply.code < 500;
export const isPermanent = (reply: Reply): boolean => reply.code >= 500;

/** `5.1.1`, or an empty string. */
export const enhancedText = ({ enhanced }: Reply): string =>
  enhanced === null ? '' : `${enhanced.class}.${enhanced.subject}.${enhanced.detail}`;

const MAX_SHOWN = 2_000;

/** The server's words in one line for people to read: no control characters, not endless. */
export function replyText(reply: Reply): string {
  const text = reply.lines
    .join(' ')
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim();
  const codes = `${reply.code} ${enhancedText(reply)}`.trim();
  return `${codes} ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`.trim();
}
