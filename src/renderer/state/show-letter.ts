import type { AccountId } from '@shared/model/ids';
import { session } from './connection';
import { useEngineState } from './engine-state';
import { openDialog, useUi } from './ui';

/**
 * Shows a message that is in no mailbox: a file from the system, or one that came attached to another.
 * @param from a blob that the engine told of, or the address of a fetched part. @throws MailError `not-found`, `too-large`
 */
export async function showLetter(
  from: { readonly url: string } | { readonly blob: string },
  name: string,
  account: AccountId | undefined = useEngineState.getState().status?.accounts[0]?.account.id,
): Promise<void> {
  if (account === undefined) return;
  const letter = await session().engine.api.openLetter({ from, account });
  const { dialog } = useUi.getState();
  const attached = 'url' in from;
  openDialog({ kind: 'letter', letter, name, attached, within: dialog?.kind === 'letter' ? dialog : null });
}
