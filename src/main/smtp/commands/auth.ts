import { encodeBase64 } from '@shared/util/base64';
import { command, type Command } from './line';

/**
 * RFC 4954 §4. An initial response that is present but empty is written `=`.
 * @param initial null when the server speaks first.
 */
export const auth = (mechanism: string, initial: Uint8Array | null): Command =>
  initial === null
    ? command('AUTH', mechanism)
    : command('AUTH', mechanism, initial.length === 0 ? '=' : encodeBase64(initial));
