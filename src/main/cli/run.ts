import type { SessionPorts } from '@main/sync/open-session';
import { plainText, UsageError, type Console, type ExitCode } from './console';
import { AUDIT_HELP, auditCommand } from './audit-command';
import { DOCTOR_HELP, doctorCommand } from './doctor-command';
import { SYNC_HELP, syncCommand } from './sync-command';
import type { OpenTern } from './tern-at';
import { VAULT_HELP, vaultCommand } from './vault-command';

const HELP = `tern: looks after mail servers and profiles from the command line

${indent(DOCTOR_HELP)}

${indent(VAULT_HELP)}

${indent(AUDIT_HELP)}

${indent(SYNC_HELP)}

  tern --help, tern --version

Exit codes: 0 all is well, 1 something is wrong with what was looked at, 2 the command was not understood.`;

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** What the commands stand on. */
export interface CliParts {
  readonly console: Console;
  readonly version: string;
  readonly ports: SessionPorts;
  /** Where the profile is unless told, absolute. */
  readonly defaultProfile: string;
  /** Finds the Tern that runs, or starts one. */
  readonly openTern: OpenTern;
}

/** Runs one command line, without the program's name. Never rejects for what a person or a server did. */
export async function runCli(args: readonly string[], parts: CliParts): Promise<ExitCode> {
  const { console } = parts;
  const [command, ...rest] = args;
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  try {
    switch (command) {
      case undefined:
        console.warn(HELP);
        return 2;
      case 'help':
      case '--help':
      case '-h':
        console.print(HELP);
        return 0;
      case '--version':
        console.print(parts.version);
        return 0;
      case 'doctor':
        if (wantsHelp) console.print(DOCTOR_HELP);
        return wantsHelp ? 0 : await doctorCommand(rest, console, parts.ports);
      case 'vault':
        if (wantsHelp) console.print(VAULT_HELP);
        return wantsHelp ? 0 : await vaultCommand(rest, console, parts.defaultProfile);
      case 'audit':
        if (wantsHelp) console.print(AUDIT_HELP);
        return wantsHelp ? 0 : await auditCommand(rest, console, parts.defaultProfile, parts.openTern);
      case 'sync':
        if (wantsHelp) console.print(SYNC_HELP);
        return wantsHelp ? 0 : await syncCommand(rest, console, parts.defaultProfile, parts.openTern);
      default:
        throw new UsageError(`There is no command “${command}”.`);
    }
  } catch (error) {
    if (!isUsage(error)) throw error;
    console.warn(plainText(`tern: ${error.message}`));
    console.warn('tern --help says what there is.');
    return 2;
  }
}

/** `parseArgs` throws TypeErrors with codes of its own. */
const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
