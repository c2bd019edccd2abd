import { MailError } from '@shared/errors/mail-error';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** System and resolver error codes → Tern's code and what happened, for the log. */
const SYSTEM_CODES: Readonly<Record<string, readonly [code: string, what: string]>> = {
  ENOTFOUND: ['dns', 'the name is not known'],
  EAI_AGAIN: ['dns', 'the name server did not answer'],
  EAI_NODATA: ['dns', 'the name has no address'],
  EAI_NONAME: ['dns', 'the name is not known'],
  ENODATA: ['dns', 'the name has no address'],
  ESERVFAIL: ['dns', 'the name server failed'],
  ECONNREFUSED: ['refused', 'the connection was refused'],
  ETIMEDOUT: ['timeout', 'there was no answer in time'],
  ENETUNREACH: ['offline', 'the network cannot be reached'],
  EHOSTUNREACH: ['offline', 'the host cannot be reached'],
  ENETDOWN: ['offline', 'the network is down'],
  EADDRNOTAVAIL: ['offline', 'there is no network address to connect from'],
  ECONNRESET: ['closed', 'the connection was cut'],
  EPIPE: ['closed', 'the connection was cut'],
  ERR_STREAM_DESTROYED: ['closed', 'the connection is closed'],
  ERR_STREAM_WRITE_AFTER_END: ['closed', 'the connection is closed'],
};

/** OpenSSL's names for a failed handshake → Tern's code. Verdicts on certificates are in `tls-policy.ts`. */
const TLS_CODES: Readonly<Record<string, readonly [code: string, what: string]>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: ['not-tls', 'the server does not speak TLS on this port'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['not-tls', 'the server does not speak TLS on this port'],
  ERR_SSL_HTTP_REQUEST: ['not-tls', 'the server does not speak TLS on this port'],
  ERR_SSL_UNSUPPORTED_PROTOCOL: [
    'tls-version',
    'the server offers only TLS versions that are no longer safe',
  ],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: [
    'tls-version',
    'the server offers only TLS versions that are no longer safe',
  ],
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';

/** Turns what Node reports into a `MailError` of kind `unreachable`, with host and port for the sentence. */
export function unreachable(error: unknown, { host, port }: Place): MailError {
  if (error instanceof MailError) return error;
  const system = codeOf(error);
  const known = SYSTEM_CODES[system] ?? TLS_CODES[system];
  const [code, what] =
    known ??
    (system.startsWith('ERR_SSL_') ? ['tls-failed', 'the TLS handshake failed'] : ['closed', 'it failed']);
  return new MailError({
    kind: 'unreachable',
    code,
    message: `${host}:${port}: ${what}${system === '' ? '' : ` (${system})`}.`,
    details: { host, port, ...(system === '' ? {} : { system }) },
    cause: error,
  });
}
