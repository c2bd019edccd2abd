import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { MailError } from '@shared/errors/mail-error';
import { unreachable, type Place } from './net-errors';

export interface TlsTarget extends Place {
  /** SHA-256, lower-case hex: only this certificate is accepted, whatever else is wrong or right with it. */
  readonly pinnedFingerprint?: string;
}

export interface TlsTrust {
  /** PEM certificates trusted besides the system's and Node's own. */
  readonly extraRoots?: readonly string[];
}

/**
 * Runs the TLS handshake over a connected socket and judges the certificate (security.md §5): TLS 1.2 at least, SNI,
 * host name checked, or – for a host and port where a person accepted one certificate – exactly that one.
 *
 * This is the one file where Node's automatic rejection is off: Node destroys a rejected socket before anyone can look
 * at the certificate, and a person who is to judge it must be shown what it says. Nothing is read from or written to
 * the socket before `judge` has passed.
 * @throws MailError kind `unreachable`: `tls-self-signed`, `tls-expired`, `tls-wrong-host`, `tls-untrusted`,
 *   `tls-pin-changed`, `tls-version`, `tls-failed`, `not-tls`, `closed`.
 */
export function secure(socket: Socket, target: TlsTarget, trust: TlsTrust = {}): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = tls.connect({
      socket,
      host: target.host,
      ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
      minVersion: 'TLSv1.2',
      ca: roots(trust),
      rejectUnauthorized: false,
    });
    const settle = (error: MailError | null): void => {
      secured.off('secureConnect', onSecure);
      secured.off('error', onError);
      secured.off('close', onClose);
      if (error === null) {
        resolve(secured);
        return;
      }
      secured.on('error', ignoreAfterVerdict);
      secured.destroy();
      reject(error);
    };
    const onSecure = (): void => settle(judge(secured, target));
    const onError = (error: Error): void => settle(unreachable(error, target));
    const onClose = (): void => settle(unreachable({ code: 'ECONNRESET' }, target));
    secured.once('secureConnect', onSecure);
    secured.once('error', onError);
    secured.once('close', onClose);
  });
}

/** A socket that is being destroyed may still report why; the verdict has been given. */
const ignoreAfterVerdict = (): void => undefined;

/** SHA-256 of the peer's certificate, lower-case hex without colons; '' when there is none. */
export function fingerprintOf(socket: tls.TLSSocket): string {
  return (socket.getPeerCertificate().fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
}

const VERDICTS: Readonly<Record<string, readonly [code: string, what: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls-self-signed', 'the certificate is signed by nobody but itself'],
  CERT_HAS_EXPIRED: ['tls-expired', 'the certificate has expired'],
  CERT_NOT_YET_VALID: ['tls-expired', 'the certificate is not valid yet'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls-wrong-host', 'the certificate is for another host'],
};

/** What is wrong with the peer's certificate, or null when it is acceptable. */
function judge(socket: tls.TLSSocket, target: TlsTarget): MailError | null {
  const fingerprint = fingerprintOf(socket);
  if (target.pinnedFingerprint !== undefined) {
    if (fingerprint !== '' && fingerprint === normal(target.pinnedFingerprint)) return null;
    return refusal(socket, target, 'tls-pin-changed', 'the certificate is not the one that was accepted');
  }
  if (socket.authorized) return null;
  // Node's typings say Error; what it sets is the error's code (lib/_tls_wrap.js, onConnectSecure).
  const reason = String(socket.authorizationError);
  const [code, what] = VERDICTS[reason] ?? [
    'tls-untrusted',
    'the certificate is signed by an unknown authority',
  ];
  return refusal(socket, target, code, what, reason);
}

/** Everything that a person needs to see before accepting a certificate is in `details`. */
function refusal(
  socket: tls.TLSSocket,
  target: TlsTarget,
  code: string,
  what: string,
  reason = '',
): MailError {
  const certificate = socket.getPeerCertificate();
  const { host, port } = target;
  return new MailError({
    kind: 'unreachable',
    code,
    message: `${host}:${port}: ${what}${reason === '' ? '' : ` (${reason})`}.`,
    // Trying again by itself will not change a certificate, and would hide the question from the person.
    retry: { kind: 'never' },
    details: {
      host,
      port,
      fingerprint: fingerprintOf(socket),
      subject: commonName(certificate.subject),
      issuer: commonName(certificate.issuer),
      validFrom: certificate.valid_from ?? '',
      validTo: certificate.valid_to ?? '',
      names: certificate.subjectaltname ?? '',
    },
  });
}

const commonName = (name: tls.Certificate | undefined): string => {
  const value: unknown = name?.CN ?? name?.O ?? '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

const normal = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** Node's list and the system's (where this Node can read it: 22.15 and later), and what the caller adds. */
function roots({ extraRoots = [] }: TlsTrust): string[] {
  return [...tls.rootCertificates, ...systemRoots(), ...extraRoots];
}

let systemRootsOnce: readonly string[] | undefined;
function systemRoots(): readonly string[] {
  const read = (tls as { getCACertificates?: (store: 'system') => string[] }).getCACertificates;
  systemRootsOnce ??= read === undefined ? [] : read('system');
  return systemRootsOnce;
}
