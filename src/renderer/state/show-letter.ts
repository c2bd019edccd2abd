import type { AccountId } from '@shared/model/ids';
import { answer } from './answer';
import { session } from './connection';
import { useEngineState } from './engine-state';
import { openDialog, useUi } from './ui';

/**
 * Shows a message that is in no mailbox: a file from the system, or one that came attached to another. A file that says of
 * itself that it was not sent is gone on with as a draft.
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
  // A program made it to be finished and sent by a person: Outlook's convention. One that came with a message is a letter.
  if (!attached && letter.message.envelope.extra['x-unsent']?.trim() === '1') {
    answer(letter.message, 'edit-as-new');
    return;
  }
  openDialog({ kind: 'letter', letter, name, attached, within: dialog?.kind === 'letter' ? dialog : null });
}
