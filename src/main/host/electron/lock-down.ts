import type { Session, WebContents } from 'electron';
import { ORIGIN, UI_URL } from './api';
import { hasOwnDictionaries } from './spelling';

/** Nothing listens there; what would reach the network ends at it (RFC 863's discard port). */
const DEAD_PROXY = '127.0.0.1:9';
const FOREIGN_SCHEMES = ['http', 'https', 'file'];
/** Given to Tern's own page only; everything else is denied to everyone. */
const GRANTED = new Set<string>(['clipboard-sanitized-write', 'notifications']);

/** The files of the developer tools lie in Electron itself; they are asked for like everything else. */
const DEVELOPER_TOOLS = 'devtools://devtools/bundled/';

const isLocal = (url: string): boolean =>
  url.startsWith(`${ORIGIN}/`) || url.startsWith(DEVELOPER_TOOLS) || /^(data|blob):/.test(url);

/**
 * Takes the network and every permission away from a session (security.md §1.5, point 5). Several layers that each
 * suffice: requests are cancelled, foreign schemes answered by us, the proxy is dead, names do not resolve.
 */
export async function lockDown(session: Session, platform: NodeJS.Platform): Promise<void> {
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
    decide({ cancel: !isLocal(url) }),
  );
  for (const scheme of FOREIGN_SCHEMES) {
    session.protocol.handle(scheme, () => new Response(null, { status: 403 }));
  }
  session.setPermissionRequestHandler((contents, permission, decide, { requestingUrl, isMainFrame }) =>
    decide(
      GRANTED.has(permission) && isMainFrame && isUi(contents) && requestingUrl.startsWith(`${ORIGIN}/`),
    ),
  );
  session.setPermissionCheckHandler(
    (contents, permission, origin) =>
      GRANTED.has(permission) && isUi(contents) && (origin === ORIGIN || origin === `${ORIGIN}/`),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(hasOwnDictionaries(platform));
  await session.setProxy({ mode: 'fixed_servers', proxyRules: DEAD_PROXY, proxyBypassRules: '<-loopback>' });
}

const isUi = (contents: WebContents | null): boolean =>
  contents !== null && !contents.isDestroyed() && contents.getURL().split(/[?#]/)[0] === UI_URL;
