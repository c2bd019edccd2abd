import { join } from 'node:path';
import { MailError } from '@shared/errors/mail-error';
import { NodeClock } from '@main/net/node-clock';
import { NodeCompression } from '@main/net/node-compression';
import { httpsPost } from '@main/net/https-post';
import { resolveMx } from '@main/net/mx';
import { createDemoMailbox } from '@main/demo/demo-mailbox';
import { serveWorld } from '@main/demo/listen';
import { answerUnsubscribe } from '@main/demo/mailbox/newsletters';
import { startEngine as start } from '@main/services/engine';
import { webFetch } from '@main/services/oauth';
import type { DemoServers, EngineHost, Shell } from '@main/services/engine-host';
import { openVault } from '@main/vault';
import type { EngineParts } from './engine-parts';
import { nodeFiles } from './node-files';
import { NodeTraceFiles } from './node-trace-files';
import { parserThreads } from './spawn-parser';
import { sniffImage } from '@main/net/image-type';

/** A page in a browser opens and saves by itself. */
const noShell: Shell = {
  showMenu: () => undefined,
  showBadge: () => undefined,
  openLink: () => Promise.resolve(false),
  openSignIn: () => Promise.resolve(false),
  openFile: () => Promise.resolve(false),
  saveFile: () => Promise.resolve(null),
  dragFile: () => Promise.resolve(false),
};

/** Larger pictures are not shown: a letter is not a photo album, and memory is the reader's (security.md §1.5). */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

/** Opens the vault of the profile and starts the engine on it. @throws VaultError `locked` when Tern has it open already. */
export async function startEngine(parts: EngineParts): Promise<EngineHost> {
  const { clock, profile, takeOver, seen, onListen } = parts;
  const vault = await openVault({
    folder: join(profile, 'vault'),
    clock,
    ...(takeOver === undefined ? {} : { takeOver }),
    ...(seen === undefined ? {} : { seen }),
    ...(onListen === undefined ? {} : { onListen }),
  });
  const threads = parserThreads();
  try {
    return await start({
      host: parts.host,
      version: parts.version,
      demo: parts.demo,
      clock: parts.clock,
      crypto: parts.crypto,
      compression: parts.compression,
      find: parts.find,
      dialer: parts.dialer,
      secrets: parts.secrets,
      vault,
      files: nodeFiles,
      discovery: {
        dialer: parts.dialer,
        https: (url, options) => parts.httpsFetch(url, options),
        srv: parts.resolveSrv,
        mx: resolveMx,
      },
      fetchImage: async (url) => {
        const { bytes, status } = await parts.httpsFetch(url, {
          maxBytes: MAX_IMAGE_BYTES,
          accept: 'image/*',
        });
        const type = status === 200 ? sniffImage(bytes) : null;
        if (type === null) {
          throw new MailError({
            kind: 'refused',
            code: 'not-an-image',
            message: 'The address does not answer with an image',
          });
        }
        return { type, bytes };
      },
      postForm: httpsPost,
      fetchWeb: webFetch,
      shell: parts.shell ?? noShell,
      ...(threads === null ? {} : threads),
      traceFiles: new NodeTraceFiles(join(parts.profile, 'traces')),
      keepByDefault: { kind: 'days', days: 30 },
      startDemo,
    });
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/** The embedded servers with Ada's mailbox, on loopback and in memory. */
async function startDemo(): Promise<DemoServers> {
  const demo = createDemoMailbox(new NodeClock());
  const served = await serveWorld(demo.world, {
    ports: { imap: 0, smtp: 0, pop3: 0 },
    compression: new NodeCompression(),
  });
  const [ada] = demo.accounts;
  return {
    address: ada.address,
    user: ada.user,
    fullName: ada.name,
    password: ada.password,
    imapPort: served.ports.imap,
    smtpPort: served.ports.smtp,
    answerForm: answerUnsubscribe,
    close: async () => {
      demo.close();
      await served.close();
    },
  };
}
