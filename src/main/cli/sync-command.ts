import type { AccountConfig } from '@shared/contract/account';
import { isMailError } from '@shared/errors/mail-error';
import { askTern, PATIENCE_MS } from './ask-tern';
import { plainText, printableJson, type Console, type ExitCode } from './console';
import { findAccount, type OpenTern, type TernAt, untilReady } from './tern-at';

export const SYNC_HELP = `tern sync [--account NAME] [--profile DIR] [--json]

  Looks for new mail now and returns when every folder has been looked at.
  --account NAME  its name, address or id; all accounts unless told
  --profile DIR   the profile folder; the usual one unless told
  --json          one JSON document`;

/** `tern sync`. 0: every folder was looked at; 1: an account is not connected. */
export function syncCommand(
  args: readonly string[],
  console: Console,
  defaultProfile: string,
  openTern: OpenTern,
): Promise<ExitCode> {
  return askTern(args, { folder: false }, { defaultProfile, openTern }, async (tern, asked) => {
    const { accounts } = await tern.engine.api.status({});
    const wanted =
      asked.account === undefined
        ? accounts.map(({ account }) => account)
        : [findAccount(accounts, asked.account)];
    const results: Looked[] = [];
    for (const account of wanted) results.push(await look(tern, account));
    if (asked.json) console.print(printableJson({ format: 1, tern: tern.how, accounts: results }, 2));
    else
      for (const { account, ok, code, server } of results)
        console.print(plainText(`${account}: ${ok ? 'up to date' : `${code} ${server}`.trim()}`));
    return results.every(({ ok }) => ok) ? 0 : 1;
  });
}

interface Looked {
  readonly account: string;
  readonly ok: boolean;
  readonly code: string;
  readonly server: string;
}

async function look(tern: TernAt, account: AccountConfig): Promise<Looked> {
  try {
    await untilReady(tern, account, PATIENCE_MS);
    await tern.engine.api.syncNow({ account: account.id, mailbox: null });
    await untilReady(tern, account, PATIENCE_MS);
    return { account: account.label, ok: true, code: '', server: '' };
  } catch (error) {
    if (!isMailError(error)) throw error;
    return { account: account.label, ok: false, code: error.code, server: error.server ?? '' };
  }
}
