import type { Secret } from '@shared/ports/secret';
import { unusable } from '../errors';
import type { MailboxName } from '../types';
import { encodeLatin1, encodeUtf8, isAscii } from './bytes';
import { encodeUtf7 } from '@shared/util/utf7';

/** What the connection allows a command to look like. */
export interface WireContext {
  /** RFC 7888: `+` any size, `-` up to 4,096 octets, `sync` none. */
  readonly literals: '+' | '-' | 'sync';
  /** UTF8=ACCEPT or IMAP4rev2 is enabled: names and strings are UTF-8 (RFC 6855 §3, RFC 9051 §5.1). */
  readonly utf8: boolean;
}

/** Octets of a message to be appended, possibly not in memory. `size` must be exact. */
export type LiteralSource =
  Uint8Array | { readonly size: number; readonly chunks: AsyncIterable<Uint8Array> };

/** A command on its way: octets, a wait for the server's `+`, or a stream of octets. */
export type Part =
  | {
      readonly kind: 'bytes';
      readonly bytes: Uint8Array;
      /** For the trace, redacted. */ readonly show: string;
    }
  | { readonly kind: 'sync' }
  | { readonly kind: 'stream'; readonly size: number; readonly chunks: AsyncIterable<Uint8Array> };

/** Above this a literal waits for the server's go-ahead even with LITERAL+, so that a refusal costs no upload. */
const ASK_FIRST = 1024 * 1024;
const LITERAL_MINUS = 4096;
const QUOTED_LIMIT = 1000;

const PLAIN = new Uint8Array(128);
for (let c = 0x21; c < 0x7f; c++) PLAIN[c] = 1;
for (const c of '(){%*"\\]') PLAIN[c.charCodeAt(0)] = 0;

/**
 * Writes one command. Every argument goes out as atom, quoted string or literal, whichever is right for it; CR, LF
 * and NUL never leave outside of a literal, so no argument can become a command.
 */
export class CommandWriter {
  readonly parts: Part[] = [];
  private line = '';
  private shown = '';

  constructor(readonly context: WireContext) {}

  /** Grammar words written by the client itself. @throws MailError `invalid-argument` for anything but printable ASCII. */
  raw(text: string): this {
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c < 0x20 || c > 0x7e) throw invalid('a command word');
    }
    this.line += text;
    this.shown += text;
    return this;
  }
  sp(): this {
    return this.raw(' ');
  }

  /** `astring`: atom when it can be, else a string. */
  astring(text: string): this {
    if (isAtom(text)) return this.raw(text);
    return this.string(text);
  }

  /** `string`: quoted, or a literal for 8-bit text and line breaks. */
  string(text: string): this {
    return this.put(text, null);
  }
  nstring(text: string | null): this {
    return text === null ? this.raw('NIL') : this.string(text);
  }

  /** A password or token: as a string, in the trace as dots. */
  secret(value: Secret): this {
    return this.put(value.reveal(), '"•••"');
  }

  /** A line of base64 in an authentication exchange. */
  secretRaw(text: string): this {
    this.line += text;
    this.shown += text === '' || text === '=' || text === '*' ? text : '•••';
    return this;
  }

  /** What people search for and write: as `string`, in the trace as its length. */
  private(text: string): this {
    return this.put(text, `"${'x'.repeat(Math.min(text.length, 64))}"`);
  }

  /** `mailbox`: modified UTF-7 or UTF-8, or exactly what the server had sent. */
  mailbox(name: MailboxName): this {
    if (typeof name !== 'string') {
      const wire = name.wire;
      if (isAtom(wire)) return this.raw(wire);
      return this.octets(encodeLatin1(wire), null, wire);
    }
    if (name.toUpperCase() === 'INBOX') return this.raw('INBOX');
    return this.context.utf8 ? this.astring(name) : this.astring(encodeUtf7(name));
  }

  /** `list-mailbox`: as `mailbox`, but `%` and `*` are wildcards. */
  pattern(pattern: string): this {
    const text = this.context.utf8 ? pattern : encodeUtf7(pattern);
    return this.string(text);
  }

  /** `( a b )` of flags or keywords. @throws MailError `invalid-argument` when one is no flag. */
  flags(flags: readonly string[]): this {
    for (const flag of flags) {
      if (!/^\\?[\x21\x23-\x27\x2b-\x5b\x5d-\x7a\x7c\x7e]+$/.test(flag)) throw invalid('a flag');
    }
    return this.raw(`(${flags.join(' ')})`);
  }

  /** A literal; `binary` makes it `~{n}` (RFC 3516 §4.4, RFC 6855 §4). */
  literal(source: LiteralSource, binary = false): this {
    const size = source instanceof Uint8Array ? source.length : source.size;
    const { literals } = this.context;
    const free = (literals === '+' && size <= ASK_FIRST) || (literals === '-' && size <= LITERAL_MINUS);
    this.raw(`${binary ? '~' : ''}{${String(size)}${free ? '+' : ''}}`);
    this.line += '\r\n';
    this.shown += '\r\n';
    this.flush();
    if (!free) this.parts.push({ kind: 'sync' });
    if (source instanceof Uint8Array)
      this.parts.push({ kind: 'bytes', bytes: source, show: `<${String(size)} octets>` });
    else this.parts.push({ kind: 'stream', size, chunks: source.chunks });
    return this;
  }

  /** Ends the command. */
  end(): readonly Part[] {
    this.line += '\r\n';
    this.shown += '\r\n';
    this.flush();
    return this.parts;
  }

  private put(text: string, show: string | null): this {
    return this.octets(encodeUtf8(text), show, text);
  }

  private octets(bytes: Uint8Array, show: string | null, text: string): this {
    if (bytes.includes(0)) throw invalid('text with a NUL');
    const ascii = isAscii(bytes);
    const quotable =
      bytes.length <= QUOTED_LIMIT &&
      !bytes.includes(10) &&
      !bytes.includes(13) &&
      (ascii || this.context.utf8);
    if (!quotable) return this.literal(bytes);
    const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
    this.shown += show ?? quoted;
    if (ascii) this.line += quoted;
    else {
      const held = this.shown;
      this.shown = '';
      this.flush();
      this.parts.push({ kind: 'bytes', bytes: encodeUtf8(quoted), show: held });
    }
    return this;
  }

  private flush(): void {
    if (this.line === '' && this.shown === '') return;
    this.parts.push({ kind: 'bytes', bytes: encodeLatin1(this.line), show: this.shown });
    this.line = '';
    this.shown = '';
  }
}

function isAtom(text: string): boolean {
  if (text === '' || text.length > QUOTED_LIMIT || text.toUpperCase() === 'NIL') return false;
  for (let i = 0; i < text.length; i++) if (PLAIN[text.charCodeAt(i)] !== 1) return false;
  return true;
}

const invalid = (what: string): ReturnType<typeof unusable> =>
  unusable('invalid-argument', `The command cannot carry ${what} like this.`);

/**
 * Whether every server reads a flag or keyword where a command has it (RFC 9051 §9, `flag`; a `]` is told and taken by many).
 * Servers tell others as well, which a client of theirs made in another way.
 */
export const isFlag = (flag: string): boolean =>
  /^\\?[\x21\x23\x24\x26\x27\x2b-\x5b\x5d-\x7a\x7c-\x7e]+$/.test(flag);
