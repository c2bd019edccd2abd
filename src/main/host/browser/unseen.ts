import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engineContract } from '@shared/contract/engine-api';
import { connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { UsageError } from '@main/cli/console';
import type { TernAt } from '@main/cli/tern-at';
import type { EngineHost } from '@main/services/engine-host';
import { engineParts, type EngineParts } from '../engine-parts';
import { inUse } from '../in-use';
import { browserArguments, findBrowserUnseen, thisMachine } from './open-browser';
import { FileSecretStore } from './secret-store';
import { type BrowserHost, startBrowserHost } from './server';
import { onUsualPort } from './usual-port';

export interface Unseen {
  readonly version: string;
  /** The folder of the built renderer. */
  readonly root: string;
  readonly startEngine: (parts: EngineParts) => Promise<EngineHost>;
}

/**
 * Starts Tern with its cache and without a window: the cache is the browser's, so a headless one opens it with the
 * profile's own browser folder. Where Tern has never run in a browser there is no cache to open, and that is said.
 *
 * Further arguments for the browser may be given in TERN_BROWSER_ARGS.
 */
export async function startUnseen(profile: string, { version, root, startEngine }: Unseen): Promise<TernAt> {
  if (!existsSync(join(profile, 'browser')))
    throw new UsageError(
      'Tern is not running, and its cache can only be opened by Tern itself. Start Tern, then ask again.',
    );
  if (!existsSync(root)) throw new UsageError('Tern is not built: npm run build.');
  const machine = thisMachine();
  const more = (machine.env['TERN_BROWSER_ARGS'] ?? '').split(/\s+/).filter(Boolean);
  const found = findBrowserUnseen(machine, more);
  if ('reason' in found)
    throw new UsageError(`Tern is not running and cannot be started unseen: ${found.reason}.`);
  const secrets = new FileSecretStore(profile);
  let engine: EngineHost;
  try {
    engine = await startEngine(engineParts({ host: 'browser', version, profile, demo: false, secrets }));
  } catch (error) {
    const held = inUse(error);
    if (held)
      throw new UsageError(
        held.computer === ''
          ? 'Tern is running with this profile and does not answer.'
          : `Tern is open with this profile on ${held.computer}, or was and was not closed there. Ask there, or start Tern here first.`,
      );
    throw error;
  }
  let host: BrowserHost | null = null;
  let browser: ChildProcess | null = null;
  const end = async (): Promise<void> => {
    await ended(browser);
    await engine.stop();
    await host?.close();
  };
  try {
    host = await onUsualPort(profile, (port) => startBrowserHost({ engine, root, port }));
    browser = spawn(
      found.browser,
      [...browserArguments(host.link(), profile), '--headless=new', '--disable-gpu', ...more],
      { stdio: 'ignore' },
    );
    const [page, engineEnd] = memoryPortPair();
    engine.connectUi(engineEnd);
    return { engine: connect(page, engineContract), how: 'started', close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The browser writes its database when it is asked to end; it gets a few seconds for that. */
async function ended(browser: ChildProcess | null): Promise<void> {
  if (browser === null || browser.exitCode !== null || browser.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const impatient = setTimeout(() => browser.kill('SIGKILL'), 5_000);
    browser.once('exit', () => {
      clearTimeout(impatient);
      resolve();
    });
    browser.kill('SIGTERM');
  });
}
