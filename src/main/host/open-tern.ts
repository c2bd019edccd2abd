import { connect } from '@shared/rpc/client';
import { engineContract } from '@shared/contract/engine-api';
import type { TernAt } from '@main/cli/tern-at';
import { connectControl } from './control/connect';
import { startUnseen, type Unseen } from './browser/unseen';

/**
 * The Tern that runs with a profile, else one started unseen for as long as it is needed.
 * @throws UsageError with a sentence when it can be neither reached nor started.
 */
export async function openTern(profile: string, unseen: Unseen): Promise<TernAt> {
  const port = await connectControl(profile);
  if (port !== null) {
    const engine = connect(port, engineContract);
    return {
      engine,
      how: 'running',
      close: () => {
        engine.close();
        return Promise.resolve();
      },
    };
  }
  return startUnseen(profile, unseen);
}
