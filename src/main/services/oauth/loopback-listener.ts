import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import { type SignInPage, signInPage } from './pages';

/** How long a person may take to sign in (security.md §5). */
export const SIGN_IN_MS = 5 * 60_000;

export interface ListenerOptions {
  readonly clock: Clock;
  readonly state: string;
  /** What the redirect address is called. */
  readonly host: '127.0.0.1' | 'localhost';
  /** RFC 9207; an answer that names another is refused. */
  readonly issuer: string | null;
  readonly signal?: AbortSignal;
}

export interface LoopbackListener {
  /** `http://127.0.0.1:51234/`: what the browser will be sent to. */
  readonly redirectUri: string;
  /**
   * The code of the first answer that carries our state.
   * @throws MailError `refused` `oauth-denied` (the error of the provider), `oauth-wrong-issuer`; `unreachable`
   *   `oauth-timeout`, `cancelled`.
   */
  readonly code: Promise<string>;
  /** Stops listening; `code` rejects if it was still waiting. */
  close(): void;
}

const PATH = '/';
const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Content-Security-Policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  Connection: 'close',
};

/**
 * Waits on a free port of 127.0.0.1 for the browser to come back (RFC 8252 §7.3). It answers one GET of one path with
 * our state, then it is gone. Everything else that finds the port (another page, a scanner, a favicon, an old tab)
 * gets an error page and changes nothing: who can reach the port must not be able to end somebody's sign-in.
 */
export async function listenForCode(options: ListenerOptions): Promise<LoopbackListener> {
  const { clock, host, signal } = options;
  if (signal?.aborted === true) throw cancelled();
  let settle: { resolve: (code: string) => void; reject: (error: MailError) => void } | null = null;
  const code = new Promise<string>((resolve, reject) => (settle = { resolve, reject }));
  // Who asks for `code` hears of it; that nobody asks yet is no crash.
  code.catch(() => undefined);

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000 }, (request, response) => {
    const answer = settle === null ? 'stranger' : judge(request, authority, options);
    if (answer === 'stranger' || answer === 'not-found') {
      reply(request, response, answer === 'stranger' ? 400 : 404, 'stranger');
      return;
    }
    reply(request, response, 200, typeof answer === 'string' ? 'answered' : 'failed');
    if (typeof answer === 'string') settle?.resolve(answer.slice(CODE.length));
    else settle?.reject(answer);
    end();
  });
  const port = await listen(server);
  const authority = `${host}:${port}`;

  const stopClock = clock.after(SIGN_IN_MS, () =>
    give(
      new MailError({
        kind: 'unreachable',
        code: 'oauth-timeout',
        message: 'Nobody signed in within five minutes.',
        retry: { kind: 'never' },
      }),
    ),
  );
  const onAbort = (): void => give(cancelled());
  signal?.addEventListener('abort', onAbort, { once: true });
  /** Stops listening; answers on their way still go out. */
  function end(): void {
    settle = null;
    stopClock();
    signal?.removeEventListener('abort', onAbort);
    server.close();
    server.closeIdleConnections();
  }
  function give(error: MailError): void {
    settle?.reject(error);
    end();
  }
  return { redirectUri: `http://${authority}${PATH}`, code, close: () => give(cancelled()) };
}

const CODE = 'code:';

/** `code:…` for the answer that is waited for, an error when that says no, else why it counts for nothing. */
function judge(
  request: IncomingMessage,
  authority: string,
  { state, issuer }: ListenerOptions,
): `code:${string}` | MailError | 'stranger' | 'not-found' {
  // A name that was made to point here (DNS rebinding) comes with that name; a page's fetch comes with its origin.
  if (request.headers.host !== authority || request.headers.origin !== undefined) return 'stranger';
  const [path, ...query] = (request.url ?? '').split('?');
  if (request.method !== 'GET' || path !== PATH) return 'not-found';
  const parameters = new URLSearchParams(query.join('?'));
  const one = (name: string): string | null => {
    const values = parameters.getAll(name);
    return values.length === 1 ? (values[0] ?? null) : null;
  };
  if (!sameText(one('state') ?? '', state)) return 'stranger';
  const from = one('iss');
  if (from !== null && issuer !== null && from !== issuer) {
    return new MailError({
      kind: 'refused',
      code: 'oauth-wrong-issuer',
      message: 'The answer is from another server.',
    });
  }
  const error = one('error');
  if (error !== null) return denied(error, one('error_description') ?? '');
  const code = one('code');
  return code === null || code === '' ? 'stranger' : `${CODE}${code}`;
}

const denied = (error: string, description: string): MailError =>
  new MailError({
    kind: 'refused',
    code: 'oauth-denied',
    message: 'The provider did not let Tern in.',
    server: description.slice(0, 500),
    details: { error: error.slice(0, 100) },
  });

const cancelled = (): MailError =>
  new MailError({
    kind: 'unreachable',
    code: 'cancelled',
    message: 'The sign-in was given up.',
    retry: { kind: 'never' },
  });

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function reply(request: IncomingMessage, response: ServerResponse, status: number, page: SignInPage): void {
  response.writeHead(status, HEADERS);
  response.end(signInPage(page, request.headers['accept-language']));
}

/** @returns the port. */
function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
