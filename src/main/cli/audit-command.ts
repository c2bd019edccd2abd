import type { AuditReport, FolderAudit } from '@shared/contract/audit';
import { isMailError } from '@shared/errors/mail-error';
import type { MailboxId } from '@shared/model/ids';
import { askTern, PATIENCE_MS } from './ask-tern';
import { plainText, printableJson, printMailError, UsageError, type Console, type ExitCode } from './console';
import { findAccount, type OpenTern, type TernAt, untilReady } from './tern-at';

export const AUDIT_HELP = `tern audit [--account NAME] [--folder NAME] [--profile DIR] [--json]

  Compares what Tern holds of an account with what its server has, message by message, and changes nothing.
  Asks the Tern that runs with the profile; when none does, starts one unseen and ends it again.
  --account NAME  its name, address or id; may be left out when there is only one
  --folder NAME   only this folder, as the server calls it
  --profile DIR   the profile folder; the usual one unless told
  --json          one JSON document`;

/** `tern audit`. 0: everything is equal; 1: something differs, or could not be compared. */
export function auditCommand(
  args: readonly string[],
  console: Console,
  defaultProfile: string,
  openTern: OpenTern,
): Promise<ExitCode> {
  return askTern(args, { folder: true }, { defaultProfile, openTern }, async (tern, asked) => {
    try {
      const { accounts } = await tern.engine.api.status({});
      const account = findAccount(accounts, asked.account);
      await untilReady(tern, account, PATIENCE_MS);
      const mailbox = asked.folder === undefined ? null : await findFolder(tern, account.id, asked.folder);
      let told = '';
      tern.engine.on('auditProgress', ({ folder }) => {
        if (folder !== told) console.warn(plainText(`comparing ${folder} …`));
        told = folder;
      });
      const report = await tern.engine.api.audit({ run: 'cli', account: account.id, mailbox });
      if (asked.json)
        console.print(printableJson({ format: 1, account: account.label, tern: tern.how, ...report }, 2));
      else for (const line of printAudit(report)) console.print(plainText(line));
      return report.folders.every(({ outcome, why }) => outcome === 'equal' || why?.code === 'local-only')
        ? 0
        : 1;
    } catch (error) {
      if (!isMailError(error)) throw error;
      printMailError(error, console, asked.json);
      return 1;
    }
  });
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
