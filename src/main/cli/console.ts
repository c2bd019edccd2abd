import type { MailError } from '@shared/errors/mail-error';
import type { Secret } from '@shared/ports/secret';

/** How a command meets the person: everything of the process that it may use. */
export interface Console {
  /** One line to the standard output. */
  print(line: string): void;
  /** One line to the standard error output. */
  warn(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks without echo. @throws UsageError when there is no terminal to ask on. */
  askSecret(question: string): Promise<Secret>;
}

/** 0 all is well; 1 something is wrong with what was looked at; 2 the command line was not understood. */
export type ExitCode = 0 | 1 | 2;

/** What the person wrote cannot be done; the message is a sentence for them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Controls (C0, DEL, C1) and characters that turn or hide text: a server's words must not steer a terminal. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text from anywhere, fit for a terminal. */
export const plainText = (text: string): string => text.replace(UNPRINTABLE, escaped);

/** JSON that is fit for a terminal and still means the same. Bigints become strings. @param indent blanks a level. */
export const printableJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), indent)
    .split('\n')
    .map((line) => line.replace(UNPRINTABLE, escaped))
    .join('\n');

/** A failure in a line for people, and as a document too when one was asked for. */
export function printMailError(error: MailError, console: Console, json: boolean): void {
  const { kind, code, message, server = '', details } = error;
  if (json) console.print(printableJson({ format: 1, error: { kind, code, message, server, details } }, 2));
  console.warn(plainText(`${kind} (${code}): ${message}${server === '' ? '' : ` The server: ${server}`}`));
}
