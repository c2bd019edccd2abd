import { parseArgs } from 'node:util';
import { isMailError } from '@shared/errors/mail-error';
import { plainText, printableJson, UsageError, type Console, type ExitCode } from './console';
import { findAccount, type OpenTern, untilReady } from './tern-at';

export const SYNC_HELP = `tern sync [--account NAME] [--profile DIR] [--json]

  Looks for new mail now and returns when every folder has been looked at.
  --account NAME  its name, address or id; all accounts unless told
  --profile DIR   the profile folder; the usual one unless told
  --json          one JSON document`;

const PATIENCE_MS = 10 * 60_000;

/** `tern sync`. 0: every folder was looked at; 1: an account is not connected. */
export async function syncCommand(
  args: readonly string[],
  console: Console,
  defaultProfile: string,
  openTern: OpenTern,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { account: { type: 'string' }, profile: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (positionals.length > 0) throw new UsageError(`“${positionals[0] ?? ''}” is not understood here.`);
  if (values.profile === '') throw new UsageError('--profile: name a folder.');
  const tern = await openTern(values.profile ?? defaultProfile);
  try {
    const { accounts } = await tern.engine.api.status({});
    const wanted =
      values.account === undefined
        ? accounts.map(({ account }) => account)
        : [findAccount(accounts, values.account)];
    const results: { account: string; ok: boolean; code: string; server: string }[] = [];
    for (const account of wanted) {
      try {
        await untilReady(tern, account, PATIENCE_MS);
        await tern.engine.api.syncNow({ account: account.id, mailbox: null });
        await untilReady(tern, account, PATIENCE_MS);
        results.push({ account: account.label, ok: true, code: '', server: '' });
      } catch (error) {
        if (!isMailError(error)) throw error;
        results.push({ account: account.label, ok: false, code: error.code, server: error.server ?? '' });
      }
    }
    if (values.json === true)
      console.print(printableJson({ format: 1, tern: tern.how, accounts: results }, 2));
    else
      for (const { account, ok, code, server } of results)
        console.print(plainText(`${account}: ${ok ? 'up to date' : `${code} ${server}`.trim()}`));
    return results.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await tern.close();
  }
}
