import { MailError } from '@shared/errors/mail-error';
import type { Crypto } from '@shared/ports/crypto';
import type { SaslMechanism } from '@shared/ports/sasl';
import type { Secret } from '@shared/ports/secret';
import { decodeBase64, encodeBase64 } from '@shared/util/base64';
import { saslprep } from './saslprep';
import { EMPTY, brokenChallenge, fromUtf8, utf8 } from './text';

/** The hash of SCRAM: `sha1` (RFC 5802) or `sha256` (RFC 7677). */
export type ScramHash = 'sha1' | 'sha256';

/**
 * `bind`: the server offers -PLUS and the TLS stack gives the material. `unoffered`: we could, the server does not say
 * it can (a stripped -PLUS is then noticed by the server). `unable`: we cannot.
 */
export type ChannelBinding =
  | { readonly kind: 'bind'; readonly material: Uint8Array }
  | { readonly kind: 'unoffered' }
  | { readonly kind: 'unable' };

/** RFC 5802 §5.1 and RFC 7677 §4 ask for at least 4,096; a server asking for less is helping someone guess. */
const MIN_ITERATIONS = 4_096;
/** About two seconds of SHA-256 on a slow machine; more is a way to keep the client busy. */
const MAX_ITERATIONS = 2_000_000;
const KEY_LENGTH: Record<ScramHash, number> = { sha1: 20, sha256: 32 };
const NONCE_BYTES = 18;

const saslName = (user: string): string => saslprep(user).replaceAll('=', '=3D').replaceAll(',', '=2C');

/** Splits `r=…,s=…,i=…`; only the first `=` of an attribute separates. */
function attributes(message: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of message.split(',')) {
    if (part[1] === '=' && !found.has(part.charAt(0))) found.set(part.charAt(0), part.slice(2));
  }
  return found;
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
};

/**
 * SCRAM-SHA-1 and SCRAM-SHA-256, with and without channel binding (RFC 5802, 7677, 9266). The password never leaves
 * this machine, and `done` turns true only when the server has proved that it knows it too.
 */
export class ScramMechanism implements SaslMechanism {
  readonly name: string;
  #done = false;
  #stage: 'start' | 'server-first' | 'server-final' = 'start';
  #clientFirstBare = '';
  #serverSignature: Uint8Array = EMPTY;
  readonly #nonce: string;

  constructor(
    private readonly algorithm: ScramHash,
    private readonly user: string,
    private readonly password: Secret,
    private readonly crypto: Crypto,
    private readonly binding: ChannelBinding,
  ) {
    const base = algorithm === 'sha1' ? 'SCRAM-SHA-1' : 'SCRAM-SHA-256';
    this.name = binding.kind === 'bind' ? `${base}-PLUS` : base;
    this.#nonce = encodeBase64(crypto.randomBytes(NONCE_BYTES));
  }

  get done(): boolean {
    return this.#done;
  }

  initial(): Uint8Array {
    this.#clientFirstBare = `n=${saslName(this.user)},r=${this.#nonce}`;
    this.#stage = 'server-first';
    return utf8(this.#gs2Header() + this.#clientFirstBare);
  }

  step(challenge: Uint8Array): Uint8Array | Promise<Uint8Array> {
    switch (this.#stage) {
      case 'start':
        // A server that ignored the initial response asks for it with an empty challenge.
        return this.initial();
      case 'server-first':
        return this.#clientFinal(fromUtf8(challenge));
      case 'server-final':
        this.#verify(fromUtf8(challenge));
        return EMPTY;
    }
  }

  #gs2Header(): string {
    if (this.binding.kind === 'bind') return 'p=tls-exporter,,';
    return this.binding.kind === 'unoffered' ? 'y,,' : 'n,,';
  }

  async #clientFinal(serverFirst: string): Promise<Uint8Array> {
    const fields = attributes(serverFirst);
    const nonce = fields.get('r') ?? '';
    const salt = decodeBase64(fields.get('s') ?? '');
    const count = fields.get('i') ?? '';
    if (fields.has('m')) throw brokenChallenge(this.name, 'The server demands an unknown SCRAM extension.');
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw brokenChallenge(this.name, 'The SCRAM nonce of the server does not continue ours.');
    }
    if (salt === null || salt.length === 0 || !/^[1-9][0-9]{0,9}$/.test(count)) {
      throw brokenChallenge(this.name, 'The first SCRAM message of the server is malformed.');
    }
    const iterations = Number(count);
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw new MailError({
        kind: 'refused',
        code: 'scram-iterations',
        message: `The server asks for ${iterations} SCRAM iterations, which is not reasonable.`,
        details: { iterations },
      });
    }
    const { algorithm, crypto } = this;
    const salted = await crypto.pbkdf2(
      algorithm,
      utf8(saslprep(this.password.reveal())),
      salt,
      iterations,
      KEY_LENGTH[algorithm],
    );
    const header = utf8(this.#gs2Header());
    const bound = this.binding.kind === 'bind' ? this.binding.material : EMPTY;
    const channel = new Uint8Array(header.length + bound.length);
    channel.set(header);
    channel.set(bound, header.length);
    const withoutProof = `c=${encodeBase64(channel)},r=${nonce}`;
    const authMessage = utf8(`${this.#clientFirstBare},${serverFirst},${withoutProof}`);
    const clientKey = crypto.hmac(algorithm, salted, utf8('Client Key'));
    const signature = crypto.hmac(algorithm, crypto.hash(algorithm, clientKey), authMessage);
    const proof = clientKey.map((byte, i) => byte ^ (signature[i] ?? 0));
    this.#serverSignature = crypto.hmac(
      algorithm,
      crypto.hmac(algorithm, salted, utf8('Server Key')),
      authMessage,
    );
    this.#stage = 'server-final';
    return utf8(`${withoutProof},p=${encodeBase64(proof)}`);
  }

  #verify(serverFinal: string): void {
    const fields = attributes(serverFinal);
    const signature = decodeBase64(fields.get('v') ?? '');
    if (fields.has('e')) {
      throw new MailError({
        kind: 'refused',
        code: 'auth-failed',
        message: 'The server refused the SCRAM proof.',
        server: fields.get('e') ?? '',
        details: { mechanism: this.name },
      });
    }
    if (this.#done || signature === null || !equal(signature, this.#serverSignature)) {
      throw new MailError({
        kind: 'broken',
        code: 'server-not-verified',
        message: 'The server could not prove that it knows the password.',
        details: { mechanism: this.name },
      });
    }
    this.#done = true;
  }
}
