import { isVaultError } from '@shared/ports/vault';
import { recoverQueue } from '../operations/run-queue';
import type { Engine } from './engine';
import { releaseOldParts } from './engine-keeper';
import { eraseAccount } from './remove-account';

/**
 * What an earlier run has left is put in order before anything begins. A disk without any room keeps nobody from the mail
 * that is here: what it does not take now is put in order by the next start, and until then
 * - an operation that ran is found running, and is looked into before it is done again, as all are that have notes;
 * - what is nobody's any more stays on the disk, and what was to be forgotten is remembered.
 */
export async function tidyUp(engine: Engine): Promise<void> {
  const { accounts, blobOwners, local, queue, removed, shelf } = engine;
  const steps = [
    () => releaseOldParts(engine),
    // First what makes room.
    () => shelf.sweep(blobOwners),
    () => recoverQueue(queue),
    () => removed.expire(),
    // Demo accounts are gone with the process that served them.
    ...accounts.list().flatMap(({ id, demo }) => (demo ? [() => eraseAccount(engine, id)] : [])),
    () => local.clean(),
  ];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (!isVaultError(error) || error.code !== 'no-space') throw error;
    }
  }
}
