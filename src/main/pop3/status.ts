/** The first line of every answer (RFC 1939 §3). Its text is the server's: untrusted, plain. */
export interface Status {
  readonly ok: boolean;
  /** Without `+OK`/`-ERR` and without the response code. */
  readonly text: string;
  /** Response code in upper case, e.g. `IN-USE`, `SYS/TEMP`, `AUTH` (RFC 2449 §8, RFC 3206). */
  readonly code: string | null;
}

const STATUS = /^(\+OK|-ERR)(?:\s+(.*))?$/is;
const CODE = /^\[([A-Za-z0-9][A-Za-z0-9/_.-]*)[^\]]*\]\s*/;

/** @returns null when the line is no status. */
export function parseStatus(line: string): Status | null {
  const found = STATUS.exec(line);
  if (!found) return null;
  const rest = found[2] ?? '';
  const code = CODE.exec(rest);
  return {
    ok: (found[1] ?? '').toUpperCase() === '+OK',
    text: code ? rest.slice(code[0].length) : rest,
    code: code ? (code[1] ?? '').toUpperCase() : null,
  };
}

const MAX_SHOWN = 2_000;

/** The server's words for people to read: no control characters, not endless. */
export function statusText({ text, code }: Status): string {
  const words = text
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim()
    .slice(0, MAX_SHOWN);
  return code === null ? words : `[${code}] ${words}`.trim();
}

/** The timestamp that APOP signs (RFC 1939 §7): anywhere in the greeting (MailKit #529). */
export function apopTimestamp(greeting: Status): string | null {
  return /<[^<>\s@]{1,200}@[^<>\s]{1,200}>/.exec(greeting.text)?.[0] ?? null;
}
