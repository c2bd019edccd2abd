import type { ErrorKind, Retry } from '../errors/mail-error';
import { MailError } from '../errors/mail-error';
import { isVaultError, VaultError, type VaultErrorCode } from '../ports/vault';

/** The messages that cross a port. Kept to seven; anything else closes the port. */
export type Wire =
  | { readonly t: 'hello'; readonly contract: string; readonly version: number }
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'ok'; readonly id: number; readonly result: unknown }
  | { readonly t: 'err'; readonly id: number; readonly error: WireError }
  | { readonly t: 'event'; readonly name: string; readonly data: unknown };

export interface WireError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly kind?: ErrorKind;
  readonly retry?: Retry;
  readonly server?: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * `closed`: the port went away with the call in flight, outcome unknown. `cancelled`: the caller gave up.
 * `invalid`: the receiver's schema refused the value. `version`: the two ends are of different builds.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  constructor(
    readonly code:
      'closed' | 'cancelled' | 'invalid' | 'unknown-method' | 'version' | 'overloaded' | 'internal',
    message: string,
  ) {
    super(message);
  }
}

export function errorToWire(error: unknown): WireError {
  if (error instanceof MailError) {
    return {
      name: 'MailError',
      code: error.code,
      message: error.message,
      kind: error.kind,
      retry: error.retry,
      ...(error.server === undefined ? {} : { server: error.server }),
      details: error.details,
    };
  }
  // The local disk has no server to ask again, but people are told in words too (a full disk).
  if (isVaultError(error)) {
    const { name, code, message, details } = error;
    return { name, code, message, details };
  }
  if (error instanceof RpcError) return { name: 'RpcError', code: error.code, message: error.message };
  return { name: 'Error', code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export function errorFromWire(wire: WireError): Error {
  if (wire.kind !== undefined) {
    return new MailError({
      kind: wire.kind,
      code: wire.code,
      message: wire.message,
      ...(wire.retry === undefined ? {} : { retry: wire.retry }),
      ...(wire.server === undefined ? {} : { server: wire.server }),
      ...(wire.details === undefined ? {} : { details: wire.details }),
    });
  }
  if (wire.name === 'VaultError') {
    const details = Object.entries(wire.details ?? {}).filter(
      (entry): entry is [string, string | number] => typeof entry[1] !== 'boolean',
    );
    return new VaultError(wire.code as VaultErrorCode, wire.message, Object.fromEntries(details));
  }
  if (wire.name === 'RpcError') return new RpcError(wire.code as RpcError['code'], wire.message);
  return new RpcError('internal', wire.message);
}

export function isWire(value: unknown): value is Wire {
  if (typeof value !== 'object' || value === null || !('t' in value)) return false;
  const v = value as Record<string, unknown>;
  switch (v['t']) {
    case 'hello':
      return typeof v['contract'] === 'string' && typeof v['version'] === 'number';
    case 'call':
      return typeof v['id'] === 'number' && typeof v['method'] === 'string';
    case 'cancel':
    case 'ok':
      return typeof v['id'] === 'number';
    case 'err':
      return typeof v['id'] === 'number' && typeof v['error'] === 'object' && v['error'] !== null;
    case 'event':
      return typeof v['name'] === 'string';
    default:
      return false;
  }
}
