import { parseArgs } from 'node:util';
import type { AuditReport, FolderAudit } from '@shared/contract/audit';
import { isMailError } from '@shared/errors/mail-error';
import type { MailboxId } from '@shared/model/ids';
import { plainText, printableJson, UsageError, type Console, type ExitCode } from './console';
import { findAccount, type OpenTern, type TernAt, untilReady } from './tern-at';

export const AUDIT_HELP = `tern audit [--account NAME] [--folder NAME] [--profile DIR] [--json]

  Compares what Tern holds of an account with what its server has, message by message, and changes nothing.
  Asks the Tern that runs with the profile; when none does, starts one unseen and ends it again.
  --account NAME  its name, address or id; may be left out when there is only one
  --folder NAME   only this folder, as the server calls it
  --profile DIR   the profile folder; the usual one unless told
  --json          one JSON document`;

/** The first look after a start may have to fetch; it tells how far it is meanwhile. */
const PATIENCE_MS = 10 * 60_000;

/** `tern audit`. 0: everything is equal; 1: something differs, or could not be compared. */
export async function auditCommand(
  args: readonly string[],
  console: Console,
  defaultProfile: string,
  openTern: OpenTern,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      account: { type: 'string' },
      folder: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  if (positionals.length > 0) throw new UsageError(`“${positionals[0] ?? ''}” is not understood here.`);
  if (values.profile === '') throw new UsageError('--profile: name a folder.');
  const tern = await openTern(values.profile ?? defaultProfile);
  try {
    const { accounts } = await tern.engine.api.status({});
    const account = findAccount(accounts, values.account);
    await untilReady(tern, account, PATIENCE_MS);
    const mailbox = values.folder === undefined ? null : await findFolder(tern, account.id, values.folder);
    let told = '';
    tern.engine.on('auditProgress', ({ folder }) => {
      if (folder !== told) console.warn(plainText(`comparing ${folder} …`));
      told = folder;
    });
    const report = await tern.engine.api.audit({ run: 'cli', account: account.id, mailbox });
    if (values.json === true)
      console.print(printableJson({ format: 1, account: account.label, tern: tern.how, ...report }, 2));
    else for (const line of printAudit(report)) console.print(plainText(line));
    return report.folders.every(({ outcome, why }) => outcome === 'equal' || why?.code === 'local-only')
      ? 0
      : 1;
  } catch (error) {
    if (!isMailError(error)) throw error;
    const { kind, code, message, server = '' } = error;
    if (values.json === true)
      console.print(printableJson({ format: 1, error: { kind, code, message, server } }, 2));
    console.warn(plainText(`${kind} (${code}): ${message}${server === '' ? '' : ` The server: ${server}`}`));
    return 1;
  } finally {
    await tern.close();
  }
}

async function findFolder(
  { engine }: TernAt,
  account: Parameters<typeof engine.api.inspectAccount>[0]['account'],
  name: string,
): Promise<MailboxId> {
  const { folders } = await engine.api.inspectAccount({ account });
  const found = folders.find((folder) => folder.name.toLowerCase() === name.toLowerCase());
  if (found) return found.mailbox;
  throw new UsageError(`There is no folder “${name}”.`);
}

const KINDS: Readonly<Record<FolderAudit['differences'][number]['kind'], string>> = {
  'missing-here': 'on the server and not here',
  'missing-there': 'here and not on the server',
  flags: 'with other flags',
  size: 'with another size',
  count: 'the count that Tern goes by is wrong',
  uidvalidity: 'the server has renumbered the folder',
};

function printAudit({ folders, messages, ms }: AuditReport): string[] {
  return [
    ...folders.flatMap((folder) => {
      const { name, outcome, local, server, why, newer, notFetched, changedSince, differences } = folder;
      if (outcome === 'not-compared')
        return [`${name}: not compared (${why?.code ?? ''}) ${why?.server ?? ''}`.trimEnd()];
      const notes = [
        newer > 0 ? `${newer} newer` : '',
        notFetched > 0 ? `${notFetched} not listed yet` : '',
        changedSince > 0 ? `${changedSince} marked since` : '',
      ].filter(Boolean);
      return [
        `${name}: ${outcome}, ${local} here, ${server} there${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
        ...differences.map(
          ({ kind, count, uids }) => `  ${count} ${KINDS[kind]}${uids === '' ? '' : `: UID ${uids}`}`,
        ),
      ];
    }),
    `${messages} messages in ${(ms / 1000).toFixed(1)} s`,
  ];
}
