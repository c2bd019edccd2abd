import type { IncomingMessage } from 'node:http';
import type { Sessions } from './session';
import { hostWord } from './texts';

/** Why a request is turned away; the words are for the answer's body. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 421;
  readonly reason: string;
}

/** Cookies are shared by all ports of a host, so the name carries the port. */
export const cookieName = (port: number): string => `tern_${port}`;

/**
 * The checks that every request and every socket must pass before anything is done for it:
 * - `Host` is the very address we listen on, so a name rebound to 127.0.0.1 gets nowhere.
 * - `Origin`, when the browser sends one, is ours; sockets and POSTs must have it.
 * - `Sec-Fetch-Site`, when sent, says that no other site made the request.
 * - The session cookie is known.
 */
export function refuse(request: IncomingMessage, port: number, sessions: Sessions): Refusal | null {
  return refuseOrigin(request, port) ?? refuseSession(request, port, sessions);
}

export function refuseOrigin(request: IncomingMessage, port: number): Refusal | null {
  const host = `127.0.0.1:${port}`;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const mustHaveOrigin = request.method === 'POST' || request.headers.upgrade !== undefined;
  if (request.headers.host !== host)
    return { status: 421, reason: 'This host answers to its own address only.' };
  if (origin === undefined ? mustHaveOrigin : origin !== `http://${host}`) {
    return { status: 403, reason: 'This request comes from another page.' };
  }
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return { status: 403, reason: 'This request comes from another site.' };
  }
  return null;
}

function refuseSession(request: IncomingMessage, port: number, sessions: Sessions): Refusal | null {
  const session = cookie(request, cookieName(port));
  if (session !== null && sessions.knows(session)) return null;
  return {
    status: 403,
    reason: hostWord('openPrinted', request.headers['accept-language']),
  };
}

function cookie(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
