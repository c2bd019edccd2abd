import { fromBase64, fromQuotedPrintable, fromUtf8, toBytes } from './bytes';
import { field, type MimePart } from './mime-walk';

/** The octets of a message and their structure. */
interface Message {
  readonly raw: string;
  readonly mime: MimePart;
}

/** The Unicode text of a message as SEARCH and PREVIEW see it: its first text part, tags taken out of HTML. */
export function plainText(content: Message): string {
  const part = firstText(content.mime, 'plain') ?? firstText(content.mime, 'html');
  if (part === null) return '';
  const text = decodeBody(content.raw, part);
  return part.subtype === 'html' ? text.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ') : text;
}
/** The text of every text part: what SEARCH BODY looks at. */
export function allText(content: Message): string {
  const texts: string[] = [];
  const walk = (part: MimePart): void => {
    if (part.message !== null) walk(part.message);
    if (part.type === 'text') texts.push(decodeBody(content.raw, part));
    part.children.forEach(walk);
  };
  walk(content.mime);
  return texts.join('\n');
}

function firstText(part: MimePart, subtype: string): MimePart | null {
  if (part.type === 'text' && part.subtype === subtype) return part;
  for (const child of part.children) {
    const found = firstText(child, subtype);
    if (found !== null) return found;
  }
  return null;
}

function decodeBody(raw: string, part: MimePart): string {
  const body = raw.slice(part.body, part.end);
  const encoding = (field(part.header, 'content-transfer-encoding') ?? '').trim().toLowerCase();
  const bytes =
    encoding === 'base64'
      ? (fromBase64(body) ?? '')
      : encoding === 'quoted-printable'
        ? fromQuotedPrintable(body)
        : body;
  return decodeCharset(bytes, part.params.find(([name]) => name === 'charset')?.[1] ?? 'utf-8');
}

function decodeCharset(bytes: string, charset: string): string {
  try {
    return new TextDecoder(charset).decode(toBytes(bytes));
  } catch (error) {
    if (error instanceof RangeError) return fromUtf8(bytes); // a charset nobody knows: read it as UTF-8
    throw error;
  }
}

/** Encoded words (RFC 2047) and raw UTF-8 of a header value as Unicode. */
export function decodeHeader(value: string): string {
  const joined = value.replace(/(=\?[^?]+\?[bqBQ]\?[^?]*\?=)\s+(?==\?)/g, '$1');
  if (!joined.includes('=?')) return fromUtf8(joined);
  return joined.replace(
    /=\?([^?*]+)(?:\*[^?]*)?\?([bqBQ])\?([^?]*)\?=/g,
    (whole, charset: string, kind: string, text: string) => {
      const bytes =
        kind.toLowerCase() === 'b' ? fromBase64(text) : fromQuotedPrintable(text.replace(/_/g, ' '));
      return bytes === null ? whole : decodeCharset(bytes, charset);
    },
  );
}
