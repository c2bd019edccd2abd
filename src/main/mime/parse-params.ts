import { concatOctets } from '@shared/util/octets';
import { toUtf8 } from './bytes';
import { decodeCharset } from './charset';
import { cleanLine } from './clean-text';
import { decodeWords, hexPair } from './decode-header';

/** A structured header value: `text/plain; charset=utf-8; name="a.txt"`. */
export interface ParameterValue {
  /** Lower-case. */
  readonly value: string;
  /** Lower-case names; values decoded to Unicode. */
  readonly params: Readonly<Record<string, string>>;
}

const MAX_PARAMS = 1000;

interface Piece {
  readonly number: number;
  readonly encoded: boolean;
  readonly text: string;
}

/**
 * Content-Type and Content-Disposition values (RFC 2045 §5.1) with continuations and charsets (RFC 2231); encoded
 * words in a value are decoded too, as most mailers write them. The first of equal parameters wins; an extended
 * parameter wins over its plain fallback (RFC 6266 §4.3).
 */
export function parseParameters(text: string): ParameterValue {
  const tokens = splitParameters(text);
  const params: Record<string, string> = Object.create(null) as Record<string, string>;
  const extended = new Map<string, Piece[]>();
  for (const token of tokens.slice(1, MAX_PARAMS)) {
    const equals = token.indexOf('=');
    if (equals < 1) continue;
    const name = token.slice(0, equals).trim().toLowerCase();
    const value = unquote(token.slice(equals + 1).trim());
    const match = /^([^*]+)\*(?:(\d{1,5})(\*)?)?$/.exec(name);
    if (!match) {
      params[name] ??= cleanLine(decodeWords(value));
      continue;
    }
    const key = match[1] ?? '';
    const pieces = extended.get(key) ?? [];
    extended.set(key, pieces);
    pieces.push({
      number: Number(match[2] ?? 0),
      encoded: match[2] === undefined || match[3] === '*',
      text: value,
    });
  }
  for (const [name, pieces] of extended) {
    const value = cleanLine(joinPieces(pieces));
    if (value !== '') params[name] = value;
  }
  return { value: (tokens[0] ?? '').trim().toLowerCase(), params: { ...params } };
}

function joinPieces(pieces: readonly Piece[]): string {
  const seen = new Set<number>();
  const ordered = pieces
    .filter(({ number }) => !seen.has(number) && seen.add(number))
    .sort((a, b) => a.number - b.number);
  let charset = '';
  const bytes: Uint8Array[] = [];
  for (const [i, { text, encoded }] of ordered.entries()) {
    let rest = text;
    const marks = i === 0 && encoded ? /^([^']*)'[^']*'/.exec(text) : null;
    if (marks) {
      charset = marks[1] ?? '';
      rest = text.slice(marks[0].length);
    }
    bytes.push(encoded ? fromPercent(rest) : toUtf8(rest));
  }
  const text = decodeCharset(concatOctets(bytes), charset || 'utf-8').text;
  return charset === '' ? decodeWords(text) : text;
}

function fromPercent(text: string): Uint8Array {
  const raw = toUtf8(text);
  const out: number[] = [];
  for (let at = 0; at < raw.length; at++) {
    const value = raw[at] === 0x25 ? hexPair(raw, at + 1) : -1;
    out.push(value >= 0 ? value : (raw[at] as number));
    if (value >= 0) at += 2;
  }
  return Uint8Array.from(out);
}

/** Splits at semicolons outside of quoted strings and comments; comments are dropped. */
function splitParameters(text: string): string[] {
  const tokens: string[] = [];
  let token = '';
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\\' && (quoted || depth > 0) && i + 1 < text.length) {
      if (depth === 0) token += character + (text[i + 1] as string);
      i++;
    } else if (depth > 0) {
      if (character === '(') depth++;
      else if (character === ')') depth--;
    } else if (character === '"') {
      quoted = !quoted;
      token += character;
    } else if (character === '(' && !quoted && (token === '' || token.endsWith(' ') || token.endsWith('\t')))
      depth++;
    else if (character === ';' && !quoted) {
      tokens.push(token);
      token = '';
    } else token += character;
  }
  tokens.push(token);
  return tokens;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  const end = value.length > 1 && value.endsWith('"') ? value.length - 1 : value.length;
  return value.slice(1, end).replace(/\\(.)/gsu, '$1');
}
