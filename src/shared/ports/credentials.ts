import type { MailError } from '../errors/mail-error';
import type { Crypto } from './crypto';
import type { SaslMechanism } from './sasl';
import type { Secret } from './secret';
import type { TransportSecurity } from './transport';

/** What a person can prove who they are with. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret }
  | { readonly kind: 'oauth'; readonly user: string; readonly token: Secret }
  /** The TLS client certificate speaks for the user. */
  | { readonly kind: 'external'; readonly user: string };

export interface SaslPolicy {
  /** CRAM-MD5 and APOP: only for servers that have nothing better, and only when the person has said so. */
  readonly allowMd5?: boolean;
  /** PLAIN, LOGIN and bearer tokens on an unencrypted connection to another machine: an explicit, badged setting. */
  readonly allowCleartext?: boolean;
  /** Refuse anything weaker than this mechanism, e.g. the one that worked last time. */
  readonly atLeast?: string;
}

export interface SaslOffer {
  /** Mechanism names as the server lists them, in any case and order. */
  readonly offered: readonly string[];
  readonly credentials: Credentials;
  readonly security: TransportSecurity;
  readonly crypto: Crypto;
  readonly policy?: SaslPolicy;
  /** Told to the server by OAUTHBEARER (RFC 7628 §3.1). */
  readonly host?: string;
  readonly port?: number;
}

/** Picks the mechanism for one login: `chooseMechanism` in `src/main/sasl`. */
export type ChooseMechanism = (offer: SaslOffer) => { readonly mechanism: SaslMechanism } | MailError;
