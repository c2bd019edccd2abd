import { isMailError } from '@shared/errors/mail-error';
import { type AccountId, generation } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { scanFor } from '../operations/execute/scan';
import type { MailboxRegistry } from '../sync/mailbox-registry';
import { enterMailbox } from '../sync/open-mailbox';
import type { Runner } from '../sync/runner';

/** Where a message that was accepted would be: filed by the server, or come back to oneself. */
const PLACES: readonly MailboxRole[] = ['sent', 'all', 'inbox'];
const NEWEST = 100;

/**
 * Looks for a message that may have gone out. Null when the account can't be asked now: then nothing is decided.
 */
export async function findSent(
  runner: Runner | undefined,
  registry: MailboxRegistry,
  account: AccountId,
  messageId: string,
): Promise<boolean | null> {
  if (!runner) return false;
  try {
    return await runner.request(`find-sent:${messageId}`, async (ctx) => {
      for (const role of PLACES) {
        const mailbox = registry.withRole(account, role);
        if (!mailbox) continue;
        await enterMailbox(ctx, mailbox.id, generation(mailbox.generation));
        if ((await scanFor(ctx, new Set([messageId]), { newest: NEWEST })).size > 0) return true;
      }
      return false;
    });
  } catch (error) {
    if (isMailError(error)) return null;
    throw error;
  }
}
