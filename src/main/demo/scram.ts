import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { fromBase64, fromBytes, fromUtf8, toBase64, toBytes, utf8 } from './bytes';
import type { MailWorld, WorldAccount } from './mail-world';

/** The server's half of SCRAM (RFC 5802, 7677), without channel binding. Salt and nonce are fixed: a fake is repeatable. */
export class ScramServer {
  account: WorldAccount | null = null;
  #clientFirst = '';
  #serverFirst = '';
  #nonce = '';
  constructor(
    readonly world: MailWorld,
    readonly hash: 'sha1' | 'sha256',
  ) {}

  /** The server-first message, or null when the client's is malformed. An unknown user still gets one. */
  first(message: string): string | null {
    const match = /^[ny],(?:a=[^,]*)?,(n=([^,]*),r=([^,]+).*)$/.exec(message);
    if (match === null) return null;
    const [, bare = '', user = '', clientNonce = ''] = match;
    const name = fromUtf8(user.replace(/=2C/g, ',').replace(/=3D/g, '='));
    this.account = this.world.accounts.get(name) ?? null;
    this.#clientFirst = bare;
    this.#nonce = `${clientNonce}tern-embedded-server`;
    this.#serverFirst = `r=${this.#nonce},s=${toBase64(SALT)},i=${ITERATIONS}`;
    return this.#serverFirst;
  }
  /** The server-final message with the server's signature, or null when the proof is wrong. */
  final(message: string): string | null {
    const match = /^(c=[^,]*,r=([^,]*)),p=(.*)$/.exec(message);
    if (match === null || this.account === null) return null;
    const [, withoutProof = '', nonce, proofText = ''] = match;
    const proof = fromBase64(proofText);
    if (nonce !== this.#nonce || proof === null) return null;
    const salted = this.#salted(this.account.password);
    const clientKey = this.#hmac(salted, 'Client Key');
    const storedKey = fromBytes(createHash(this.hash).update(toBytes(clientKey)).digest());
    const authMessage = `${this.#clientFirst},${this.#serverFirst},${withoutProof}`;
    if (xor(clientKey, this.#hmac(storedKey, authMessage)) !== proof) return null;
    return `v=${toBase64(this.#hmac(this.#hmac(salted, 'Server Key'), authMessage))}`;
  }
  /** What a server would have kept since the password was set (RFC 5802 §3): deriving it is dear on purpose. */
  #salted(password: string): string {
    const name = `${this.hash} ${password}`;
    const known = SALTED.get(name);
    if (known !== undefined) return known;
    const length = this.hash === 'sha1' ? 20 : 32;
    const salted = fromBytes(
      pbkdf2Sync(toBytes(utf8(password)), toBytes(SALT), ITERATIONS, length, this.hash),
    );
    SALTED.set(name, salted);
    return salted;
  }
  #hmac(key: string, text: string): string {
    return fromBytes(createHmac(this.hash, toBytes(key)).update(toBytes(text)).digest());
  }
}

const SALT = 'tern-fixed-salt!';
const ITERATIONS = 4096;
const xor = (a: string, b: string): string =>
  [...a].map((char, i) => String.fromCharCode(char.charCodeAt(0) ^ b.charCodeAt(i))).join('');
const SALTED = new Map<string, string>();
