/**
 * One SASL exchange (RFC 4422), as the IMAP, POP3 and SMTP clients drive it. The mechanisms themselves are in
 * `src/main/sasl`.
 */
export interface SaslMechanism {
  /** The registered name, e.g. `SCRAM-SHA-256`. */
  readonly name: string;
  /** Initial response, or null when the server speaks first. */
  initial(): Uint8Array | null;
  /** Answer to a server challenge (already decoded from base64). */
  step(challenge: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** True once the mechanism has verified all that it wants from the server. */
  readonly done?: boolean;
}
